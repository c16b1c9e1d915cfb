//! AGW2013 credential-wrapped: key is quoted, encrypted or encoded twice.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, KeyOf};
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::bytes::SecretBytes;
use crate::domain::value::secret::shape::KeyFlaw;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2013",
    slug: "credential-wrapped",
    severity: Severity::Error,
    title: "key is quoted, encrypted or encoded twice",
    what: "The value in the Secret isn't the key itself: it is quoted, is a line `NAME=value`, is encrypted by SOPS, or was base64-encoded before `data` encoded it again.",
    why: "It is sent as it is, and the provider answers 401.",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: c2sta2V5LW9mLW9wZW5haQ==
"#
    ),
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let wrapped = |(key, bytes): (KeyOf<'_>, &SecretBytes)| {
        let is_its = |flaw: &KeyFlaw| {
            let all =
                [KeyFlaw::Quoted, KeyFlaw::Assignment, KeyFlaw::Encrypted, KeyFlaw::EncodedTwice];
            all.contains(flaw)
        };
        let flaw = bytes.flaws(key.data_key()).into_iter().find(is_its)?;
        Some(key.finding(format!("its key {} {flaw}", key.data_key())))
    };
    input.read_keys().into_iter().filter_map(wrapped).collect()
}
