//! What a request is once it has arrived: one authority for whoever asks, nothing that was between the client and us, and
//! no copy of the key that let it in.

use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use kubectl_agw::domain::value::secret::Secret;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::support::gateway::{
    Gateway, Wire, backend, chat, policy, reference, route, settings, to, with,
};
use crate::support::upstream::{Seen, Upstream};

fn plain(name: &str, spec: Value) -> Value {
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": name}, "spec": spec})
}

fn at(name: &str, upstream: &Upstream) -> Value {
    plain(name, json!({"static": {"host": "127.0.0.1", "port": upstream.address.port()}}))
}

/// What comes back for these bytes.
async fn raw(gateway: &Gateway, bytes: &str) -> String {
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(bytes).await;
    wire.rest().await
}

/// An allow-list of hosts before a backend that goes wherever the request says.
#[tokio::test]
async fn the_host_that_is_allowed_is_the_host_that_is_called() {
    let (good, inner) = (Upstream::start().await, Upstream::start().await);
    let mut listed = route("r", json!([{"backendRefs": [reference("dfp")]}]));
    listed["spec"]["hostnames"] = json!(["localhost"]);
    let rules = json!({"traffic": {"authorization": {"action": "Allow",
        "policy": {"matchExpressions": ["request.host == 'localhost'"]}}}});
    let dfp = plain("dfp", json!({"dynamicForwardProxy": {}}));
    let gateway = Gateway::start(&[dfp, listed, policy("p", rules)]).await;
    let (good_port, inner_at) = (good.address.port(), inner.address);
    for target in
        [format!("http://localhost:{good_port}/x"), format!("https://localhost:{good_port}/x")]
    {
        for version in ["1.1", "1.0"] {
            let head = format!(
                "GET {target} HTTP/{version}\r\nHost: {inner_at}\r\nConnection: close\r\n\r\n"
            );
            let reply = raw(&gateway, &head).await;
            assert!(reply.contains(" 200 "), "{reply}");
        }
    }
    // The other way about: what is not allowed is not routed by the Host beside it.
    let head =
        format!("GET http://{inner_at}/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(raw(&gateway, &head).await.starts_with("HTTP/1.1 404 "));
    assert_eq!((good.count(), inner.taken()), (4, 0));
    let written = format!("localhost:{good_port}");
    assert!(
        good.seen().iter().all(|seen| seen.header("host") == Some(&written)),
        "{:?}",
        good.seen()
    );
}

/// Policies, the upstream, redirects and the log have the same authority.
#[tokio::test]
async fn the_authority_of_the_target_wins_everywhere() {
    let upstream = Upstream::start().await;
    let mut public = route(
        "r",
        json!([
            {"matches": [{"path": {"value": "/old"}}],
                "filters": [{"type": "RequestRedirect", "requestRedirect": {"statusCode": 301}}]},
            to("b"),
        ]),
    );
    public["spec"]["hostnames"] = json!(["public.test"]);
    let seen_by = json!({"traffic": {"transformation": {"request": {"set": [
        {"name": "x-host", "value": "request.host + ' ' + request.headers['host'] + ' ' + request.uri"}]}}}});
    let gateway = Gateway::start(&[at("b", &upstream), public, policy("p", seen_by)]).await;
    let head =
        "GET http://public.test:81/x?y HTTP/1.1\r\nHost: inner.test\r\nConnection: close\r\n\r\n";
    assert!(raw(&gateway, head).await.starts_with("HTTP/1.1 200 "));
    let seen = upstream.only();
    assert_eq!((seen.target.as_str(), seen.header("host")), ("/x?y", Some("public.test:81")));
    let known = "public.test public.test:81 http://public.test/x?y";
    assert_eq!(seen.header("x-host"), Some(known));
    gateway.logged(&["http.host=public.test:81", "http.path=/x "]).await;
    let head =
        "GET http://public.test/old HTTP/1.1\r\nHost: inner.test\r\nConnection: close\r\n\r\n";
    let reply = raw(&gateway, head).await;
    assert!(reply.to_ascii_lowercase().contains("location: http://public.test"), "{reply}");
    let head = "GET http://inner.test/x HTTP/1.1\r\nHost: public.test\r\nConnection: close\r\n\r\n";
    assert!(raw(&gateway, head).await.starts_with("HTTP/1.1 404 "));
    let head = "OPTIONS * HTTP/1.1\r\nHost: public.test\r\nConnection: close\r\n\r\n";
    assert!(raw(&gateway, head).await.starts_with("HTTP/1.1 404 "), "no path begins with a star");
    assert_eq!(upstream.count(), 1);
}

#[tokio::test]
async fn in_http2_the_authority_wins_over_a_host_beside_it() {
    let upstream = Upstream::start().await;
    let mut public = route("r", json!([to("b")]));
    public["spec"]["hostnames"] = json!(["public.test"]);
    let gateway = Gateway::start(&[at("b", &upstream), public]).await;
    let stream = TcpStream::connect(gateway.address()).await.expect("a connection");
    let shaken = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await;
    let (mut client, connection) = shaken.expect("a handshake");
    tokio::spawn(connection);
    for (authority, host, status) in
        [("public.test", "inner.test", 200), ("inner.test", "public.test", 404)]
    {
        let request = Request::get(format!("http://{authority}/x")).header("host", host);
        let request = request.body(Full::new(bytes::Bytes::new())).expect("a request");
        let reply = client.send_request(request).await.expect("a reply");
        assert_eq!(reply.status().as_u16(), status, "{authority} {host}");
        reply.into_body().collect().await.expect("a body");
    }
    assert_eq!(upstream.only().header("host"), Some("public.test"));
}

/// As in agentgateway, what `Connection` names goes before any policy: neither can it take off what a policy has set, nor
/// does a policy see what the upstream will not.
#[tokio::test]
async fn nothing_that_a_policy_sets_is_named_away_and_nothing_named_is_seen() {
    let upstream = Upstream::start().await;
    let traffic = json!({
        "transformation": {"request": {"set": [
            {"name": "x-tenant", "value": "'restricted'"},
            {"name": "x-saw", "value": "('x-mine' in request.headers ? 'mine' : '') + ('te' in request.headers ? 'te' : '')"}]}},
        "headerModifiers": {"request": {"set": [{"name": "x-user", "value": "anonymous"}]}}});
    let gateway = Gateway::start(&[
        at("b", &upstream),
        route("r", json!([to("b")])),
        policy("p", json!({"traffic": traffic})),
    ])
    .await;
    let named =
        "x-tenant, X-User, x-mine, x-saw, host, content-length, authorization, te, :authority";
    let sent = [
        ("connection", named),
        ("x-mine", "1"),
        ("x-tenant", "root"),
        ("te", "trailers, gzip"),
        ("proxy-authorization", "Basic eA=="),
        ("authorization", "Bearer mine"),
    ];
    gateway.ask(with(Method::POST, "/", &sent, "hello")).await.expect_ok();
    let seen = upstream.only();
    let header = |name: &str| seen.header(name).map(str::to_owned);
    assert_eq!(header("x-tenant").as_deref(), Some("restricted"));
    assert_eq!(header("x-user").as_deref(), Some("anonymous"));
    assert_eq!(header("x-saw").as_deref(), Some("te"));
    assert_eq!(
        (header("x-mine"), header("authorization"), header("connection")),
        (None, None, None)
    );
    assert_eq!(header("te").as_deref(), Some("trailers"));
    assert_eq!(header("host").as_deref(), Some("gateway.test"));
    assert_eq!(header("proxy-authorization").as_deref(), Some("Basic eA=="));
    assert_eq!(seen.text(), "hello");
}

/// An upgrade is there for policies to see; one that takes it off makes the request one like others.
#[tokio::test]
async fn a_policy_sees_an_upgrade_and_may_take_it_off() {
    let upstream = Upstream::start().await;
    let asking = "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\n\
        Connection: close, Upgrade, x-tenant\r\nX-Tenant: root\r\n\r\n";
    for (edit, arrives) in
        [(json!({"set": []}), Some("WebSocket")), (json!({"remove": ["upgrade"]}), None)]
    {
        let traffic = json!({"headerModifiers": {"request": edit},
            "authorization": {"policy": {"matchExpressions": ["request.headers['upgrade'] == 'WebSocket'"]}}});
        let gateway = Gateway::start(&[
            at("b", &upstream),
            route("r", json!([to("b")])),
            policy("p", json!({"traffic": traffic})),
        ])
        .await;
        let mut wire = Wire::to(gateway.address()).await;
        wire.send(asking).await;
        assert!(wire.rest().await.starts_with("HTTP/1.1 200 "));
        let seen = upstream.seen().pop().expect("a request");
        assert_eq!((seen.header("upgrade"), seen.header("x-tenant")), (arrives, None));
    }
}

const KEY: &str = "ck-0123456789abcdef";

/// The same key in every place that SDKs, browsers and people put one.
fn everywhere(first: (&'static str, String)) -> Vec<(&'static str, String)> {
    vec![
        first,
        ("x-api-key", KEY.to_owned()),
        ("api-key", KEY.to_owned()),
        ("x-goog-api-key", KEY.to_owned()),
        ("proxy-authorization", format!("Bearer {KEY}")),
        ("x-custom", format!("k={KEY}")),
        ("cookie", format!("a=1; k={KEY}")),
        ("sec-websocket-protocol", format!("realtime, openai-insecure-api-key.{KEY}")),
    ]
}

async fn shown_everywhere(gateway: &Gateway, first: (&'static str, String)) {
    let sent = everywhere(first);
    let sent: Vec<_> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let target = format!("/v1/chat/completions?a=1&key={KEY}&k=x{KEY}");
    gateway.ask(with(Method::POST, &target, &sent, chat("m"))).await.expect_ok();
}

fn goes_nowhere(seen: &Seen) {
    let all = format!("{seen:?}");
    assert!(!all.contains(KEY), "{all}");
    assert!(seen.target.ends_with("?a=1"), "{}", seen.target);
    assert_eq!(
        (seen.header("cookie"), seen.header("sec-websocket-protocol")),
        (Some("a=1"), Some("realtime"))
    );
}

#[tokio::test]
async fn the_clients_key_goes_on_from_no_place_that_holds_it() {
    let upstream = Upstream::start().await;
    let model = backend("m", upstream.address, json!({"openai": {}}), json!({}));
    for (name, target) in [("m", model), ("b", at("b", &upstream))] {
        let mut settings = settings();
        settings.client_key = Some(Secret::new(KEY));
        let gateway = Gateway::start_with(settings, &[target, route("r", json!([to(name)]))]).await;
        shown_everywhere(&gateway, ("authorization", format!("Bearer {KEY}"))).await;
        goes_nowhere(&upstream.seen().pop().expect("a request"));
        // Another key of the client's is for the upstream.
        let sent = [("authorization", "Bearer mine"), ("x-api-key", KEY)];
        gateway.ask(with(Method::POST, "/v1/chat/completions", &sent, chat("m"))).await.expect_ok();
        let seen = upstream.seen().pop().expect("a request");
        assert_eq!(
            (seen.header("authorization"), seen.header("x-api-key")),
            (Some("Bearer mine"), None)
        );
    }
}

#[tokio::test]
async fn a_key_or_password_that_a_policy_found_good_goes_on_from_no_place() {
    let upstream = Upstream::start().await;
    let clients = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "clients"},
        "stringData": {"ann": KEY}});
    let by_key = json!({"apiKeyAuthentication": {"secretRef": {"name": "clients"}}});
    let gateway = Gateway::guarded(&upstream, by_key, std::slice::from_ref(&clients)).await;
    shown_everywhere(&gateway, ("authorization", format!("Bearer {KEY}"))).await;
    goes_nowhere(&upstream.seen().pop().expect("a request"));
    // Wherever an expression found it.
    let by_expression = json!({"apiKeyAuthentication": {"secretRef": {"name": "clients"},
        "location": {"expression": "request.headers['x-custom'].split('=')[1]"}}});
    let gateway = Gateway::guarded(&upstream, by_expression, &[clients]).await;
    shown_everywhere(&gateway, ("authorization", format!("Bearer {KEY}"))).await;
    goes_nowhere(&upstream.seen().pop().expect("a request"));
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD;
    let algorithm = &ring::digest::SHA1_FOR_LEGACY_USE_ONLY;
    let digest = base64.encode(ring::digest::digest(algorithm, KEY.as_bytes()));
    let users = json!({"basicAuthentication": {"users": [format!("ann:{{SHA}}{digest}")]}});
    let gateway = Gateway::guarded(&upstream, users, &[]).await;
    let login = format!("Basic {}", base64.encode(format!("ann:{KEY}")));
    shown_everywhere(&gateway, ("authorization", login.clone())).await;
    let seen = upstream.seen().pop().expect("a request");
    goes_nowhere(&seen);
    let sent = [("authorization", login.as_str()), ("proxy-authorization", login.as_str())];
    gateway.ask(with(Method::POST, "/", &sent, chat("m"))).await.expect_ok();
    assert_eq!(upstream.seen().pop().expect("a request").header("proxy-authorization"), None);
}
