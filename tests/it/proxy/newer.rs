//! Fields of agentgateway 1.6 that serve supports, and what it says of those that it does not.

use std::time::Duration;

use serde_json::{Value, json};

use super::auth::{asked, signer};
use crate::support::gateway::{Connection, Gateway, backend, chat, piece, policy, post, route, to};
use crate::support::upstream::Upstream;

#[tokio::test]
async fn a_limit_with_a_key_counts_each_value_by_itself_and_those_without_together() {
    let upstream = Upstream::start().await;
    let limit = json!({"requests": 1, "unit": "Hours", "key": "request.headers['x-team']"});
    let policy = json!({"rateLimit": {"local": [limit]}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    let teams: [&[(&str, &str)]; 3] = [&[("x-team", "a")], &[("x-team", "b")], &[]];
    for team in teams {
        asked(&gateway, team).await.expect_ok();
    }
    for team in teams {
        asked(&gateway, team).await.expect_plain(429, "rate limit exceeded");
    }
    assert_eq!(upstream.count(), 3);
}

#[tokio::test]
async fn a_limit_of_tokens_with_a_key_charges_each_value_by_the_request_as_it_is_sent() {
    let upstream = Upstream::start().await;
    let limit = json!({"tokens": 1, "unit": "Hours", "key": "request.headers['x-team']"});
    let team = json!({"name": "x-team", "value": "request.headers['x-user'] + '-team'"});
    let policy = json!({"rateLimit": {"local": [limit]},
        "transformation": {"request": {"set": [team]}}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    for (user, tokens) in [("ann", 5), ("bob", 6)] {
        let usage = json!({"prompt_tokens": 1, "completion_tokens": tokens});
        let reply = json!({"choices": [], "usage": usage}).to_string();
        upstream.reply(200, "application/json", reply);
        let headers: &[(&str, &str)] = &[("x-user", user)];
        asked(&gateway, headers).await.expect_ok();
        // The bucket pays when the line is written.
        gateway.logged(&[&format!("gen_ai.usage.output_tokens={tokens}")]).await;
        asked(&gateway, headers).await.expect_plain(429, "rate limit exceeded");
    }
    assert_eq!(upstream.count(), 2);
}

#[tokio::test]
async fn a_policy_requires_the_claims_that_it_names_and_no_others() {
    let (jwks, sign) = signer();
    let upstream = Upstream::start().await;
    for (required, claims, passes) in [
        (None, json!({"iss": "me"}), false),
        (Some(json!([])), json!({"iss": "me"}), true),
        (Some(json!([])), json!({"iss": "me", "exp": 1}), false),
        (Some(json!(["exp", "sub"])), json!({"iss": "me", "exp": 4_000_000_000_u64}), false),
        (
            Some(json!(["exp", "sub"])),
            json!({"iss": "me", "exp": 4_000_000_000_u64, "sub": "ann"}),
            true,
        ),
    ] {
        let mut provider = json!({"issuer": "me", "jwks": {"inline": jwks.to_string()}});
        if let Some(required) = &required {
            provider["validation"] = json!({"requiredClaims": required});
        }
        let policy = json!({"jwtAuthentication": {"providers": [provider]}});
        let gateway = Gateway::guarded(&upstream, policy, &[]).await;
        let reply = asked(&gateway, &[("authorization", &sign(claims.clone()))]).await;
        let status = if passes { 200 } else { 401 };
        assert_eq!(reply.status.as_u16(), status, "{required:?} {claims}: {}", reply.text());
    }
}

#[tokio::test]
async fn a_good_token_goes_on_where_the_policy_preserves_it() {
    let (jwks, sign) = signer();
    let token = sign(json!({"iss": "me", "exp": 4_000_000_000_u64}));
    for preserves in [true, false] {
        let upstream = Upstream::start().await;
        let provider = json!({"issuer": "me", "jwks": {"inline": jwks.to_string()}});
        let policy =
            json!({"jwtAuthentication": {"preserveToken": preserves, "providers": [provider]}});
        let gateway = Gateway::guarded(&upstream, policy, &[]).await;
        asked(&gateway, &[("authorization", &token)]).await.expect_ok();
        let sent = upstream.only();
        assert_eq!(sent.header("authorization"), preserves.then_some(token.as_str()));
    }
}

#[tokio::test]
async fn a_guard_that_audits_changes_nothing_and_says_that_nothing_is_recorded() {
    let upstream = Upstream::start().await;
    let guard = json!({"regex": {"action": "Audit", "builtins": ["Email"]}});
    let policies =
        json!({"ai": {"promptGuard": {"request": [guard.clone()], "response": [guard]}}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), policies).await;
    let body = json!({"model": "m", "messages": [{"role": "user", "content": "a@b.com"}]});
    gateway.chat(body.to_string()).await.expect_ok();
    let sent: Value = serde_json::from_str(upstream.only().text()).expect("JSON");
    assert_eq!(sent["messages"][0]["content"], "a@b.com");
    let said = gateway.said();
    assert!(said.contains("serve records nothing of it"), "{said}");
}

#[tokio::test]
async fn what_serve_does_not_have_of_1_6_is_501_and_is_not_sent() {
    let upstream = Upstream::start().await;
    let policy =
        json!({"tunnel": {"backendRef": {"name": "proxy", "port": 3128}, "mode": "Connect"}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), policy).await;
    let reply = gateway.chat(chat("m")).await;
    assert_eq!(reply.status.as_u16(), 501, "{}", reply.text());
    assert!(reply.text().contains("tunnel"), "{}", reply.text());
    assert_eq!(upstream.count(), 0);
}

#[tokio::test]
async fn a_stream_that_pauses_for_longer_than_its_idle_time_is_cut() {
    let upstream = Upstream::start().await;
    let policy = json!({"timeouts": {"responseIdle": "80ms"}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    let pieces = upstream.stream();
    let mut connection = Connection::to(gateway.address()).await;
    let streamed = r#"{"model":"m","stream":true,"messages":[]}"#;
    let request = post("/v1/chat/completions", streamed);
    let mut body = connection.send(request).await.expect("a head").into_body();
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(40)).await;
        pieces.send(Ok("data: 1\n\n".into())).expect("a running stream");
        assert_eq!(piece(&mut body).await.expect("a piece").expect("no error"), "data: 1\n\n");
    }
    assert!(piece(&mut body).await.expect("more than an end").is_err());
    drop(pieces);
}

#[tokio::test]
async fn a_custom_provider_is_called_in_the_log_what_its_backend_says() {
    let upstream = Upstream::start().await;
    let custom = |over: Value| {
        let mut custom = json!({"formats": [{"type": "Completions"}]});
        custom.as_object_mut().expect("fields").extend(over.as_object().cloned().expect("fields"));
        json!({"custom": custom})
    };
    for (provider, name) in
        [(custom(json!({})), "custom"), (custom(json!({"providerOverride": "groq"})), "groq")]
    {
        let gateway = Gateway::before(&upstream, provider, json!({})).await;
        gateway.chat(chat("m")).await.expect_ok();
        gateway.logged(&[&format!("gen_ai.provider.name={name} ")]).await;
    }
}

#[tokio::test]
async fn who_may_call_a_backend_is_decided_by_its_own_rules_and_those_of_policies_together() {
    let upstream = Upstream::start().await;
    let rule = |action: &str, rule: &str| json!({"authorization": {"action": action, "policy": {"matchExpressions": [rule]}}});
    let own = rule("Require", "request.headers['x-own'] == 'yes'");
    let of_policy =
        policy("p", json!({"backend": rule("Deny", "request.headers['x-team'] == 'b'")}));
    let host = json!({"host": upstream.address.ip().to_string(), "port": upstream.address.port()});
    let fixed = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"static": host, "policies": own}});
    let model = backend("b", upstream.address, json!({"openai": {}}), own.clone());
    let provider = json!({"name": "one", "openai": {}, "host": host["host"], "port": host["port"], "policies": own});
    let grouped = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"ai": {"groups": [{"providers": [provider]}]}}});
    for backend in [model, fixed, grouped] {
        let before = upstream.count();
        let gateway =
            Gateway::start(&[backend.clone(), route("r", json!([to("b")])), of_policy.clone()])
                .await;
        asked(&gateway, &[("x-own", "yes"), ("x-team", "a")]).await.expect_ok();
        for headers in [vec![("x-team", "a")], vec![("x-own", "yes"), ("x-team", "b")]] {
            let reply = asked(&gateway, &headers).await;
            assert_eq!(reply.status.as_u16(), 403, "{backend} {headers:?}: {}", reply.text());
        }
        assert_eq!(upstream.count(), before + 1, "{backend}");
    }
}
