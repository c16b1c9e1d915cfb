//! AGW4021 backend-is-the-gateway: backend points to the gateway itself.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::manifest::model::is_here;
use crate::domain::route::table::BindKey;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4021",
    slug: "backend-is-the-gateway",
    severity: Severity::Warning,
    title: "backend points to the gateway itself",
    what: "A backend's host is this machine, and its port is one that the gateway, or `kubectl agw serve`, listens on.",
    why: "Its requests would come back to the gateway, which would call itself until it runs out of sockets; \
          `kubectl agw serve` rejects them with 503. If another server is meant, its port collides with the gateway's.",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 8080
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: llama
spec:
  ai:
    provider:
      custom:
        model: llama
        formats:
        - type: Completions
      host: localhost
      port: 8080
      pathPrefix: /v1
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: llama
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: llama
"#,
    right: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 8080
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: llama
spec:
  ai:
    provider:
      custom:
        model: llama
        formats:
        - type: Completions
      host: localhost
      port: 8081
      pathPrefix: /v1
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: llama
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: llama
"#,
    reads: &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel],
    check,
};

/// Ports below this are the system's, and `serve` listens so much higher.
const RESERVED: u16 = 1024;
const SHIFT: u16 = 8000;

/// Where an object's requests go.
struct Target<'s> {
    kind: Kind,
    object: &'s ObjectName,
    host: &'s str,
    port: u16,
}

fn check(input: &Input<'_>) -> Vec<Finding> {
    let found = targets(input).into_iter().filter_map(|target| {
        let (bind, port) = own(input, &target)?;
        let whose = match &bind.gateway {
            Some(gateway) => format!("port {} of Gateway {gateway}", bind.port),
            None => format!("port {}", bind.port),
        };
        let is_local = port != bind.port;
        let who = if is_local { "`kubectl agw serve`" } else { "the gateway itself" };
        let message =
            format!("it points to {}:{port}, where {who} listens for {whose}", target.host);
        let finding = Finding::on(target.kind, target.object, message);
        Some(finding.next("change the port of the server, or of the listener"))
    });
    found.collect()
}

/// The listener that a target leads back to, and its port on this machine.
fn own<'i>(input: &'i Input<'_>, target: &Target<'_>) -> Option<(&'i BindKey, u16)> {
    let is_own = |bind: &&BindKey| {
        let local = if bind.port < RESERVED { bind.port + SHIFT } else { bind.port };
        target.port == bind.port || target.port == local
    };
    let names_us = is_here(target.host) || matches!(target.host, "0.0.0.0" | "::" | "[::]" | "::1");
    let bind = input.table.binds.keys().filter(|_| names_us).find(is_own)?;
    Some((bind, target.port))
}

fn targets<'s>(input: &Input<'s>) -> Vec<Target<'s>> {
    let of_backend = |object: &'s ObjectName, host: &'s str, port: u16| Target {
        kind: Kind::AgentgatewayBackend,
        object,
        host,
        port,
    };
    let providers = input.providers().filter_map(move |provider| {
        let (host, port) = (provider.written.host.as_deref()?, provider.written.port?);
        Some(of_backend(&provider.backend.name, host, port))
    });
    let others = input.snapshot.backends.values().flat_map(move |backend| {
        let spec = &backend.spec;
        let fixed = spec.static_host.iter();
        let fixed = fixed.filter_map(|fixed| Some((fixed.host.as_deref()?, fixed.port?)));
        let agent = spec.a2a.iter().map(|agent| (agent.host.as_str(), agent.port));
        let tools = spec.mcp.iter().flat_map(|mcp| &mcp.targets).filter_map(|target| {
            let server = target.fixed.as_ref()?;
            Some((server.host.as_deref()?, server.port))
        });
        let all = fixed.chain(agent).chain(tools);
        all.map(move |(host, port)| of_backend(&backend.name, host, port))
    });
    let models = input.snapshot.models.values().filter_map(|model| {
        let (host, port) = host_and_port(model.spec.base_url.as_deref()?)?;
        Some(Target { kind: Kind::AgentgatewayModel, object: &model.name, host, port })
    });
    providers.chain(others).chain(models).collect()
}

/// `http://localhost:8080/v1`, with the port that its scheme means where it names none.
fn host_and_port(url: &str) -> Option<(&str, u16)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let usual = if scheme.eq_ignore_ascii_case("https") { 443 } else { 80 };
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => Some((host, port.parse().ok()?)),
        _ => Some((authority, usual)),
    }
}
