//! Transformations of replies, and those on the way to a backend: what they see, what they make, what goes on untouched.

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, backend, chat, piece, policy, policy_on, reference, route, to, with,
};
use crate::support::upstream::{COMPLETION, Upstream};

/// A policy on `r` that makes this of replies.
async fn of_replies(upstream: &Upstream, response: Value) -> Gateway {
    Gateway::guarded(upstream, json!({"transformation": {"response": response}}), &[]).await
}

#[tokio::test]
async fn a_reply_is_made_anew_from_what_it_was_and_pays_for_what_it_used() {
    let upstream = Upstream::start().await;
    let gateway = of_replies(
        &upstream,
        json!({
            "metadata": {"who": "json(response.body).model"},
            "add": [{"name": "x-seen", "value": "'added'"}],
            "set": [
                {"name": ":status", "value": "response.code + 1"},
                {"name": "x-seen", "value": "metadata.who + '/' + response.headers['x-seen']"},
                {"name": "x-llm", "value": "llm.provider + ' ' + llm.requestModel + ' ' + llm.responseModel
                    + ' ' + string(llm.totalTokens) + ' ' + (llm.streaming ? 'stream' : 'whole')"}],
            "body": "{'short': json(response.body).usage.prompt_tokens + 1}"}),
    )
    .await;
    let reply = gateway.chat(chat("m")).await;
    assert_eq!((reply.status.as_u16(), reply.text()), (201, r#"{"short":12}"#), "{reply:?}");
    assert_eq!(reply.header("content-length"), Some("12"));
    assert_eq!(reply.header("x-seen"), Some("gpt-4o-2024/added"));
    assert_eq!(reply.header("x-llm"), Some("openai m gpt-4o-2024 18 whole"));
    gateway.logged(&["gen_ai.usage.input_tokens=11", "gen_ai.usage.output_tokens=7"]).await;
}

#[tokio::test]
async fn a_reply_that_is_too_large_to_look_into_goes_on_whole() {
    let upstream = Upstream::start().await;
    let looks = json!({"set": [{"name": "x-size", "value": "string(size(response.body))"}]});
    let gateway = of_replies(&upstream, looks).await;
    let large = format!("\"{}\"", "x".repeat(3 << 20));
    upstream.reply(200, "application/json", large.clone());
    let reply = gateway.chat(chat("m")).await.expect_ok();
    assert_eq!((reply.header("x-size"), reply.body.len()), (None, large.len()));
    let reply = gateway.chat(chat("m")).await.expect_ok();
    assert_eq!(reply.header("x-size"), Some(COMPLETION.len().to_string().as_str()));
    assert_eq!(reply.text(), COMPLETION);
}

#[tokio::test]
async fn a_stream_goes_on_as_it_comes_where_no_expression_looks_into_it() {
    let upstream = Upstream::start().await;
    let heads =
        json!({"set": [{"name": "x-code", "value": "string(response.code) + llm.requestModel"}]});
    let gateway = of_replies(&upstream, heads).await;
    let pieces = upstream.stream();
    let mut connection = Connection::to(gateway.address()).await;
    let ask = with(Method::POST, "/v1/chat/completions", &[], chat("m"));
    let reply = connection.send(ask).await.expect("a head");
    assert_eq!(reply.headers()["x-code"], "200m");
    let mut body = reply.into_body();
    for event in ["data: 1\n\n", "data: 2\n\n"] {
        pieces.send(Ok(Bytes::from(event))).expect("a running stream");
        assert_eq!(piece(&mut body).await.expect("a piece").expect("bytes"), event);
    }
    drop(pieces);
    // One that is looked into is whole before anything of it goes on.
    let gateway = of_replies(&upstream, json!({"body": "string(response.body) + '!'"})).await;
    let pieces = upstream.stream();
    pieces.send(Ok(Bytes::from_static(b"data: 1\n\n"))).expect("a running stream");
    drop(pieces);
    assert_eq!(gateway.chat(chat("m")).await.expect_ok().text(), "data: 1\n\n!");
}

#[tokio::test]
async fn a_compressed_reply_is_seen_plain_and_one_that_fails_is_empty() {
    use std::io::Write as _;
    let upstream = Upstream::start().await;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(COMPLETION.as_bytes()).expect("a buffer");
    let packed = packed.finish().expect("a buffer");
    let zipped = || {
        let mut reply = crate::support::upstream::reply(200, "application/json", packed.clone());
        reply.headers_mut().insert("content-encoding", http::HeaderValue::from_static("gzip"));
        crate::support::upstream::Script::Reply(reply)
    };
    for (by, text) in
        [("json(response.body).model", "gpt-4o-2024"), ("json(response.body).none", "")]
    {
        let gateway = of_replies(&upstream, json!({"body": by})).await;
        upstream.script(zipped());
        let reply = gateway.chat(chat("m")).await.expect_ok();
        assert_eq!((reply.text(), reply.header("content-encoding")), (text, None));
    }
    // A header alone leaves the bytes and their coding.
    let heads = json!({"set": [{"name": "x-model", "value": "json(response.body).model"}]});
    let gateway = of_replies(&upstream, heads).await;
    upstream.script(zipped());
    let reply = gateway.chat(chat("m")).await.expect_ok();
    assert_eq!(reply.header("x-model"), Some("gpt-4o-2024"));
    assert_eq!((reply.body.as_ref(), reply.header("content-encoding")), (&*packed, Some("gzip")));
}

#[tokio::test]
async fn a_backends_transformation_stands_behind_the_routes_and_the_listeners_last() {
    let upstream = Upstream::start().await;
    let seen = |who: &str| {
        let value = |of: &str| format!("default({of}.headers['x-way'], '') + '{who}'");
        json!({"request": {"set": [{"name": "x-way", "value": value("request")}]},
            "response": {"set": [{"name": "x-way", "value": value("response")}]}})
    };
    let on_backend = json!({"transformation": {
        "request": {"set": [
            {"name": "x-way", "value": "request.headers['x-way'] + 'B'"},
            {"name": "x-path", "value": "request.path"}],
            "body": "toJson(json(request.body).merge({'user': 'b'}))"},
        "response": {"set": [{"name": "x-way", "value": "response.headers['x-way'] + 'B'"}]}}});
    let gate = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "g"}, "spec": {"gatewayClassName": "agentgateway",
            "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    let on_gateway = json!({"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "g"});
    let before = json!({"traffic": {"phase": "PreRouting", "transformation": seen("L")}});
    let mut of_route = route(
        "r",
        json!([{"backendRefs": [reference("b")], "filters": [{"type": "URLRewrite",
        "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/v1"}}}],
        "matches": [{"path": {"type": "PathPrefix", "value": "/x"}}],
        "retry": {"attempts": 1, "codes": [503]}}]),
    );
    of_route["spec"]["parentRefs"] = json!([{"name": "g"}]);
    let gateway = Gateway::start(&[
        gate,
        backend("b", upstream.address, json!({"openai": {}}), on_backend),
        of_route,
        policy("p", json!({"traffic": {"transformation": seen("R")}})),
        policy_on("l", on_gateway, before),
    ])
    .await;
    // Both attempts get it once.
    upstream.reply(503, "text/plain", "busy");
    let asked = with(Method::POST, "/x/chat/completions", &[], chat("m"));
    let reply = gateway.ask(asked).await.expect_ok();
    assert_eq!(reply.header("x-way"), Some("RBL"));
    for seen in upstream.seen() {
        let headers = ["x-way", "x-path"].map(|name| seen.header(name));
        assert_eq!(headers, [Some("LRB"), Some("/v1/chat/completions")]);
        let body: Value = serde_json::from_slice(&seen.body).expect("JSON");
        assert_eq!((&body["user"], &body["model"]), (&json!("b"), &json!("m")));
    }
    assert_eq!(upstream.count(), 2);
}

