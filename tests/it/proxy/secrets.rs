//! Keys and prompts are found nowhere but where they have to go.

use http::Method;
use kubectl_agw::domain::compile::Compiled;
use serde_json::json;

use crate::support::gateway::{Gateway, backend, reference, route, secret, snapshot, with};
use crate::support::upstream::{Script, Upstream};

const CLIENT_KEY: &str = "canary-client-7f3a";
const PROVIDER_KEY: &str = "canary-provider-91bc";
const INLINE_KEY: &str = "canary-inline-55de";
const PROMPT: &str = "canary-prompt-e80d";
const IN_QUERY: &str = "canary-query-2c4f";

#[tokio::test]
async fn no_canary_is_in_a_log_an_answer_or_a_dump() {
    let upstream = Upstream::start().await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nobody = closed.local_addr().expect("an address");
    drop(closed);
    let secret_ref = json!({"auth": {"secretRef": {"name": "k"}}});
    let inline = json!({"auth": {"key": INLINE_KEY}});
    let rules = json!([
        rule("/ok", "ok"),
        rule("/inline", "inline"),
        rule("/down", "down"),
        rule("/keyless", "keyless"),
        rule("/odd", "odd"),
    ]);
    let manifests = [
        secret("k", &format!("Bearer {PROVIDER_KEY}")),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "other"},
            "stringData": {"api-key": PROVIDER_KEY}}),
        backend("ok", upstream.address, json!({"openai": {}}), secret_ref.clone()),
        backend("inline", upstream.address, json!({"openai": {}}), inline),
        backend("down", nobody, json!({"openai": {}}), secret_ref),
        backend(
            "keyless",
            nobody,
            json!({"openai": {}}),
            json!({"auth": {"secretRef": {"name": "other"}}}),
        ),
        backend(
            "odd",
            nobody,
            json!({"openai": {}}),
            json!({"auth": {"key": format!("{INLINE_KEY}\n")}}),
        ),
        route("r", rules),
    ];
    let gateway = Gateway::start(&manifests).await;
    let mut said = format!("{:?} {:?}", snapshot(&manifests), gateway.rejections);
    said += &format!("{:?}", Compiled::of(snapshot(&manifests)));
    let good = json!({"model": "m", "messages": [{"role": "user", "content": PROMPT}]}).to_string();
    let bodies = [good.as_str(), &good[..good.len() - 1], PROMPT, "{\"model\":1}", ""];
    for path in ["/ok", "/inline", "/down", "/keyless", "/odd", "/none"] {
        for body in bodies {
            let target = format!("{path}?key={IN_QUERY}");
            let bearer = format!("Bearer {CLIENT_KEY}");
            let headers = [
                ("authorization", bearer.as_str()),
                ("x-api-key", CLIENT_KEY),
                ("cookie", CLIENT_KEY),
            ];
            let reply = gateway.ask(with(Method::POST, &target, &headers, body.to_owned())).await;
            said += &format!("{reply:?} {}", String::from_utf8_lossy(&reply.body));
        }
    }
    upstream.script(Script::Close);
    let reply =
        gateway.ask(with(Method::POST, "/ok", &[("x-api-key", CLIENT_KEY)], good.clone())).await;
    said += &format!("{reply:?}");
    gateway.logged(&["http.path=/ok ", "http.status=503"]).await;
    said += &gateway.log();
    assert!(upstream.seen().iter().any(|seen| seen.text().contains(PROMPT)), "nothing was sent");
    let sent = format!("{:?}", upstream.seen());
    assert!(sent.contains(PROVIDER_KEY) && sent.contains(INLINE_KEY), "no key was sent");
    for canary in [CLIENT_KEY, PROVIDER_KEY, INLINE_KEY, PROMPT, IN_QUERY] {
        let at = said.find(canary);
        let around = at.map(|at| &said[at.saturating_sub(120)..at + canary.len()]);
        assert_eq!(around, None, "{canary} was said");
    }
}

fn rule(path: &str, name: &str) -> serde_json::Value {
    json!({"matches": [{"path": {"type": "PathPrefix", "value": path}}],
        "backendRefs": [reference(name)]})
}
