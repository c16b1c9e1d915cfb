//! Policies that nobody can understand whole: what they may guard refuses.

use serde_json::{Value, json};

use super::super::*;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::target::Target;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World};

/// Each guards the route, or the backend behind it.
fn policies() -> Vec<Value> {
    let on_route =
        json!([{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"}]);
    let on_gateway =
        json!([{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "g"}]);
    let on_backend =
        json!([{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}]);
    let deny = json!({"action": "Deny", "policy": {"matchExpressions": ["request.path == '/x'"]}});
    let guard = json!({"request": [{"regex": {"action": "Reject", "matches": ["secret"]}}]});
    let spec =
        |targets: &Value, block: &str, says: Value| json!({"targetRefs": targets, block: says});
    vec![
        spec(&on_route, "traffic", json!({"authorization": deny})),
        spec(
            &on_gateway,
            "traffic",
            json!({"authorization": deny, "csrf": {"additionalOrigins": ["a.test"]}}),
        ),
        spec(
            &on_route,
            "traffic",
            json!({"rateLimit": {"local": [{"requests": 1, "unit": "Minutes"}]}}),
        ),
        spec(&on_route, "traffic", json!({"cors": {"allowOrigins": ["https://a.test"]}})),
        spec(&on_backend, "backend", json!({"ai": {"promptGuard": guard}})),
        spec(&on_route, "backend", json!({"ai": {"promptGuard": guard}})),
    ]
}

/// Why a request to the route is refused; none where it is sent on.
fn refusal(policy: &Value, backend: &Value) -> Option<String> {
    refused(policy, backend).map(|refusal| refusal.body.into_owned())
}

/// How a request to a route is refused that leads to a backend, with a policy; none where it is sent on.
pub(super) fn refused(policy: &Value, backend: &Value) -> Option<Refusal> {
    let mut objects = Objects::new(World::Files);
    let mut apply = |kind: Kind, name: &str, spec: &Value| {
        let object = json!({"metadata": {"name": name, "namespace": "n"}, "spec": spec});
        objects.apply(kind, object, Origin::Cluster);
    };
    let listeners = json!([{"name": "http", "port": 80, "protocol": "HTTP"}]);
    apply(Kind::Gateway, "g", &json!({"gatewayClassName": "c", "listeners": listeners}));
    apply(Kind::AgentgatewayBackend, "b", backend);
    let to = json!([{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}]);
    apply(
        Kind::HttpRoute,
        "r",
        &json!({"parentRefs": [{"name": "g"}], "rules": [{"backendRefs": to}]}),
    );
    apply(Kind::AgentgatewayPolicy, "p", policy);
    let Compiled { table, .. } = Compiled::of(objects.snapshot());
    let Some((.., candidate)) = table.candidates().next() else {
        return Some(Refusal::ROUTE_NOT_FOUND);
    };
    candidate.rule.refusal.clone().or_else(|| match &candidate.rule.targets.first()?.target {
        Target::Refuse(refusal) => Some(refusal.clone()),
        Target::Model(model) => {
            model.members().find_map(|one| one.upstream.as_ref().err().map(|t| t.refusal.clone()))
        }
        _ => None,
    })
}

fn plain() -> Value {
    json!({"ai": {"provider": {"openai": {"model": "m"}}}})
}

/// A value with each of its fields renamed, and each of its values replaced by one of another type, one at a time.
fn slips(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields.iter().filter(|(name, _)| *name != "targetRefs") {
                let mut renamed = fields.clone();
                renamed.remove(name);
                renamed.insert(format!("{name}x"), inner.clone());
                all.push(Value::Object(renamed));
                let wrong = if inner.is_string() { json!({"x": 1}) } else { json!("x") };
                for slip in slips(inner).into_iter().chain([wrong]) {
                    let mut changed = fields.clone();
                    changed.insert(name.clone(), slip);
                    all.push(Value::Object(changed));
                }
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                let wrong = if inner.is_string() { json!(["x"]) } else { json!("x") };
                for slip in slips(inner).into_iter().chain([wrong]) {
                    let mut changed = items.clone();
                    changed[index] = slip;
                    all.push(Value::Array(changed));
                }
            }
        }
        _ => {}
    }
    all
}

#[test]
fn a_slip_anywhere_in_a_policy_shuts_what_it_guards() {
    let mut slipped = 0;
    for policy in policies() {
        assert_eq!(refusal(&policy, &plain()), None, "{policy}");
        for slip in slips(&policy) {
            slipped += 1;
            let refused = refusal(&slip, &plain());
            assert!(refused.is_some(), "{slip} leaves the route open");
        }
    }
    assert!(slipped > 60, "{slipped}");
}

#[test]
fn a_slip_anywhere_in_a_backends_own_policies_shuts_it() {
    let guard = json!({"request": [{"regex": {"action": "Reject", "matches": ["secret"]}}]});
    let guarded = |policies: Value| {
        let mut backend = plain();
        backend["policies"] = policies;
        backend
    };
    let nothing = json!({"targetRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "other"}]});
    let policies = json!({"ai": {"promptGuard": guard}});
    assert_eq!(refusal(&nothing, &guarded(policies.clone())), None);
    for slip in slips(&policies) {
        assert!(
            refusal(&nothing, &guarded(slip.clone())).is_some(),
            "{slip} leaves the backend open"
        );
    }
}

/// Why a request for the virtual model `v` is refused; none where it goes on to a model.
fn refused_model(virtual_model: &Value) -> Option<String> {
    let mut objects = Objects::new(World::Files);
    let mut apply = |kind: Kind, name: &str, spec: Value| {
        let object = json!({"metadata": {"name": name, "namespace": "n"}, "spec": spec});
        objects.apply(kind, object, Origin::Cluster);
    };
    let kinds = json!({"kinds": [{"group": "agentgateway.dev", "kind": "AgentgatewayModel"}]});
    let listeners =
        json!([{"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": kinds}]);
    apply(Kind::Gateway, "g", json!({"gatewayClassName": "c", "listeners": listeners}));
    let parents = json!([{"name": "g"}]);
    apply(
        Kind::AgentgatewayModel,
        "m",
        json!({"parentRefs": parents, "provider": "OpenAI",
        "match": {"model": "gpt"}}),
    );
    let spec = json!({"parentRefs": parents, "virtualModel": virtual_model});
    apply(Kind::AgentgatewayModel, "v", spec);
    let said = Compiled::of(objects.snapshot()).rejections;
    said.into_iter().find(|one| one.object.name.name == "v").map(|one| one.reason.to_string())
}

#[test]
fn a_slip_anywhere_in_a_virtual_model_is_refused_and_named() {
    let target = json!({"modelRef": {"name": "m"}, "model": "gpt"});
    let with = |name: &str, value: Value| {
        let mut target = target.clone();
        target[name] = value;
        json!({"targets": [target]})
    };
    for way in [
        json!({"weighted": with("weight", json!(2))}),
        json!({"failover": with("priority", json!(0))}),
        json!({"conditional": with("when", json!("true"))}),
    ] {
        assert_eq!(refused_model(&way), None, "{way}");
        for slip in slips(&way) {
            let refused = refused_model(&slip);
            assert!(refused.is_some_and(|why| why.contains('`')), "{slip} is served");
        }
    }
    let both =
        json!({"weighted": with("weight", json!(2)), "failover": with("priority", json!(0))});
    assert!(refused_model(&both).is_some_and(|why| why.contains("several")));
}
