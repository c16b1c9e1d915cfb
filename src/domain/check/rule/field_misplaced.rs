//! AGW4007 field-misplaced: field is at the wrong level.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::backend::BackendSpec;
use crate::domain::crd::misplaced::Misplaced;
use crate::domain::snapshot::Object;
use crate::domain::value::object_ref::Kind;
use std::sync::Arc;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4007",
    slug: "field-misplaced",
    severity: Severity::Error,
    title: "field is at the wrong level",
    what: "A field of the backend is one level too high or too low, where it isn't read.",
    why: "An API server removes it silently or rejects the object; a gateway behaves as if it were not set.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    host: ollama.models.svc
    port: 11434
    provider:
      openai: {}
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai: {}
      host: ollama.models.svc
      port: 11434
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let backends = input.snapshot.backends.values();
    let finding = |backend: &Arc<Object<BackendSpec>>| {
        let one = |field: &Misplaced| {
            Finding::on(Kind::AgentgatewayBackend, &backend.name, field.to_string())
        };
        backend.misplaced.iter().map(one).collect::<Vec<_>>()
    };
    backends.flat_map(finding).collect()
}
