//! AGW3012 path-literal: a path has a star, or no slash, that is taken literally.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::gateway_api::{Filter, Match, PathMatchType};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3012",
    slug: "path-literal",
    severity: Severity::Warning,
    title: "a path has a star or lacks a slash, and is taken literally",
    what: "A `*` in a path of type Exact or PathPrefix is a character like any other, and a path that replaces another has to begin with a slash.",
    why: "The match fits no request that is meant: PathPrefix has no patterns, `/v1` alone matches everything below it. A path without a slash at its beginning is joined to what stands before it.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
---
apiVersion: gateway.networking.k8s.io/v1
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
---
apiVersion: gateway.networking.k8s.io/v1
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
"#,
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
        .then(|| format!("its path {value} has a `*`, which is taken literally"))
}

fn slash(filter: &Filter) -> Option<String> {
    let rewritten = filter.url_rewrite.as_ref().and_then(|rewrite| rewrite.path.as_ref());
    let redirected = filter.request_redirect.as_ref().and_then(|redirect| redirect.path.as_ref());
    let path = rewritten.or(redirected)?;
    let value = path.replace_full_path.as_ref().or(path.replace_prefix_match.as_ref())?;
    let is_bare = !value.is_empty() && !value.starts_with('/');
    is_bare.then(|| format!("the path {value} that it writes does not begin with `/`"))
}
