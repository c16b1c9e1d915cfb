//! AGW2008 credential-placeholder: Secret contains a placeholder instead of a key.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, KeyOf};
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::bytes::SecretBytes;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2008",
    slug: "credential-placeholder",
    severity: Severity::Error,
    title: "Secret contains a placeholder instead of a key",
    what: "The value is a placeholder as used in tutorials: a variable that no shell has expanded, or a word in angle brackets.",
    why: "The provider answers 401.",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: $OPENAI_API_KEY
"#
    ),
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let placeholder = |(key, bytes): (KeyOf<'_>, &SecretBytes)| {
        bytes
            .shape()
            .placeholder
            .then(|| key.finding(format!("its key {} is a placeholder, not a key", key.data_key())))
    };
    input.read_keys().into_iter().filter_map(placeholder).collect()
}
