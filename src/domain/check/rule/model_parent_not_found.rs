//! AGW1009 model-parent-not-found: model's parent not found.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::compile::attach;
use crate::domain::crd::model::ModelSpec;
use crate::domain::route::reason::Unattached;
use crate::domain::snapshot::Object;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1009",
    slug: "model-parent-not-found",
    severity: Severity::Warning,
    title: "model's parent not found",
    what: "A parentRef of an AgentgatewayModel names a Gateway or HTTPRoute that doesn't exist, or a Gateway without listeners that accept models.",
    why: "No request can use the model there, neither in a cluster nor with `serve`. Listeners accept models if `allowedRoutes.kinds` lists AgentgatewayModel.",
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
    allowedRoutes:
      kinds:
      - group: agentgateway.dev
        kind: AgentgatewayModel
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
    allowedRoutes:
      kinds:
      - group: agentgateway.dev
        kind: AgentgatewayModel
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
                let message = format!("parent {object} not found");
                found.push(Finding::on(Kind::AgentgatewayModel, &model.name, message));
            }
        }
        found.extend(untaken(input, model));
    }
    found
}

/// Gateways that are there and have no listener for a model.
fn untaken(input: &Input<'_>, model: &Object<ModelSpec>) -> Vec<Finding> {
    let gateways = model.spec.parent_refs.iter().filter(|parent| {
        let namespace = parent.namespace.as_ref().unwrap_or(&model.name.namespace);
        let name = ObjectName::new(namespace, &parent.name);
        matches!(parent.kind.as_deref(), None | Some("Gateway"))
            && input.snapshot.gateways.contains_key(&name)
    });
    if !input.knows(Kind::Gateway) || gateways.count() == 0 {
        return Vec::new();
    }
    let outcomes = attach::attach_model(input.snapshot, input.listeners, model);
    let refused = outcomes.into_iter().filter_map(Result::err);
    let refused = refused.filter(|why| !matches!(why, Unattached::NotFound { .. }));
    let finding =
        |why: Unattached| Finding::on(Kind::AgentgatewayModel, &model.name, why.to_string());
    refused.map(finding).collect()
}
