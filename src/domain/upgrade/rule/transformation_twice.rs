//! AGW7105 transformation-twice: transformations of the same field are rejected.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::manifest::validate::twice;
use crate::domain::upgrade::site::{self, FieldSite};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Breaks,
    source: "https://github.com/agentgateway/agentgateway/releases/tag/v1.6.0",
    rule: Rule {
        code: "AGW7105",
        slug: "transformation-twice",
        severity: Severity::Error,
        title: "transformations of the same field are rejected",
        what: "A list of AI transformations names a field of the request twice.",
        why: "From 1.6 on the API server rejects the object. Before, both were applied.",
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
      transformations:
      - field: user
        expression: '"a"'
      - field: user
        expression: '"b"'
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
      transformations:
      - field: user
        expression: '"b"'
"#,
        reads: &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::AgentgatewayPolicy],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let lists = twice::LISTS.into_iter().flat_map(|name| site::fields(input, name));
    lists.flat_map(|list| doubled(&list)).collect()
}

fn doubled(list: &FieldSite) -> Vec<Finding> {
    let again = twice::doubled(&list.value).into_iter().map(|(index, field)| {
        let item = list.below(&format!("[{index}]"), &list.value[index]);
        item.finding(format!("`{field}` is transformed twice, which 1.6 rejects"))
            .next("keep one of them")
    });
    again.collect()
}
