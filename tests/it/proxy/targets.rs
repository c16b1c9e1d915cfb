//! Upstreams that are no language models: what they are asked is what the client asked.

use http::{Method, Request};
use kubectl_agw::domain::compile::rejection::Effect;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::support::gateway::{
    Connection, Gateway, backend, full, keyed, policy, reference, route, secret, settings, with,
};
use crate::support::upstream::{COMPLETION, Script, Upstream, channel, reply};

/// A Service with one port.
pub fn service(name: &str, port: u16) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
        "spec": {"selector": {"app": name}, "ports": [{"port": port, "targetPort": 8080}]}})
}

/// A rule that sends everything to a Service.
fn to_service(name: &str, port: u16) -> Value {
    json!({"backendRefs": [{"name": name, "port": port}]})
}

fn plain(name: &str, spec: Value) -> Value {
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": name}, "spec": spec})
}

fn fixed(name: &str, upstream: &Upstream, host: &str, policies: Value) -> Value {
    let port = upstream.address.port();
    plain(name, json!({"static": {"host": host, "port": port}, "policies": policies}))
}

async fn before_service(upstream: &Upstream) -> Gateway {
    let way = format!("default/app:80={}", upstream.address);
    Gateway::resolving(&[way], &[service("app", 80), route("r", json!([to_service("app", 80)]))])
        .await
}

#[tokio::test]
async fn what_a_service_is_asked_is_what_the_client_asked() {
    let upstream = Upstream::start().await;
    let gateway = before_service(&upstream).await;
    let mut answer = reply(418, "text/x-tea", "short and stout");
    answer.headers_mut().insert("x-own", "1".parse().expect("a value"));
    upstream.script(Script::Reply(answer));
    let headers = [
        ("host", "shop.test"),
        ("authorization", "Basic dTpw"),
        ("connection", "close, x-hop"),
        ("x-hop", "1"),
    ];
    let request = with(Method::PUT, "/a%2Fb/c?x=1&x=%20", &headers, "not json");
    let got = gateway.ask(request).await;
    assert_eq!((got.status.as_u16(), got.text()), (418, "short and stout"));
    assert_eq!((got.header("content-type"), got.header("x-own")), (Some("text/x-tea"), Some("1")));
    assert_eq!(got.header("x-agw-backend"), Some("default/app"));
    let seen = upstream.only();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("PUT", "/a%2Fb/c?x=1&x=%20"));
    assert_eq!(seen.text(), "not json");
    assert_eq!(seen.header("host"), Some("shop.test"));
    assert_eq!(seen.header("authorization"), Some("Basic dTpw"));
    assert_eq!((seen.header("x-hop"), seen.header("connection")), (None, None));
}

#[tokio::test]
async fn a_body_goes_on_while_it_still_comes() {
    let upstream = Upstream::start().await;
    let gateway = before_service(&upstream).await;
    let (sender, receiver) = mpsc::unbounded_channel();
    let request = Request::post("/").header("host", "a.test").body(channel(receiver));
    let mut connection = Connection::to(gateway.address()).await;
    let asking = connection.send(request.expect("a request"));
    let sending = async {
        sender.send(Ok("first".into())).expect("a proxy that reads");
        upstream.until("the first piece", |seen| seen.iter().any(|one| one.body == b"first")).await;
        sender.send(Ok(" last".into())).expect("a proxy that reads");
        drop(sender);
    };
    let (answer, ()) = tokio::join!(asking, sending);
    assert_eq!(answer.expect("a reply").status(), 200);
    assert_eq!(upstream.only().body, b"first last");
}

#[tokio::test]
async fn the_host_is_the_backends_name_and_else_the_clients() {
    let upstream = Upstream::start().await;
    let rewrite = json!({"type": "URLRewrite", "urlRewrite": {"hostname": "rewritten.test"}});
    let path = |value: &str| json!([{"path": {"type": "PathPrefix", "value": value}}]);
    let gateway = Gateway::start(&[
        fixed("named", &upstream, "localhost", json!({})),
        fixed("numbered", &upstream, "127.0.0.1", json!({})),
        route(
            "r",
            json!([
                {"matches": path("/named"), "backendRefs": [reference("named")]},
                {"matches": path("/numbered"), "backendRefs": [reference("numbered")]},
                {"matches": path("/rewritten"), "filters": [rewrite],
                    "backendRefs": [reference("named")]},
            ]),
        ),
    ])
    .await;
    for (path, host) in
        [("/named", "localhost"), ("/numbered", "gateway.test"), ("/rewritten", "rewritten.test")]
    {
        gateway.ask(with(Method::GET, path, &[], "")).await.expect_ok();
        assert_eq!(upstream.seen().last().expect("one").header("host"), Some(host), "{path}");
    }
}

