//! An explanation is what the proxy does: route sets and requests made up, each asked of both.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use kubectl_agw::domain::route::explain::{Outcome, explain};
use kubectl_agw::domain::route::matcher::RequestParts;
use kubectl_agw::edge::proxy::Settings;
use kubectl_agw::edge::simulator::Pace;
use serde_json::{Value, json};

use crate::support::gateway::{Connection, Gateway, chat, reference, settings, table, with};

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
        let settings = Settings { simulate: Some(Pace::default()), ..settings() };
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
                    "{} {} {}: {}",
                    one.candidate.key, one.host, one.candidate.matcher, one.outcome
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
                    assert_eq!((went, reply.text()), (None, &*refusal.body), "{case}");
                    refused += 1;
                }
            }
            let winners = explained.candidates.iter().filter(|c| matches!(c.outcome, Outcome::Won));
            assert_eq!(winners.count(), usize::from(explained.found.is_ok()), "{case}");
            for one in &explained.candidates {
                let meets = one.candidate.matcher.matches(&request);
                match one.outcome {
                    Outcome::Missed(_) => assert!(!meets, "{case}"),
                    Outcome::Won | Outcome::Lower(_) => assert!(meets, "{case}"),
                    Outcome::Host => assert!(!one.host.matches(host), "{case}"),
                    Outcome::Listener => panic!("there is only one listener: {case}"),
                }
            }
        }
    }
    assert_eq!(taken + refused, ROUTE_SETS * REQUESTS);
    assert!(taken > 1000 && refused > 1000, "{taken} taken, {refused} refused");
}
