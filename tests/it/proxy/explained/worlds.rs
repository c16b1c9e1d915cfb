//! Worlds made up of filters, policies, transformations, guards, mirrors, retries, groups of providers, models and plain
//! backends, and requests to them.

use http::Method;
use serde_json::{Value, json};

use super::{Dice, HOSTS, METHODS, PATHS, routes};
use crate::support::gateway::{backend, keyed, policy_on, reference, secret};
use crate::support::upstream::Upstream;

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
pub fn world(dice: &mut Dice, upstream: &Upstream) -> Vec<Value> {
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

/// One request.
pub struct RandomRequest {
    pub method: Method,
    pub host: &'static str,
    pub path: &'static str,
    pub headers: Vec<(&'static str, &'static str)>,
    pub body: String,
    pub model: Option<String>,
}

pub fn asked(dice: &mut Dice) -> RandomRequest {
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
