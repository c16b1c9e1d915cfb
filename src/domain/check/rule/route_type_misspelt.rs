//! AGW4010 route-type-misspelt: route type has the wrong letter case.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::backend::BackendSpec;
use crate::domain::crd::dialect::route_types;
use crate::domain::llm::format::RouteType;
use crate::domain::snapshot::Object;
use crate::domain::value::object_ref::Kind;
use std::sync::Arc;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4010",
    slug: "route-type-misspelt",
    severity: Severity::Error,
    title: "route type has the wrong letter case",
    what: "A value of `policies.ai.routes` is a route type in another spelling: older manifests and standalone configurations use `completions`, the CRD requires `Completions`.",
    why: "agentgateway's CRD rejects it; if it is kept, requests to the path are parsed as chat completions.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    ai:
      routes:
        "/v1/embeddings": embeddings
        "*": Passthrough
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    ai:
      routes:
        "/v1/embeddings": Embeddings
        "*": Passthrough
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

/// `serve` and `list` read it as the dialect of that name; the CRD is less forgiving.
fn check(input: &Input<'_>) -> Vec<Finding> {
    let misspelt =
        |backend: &&Arc<Object<BackendSpec>>| backend.dialect == Some(route_types::DIALECT.name);
    let finding = |backend: &Arc<Object<BackendSpec>>| {
        let message = "`policies.ai.routes` has a route type in another spelling than the CRD's";
        let finding = Finding::on(Kind::AgentgatewayBackend, &backend.name, message);
        finding.next("kubectl agw convert -f FILE")
    };
    input.snapshot.backends.values().filter(misspelt).map(finding).collect()
}

/// The type that a wrong spelling stands for.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    if RouteType::from_crd(name).is_some() {
        return None;
    }
    let bare = name.replace(['_', '-', ' '], "");
    RouteType::ALL.iter().map(|row| row.1).find(|known| known.eq_ignore_ascii_case(&bare))
}