#[tokio::test]
async fn what_a_request_is_beside_its_headers_can_be_made_too() {
    let (one, two) = (Upstream::start().await, Upstream::start().await);
    let fixed = |name: &str, upstream: &Upstream| {
        let (host, port) = (upstream.address.ip().to_string(), upstream.address.port());
        json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": name}, "spec": {"static": {"host": host, "port": port}}})
    };
    let gate = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "g"}, "spec": {"gatewayClassName": "agentgateway",
            "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    let on_gateway = json!({"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "g"});
    let of = |name: &str, host: &str, to_: &str| {
        let mut made = route(name, json!([to(to_)]));
        made["spec"]["hostnames"] = json!([host]);
        made["spec"]["parentRefs"] = json!([{"name": "g"}]);
        made
    };
    let before = json!({"traffic": {"phase": "PreRouting", "transformation": {"request": {"set": [
        {"name": ":authority", "value": "request.headers['x-to'] + '.test'"}]}}}});
    let made = json!({"traffic": {"transformation": {"request": {
        "metadata": {"from": "request.path"},
        "set": [{"name": ":path", "value": "'/made?from=' + request.path"},
            {"name": ":method", "value": "'PUT'"},
            {"name": "x-from", "value": "metadata.from + ' ' + request.method"}]}}}});
    let gateway = Gateway::start(&[
        gate,
        fixed("one", &one),
        fixed("two", &two),
        of("r", "one.test", "one"),
        of("other", "two.test", "two"),
        policy_on("l", on_gateway, before),
        policy("p", made),
    ])
    .await;
    for to in ["one", "two"] {
        gateway.ask(with(Method::GET, "/x", &[("x-to", to)], "")).await.expect_ok();
    }
    let seen = one.only();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("PUT", "/made?from=/x"));
    assert_eq!((seen.header("x-from"), seen.header("host")), (Some("/x PUT"), Some("one.test")));
    let seen = two.only();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("GET", "/x"));
}
