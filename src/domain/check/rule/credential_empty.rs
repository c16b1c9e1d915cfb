//! AGW2001 credential-empty: key is empty.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, KeyOf};
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::NotACredential;
use crate::domain::value::secret::bytes::SecretBytes;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2001",
    slug: "credential-empty",
    severity: Severity::Error,
    title: "key is empty",
    what: "The value in the Secret is empty once white space and one leading `Bearer ` are removed.",
    why: "agentgateway drops the backend, and requests are answered with 500 \"service not found\".",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: "Bearer "
"#
    ),
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let empty = |(key, bytes): (KeyOf<'_>, &SecretBytes)| {
        let nothing = bytes.credential(key.data_key()) == Err(NotACredential::Empty);
        nothing.then(|| key.finding(format!("its key {} is empty", key.data_key())))
    };
    input.read_keys().into_iter().filter_map(empty).collect()
}
