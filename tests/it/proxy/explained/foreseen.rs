//! Requests that `serve` refuses before or beside routing, each told by `explain` in the same words: too large, from a web
//! page, for a host of somebody else, of another protocol.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::kill::{InForce, SubjectKind};
use kubectl_agw::domain::route::browser::BrowserGuard;
use kubectl_agw::domain::route::explain::explain;
use kubectl_agw::domain::route::matcher::RequestParts;
use kubectl_agw::domain::route::matcher::host::without_port;
use kubectl_agw::edge::proxy::Settings;
use kubectl_agw::edge::proxy::preview::{
    self, LocalAnswer, PlannedCall, PolicyAnswer, Preview, RuleOutcome, Terms,
};
use serde_json::{Value, json};

use crate::support::gateway::{
    Gateway, Reply, backend, chat, policy, policy_on, reference, route, settings, snapshot, to,
    with,
};
use crate::support::upstream::{Seen, Upstream};

/// Made for the connection alone, or by it.
pub const OF_THE_CONNECTION: &[&str] = &["content-length", "transfer-encoding", "x-agw-passed"];

/// What an explanation knows of how a proxy is started.
pub fn terms(settings: &Settings) -> Arc<Terms> {
    let Settings { max_body, max_held, browsers, kill_switch, .. } = settings.clone();
    let killed = kill_switch.now().map(|now| InForce::clone(&now)).unwrap_or_default();
    Arc::new(Terms { max_body, max_held, browsers, killed })
}

/// A proxy, and the table that it serves.
struct World {
    gateway: Gateway,
    upstream: Upstream,
    compiled: Compiled,
    terms: Arc<Terms>,
}

/// One request.
#[derive(Clone, Debug)]
struct Asked<'a> {
    method: &'a str,
    path: &'a str,
    headers: &'a [(&'static str, &'static str)],
    body: Bytes,
}

impl Asked<'_> {
    fn chat(body: impl Into<Bytes>) -> Asked<'static> {
        Asked { method: "POST", path: "/v1/chat/completions", headers: &[], body: body.into() }
    }
}

/// What is foreseen: the calls that may be made, or the answer in their place, with what it depends on.
#[derive(Debug)]
struct Foreseen {
    calls: Vec<PlannedCall>,
    answer: Option<Box<PolicyAnswer>>,
    depends: Vec<String>,
}

impl World {
    async fn of(upstream: Upstream, settings: Settings, manifests: &[Value]) -> Self {
        let terms = terms(&settings);
        let gateway = Gateway::start_with(settings, manifests).await;
        World { gateway, upstream, compiled: Compiled::of(snapshot(manifests)), terms }
    }

    fn foreseen(&self, asked: &Asked<'_>) -> Foreseen {
        let mut headers = HeaderMap::new();
        for (name, value) in asked.headers {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let authority = headers.remove("host");
        let authority =
            authority.as_ref().map_or("gateway.test", |host| host.to_str().expect("text"));
        if !asked.body.is_empty() {
            headers.insert("content-length", HeaderValue::from(asked.body.len()));
        }
        let method = Method::from_bytes(asked.method.as_bytes()).expect("a method");
        let (path, query) = match asked.path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (asked.path, None),
        };
        let host = without_port(authority);
        let parts = RequestParts { method: &method, host, path, query, headers: &headers };
        let mut request = Preview::new(&parts, authority, Some(&asked.body), &self.terms);
        let routes = &self.compiled.table;
        let bind = routes.binds.keys().next().expect("a bind");
        let answer =
            |answer| Foreseen { calls: Vec::new(), answer: Some(answer), depends: Vec::new() };
        if let Err(stopped) = request.before(routes, bind) {
            return answer(stopped);
        }
        let routed = request.clone();
        let found = match explain(routes, bind, &routed.parts()).found {
            Ok(found) => found,
            Err(refusal) => return answer(request.refused(refusal)),
        };
        match preview::outcome(&found, &mut request) {
            RuleOutcome::Targets => {}
            RuleOutcome::PolicyAnswer(stopped) => return answer(stopped),
            RuleOutcome::Redirect(..) => panic!("nothing redirects here"),
        }
        let mut foreseen =
            Foreseen { calls: Vec::new(), answer: None, depends: request.depends.clone() };
        for target in &found.candidate.rule.targets {
            for called in preview::calls(found.candidate, target, &request, None) {
                foreseen.depends.extend(called.depends);
                match called.call {
                    Ok(call) => foreseen.calls.push(call),
                    Err(LocalAnswer::PolicyAnswer(stopped)) => foreseen.answer = Some(stopped),
                    Err(LocalAnswer::Redirect(..)) => panic!("nothing redirects here"),
                }
            }
        }
        foreseen
    }

