//! AGW1007 backend-kind-unknown: backendRef refers to a kind that isn't a backend.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::crd::dialect::reference;
use crate::domain::crd::gateway_api::BackendRef;
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1007",
    slug: "backend-kind-unknown",
    severity: Severity::Error,
    title: "backendRef refers to a kind that isn't a backend",
    what: "A backendRef names a group and kind that agentgateway can't call. Often the group is missing, so the kind is looked up in the core group.",
    why: "Requests are answered with 500 \"backend does not exist\".",
    wrong: documents!(
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - kind: AgentgatewayBackend
      name: gpt
"#
    ),
    right: documents!(backend!(), route!()),
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found =
        input.rejected(Kind::HttpRoute, |reason| matches!(reason, Reason::InvalidKind { .. }));
    for route in input.snapshot.routes.values() {
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            for to in rule.backend_refs.iter().flatten() {
                let why = taken_for_a_service(input, &route.name.namespace, to)
                    .or_else(|| foreign(to))
                    .or_else(|| one_model(to));
                found.extend(why.map(|why| {
                    Finding::on(Kind::HttpRoute, &route.name, format!("rule {index}: {why}"))
                }));
            }
        }
    }
    found
}

/// That a reference without a kind, which means a Service, has the name of a backend.
fn taken_for_a_service(input: &Input<'_>, namespace: &str, to: &BackendRef) -> Option<String> {
    let group = to.group.as_deref().unwrap_or_default();
    if !group.is_empty() || to.kind.as_deref().unwrap_or("Service") != "Service" {
        return None;
    }
    let name = ObjectName::new(to.namespace.as_deref().unwrap_or(namespace), &to.name);
    let is_backend = input.snapshot.backends.contains_key(&name);
    let is_service = input.snapshot.services.contains_key(&name);
    (is_backend && !is_service).then(|| {
        format!(
            "{name} is an AgentgatewayBackend: add `group: agentgateway.dev` and `kind: AgentgatewayBackend` \
             to its backendRef, which otherwise refers to a Service"
        )
    })
}

/// That a reference names a backend of another product, which agentgateway does not know.
fn foreign(to: &BackendRef) -> Option<String> {
    let (group, kind) = (to.group.as_deref()?, to.kind.as_deref()?);
    reference::is_backend(group, kind).then(|| {
        format!(
            "agentgateway has no {kind} of {group}; `kubectl agw convert` converts it to an \
             AgentgatewayBackend"
        )
    })
}

/// That a reference names one AgentgatewayModel, where only all of them together are a backend.
fn one_model(to: &BackendRef) -> Option<String> {
    let (group, kind) = (to.group.as_deref()?, to.kind.as_deref()?);
    (Kind::AgentgatewayModel.is(group, kind) && to.name != "*").then(|| {
        format!(
            "AgentgatewayModels are referred to by the name `*`, and this is {}; requests name the model",
            to.name
        )
    })
}
