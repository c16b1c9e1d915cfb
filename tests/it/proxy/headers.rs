//! What of a head goes on: nothing that is between two neighbours, no key that is not the upstream's.

use std::net::SocketAddr;

use http::{HeaderMap, Method};
use serde_json::{Value, json};

use crate::support::gateway::{
    Gateway, Wire, backend, chat, keyed, reference, route, secret, to, with,
};
use crate::support::upstream::{Script, Seen, Upstream, reply};

const KEY: &str = "sk-of-the-gateway";

/// What arrives of a chat with these headers, at `provider` with or without our key.
async fn arrives(provider: Value, with_key: bool, body: &str, sent: &[(&str, &str)]) -> Seen {
    let upstream = Upstream::start().await;
    let mut policies = if with_key { keyed("k") } else { json!({}) };
    policies["ai"] = json!({"routes": {"/v1/messages": "Messages", "*": "Completions"}});
    let backend = backend("b", upstream.address, provider.clone(), policies);
    let manifests = [backend, secret("k", &format!("Bearer {KEY}")), route("r", json!([to("b")]))];
    let gateway = Gateway::start(&manifests).await;
    let path = if provider.get("anthropic").is_some() { "/v1/messages" } else { "/" };
    gateway.ask(with(Method::POST, path, sent, body.to_owned())).await.expect_ok();
    upstream.only()
}

#[tokio::test]
async fn what_is_between_neighbours_is_forwarded_neither_way() {
    let names = ["keep-alive", "proxy-connection", "te", "trailer", "upgrade", "x-mine", "x-too"];
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), json!({})).await;
    let mut scripted = reply(200, "application/json", "{}");
    let mut sent =
        vec![("connection", "keep-alive, X-Mine"), ("connection", "x-too"), ("x-kept", "1")];
    for name in names {
        sent.push((name, "1"));
        scripted.headers_mut().insert(name, "1".parse().expect("a value"));
    }
    for value in ["keep-alive, X-Mine", "x-too"] {
        scripted.headers_mut().append("connection", value.parse().expect("a value"));
    }
    scripted.headers_mut().insert("x-kept", "1".parse().expect("a value"));
    for name in ["proxy-authenticate", "proxy-authorization"] {
        scripted.headers_mut().insert(name, "1".parse().expect("a value"));
    }
    // An upstream does not speak in our name.
    scripted.headers_mut().insert("x-agw-hint", "theirs".parse().expect("a value"));
    scripted.headers_mut().insert("x-agw-model", "theirs".parse().expect("a value"));
    upstream.script(Script::Reply(scripted));
    let reply = gateway.ask(with(Method::POST, "/", &sent, chat("m"))).await.expect_ok();
    let gone = |headers: &HeaderMap| {
        let stayed =
            names.iter().chain(&["proxy-authenticate"]).find(|name| headers.contains_key(**name));
        assert_eq!(stayed, None, "{headers:?}");
        assert!(headers.contains_key("x-kept"));
    };
    gone(&upstream.only().headers);
    gone(&reply.headers);
    assert!(!reply.headers.contains_key("proxy-authorization"));
    assert_eq!((reply.header("x-agw-hint"), reply.header("x-agw-model")), (None, Some("m")));
}

