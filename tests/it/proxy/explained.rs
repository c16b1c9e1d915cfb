//! An explanation is what the proxy does: route sets and requests made up, each asked of both.

mod calls;
mod curl_lines;
mod foreseen;
mod worlds;

use foreseen::terms;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use kubectl_agw::domain::route::explain::{MatchOutcome, explain};
use kubectl_agw::domain::route::matcher::RequestParts;
use kubectl_agw::edge::proxy::Settings;
use kubectl_agw::edge::proxy::preview::{PolicyAnswer, Preview, RuleOutcome, outcome};
use kubectl_agw::edge::simulator::Simulation;
use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, Reply, chat, policy_on, reference, secret, settings, table, with,
};

const ROUTE_SETS: u64 = 100;
const REQUESTS: u64 = 100;

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("small")
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

const PATHS: &[&str] = &["/", "/a", "/a/b", "/a/b/c", "/ab", "/v1/chat/completions"];
const HOSTS: &[&str] = &["x.test", "y.test", "a.x.test", "a.b.x.test"];
const HEADERS: &[&str] = &["x-tier", "x-team"];
const VALUES: &[&str] = &["smart", "fast"];
const METHODS: &[&str] = &["POST", "PUT"];

fn one_match(dice: &mut Dice) -> Value {
    let mut entry = json!({});
    match dice.roll(4) {
        0 => entry["path"] = json!({"type": "Exact", "value": dice.one(PATHS)}),
        1 | 2 => entry["path"] = json!({"type": "PathPrefix", "value": dice.one(PATHS)}),
        _ => {}
    }
    if dice.roll(6) == 0 {
        entry["path"] =
            json!({"type": "RegularExpression", "value": dice.one(&["/a.*", "/.*", "/a/[a-z]"])});
    }
    if dice.roll(4) == 0 {
        entry["method"] = json!(dice.one(METHODS));
    }
    let mut headers = Vec::new();
    for name in HEADERS.iter().filter(|_| dice.roll(3) == 0) {
        headers.push(json!({"name": name, "value": VALUES[headers.len() % VALUES.len()]}));
    }
    if !headers.is_empty() {
        entry["headers"] = json!(headers);
    }
    if dice.roll(5) == 0 {
        entry["queryParams"] = json!([{"name": "q", "value": dice.one(VALUES)}]);
    }
    entry
}

/// Whether a reply is the answer that was printed: status, headers and body.
fn is_given(printed: &PolicyAnswer, reply: &Reply) -> bool {
    let headers = printed.headers.keys();
    let mut same =
        headers.map(|name| printed.headers.get_all(name).iter().eq(reply.headers.get_all(name)));
    reply.status.as_u16() == printed.status
        && reply.text() == printed.body
        && reply.header("x-agw-hint") == printed.hint.as_deref()
        && same.all(|same| same)
}

fn routes(dice: &mut Dice) -> Vec<Value> {
    let mut manifests = vec![json!({"apiVersion": "agentgateway.dev/v1alpha1",
        "kind": "AgentgatewayBackend", "metadata": {"name": "m"},
        "spec": {"ai": {"provider": {"openai": {"model": "m"}}}}})];
    for number in 0..=dice.roll(8) {
        let rules: Vec<_> = (0..=dice.roll(2))
            .map(|_| {
                let matches: Vec<_> = (0..=dice.roll(2)).map(|_| one_match(dice)).collect();
                json!({"matches": matches, "backendRefs": [reference("m")]})
            })
            .collect();
        let mut spec = json!({"rules": rules});
        if dice.roll(2) == 0 {
            spec["hostnames"] = json!([dice.one(&["x.test", "*.x.test", "y.test", "*.b.x.test"])]);
        }
        manifests.push(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
            "metadata": {"name": format!("r{number}")}, "spec": spec}));
    }
    manifests
}

