//! Priority groups under the proxy: who is asked, who is left out, who comes back.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use http::Method;

use serde_json::{Value, json};

use kubectl_agw::domain::value::yaml;

use crate::support::gateway::{Gateway, Reply, chat, route, secret, to, with};
use crate::support::upstream::{Script, Upstream, reply};

/// A provider of a group at `upstream`.
fn provider(name: &str, upstream: &Upstream) -> Value {
    let address = upstream.address;
    json!({"name": name, "openai": {"model": name}, "host": address.ip().to_string(),
        "port": address.port(), "pathPrefix": "/v1"})
}

/// A backend of one provider for each group.
fn groups(providers: &[Value], health: Value) -> Value {
    let groups: Vec<_> = providers.iter().map(|p| json!({"providers": [p]})).collect();
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"},
        "spec": {"ai": {"groups": groups}, "policies": {"health": health}}})
}

async fn gateway(providers: &[Value], health: Value, rule: Value) -> Gateway {
    let mut whole = to("b");
    for (key, value) in rule.as_object().expect("a mapping") {
        whole[key] = value.clone();
    }
    Gateway::start(&[groups(providers, health), route("r", json!([whole]))]).await
}

fn model(reply: &Reply) -> Option<&str> {
    reply.header("x-agw-model")
}

const LONG: &str = "1h";

#[tokio::test]
async fn the_first_group_serves_alone_while_it_is_well() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let gateway = gateway(&providers, json!({"eviction": {"duration": LONG}}), json!({})).await;
    for _ in 0..10 {
        gateway.chat(chat("x")).await.expect_ok();
    }
    assert_eq!((first.count(), second.count()), (10, 0));
}

#[tokio::test]
async fn a_500_makes_the_next_request_go_to_the_second_group() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let gateway = gateway(&providers, json!({"eviction": {"duration": LONG}}), json!({})).await;
    first.reply(500, "application/json", "{}");
    assert_eq!(gateway.chat(chat("x")).await.status, 500, "the request itself gets the error");
    assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("second"));
    assert_eq!((first.count(), second.count()), (1, 1));
}

#[tokio::test]
async fn without_eviction_nothing_fails_over() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    for health in [json!({}), json!({"unhealthyCondition": "response.code >= 500"})] {
        let gateway = gateway(&providers, health, json!({})).await;
        for _ in 0..5 {
            first.reply(500, "application/json", "{}");
            assert_eq!(gateway.chat(chat("x")).await.status, 500);
        }
    }
    assert_eq!(second.count(), 0);
}

#[tokio::test]
async fn a_429_counts_only_where_the_condition_says_so() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let plain = gateway(&providers, json!({"eviction": {"duration": LONG}}), json!({})).await;
    first.reply(429, "application/json", "{}");
    assert_eq!(plain.chat(chat("x")).await.status, 429);
    assert_eq!(model(&plain.chat(chat("x")).await.expect_ok()), Some("first"));
    let condition = "response.code >= 500 || response.code == 429";
    let health = json!({"unhealthyCondition": condition, "eviction": {"duration": LONG}});
    let told = gateway(&providers, health, json!({})).await;
    first.reply(429, "application/json", "{}");
    assert_eq!(told.chat(chat("x")).await.status, 429);
    assert_eq!(model(&told.chat(chat("x")).await.expect_ok()), Some("second"));
}

#[tokio::test]
async fn a_refused_connection_and_one_that_closes_count_as_failures() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let refused = json!({"name": "refused", "openai": {}, "host": "127.0.0.1", "port": port});
    let providers = [refused, provider("first", &first), provider("second", &second)];
    let health =
        json!({"unhealthyCondition": "response.code == 429", "eviction": {"duration": LONG}});
    let gateway = gateway(&providers, health, json!({})).await;
    assert_eq!(gateway.chat(chat("x")).await.status, 503);
    first.script(Script::Close);
    assert_eq!(gateway.chat(chat("x")).await.status, 503);
    assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("second"));
}

#[tokio::test]
async fn what_the_client_does_wrong_is_not_held_against_the_provider() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let gateway = gateway(&providers, json!({"eviction": {"duration": LONG}}), json!({})).await;
    assert_eq!(gateway.chat("no JSON").await.status, 400);
    first.reply(404, "application/json", "{}");
    assert_eq!(gateway.chat(chat("x")).await.status, 404);
    assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("first"));
}

