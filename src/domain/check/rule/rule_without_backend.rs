//! AGW3007 rule-without-backend: rule has no backend.

use std::collections::BTreeMap;

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::crd::gateway_api::{Filter, FilterType};
use crate::domain::route::policy::RoutePolicies;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3007",
    slug: "rule-without-backend",
    severity: Severity::Error,
    title: "rule has no backend",
    what: "A rule has no backendRefs, and no filter or policy (`directResponse`) that responds instead.",
    why: "Requests that match the rule are answered with 500 \"no valid backends\".",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
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
"#,
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
    let answered = answered(input);
    let mut found = Vec::new();
    for route in input.snapshot.routes.values() {
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            let answers = |filter: &Filter| {
                matches!(filter.r#type, FilterType::RequestRedirect | FilterType::ExtensionRef)
            };
            if rule.backend_refs.iter().flatten().next().is_none()
                && !rule.filters.iter().flatten().any(answers)
                && answered.get(&(&route.name, index)) != Some(&true)
            {
                let message = format!("rule {index} has no backendRefs");
                found.push(Finding::on(Kind::HttpRoute, &route.name, message));
            }
        }
    }
    found
}

/// Whether a policy answers every request of a rule instead, wherever the rule is served.
fn answered<'s>(input: &Input<'s>) -> BTreeMap<(&'s ObjectName, usize), bool> {
    let mut rules = BTreeMap::new();
    for (_, listener, _, candidate) in input.table.of_routes() {
        let rule = &candidate.rule;
        let policies = [listener.before.as_deref(), rule.policies.as_deref()];
        let answers = policies.into_iter().flatten().any(RoutePolicies::answers_all);
        *rules.entry((&rule.route, rule.index)).or_insert(true) &= answers;
    }
    rules
}
