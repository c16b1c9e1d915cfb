//! AGW7103 model-paths-exact: models at a listener answer on exact paths only.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::ObjectName;
use std::collections::BTreeMap;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Breaks,
    source: "https://github.com/agentgateway/agentgateway/pull/3539",
    rule: Rule {
        code: "AGW7103",
        slug: "model-paths-exact",
        severity: Severity::Warning,
        title: "models at a listener answer on exact paths only",
        what: "An AgentgatewayModel is attached to a Gateway or a ListenerSet.",
        why: "Before 1.6 a request to `/tenant-a/v1/chat/completions` was answered like one to `/v1/chat/completions`. From then on the path must be exact there, and a prefix is 404.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  provider: OpenAI
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: gpt
spec:
  parentRefs:
  - kind: HTTPRoute
    name: models
  provider: OpenAI
"#,
        reads: &[Kind::AgentgatewayModel],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut listeners = BTreeMap::new();
    for model in input.snapshot.models.values() {
        for (parent, index) in model.spec.parent_refs.iter().zip(0..) {
            let kind = parent.kind.as_deref().unwrap_or("Gateway");
            if matches!(kind, "Gateway" | "ListenerSet") {
                let namespace = parent.namespace.as_deref().unwrap_or(&model.name.namespace);
                let name = ObjectName::new(namespace, &parent.name);
                listeners.entry((kind, name)).or_insert((&model.name, index));
            }
        }
    }
    let finding = |((kind, parent), (model, index)): ((&str, ObjectName), (&ObjectName, usize))| {
        let message = format!(
            "from 1.6 on {kind} {parent} answers for models at `/v1/…` alone; a path with a prefix is 404"
        );
        Finding::on(Kind::AgentgatewayModel, model, message)
            .at(format!("spec.parentRefs[{index}]"))
            .next("where clients use a prefix, attach the models to an HTTPRoute that matches it")
    };
    listeners.into_iter().map(finding).collect()
}
