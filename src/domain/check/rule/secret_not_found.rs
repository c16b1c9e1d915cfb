//! AGW1002 secret-not-found: Secret with the backend's key not found.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::KeyOf;
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::ObjectRef;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1002",
    slug: "secret-not-found",
    severity: Severity::Error,
    title: "Secret with the backend's key not found",
    what: "`policies.auth.secretRef` names a Secret that doesn't exist in the backend's namespace. Secrets in other namespaces are never read. With files, this is only reported if they contain other Secrets, since manifests often omit all of them on purpose.",
    why: "agentgateway drops the backend, and requests are answered with 500 \"service not found\"; inside a group it sends an empty key instead, and the provider answers 401.",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: openai-key
stringData:
  Authorization: sk-key-of-openai
"#
    ),
    right: documents!(backend_with_key!(), secret!()),
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
        key.provider.finding(format!("Secret {} not found", key.secret())).next(key.create())
    };
    input.keys().filter(absent).map(finding).collect()
}
