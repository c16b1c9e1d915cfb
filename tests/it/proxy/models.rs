//! AgentgatewayModels under the proxy: who is asked for, and the router's own answers.

use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, Reply, chat, post, route, secret, to, with};
use crate::support::upstream::Upstream;

/// A host of a cluster, which `--resolve` leads to an upstream of the test.
fn way(name: &str, upstream: &Upstream) -> String {
    format!("default/{name}:80={}", upstream.address)
}

fn model(name: &str, spec: Value) -> Value {
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayModel",
        "metadata": {"name": name}, "spec": spec})
}

/// A model whose provider is the host `at`.
fn at(name: &str, host: &str) -> Value {
    let url = format!("http://{host}.default.svc.cluster.local/v1");
    model(name, json!({"provider": "OpenAI", "baseURL": url}))
}

fn error(reply: &Reply) -> (u16, String) {
    let body: Value = serde_json::from_str(reply.text()).expect("JSON");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(body["error"]["type"], "invalid_request_error");
    (reply.status.as_u16(), body["error"]["code"].as_str().expect("a code").to_owned())
}

#[tokio::test]
async fn a_model_is_found_by_the_name_in_the_body_and_the_body_stays_as_it_was() {
    let (one, other) = (Upstream::start().await, Upstream::start().await);
    let mut keyed = at("gpt-4o", "one");
    keyed["spec"]["policies"] = json!({"auth": {"secretRef": {"name": "k"}}});
    let manifests = [keyed, at("claude", "other"), secret("k", "sk-1")];
    let ways = [way("one", &one), way("other", &other)];
    let gateway = Gateway::resolving(&ways, &manifests).await;
    let reply = gateway.chat(chat("gpt-4o")).await.expect_ok();
    assert_eq!(reply.header("x-agw-backend"), Some("default/gpt-4o"));
    let seen = one.only();
    assert_eq!((seen.target.as_str(), seen.text()), ("/v1/chat/completions", &*chat("gpt-4o")));
    assert_eq!(seen.header("authorization"), Some("Bearer sk-1"));
    gateway.chat(chat("claude")).await.expect_ok();
    assert_eq!(other.only().header("authorization"), None);
}

