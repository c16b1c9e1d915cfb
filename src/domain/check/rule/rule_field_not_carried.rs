//! AGW5007 rule-field-not-carried: field of a rule isn't supported by serve.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::compile::rejection::{Effect, Rejection, RejectionSubject};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5007",
    slug: "rule-field-not-carried",
    severity: Severity::Info,
    title: "field of a rule isn't supported by serve",
    what: "A rule has a field that `serve` ignores.",
    why: "Requests are served without it.",
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
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
    sessionPersistence:
      sessionName: agent
"#
    ),
    right: documents!(backend!(), route!()),
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let note = |r: &&Rejection| {
        r.effect == Effect::Note
            && r.object.kind == Kind::HttpRoute
            && r.about == RejectionSubject::Field
    };
    let finding = |r: &Rejection| Finding::on(Kind::HttpRoute, &r.object.name, r.words());
    input.rejections.iter().filter(note).map(finding).collect()
}
