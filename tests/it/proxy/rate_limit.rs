//! Local rate limits: of requests, of tokens, over reloads.

use http::{HeaderMap, Method};
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, backend, chat, policy, post, reference, route, to, with};
use crate::support::upstream::Upstream;

fn limits(limit: Value) -> Value {
    json!({"rateLimit": {"local": [limit]}})
}

fn left(headers: &HeaderMap) -> (&str, &str) {
    let text = |name| headers.get(name).map_or("", |value| value.to_str().expect("text"));
    (text("x-ratelimit-limit"), text("x-ratelimit-remaining"))
}

#[tokio::test]
async fn requests_are_counted_and_the_reply_says_what_is_left() {
    let upstream = Upstream::start().await;
    let limit = limits(json!({"requests": 1, "burst": 1, "unit": "Hours"}));
    let gateway = Gateway::guarded(&upstream, limit, &[]).await;
    for remaining in ["1", "0"] {
        let reply = gateway.chat(chat("m")).await.expect_ok();
        assert_eq!(left(&reply.headers), ("2", remaining));
    }
    let refused = gateway.chat(chat("m")).await;
    refused.expect_plain(429, "rate limit exceeded");
    assert_eq!(left(&refused.headers), ("2", "0"));
    let reset: u64 = refused.header("x-ratelimit-reset").expect("a time").parse().expect("seconds");
    assert!((3500..=3600).contains(&reset), "{reset}");
    assert_eq!(upstream.count(), 2);
    gateway.logged(&["http.status=429", "reason=RateLimit"]).await;
}

#[tokio::test]
async fn tokens_are_paid_for_by_the_reply() {
    let upstream = Upstream::start().await;
    let gateway =
        Gateway::guarded(&upstream, limits(json!({"tokens": 10, "unit": "Hours"})), &[]).await;
    let usage = |input: u64, output: u64| json!({"choices": [], "usage": {"prompt_tokens": input, "completion_tokens": output}});
    for used in [usage(2, 3), usage(1, 90)] {
        upstream.reply(200, "application/json", used.to_string());
        gateway.chat(chat("m")).await.expect_ok();
        gateway.logged(&["gen_ai.usage.input_tokens"]).await;
    }
    // The line of the second reply is written before its bucket is asked again.
    gateway.logged(&["gen_ai.usage.output_tokens=90"]).await;
    gateway.chat(chat("m")).await.expect_plain(429, "rate limit exceeded");
    assert_eq!(upstream.count(), 2);
}

/// A gateway whose bucket of 10 tokens for an hour is used up, in front of routes of every kind.
async fn out_of_tokens(upstream: &Upstream) -> Gateway {
    let types = json!({"/v1/messages/count_tokens": "AnthropicTokenCount", "/v1/messages": "Messages",
        "/v1/files": "Passthrough", "*": "Completions"});
    let guard = json!({"request": [{"regex": {"action": "Reject", "matches": ["forbidden"]}}]});
    let ai = json!({"ai": {"routes": types, "promptGuard": guard}});
    let fixed = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "plain"}, "spec": {"static":
            {"host": upstream.address.ip().to_string(), "port": upstream.address.port()}}});
    let plain = json!({"matches": [{"path": {"type": "PathPrefix", "value": "/plain"}}],
        "backendRefs": [reference("plain")]});
    let gateway = Gateway::start(&[
        backend("b", upstream.address, json!({"anthropic": {}}), ai),
        fixed,
        route("r", json!([plain, to("b")])),
        policy("p", json!({"traffic": limits(json!({"tokens": 10, "unit": "Hours"}))})),
    ])
    .await;
    let usage = json!({"id": "i", "type": "message", "role": "assistant", "model": "m",
        "content": [], "usage": {"input_tokens": 90, "output_tokens": 0}});
    upstream.reply(200, "application/json", usage.to_string());
    let reply = gateway.ask(post("/v1/messages", chat("m"))).await.expect_ok();
    assert_eq!(
        left(&reply.headers),
        ("10", "10"),
        "the reply says what was left when it was asked"
    );
    gateway.logged(&["gen_ai.usage.input_tokens=90"]).await;
    let refused = gateway.ask(post("/v1/messages", chat("m"))).await;
    refused.expect_plain(429, "rate limit exceeded");
    assert_eq!(left(&refused.headers), ("10", "0"));
    gateway
}

