//! AGW2004 credential-no-header-value: key isn't a valid header value.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, KeyOf};
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::NotACredential;
use crate::domain::value::secret::bytes::SecretBytes;
use crate::domain::value::secret::shape::KeyFlaw;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2004",
    slug: "credential-no-header-value",
    severity: Severity::Error,
    title: "key isn't a valid header value",
    what: "The value isn't UTF-8, contains a line break or another control character, contains non-ASCII characters, or is longer than 64 KiB.",
    why: "HTTP headers can't contain control characters: such requests fail before they are sent. The others are sent and rejected: servers limit the size of headers, and no provider's keys contain such characters.",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: "sk-key\nof-openai"
"#
    ),
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let unfit = |(key, bytes): (KeyOf<'_>, &SecretBytes)| match bytes.credential(key.data_key()) {
        Err(why @ (NotACredential::NotUtf8 | NotACredential::ControlCharacter)) => {
            Some(key.finding(format!("its key {} {why}", key.data_key())))
        }
        Err(_) => None,
        Ok(_) => {
            let flaws = bytes.flaws(key.data_key()).into_iter();
            let mut unfit =
                flaws.filter(|flaw| matches!(flaw, KeyFlaw::TooLong | KeyFlaw::NotAscii));
            unfit.next().map(|flaw| key.finding(format!("its key {} {flaw}", key.data_key())))
        }
    };
    input.read_keys().into_iter().filter_map(unfit).collect()
}
