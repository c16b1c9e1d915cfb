//! AGW1002 secret-not-found: a backend takes its key from a Secret that does not exist.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::KeyOf;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::ObjectRef;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1002",
    slug: "secret-not-found",
    severity: Severity::Error,
    title: "a backend takes its key from a Secret that does not exist",
    what: "`policies.auth.secretRef` names a Secret that is not in the backend's namespace. Secrets of other namespaces are never looked at. Of files, a Secret is missed only where other Secrets are among them: manifests often leave all of them out on purpose.",
    why: "agentgateway drops the backend, and requests are answered with 500 \"service not found\"; inside a group it sends an empty key instead, and the provider answers 401.",
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
  name: openai-key
stringData:
  Authorization: sk-key-of-openai
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
    reads: &[Kind::AgentgatewayBackend, Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    if !input.knows_secrets() {
        return Vec::new();
    }
    let snapshot = input.snapshot;
    let absent = |key: &KeyOf<'_>| {
        let broken = ObjectRef::new(Kind::Secret, key.secret());
        !snapshot.secrets.contains_key(&key.secret()) && !snapshot.broken.contains_key(&broken)
    };
    let finding = |key: KeyOf<'_>| {
        key.provider.finding(format!("Secret {} does not exist", key.secret())).next(key.create())
    };
    input.keys().filter(absent).map(finding).collect()
}