#[tokio::test]
async fn limits_of_tokens_spare_what_uses_none_and_what_would_not_be_sent() {
    let upstream = Upstream::start().await;
    let gateway = out_of_tokens(&upstream).await;
    for path in ["/v1/messages/count_tokens", "/v1/files", "/plain"] {
        let reply = gateway.ask(post(path, chat("m"))).await.expect_ok();
        assert_eq!(reply.header("x-ratelimit-limit"), None, "{path}");
    }
    let before = upstream.count();
    let forbidden = chat("m").replace("hi", "forbidden");
    assert_eq!(gateway.ask(post("/v1/messages", forbidden)).await.status.as_u16(), 403);
    assert_eq!(gateway.ask(post("/v1/messages", "{")).await.status.as_u16(), 400);
    gateway.ask(post("/v1/messages", chat("m"))).await.expect_plain(429, "rate limit exceeded");
    assert_eq!(upstream.count(), before);
}

#[tokio::test]
async fn a_reply_that_nobody_reads_takes_no_tokens() {
    let upstream = Upstream::start().await;
    let policies = json!({"ai": {"routes": {"/v1/files": "Passthrough", "*": "Completions"}}});
    let gateway = Gateway::start(&[
        backend("b", upstream.address, json!({"openai": {}}), policies),
        route("r", json!([to("b")])),
        policy("p", json!({"traffic": limits(json!({"tokens": 10, "unit": "Hours"}))})),
    ])
    .await;
    gateway.ask(post("/v1/files", "x")).await.expect_ok();
    gateway.logged(&["http.path=/v1/files"]).await;
    let reply = gateway.chat(chat("m")).await.expect_ok();
    assert_eq!(left(&reply.headers), ("10", "10"));
}

#[tokio::test]
async fn of_several_limits_the_tightest_is_told() {
    let upstream = Upstream::start().await;
    let limit = |requests: u64| json!({"requests": requests, "unit": "Hours"});
    let both = json!({"rateLimit": {"local": [limit(2), limit(9)]}});
    let gateway = Gateway::guarded(&upstream, both, &[]).await;
    assert_eq!(left(&gateway.chat(chat("m")).await.expect_ok().headers), ("2", "1"));
}

#[tokio::test]
async fn a_change_elsewhere_fills_no_bucket_and_a_change_of_the_limit_does() {
    let upstream = Upstream::start().await;
    let manifests = |limit: u64, model: &str| {
        let provider = json!({"openai": {"model": model}});
        let limit = limits(json!({"requests": limit, "unit": "Hours"}));
        vec![
            backend("b", upstream.address, provider, json!({})),
            route("r", json!([to("b")])),
            policy("p", json!({"traffic": limit})),
        ]
    };
    let mut gateway = Gateway::start(&manifests(1, "one")).await;
    gateway.chat(chat("m")).await.expect_ok();
    gateway.apply(&manifests(1, "two")).await;
    gateway.chat(chat("m")).await.expect_plain(429, "rate limit exceeded");
    gateway.apply(&manifests(2, "two")).await;
    gateway.chat(chat("m")).await.expect_ok();
}

#[tokio::test]
async fn of_conditional_limits_the_first_case_that_holds_counts() {
    let upstream = Upstream::start().await;
    let one = |requests: u64| json!({"local": [{"requests": requests, "unit": "Hours"}]});
    let policy = json!({"rateLimit": {"conditional": [
        {"condition": "request.headers['x-team'] == 'red'", "policy": one(1)},
        {"condition": "request.headers['x-team'] == 'blue'", "policy": one(2)}]}});
    let gateway = Gateway::guarded(&upstream, policy, &[]).await;
    let ask = async |team: &'static str| {
        let request = with(Method::POST, "/v1/chat/completions", &[("x-team", team)], chat("m"));
        gateway.ask(request).await.status.as_u16()
    };
    for (team, status) in [("red", 200), ("red", 429), ("blue", 200), ("blue", 200), ("blue", 429)]
    {
        assert_eq!(ask(team).await, status, "{team}");
    }
    for _ in 0..4 {
        assert_eq!(ask("green").await, 200, "no case, no limit");
    }
}