    /// Asks both, and compares.
    async fn same(&self, asked: &Asked<'_>) -> Reply {
        let foreseen = self.foreseen(asked);
        let before = self.upstream.count();
        let method = Method::from_bytes(asked.method.as_bytes()).expect("a method");
        let request = with(method, asked.path, asked.headers, asked.body.clone());
        let reply = self.gateway.ask(request).await;
        let seen = self.upstream.seen().split_off(before);
        let case = format!("{asked:?}: {foreseen:?} {reply:?}");
        match (&foreseen.answer, seen.as_slice()) {
            (Some(answer), []) => {
                assert!(super::is_given(answer, &reply), "{case}");
            }
            (None, [seen]) => {
                let fits = foreseen.calls.iter().any(|call| is_as_seen(call, seen));
                assert!(fits, "{seen:?} {case}");
            }
            (_, seen) => panic!("{seen:?} {case}"),
        }
        reply
    }
}

fn is_as_seen(call: &PlannedCall, seen: &Seen) -> bool {
    let uri: http::Uri = call.url.parse().expect("a URI");
    let target = uri.path_and_query().map(|target| target.as_str());
    let headers = seen.headers.iter();
    let headers = headers.filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.as_str()));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().expect("text").to_owned()))
        .collect();
    headers.sort();
    target == Some(&*seen.target)
        && call.method == seen.method
        && call.headers == headers
        && call.sent.as_deref() == Some(&*seen.body)
}

/// An OpenAI backend and a plain one, at one upstream: `/plain` leads to the latter.
async fn backends() -> (Upstream, Vec<Value>) {
    let upstream = Upstream::start().await;
    let at = upstream.address;
    let plain = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "plain"},
        "spec": {"static": {"host": at.ip().to_string(), "port": at.port()}}});
    let rules = json!([
        {"matches": [{"path": {"value": "/plain"}}], "backendRefs": [reference("plain")]}, to("b")]);
    (upstream, vec![backend("b", at, json!({"openai": {}}), json!({})), plain, route("r", rules)])
}

#[tokio::test]
async fn a_body_that_is_too_large_is_foreseen() {
    let (large, small) = (chat(&"m".repeat(200)), chat("m"));
    let looks = json!({"policy": {"matchExpressions": ["size(request.body) > 0"]}});
    let made =
        json!({"request": {"set": [{"name": "x-size", "value": "string(size(request.body))"}]}});
    for (traffic, is_read_at_plain) in [
        (json!({"buffer": {"request": {"maxBytes": 100}}}), true),
        (json!({"buffer": {"request": {"maxBytes": 100, "failureMode": "FailOpen"}}}), false),
        (json!({"buffer": {"request": {"maxBytes": "1Ki"}}}), false),
        (
            json!({"buffer": {"request": {"maxBytes": 100, "failureMode": "FailOpen"}},
            "authorization": looks}),
            true,
        ),
        (
            json!({"buffer": {"request": {"maxBytes": 100, "failureMode": "FailOpen"}},
            "transformation": made}),
            true,
        ),
    ] {
        let (upstream, mut manifests) = backends().await;
        manifests.push(policy("p", json!({"traffic": traffic})));
        let world = World::of(upstream, settings(), &manifests).await;
        for path in ["/v1/chat/completions", "/plain"] {
            for body in [&large, &small] {
                let reply = world.same(&Asked { path, ..Asked::chat(body.clone()) }).await;
                let is_read = path != "/plain" || is_read_at_plain;
                let fits = !is_read
                    || body.len() <= 100
                    || traffic["buffer"]["request"]["maxBytes"] == "1Ki";
                assert_eq!(reply.status.as_u16(), if fits { 200 } else { 413 }, "{traffic} {path}");
            }
        }
    }
}

