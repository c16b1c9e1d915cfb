//! AGW1003 secret-key-not-found: data key not found in Secret.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::KeyOf;
use crate::domain::check::sample::{backend_with_key, documents};
use crate::domain::snapshot::SecretState;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1003",
    slug: "secret-key-not-found",
    severity: Severity::Error,
    title: "data key not found in Secret",
    what: "The Secret exists, but it lacks the data key that the backend reads: `Authorization`, unless `secretRef.key` is set.",
    why: "agentgateway drops the backend, and requests are answered with 500 \"service not found\".",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  api-key: sk-key-of-openai
"#
    ),
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
        key: api-key
---
apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  api-key: sk-key-of-openai
"#,
    reads: &[Kind::AgentgatewayBackend, Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let lacks = |key: KeyOf<'_>| {
        let Some(SecretState::Read(data)) = input.snapshot.secrets.get(&key.secret()) else {
            return None;
        };
        if data.contains_key(key.data_key()) {
            return None;
        }
        let there: Vec<_> = data.keys().map(String::as_str).collect();
        let there = if there.is_empty() { "nothing".to_owned() } else { there.join(", ") };
        let message = format!(
            "Secret {} has no data key {} (available: {there})",
            key.secret(),
            key.data_key()
        );
        Some(
            key.provider
                .finding(message)
                .next(format!("set `secretRef.key` to one of them: {}", key.provider.edit())),
        )
    };
    input.keys().filter_map(lacks).collect()
}
