//! AGW5001 model-ignored: controller doesn't report a status for a model.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::model::ModelSpec;
use crate::domain::snapshot::{Object, World};
use crate::domain::value::object_ref::Kind;
use std::sync::Arc;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5001",
    slug: "model-ignored",
    severity: Severity::Warning,
    title: "controller doesn't report a status for a model",
    what: "An AgentgatewayModel has no status, while other objects in the cluster have one.",
    why: "The controller ignores models: the kind is disabled by default before agentgateway 1.6. In the cluster no request can use the model, but `kubectl agw serve` serves it.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
world: Cluster
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
status:
  conditions:
  - type: Accepted
    status: "True"
    reason: Accepted
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: smart
spec:
  parentRefs:
  - name: edge
  match:
    model: smart
  provider: OpenAI
"#,
    right: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
world: Cluster
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
status:
  conditions:
  - type: Accepted
    status: "True"
    reason: Accepted
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: smart
spec:
  parentRefs:
  - name: edge
  match:
    model: smart
  provider: OpenAI
status:
  parents:
  - parentRef:
      name: edge
    conditions:
    - type: Accepted
      status: "True"
      reason: Accepted
"#,
    reads: &[Kind::AgentgatewayModel],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let snapshot = input.snapshot;
    let gateways = snapshot.gateways.values().any(|object| !object.conditions.is_empty());
    let backends = snapshot.backends.values().any(|object| !object.conditions.is_empty());
    if snapshot.world == World::Files || !(gateways || backends) {
        return Vec::new();
    }
    let ignored = snapshot.models.values().filter(|model| model.conditions.is_empty());
    let finding = |model: &Arc<Object<ModelSpec>>| {
        let message = "no controller has reported a status; models are disabled by default before agentgateway 1.6";
        Finding::on(Kind::AgentgatewayModel, &model.name, message)
    };
    ignored.map(finding).collect()
}