#[tokio::test]
async fn the_list_is_answered_at_once_for_any_method() {
    let gateway = Gateway::start(&[at("b", "x"), at("a", "x")]).await;
    let expected = r#"{"data":[{"id":"a","object":"model","created":0,"owned_by":"openai"},{"id":"b","object":"model","created":0,"owned_by":"openai"}],"object":"list"}"#;
    for (method, path) in [(Method::GET, "/v1/models"), (Method::POST, "/models")] {
        let reply = gateway.ask(with(method, path, &[], "")).await.expect_ok();
        assert_eq!(reply.text(), expected);
        assert_eq!(reply.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn what_names_no_model_is_answered_in_the_routers_words() {
    let gateway = Gateway::start(&[at("m", "x")]).await;
    for (body, status, code) in [
        ("no JSON", 400, "invalid_request_body"),
        ("", 400, "invalid_request_body"),
        ("{}", 400, "missing_model"),
        ("[]", 400, "missing_model"),
        (r#"{"model": 1}"#, 400, "missing_model"),
        (r#"{"model": "other"}"#, 404, "model_not_found"),
    ] {
        let reply = gateway.ask(post("/v1/chat/completions", body)).await;
        assert_eq!(error(&reply), (status, code.to_owned()), "{body}");
    }
    let large = "x".repeat((1 << 20) + 1);
    assert_eq!(error(&gateway.chat(large).await), (413, "request_body_too_large".into()));
    let gateway_form = with(
        Method::POST,
        "/v1/images/edits",
        &[("content-type", "multipart/form-data; boundary=b")],
        "--b\r\ncontent-disposition: form-data; name=\"n\"\r\n\r\n1\r\n--b--\r\n",
    );
    assert_eq!(error(&gateway.ask(gateway_form).await), (400, "missing_model".into()));
}

#[tokio::test]
async fn a_form_and_a_path_name_their_model_too() {
    let (images, gemini) = (Upstream::start().await, Upstream::start().await);
    let mut google = at("gemini-2.5-flash", "gemini");
    google["spec"]["provider"] = json!("Gemini");
    google["spec"]["baseURL"] = json!("http://gemini.default.svc.cluster.local");
    let manifests = [at("gpt-image-1", "images"), google];
    let ways = [way("images", &images), way("gemini", &gemini)];
    let gateway = Gateway::resolving(&ways, &manifests).await;
    let form =
        "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\ngpt-image-1\r\n--b--\r\n";
    let kind = [("content-type", "multipart/form-data; boundary=b")];
    gateway.ask(with(Method::POST, "/v1/images/edits", &kind, form)).await.expect_ok();
    assert_eq!(images.only().text(), form);
    let path = "/v1beta/models/gemini-2.5-flash:generateContent";
    gateway.ask(post(path, r#"{"contents":[]}"#)).await.expect_ok();
    assert_eq!(gemini.only().target, path);
}

#[tokio::test]
async fn a_virtual_model_asks_for_another_name_and_fails_over() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let virtual_model = |name: &str, routing: Value| model(name, json!({"virtualModel": routing}));
    let mut hasty = at("first", "one");
    hasty["spec"]["policies"] = json!({"health": {"eviction": {"duration": "1h"}}});
    let targets = json!([{"modelRef": {"name": "first"}, "priority": 0},
        {"modelRef": {"name": "second"}, "priority": 1}]);
    let smart = json!([{"modelRef": {"name": "first"}, "when": "request.headers['x-tier'] == 'premium'"},
        {"modelRef": {"name": "second"}}]);
    let manifests = [
        hasty,
        at("second", "two"),
        virtual_model("resilient", json!({"failover": {"targets": targets}})),
        virtual_model("smart", json!({"conditional": {"targets": smart}})),
    ];
    let ways = [way("one", &first), way("two", &second)];
    let gateway = Gateway::resolving(&ways, &manifests).await;
    let premium = [("x-tier", "premium")];
    gateway
        .ask(with(Method::POST, "/v1/chat/completions", &premium, chat("smart")))
        .await
        .expect_ok();
    assert_eq!(first.only().text(), chat("first"));
    gateway.chat(chat("smart")).await.expect_ok();
    assert_eq!(second.only().text(), chat("second"));
    first.reply(500, "application/json", "{}");
    assert_eq!(gateway.chat(chat("resilient")).await.status, 500);
    gateway.chat(chat("resilient")).await.expect_ok();
    assert_eq!(second.seen()[1].text(), chat("second"));
}

#[tokio::test]
async fn routes_of_the_same_listener_come_first() {
    let (plain, offered) = (Upstream::start().await, Upstream::start().await);
    let backend =
        crate::support::gateway::backend("b", plain.address, json!({"openai": {}}), json!({}));
    let mut rule = to("b");
    rule["matches"] = json!([{"path": {"type": "PathPrefix", "value": "/own"}}]);
    let manifests = [at("m", "offered"), backend, route("r", json!([rule]))];
    let gateway = Gateway::resolving(&[way("offered", &offered)], &manifests).await;
    gateway.ask(post("/own/v1/chat/completions", chat("m"))).await.expect_ok();
    gateway.chat(chat("m")).await.expect_ok();
    assert_eq!((plain.count(), offered.count()), (1, 1));
}

#[tokio::test]
async fn a_listener_takes_models_only_where_it_names_their_kind() {
    let upstream = Upstream::start().await;
    let listener = |name: &str, port: u16, kinds: Value| {
        json!({"name": name, "port": port,
        "protocol": "HTTP", "allowedRoutes": {"kinds": kinds}})
    };
    let models = json!([{"group": "agentgateway.dev", "kind": "AgentgatewayModel"}]);
    let gateway = |kinds: Value| {
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "edge"}, "spec": {"gatewayClassName": "agentgateway",
            "listeners": [listener("llm", 80, kinds)]}})
    };
    let mut offered = at("m", "offered");
    offered["spec"]["parentRefs"] = json!([{"name": "edge", "sectionName": "llm"}]);
    let ways = [way("offered", &upstream)];
    let taken = Gateway::resolving(&ways, &[offered.clone(), gateway(models)]).await;
    taken.chat(chat("m")).await.expect_ok();
    let routes = json!([{"kind": "HTTPRoute"}]);
    let refused = Gateway::resolving(&ways, &[offered, gateway(routes)]).await;
    refused.chat(chat("m")).await.expect_plain(404, "route not found");
    let words = |r: &kubectl_agw::domain::compile::rejection::Rejection| r.words();
    let said: Vec<_> = refused.rejections.iter().map(words).collect();
    assert!(said.iter().any(|why| why.contains("does not accept AgentgatewayModels")), "{said:?}");
}

#[tokio::test]
async fn a_rule_may_ask_for_the_models_that_belong_to_its_route() {
    let upstream = Upstream::start().await;
    let mut offered = at("m", "offered");
    offered["spec"]["parentRefs"] = json!([{"kind": "HTTPRoute", "name": "r"}]);
    let reference = json!({"group": "agentgateway.dev", "kind": "AgentgatewayModel", "name": "*"});
    let rule = json!({"matches": [{"path": {"type": "PathPrefix", "value": "/llm"}}],
        "backendRefs": [reference]});
    let ways = [way("offered", &upstream)];
    let gateway = Gateway::resolving(&ways, &[offered.clone(), route("r", json!([rule]))]).await;
    gateway.ask(post("/llm/v1/chat/completions", chat("m"))).await.expect_ok();
    gateway.chat(chat("m")).await.expect_plain(404, "route not found");
    let exact = json!({"matches": [{"path": {"type": "Exact", "value": "/llm"}}],
        "backendRefs": [reference]});
    let refused = Gateway::resolving(&ways, &[offered, route("r", json!([exact]))]).await;
    refused.ask(post("/llm", chat("m"))).await.expect_plain(500, "backend does not exist");
}

/// agentgateway's own end-to-end case: the provider of a failover asks who may call it.
#[tokio::test]
async fn a_failover_enforces_the_authorization_of_its_targets() {
    let (primary, fallback) = (Upstream::start().await, Upstream::start().await);
    let guarded = |name: &str, rules: Value, health: Value| {
        let mut guarded = at(name, name);
        guarded["spec"]["visibility"] = json!("Internal");
        guarded["spec"]["policies"] = json!({"authorization": rules, "health": health});
        guarded
    };
    let key =
        json!({"policy": {"matchExpressions": ["request.headers['x-model-access'] == 'allowed'"]}});
    let once = json!({"eviction": {"consecutiveFailures": 1, "duration": "1h"}});
    let targets = json!([{"modelRef": {"name": "primary"}, "priority": 0},
        {"modelRef": {"name": "fallback"}, "priority": 1}]);
    let manifests = [
        guarded("primary", key.clone(), once),
        guarded("fallback", key, json!({})),
        model("protected", json!({"virtualModel": {"failover": {"targets": targets}}})),
    ];
    let ways = [way("primary", &primary), way("fallback", &fallback)];
    let gateway = Gateway::resolving(&ways, &manifests).await;
    let asked = |access: &str| {
        let headers = [("x-model-access", access)];
        with(Method::POST, "/v1/chat/completions", &headers, chat("protected"))
    };
    // Denied by one, no other is tried, and the denial is no failure of the provider.
    for _ in 0..3 {
        gateway.ask(asked("no")).await.expect_plain(403, "authorization failed");
    }
    assert_eq!((primary.count(), fallback.count()), (0, 0));
    primary.reply(503, "application/json", "{}");
    assert_eq!(gateway.ask(asked("allowed")).await.status, 503);
    // The fallback asks too.
    gateway.ask(asked("no")).await.expect_plain(403, "authorization failed");
    gateway.ask(asked("allowed")).await.expect_ok();
    assert_eq!((primary.count(), fallback.count()), (1, 1));
    gateway.logged(&["http.status=403", "reason=Authorization"]).await;
}

#[tokio::test]
async fn a_denial_evicts_where_the_health_policy_counts_it() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let mut denies = at("first", "first");
    denies["spec"]["policies"] = json!({
        "authorization": {"action": "Deny", "policy": {"matchExpressions": ["true"]}},
        "health": {"unhealthyCondition": "response.code == 403", "eviction": {"duration": "1h"}}});
    let targets = json!([{"modelRef": {"name": "first"}, "priority": 0},
        {"modelRef": {"name": "second"}, "priority": 1}]);
    let manifests = [
        denies,
        at("second", "second"),
        model("v", json!({"virtualModel": {"failover": {"targets": targets}}})),
    ];
    let ways = [way("first", &first), way("second", &second)];
    let gateway = Gateway::resolving(&ways, &manifests).await;
    gateway.chat(chat("v")).await.expect_plain(403, "authorization failed");
    gateway.chat(chat("v")).await.expect_ok();
    assert_eq!((first.count(), second.count()), (0, 1));
}
