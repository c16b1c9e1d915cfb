//! Tokens whose keys are fetched from whoever signs them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, Response};
use kubectl_agw::edge::proxy::{Fetching, Settings};
use kubectl_agw::edge::simulator::Simulation;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, Reply, backend, chat, policy, route, settings, to, with};
use crate::support::upstream::{Body, PATIENCE, Script, Upstream, reply};

/// Who signs tokens: the key, and the set that it publishes.
struct Issuer {
    pair: Ed25519KeyPair,
    kid: &'static str,
}

impl Issuer {
    fn new(kid: &'static str) -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        Issuer { pair: Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("a key"), kid }
    }

    fn set(&self) -> Response<Body> {
        let x = URL_SAFE_NO_PAD.encode(self.pair.public_key());
        let own = json!({"kty": "OKP", "crv": "Ed25519", "kid": self.kid, "x": x});
        // A key for another end, as providers publish them.
        let other = json!({"kty": "oct", "kid": "other"});
        reply(200, "application/json", json!({"keys": [other, own]}).to_string())
    }

    fn token(&self) -> String {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = json!({"iss": "me", "exp": 4_000_000_000_u64});
        let header = json!({"alg": "EdDSA", "kid": self.kid});
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.pair.sign(signed.as_bytes()));
        format!("Bearer {signed}.{signature}")
    }
}

fn remote(remote: Value) -> Value {
    let provider = json!({"issuer": "me", "jwks": {"remote": remote}});
    policy("p", json!({"traffic": {"jwtAuthentication": {"providers": [provider]}}}))
}

async fn asked(gateway: &Gateway, token: &str) -> Reply {
    let sent = [("authorization", token)];
    gateway.ask(with(Method::POST, "/v1/chat/completions", &sent, chat("m"))).await
}

/// Waits until the only set is as it should be.
async fn until(gateway: &Gateway, is_met: impl Fn(&Fetching) -> bool) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let report = gateway.proxy.key_sets().report();
        let [one] = &report[..] else { panic!("{report:?}") };
        if is_met(one) {
            return;
        }
        assert!(tokio::time::Instant::now() < deadline, "{report:?}");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn keys_are_fetched_before_anybody_asks_and_outlive_a_provider_that_fails() {
    let (upstream, provider) = (Upstream::start().await, Upstream::start().await);
    let issuer = Issuer::new("k");
    provider.script(Script::Reply(reply(503, "text/plain", "later")));
    provider.script(Script::Reply(issuer.set()));
    // What it answers from then on is no set of keys.
    let (host, port) = (provider.address.ip().to_string(), provider.address.port());
    let fixed = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "idp"}, "spec": {"static": {"host": host, "port": port},
            "policies": {"auth": {"key": "sk-canary"}}}});
    let reference =
        json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "idp"});
    let mut all = vec![
        backend("b", upstream.address, json!({"openai": {}}), json!({})),
        route("r", json!([to("b")])),
        fixed,
        remote(json!({"jwksPath": ".well-known/jwks.json", "backendRef": reference,
            "cacheDuration": "1s"})),
    ];
    let mut gateway = Gateway::start(&all).await;
    until(&gateway, |set| set.error.is_some()).await;
    let unknown = "authentication failure: token uses the unknown key \"k\"";
    asked(&gateway, &issuer.token()).await.expect_plain(401, unknown);
    until(&gateway, |set| set.keys == 1 && set.error.is_none()).await;
    asked(&gateway, &issuer.token()).await.expect_ok();
    let stranger = Issuer::new("k").token();
    let forged =
        "authentication failure: the token is invalid or malformed: Error(InvalidSignature)";
    asked(&gateway, &stranger).await.expect_plain(401, forged);
    until(&gateway, |set| set.error.is_some()).await;
    asked(&gateway, &issuer.token()).await.expect_ok();
    let seen = provider.seen();
    assert!(seen.iter().all(|seen| seen.target == "/.well-known/jwks.json"), "{seen:?}");
    assert!(seen.iter().all(|seen| seen.header("authorization").is_none()), "{seen:?}");
    let said = gateway.said();
    let url = format!("http://{}/.well-known/jwks.json every 1 s", provider.address);
    assert!(said.contains(&format!("keys are fetched from {url}")), "{said}");
    all.pop();
    gateway.apply(&all).await;
    assert_eq!(gateway.proxy.key_sets().report(), [], "nobody wants them any more");
}

