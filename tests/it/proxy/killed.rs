//! The kill switch under the proxy: what it stops of new requests, of those that wait, and of streams that are open.

mod streams;

use http::{Method, StatusCode};
use jiff::Timestamp;
use kubectl_agw::domain::kill::{
    Cause, InForce, Kill, Kills, Place, Records, Subject, SubjectKind,
};
use kubectl_agw::edge::proxy::{KillSwitch, Settings};
use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, backend, chat, policy, post, reference, route, settings, to, with,
};
use crate::support::open_streams::Asked;
use crate::support::upstream::{Script, Upstream};

const CHAT: Asked = (
    "/v1/chat/completions",
    r#"{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"#,
);
const MESSAGES: Asked = (
    "/v1/messages",
    r#"{"model":"m","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"#,
);
const RESPONSES: Asked = ("/v1/responses", r#"{"model":"m","stream":true,"input":"hi"}"#);

/// These are killed, and nothing else.
pub fn killed(kinds: &[(SubjectKind, &str)]) -> InForce {
    killed_at(Place::Everywhere, kinds)
}

fn killed_at(place: Place, kinds: &[(SubjectKind, &str)]) -> InForce {
    let mut kills = Kills::default();
    let now = Timestamp::now();
    for (kind, name) in kinds {
        let subject = Subject::read(*kind, name, "default").expect("a subject");
        let cause = Cause { reason: "a leak".to_owned(), actor: "ann".to_owned() };
        kills.put(Kill::new(subject, cause, now, None).expect("a kill"));
    }
    InForce::of(&Records::one(place, Ok(kills)), now)
}

/// Which paths are requests of which format.
fn formats() -> Value {
    json!({"/v1/messages": "Messages", "/v1/responses": "Responses", "*": "Completions"})
}

fn switched() -> (KillSwitch, Settings) {
    let kill_switch = KillSwitch::default();
    (kill_switch.clone(), Settings { kill_switch, ..settings() })
}

async fn one_backend(upstream: &Upstream, provider: Value) -> (KillSwitch, Gateway) {
    let (kills, settings) = switched();
    let backend = backend("b", upstream.address, provider, json!({"ai": {"routes": formats()}}));
    let manifests = [backend, route("r", json!([to("b")]))];
    (kills, Gateway::start_with(settings, &manifests).await)
}

#[tokio::test]
async fn each_kind_of_kill_stops_new_requests_with_the_reason_and_its_end_lets_them_through() {
    let upstream = Upstream::start().await;
    let (kills, gateway) = one_backend(&upstream, json!({"openai": {}})).await;
    for (kind, name) in [
        (SubjectKind::All, ""),
        (SubjectKind::Route, "default/r"),
        (SubjectKind::Backend, "default/b"),
        (SubjectKind::Provider, "openai"),
        (SubjectKind::Model, "m"),
    ] {
        let before = upstream.count();
        kills.set(killed(&[(kind, name)]));
        let reply = gateway.chat(chat("m")).await;
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{kind:?}: {reply:?}");
        assert_eq!(reply.header("x-should-retry"), Some("false"), "{kind:?}");
        let subject = Subject::read(kind, name, "default").expect("a subject");
        let words = format!("stopped by the kill switch: {subject}: a leak");
        reply.expect_plain(503, &words);
        assert_eq!(upstream.count(), before, "{kind:?} reached the upstream");
        kills.set(killed(&[(SubjectKind::Model, "other"), (SubjectKind::Route, "default/other")]));
        gateway.chat(chat("m")).await.expect_ok();
        kills.set(InForce::default());
        gateway.chat(chat("m")).await.expect_ok();
    }
    gateway.logged(&["http.status=503", "reason=Killed"]).await;
}

#[tokio::test]
async fn a_refusal_is_in_the_format_that_the_client_reads() {
    let upstream = Upstream::start().await;
    let (kills, gateway) = one_backend(&upstream, json!({"openai": {}})).await;
    kills.set(killed(&[(SubjectKind::All, "")]));
    let message = "stopped by the kill switch: everything: a leak";
    for (path, wanted) in [
        (
            "/v1/chat/completions",
            json!({"error": {"type": "api_error", "message": message, "param": null, "code": null}}),
        ),
        (
            "/v1/responses",
            json!({"error": {"type": "api_error", "message": message, "param": null, "code": null}}),
        ),
        (
            "/v1/messages",
            json!({"type": "error", "error": {"type": "api_error", "message": message}}),
        ),
        (
            "/v1beta/models/m:generateContent",
            json!({"error": {"code": 503, "message": message, "status": "UNAVAILABLE"}}),
        ),
    ] {
        let reply = gateway.ask(post(path, chat("m"))).await;
        let read: Value = serde_json::from_slice(&reply.body).expect("JSON");
        assert_eq!((reply.status.as_u16(), read), (503, wanted), "{path}");
    }
    let reply = gateway.ask(post("/elsewhere", "x")).await;
    assert_eq!((reply.status.as_u16(), reply.text()), (503, message));
}

#[tokio::test]
async fn a_gateway_is_killed_and_another_one_is_not() {
    let upstream = Upstream::start().await;
    let gateway = |name: &str| {
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": name}, "spec": {"gatewayClassName": "c",
                "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}})
    };
    let mut route = route("r", json!([to("b")]));
    route["spec"]["parentRefs"] = json!([{"name": "one"}, {"name": "two"}]);
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let (kills, settings) = switched();
    let manifests = [gateway("one"), gateway("two"), backend, route];
    let running = Gateway::start_with(settings, &manifests).await;
    kills.set(killed(&[(SubjectKind::Gateway, "default/one")]));
    for one in running.proxy.served() {
        let name = one.bind.gateway.as_ref().map(ToString::to_string);
        let reply = Connection::to(one.address).await.ask(post(CHAT.0, chat("m"))).await;
        let wanted = if name.as_deref() == Some("default/one") { 503 } else { 200 };
        assert_eq!(reply.status.as_u16(), wanted, "{name:?}");
    }
}

#[tokio::test]
async fn one_client_is_killed_and_another_one_is_not() {
    let upstream = Upstream::start().await;
    let entry = |key: &str, name: &str| json!({"key": key, "metadata": {"name": name}}).to_string();
    let keys = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "clients"},
        "stringData": {"a": entry("sk-ann", "ann"), "b": entry("sk-bob", "bob")}});
    let guard = policy(
        "p",
        json!({"traffic": {"apiKeyAuthentication": {"secretRef": {"name": "clients"}}}}),
    );
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let (kills, settings) = switched();
    let manifests = [keys, guard, backend, route("r", json!([to("b")]))];
    let gateway = Gateway::start_with(settings, &manifests).await;
    kills.set(killed(&[(SubjectKind::Key, "ann")]));
    for (key, status) in [("Bearer sk-ann", 503), ("Bearer sk-bob", 200), ("Bearer sk-eve", 401)] {
        let request = with(Method::POST, CHAT.0, &[("authorization", key)], chat("m"));
        assert_eq!(gateway.ask(request).await.status.as_u16(), status, "{key}");
    }
}

