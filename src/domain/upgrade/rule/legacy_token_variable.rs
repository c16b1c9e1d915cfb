//! AGW7007 legacy-token-variable: the variable for the old token counts is temporary.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::env::{self, Variable};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_5,
    effect: Impact::Deprecated,
    source: "https://github.com/agentgateway/agentgateway/pull/2880",
    rule: Rule {
        code: "AGW7007",
        slug: "legacy-token-variable",
        severity: Severity::Warning,
        title: "the variable for the old token counts is temporary",
        what: "AgentgatewayParameters set AGENTGATEWAY_LEGACY_LLM_USAGE_TOKEN_SEMANTICS.",
        why: "1.5 has the variable for the time of a migration, and its release notes announce that a later release removes it.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayParameters
metadata:
  name: edge
spec:
  env:
  - name: AGENTGATEWAY_LEGACY_LLM_USAGE_TOKEN_SEMANTICS
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
            .finding("AGENTGATEWAY_LEGACY_LLM_USAGE_TOKEN_SEMANTICS is temporary")
            .next("adapt limits and expressions to the new counts (AGW7003) and remove it")
    };
    env::variables(input, "AGENTGATEWAY_LEGACY_LLM_USAGE_TOKEN_SEMANTICS").map(finding).collect()
}
