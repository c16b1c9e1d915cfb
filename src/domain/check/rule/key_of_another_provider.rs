//! AGW2009 key-of-another-provider: key was issued by another provider.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::llm::family;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2009",
    slug: "key-of-another-provider",
    severity: Severity::Error,
    title: "key was issued by another provider",
    what: "The key has the prefix of another provider's keys, and the backend calls its own provider's host.",
    why: "The provider answers 401, and has received another provider's key.",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: sk-ant-key-of-anthropic
"#
    ),
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for key in input.keys() {
        let (Some(row), Some(bytes)) = (key.provider.row(), key.bytes(input.snapshot)) else {
            continue;
        };
        let Some(issuer) = bytes.shape().issuer else { continue };
        // Clouds sell the models of others.
        let own = family::sells_own(row.key) && key.provider.written.host.is_none();
        if own && issuer != row.key {
            let secret = key.secret();
            let message = format!(
                "the key in Secret {secret} looks like a key of {issuer}, but {} is called",
                row.key
            );
            found.push(key.provider.finding(message).next(key.create()));
        }
    }
    found
}
