//! AGW2003 credential-padded: key has leading or trailing white space.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, KeyOf};
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::bytes::SecretBytes;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2003",
    slug: "credential-padded",
    severity: Severity::Warning,
    title: "key has leading or trailing white space",
    what: "The value starts or ends with white space, most often a line break from `echo`.",
    why: "agentgateway removes it, but other readers of the Secret don't, and fail with an invalid header or a 401.",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: "sk-key-of-openai\n"
"#
    ),
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let padded = |(key, bytes): (KeyOf<'_>, &SecretBytes)| {
        let sent = bytes.credential(key.data_key()).is_ok();
        (sent && bytes.shape().padded).then(|| {
            key.finding(format!("its key {} has leading or trailing white space", key.data_key()))
        })
    };
    input.read_keys().into_iter().filter_map(padded).collect()
}
