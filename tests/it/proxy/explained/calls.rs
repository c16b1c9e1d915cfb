//! What `explain` prints of a call is what its upstream sees: method, URL, headers and body, in worlds made up of filters,
//! policies, transformations, guards, mirrors, retries, groups of providers, models and plain backends; and what it prints of
//! an answer is that answer. What depends on chance is marked, and is all that may differ.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::kill::{InForce, SubjectKind};
use kubectl_agw::domain::route::browser::BrowserGuard;
use kubectl_agw::domain::route::explain::explain;
use kubectl_agw::domain::route::matcher::RequestParts;
use kubectl_agw::domain::route::table::{BindKey, RouteTable};
use kubectl_agw::edge::proxy::Settings;
use kubectl_agw::edge::proxy::preview::{
    self, LocalAnswer, PlannedCall, PolicyAnswer, Preview, ProviderCall, RuleOutcome, Terms,
};
use serde_json::Value;

use super::foreseen::{OF_THE_CONNECTION, terms};
use super::worlds::{RandomRequest, asked, world};
use super::{Dice, is_given};
use crate::proxy::killed::killed;
use crate::support::gateway::{Connection, Gateway, Reply, settings, snapshot, with};
use crate::support::upstream::{Seen, Upstream};

/// Each with one request.
const WORLDS: usize = 10_000;
/// A stage's sockets and access log do not grow for ever.
const WORLDS_A_STAGE: usize = 500;
/// How a value begins that depends on more than the request.
const MARK: &str = "[depends on ";

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
        (Backend, "default/plain"),
        (Backend, "default/m"),
        (Backend, "default/shadow"),
        (All, ""),
    ];
    match dice.roll(6) {
        0 => killed(&[dice.one(KILLS)]),
        _ => InForce::default(),
    }
}

/// What is printed: the calls that may be made with the copies that are, or the answer in their place.
enum Printed {
    Calls(Vec<ProviderCall>, Vec<PlannedCall>),
    Answer(Box<PolicyAnswer>),
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
        return Printed::Answer(stopped);
    }
    let routed = request.clone();
    let found = match explain(routes, bind, &routed.parts()).found {
        Ok(found) => found,
        Err(refusal) => {
            let stopped = request.refused(refusal);
            return Printed::Answer(stopped);
        }
    };
    match preview::outcome(&found, &mut request) {
        RuleOutcome::Targets => {}
        RuleOutcome::PolicyAnswer(stopped) => return Printed::Answer(stopped),
        other => panic!("{other:?}"),
    }
    let [target] = &*found.candidate.rule.targets else { panic!("one target a rule") };
    let model = asked.model.as_deref();
    let mut calls = preview::calls(found.candidate, target, &request, model);
    for call in &mut calls {
        call.depends.extend(request.depends.iter().cloned());
    }
    let mirrors = [&found.candidate.rule.mirrors, &target.mirrors];
    let copies = mirrors
        .into_iter()
        .flat_map(|mirrors| preview::mirrored(found.candidate, mirrors, &request).into_iter());
    Printed::Calls(calls, copies.filter_map(|copy| copy.call).collect())
}

/// Which parts of a request depend on more than it, by what is printed.
#[derive(Clone, Copy, Default)]
struct Open {
    method: bool,
    path: bool,
    host: bool,
    body: bool,
}

impl Open {
    fn of<'d>(depends: impl Iterator<Item = &'d String> + Clone) -> Self {
        let has = |part: &str| depends.clone().any(|line| line.starts_with(part));
        Open {
            method: has("the method"),
            path: has("the path"),
            host: has("the host"),
            body: has("the body"),
        }
    }
}

