//! AGW2004 credential-no-header-value: a key cannot stand in a header.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::KeyOf;
use crate::domain::snapshot::SecretBytes;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::NotACredential;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2004",
    slug: "credential-no-header-value",
    severity: Severity::Error,
    title: "a key cannot stand in a header",
    what: "The value is not UTF-8, or has a line break or another control character inside.",
    why: "No HTTP header can carry it: requests fail before they are sent.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-api-key
---
apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: "sk-key\nof-openai"
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-api-key
---
apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: sk-key-of-openai
"#,
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let unfit = |(key, bytes): (KeyOf<'_>, &SecretBytes)| match bytes.credential(key.data_key()) {
        Err(why @ (NotACredential::NotUtf8 | NotACredential::ControlCharacter)) => {
            Some(key.finding(format!("its key {} {why}", key.data_key())))
        }
        _ => None,
    };
    input.read_keys().into_iter().filter_map(unfit).collect()
}