#[tokio::test]
async fn what_the_gateway_and_the_proxy_read_at_most_is_foreseen() {
    const GROUP: &str = "gateway.networking.k8s.io";
    let (upstream, mut manifests) = backends().await;
    for route in manifests.iter_mut().filter(|one| one["kind"] == "HTTPRoute") {
        route["spec"]["parentRefs"] = json!([{"name": "edge"}]);
    }
    manifests.push(json!({"apiVersion": format!("{GROUP}/v1"), "kind": "Gateway",
        "metadata": {"name": "edge"}, "spec": {"gatewayClassName": "agentgateway",
        "listeners": [{"name": "http", "port": 8080, "protocol": "HTTP"}]}}));
    let of_proxy = Settings { max_body: 300, max_held: 2400, ..settings() };
    let world = World::of(upstream.clone(), of_proxy, &manifests).await;
    assert_eq!(world.same(&Asked::chat(chat(&"m".repeat(300)))).await.status, 413);
    assert_eq!(world.same(&Asked::chat(chat("m"))).await.status, 200);
    let on = json!({"group": GROUP, "kind": "Gateway", "name": "edge"});
    manifests.push(policy_on("p", on, json!({"frontend": {"http": {"maxBufferSize": 100}}})));
    let world = World::of(upstream, settings(), &manifests).await;
    assert_eq!(world.same(&Asked::chat(chat(&"m".repeat(100)))).await.status, 413);
    assert_eq!(world.same(&Asked::chat(chat("m"))).await.status, 200);
    let plain = Asked { path: "/plain", ..Asked::chat("m".repeat(200)) };
    assert_eq!(world.same(&plain).await.status, 200);
}

#[tokio::test]
async fn what_keeps_web_pages_out_is_foreseen() {
    let hosts = ["*.allowed.test".to_owned()];
    let origins = ["https://app.test".to_owned()];
    for guard in [BrowserGuard::default(), BrowserGuard::allowing(&hosts, &origins)] {
        for cors in [false, true] {
            let (upstream, mut manifests) = backends().await;
            if cors {
                let cors = json!({"allowOrigins": ["https://cors.test"], "allowMethods": ["PUT"]});
                manifests.push(policy("p", json!({"traffic": {"cors": cors}})));
            }
            let settings = Settings { browsers: Some(guard.clone()), ..settings() };
            let world = World::of(upstream, settings, &manifests).await;
            let mut refused = 0;
            for headers in [
                &[("host", "localhost")][..],
                &[("host", "evil.test")],
                &[("host", "gateway"), ("user-agent", "Mozilla/5.0")],
                &[("host", "x.allowed.test:8080")],
                &[("host", "a b")],
                &[("host", "localhost"), ("origin", "https://evil.test")],
                &[("host", "localhost"), ("origin", "https://app.test")],
                &[("host", "localhost"), ("origin", "https://cors.test")],
                &[("host", "localhost"), ("sec-fetch-site", "cross-site")],
                &[
                    ("host", "localhost"),
                    ("origin", "https://app.test"),
                    ("access-control-request-method", "PUT"),
                ],
                &[
                    ("host", "localhost"),
                    ("origin", "https://evil.test"),
                    ("content-type", "application/grpc"),
                ],
            ] {
                for method in ["POST", "OPTIONS"] {
                    let asked = Asked { method, headers, ..Asked::chat(chat("m")) };
                    refused += usize::from(world.same(&asked).await.status == 403);
                }
            }
            assert!(refused > 5, "{refused}");
        }
    }
}

