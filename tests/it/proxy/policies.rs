//! Traffic policies on the way of a request: what they change, where they win, what is refused.

use bytes::Bytes;
use http::Method;
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::route::policy::skip::Skips;
use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, backend, chat, piece, policy, policy_on, post, reference, route, snapshot,
    to, with,
};
use crate::support::upstream::Upstream;

fn gateway_object() -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "g"}, "spec": {"gatewayClassName": "agentgateway",
            "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}})
}

fn on_gateway() -> Value {
    json!({"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "g"})
}

fn attached(mut route: Value) -> Value {
    route["spec"]["parentRefs"] = json!([{"name": "g"}]);
    route
}

/// The backend `b`, which is no language model.
fn fixed(upstream: &Upstream) -> Value {
    let (host, port) = (upstream.address.ip().to_string(), upstream.address.port());
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"static": {"host": host, "port": port}}})
}

fn sets(value: &str) -> Value {
    json!({"traffic": {"headerModifiers": {"request": {"set": [{"name": "x-who", "value": value}]}}}})
}

#[tokio::test]
async fn the_most_specific_place_wins_and_an_overriding_gateway_wins_over_all() {
    for (strategy, rule, who) in [
        (json!({}), json!(null), "route"),
        (json!({"inheritance": "Override"}), json!(null), "gateway"),
        (
            json!({}),
            json!([{"type": "RequestHeaderModifier",
            "requestHeaderModifier": {"set": [{"name": "x-who", "value": "rule"}]}}]),
            "rule",
        ),
    ] {
        let upstream = Upstream::start().await;
        let mut of_gateway = sets("gateway");
        of_gateway["strategy"] = strategy;
        let gateway = Gateway::start(&[
            gateway_object(),
            backend("b", upstream.address, json!({"openai": {}}), json!({})),
            attached(route("r", json!([{"filters": rule, "backendRefs": [reference("b")]}]))),
            policy_on("wide", on_gateway(), of_gateway),
            policy("narrow", sets("route")),
        ])
        .await;
        gateway.chat(chat("m")).await.expect_ok();
        assert_eq!(upstream.only().header("x-who"), Some(who));
    }
}

#[tokio::test]
async fn before_routing_the_body_may_say_where_to_go() {
    let (one, two) = (Upstream::start().await, Upstream::start().await);
    let openai = || json!({"openai": {}});
    let rule = |model: &str, to: &str| {
        json!({"matches": [{"headers": [{"name": "x-model", "value": model}]}],
            "backendRefs": [reference(to)]})
    };
    let copies = json!({"traffic": {"phase": "PreRouting", "transformation": {"request": {
        "set": [{"name": "x-model", "value": "json(request.body).model"}]}}}});
    let gateway = Gateway::start(&[
        gateway_object(),
        backend("one", one.address, openai(), json!({})),
        backend("two", two.address, openai(), json!({})),
        attached(route("r", json!([rule("m1", "one"), rule("m2", "two")]))),
        policy_on("p", on_gateway(), copies),
    ])
    .await;
    gateway.chat(chat("m2")).await.expect_ok();
    gateway.chat(chat("m1")).await.expect_ok();
    assert_eq!(one.only().text(), chat("m1"));
    assert_eq!(two.only().text(), chat("m2"));
    // A body without a model leaves nothing of what the client wrote there itself.
    let forged = with(Method::POST, "/v1/chat/completions", &[("x-model", "m1")], "{}");
    gateway.ask(forged).await.expect_plain(404, "route not found");
}

#[tokio::test]
async fn a_transformation_makes_headers_and_body() {
    let upstream = Upstream::start().await;
    let traffic = json!({"transformation": {
        "request": {
            "set": [{"name": "x-path", "value": "request.path"}, {"name": "x-none", "value": "jwt.sub"}],
            "add": [{"name": "x-two", "value": "string(1 + 1)"}], "remove": ["x-gone"],
            "body": "toJson(json(request.body).merge({'user': request.headers['x-user']}))"},
        "response": {"set": [{"name": "x-code", "value": "string(response.code) + request.method"}]}}});
    let gateway = Gateway::guarded(&upstream, traffic, &[]).await;
    let sent = [("x-user", "ann"), ("x-gone", "1"), ("x-none", "forged")];
    let request = with(Method::POST, "/v1/chat/completions", &sent, chat("m"));
    let reply = gateway.ask(request).await.expect_ok();
    assert_eq!(reply.header("x-code"), Some("200POST"));
    let seen = upstream.only();
    let headers = ["x-path", "x-two", "x-gone", "x-none"].map(|name| seen.header(name));
    assert_eq!(headers, [Some("/v1/chat/completions"), Some("2"), None, None]);
    let body: Value = serde_json::from_str(seen.text()).expect("JSON");
    assert_eq!((&body["user"], &body["model"]), (&json!("ann"), &json!("m")));
}