/// A backend of one provider for each group, which sends its name as the model.
fn groups(providers: &[(&str, &Upstream)]) -> Value {
    let groups: Vec<_> = providers
        .iter()
        .map(|(name, upstream)| {
            let address = upstream.address;
            json!({"providers": [{"name": name, *name: {"model": name},
                "host": address.ip().to_string(), "port": address.port(), "pathPrefix": "/v1"}]})
        })
        .collect();
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"ai": {"groups": groups}}})
}

#[tokio::test]
async fn a_group_goes_on_with_the_providers_that_are_not_killed() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let (kills, settings) = switched();
    let backend = groups(&[("openai", &first), ("gemini", &second)]);
    let gateway = Gateway::start_with(settings, &[backend, route("r", json!([to("b")]))]).await;
    let asked = || gateway.chat(chat("x"));
    asked().await.expect_ok();
    assert_eq!((first.count(), second.count()), (1, 0));
    for kill in [(SubjectKind::Provider, "openai"), (SubjectKind::Model, "openai")] {
        kills.set(killed(&[kill]));
        let before = second.count();
        for _ in 0..3 {
            assert_eq!(asked().await.expect_ok().header("x-agw-model"), Some("gemini"));
        }
        assert_eq!((first.count(), second.count()), (1, before + 3), "{kill:?}");
    }
    kills.set(killed(&[(SubjectKind::Provider, "openai"), (SubjectKind::Model, "gemini")]));
    assert_eq!(asked().await.status, StatusCode::SERVICE_UNAVAILABLE);
    kills.set(killed(&[(SubjectKind::Backend, "default/b")]));
    assert_eq!(asked().await.status, StatusCode::SERVICE_UNAVAILABLE);
    kills.set(InForce::default());
    assert_eq!(asked().await.expect_ok().header("x-agw-model"), Some("openai"));
}

