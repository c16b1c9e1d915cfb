//! AGW1015 policy-section-not-found: policy's section not found in its target.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1015",
    slug: "policy-section-not-found",
    severity: Severity::Error,
    title: "policy's section not found in its target",
    what: "The `sectionName` of an AgentgatewayPolicy isn't a listener of its Gateway or ListenerSet, a named rule of its HTTPRoute, a provider of its AgentgatewayBackend, or a port of its Service.",
    why: "The policy has no effect there: no limit, no authentication, no guard. Requests pass as if it didn't exist.",
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
    sectionName: chats
  traffic:
    authorization:
      policy:
        matchExpressions:
        - request.headers["x-team"] == "staff"
"#,
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - name: chat
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
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
    sectionName: chat
  traffic:
    authorization:
      policy:
        matchExpressions:
        - request.headers["x-team"] == "staff"
"#,
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - name: chat
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    reads: &[Kind::AgentgatewayPolicy],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    input.missed_targets(
        |reason| matches!(reason, Reason::TargetNotFound { why, .. } if why.is_section()),
    )
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

    fn said(target: Value) -> Vec<String> {
        let gateway_api = "gateway.networking.k8s.io/v1";
        let listener = |name: &str| json!({"name": name, "port": 80, "protocol": "HTTP", "hostname": format!("{name}.test")});
        let objects = [
            json!({"apiVersion": gateway_api, "kind": "Gateway", "metadata": {"name": "g", "labels": {"a": "b"}},
                "spec": {"gatewayClassName": "c", "listeners": [listener("own")],
                    "allowedListeners": {"namespaces": {"from": "Same"}}}}),
            json!({"apiVersion": gateway_api, "kind": "ListenerSet", "metadata": {"name": "s"},
                "spec": {"parentRef": {"name": "g"}, "listeners": [listener("extra")]}}),
            json!({"apiVersion": gateway_api, "kind": "HTTPRoute", "metadata": {"name": "r"},
                "spec": {"parentRefs": [{"name": "g"}], "rules": [{"name": "chat"}, {}]}}),
            json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend", "metadata": {"name": "one"},
                "spec": {"ai": {"provider": {"openai": {}}}}}),
            json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend", "metadata": {"name": "many"},
                "spec": {"ai": {"groups": [{"providers": [{"name": "p", "openai": {}}]}]}}}),
            json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy", "metadata": {"name": "p"},
                "spec": target}),
        ];
        let mut all = Objects::new(World::Files);
        for object in objects {
            manifests::add(&mut all, &Arc::from("test.yaml"), &object.to_string(), "n");
        }
        let snapshot = all.snapshot();
        assert!(snapshot.broken.is_empty(), "{:?}", snapshot.broken);
        let facts = Environment::default();
        let found = check(&Input::new(&Compiled::of(snapshot), &facts));
        found.into_iter().map(|one| one.message).collect()
    }

    fn on(kind: &str, name: &str, section: &str) -> Vec<String> {
        let group = match kind {
            "AgentgatewayBackend" => "agentgateway.dev",
            _ => "gateway.networking.k8s.io",
        };
        said(
            json!({"targetRefs": [{"group": group, "kind": kind, "name": name, "sectionName": section}]}),
        )
    }

    #[test]
    fn each_kind_of_target_has_sections_of_its_own() {
        for (kind, name, there) in [
            ("Gateway", "g", "own"),
            ("Gateway", "g", "extra"),
            ("ListenerSet", "s", "extra"),
            ("HTTPRoute", "r", "chat"),
            ("AgentgatewayBackend", "one", "backend"),
            ("AgentgatewayBackend", "many", "p"),
        ] {
            assert_eq!(on(kind, name, there), [""; 0], "{kind} {name}");
            let said = on(kind, name, "typo");
            let words = format!("`spec.targetRefs[0].sectionName`: {kind} n/{name} has no ");
            assert!(said.len() == 1 && said[0].starts_with(&words), "{said:?}");
            assert!(said[0].contains(there), "{said:?}");
        }
        // A set knows its own listeners alone, and an object that is not there has another rule.
        assert_eq!(on("ListenerSet", "s", "own").len(), 1);
        assert_eq!(on("HTTPRoute", "gone", "x"), [""; 0]);
    }

    #[test]
    fn a_selector_means_a_section_of_each_object_that_it_chooses() {
        let of = |labels: Value| {
            said(
                json!({"targetSelectors": [{"group": "gateway.networking.k8s.io", "kind": "Gateway",
                "matchLabels": labels, "sectionName": "typo"}]}),
            )
        };
        assert_eq!(of(json!({"a": "b"})).len(), 1);
        assert_eq!(of(json!({"a": "c"})).len(), 0);
    }
}