#[tokio::test]
async fn what_is_no_plain_request_is_foreseen() {
    let (upstream, mut manifests) = backends().await;
    manifests.push(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": {"name": "gone"}, "spec": {"rules": [
            {"matches": [{"path": {"value": "/gone"}}], "backendRefs": [reference("nothing")]}]}}));
    let world = World::of(upstream, settings(), &manifests).await;
    let path = "/v1/chat/completions";
    for (path, headers, status) in [
        (path, &[("content-encoding", "gzip")][..], 503),
        (path, &[("content-encoding", "zip")], 415),
        (path, &[("content-encoding", "identity")], 200),
        ("/plain", &[("content-encoding", "gzip")], 200),
        ("/gone", &[("content-type", "application/grpc")], 200),
        ("/gone", &[("content-type", "application/json")], 500),
        (path, &[("content-type", "application/grpc+proto"), ("content-encoding", "br")], 200),
        ("/plain", &[("x-agw-passed", "one, two")], 200),
        ("/plain", &[("x-agw-passed", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17")], 508),
        ("/plain", &[("connection", "upgrade"), ("upgrade", "websocket")], 200),
        ("/plain", &[("connection", "upgrade, http2-settings"), ("upgrade", "h2c")], 200),
        ("/plain", &[("upgrade", "websocket")], 200),
        (path, &[("connection", "upgrade"), ("upgrade", "websocket")], 200),
    ] {
        let reply = world.same(&Asked { path, headers, ..Asked::chat(chat("m")) }).await;
        assert_eq!(reply.status.as_u16(), status, "{path} {headers:?} {reply:?}");
    }
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, chat("m").as_bytes()).expect("memory");
    let body = Bytes::from(gzip.finish().expect("memory"));
    let headers = &[("content-encoding", "gzip")];
    assert_eq!(world.same(&Asked { headers, ..Asked::chat(body) }).await.status, 200);
}

/// What is printed of a header.
fn header<'c>(call: &'c PlannedCall, name: &str) -> Option<&'c str> {
    call.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

#[tokio::test]
async fn of_a_transformation_only_what_nobody_can_know_is_left_open() {
    let made = |value: &str| {
        json!({"request": {
            "set": [{"name": "x-who", "value": value}, {"name": "x-fixed", "value": "'fixed'"},
                {"name": "x-of-who", "value": "request.headers['x-who']"}],
            "add": [{"name": "x-more", "value": "request.method"}], "remove": ["x-gone"]}})
    };
    for (value, marked) in [
        ("source.address", "[depends on the client's address]"),
        ("string(random())", "[depends on chance]"),
        ("uuid() + source.address", "[depends on chance and the client's address]"),
        ("request.path", "/plain"),
    ] {
        for is_of_backend in [false, true] {
            let (upstream, mut manifests) = backends().await;
            match is_of_backend {
                true => manifests[1]["spec"]["policies"] = json!({"transformation": made(value)}),
                false => {
                    manifests.push(policy("p", json!({"traffic": {"transformation": made(value)}})))
                }
            }
            let world = World::of(upstream, settings(), &manifests).await;
            let headers = &[("x-gone", "1"), ("x-kept", "1")];
            let asked = Asked { path: "/plain", headers, ..Asked::chat(chat("m")) };
            let foreseen = world.foreseen(&asked);
            assert_eq!(foreseen.depends, [""; 0]);
            let [call] = &foreseen.calls[..] else { panic!("{foreseen:?}") };
            let request = with(Method::POST, asked.path, headers, asked.body.clone());
            world.gateway.ask(request).await.expect_ok();
            let seen = world.upstream.only();
            for name in ["x-who", "x-of-who"] {
                assert_eq!(header(call, name), Some(marked), "{value}");
                let sent = seen.header(name).expect("sent");
                assert_eq!(sent == marked, value == "request.path", "{value}: {sent}");
            }
            for name in ["x-fixed", "x-more", "x-gone", "x-kept"] {
                assert_eq!(header(call, name), seen.header(name), "{value}: {name}");
            }
            assert_eq!(call.sent.as_deref(), Some(&*seen.body));
        }
    }
}

