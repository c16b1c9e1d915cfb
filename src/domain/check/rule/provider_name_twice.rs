//! AGW4017 provider-name-twice: duplicate provider name in a backend.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;
use std::collections::BTreeSet;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4017",
    slug: "provider-name-twice",
    severity: Severity::Warning,
    title: "duplicate provider name in a backend",
    what: "A name appears in two groups. The CRD only checks for duplicates within a group.",
    why: "Policies and metrics are kept by name, so those of the two providers are mixed up.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    groups:
    - providers:
      - name: a
        openai:
          model: gpt-4o
    - providers:
      - name: a
        openai:
          model: gpt-4o-mini
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    groups:
    - providers:
      - name: a
        openai:
          model: gpt-4o
    - providers:
      - name: b
        openai:
          model: gpt-4o-mini
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for backend in input.snapshot.backends.values() {
        let groups = backend.spec.ai.iter().flat_map(|ai| ai.groups.iter().flatten());
        let mut seen = BTreeSet::new();
        for name in groups.flat_map(|group| &group.providers).map(|provider| &provider.name) {
            if !seen.insert(name) {
                let message = format!("two of its providers are named {name}");
                found.push(Finding::on(Kind::AgentgatewayBackend, &backend.name, message));
            }
        }
    }
    found
}