#[tokio::test]
async fn a_service_is_asked_by_its_own_name_where_the_policy_says_auto() {
    for (mode, host) in [("Auto", "app.default.svc.cluster.local"), ("None", "gateway.test")] {
        let upstream = Upstream::start().await;
        let way = format!("default/app:80={}", upstream.address);
        let auto = json!({"traffic": {"hostRewrite": {"mode": mode}}});
        let manifests =
            [service("app", 80), route("r", json!([to_service("app", 80)])), policy("p", auto)];
        let gateway = Gateway::resolving(&[way], &manifests).await;
        gateway.ask(with(Method::GET, "/", &[], "")).await.expect_ok();
        assert_eq!(upstream.only().header("host"), Some(host), "{mode}");
    }
}

#[tokio::test]
async fn a_key_takes_the_place_of_the_clients() {
    let upstream = Upstream::start().await;
    let backend = fixed("b", &upstream, "127.0.0.1", keyed("s"));
    let rule = json!([{"backendRefs": [reference("b")]}]);
    let gateway = Gateway::start(&[secret("s", "ours"), backend, route("r", rule)]).await;
    let headers = [("authorization", "Bearer theirs")];
    gateway.ask(with(Method::GET, "/", &headers, "")).await.expect_ok();
    assert_eq!(upstream.only().header("authorization"), Some("Bearer ours"));
}

#[tokio::test]
async fn a_dynamic_forward_proxy_goes_where_the_request_says() {
    let upstream = Upstream::start().await;
    let backend = plain("b", json!({"dynamicForwardProxy": {}}));
    let rule = json!([{"backendRefs": [reference("b")]}]);
    let gateway = Gateway::start(&[backend, route("r", rule)]).await;
    let host = format!("localhost:{}", upstream.address.port());
    gateway.ask(with(Method::GET, "/x", &[("host", &host)], "")).await.expect_ok();
    let seen = upstream.only();
    assert_eq!((seen.target.as_str(), seen.header("host")), ("/x", Some(host.as_str())));
}

#[tokio::test]
async fn a_request_that_leads_back_to_the_proxy_is_answered_once_whatever_name_it_uses() {
    let backend = plain("b", json!({"dynamicForwardProxy": {}}));
    let rule = json!([{"backendRefs": [reference("b")]}]);
    let gateway = Gateway::start(&[backend, route("r", rule)]).await;
    let admin = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let admin = admin.local_addr().expect("an address");
    gateway.proxy.is_also_at(admin);
    for port in [gateway.address().port(), admin.port()] {
        for host in ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"] {
            let host = format!("{host}:{port}");
            let answer = gateway.ask(with(Method::GET, "/x", &[("host", &host)], "")).await;
            assert_eq!(answer.status, 503, "{host}");
            assert!(answer.text().contains("is an address of this proxy itself"), "{host}");
        }
    }
    gateway.logged(&[&format!("[::ffff:127.0.0.1]:{}", admin.port())]).await;
    let log = gateway.log();
    assert_eq!(log.lines().count(), 8, "one line for each request: {log}");
}

