//! AGW4020 base-url-local: baseURL points to localhost.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::manifest::model::is_here;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4020",
    slug: "base-url-local",
    severity: Severity::Warning,
    title: "baseURL points to localhost",
    what: "`baseURL` of an AgentgatewayModel is localhost or a loopback address.",
    why: "In a cluster that is the gateway's own Pod, where no model runs; `kubectl agw serve` connects to this machine.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: llama
spec:
  parentRefs:
  - name: edge
  match:
    model: llama
  provider: OpenAI
  baseURL: http://localhost:11434/v1
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
  name: llama
spec:
  parentRefs:
  - name: edge
  match:
    model: llama
  provider: OpenAI
  baseURL: http://ollama.llm.svc.cluster.local:11434/v1
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
    let models = input.snapshot.models.values();
    let found = models.filter_map(|model| {
        let url = model.spec.base_url.as_deref().filter(|url| is_here(url))?;
        let message = format!("its `baseURL` {url} is the gateway's own Pod in a cluster");
        let finding = Finding::on(Kind::AgentgatewayModel, &model.name, message);
        Some(finding.next("use a Service: http://NAME.NAMESPACE.svc.cluster.local"))
    });
    found.collect()
}
