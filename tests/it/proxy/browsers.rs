//! What web pages can make a browser send to a proxy on loopback that asks for no key.

use std::net::SocketAddr;

use http::Method;
use kubectl_agw::domain::route::browser::BrowserGuard;
use kubectl_agw::domain::value::secret::Secret;
use kubectl_agw::edge::proxy::Settings;
use serde_json::{Value, json};

use crate::support::gateway::{
    Gateway, Reply, Wire, backend, chat, policy, route, settings, to, with,
};
use crate::support::upstream::Upstream;

/// As `serve` starts by default.
fn guarded() -> Settings {
    Settings { browsers: Some(BrowserGuard::default()), ..settings() }
}

fn manifests(upstream: &Upstream, hostnames: Value, traffic: Value) -> Vec<Value> {
    let mut to_b = route("r", json!([to("b")]));
    to_b["spec"]["hostnames"] = hostnames;
    let model = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    vec![model, to_b, policy("p", json!({"traffic": traffic}))]
}

async fn post(gateway: &Gateway, host: &str, sent: &[(&str, &str)]) -> Reply {
    let sent = [&[("host", host)], sent].concat();
    gateway.ask(with(Method::POST, "/v1/chat/completions", &sent, chat("m"))).await
}

#[tokio::test]
async fn a_page_of_another_site_spends_nothing() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::start_with(guarded(), &manifests(&upstream, json!([]), json!({}))).await;
    let own = gateway.address().to_string();
    for sent in [
        &[("origin", "https://evil.test"), ("sec-fetch-site", "cross-site")][..],
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
    ] {
        let reply = post(&gateway, &own, sent).await;
        assert_eq!(reply.status.as_u16(), 403, "{sent:?}");
        assert!(reply.text().contains("--allow-origin"), "{}", reply.text());
        assert!(!reply.headers.keys().any(|name| name.as_str().starts_with("access-control")));
    }
    let preflight = [
        ("host", own.as_str()),
        ("origin", "https://evil.test"),
        ("access-control-request-method", "POST"),
        ("access-control-request-private-network", "true"),
    ];
    let reply = gateway.ask(with(Method::OPTIONS, "/v1/chat/completions", &preflight, "")).await;
    assert_eq!(reply.status.as_u16(), 403);
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(format!("GET /ws HTTP/1.1\r\nHost: {own}\r\nOrigin: https://evil.test\r\nConnection: Upgrade, close\r\n\
        Upgrade: websocket\r\n\r\n")).await;
    assert!(wire.rest().await.starts_with("HTTP/1.1 403 "));
    assert_eq!(upstream.taken(), 0);
    // Programs, our own pages and those of this machine's servers may.
    let near = format!("http://{own}");
    for sent in [
        &[][..],
        &[("origin", near.as_str()), ("sec-fetch-site", "same-origin")],
        &[("origin", "http://localhost:5173"), ("sec-fetch-site", "same-site")],
    ] {
        post(&gateway, &own, sent).await.expect_ok();
    }
    gateway.logged(&["http.status=403", "reason=Authorization"]).await;
}