/// Whether an upstream has seen what was printed; the reason where not.
fn differs(call: &PlannedCall, seen: &Seen, retry: Option<&str>, open: Open) -> Option<String> {
    let uri: Uri = call.url.parse().expect("a URI");
    let target = uri.path_and_query().map(|target| target.as_str());
    let is_there = open.path || target == Some(&*seen.target);
    if !is_there || !(open.method || call.method == seen.method) {
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
        if open.host && name == "host" {
            return Some(MARK.to_owned());
        }
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
    let mut printed = call.headers.clone();
    if let Some((_, host)) = printed.iter_mut().find(|(name, _)| open.host && name == "host") {
        *host = MARK.to_owned();
    }
    let expected: Vec<_> = printed.iter().filter(|one| !is_absent(one)).cloned().collect();
    if headers != expected {
        return Some(format!("{expected:?} are not {headers:?}"));
    }
    let json = |text: &[u8]| {
        let mut body = serde_json::from_slice::<Value>(text).ok()?;
        for field in &call.open {
            body.as_object_mut()?.remove(field);
        }
        Some(body)
    };
    match &call.sent {
        _ if open.body => None,
        Some(sent) if *sent == seen.body => None,
        // Some of its fields depend on chance, and the others do not.
        Some(sent) if !call.open.is_empty() && json(sent) == json(&seen.body) => None,
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
    let is_open = call.sent.is_none() || !call.open.is_empty();
    call.sent_as.is_some() || is_open || call.body.is_empty() == is_same
}

/// A proxy that serves one world after the other, its upstreams, and a connection to it.
struct Stage {
    settings: Settings,
    upstream: Upstream,
    shadow: Upstream,
    gateway: Gateway,
    connection: Connection,
    /// The copies that were foretold so far.
    copies: usize,
}

impl Stage {
    async fn new() -> Self {
        let (upstream, shadow) = (Upstream::start().await, Upstream::start().await);
        let settings = started();
        let gateway = Gateway::resolving_with(settings.clone(), &[], &[]).await;
        let connection = Connection::to(gateway.address()).await;
        Stage { settings, upstream, shadow, gateway, connection, copies: 0 }
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

    /// Compares the copies of a request, for which nobody waits, with what was printed of them.
    async fn copied(&mut self, planned: &[PlannedCall], open: Open, case: &str) {
        let (before, now) = (self.copies, self.copies + planned.len());
        self.copies = now;
        self.shadow.until("the copies", |seen| seen.len() >= now).await;
        for seen in self.shadow.seen_since(before) {
            let why: Vec<_> = planned.iter().map(|call| differs(call, &seen, None, open)).collect();
            assert!(why.contains(&None), "a copy: {why:?} {case}");
        }
    }

    /// That nothing else was copied.
    async fn ends(&self) {
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(self.shadow.count(), self.copies, "copies that were not foretold");
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
    let mut mirrored = 0_usize;
    let mut stage = Stage::new().await;
    for number in 0..WORLDS {
        if number % WORLDS_A_STAGE == 0 {
            stage.ends().await;
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
            Printed::Answer(stopped) => {
                assert!(is_given(&stopped, &reply), "{stopped:?} {case}");
                assert!(seen.is_empty(), "{case}");
                "answered before"
            }
            Printed::Calls(calls, planned) => {
                let rules = calls.iter().flat_map(|called| &called.depends);
                // The rules of the route come before its mirrors.
                let is_denied = reply.status == 403 && rules.clone().any(|one| is_rule(one));
                if !is_denied {
                    stage.copied(&planned, Open::of(rules), &case).await;
                    mirrored += planned.len();
                }

                for call in calls.iter().filter(|call| call.depends.is_empty()) {
                    let Ok(call) = &call.call else { continue };
                    assert!(tell(call, &asked), "{call:?} {case}");
                }
                compare(&calls, &seen, &reply, &asked, &case)
            }
        };
        *counts.entry(what).or_default() += 1;
    }
    stage.ends().await;
    assert!(mirrored > 1000, "{mirrored} copies");
    assert!(counts["called"] > 1500 && counts["tried twice"] > 50, "{counts:?}");
    assert!(counts["answered"] > 1000 && counts["depends"] > 60, "{counts:?}");
    assert!(counts["answered before"] > 1000 && counts["depends: answered"] > 30, "{counts:?}");
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
        return compare_open(calls, seen, reply, case);
    }
    if planned.is_empty() {
        assert!(seen.is_empty(), "{calls:?} {case}");
        // A provider that is killed is left out, and the next one may be broken.
        let told = calls.iter().any(|call| {
            let Err(LocalAnswer::PolicyAnswer(stopped)) = &call.call else {
                panic!("{calls:?} {case}")
            };
            is_given(stopped, reply)
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
        let why: Vec<_> =
            planned.iter().map(|call| differs(call, seen, retry, Open::default())).collect();
        assert!(why.contains(&None), "{why:?} {case}");
    }
    if seen.len() > 1 { "tried twice" } else { "called" }
}

/// Whether a line says that rules may deny the request.
fn is_rule(line: &str) -> bool {
    line.starts_with("authorization depends")
}

/// The same where something depends on chance, or on who asks: in all that does not.
fn compare_open(calls: &[ProviderCall], seen: &[Seen], reply: &Reply, case: &str) -> &'static str {
    for (attempt, seen) in seen.iter().enumerate() {
        let number = attempt.to_string();
        let retry = (attempt > 0).then_some(number.as_str());
        let each = calls.iter().map(|called| match &called.call {
            Ok(call) => differs(call, seen, retry, Open::of(called.depends.iter())),
            Err(instead) => Some(format!("{instead:?}")),
        });
        let why: Vec<_> = each.collect();
        assert!(why.contains(&None), "{why:?} {case}");
    }
    if !seen.is_empty() {
        return "depends";
    }
    // What is made of a body that is made by chance is not foretold: guards may find something in it.
    let told = |called: &ProviderCall| match &called.call {
        _ if reply.status == 403 && called.depends.iter().any(|line| is_rule(line)) => true,
        Err(LocalAnswer::PolicyAnswer(stopped)) => is_given(stopped, reply),
        Err(LocalAnswer::Redirect(..)) => false,
        // And the model that it names may be killed.
        Ok(_) => {
            let is_killed = reply.text().contains("stopped by the kill switch: model");
            Open::of(called.depends.iter()).body && (is_killed || reply.status.is_client_error())
        }
    };
    assert!(calls.iter().any(told), "{calls:?} {case}");
    "depends: answered"
}
