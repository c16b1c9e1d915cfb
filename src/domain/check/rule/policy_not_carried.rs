//! AGW5002 policy-not-carried: policy isn't supported by serve.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::compile::rejection::{Rejection, RejectionSubject};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5002",
    slug: "policy-not-carried",
    severity: Severity::Info,
    title: "policy isn't supported by serve",
    what: "A policy that applies to requests isn't supported by `serve`.",
    why: "The cluster isn't affected. `serve` rejects such requests with 501, because silently skipping a guard would be worse.",
    wrong: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: limits
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  traffic:
    extAuth:
      backendRef:
        name: authorizer
        port: 9000
      grpc: {}
"#,
        backend!(),
        route!()
    ),
    right: documents!(backend!(), route!()),
    reads: &[Kind::AgentgatewayPolicy],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let policy =
        |r: &&Rejection| r.about != RejectionSubject::Listener && r.reason.is_unsupported_policy();
    let finding = |r: &Rejection| Finding::on(r.object.kind, &r.object.name, r.words());
    input.rejections.iter().filter(policy).map(finding).collect()
}
