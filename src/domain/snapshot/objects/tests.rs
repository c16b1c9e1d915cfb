//! What is kept of objects: what they name, and what nulls and changes make of them.

use serde_json::json;

use super::*;

fn backend(spec: Value) -> Value {
    json!({"metadata": {"name": "b", "namespace": "n"}, "spec": spec})
}

#[test]
fn a_misplaced_field_is_found_beside_a_slip_elsewhere() {
    let spec = json!({"ai": {"provider": {"openai": {}}}, "auth": {"secretRef": {"name": "k"}},
        "policies": {"ai": {"routes": {"*": "completions"}}}});
    let mut objects = Objects::new(World::Files);
    objects.apply(Kind::AgentgatewayBackend, backend(spec), Origin::Cluster);
    let read = objects.current().backends.values().next().expect("read");
    assert_eq!(read.dialect, Some("route-types"));
    let paths: Vec<_> = read.misplaced.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths, ["spec.auth"]);
}

#[test]
fn a_broken_object_is_kept_as_broken_until_it_is_mended() {
    let mut objects = Objects::new(World::Files);
    let broken = backend(json!({"ai": {"provider": {"openai": {}, "port": "x"}}}));
    objects.apply(Kind::AgentgatewayBackend, broken, Origin::Cluster);
    let broken = objects.current().broken.values().next().expect("broken");
    assert_eq!(broken.reason, "`spec.ai.provider.port`: must be an integer, not a string");
    assert_eq!(broken.faults.len(), 1);
    let good = backend(json!({"ai": {"provider": {"openai": {}}}}));
    objects.apply(Kind::AgentgatewayBackend, good, Origin::Cluster);
    assert!(objects.current().broken.is_empty());
    assert_eq!(objects.current().backends.len(), 1);
}

#[test]
fn a_null_in_a_policy_is_no_field() {
    let spec = |key: &str, selector: Value| {
        json!({"metadata": {"name": "p", "namespace": "n"}, "spec": {
        "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"}],
        "traffic": {"cors": null, "apiKeyAuthentication": {key: {"name": "k"}, "secretSelector": selector}}}})
    };
    let mut objects = Objects::new(World::Files);
    objects.apply(Kind::AgentgatewayPolicy, spec("secretRef", json!(null)), Origin::Cluster);
    let read = objects.current().policies.values().next().expect("read");
    assert!(read.faults.is_empty(), "{:?}", read.faults);
    let traffic = &read.spec.traffic.as_ref().expect("traffic").policies;
    assert!(!traffic.contains_key("cors"), "{traffic:?}");
    let api_keys = traffic["apiKeyAuthentication"].as_object().expect("fields");
    assert_eq!(api_keys.keys().collect::<Vec<_>>(), ["secretRef"]);
    assert!(objects.current().wanted_selections().is_empty(), "not every Secret of the namespace");
}

#[test]
fn both_dialects_name_the_secret_they_want() {
    let mut objects = Objects::new(World::Files);
    let workshop = backend(json!({"ai": {"openAI": {"authHeaderRef": {"name": "k"}}}}));
    objects.apply(Kind::AgentgatewayBackend, workshop, Origin::Cluster);
    assert_eq!(objects.current().wanted_secrets(), [ObjectName::new("n", "k")].into());
    let beside = json!({"credentials": [{"secretRef": {"name": "beside"}}]});
    let backend = json!({"metadata": {"name": "two", "namespace": "n"},
        "spec": {"ai": {"provider": {"openai": {}}}, "policies": {"auth": beside}}});
    objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
    let policy = json!({"metadata": {"name": "p", "namespace": "m"}, "spec": {
        "targetRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}],
        "backend": {"auth": beside}}});
    objects.apply(Kind::AgentgatewayPolicy, policy, Origin::Cluster);
    let wanted = objects.current().wanted_secrets();
    assert!(wanted.contains(&ObjectName::new("n", "beside")), "{wanted:?}");
    assert!(wanted.contains(&ObjectName::new("m", "beside")), "{wanted:?}");
    let read = objects.snapshot();
    assert_eq!(
        read.backends.get(&ObjectName::new("n", "b")).expect("read").dialect,
        Some("workshop")
    );
}

#[test]
fn string_data_lies_over_data_and_neither_prints() {
    let secret = json!({"data": {"a": "YQ==", "b": "Yg=="}, "stringData": {"b": "canary"}});
    let data = secret_data(&secret).expect("data");
    assert_eq!(data["a"].expose(), b"a");
    assert_eq!(data["b"].expose(), b"canary");
    assert!(!format!("{data:?}").contains("canary"));
    let plain = json!({"data": {"a": "sk-not base64!"}});
    assert!(secret_data(&plain).is_err_and(|why| !why.to_string().contains("sk-not")));
}