#[tokio::test]
async fn the_first_group_comes_back_when_its_time_is_over() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let gateway = gateway(&providers, json!({"eviction": {"duration": "200ms"}}), json!({})).await;
    first.reply(500, "application/json", "{}");
    let evicted = std::time::Instant::now();
    gateway.chat(chat("x")).await;
    let back =
        async { while model(&gateway.chat(chat("x")).await.expect_ok()) != Some("first") {} };
    tokio::time::timeout(Duration::from_secs(10), back).await.expect("it comes back");
    assert!(evicted.elapsed() >= Duration::from_millis(200));
    assert!(second.count() > 0);
}

#[tokio::test]
async fn retry_after_of_a_429_is_how_long_where_no_duration_is_written() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let health = json!({"unhealthyCondition": "response.code == 429", "eviction": {}});
    let gateway = gateway(&providers, health, json!({})).await;
    let mut limited = reply(429, "application/json", "{}");
    limited.headers_mut().insert("retry-after", "0".parse().expect("a value"));
    first.script(Script::Reply(limited));
    assert_eq!(gateway.chat(chat("x")).await.status, 429);
    assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("first"), "0 s is over");
    let mut limited = reply(429, "application/json", "{}");
    limited.headers_mut().insert("x-ratelimit-reset-requests", "1h".parse().expect("a value"));
    first.script(Script::Reply(limited));
    assert_eq!(gateway.chat(chat("x")).await.status, 429);
    assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("second"));
}

#[tokio::test]
async fn where_all_are_left_out_the_first_group_is_asked_all_the_same() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let gateway = gateway(&providers, json!({"eviction": {"duration": LONG}}), json!({})).await;
    first.reply(500, "application/json", "{}");
    second.reply(500, "application/json", "{}");
    gateway.chat(chat("x")).await;
    gateway.chat(chat("x")).await;
    assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("first"));
}

#[tokio::test]
async fn consecutive_failures_are_counted_over_requests() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let health = json!({"eviction": {"duration": LONG, "consecutiveFailures": 3}});
    let gateway = gateway(&providers, health, json!({})).await;
    for status in [500, 500, 200, 500, 500, 500] {
        first.reply(status, "application/json", "{}");
        assert_eq!(gateway.chat(chat("x")).await.status.as_u16(), status);
    }
    assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("second"));
}

#[tokio::test]
async fn a_retry_fails_over_within_the_same_request() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let health = json!({"eviction": {"duration": LONG}});
    let retry = json!({"retry": {"attempts": 1, "codes": [503]}});
    let gateway = gateway(&providers, health, retry).await;
    first.reply(503, "application/json", "{}");
    let body = chat("x");
    assert_eq!(model(&gateway.chat(body.clone()).await.expect_ok()), Some("second"));
    assert_eq!(first.only().header("x-retry-attempt"), None);
    let again = second.only();
    assert_eq!(again.header("x-retry-attempt"), Some("1"));
    assert_eq!(again.text(), body.replace("\"x\"", "\"second\""), "each gets its own model");
    gateway.logged(&["retry.attempt=1", "http.status=200"]).await;
}

#[tokio::test]
async fn what_is_known_of_a_provider_survives_a_new_table() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [provider("first", &first), provider("second", &second)];
    let backend = groups(&providers, json!({"eviction": {"duration": LONG}}));
    let mut gateway = Gateway::start(&[backend.clone(), route("r", json!([to("b")]))]).await;
    first.reply(500, "application/json", "{}");
    gateway.chat(chat("x")).await;
    gateway.apply(&[backend, route("renamed", json!([to("b")]))]).await;
    assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("second"));
}

#[tokio::test]
async fn providers_of_one_group_share_the_requests() {
    let (one, other) = (Upstream::start().await, Upstream::start().await);
    let group = json!([{"providers": [provider("one", &one), provider("other", &other)]}]);
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"ai": {"groups": group}}});
    let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
    for _ in 0..100 {
        gateway.chat(chat("x")).await.expect_ok();
    }
    // Even the worst of two is drawn twice in a quarter of the requests: none at all in a hundred is as good as never.
    assert!(one.count() > 0 && other.count() > 0, "{} {}", one.count(), other.count());
}