#[tokio::test]
async fn a_direct_response_asks_nobody() {
    let upstream = Upstream::start().await;
    let traffic = json!({"directResponse": {"conditional": [
        {"condition": "request.path == '/health'", "policy": {"status": 200, "body": "fine",
            "headers": [{"name": "content-type", "value": "'text/x-fine'"}]}},
        {"condition": "request.method == 'GET'",
            "policy": {"status": 418, "bodyExpression": "{'path': request.path}"}}]}});
    let gateway = Gateway::guarded(&upstream, traffic, &[]).await;
    let fine = gateway.ask(with(Method::GET, "/health", &[], "")).await.expect_ok();
    assert_eq!((fine.text(), fine.header("content-type")), ("fine", Some("text/x-fine")));
    let other = gateway.ask(with(Method::GET, "/x", &[], "")).await;
    assert_eq!((other.status.as_u16(), other.text()), (418, r#"{"path":"/x"}"#));
    assert_eq!(upstream.count(), 0);
    gateway.chat(chat("m")).await.expect_ok();
}

#[tokio::test]
async fn a_body_over_its_buffer_is_413() {
    let upstream = Upstream::start().await;
    let traffic = json!({"buffer": {"request": {"maxBytes": 100}}});
    let gateway = Gateway::guarded(&upstream, traffic, &[]).await;
    gateway.chat(chat("m")).await.expect_ok();
    let large = format!(r#"{{"model":"m","messages":[],"x":"{}"}}"#, "x".repeat(100));
    let too_large = "failed to process LLM request: request was too large";
    gateway.chat(large).await.expect_plain(413, too_large);
}

#[tokio::test]
async fn a_reply_that_is_held_goes_on_whole_or_not_at_all() {
    let upstream = Upstream::start().await;
    let traffic = json!({"buffer": {"response": {"maxBytes": 40}}});
    let gateway = Gateway::guarded(&upstream, traffic, &[]).await;
    for (said, status, text) in [
        ("data: {}\n\ndata: [DONE]\n\n", 200, "data: {}\n\ndata: [DONE]\n\n"),
        (
            "data: {\"too\": \"large\"}\n\ndata: [DONE]\n\n",
            200,
            "data: {\"too\": \"large\"}\n\ndata: [DONE]\n\n",
        ),
        ("data: {\"much too\": \"large\"}\n\ndata: [DONE]\n\n", 502, ""),
    ] {
        let pieces = upstream.stream();
        for piece in said.split_inclusive("\n\n") {
            pieces.send(Ok(Bytes::copy_from_slice(piece.as_bytes()))).expect("a running stream");
        }
        drop(pieces);
        let reply = gateway.chat(chat("m")).await;
        assert_eq!((reply.status.as_u16(), reply.text()), (status, text));
        assert_eq!(reply.header("content-length"), Some(text.len().to_string().as_str()));
    }
}

#[tokio::test]
async fn a_gateway_says_how_much_of_a_body_is_read() {
    let upstream = Upstream::start().await;
    let on_it = json!({"frontend": {"http": {"maxBufferSize": "100", "http1MaxHeaders": 50}}});
    let own = json!({"traffic": {"buffer": {"request": {"maxBytes": 300}}}});
    let wide = |rule: &str, path: &str| {
        json!({"name": rule, "matches": [{"path": {"type": "PathPrefix", "value": path}}],
            "backendRefs": [reference("b")]})
    };
    let rules = json!([wide("plain", "/v1"), wide("own", "/own/v1")]);
    let mut on_rule = policy("own", own);
    on_rule["spec"]["targetRefs"][0]["sectionName"] = json!("own");
    let manifests = [
        gateway_object(),
        backend("b", upstream.address, json!({"openai": {}}), json!({})),
        attached(route("r", rules)),
        policy_on("wide", on_gateway(), on_it),
        on_rule,
    ];
    let gateway = Gateway::start(&manifests).await;
    let sized =
        |more: usize| format!(r#"{{"model":"m","messages":[],"x":"{}"}}"#, "x".repeat(more));
    let too_large = "failed to process LLM request: request was too large";
    gateway.chat(sized(50)).await.expect_ok();
    gateway.chat(sized(100)).await.expect_plain(413, too_large);
    // A buffer of its own counts in the Gateway's place.
    gateway.ask(post("/own/v1/chat/completions", sized(200))).await.expect_ok();
    gateway.ask(post("/own/v1/chat/completions", sized(300))).await.expect_plain(413, too_large);
    let said = Compiled::without(snapshot(&manifests), Skips::default()).rejections;
    let said: Vec<_> = said.iter().map(|rejection| rejection.words()).collect();
    let of_headers = said.iter().any(|reason| reason.contains("`frontend.http.http1MaxHeaders`"));
    assert!(of_headers && !said.iter().any(|why| why.contains("maxBufferSize")), "{said:?}");
}

#[tokio::test]
async fn a_buffer_that_lets_go_sends_on_what_is_too_large() {
    let upstream = Upstream::start().await;
    let open = json!({"maxBytes": 10, "failureMode": "FailOpen"});
    let traffic = json!({"buffer": {"request": open, "response": open}});
    let fixed = fixed(&upstream);
    let of_route = policy("p", json!({"traffic": traffic}));
    let gateway = Gateway::start(&[fixed, route("r", json!([to("b")])), of_route]).await;
    for length in [3, 10, 11, 400_000] {
        let body = "b".repeat(length);
        upstream.reply(200, "text/plain", body.clone());
        let reply = gateway.ask(post("/x", body.clone())).await.expect_ok();
        assert_eq!(reply.text(), body);
        assert_eq!(upstream.seen().pop().expect("a request").text(), body);
    }
    // The beginning waits until there is enough of it, and does not wait for the end.
    let pieces = upstream.stream();
    pieces.send(Ok(Bytes::from_static(b"data: 1\n\n"))).expect("a running stream");
    pieces.send(Ok(Bytes::from_static(b"data: 2\n\n"))).expect("a running stream");
    let mut connection = Connection::to(gateway.address()).await;
    let get = with(Method::GET, "/x", &[], "");
    let mut body = connection.send(get).await.expect("a head").into_body();
    let mut read = Vec::new();
    while !read.ends_with(b"data: 2\n\n") {
        read.extend_from_slice(&piece(&mut body).await.expect("a piece").expect("bytes"));
    }
    drop(pieces);
}

#[tokio::test]
async fn what_answers_a_head_keeps_its_length_where_replies_are_held() {
    let upstream = Upstream::start().await;
    let traffic = json!({"buffer": {"response": {"maxBytes": 40}}});
    let fixed = fixed(&upstream);
    let of_route = policy("p", json!({"traffic": traffic}));
    let gateway = Gateway::start(&[fixed, route("r", json!([to("b")])), of_route]).await;
    drop(upstream.stream());
    let reply = gateway.ask(with(Method::HEAD, "/x", &[], "")).await.expect_ok();
    assert_eq!(reply.header("content-length"), None);
}

#[tokio::test]
async fn a_policys_bound_on_time_holds_where_the_rule_has_none() {
    let upstream = Upstream::start().await;
    let sender = upstream.stream();
    let traffic = json!({"timeouts": {"request": "50ms"}, "delay": {"duration": "100ms"}});
    let gateway = Gateway::guarded(&upstream, traffic, &[]).await;
    gateway.chat(chat("m")).await.expect_plain(504, "request timeout");
    drop(sender);
}

#[tokio::test]
async fn what_is_not_carried_refuses_with_a_sentence() {
    for (block, name) in [("traffic", "extAuth"), ("traffic", "extProc"), ("backend", "tunnel")] {
        let upstream = Upstream::start().await;
        let spec = json!({block: {name: {}}});
        let gateway = Gateway::start(&[
            backend("b", upstream.address, json!({"openai": {}}), json!({})),
            route("r", json!([to("b")])),
            policy("p", spec),
        ])
        .await;
        let reply = gateway.ask(post("/v1/chat/completions", chat("m"))).await;
        assert_eq!(reply.status.as_u16(), 501, "{reply:?}");
        assert!(reply.text().contains(&format!("`{block}.{name}`")), "{reply:?}");
        assert_eq!(upstream.count(), 0);
    }
}

#[test]
fn what_is_left_out_by_name_is_said_and_refuses_nothing() {
    let manifests = [
        route("r", json!([{"filters": []}])),
        policy("p", json!({"traffic": {"extAuth": {}, "extProc": {}}})),
    ];
    let refused = |names: &[&str]| {
        let skips = Skips::of(names.iter().map(|name| (*name).to_owned()));
        let Compiled { table, rejections: said, .. } =
            Compiled::without(snapshot(&manifests), skips.clone());
        let words: Vec<_> = said.into_iter().map(|one| one.words()).collect();
        let mut rules = table.candidates().map(|(.., one)| one.rule.refusal.clone());
        (rules.next().expect("a rule").map(|refusal| refusal.status), words.join("\n"))
    };
    assert_eq!(refused(&["extAuth"]).0, Some(501));
    let (status, words) = refused(&["extAuth", "traffic.extProc"]);
    assert_eq!(status, None, "{words}");
    assert!(
        words.contains("`traffic.extAuth` of AgentgatewayPolicy default/p is skipped"),
        "{words}"
    );
}

#[tokio::test]
async fn backend_policies_of_the_way_reach_the_backend_and_its_own_win() {
    let upstream = Upstream::start().await;
    let routes = |kind: &str| json!({"ai": {"routes": {"*": kind}}});
    let aliases = json!({"backend": {"ai": {"modelAliases": {"fast": "gpt-4o-mini"},
        "routes": {"*": "Passthrough"}}}});
    let gateway = Gateway::start(&[
        backend("b", upstream.address, json!({"openai": {}}), routes("Completions")),
        route("r", json!([to("b")])),
        policy("p", aliases),
    ])
    .await;
    gateway.chat(chat("fast")).await.expect_ok();
    assert!(upstream.only().text().contains("gpt-4o-mini"));
}

#[tokio::test]
async fn policies_of_the_model_write_the_body_before_its_alias() {
    let upstream = Upstream::start().await;
    let ai = json!({"ai": {
        "overrides": [{"field": "temperature", "value": 0}],
        "defaults": [{"field": "max_tokens", "value": 9}],
        "transformations": [{"field": "model",
            "expression": "request.headers['x-tier'] == 'high' ? 'smart' : llmRequest.model"}],
        "modelAliases": {"smart": "o3"},
        "prompt": {"prepend": [{"role": "system", "content": "be kind"}]}}});
    let provider = json!({"openai": {"model": "small"}});
    let gateway = Gateway::before(&upstream, provider, ai).await;
    for (tier, model) in [("high", "o3"), ("low", "small")] {
        let sent = [("x-tier", tier)];
        let request = with(Method::POST, "/v1/chat/completions", &sent, chat("asked"));
        gateway.ask(request).await.expect_ok();
        let seen = upstream.seen();
        let body: Value = serde_json::from_str(seen.last().expect("one").text()).expect("JSON");
        assert_eq!(body["model"], json!(model));
        assert_eq!((&body["temperature"], &body["max_tokens"]), (&json!(0), &json!(9)));
        assert_eq!(body["messages"][0], json!({"role": "system", "content": "be kind"}));
    }
}

#[tokio::test]
async fn final_transformations_see_and_change_the_body_as_it_is_sent() {
    let upstream = Upstream::start().await;
    let last = json!({"ai": {"finalTransformations": [
        {"field": "user", "expression": "request.method + string(llmRequest.max_completion_tokens)"},
        {"field": "gone", "expression": "nothing.there"}]}});
    let gateway = Gateway::before(&upstream, json!({"openai": {"model": "gpt-4o"}}), last).await;
    let asked = r#"{"model":"m","messages":[],"max_tokens":5,"gone":1}"#;
    gateway.chat(asked).await.expect_ok();
    let sent: Value = serde_json::from_str(upstream.only().text()).expect("JSON");
    let wanted = json!({"model": "gpt-4o", "messages": [], "max_completion_tokens": 5,
        "user": "POST5"});
    assert_eq!(sent, wanted);
}

#[tokio::test]
async fn of_conditional_transformations_the_first_that_holds_is_made() {
    let upstream = Upstream::start().await;
    let sets = |value: &str| {
        let set = json!({"set": [{"name": "x-case", "value": format!("'{value}'")}]});
        json!({"request": set, "response": set})
    };
    let case = |when: &str, value: &str| json!({"condition": when, "policy": sets(value)});
    let traffic = json!({"transformation": {"conditional": [
        case("request.headers['x-who'] == 'ann'", "hers"),
        case("json(request.body).model == 'm2'", "second"),
        {"policy": sets("rest")}]}});
    let gateway = Gateway::guarded(&upstream, traffic, &[]).await;
    for (who, model, value) in
        [("ann", "m2", "hers"), ("bob", "m2", "second"), ("bob", "m", "rest")]
    {
        let sent = [("x-who", who)];
        let request = with(Method::POST, "/v1/chat/completions", &sent, chat(model));
        let reply = gateway.ask(request).await.expect_ok();
        assert_eq!(reply.header("x-case"), Some(value));
        let seen = upstream.seen().pop().expect("a request");
        assert_eq!(seen.header("x-case"), Some(value));
    }
}

#[tokio::test]
async fn the_clients_host_goes_on_where_a_policy_says_so() {
    for (mode, kept) in [("None", true), ("Auto", false)] {
        let upstream = Upstream::start().await;
        let named = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": "b"}, "spec": {"static": {"host": "localhost",
                "port": upstream.address.port()}}});
        let gateway = Gateway::start(&[
            named,
            route("r", json!([to("b")])),
            policy("p", json!({"traffic": {"hostRewrite": {"mode": mode}}})),
        ])
        .await;
        let request = with(Method::GET, "/x", &[("host", "asked.test")], "");
        gateway.ask(request).await.expect_ok();
        let seen = upstream.only();
        assert_eq!(seen.header("host") == Some("asked.test"), kept, "{seen:?}");
    }
}
