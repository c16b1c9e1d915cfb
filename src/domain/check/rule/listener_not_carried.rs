//! AGW5004 listener-not-carried: listener isn't supported by serve.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::gateway;
use crate::domain::compile::rejection::RejectionSubject;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5004",
    slug: "listener-not-carried",
    severity: Severity::Info,
    title: "listener isn't supported by serve",
    what: "A listener has a protocol that `serve` doesn't support.",
    why: "The cluster isn't affected. Routes of this listener aren't served on this machine.",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
  - name: raw
    protocol: TCP
    port: 9000
"#,
    right: gateway!(),
    reads: &[Kind::Gateway],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    input.rejected_about(Kind::Gateway, RejectionSubject::Listener)
}
