//! AGW1016 expression-invalid: CEL expression doesn't compile.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, edit};
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::compile::expression_faults::faults;
use crate::domain::route::reason::ExpressionFault;
use crate::domain::snapshot::Named;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1016",
    slug: "expression-invalid",
    severity: Severity::Error,
    title: "CEL expression doesn't compile",
    what: "An expression in an AgentgatewayPolicy, or in the policies of an AgentgatewayBackend or AgentgatewayModel, isn't valid CEL.",
    why: "agentgateway accepts the policy and treats the expression as one that always fails: an `authorization` rule that allows with it allows no request, one that denies with it denies none, a transformation has no effect, a condition is never met. If it is in the `policies` of an AgentgatewayBackend or AgentgatewayModel, agentgateway rejects the whole object: requests get 500 or 404.",
    wrong: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: staff-only
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  traffic:
    authorization:
      action: Deny
      policy:
        matchExpressions:
        - request.headers["x-team"] = "guest"
"#,
        backend!(),
        route!()
    ),
    right: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: staff-only
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  traffic:
    authorization:
      action: Deny
      policy:
        matchExpressions:
        - request.headers["x-team"] == "guest"
"#,
        backend!(),
        route!()
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let now = input.snapshot;
    all(Kind::AgentgatewayPolicy, &now.policies, &mut found);
    all(Kind::AgentgatewayBackend, &now.backends, &mut found);
    all(Kind::AgentgatewayModel, &now.models, &mut found);
    found
}

fn all<T: serde::Serialize>(kind: Kind, objects: &Named<T>, found: &mut Vec<Finding>) {
    for object in objects.values() {
        let finding = |(field, why): (String, ExpressionFault)| {
            Finding::on(kind, &object.name, format!("`{field}`: {why}"))
                .next(edit(kind, &object.name))
        };
        found.extend(faults(kind, "spec", &object.spec).into_iter().map(finding));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::*;
    use crate::domain::check::facts::Environment;
    use crate::domain::compile::Compiled;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{World, manifests};

    fn said(kind: &str, spec: Value) -> Vec<String> {
        let object = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": kind,
            "metadata": {"name": "x"}, "spec": spec});
        let mut all = Objects::new(World::Cluster);
        manifests::add(&mut all, &Arc::from("test.yaml"), &object.to_string(), "n");
        let snapshot = all.snapshot();
        assert!(snapshot.broken.is_empty(), "{:?}", snapshot.broken);
        let facts = Environment::default();
        check(&Input::new(&Compiled::of(snapshot), &facts))
            .into_iter()
            .map(|one| one.message)
            .collect()
    }

    /// Wherever a policy takes an expression.
    #[test]
    fn an_expression_is_looked_at_in_every_place_that_takes_one() {
        let bad = "a ==";
        let provider = json!({"openai": {}});
        for (kind, spec, field) in [
            (
                "AgentgatewayPolicy",
                json!({"traffic": {"authorization": {"policy": {"matchExpressions": ["true", bad]}}}}),
                "spec.traffic.authorization.policy.matchExpressions[1]",
            ),
            (
                "AgentgatewayPolicy",
                json!({"traffic": {"transformation": {"request": {"set": [{"name": "x", "value": bad}]}}}}),
                "spec.traffic.transformation.request.set[0].value",
            ),
            (
                "AgentgatewayPolicy",
                json!({"traffic": {"transformation": {"response": {"body": bad}}}}),
                "spec.traffic.transformation.response.body",
            ),
            (
                "AgentgatewayPolicy",
                json!({"traffic": {"directResponse": {"status": 200, "bodyExpression": bad}}}),
                "spec.traffic.directResponse.bodyExpression",
            ),
            (
                "AgentgatewayPolicy",
                json!({"traffic": {"retry": {"condition": bad}}}),
                "spec.traffic.retry.condition",
            ),
            (
                "AgentgatewayPolicy",
                json!({"traffic": {"delay": {"duration": bad}}}),
                "spec.traffic.delay.duration",
            ),
            (
                "AgentgatewayPolicy",
                json!({"frontend": {"accessLog": {"filter": bad}}}),
                "spec.frontend.accessLog.filter",
            ),
            (
                "AgentgatewayPolicy",
                json!({"backend": {"health": {"unhealthyCondition": bad}}}),
                "spec.backend.health.unhealthyCondition",
            ),
            (
                "AgentgatewayPolicy",
                json!({"backend": {"ai": {"transformations": [{"field": "model", "expression": bad}]}}}),
                "spec.backend.ai.transformations[0].expression",
            ),
            (
                "AgentgatewayBackend",
                json!({"ai": {"provider": provider}, "policies": {"health": {"unhealthyCondition": bad}}}),
                "spec.policies.health.unhealthyCondition",
            ),
            (
                "AgentgatewayBackend",
                json!({"ai": {"groups": [{"providers": [{"name": "p", "openai": {},
                "policies": {"health": {"unhealthyCondition": bad}}}]}]}}),
                "spec.ai.groups[0].providers[0].policies.health.unhealthyCondition",
            ),
            (
                "AgentgatewayModel",
                json!({"provider": "OpenAI", "policies": {"authorization": {"policy": {"matchExpressions": [bad]}}}}),
                "spec.policies.authorization.policy.matchExpressions[0]",
            ),
            (
                "AgentgatewayModel",
                json!({"virtualModel": {"conditional": {"targets": [{"modelRef": {"name": "m"}, "when": bad}]}}}),
                "spec.virtualModel.conditional.targets[0].when",
            ),
        ] {
            let found = said(kind, spec);
            let words = format!("`{field}`: CEL expression \"a ==\" does not compile");
            assert!(found.len() == 1 && found[0].starts_with(&words), "{field}: {found:?}");
        }
    }

    #[test]
    fn what_compiles_is_no_fault_though_serve_may_not_know_it() {
        for good in ["request.path", "extauthz.x == 1", "someFunction(1)", "'='", "has(jwt.sub)"] {
            let spec =
                json!({"traffic": {"authorization": {"policy": {"matchExpressions": [good]}}}});
            assert_eq!(said("AgentgatewayPolicy", spec), [""; 0]);
        }
        let delay = json!({"traffic": {"delay": {"duration": "2s"}}});
        assert_eq!(said("AgentgatewayPolicy", delay), [""; 0]);
    }
}