/// `Connection` names what the sender put there, never what the gateway adds.
#[tokio::test]
async fn nobody_can_name_away_what_the_gateway_adds() {
    let upstream = Upstream::start().await;
    let edit = json!({"set": [{"name": "x-team", "value": "blue"}]});
    let filters = json!([
        {"type": "RequestHeaderModifier", "requestHeaderModifier": edit},
        {"type": "ResponseHeaderModifier", "responseHeaderModifier": edit}
    ]);
    let mut on_backend = reference("b");
    let edit = json!({"set": [{"name": "x-ref", "value": "blue"}]});
    on_backend["filters"] = json!([
        {"type": "RequestHeaderModifier", "requestHeaderModifier": edit},
        {"type": "ResponseHeaderModifier", "responseHeaderModifier": edit}
    ]);
    let rule = json!({"filters": filters, "backendRefs": [on_backend]});
    let backend = backend("b", upstream.address, json!({"openai": {}}), keyed("k"));
    let gateway = Gateway::start(&[backend, secret("k", KEY), route("r", json!([rule]))]).await;
    let named = "x-team, x-ref, authorization, content-length, x-agw-backend, x-agw-model, host";
    let mut scripted = reply(200, "application/json", "{}");
    scripted.headers_mut().insert("connection", named.parse().expect("a value"));
    upstream.script(Script::Reply(scripted));
    let reply = gateway.ask(with(Method::POST, "/", &[("connection", named)], chat("m"))).await;
    let seen = upstream.only();
    for name in ["x-team", "x-ref"] {
        assert_eq!(seen.header(name), Some("blue"));
        assert_eq!(reply.header(name), Some("blue"));
    }
    assert_eq!(seen.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
    assert_eq!(reply.header("x-agw-backend"), Some("default/b"));
    assert_eq!(reply.header("x-agw-model"), Some("m"));
}

#[tokio::test]
async fn the_host_is_the_upstreams_name() {
    let upstream = Upstream::start().await;
    let mut named = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    named["spec"]["ai"]["provider"]["host"] = json!("localhost");
    let gateway = Gateway::start(&[named, route("r", json!([to("b")]))]).await;
    gateway.chat(chat("m")).await.expect_ok();
    let expected = format!("localhost:{}", upstream.address.port());
    assert_eq!(upstream.only().header("host"), Some(expected.as_str()));
}

#[tokio::test]
async fn the_key_takes_the_place_of_every_key_of_the_client() {
    let theirs = [
        ("authorization", "Bearer sk-client"),
        ("api-key", "client"),
        ("x-api-key", "client"),
        ("x-goog-api-key", "client"),
        ("proxy-authorization", "Basic client"),
    ];
    let seen = arrives(json!({"openai": {}}), true, &chat("m"), &theirs).await;
    assert_eq!(seen.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
    assert!(!format!("{:?}", seen.headers).contains("client"), "{seen:?}");
}

#[tokio::test]
async fn without_a_key_the_clients_own_goes_on() {
    for theirs in ["Bearer sk-client", "Basic abc"] {
        let sent = [("authorization", theirs)];
        let seen = arrives(json!({"openai": {}}), false, &chat("m"), &sent).await;
        assert_eq!(seen.header("authorization"), Some(theirs));
    }
    let sent = [("x-api-key", "sk-ant-client")];
    let seen = arrives(json!({"anthropic": {}}), false, &chat("m"), &sent).await;
    assert_eq!(seen.header("x-api-key"), Some("sk-ant-client"));
    let sent = [("authorization", "Bearer sk-ant-client")];
    let seen = arrives(json!({"anthropic": {}}), false, &chat("m"), &sent).await;
    assert_eq!(seen.header("x-api-key"), Some("sk-ant-client"));
    assert_eq!(seen.header("authorization"), None);
}

#[tokio::test]
async fn anthropic_gets_its_key_and_version_and_no_traces_of_a_browser() {
    let sent = [
        ("authorization", "Bearer sk-client"),
        ("x-api-key", "client"),
        ("anthropic-version", "2020-01-01"),
        ("anthropic-beta", "tools"),
        ("origin", "https://app.test"),
        ("sec-fetch-mode", "cors"),
        ("access-control-request-method", "POST"),
    ];
    let seen = arrives(json!({"anthropic": {}}), true, &chat("m"), &sent).await;
    assert_eq!(seen.target, "/v1/messages");
    assert_eq!(seen.header("x-api-key"), Some(KEY));
    assert_eq!(seen.header("authorization"), None);
    assert_eq!(seen.header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(seen.header("anthropic-beta"), Some("tools"));
    for name in ["origin", "sec-fetch-mode", "access-control-request-method"] {
        assert_eq!(seen.header(name), None);
    }
}

/// Google's clients may put their key into the query, where it would win over ours.
#[tokio::test]
async fn a_key_in_the_query_does_not_go_on_beside_ours_to_google() {
    for (with_key, target) in [
        (true, "/v1/v1beta/openai/chat/completions?alt=sse&monkey=1"),
        (false, "/v1/v1beta/openai/chat/completions?key=AIza-client&alt=sse&%24key=x&monkey=1"),
    ] {
        let upstream = Upstream::start().await;
        let policies = if with_key { keyed("k") } else { json!({}) };
        let backend = backend("b", upstream.address, json!({"gemini": {}}), policies);
        let manifests = [backend, secret("k", KEY), route("r", json!([to("b")]))];
        let gateway = Gateway::start(&manifests).await;
        let asked = "/x?key=AIza-client&alt=sse&%24key=x&monkey=1";
        gateway.ask(with(Method::POST, asked, &[], chat("m"))).await.expect_ok();
        assert_eq!(upstream.only().target, target);
    }
}

#[tokio::test]
async fn a_request_that_names_two_hosts_or_none_is_400() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), json!({})).await;
    for head in [
        "POST / HTTP/1.1\r\nhost: a\r\nhost: b",
        "POST / HTTP/1.1\r\nhost: a\r\nhost: a",
        "POST / HTTP/1.1\r\nx: y",
        "POST / HTTP/1.1\r\nhost: a@b",
        "POST / HTTP/1.1\r\nhost: a/b",
        "POST / HTTP/1.1\r\nhost: a?b",
        "POST / HTTP/1.1\r\nhost: a#b",
        "POST / HTTP/1.1\r\nhost: a b",
        "POST / HTTP/1.1\r\nhost: \u{e4}",
        "POST http://a@b/ HTTP/1.1\r\nhost: b",
    ] {
        let mut wire = Wire::to(gateway.address()).await;
        let body = chat("m");
        wire.send(format!(
            "{head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        ))
        .await;
        let reply = wire.rest().await;
        assert!(reply.starts_with("HTTP/1.1 400 "), "{head:?}: {reply}");
    }
    assert_eq!(upstream.taken(), 0);
}

/// No byte of a request decides where the key goes. Each of these names a canary; nobody may come there.
#[tokio::test]
async fn nothing_in_a_request_changes_the_upstream() {
    let (upstream, canary) = (Upstream::start().await, Upstream::start().await);
    for routes in [json!({}), json!({"*": "Passthrough"})] {
        let policies = json!({"auth": {"key": KEY}, "ai": {"routes": routes}});
        for prefixed in [true, false] {
            let mut backend =
                backend("b", upstream.address, json!({"openai": {}}), policies.clone());
            if !prefixed {
                let provider = backend["spec"]["ai"]["provider"].as_object_mut();
                provider.expect("a provider").remove("pathPrefix");
            }
            let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
            for (head, body) in hostile(canary.address, gateway.address()) {
                let mut wire = Wire::to(gateway.address()).await;
                let length = body.len();
                wire.send(format!(
                    "{head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                ))
                .await;
                let reply = wire.rest().await;
                assert!(reply.starts_with("HTTP/1.1 "), "{head:?}: {reply}");
            }
        }
    }
    assert_eq!(canary.taken(), 0);
    assert!(upstream.count() > 20, "{}", upstream.count());
    for seen in upstream.seen() {
        assert!(!seen.target.starts_with("http"), "{seen:?}");
    }
}

fn hostile(canary: SocketAddr, own: SocketAddr) -> Vec<(String, String)> {
    let plain = chat("m");
    let mut requests = Vec::new();
    for target in [
        "/".to_owned(),
        format!("http://{canary}/v1/x"),
        format!("https://{canary}/v1/x"),
        format!("http://{own}@{canary}/"),
        format!("http://{canary}"),
        format!("//{canary}/x"),
        format!("/@{canary}/x"),
        format!("/..//{canary}"),
        format!("/%2f%2f{canary}"),
        format!("/?@{canary}/"),
        format!("/?host={canary}&api_base=http://{canary}&base_url=http://{canary}"),
        format!("@{canary}/"),
        format!(".{canary}"),
        "*".to_owned(),
    ] {
        requests.push((format!("POST {target} HTTP/1.1\r\nhost: {own}"), plain.clone()));
        requests.push((format!("OPTIONS {target} HTTP/1.1\r\nhost: {own}"), plain.clone()));
    }
    requests.push((format!("CONNECT {canary} HTTP/1.1\r\nhost: {canary}"), String::new()));
    requests.push((format!("POST / HTTP/1.1\r\nhost: {canary}"), plain.clone()));
    for name in [
        "x-forwarded-host",
        "forwarded",
        "x-original-url",
        "x-rewrite-url",
        "x-host",
        ":authority",
        "x-agw-backend",
        "location",
    ] {
        let head = format!("POST / HTTP/1.1\r\nhost: {own}\r\n{name}: http://{canary}/");
        requests.push((head, plain.clone()));
    }
    for model in [
        format!("m\r\nhost: {canary}"),
        format!("../../{canary}"),
        format!("http://{canary}"),
        format!("m?@{canary}"),
        format!("@{canary}"),
    ] {
        let body = json!({"model": model, "messages": [], "api_base": format!("http://{canary}"),
            "litellm_params": {"api_base": format!("http://{canary}")}});
        requests.push((format!("POST / HTTP/1.1\r\nhost: {own}"), body.to_string()));
    }
    requests
}
