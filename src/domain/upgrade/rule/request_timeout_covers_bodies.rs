//! AGW7112 request-timeout-covers-bodies: the time limit of a backend covers bodies that are read whole.

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
        code: "AGW7112",
        slug: "request-timeout-covers-bodies",
        severity: Severity::Warning,
        title: "the time limit of a backend covers bodies that are read whole",
        what: "A backend or a policy sets `http.requestTimeout`.",
        why: "From 1.6 on the time to read a reply that is looked at as a whole counts too. A slow reply ends with 504.",
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
    http:
      requestTimeout: 30s
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
    http:
      version: HTTP2
"#,
        reads: &[Kind::AgentgatewayBackend, Kind::AgentgatewayPolicy],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |limit: FieldSite| {
        limit
            .finding("from 1.6 on this limit covers the whole of a reply that is not streamed")
            .next("allow for the longest reply")
    };
    site::fields(input, "requestTimeout").into_iter().map(finding).collect()
}
