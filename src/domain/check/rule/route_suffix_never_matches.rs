//! AGW4012 route-suffix-never-matches: key of the route map can never match.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4012",
    slug: "route-suffix-never-matches",
    severity: Severity::Warning,
    title: "key of the route map can never match",
    what: "A key of `policies.ai.routes` contains `*` or `?`.",
    why: "Keys are literal path suffixes; only a lone `*` matches everything else. Requests to the intended paths are parsed as another route type.",
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
      routes:
        "/v1/embed*": Embeddings
        "*": Passthrough
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
      routes:
        "/v1/embeddings": Embeddings
        "*": Passthrough
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        for suffix in provider.routes().into_iter().flatten().map(|(suffix, _)| suffix) {
            if suffix != "*" && suffix.contains(['*', '?']) {
                let message = format!("the key {suffix:?} of `policies.ai.routes` matches no path");
                found.push(
                    provider.finding(message).next("use the path's suffix, without `*` or a query"),
                );
            }
        }
    }
    found
}