/// What `add-backend --fallback` writes, with the fallback moved to `second`.
fn written(first: &Upstream, second: &Upstream) -> Vec<Value> {
    let port = first.address.port().to_string();
    let words = ["add-backend", "b", "--provider", "openai", "--model", "first", "--secret", "k"];
    let more = ["--host", "127.0.0.1", "--port", &port, "--fallback", "openai:second,secret=k"];
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kubectl-agw"))
        .args(words.iter().chain(&more).chain(&["--export"]))
        .env("KUBECONFIG", "/dev/null")
        .output()
        .expect("the program");
    let text = String::from_utf8(output.stdout).expect("text");
    let mut objects: Vec<Value> =
        yaml::documents(&text).map(|document| document.expect("a document").value).collect();
    let backend = objects.iter_mut().find(|object| object["kind"] == "AgentgatewayBackend");
    let groups = &mut backend.expect("a backend")["spec"]["ai"]["groups"];
    let fallback = &mut groups[1]["providers"][0];
    fallback["host"] = json!("127.0.0.1");
    fallback["port"] = json!(second.address.port());
    fallback["pathPrefix"] = json!("/v1");
    objects.push(secret("k", "sk-1"));
    objects
}

#[tokio::test]
async fn what_add_backend_writes_fails_over_within_the_request_and_after_it() {
    for fault in [500, 429] {
        let (first, second) = (Upstream::start().await, Upstream::start().await);
        let gateway = Gateway::start(&written(&first, &second)).await;
        first.reply(fault, "application/json", "{}");
        assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("second"), "{fault}");
        assert_eq!(model(&gateway.chat(chat("x")).await.expect_ok()), Some("second"), "{fault}");
        assert_eq!((first.count(), second.count()), (1, 2), "{fault}");
        assert_eq!(second.seen()[0].header("x-retry-attempt"), Some("1"));
    }
}

#[tokio::test]
async fn requests_of_a_session_go_to_one_provider_as_long_as_it_is_there() {
    let upstreams = [Upstream::start().await, Upstream::start().await, Upstream::start().await];
    let names = ["a", "b", "c"];
    let providers = names.iter().zip(&upstreams).map(|(name, upstream)| provider(name, upstream));
    let providers: Vec<_> = providers.collect();
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"},
        "spec": {"ai": {"groups": [{"providers": providers}]}, "policies": {
            "health": {"eviction": {"duration": LONG}},
            "sessionAffinity": {"source": "request.headers['x-session']"}}}});
    let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
    let of = async |session: &str| {
        let headers = [("x-session", session)];
        let reply =
            gateway.ask(with(Method::POST, "/v1/chat/completions", &headers, chat("x"))).await;
        (reply.status.as_u16(), model(&reply).unwrap_or_default().to_owned())
    };
    let mut first = BTreeMap::new();
    for session in (0..20).map(|number| format!("s{number}")) {
        let chosen = of(&session).await;
        assert_eq!(of(&session).await, chosen, "{session}");
        first.insert(session, chosen.1);
    }
    let used: BTreeSet<_> = first.values().cloned().collect();
    assert_eq!(used.len(), names.len(), "sessions are spread: {first:?}");
    // Without a value the better of two is drawn.
    for _ in 0..20 {
        gateway.chat(chat("x")).await.expect_ok();
    }
    // Where a provider goes, its own sessions move and no others.
    let gone = first.get("s0").expect("a session").clone();
    let place = names.iter().position(|name| *name == gone).expect("a provider");
    upstreams[place].reply(500, "application/json", "{}");
    assert_eq!(of("s0").await.0, 500);
    for (session, before) in &first {
        let (status, now) = of(session).await;
        assert_eq!(status, 200, "{session}");
        assert_eq!(now == *before, *before != gone, "{session}: {before} {now}");
    }
}

#[tokio::test]
async fn affinity_of_a_service_is_not_served() {
    let policy = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
        "metadata": {"name": "p"}, "spec": {
            "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"}],
            "backend": {"sessionAffinity": {"source": "string(source.address)"}}}});
    let service = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"},
        "spec": {"ports": [{"port": 80}]}});
    let rule = json!({"backendRefs": [{"name": "s", "port": 80}]});
    let gateway = Gateway::start(&[policy, service, route("r", json!([rule]))]).await;
    let reply = gateway.chat(chat("x")).await;
    assert_eq!(reply.status, 501);
    assert!(reply.text().contains("sessionAffinity of Services"), "{}", reply.text());
}
