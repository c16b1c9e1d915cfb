//! AGW7106 wildcards-expanded: the list of models names those that match a wildcard.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::ObjectName;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Changes,
    source: "https://github.com/agentgateway/agentgateway/releases/tag/v1.6.0",
    rule: Rule {
        code: "AGW7106",
        slug: "wildcards-expanded",
        severity: Severity::Warning,
        title: "the list of models names those that match a wildcard",
        what: "A public AgentgatewayModel matches names by a wildcard.",
        why: "Before 1.6 `/v1/models` listed the pattern, `openai/*`. From then on it lists the models of the catalog that match, and clients that look for the pattern miss it.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  match:
    model: openai/*
  provider: OpenAI
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  match:
    model: gpt-4o
  provider: OpenAI
  baseURL: https://api.openai.com/v1
"#,
        reads: &[Kind::AgentgatewayModel],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let public = input
        .snapshot
        .models
        .values()
        .filter(|model| model.spec.visibility.as_deref() != Some("Internal"));
    let patterns = public.filter_map(|model| {
        let pattern = model.spec.matches.as_ref()?.model.as_deref()?;
        pattern.contains('*').then_some((&model.name, pattern))
    });
    let finding = |(name, pattern): (&ObjectName, &str)| {
        let message =
            format!("from 1.6 on `/v1/models` lists the models behind `{pattern}` in its place");
        Finding::on(Kind::AgentgatewayModel, name, message)
            .at("spec.match.model")
            .next("let clients choose from the list, or ask for names that the pattern matches")
    };
    patterns.map(finding).collect()
}