#[tokio::test]
async fn keys_stand_behind_a_url_or_a_service_and_newer_ones_take_their_place() {
    let (upstream, provider) = (Upstream::start().await, Upstream::start().await);
    let all = |keys: Value| {
        let b = backend("b", upstream.address, json!({"openai": {}}), json!({}));
        [b, route("r", json!([to("b")])), remote(keys)]
    };
    let (first, second) = (Issuer::new("a"), Issuer::new("b"));
    let url = format!("http://{}/keys", provider.address);
    provider.script(Script::Reply(first.set()));
    provider.script(Script::Reply(second.set()));
    let gateway = Gateway::start(&all(json!({"url": url, "cacheDuration": "1s"}))).await;
    until(&gateway, |set| set.keys == 1).await;
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while asked(&gateway, &second.token()).await.status != 200 {
        assert!(tokio::time::Instant::now() < deadline, "{:?}", provider.seen());
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(asked(&gateway, &first.token()).await.status, 401, "its key is gone");
    assert_eq!(provider.seen()[0].target, "/keys");

    let way = [format!("default/idp:80={}", provider.address)];
    let service = json!({"jwksPath": "/keys", "backendRef": {"name": "idp", "port": 80}});
    provider.script(Script::Reply(first.set()));
    let gateway = Gateway::resolving(&way, &all(service.clone())).await;
    until(&gateway, |set| set.keys == 1).await;
    asked(&gateway, &first.token()).await.expect_ok();
    let host = "idp.default.svc.cluster.local";
    assert_eq!(provider.seen().last().and_then(|seen| seen.header("host")), Some(host));
    let without = Gateway::start(&all(service)).await;
    let refused = asked(&without, &first.token()).await;
    assert_eq!(refused.status, 501, "{refused:?}");
}

#[tokio::test]
async fn with_the_simulator_nothing_is_fetched_and_that_is_said() {
    let (upstream, provider) = (Upstream::start().await, Upstream::start().await);
    let url = format!("http://{}/keys", provider.address);
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let all = [backend, route("r", json!([to("b")])), remote(json!({"url": url}))];
    let settings = Settings { simulate: Some(Simulation::default()), ..settings() };
    let gateway = Gateway::start_with(settings, &all).await;
    until(&gateway, |set| set.error.as_ref().is_some_and(|why| why.contains("--simulate"))).await;
    assert_eq!(asked(&gateway, &Issuer::new("k").token()).await.status, 401);
    assert_eq!(provider.count(), 0);
}

#[tokio::test]
async fn of_a_provider_that_leads_nowhere_no_token_is_good() {
    let upstream = Upstream::start().await;
    let gone = json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "gone"});
    let abroad = json!({"name": "idp", "namespace": "other", "port": 80});
    for (reference, why) in [
        (gone, "AgentgatewayBackend default/gone not found: no token is accepted"),
        (abroad, "no ReferenceGrant permits Service other/idp: no token is accepted"),
    ] {
        let keys = remote(json!({"jwksPath": "keys", "backendRef": reference}));
        let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
        let gateway = Gateway::start(&[backend, route("r", json!([to("b")])), keys]).await;
        let unknown = "authentication failure: token uses the unknown key \"k\"";
        asked(&gateway, &Issuer::new("k").token()).await.expect_plain(401, unknown);
        assert!(gateway.said().contains(why), "{}", gateway.said());
    }
    assert_eq!(upstream.count(), 0);
}
