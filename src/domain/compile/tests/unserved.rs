//! What agentgateway has since 1.6 and `serve` does not: refused with 501 that names the field, never ignored.

use serde_json::{Value, json};

use super::misread::refused;

fn on_route(block: &str, says: Value) -> Value {
    let target = json!([{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"}]);
    json!({"targetRefs": target, block: says})
}

fn plain() -> Value {
    json!({"ai": {"provider": {"openai": {"model": "m"}}}})
}

/// A policy that does nothing here.
fn idle() -> Value {
    on_route("traffic", json!({"delay": {"duration": "1ms"}}))
}

fn with(policies: Value) -> Value {
    json!({"ai": {"provider": {"openai": {"model": "m"}}}, "policies": policies})
}

fn custom(field: &str, value: Value) -> Value {
    let mut custom = json!({"formats": [{"type": "Completions"}]});
    custom[field] = value;
    json!({"ai": {"provider": {"custom": custom, "host": "h.test", "port": 443}}})
}

#[test]
fn a_field_of_1_6_that_serve_does_not_have_is_refused_by_its_name() {
    let limit = json!({"tokens": 1, "unit": "Hours", "key": "llmRequest.model"});
    let tunnel = json!({"backendRef": {"name": "p", "port": 1}, "mode": "Connect"});
    let cases = [
        (on_route("traffic", json!({"rateLimit": {"local": [limit]}})), plain(), "local[].key"),
        (idle(), with(json!({"tunnel": tunnel})), "tunnel"),
    ];
    for (policy, backend, field) in cases {
        let refusal = refused(&policy, &backend);
        let refusal = refusal.unwrap_or_else(|| panic!("{policy} {backend} is sent on"));
        assert_eq!(refusal.status, 501, "{policy} {backend}: {}", refusal.body);
        assert!(refusal.body.contains(field), "{field}: {}", refusal.body);
    }
}

#[test]
fn what_serve_has_of_1_6_is_sent_on() {
    let jwt = json!({"preserveToken": true, "providers": [{"issuer": "i",
        "jwks": {"inline": "{\"keys\":[]}"}, "validation": {"requiredClaims": ["exp", "sub"]}}]});
    let limit = json!({"requests": 1, "unit": "Hours", "key": "request.path"});
    let tokens = json!({"tokens": 1, "unit": "Hours", "key": "request.path"});
    let allow = json!({"policy": {"matchExpressions": ["true"]}});
    let audit = json!({"request": [{"regex": {"action": "Audit", "builtins": ["Ssn"]}}]});
    for (policy, backend) in [
        (on_route("traffic", json!({"jwtAuthentication": jwt})), plain()),
        (on_route("traffic", json!({"rateLimit": {"local": [limit]}})), plain()),
        (on_route("traffic", json!({"rateLimit": {"local": [tokens]}})), plain()),
        (on_route("backend", json!({"ai": {"promptGuard": audit}})), plain()),
        (idle(), with(json!({"ai": {"promptGuard": audit}}))),
        (idle(), custom("model", json!("m"))),
        (idle(), custom("providerOverride", json!("groq"))),
        (on_route("backend", json!({"sessionAffinity": {"source": "request.path"}})), plain()),
        (idle(), with(json!({"sessionAffinity": {"source": "request.path"}}))),
        (on_route("traffic", json!({"timeouts": {"responseIdle": "1s"}})), plain()),
        (on_route("backend", json!({"authorization": allow})), plain()),
        (idle(), with(json!({"authorization": allow}))),
    ] {
        let refusal = refused(&policy, &backend).map(|refusal| refusal.body.into_owned());
        assert_eq!(refusal, None, "{policy} {backend}");
    }
}
