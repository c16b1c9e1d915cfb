//! What `explain` prints of a call is what its upstream sees: method, URL, headers and body, in worlds made up of filters,
//! policies, transformations, guards, mirrors, retries, groups of providers, models and plain backends; and what it prints of
//! an answer is that answer. What depends on chance is marked, and is all that may differ.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::kill::{InForce, SubjectKind};
use kubectl_agw::domain::route::browser::BrowserGuard;
use kubectl_agw::domain::route::explain::explain;
use kubectl_agw::domain::route::matcher::RequestParts;
use kubectl_agw::domain::route::table::{BindKey, RouteTable};
use kubectl_agw::edge::proxy::Settings;
use kubectl_agw::edge::proxy::preview::{
    self, LocalAnswer, PlannedCall, Preview, ProviderCall, RuleOutcome, Terms,
};
use serde_json::{Value, json};

use super::foreseen::{OF_THE_CONNECTION, terms};
use super::{Dice, HOSTS, METHODS, PATHS, routes};
use crate::proxy::killed::killed;
use crate::support::gateway::{
    Connection, Gateway, Reply, backend, keyed, policy_on, reference, secret, settings, snapshot,
    with,
};
use crate::support::upstream::{Seen, Upstream};

/// Each with one request.
const WORLDS: usize = 10_000;
/// A stage's sockets and access log do not grow for ever.
const WORLDS_A_STAGE: usize = 500;
/// How a value begins that depends on more than the request.
const MARK: &str = "[depends on ";
const MODELS: &[&str] = &["m", "gpt-4.1", "fast", "claude", "none"];

fn agentgateway(kind: &str, name: &str, spec: Value) -> Value {
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": kind,
        "metadata": {"name": name}, "spec": spec})
}