#[tokio::test]
async fn two_proxies_that_lead_to_each_other_answer_once_and_others_see_no_mark() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let second = free.local_addr().expect("an address");
    drop(free);
    let upstream = Upstream::start().await;
    let start = async |own: Option<u16>, other: std::net::SocketAddr| {
        let mut settings = settings();
        settings.ports.first = own;
        let rule = |name: &str, path: &str| json!({"matches": [{"path": {"value": path}}], "backendRefs": [reference(name)]});
        let rules = json!([rule("static", "/static"), rule("model", "/v1"), rule("end", "/end")]);
        let manifests = [
            plain("static", json!({"static": {"host": "127.0.0.1", "port": other.port()}})),
            backend("model", other, json!({"openai": {}}), json!({})),
            fixed("end", &upstream, "127.0.0.1", Value::Null),
            route("r", rules),
        ];
        Gateway::start_with(settings, &manifests).await
    };
    let first = start(None, second).await;
    let other = start(Some(second.port()), first.address()).await;
    for answer in [
        first.ask(with(Method::GET, "/static", &[], "")).await,
        first.chat(r#"{"model":"m","messages":[]}"#).await,
    ] {
        assert_eq!(answer.status, 508, "{}", answer.text());
    }
    let lines = first.log().lines().count() + other.log().lines().count();
    assert!(lines <= 6, "each is asked twice at most: {lines}");
    first.ask(with(Method::GET, "/end", &[], "")).await.expect_ok();
    let marks = upstream.only().header("x-agw-passed").map(|mark| mark.split(',').count());
    assert_eq!(marks, Some(1), "its neighbors on this machine alone see it");
}

#[tokio::test]
async fn a_local_model_that_is_not_running_is_not_the_proxy_that_has_its_port() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let mut settings = settings();
    settings.ports.first = Some(address.port());
    let model = backend("b", address, json!({"openai": {}}), json!({}));
    let rule = json!([{"backendRefs": [reference("b")]}]);
    let gateway = Gateway::start_with(settings, &[model, route("r", rule)]).await;
    let answer = gateway.chat(r#"{"model":"m","messages":[]}"#).await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("is an address of this proxy itself"), "{}", answer.text());
    gateway.logged(&["http.status=503"]).await;
    assert_eq!(gateway.log().lines().count(), 1);
}

#[tokio::test]
async fn one_mcp_server_is_asked_at_its_own_path() {
    let upstream = Upstream::start().await;
    let server = json!({"name": "tools",
        "static": {"host": "127.0.0.1", "port": upstream.address.port(), "path": "/rpc"}});
    let backend = plain("b", json!({"mcp": {"targets": [server]}}));
    let rule = json!([{"backendRefs": [reference("b")]}]);
    let gateway = Gateway::start(&[backend, route("r", rule)]).await;
    let request = Request::post("/mcp").header("host", "a.test").body(full("{}"));
    gateway.ask(request.expect("a request")).await.expect_ok();
    assert_eq!(upstream.only().target, "/rpc");
}

#[tokio::test]
async fn a_service_without_a_way_to_it_is_refused_and_said() {
    let gateway = Gateway::start(&[route("r", json!([to_service("app", 80)]))]).await;
    let answer = gateway.ask(with(Method::GET, "/", &[], "")).await;
    let words =
        "Service default/app can't be reached: it is in a cluster, but only files were read";
    answer.expect_plain(501, words);
    let rejection = &gateway.rejections[0];
    assert_eq!(rejection.effect, Effect::Refuses);
    assert_eq!(rejection.next.as_deref(), Some("--resolve default/app:80=HOST:PORT"));
}

#[tokio::test]
async fn a_service_of_another_namespace_needs_a_grant() {
    let upstream = Upstream::start().await;
    let rule = json!([{"backendRefs": [{"name": "app", "namespace": "other", "port": 80}]}]);
    let way = [format!("other/app:80={}", upstream.address)];
    let grant = json!({"apiVersion": "gateway.networking.k8s.io/v1beta1", "kind": "ReferenceGrant",
        "metadata": {"name": "g", "namespace": "other"}, "spec": {
            "from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "default"}],
            "to": [{"group": "", "kind": "Service"}]}});
    let without = Gateway::resolving(&way, &[route("r", rule.clone())]).await;
    let answer = without.ask(with(Method::GET, "/", &[], "")).await;
    answer.expect_plain(500, "backend does not exist");
    let granted = Gateway::resolving(&way, &[grant, route("r", rule)]).await;
    granted.ask(with(Method::GET, "/", &[], "")).await.expect_ok();
}

#[tokio::test]
async fn a_host_of_the_cluster_is_reached_where_resolve_says_under_its_own_name() {
    let upstream = Upstream::start().await;
    let host = "vllm.models.svc.cluster.local";
    let backend = plain("b", json!({"static": {"host": host, "port": 8000}}));
    let rule = json!([{"backendRefs": [reference("b")]}]);
    let way = [format!("models/vllm:8000={}", upstream.address)];
    let gateway = Gateway::resolving(&way, &[backend, route("r", rule)]).await;
    gateway.ask(with(Method::GET, "/", &[], "")).await.expect_ok();
    assert_eq!(upstream.only().header("host"), Some(host));
}

