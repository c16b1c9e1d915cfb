//! AGW3012 path-literal: path with `*`, or without a leading slash, is used literally.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::crd::gateway_api::{Filter, Match, PathMatchType};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3012",
    slug: "path-literal",
    severity: Severity::Warning,
    title: "path with `*`, or without a leading slash, is used literally",
    what: "`*` has no special meaning in a path of type Exact or PathPrefix, and a path that replaces another must start with a slash.",
    why: "The match doesn't match the intended requests: PathPrefix has no wildcards, and `/v1` alone matches everything below it. A replacement path without a leading slash is joined to the text before it.",
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
  - matches:
    - path:
        type: PathPrefix
        value: /v1/*
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    right: documents!(
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /v1
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for route in input.snapshot.routes.values() {
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            let stars = rule.matches.iter().flatten().filter_map(star);
            let slashes = rule.filters.iter().flatten().filter_map(slash);
            found.extend(stars.chain(slashes).map(|why| {
                Finding::on(Kind::HttpRoute, &route.name, format!("rule {index}: {why}"))
            }));
        }
    }
    found
}

fn star(found: &Match) -> Option<String> {
    let path = found.path.as_ref()?;
    let value = path.value.as_deref()?;
    let is_pattern = path.r#type == Some(PathMatchType::RegularExpression);
    (value.contains('*') && !is_pattern)
        .then(|| format!("its path {value} contains `*`, which is matched literally"))
}

fn slash(filter: &Filter) -> Option<String> {
    let rewritten = filter.url_rewrite.as_ref().and_then(|rewrite| rewrite.path.as_ref());
    let redirected = filter.request_redirect.as_ref().and_then(|redirect| redirect.path.as_ref());
    let path = rewritten.or(redirected)?;
    let value = path.replace_full_path.as_ref().or(path.replace_prefix_match.as_ref())?;
    let is_bare = !value.is_empty() && !value.starts_with('/');
    is_bare.then(|| format!("the replacement path {value} does not start with `/`"))
}
