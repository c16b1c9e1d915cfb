//! Fields of agentgateway 1.6 that serve supports, and what it says of those that it does not.

use serde_json::{Value, json};

use super::auth::{asked, signer};
use crate::support::gateway::{Gateway, chat};
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
    let policy = json!({"timeouts": {"responseIdle": "5s"}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    let reply = gateway.chat(chat("m")).await;
    assert_eq!(reply.status.as_u16(), 501, "{}", reply.text());
    assert!(reply.text().contains("responseIdle"), "{}", reply.text());
    assert_eq!(upstream.count(), 0);
}
