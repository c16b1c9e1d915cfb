//! CORS, by policy and by filter: preflights are answered here, replies say who may read them.

use http::{HeaderMap, Method};
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, Reply, backend, chat, reference, route, with};
use crate::support::upstream::Upstream;

fn rules() -> Value {
    json!({"allowOrigins": ["https://app.example.com", "https://*.test"], "allowMethods": ["POST"],
        "allowHeaders": ["x-a", "x-b"], "exposeHeaders": ["x-c"], "allowCredentials": true,
        "maxAge": 60})
}

async fn preflight(gateway: &Gateway, origin: &str) -> Reply {
    let sent = [("origin", origin), ("access-control-request-method", "POST")];
    gateway.ask(with(Method::OPTIONS, "/v1/chat/completions", &sent, "")).await
}

fn said(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let all = headers.iter().filter(|(name, _)| name.as_str().starts_with("access-control"));
    let mut said: Vec<_> =
        all.map(|(name, value)| (name.as_str(), value.to_str().expect("text"))).collect();
    said.sort_unstable();
    said
}

#[tokio::test]
async fn policy_and_filter_answer_alike() {
    let upstream = Upstream::start().await;
    let by_policy = Gateway::guarded(&upstream, json!({"cors": rules()}), &[]).await;
    let rule = json!([{"filters": [{"type": "CORS", "cors": rules()}],
        "backendRefs": [reference("b")]}]);
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let by_filter = Gateway::start(&[backend, route("r", rule)]).await;
    for gateway in [by_policy, by_filter] {
        let reply = preflight(&gateway, "https://app.example.com").await.expect_ok();
        assert_eq!(
            said(&reply.headers),
            [
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-headers", "x-a,x-b"),
                ("access-control-allow-methods", "POST"),
                ("access-control-allow-origin", "https://app.example.com"),
                ("access-control-expose-headers", "x-c"),
                ("access-control-max-age", "60"),
            ]
        );
        let foreign = preflight(&gateway, "https://evil.example").await.expect_ok();
        assert!(said(&foreign.headers).is_empty() && foreign.body.is_empty(), "{foreign:?}");
    }
    assert_eq!(upstream.count(), 0);
}

#[tokio::test]
async fn a_reply_says_who_may_read_it_whoever_made_it() {
    let upstream = Upstream::start().await;
    let traffic = json!({"cors": rules(),
        "authorization": {"policy": {"matchExpressions": ["json(request.body).model != 'm'"]}}});
    let gateway = Gateway::guarded(&upstream, traffic, &[]).await;
    let ask = async |origin: &str, model: &str| {
        let sent = [("origin", origin)];
        let reply = gateway.ask(with(Method::POST, "/", &sent, chat(model))).await;
        let allowed = reply.header("access-control-allow-origin").map(str::to_owned);
        (reply.status.as_u16(), allowed)
    };
    let origin = "https://a.b.test";
    assert_eq!(ask(origin, "n").await, (200, Some(origin.to_owned())));
    assert_eq!(ask(origin, "m").await, (403, Some(origin.to_owned())));
    assert_eq!(ask("https://evil.example", "n").await, (200, None));
}