#[tokio::test]
async fn the_explained_winner_is_the_one_that_the_proxy_takes() {
    let mut dice = Dice(0x5eed_0000_0000_0001);
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..ROUTE_SETS {
        let manifests = routes(&mut dice);
        let routes = table(&manifests);
        let bind = routes.binds.keys().next().expect("a bind");
        let settings = Settings { simulate: Some(Simulation::default()), ..settings() };
        let gateway = Gateway::start_with(settings, &manifests).await;
        let mut connection = Connection::to(gateway.address()).await;
        for _ in 0..REQUESTS {
            let (method, host, path) = (dice.one(METHODS), dice.one(HOSTS), dice.one(PATHS));
            let query = ["", "?q=smart", "?q=fast&q=smart"][dice.roll(3)];
            let mut sent = vec![("host", host)];
            for name in HEADERS.iter().filter(|_| dice.roll(2) == 0) {
                sent.push((name, VALUES[sent.len() % 2]));
            }
            let mut headers = HeaderMap::new();
            for (name, value) in &sent[1..] {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let query_text = query.strip_prefix('?');
            let request =
                RequestParts { method: &method, host, path, query: query_text, headers: &headers };
            let explained = explain(&routes, bind, &request);
            let target = format!("{path}{query}");
            let reply = connection.ask(with(method.clone(), &target, &sent, chat("m"))).await;
            let went = reply.header("x-agw-route").map(str::to_owned);
            // Words only: a regular expression shows its whole automaton.
            let fared = explained.candidates.iter().map(|one| {
                format!(
                    "{:?} {} {}: {}",
                    one.candidate.origin, one.host, one.candidate.matcher, one.outcome
                )
            });
            let case =
                format!("{method} {host}{target} {sent:?}: {:#?}", fared.collect::<Vec<_>>());
            match &explained.found {
                Ok(found) => {
                    let rule = &found.candidate.rule;
                    let label = format!("{}.{}", rule.route, rule.index);
                    assert_eq!(went.as_deref(), Some(label.as_str()), "{case}");
                    taken += 1;
                }
                Err(refusal) => {
                    assert_eq!((went, &*reply.words()), (None, &*refusal.body), "{case}");
                    refused += 1;
                }
            }
            let winners =
                explained.candidates.iter().filter(|c| matches!(c.outcome, MatchOutcome::Won));
            assert_eq!(winners.count(), usize::from(explained.found.is_ok()), "{case}");
            for one in &explained.candidates {
                let meets = one.candidate.matcher.matches(&request);
                match one.outcome {
                    MatchOutcome::Missed(_) => assert!(!meets, "{case}"),
                    MatchOutcome::Won | MatchOutcome::Lower(_) => assert!(meets, "{case}"),
                    MatchOutcome::Host => assert!(!one.host.matches(host), "{case}"),
                    MatchOutcome::Listener => panic!("there is only one listener: {case}"),
                }
            }
        }
    }
    assert_eq!(taken + refused, ROUTE_SETS * REQUESTS);
    assert!(taken > 1000 && refused > 1000, "{taken} taken, {refused} refused");
}

/// What a policy would decide by this is not known.
const TOO_COSTLY: &str = "[1,2,3,4,5,6,7,8].map(a, [1,2,3,4,5,6,7,8].map(b, [1,2,3,4,5,6,7,8].map(c, \
    [1,2,3,4,5,6,7,8].map(d, [1,2,3,4,5,6,7,8].map(e, [1,2,3,4,5,6,7,8].map(f, f)))))).size() == 1";

/// A traffic policy: each of these in every third, and what they make of a request depends on what others did before.
fn traffic(dice: &mut Dice) -> Value {
    let all = [
        ("cors", json!({"allowOrigins": ["https://a.test"], "allowMethods": ["PUT"]})),
        (
            "jwtAuthentication",
            json!({"mode": dice.one(&["Strict", "Optional", "Permissive"]),
                "location": {"header": {"name": "x-token"}},
                "providers": [{"issuer": "me", "jwks": {"inline": "{\"keys\":[]}"}}]}),
        ),
        (
            "apiKeyAuthentication",
            json!({"mode": dice.one(&["Strict", "Optional", "Permissive"]),
                "secretRef": {"name": "clients"}}),
        ),
        (
            "authorization",
            json!({"action": dice.one(&["Allow", "Deny", "Require"]), "policy": {"matchExpressions": [
                dice.one(&["request.headers['x-tier'] == 'smart'", "request.method == 'PUT'",
                    "request.path.startsWith('/a')", "has(apiKey.key)", "'authorization' in request.headers",
                    "json(request.body).model == 'm'", TOO_COSTLY])]}}),
        ),
        (
            "transformation",
            json!({"request": {"set": [{"name": "x-team", "value": "request.method"}]}}),
        ),
        ("csrf", json!({"additionalOrigins": ["https://a.test"]})),
        (
            "directResponse",
            json!({"conditional": [
                {"condition": "request.headers['x-team'] == 'PUT'",
                 "policy": {"status": 418, "bodyExpression": "'no ' + request.path"}},
                {"condition": dice.one(&["request.headers['x-tier'] == 'fast'", "true"]),
                 "policy": {"status": 503, "body": "busy"}}]}),
        ),
    ];
    let chosen = all.into_iter().filter(|_| dice.roll(3) == 0);
    let fields = chosen.map(|(name, policy)| (name.to_owned(), policy));
    json!({"traffic": fields.collect::<serde_json::Map<_, _>>()})
}

/// Routes with policies, and a Gateway whose policy writes a header before a route is looked for.
fn guarded(dice: &mut Dice) -> Vec<Value> {
    const GROUP: &str = "gateway.networking.k8s.io";
    let mut manifests = routes(dice);
    let names: Vec<_> = manifests
        .iter_mut()
        .filter(|manifest| manifest["kind"] == "HTTPRoute")
        .map(|route| {
            route["spec"]["parentRefs"] = json!([{"name": "edge"}]);
            route["metadata"]["name"].clone()
        })
        .collect();
    manifests.push(json!({"apiVersion": format!("{GROUP}/v1"), "kind": "Gateway",
        "metadata": {"name": "edge"}, "spec": {"gatewayClassName": "agentgateway",
        "listeners": [{"name": "http", "port": 8080, "protocol": "HTTP"}]}}));
    manifests.push(secret("clients", "sk-good"));
    for name in names {
        let on = json!({"group": GROUP, "kind": "HTTPRoute", "name": name});
        manifests.push(policy_on(name.as_str().expect("a name"), on, traffic(dice)));
    }
    if dice.roll(2) == 0 {
        let on = json!({"group": GROUP, "kind": "Gateway", "name": "edge"});
        let set = json!([{"name": "x-tier", "value": "request.headers['x-asked']"}]);
        let spec = json!({"traffic": {"phase": "PreRouting", "transformation": {"request": {"set": set}}}});
        manifests.push(policy_on("before", on, spec));
    }
    manifests
}

/// Headers of which policies make something; each in every third request.
const TELLING: &[(&str, &[&str])] = &[
    ("x-tier", VALUES),
    ("x-team", VALUES),
    ("x-asked", VALUES),
    ("authorization", &["Bearer sk-good", "Bearer sk-bad", "Basic x"]),
    ("x-token", &["a.b.c"]),
    ("origin", &["https://a.test", "https://b.test", "http://x.test"]),
    ("access-control-request-method", &["PUT"]),
    ("sec-fetch-site", &["same-origin", "cross-site"]),
];

#[tokio::test]
async fn the_answer_of_a_policy_is_foreseen() {
    let mut dice = Dice(0x5eed_0000_0000_0002);
    let mut answers = std::collections::BTreeMap::<&str, usize>::new();
    for _ in 0..ROUTE_SETS {
        let manifests = guarded(&mut dice);
        let routes = table(&manifests);
        let bind = routes.binds.keys().next().expect("a bind");
        let settings = Settings { simulate: Some(Simulation::default()), ..settings() };
        let gateway = Gateway::start_with(settings, &manifests).await;
        let mut connection = Connection::to(gateway.address()).await;
        for _ in 0..REQUESTS {
            let method = Method::from_bytes(dice.one(&["POST", "PUT", "OPTIONS"]).as_bytes());
            let (method, host, path) =
                (method.expect("a method"), dice.one(HOSTS), dice.one(PATHS));
            let mut sent = vec![("host", host)];
            for (name, values) in TELLING {
                if dice.roll(3) == 0 {
                    sent.push((name, dice.one(values)));
                }
            }
            let mut headers = HeaderMap::new();
            for (name, value) in &sent[1..] {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            let parts =
                RequestParts { method: &method, host, path, query: None, headers: &headers };
            let mut foreseen =
                Preview::new(&parts, host, Some(chat("m").as_bytes()), &terms(&self::settings()));
            let early = foreseen.before(&routes, bind);
            assert!(early.is_ok(), "nothing answers before routing here");
            let routed = foreseen.clone();
            let explained = explain(&routes, bind, &routed.parts());
            let reply = connection.ask(with(method.clone(), path, &sent, chat("m"))).await;
            let went = reply.header("x-agw-route").map(str::to_owned);
            let case = format!("{method} {host}{path} {sent:?}: {reply:?}");
            let Ok(found) = &explained.found else {
                assert_eq!(went, None, "{case}");
                continue;
            };
            let rule = &found.candidate.rule;
            assert_eq!(went, Some(format!("{}.{}", rule.route, rule.index)), "{case}");
            let is_called = reply.header("x-agw-backend").is_some();
            match outcome(found, &mut foreseen) {
                RuleOutcome::PolicyAnswer(stopped) => {
                    assert!(is_given(&stopped, &reply), "{stopped:?} {case}");
                    assert!(!is_called, "{stopped:?} {case}");
                    *answers.entry(stopped.by.expect("a policy")).or_default() += 1;
                }
                RuleOutcome::Targets => {
                    assert!(is_called, "{case}");
                    *answers.entry("called").or_default() += 1;
                }
                other => panic!("{other:?}: {case}"),
            }
            assert_eq!(foreseen.depends.iter().find(|open| !open.contains("as of now")), None);
        }
    }
    let often = answers.values().filter(|count| **count > 50).count();
    assert_eq!(often, 8, "each policy that answers, too costly ones, and calls: {answers:?}");
}
