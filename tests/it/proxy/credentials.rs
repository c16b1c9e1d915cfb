//! Where the keys for upstreams go: the provider's own place, another, several, and the client's own token.

use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, backend, chat, policy, route, secret, to, with};
use crate::support::upstream::{Seen, Upstream};

async fn sent(provider: Value, auth: Value, headers: &[(&str, &str)]) -> Seen {
    let upstream = Upstream::start().await;
    let gateway = Gateway::start(&[
        backend("b", upstream.address, provider, json!({"auth": auth})),
        route("r", json!([to("b")])),
        secret("k", "sk-main"),
        secret("other", "sk-beside"),
    ])
    .await;
    let request = with(Method::POST, "/v1/chat/completions", headers, chat("m"));
    gateway.ask(request).await.expect_ok();
    upstream.only()
}

#[tokio::test]
async fn a_key_goes_where_its_location_says_and_the_clients_own_keys_nowhere() {
    let openai = || json!({"openai": {}});
    let own = [("authorization", "Bearer mine"), ("cookie", "a=1; key=mine"), ("api-key", "mine")];
    let key = |location: Value| json!({"secretRef": {"name": "k"}, "location": location});
    let seen = sent(openai(), key(json!({"header": {"name": "api-key"}})), &own).await;
    assert_eq!(seen.header("api-key"), Some("sk-main"));
    // What is no key of the provider's is the client's to send (agentgateway lets it through too).
    assert_eq!(seen.header("authorization"), Some("Bearer mine"));
    let prefixed = json!({"header": {"name": "X-Token", "prefix": "Token "}});
    let seen = sent(openai(), key(prefixed), &own).await;
    assert_eq!(seen.header("x-token"), Some("Token sk-main"));
    let seen = sent(openai(), key(json!({"cookie": {"name": "key"}})), &own).await;
    assert_eq!(seen.header("cookie"), Some("a=1; key=sk-main"));
}

#[tokio::test]
async fn beside_a_key_to_anthropic_goes_no_authorization_that_it_would_take_for_one() {
    let upstream = Upstream::start().await;
    let at = json!({"secretRef": {"name": "k"}, "location": {"header": {"name": "x-api-key"}}});
    let policies = json!({"auth": at, "ai": {"routes": {"*": "Messages"}}});
    let gateway = Gateway::start(&[
        backend("b", upstream.address, json!({"anthropic": {}}), policies),
        route("r", json!([to("b")])),
        secret("k", "sk-main"),
    ])
    .await;
    let own = [("authorization", "Bearer mine")];
    gateway.ask(with(Method::POST, "/v1/messages", &own, chat("m"))).await.expect_ok();
    let seen = upstream.only();
    assert_eq!((seen.header("x-api-key"), seen.header("authorization")), (Some("sk-main"), None));
}

#[tokio::test]
async fn credentials_go_beside_the_key() {
    let beside = json!({"secretRef": {"name": "k"}, "credentials": [
        {"location": {"header": {"name": "x-api-key"}}, "secretRef": {"name": "other"}}]});
    let seen = sent(json!({"openai": {}}), beside, &[]).await;
    let found = ["authorization", "x-api-key"].map(|name| seen.header(name));
    assert_eq!(found, [Some("Bearer sk-main"), Some("sk-beside")]);
}

#[tokio::test]
async fn a_policy_gives_a_key_to_what_is_no_model() {
    let upstream = Upstream::start().await;
    let host = upstream.address.ip().to_string();
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"static": {"host": host, "port": upstream.address.port()}}});
    let auth = json!({"backend": {"auth": {"secretRef": {"name": "k"},
        "location": {"header": {"name": "x-key"}}}}});
    let manifests =
        [backend, route("r", json!([to("b")])), policy("p", auth), secret("k", "sk-main")];
    let gateway = Gateway::start(&manifests).await;
    gateway.ask(with(Method::GET, "/x", &[], "")).await.expect_ok();
    assert_eq!(upstream.only().header("x-key"), Some("sk-main"));
}