#[tokio::test]
async fn a_model_is_stopped_by_each_of_its_names() {
    let upstream = Upstream::start().await;
    let policies = json!({"ai": {"modelAliases": {"fast": "gpt-4o-mini"}}});
    let (kills, settings) = switched();
    let aliased = backend("b", upstream.address, json!({"openai": {}}), policies);
    let pinned = backend("p", upstream.address, json!({"openai": {"model": "gpt-4o"}}), json!({}));
    let at = |prefix: &str, name: &str| json!({"matches": [{"path": {"value": prefix}}], "backendRefs": [reference(name)]});
    let routes = route("r", json!([at("/pinned", "p"), at("/", "b")]));
    let gateway = Gateway::start_with(settings, &[aliased, pinned, routes]).await;
    let status = async |path: &str, model: &str| {
        let path = format!("{path}/v1/chat/completions");
        gateway.ask(post(&path, chat(model))).await.status.as_u16()
    };
    for (name, stopped) in [
        ("fast", [503, 200, 200, 503]),
        ("gpt-4o-mini", [503, 503, 200, 200]),
        ("gpt-4o", [200, 200, 503, 503]),
    ] {
        kills.set(killed(&[(SubjectKind::Model, name)]));
        let now = [
            status("", "fast").await,
            status("", "gpt-4o-mini").await,
            status("/pinned", "any").await,
            status("/pinned", "fast").await,
        ];
        assert_eq!(now, stopped, "{name}");
    }
}

#[tokio::test]
async fn who_waits_for_a_head_gets_503_and_the_upstream_is_left() {
    let upstream = Upstream::start().await;
    let (kills, gateway) = one_backend(&upstream, json!({"openai": {}})).await;
    upstream.script(Script::Stall);
    let address = gateway.address();
    let waits =
        tokio::spawn(
            async move { Connection::to(address).await.ask(post(CHAT.0, chat("m"))).await },
        );
    upstream.until("the request", |seen| seen.len() == 1).await;
    kills.set(killed(&[(SubjectKind::Model, "m")]));
    let reply = waits.await.expect("no panic");
    reply.expect_plain(503, "stopped by the kill switch: model m: a leak");
    upstream.until_left().await;
}

#[tokio::test]
async fn a_reply_that_is_read_whole_is_not_delivered_once_it_is_killed() {
    let upstream = Upstream::start().await;
    let (kills, settings) = switched();
    let words = json!({"ai": {"routes": formats()}});
    let b = backend("b", upstream.address, json!({"openai": {}}), words.clone());
    let guard = json!({"ai": {"routes": formats(), "promptGuard": {"response": [
        {"regex": {"action": "Mask", "matches": ["secret"]}}]}}});
    let guarded = backend("guarded", upstream.address, json!({"openai": {}}), guard);
    let mut first = to("guarded");
    first["matches"] = json!([{"path": {"value": CHAT.0}}]);
    let routes = json!([first, to("b")]);
    let gateway = Gateway::start_with(settings, &[b, guarded, route("r", routes)]).await;
    let translated = (
        "/v1/messages",
        r#"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"#,
    );
    for (path, body) in [translated, (CHAT.0, &chat("m"))] {
        let pieces = upstream.in_pieces("application/json");
        let (address, body) = (gateway.address(), body.to_owned());
        let before = upstream.count();
        let waits =
            tokio::spawn(async move { Connection::to(address).await.ask(post(path, body)).await });
        upstream.until("the request", |seen| seen.len() == before + 1).await;
        pieces.send(Ok("{".into())).expect("a waiting stream");
        // Time for the head to come.
        gateway.chat(chat("m")).await.expect_ok();
        kills.set(killed(&[(SubjectKind::Model, "m")]));
        let _ = pieces.send(Ok(r#""choices":[],"model":"m"}"#.into()));
        drop(pieces);
        let reply = waits.await.expect("no panic");
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {reply:?}");
        assert!(reply.text().contains("stopped by the kill switch"), "{path}: {reply:?}");
        kills.set(InForce::default());
    }
}
