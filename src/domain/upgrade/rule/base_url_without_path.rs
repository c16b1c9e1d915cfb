//! AGW7102 base-url-without-path: `baseURL` without a path no longer implies the path of the provider.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::site::{self, FieldSite};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::redaction;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Breaks,
    source: "https://github.com/agentgateway/agentgateway/pull/3403",
    rule: Rule {
        code: "AGW7102",
        slug: "base-url-without-path",
        severity: Severity::Error,
        title: "`baseURL` without a path no longer implies the path of the provider",
        what: "An AgentgatewayModel has a `baseURL` of scheme and host alone.",
        why: "Before 1.6 the path of the provider was kept, `/v1/chat/completions`. From then on `baseURL` is the whole base, and the request goes to `/chat/completions`.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  provider: OpenAI
  baseURL: https://api.openai.com
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  provider: OpenAI
  baseURL: https://api.openai.com/v1
"#,
        reads: &[Kind::AgentgatewayModel],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let urls = site::models(input).into_iter().filter_map(|model| model.field("baseURL"));
    urls.filter(|url| url.value.as_str().is_some_and(is_bare)).map(|url| finding(&url)).collect()
}

/// Whether a URL ends with its host and port.
fn is_bare(url: &str) -> bool {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    matches!(after.split_once('/'), None | Some((_, "")))
}

fn finding(url: &FieldSite) -> Finding {
    let written = url.value.as_str().unwrap_or_default().trim_end_matches('/');
    let written = redaction::without_keys(written);
    let message = format!(
        "from 1.6 on requests go to {written}/chat/completions, without the path of the provider"
    );
    url.finding(message).next(format!("write the whole base, for example {written}/v1"))
}
