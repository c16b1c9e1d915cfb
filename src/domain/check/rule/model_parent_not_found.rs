//! AGW1009 model-parent-not-found: a model is offered by a Gateway or route that does not exist.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::{ObjectName, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1009",
    slug: "model-parent-not-found",
    severity: Severity::Warning,
    title: "a model is offered by a Gateway or route that does not exist",
    what: "A parentRef of an AgentgatewayModel names a Gateway or HTTPRoute that is not there.",
    why: "Nobody can ask for the model there.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: smart
spec:
  parentRefs:
  - name: egde
  match:
    model: smart
  provider: OpenAI
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: smart
spec:
  parentRefs:
  - name: edge
  match:
    model: smart
  provider: OpenAI
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
"#,
    reads: &[Kind::AgentgatewayModel],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for model in input.snapshot.models.values() {
        for parent in &model.spec.parent_refs {
            let kind = match parent.kind.as_deref() {
                None | Some("Gateway") => Kind::Gateway,
                Some("HTTPRoute") => Kind::HttpRoute,
                Some(_) => continue,
            };
            let namespace = parent.namespace.as_ref().unwrap_or(&model.name.namespace);
            let object = ObjectRef::new(kind, ObjectName::new(namespace, &parent.name));
            if input.knows(kind) && input.snapshot.origin(&object).is_none() {
                let message = format!("its parent {object} does not exist");
                found.push(Finding::on(Kind::AgentgatewayModel, &model.name, message));
            }
        }
    }
    found
}