/// A name that its owner points at 127.0.0.1 is of the page's own origin.
#[tokio::test]
async fn only_hosts_of_ours_are_answered() {
    let upstream = Upstream::start().await;
    let hostnames = json!(["chat.example.com", "*.svc.cluster.local"]);
    let mut all = manifests(&upstream, hostnames, json!({}));
    all.push(route("any", json!([to("b")])));
    let gateway = Gateway::start_with(guarded(), &all).await;
    for host in [
        "rebind.evil.test:8080",
        "example.com",
        "x.chat.example.com",
        "svc.cluster.local",
        "0.0.0.0",
        "a",
    ] {
        let reply = post(&gateway, host, &[("origin", &format!("http://{host}"))]).await;
        assert_eq!(reply.status.as_u16(), 403, "{host}");
        assert!(reply.text().contains("--allow-host"), "{}", reply.text());
    }
    // By an absolute target too, whatever the Host beside it says.
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(
        "GET http://rebind.evil.test/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(wire.rest().await.starts_with("HTTP/1.1 403 "));
    assert_eq!(upstream.taken(), 0);
    for host in [
        "localhost",
        "127.0.0.1:1",
        "[::1]:8080",
        "chat.example.com",
        "llm.ns.svc.cluster.local:80",
    ] {
        post(&gateway, host, &[]).await.expect_ok();
    }
    let guard =
        BrowserGuard::allowing(&["*.docker.internal".to_owned()], &["https://app.test".to_owned()]);
    let allowing = Settings { browsers: Some(guard), ..settings() };
    let gateway = Gateway::start_with(allowing, &all).await;
    let sent = [("origin", "https://app.test"), ("sec-fetch-site", "cross-site")];
    let reply = post(&gateway, "host.docker.internal:8080", &sent).await.expect_ok();
    assert_eq!(reply.header("access-control-allow-origin"), Some("https://app.test"));
    let asked = [
        ("host", "localhost"),
        ("origin", "https://app.test"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization, content-type"),
    ];
    let taken = upstream.taken();
    let reply =
        gateway.ask(with(Method::OPTIONS, "/v1/chat/completions", &asked, "")).await.expect_ok();
    assert_eq!(reply.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(reply.header("access-control-allow-headers"), Some("authorization, content-type"));
    assert_eq!(upstream.taken(), taken, "a preflight spends nothing");
}

#[tokio::test]
async fn the_routes_cors_policy_allows_its_origins() {
    let upstream = Upstream::start().await;
    let cors = json!({"cors": {"allowOrigins": ["https://app.test"], "allowMethods": ["POST"]}});
    let gateway = Gateway::start_with(guarded(), &manifests(&upstream, json!([]), cors)).await;
    let crossed = |origin: &'static str| [("origin", origin), ("sec-fetch-site", "cross-site")];
    let reply = post(&gateway, "localhost", &crossed("https://app.test")).await.expect_ok();
    assert_eq!(reply.header("access-control-allow-origin"), Some("https://app.test"));
    assert_eq!(reply.header("vary"), Some("Origin"));
    assert_eq!(
        post(&gateway, "localhost", &crossed("https://evil.test")).await.status.as_u16(),
        403
    );
    assert_eq!(upstream.count(), 1);
    // A preflight spends nothing, and is answered by the policy.
    for (origin, allowed) in
        [("https://app.test", Some("https://app.test")), ("https://evil.test", None)]
    {
        let sent =
            [("host", "localhost"), ("origin", origin), ("access-control-request-method", "POST")];
        let reply =
            gateway.ask(with(Method::OPTIONS, "/v1/chat/completions", &sent, "")).await.expect_ok();
        assert_eq!(reply.header("access-control-allow-origin"), allowed);
    }
    assert_eq!(upstream.count(), 1);
}

/// Policies before routing see nothing of a request that no policy's origin allows.
#[tokio::test]
async fn a_page_uses_up_no_limit() {
    let upstream = Upstream::start().await;
    let mut all = manifests(&upstream, json!([]), json!({}));
    let gateway = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "g"},
        "spec": {"gatewayClassName": "agentgateway", "listeners": [{"name": "h", "port": 80, "protocol": "HTTP"}]}});
    all[1]["spec"]["parentRefs"] = json!([{"name": "g"}]);
    let target = json!({"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "g"});
    let limit = json!({"traffic": {"phase": "PreRouting",
        "rateLimit": {"local": [{"requests": 1, "unit": "Hours"}]}}});
    all.push(crate::support::gateway::policy_on("before", target, limit));
    all.push(gateway);
    let gateway = Gateway::start_with(guarded(), &all).await;
    for _ in 0..3 {
        let reply = post(&gateway, "localhost", &[("origin", "https://evil.test")]).await;
        assert_eq!(reply.status.as_u16(), 403, "{}", reply.text());
    }
    post(&gateway, "localhost", &[]).await.expect_ok();
    assert_eq!(post(&gateway, "localhost", &[]).await.status.as_u16(), 429);
}

/// Who shows a key is no page, and may be anywhere.
#[tokio::test]
async fn with_a_client_key_any_host_and_origin_may_ask() {
    let upstream = Upstream::start().await;
    let keyed = Settings { client_key: Some(Secret::new("ck-0123456789")), ..settings() };
    let gateway = Gateway::start_with(keyed, &manifests(&upstream, json!([]), json!({}))).await;
    let sent = [("authorization", "Bearer ck-0123456789"), ("origin", "https://app.test")];
    post(&gateway, "gateway.lan:8080", &sent).await.expect_ok();
    let _: SocketAddr = gateway.address();
}