#[tokio::test]
async fn what_depends_on_more_than_the_request_is_said_and_nothing_else() {
    let direct = json!({"directResponse": {"status": 503, "bodyExpression": "source.address",
        "headers": [{"name": "x-path", "value": "request.path"}, {"name": "x-id", "value": "uuid()"}]}});
    let cases = json!({"transformation": {"conditional": [
        {"condition": "request.method == 'PUT'", "policy": {"request": {"remove": ["x-kept"]}}},
        {"condition": "random() < 0.5", "policy": {"request": {"set": [{"name": "x-a", "value": "'1'"}]}}},
        {"policy": {"request": {"set": [{"name": "x-b", "value": "'2'"}]}}}]}});
    let body = json!({"transformation": {"request": {"body": "toJson({'model': uuid()})"}}});
    let one = json!({"ai": {"transformations": [{"field": "user", "expression": "uuid()"},
        {"field": "n", "expression": "1"}]}});
    let (upstream, manifests) = backends().await;
    let asked = Asked { headers: &[("x-kept", "1")], ..Asked::chat(chat("m")) };
    let foreseen = async |traffic: &Value, policies: &Value| {
        let mut manifests = manifests.clone();
        manifests[0]["spec"]["policies"] = policies.clone();
        manifests.push(policy("p", json!({"traffic": traffic})));
        World::of(upstream.clone(), settings(), &manifests).await.foreseen(&asked)
    };
    let answered = foreseen(&direct, &json!({})).await;
    let answer = answered.answer.expect("an answer");
    assert_eq!((answer.status, &*answer.body), (503, "[depends on the client's address]"));
    assert_eq!(answer.headers["x-path"], "/v1/chat/completions");
    assert_eq!(answer.headers["x-id"], "[depends on chance]");
    let cased = foreseen(&cases, &json!({})).await;
    for (name, value) in
        [("x-a", "[depends on chance]"), ("x-b", "[depends on chance]"), ("x-kept", "1")]
    {
        assert_eq!(header(&cased.calls[0], name), Some(value));
    }
    let made = foreseen(&body, &json!({})).await;
    assert_eq!(
        made.depends,
        ["the body may be changed by an expression that depends on chance: not shown"]
    );
    assert_eq!(made.calls[0].sent, None);
    let field = foreseen(&json!({}), &one).await;
    assert_eq!(field.calls[0].body, ["\"n\":1 is added", "\"user\" becomes [depends on chance]"]);
}

#[tokio::test]
async fn that_guards_may_replace_the_reply_is_said_only_where_they_read_it() {
    let upstream = Upstream::start().await;
    let refuse = json!({"regex": {"action": "Reject", "matches": ["secret"]}});
    let routes = json!({"/v1/chat/completions": "Completions", "/v1/models": "Models"});
    let policies = json!({"ai": {"routes": routes, "promptGuard": {"response": [refuse]}}});
    let backend = backend("b", upstream.address, json!({"openai": {}}), policies);
    let world = World::of(upstream, settings(), &[backend, route("r", json!([to("b")]))]).await;
    let may = "promptGuard.response may reject or mask the reply";
    assert_eq!(world.foreseen(&Asked::chat(chat("m"))).depends, [may]);
    let models = Asked { method: "GET", path: "/v1/models", headers: &[], body: Bytes::new() };
    assert!(world.foreseen(&models).depends.is_empty(), "guards do not read lists of models");
}

#[tokio::test]
async fn a_plain_backend_that_is_killed_says_so_before_its_rules_are_asked() {
    let upstream = Upstream::start().await;
    let at = upstream.address;
    let denies = json!({"policy": {"matchExpressions": ["request.headers['x'] == 'nobody'"]}});
    let plain = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "plain"}, "spec": {"policies": {"authorization": denies},
        "static": {"host": at.ip().to_string(), "port": at.port()}}});
    let manifests = [plain, route("r", json!([{"backendRefs": [reference("plain")]}]))];
    let killed = crate::proxy::killed::killed(&[(SubjectKind::Backend, "default/plain")]);
    for (killed, status) in [(InForce::default(), 403), (killed, 503)] {
        let settings = settings();
        settings.kill_switch.set(killed);
        let upstream = Upstream::start().await;
        let world = World::of(upstream, settings, &manifests).await;
        let reply = world.same(&Asked::chat(chat("m"))).await;
        assert_eq!(reply.status, status);
    }
}
