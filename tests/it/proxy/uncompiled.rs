//! CEL expressions that do not compile, place by place: each fails alone where agentgateway's does, and what would open
//! something stays shut. All of them are named when serve starts.

use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, Reply, backend, chat, policy, post, route, to, with};
use crate::support::upstream::Upstream;

/// No CEL.
const BAD: &str = "1 +";

/// Says [`BAD`] at its start, and serves.
async fn guarded(upstream: &Upstream, traffic: Value, more: &[Value]) -> Gateway {
    let gateway = Gateway::guarded(upstream, traffic, more).await;
    expect_named(&gateway);
    gateway
}

fn expect_named(gateway: &Gateway) {
    let words = "CEL expression \"1 +\" does not compile";
    let named = gateway.rejections.iter().any(|said| said.words().contains(words));
    assert!(named, "{:?}", gateway.rejections);
}

fn expect_unsupported(reply: &Reply) {
    assert_eq!(reply.status.as_u16(), 501, "{reply:?}");
    assert!(reply.text().contains("does not compile"), "{reply:?}");
}

#[tokio::test]
async fn a_direct_response_is_without_a_header_that_fails_and_500_without_its_body() {
    let upstream = Upstream::start().await;
    let headers = json!([{"name": "x-path", "value": "request.path"}, {"name": "x-bad", "value": BAD},
        {"name": "x-absent", "value": "request.headers['absent']"}]);
    let answer = json!({"directResponse": {"status": 418, "body": "tea", "headers": headers}});
    let gateway = guarded(&upstream, answer, &[]).await;
    let reply = gateway.ask(with(Method::GET, "/pot", &[], "")).await;
    assert_eq!((reply.status.as_u16(), reply.text()), (418, "tea"));
    assert_eq!(reply.header("x-path"), Some("/pot"));
    assert_eq!((reply.header("x-bad"), reply.header("x-absent")), (None, None));
    for body in [BAD, "request.headers['absent']"] {
        let answer = json!({"directResponse": {"status": 200, "bodyExpression": body}});
        let gateway = Gateway::guarded(&upstream, answer, &[]).await;
        let words = "failed to apply filters: invalid filter configuration: bodyExpression failed";
        gateway.chat(chat("m")).await.expect_plain(500, words);
    }
    assert_eq!(upstream.count(), 0);
}

#[tokio::test]
async fn a_delay_is_none() {
    let upstream = Upstream::start().await;
    let gateway = guarded(&upstream, json!({"delay": {"duration": BAD}}), &[]).await;
    gateway.chat(chat("m")).await.expect_ok();
}

#[tokio::test]
async fn a_retry_goes_by_its_codes_alone_and_is_none_without_its_precondition() {
    for (retry, tries) in [
        (json!({"attempts": 2, "codes": [503], "condition": BAD}), 2),
        (json!({"attempts": 2, "codes": [500], "condition": BAD}), 1),
        (json!({"attempts": 2, "codes": [503], "precondition": BAD}), 1),
    ] {
        let upstream = Upstream::start().await;
        upstream.reply(503, "application/json", "{}");
        let gateway = guarded(&upstream, json!({ "retry": retry }), &[]).await;
        let _ = gateway.chat(chat("m")).await;
        assert_eq!(upstream.count(), tries, "{retry}");
    }
}

#[tokio::test]
async fn a_health_condition_of_a_policy_or_provider_evicts_nobody() {
    let health = json!({"unhealthyCondition": BAD, "eviction": {"duration": "1h"}});
    for of_provider in [true, false] {
        let upstream = Upstream::start().await;
        let mut groups = backend("b", upstream.address, json!({"openai": {}}), json!({}));
        let mut provider = groups["spec"]["ai"]["provider"].take();
        provider["name"] = json!("only");
        if of_provider {
            provider["policies"] = json!({"health": health});
        }
        groups["spec"]["ai"] = json!({"groups": [{"providers": [provider]}]});
        let mut manifests = vec![groups, route("r", json!([to("b")]))];
        if !of_provider {
            manifests.push(policy("p", json!({"backend": {"health": health}})));
        }
        let gateway = Gateway::start(&manifests).await;
        expect_named(&gateway);
        upstream.reply(500, "application/json", "{}");
        assert_eq!(gateway.chat(chat("m")).await.status, 500);
        gateway.chat(chat("m")).await.expect_ok();
    }
}

/// agentgateway's controller does not translate such a backend.
#[tokio::test]
async fn a_backend_whose_own_policies_do_not_compile_is_not_there() {
    let set = json!({"request": {"set": [{"name": "x", "value": BAD}]}});
    for policies in [
        json!({"health": {"unhealthyCondition": BAD}}),
        json!({"transformation": set}),
        json!({"ai": {"transformations": [{"field": "model", "expression": BAD}]}}),
    ] {
        let upstream = Upstream::start().await;
        let gateway = Gateway::before(&upstream, json!({"openai": {}}), policies).await;
        expect_named(&gateway);
        gateway.chat(chat("m")).await.expect_plain(500, "service not found");
        assert_eq!(upstream.count(), 0);
    }
    let upstream = Upstream::start().await;
    let (host, port) = (upstream.address.ip().to_string(), upstream.address.port());
    let fixed = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"},
        "spec": {"static": {"host": host, "port": port}, "policies": {"transformation": set}}});
    let gateway = Gateway::start(&[fixed, route("r", json!([to("b")]))]).await;
    expect_named(&gateway);
    gateway.chat(chat("m")).await.expect_plain(500, "service not found");
    assert_eq!(upstream.count(), 0);
}