/// A filter that mirrors to a Service's port 80.
fn mirror(name: &str, share: Value) -> Value {
    let mut mirror = json!({"backendRef": {"name": name, "port": 80}});
    for (key, value) in share.as_object().expect("a mapping") {
        mirror[key] = value.clone();
    }
    json!({"type": "RequestMirror", "requestMirror": mirror})
}

#[tokio::test]
async fn mirrors_get_the_request_as_filtered_and_without_its_body() {
    let (app, one, two) =
        (Upstream::start().await, Upstream::start().await, Upstream::start().await);
    let set = json!({"type": "RequestHeaderModifier",
        "requestHeaderModifier": {"set": [{"name": "x-rule", "value": "1"}]}});
    let own = json!({"type": "RequestHeaderModifier",
        "requestHeaderModifier": {"set": [{"name": "x-reference", "value": "1"}]}});
    let none = mirror("two", json!({"percent": 0}));
    let backend = json!({"name": "app", "port": 80, "filters": [own, mirror("two", json!({}))]});
    let rule = json!({"filters": [set, mirror("one", json!({})), none], "backendRefs": [backend]});
    let ways = [("app", &app), ("one", &one), ("two", &two)]
        .map(|(name, upstream)| format!("default/{name}:80={}", upstream.address));
    let gateway = Gateway::resolving(&ways, &[route("r", json!([rule]))]).await;
    let request = with(Method::POST, "/p?q=1", &[("host", "a.test")], "body");
    assert_eq!(gateway.ask(request).await.expect_ok().text().len(), COMPLETION.len());
    assert_eq!(app.only().text(), "body");
    assert_eq!(app.only().header("x-reference"), Some("1"));
    for mirrored in [&one, &two] {
        mirrored.until("a copy", |seen| seen.iter().any(|one| one.whole)).await;
        let seen = mirrored.only();
        assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/p?q=1"));
        assert_eq!((seen.header("host"), seen.text()), (Some("a.test"), ""));
        assert_eq!((seen.header("x-rule"), seen.header("x-reference")), (Some("1"), None));
    }
}

#[tokio::test]
async fn a_mirror_that_hangs_or_is_absent_costs_nothing() {
    let (app, slow) = (Upstream::start().await, Upstream::start().await);
    slow.script(Script::Stall);
    let rule = json!({"filters": [mirror("slow", json!({})), mirror("absent", json!({}))],
        "backendRefs": [{"name": "app", "port": 80}]});
    let ways = [("app", &app), ("slow", &slow)]
        .map(|(name, upstream)| format!("default/{name}:80={}", upstream.address));
    let gateway = Gateway::resolving(&ways, &[route("r", json!([rule]))]).await;
    gateway.ask(with(Method::GET, "/", &[], "")).await.expect_ok();
    let notes: Vec<_> = gateway.rejections.iter().map(|note| (note.words(), note.effect)).collect();
    assert!(
        notes.iter().any(|(reason, effect)| *effect == Effect::Note
            && reason.contains("nothing is mirrored to Service default/absent")),
        "{notes:?}"
    );
}

#[tokio::test]
async fn a_backend_reference_may_redirect_its_share() {
    let upstream = Upstream::start().await;
    let path = json!({"type": "ReplacePrefixMatch", "replacePrefixMatch": "/new"});
    let redirect = json!({"type": "RequestRedirect",
        "requestRedirect": {"hostname": "b.test", "path": path, "statusCode": 301}});
    let matches = json!([{"path": {"type": "PathPrefix", "value": "/old"}}]);
    let backend = json!({"name": "app", "port": 80, "filters": [redirect]});
    let rule = json!({"matches": matches, "backendRefs": [backend]});
    let way = [format!("default/app:80={}", upstream.address)];
    let gateway = Gateway::resolving(&way, &[route("r", json!([rule]))]).await;
    let answer = gateway.ask(with(Method::GET, "/old/x?q=1", &[], "")).await;
    assert_eq!(answer.status.as_u16(), 301);
    assert_eq!(answer.header("location"), Some("http://b.test/new/x?q=1"));
    assert_eq!(upstream.count(), 0);
}
