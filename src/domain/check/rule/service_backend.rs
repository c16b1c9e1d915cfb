//! AGW5006 service-backend: serve can't reach a Service.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5006",
    slug: "service-backend",
    severity: Severity::Info,
    title: "serve can't reach a Service",
    what: "A backendRef or a backend's host names a Service in a cluster, and either only files were read, or you have no permission to read the Service.",
    why: "The cluster isn't affected. `serve` answers such requests with 501, unless `--resolve NS/NAME:PORT=HOST:PORT` gives an address for the Service that this machine can reach.",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - name: app
      port: 8080
"#,
    right: documents!(backend!(), route!()),
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    input.rejected(Kind::HttpRoute, |reason| matches!(reason, Reason::OutOfReach { .. }))
}