#[tokio::test]
async fn a_location_finds_no_credential_and_where_none_has_to_be_shown_it_is_501() {
    let location = json!({"expression": BAD});
    let key = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "k"},
        "stringData": {"ann": "sk-1"}});
    let jwks = json!({"keys": []}).to_string();
    let policies = [
        ("apiKeyAuthentication", json!({"secretRef": {"name": "k"}})),
        ("basicAuthentication", json!({"users": ["ann:$apr1$x$3hYYdBGPzGxSdGj4TBCPD1"]})),
        ("jwtAuthentication", json!({"providers": [{"issuer": "me", "jwks": {"inline": jwks}}]})),
    ];
    for (name, policy) in policies {
        for (mode, status) in [("Strict", 401), ("Optional", 501)] {
            let upstream = Upstream::start().await;
            let mut policy = policy.clone();
            (policy["mode"], policy["location"]) = (json!(mode), location.clone());
            let keys = [key.clone()];
            let gateway = guarded(&upstream, json!({ name: policy }), &keys).await;
            let shown = [("authorization", "Bearer sk-1")];
            let asked = with(Method::POST, "/v1/chat/completions", &shown, chat("m"));
            let reply = gateway.ask(asked).await;
            assert_eq!(reply.status.as_u16(), status, "{name} {mode}: {reply:?}");
            assert_eq!(upstream.count(), 0);
        }
    }
}

/// A limit would be gone, and a path that is shut by an answer would be open.
#[tokio::test]
async fn a_condition_of_a_limit_or_of_an_answer_refuses() {
    let limit = json!({"local": [{"requests": 1, "unit": "Hours"}]});
    for (name, policy) in
        [("rateLimit", limit), ("directResponse", json!({"status": 403, "body": "shut"}))]
    {
        let upstream = Upstream::start().await;
        let cases = json!([{"condition": BAD, "policy": policy}]);
        let gateway = guarded(&upstream, json!({name: {"conditional": cases}}), &[]).await;
        expect_unsupported(&gateway.chat(chat("m")).await);
        assert_eq!(upstream.count(), 0);
    }
}

fn model(name: &str, spec: Value) -> Value {
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayModel",
        "metadata": {"name": name}, "spec": spec})
}

/// A model whose provider is at `upstream.default.svc.cluster.local`.
fn of_provider(name: &str, policies: Value) -> Value {
    let url = "http://upstream.default.svc.cluster.local/v1";
    model(name, json!({"provider": "OpenAI", "baseURL": url, "policies": policies}))
}

async fn offering(upstream: &Upstream, manifests: &[Value]) -> Gateway {
    let ways = [format!("default/upstream:80={}", upstream.address)];
    let gateway = Gateway::resolving(&ways, manifests).await;
    expect_named(&gateway);
    gateway
}

/// agentgateway's controller does not translate such a model, nor one that fails over to it.
#[tokio::test]
async fn a_model_whose_policies_do_not_compile_is_not_offered() {
    let change = json!([{"field": "user", "expression": BAD}]);
    for policies in [
        json!({"authorization": {"policy": {"matchExpressions": ["true", BAD]}}}),
        json!({"authorization": {"action": "Deny", "policy": {"matchExpressions": [BAD]}}}),
        json!({"health": {"unhealthyCondition": BAD}}),
        json!({"transformations": change}),
        json!({"finalTransformations": change}),
    ] {
        let upstream = Upstream::start().await;
        let targets = json!([{"modelRef": {"name": "broken"}}]);
        let manifests = [
            of_provider("broken", policies),
            of_provider("whole", json!({})),
            model("over", json!({"virtualModel": {"failover": {"targets": targets}}})),
        ];
        let gateway = offering(&upstream, &manifests).await;
        for name in ["broken", "over"] {
            let reply = gateway.chat(chat(name)).await;
            assert_eq!(reply.status.as_u16(), 404, "{reply:?}");
            assert!(reply.text().contains("model_not_found"), "{reply:?}");
        }
        assert_eq!(upstream.count(), 0);
        gateway.chat(chat("whole")).await.expect_ok();
    }
}

#[tokio::test]
async fn a_condition_of_a_virtual_model_never_holds() {
    let upstream = Upstream::start().await;
    let targets = json!([{"modelRef": {"name": "first"}, "when": BAD},
        {"modelRef": {"name": "second"}}]);
    let manifests = [
        of_provider("first", json!({})),
        of_provider("second", json!({})),
        model("smart", json!({"virtualModel": {"conditional": {"targets": targets}}})),
    ];
    let gateway = offering(&upstream, &manifests).await;
    gateway.ask(post("/v1/chat/completions", chat("smart"))).await.expect_ok();
    assert_eq!(upstream.only().text(), chat("second"));
}