/// Each with one chance in so many.
fn some(dice: &mut Dice, sides: usize, all: Vec<(&str, Value)>) -> Value {
    let chosen: Vec<_> = all.into_iter().filter(|_| dice.roll(sides) == 0).collect();
    chosen.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What a transformation makes of requests.
fn transformation(dice: &mut Dice, who: &str) -> Value {
    let set =
        |name: &str, value: &str| json!({"request": {"set": [{"name": name, "value": value}]}});
    match dice.roll(14) {
        6 => set("x-team", "string(random())"),
        7 => set("x-tier", "source.address + uuid()"),
        8 => set("x-seen", "request.headers['x-tier'] + request.headers['x-team']"),
        9 => set("x-team", "llmRequest.model"),
        10 => set("host", "request.host + '.made'"),
        11 => json!({"request": {"remove": ["host"]}}),
        12 => set("x-size", "string(size(request.body))"),
        13 => json!({"request": {"body": "toJson({'model': 'm', 'messages': [], 'id': uuid()})"}}),
        0 => set("x-team", "request.method + ' ' + request.path"),
        1 => set(":path", "'/made' + request.path"),
        2 => set(":method", "'PUT'"),
        3 => set(":authority", "request.headers['x-team'] + '.test'"),
        4 => {
            json!({"request": {"remove": ["x-tier"], "add": [{"name": "x-who", "value": format!("'{who}'")}]}})
        }
        _ => {
            json!({"request": {"body": format!("toJson(json(request.body).merge({{'user': '{who}'}}))")}})
        }
    }
}

/// Policies `ai` of a backend.
fn ai(dice: &mut Dice) -> Value {
    let action = dice.one(&["Mask", "Reject"]);
    let top =
        dice.one(&["0.5", "random()", "size(llmRequest.messages)", "request.headers['x-tier']"]);
    let guard = json!([{"regex": {"action": action, "builtins": ["Email"]}}]);
    some(
        dice,
        3,
        vec![
            ("overrides", json!([{"field": "temperature", "value": 0}])),
            ("defaults", json!([{"field": "seed", "value": 7}, {"field": "user", "value": "d"}])),
            ("prompt", json!({"prepend": [{"role": "system", "content": "brief"}]})),
            ("modelAliases", json!({"fast": "gpt-4.1", "gpt-*": "gpt-4o"})),
            (
                "transformations",
                json!([{"field": "top_p", "expression": top},
                    {"field": "model", "expression": "llmRequest.model + '-x'"}]),
            ),
            ("finalTransformations", json!([{"field": "n", "expression": "1"}])),
            ("promptGuard", json!({"request": guard, "response": guard})),
        ],
    )
}

fn provider(dice: &mut Dice) -> Value {
    match dice.roll(5) {
        0 => json!({"anthropic": {}}),
        1 => json!({"openai": {"model": "gpt-4.1"}}),
        2 => json!({"gemini": {"model": "gemini-2.5-flash"}}),
        _ => json!({"openai": {}}),
    }
}

fn policies(dice: &mut Dice) -> Value {
    let (made, ai) = (transformation(dice, "backend"), ai(dice));
    let mut policies = some(dice, 2, vec![("transformation", made), ("ai", ai)]);
    if dice.roll(2) == 0 {
        policies["auth"] = keyed("key")["auth"].clone();
    }
    policies
}

/// Backends of every kind, all of them at one upstream.
fn backends(dice: &mut Dice, upstream: &Upstream) -> Vec<Value> {
    let at = upstream.address;
    let mut grouped = backend("grouped", at, json!({}), policies(dice));
    let one = |name: &str, prefix: &str, provider: Value| {
        let mut one = json!({"name": name, "host": at.ip().to_string(), "port": at.port(),
            "pathPrefix": prefix});
        one.as_object_mut()
            .expect("a mapping")
            .extend(provider.as_object().cloned().unwrap_or_default());
        one
    };
    let providers = [one("a", "/a", provider(dice)), one("b", "/b", provider(dice))];
    grouped["spec"]["ai"] = match dice.roll(2) {
        0 => json!({"groups": [{"providers": providers}]}),
        _ => json!({"groups": [{"providers": [providers[0]]}, {"providers": [providers[1]]}]}),
    };
    let made = transformation(dice, "plain");
    let plain = json!({"static": {"host": at.ip().to_string(), "port": at.port()},
        "policies": some(dice, 2, vec![("transformation", made),
            ("auth", keyed("key")["auth"].clone())])});
    let of_model = some(
        dice,
        2,
        vec![
            (
                "headers",
                json!({"request": {"set": [{"name": "x-model", "value": "own"}], "remove": ["x-tier"]}}),
            ),
            ("auth", keyed("key")["auth"].clone()),
            (
                "authorization",
                json!({"policy": {"matchExpressions": ["request.headers['x-tier'] == 'smart'"]}}),
            ),
        ],
    );
    let model = |name: &str, spec: Value| agentgateway("AgentgatewayModel", name, spec);
    let url = "http://one.default.svc.cluster.local/v1";
    let targets = json!([{"modelRef": {"name": "gpt-4.1"}, "when": "request.headers['x-team'] == 'fast'"},
        {"modelRef": {"name": "m"}}]);
    vec![
        backend("m", at, provider(dice), policies(dice)),
        grouped,
        agentgateway("AgentgatewayBackend", "plain", plain),
        model("m", json!({"provider": "OpenAI", "baseURL": url, "policies": of_model})),
        model("gpt-4.1", json!({"provider": "OpenAI", "baseURL": url})),
        model("fast", json!({"virtualModel": {"conditional": {"targets": targets}}})),
        secret("key", "sk-key"),
    ]
}

fn filters(dice: &mut Dice) -> Value {
    let path = match dice.roll(2) {
        0 => json!({"type": "ReplaceFullPath", "replaceFullPath": "/v1/chat/completions"}),
        _ => json!({"type": "ReplacePrefixMatch", "replacePrefixMatch": "/new"}),
    };
    let all = [
        json!({"type": "RequestHeaderModifier", "requestHeaderModifier":
            {"set": [{"name": "x-team", "value": "filtered"}], "remove": ["x-asked"]}}),
        json!({"type": "URLRewrite", "urlRewrite": {"path": path}}),
        json!({"type": "URLRewrite", "urlRewrite": {"hostname": "other.test"}}),
        json!({"type": "RequestMirror", "requestMirror": {"backendRef": {"name": "shadow", "port": 80}}}),
    ];
    let mut chosen: Vec<_> = all.into_iter().filter(|_| dice.roll(3) == 0).collect();
    // One rewrite a rule.
    let mut rewrites = 0;
    chosen.retain(|one| {
        rewrites += usize::from(one["type"] == "URLRewrite");
        one["type"] != "URLRewrite" || rewrites == 1
    });
    json!(chosen)
}

/// Routes of [`routes`] to backends of every kind.
fn world(dice: &mut Dice, upstream: &Upstream) -> Vec<Value> {
    let mut manifests = routes(dice);
    manifests.retain(|one| one["kind"] == "HTTPRoute");
    for route in &mut manifests {
        for rule in route["spec"]["rules"].as_array_mut().expect("rules") {
            let mut to = reference(dice.one(&["m", "grouped", "plain"]));
            to["filters"] = filters(dice);
            rule["backendRefs"] = json!([to]);
            rule["filters"] = filters(dice);
            if dice.roll(3) == 0 {
                rule["retry"] = json!({"attempts": 1, "codes": [503]});
            }
        }
    }
    let routed: Vec<_> = manifests.iter().map(|route| route["metadata"]["name"].clone()).collect();
    for name in routed {
        let most = dice.one(&[40, 150, 4000]);
        let mode = dice.one(&["FailOpen", "FailClosed"]);
        let looks = dice.one(&["size(request.body) > 0", "request.headers['x-team'] != 'fast'"]);
        let traffic = some(
            dice,
            4,
            vec![
                ("buffer", json!({"request": {"maxBytes": most, "failureMode": mode}})),
                ("authorization", json!({"policy": {"matchExpressions": [looks]}})),
                ("hostRewrite", json!({"mode": "None"})),
                ("cors", json!({"allowOrigins": ["https://a.test"], "allowMethods": ["PUT"]})),
            ],
        );
        let made = transformation(dice, "route");
        let mut traffic = traffic;
        if dice.roll(3) == 0 {
            traffic["transformation"] = made;
        }
        let on = json!({"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": name});
        manifests.push(policy_on(name.as_str().expect("a name"), on, json!({"traffic": traffic})));
    }
    manifests.extend(backends(dice, upstream));
    manifests
}

/// Longer than what the proxy reads here.
const LONG: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
    seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six";

/// How the proxies are started: what they read at most, and which web pages they keep out.
fn started() -> Settings {
    let browsers = Some(BrowserGuard::allowing(&["*".to_owned()], &[]));
    Settings { max_body: 250, max_held: 1 << 20, browsers, ..settings() }
}

/// In one world of six the kill switch stops something.
fn stopped(dice: &mut Dice) -> InForce {
    use SubjectKind::{All, Backend, Model, Provider};
    const KILLS: &[(SubjectKind, &str)] = &[
        (Model, "m"),
        (Model, "fast"),
        (Model, "gpt-4o"),
        (Provider, "openai"),
        (Provider, "anthropic"),
        (Backend, "default/one"),
        (Backend, "default/b"),
        (All, ""),
    ];
    match dice.roll(6) {
        0 => killed(&[dice.one(KILLS)]),
        _ => InForce::default(),
    }
}

/// One request.
struct RandomRequest {
    method: Method,
    host: &'static str,
    path: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
    model: Option<String>,
}

fn asked(dice: &mut Dice) -> RandomRequest {
    let method = Method::from_bytes(dice.one(METHODS).as_bytes()).expect("a method");
    let (host, path) = (dice.one(HOSTS), dice.one(PATHS));
    let mut headers = vec![("host", host)];
    let telling: &[(&str, &[&str])] = &[
        ("x-tier", &["smart", "fast"]),
        ("x-team", &["smart", "fast"]),
        ("x-asked", &["smart"]),
        ("authorization", &["Bearer sk-client"]),
        ("x-api-key", &["sk-client"]),
        ("accept-encoding", &["gzip"]),
        ("connection", &["keep-alive, x-asked"]),
    ];
    for (name, values) in telling {
        if dice.roll(3) == 0 {
            headers.push((name, dice.one(values)));
        }
    }
    let unusual: &[(&str, &[&str])] = &[
        ("origin", &["https://a.test", "https://b.test", "http://localhost:1"]),
        ("sec-fetch-site", &["same-origin", "cross-site"]),
        ("content-type", &["application/json", "application/grpc", "text/plain"]),
        ("content-encoding", &["gzip", "identity", "what"]),
        ("upgrade", &["websocket", "h2c"]),
        ("x-agw-passed", &["one", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17"]),
        ("te", &["trailers", "gzip"]),
    ];
    for (name, values) in unusual {
        if dice.roll(16) == 0 {
            headers.push((name, dice.one(values)));
        }
    }
    if dice.roll(16) == 0 {
        headers.retain(|(name, _)| *name != "connection");
        headers.push(("connection", "upgrade"));
    }
    let model = dice.one(MODELS);
    let content = dice.one(&[
        "hi",
        "hi",
        "hi",
        "hi",
        "hi",
        "hi",
        "mail a@b.com now",
        "mail a@b.com now",
        LONG,
    ]);
    let mut body = json!({"model": model, "messages": [{"role": "user", "content": content}],
        "max_tokens": 5});
    if dice.roll(3) == 0 {
        body["stream"] = json!(true);
    }
    match dice.roll(24) {
        0 => RandomRequest { method, host, path, headers, body: "no JSON".to_owned(), model: None },
        1 => RandomRequest { method, host, path, headers, body: String::new(), model: None },
        _ => RandomRequest {
            method,
            host,
            path,
            headers,
            body: body.to_string(),
            model: Some(model.to_owned()),
        },
    }
}

/// What is printed: the calls that may be made, or the answer in their place.
enum Printed {
    Calls(Vec<ProviderCall>),
    Answer(u16, String),
}

fn printed(
    routes: &RouteTable,
    bind: &BindKey,
    asked: &RandomRequest,
    terms: &Arc<Terms>,
) -> Printed {
    let mut headers = HeaderMap::new();
    for (name, value) in &asked.headers[1..] {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !asked.body.is_empty() {
        headers.insert("content-length", HeaderValue::from(asked.body.len()));
    }
    let (host, path) = (asked.host, asked.path);
    let parts = RequestParts { method: &asked.method, host, path, query: None, headers: &headers };
    let mut request = Preview::new(&parts, host, Some(asked.body.as_bytes()), terms);
    if let Err(stopped) = request.before(routes, bind) {
        return Printed::Answer(stopped.status, stopped.body);
    }
    let routed = request.clone();
    let found = match explain(routes, bind, &routed.parts()).found {
        Ok(found) => found,
        Err(refusal) => {
            let stopped = request.refused(refusal);
            return Printed::Answer(stopped.status, stopped.body);
        }
    };
    match preview::outcome(&found, &mut request) {
        RuleOutcome::Targets => {}
        RuleOutcome::PolicyAnswer(stopped) => return Printed::Answer(stopped.status, stopped.body),
        other => panic!("{other:?}"),
    }
    let [target] = &*found.candidate.rule.targets else { panic!("one target a rule") };
    let model = asked.model.as_deref();
    let mut calls = preview::calls(found.candidate, target, &request, model);
    for call in &mut calls {
        call.depends.extend(request.depends.iter().cloned());
    }
    Printed::Calls(calls)
}

/// Whether an upstream has seen what was printed; the reason where not.
fn differs(call: &PlannedCall, seen: &Seen, retry: Option<&str>) -> Option<String> {
    let uri: Uri = call.url.parse().expect("a URI");
    let target = uri.path_and_query().map(|target| target.as_str());
    if target != Some(&*seen.target) || call.method != seen.method {
        return Some(format!(
            "{} {} is not {} {}",
            call.method, call.url, seen.method, seen.target
        ));
    }
    let mut headers: Vec<_> = seen
        .headers
        .iter()
        .filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.as_str()))
        .filter(|(name, _)| retry.is_none() || *name != "x-retry-attempt")
        .map(|(name, value)| (name.to_string(), value.to_str().expect("text").to_owned()))
        .collect();
    headers.sort();
    // Where a key goes is printed, and no key; what depends on more than the request is marked.
    let hidden = |name: &str| {
        let printed = call.headers.iter().find(|(n, _)| n == name);
        printed.filter(|(_, v)| v == "[redacted]" || v.starts_with(MARK)).map(|(_, v)| v.clone())
    };
    for (name, value) in &mut headers {
        if let Some(hidden) = hidden(name) {
            *value = hidden;
        }
    }
    // An expression of what is not known may also fail, and then writes no header.
    let is_absent = |(name, value): &&(String, String)| {
        value.starts_with(MARK) && !headers.iter().any(|(sent, _)| sent == name)
    };
    let expected: Vec<_> = call.headers.iter().filter(|one| !is_absent(one)).cloned().collect();
    if headers != expected {
        return Some(format!("{expected:?} are not {headers:?}"));
    }
    match &call.sent {
        Some(sent) if *sent == seen.body => None,
        // A field of it depends on chance.
        None if call.body.iter().any(|word| word.contains(MARK)) => None,
        sent => Some(format!("{sent:?} is not {:?}", String::from_utf8_lossy(&seen.body))),
    }
}

/// Whether the words tell of changes exactly where there are some: of JSON in its values, of anything else in its bytes.
fn tell(call: &PlannedCall, asked: &RandomRequest) -> bool {
    let json = |text: &[u8]| serde_json::from_slice::<Value>(text).ok();
    let (sent, asked) = (call.sent.as_deref().unwrap_or_default(), asked.body.as_bytes());
    let is_same = match (json(sent), json(asked)) {
        (Some(sent), Some(asked)) => sent == asked,
        _ => sent == asked,
    };
    let is_open = call.sent.is_none();
    call.sent_as.is_some() || is_open || call.body.is_empty() == is_same
}

/// A proxy that serves one world after the other, its upstreams, and a connection to it.
struct Stage {
    settings: Settings,
    upstream: Upstream,
    shadow: Upstream,
    gateway: Gateway,
    connection: Connection,
}

impl Stage {
    async fn new() -> Self {
        let (upstream, shadow) = (Upstream::start().await, Upstream::start().await);
        let settings = started();
        let gateway = Gateway::resolving_with(settings.clone(), &[], &[]).await;
        let connection = Connection::to(gateway.address()).await;
        Stage { settings, upstream, shadow, gateway, connection }
    }

    /// Puts a world in the place of the one before, and returns its table.
    async fn set(&mut self, manifests: &[Value]) -> RouteTable {
        let mut seen = snapshot(manifests);
        for (name, at) in [("one", &self.upstream), ("shadow", &self.shadow)] {
            seen.resolves.add(&format!("default/{name}:80={}", at.address)).expect("an address");
        }
        let table = Compiled::of(seen).table;
        self.gateway.proxy.apply(table.clone()).await.expect("a port");
        table
    }

    /// Sends a request, which the upstream may fail, and returns its reply and what the upstream has seen of it.
    async fn ask(&mut self, asked: &RandomRequest, fails: bool) -> (Reply, Vec<Seen>) {
        let before = self.upstream.count();
        if fails {
            self.upstream.reply(503, "application/json", "{}");
        }
        let RandomRequest { method, path, headers, body, .. } = asked;
        let request = with(method.clone(), path, headers, body.clone());
        let reply = self.connection.ask(request).await;
        let seen = self.upstream.seen_since(before);
        if fails && seen.is_empty() {
            // The failure is not for the next one.
            let direct = with(Method::GET, "/", &[], "");
            Connection::to(self.upstream.address).await.ask(direct).await;
        }
        (reply, seen)
    }
}

#[tokio::test]
async fn what_is_printed_of_a_call_is_what_its_upstream_sees() {
    let (mut dice, mut kills) = (Dice(0x5eed_0000_0000_0003), Dice(0x5eed_0000_0000_0004));
    let mut counts = BTreeMap::<&str, usize>::new();
    let mut mirrored = 0;
    let mut stage = Stage::new().await;
    for number in 0..WORLDS {
        if number % WORLDS_A_STAGE == 0 {
            mirrored += stage.shadow.count();
            stage = Stage::new().await;
        }
        let manifests = world(&mut dice, &stage.upstream);
        let routes = stage.set(&manifests).await;
        let bind = routes.binds.keys().next().expect("a bind");
        stage.settings.kill_switch.set(stopped(&mut kills));
        let asked = asked(&mut dice);
        let (reply, seen) = stage.ask(&asked, dice.roll(6) == 0).await;
        let RandomRequest { method, path, headers, body, .. } = &asked;
        let world = Value::from(manifests);
        let case = format!("{method} {path} {headers:?} {body}: {reply:?}\n{world}");
        let what = match printed(&routes, bind, &asked, &terms(&stage.settings)) {
            Printed::Answer(status, body) => {
                let told = (status, &*body);
                assert_eq!((reply.status.as_u16(), &*reply.words()), told, "{case}");
                assert!(seen.is_empty(), "{case}");
                "answered before"
            }
            Printed::Calls(calls) => {
                for call in calls.iter().filter(|call| call.depends.is_empty()) {
                    let Ok(call) = &call.call else { continue };
                    assert!(tell(call, &asked), "{call:?} {case}");
                }
                compare(&calls, &seen, &reply, &asked, &case)
            }
        };
        *counts.entry(what).or_default() += 1;
    }
    assert!(mirrored > 100, "{mirrored} copies");
    assert!(counts["called"] > 1500 && counts["tried twice"] > 50, "{counts:?}");
    assert!(counts["answered"] > 1000 && counts["depends"] > 30, "{counts:?}");
    assert!(counts["answered before"] > 1000, "{counts:?}");
}

/// Compares the calls that may be made with those that were.
fn compare(
    calls: &[ProviderCall],
    seen: &[Seen],
    reply: &Reply,
    asked: &RandomRequest,
    case: &str,
) -> &'static str {
    let planned: Vec<_> = calls.iter().filter_map(|called| called.call.as_ref().ok()).collect();
    if calls.iter().any(|called| !called.depends.is_empty()) {
        // A body that is made by chance: what becomes of it is not foretold.
        return "depends";
    }
    if planned.is_empty() {
        assert!(seen.is_empty(), "{calls:?} {case}");
        // A provider that is killed is left out, and the next one may be broken.
        let told = calls.iter().any(|call| {
            let Err(LocalAnswer::PolicyAnswer(stopped)) = &call.call else {
                panic!("{calls:?} {case}")
            };
            (reply.status.as_u16(), &*reply.words()) == (stopped.status, &*stopped.body)
        });
        assert!(told, "{calls:?} {case}");
        return "answered";
    }
    if seen.is_empty() && planned.len() < calls.len() {
        return "answered by one of several";
    }
    assert!(!seen.is_empty(), "{planned:?} {} {case}", asked.body);
    for (attempt, seen) in seen.iter().enumerate() {
        let number = attempt.to_string();
        let retry = (attempt > 0).then_some(number.as_str());
        assert_eq!(seen.header("x-retry-attempt"), retry, "{case}");
        let why: Vec<_> = planned.iter().map(|call| differs(call, seen, retry)).collect();
        assert!(why.contains(&None), "{why:?} {case}");
    }
    if seen.len() > 1 { "tried twice" } else { "called" }
}
