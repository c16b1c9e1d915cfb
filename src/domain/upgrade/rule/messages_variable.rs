//! AGW7113 messages-variable: the variable for the old translation of messages is temporary.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::env::{self, Variable};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Deprecated,
    source: "https://github.com/agentgateway/agentgateway/pull/3647",
    rule: Rule {
        code: "AGW7113",
        slug: "messages-variable",
        severity: Severity::Warning,
        title: "the variable for the old translation of messages is temporary",
        what: "AgentgatewayParameters set AGENTGATEWAY_MESSAGES_PREFER_COMPLETIONS.",
        why: "1.6 has the variable for the time of a migration; its release notes plan to remove it in 1.7.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayParameters
metadata:
  name: edge
spec:
  env:
  - name: AGENTGATEWAY_MESSAGES_PREFER_COMPLETIONS
    value: "true"
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayParameters
metadata:
  name: edge
spec:
  env:
  - name: RUST_LOG
    value: info
"#,
        reads: &[Kind::AgentgatewayParameters],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |variable: Variable<'_>| {
        variable
            .finding("AGENTGATEWAY_MESSAGES_PREFER_COMPLETIONS is temporary")
            .next("test messages with responses (AGW7104) and remove it")
    };
    env::variables(input, "AGENTGATEWAY_MESSAGES_PREFER_COMPLETIONS").map(finding).collect()
}
