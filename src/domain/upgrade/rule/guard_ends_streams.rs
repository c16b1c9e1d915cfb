//! AGW7109 guard-ends-streams: a failing guard ends a stream.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::site::{self, FieldSite};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Changes,
    source: "https://github.com/agentgateway/agentgateway/releases/tag/v1.6.0",
    rule: Rule {
        code: "AGW7109",
        slug: "guard-ends-streams",
        severity: Severity::Warning,
        title: "a failing guard ends a stream",
        what: "A prompt guard of a provider or webhook looks at streams.",
        why: "From 1.6 on a guard that fails while a reply is streamed rejects. Before, the stream went on unguarded.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  backend:
    ai:
      promptGuard:
        streaming: Enabled
        response:
        - webhook:
            backendRef:
              name: moderator
              port: 80
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  backend:
    ai:
      promptGuard:
        streaming: Enabled
        response:
        - regex:
            builtins:
            - Email
"#,
        reads: &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::AgentgatewayPolicy],
        check,
    },
};

const CALLED: &[&str] = &["webhook", "openAIModeration", "bedrockGuardrails", "googleModelArmor"];

fn check(input: &Input<'_>) -> Vec<Finding> {
    let guards = site::fields(input, "promptGuard").into_iter();
    let streaming = guards.filter(|guard| guard.text("streaming") == Some("Enabled"));
    let replies = streaming.filter_map(|guard| guard.field("response"));
    let items = replies.flat_map(|response| response.items());
    let called = items
        .flat_map(|item| CALLED.iter().filter_map(|name| item.field(name)).collect::<Vec<_>>());
    let finding = |guard: FieldSite| {
        guard.finding("from 1.6 on a stream ends when this guard fails").next(
            "make sure that the guard is available, or set its `failureMode` where it has one",
        )
    };
    called.map(finding).collect()
}
