//! What a kill makes of the rows of everything on the way of a request.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use super::*;
use crate::domain::kill::{Cause, InForce, Kill, Kills, Place, Records, Subject, SubjectKind};
use crate::domain::registry::topology::topology;
use crate::domain::registry::{State, backend, gateway, http_route, key, models};
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World, manifests};
use crate::domain::value::object_ref::Kind;

const WORLD: &str = r#"
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: a},
 spec: {gatewayClassName: c, listeners: [{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [
   {group: gateway.networking.k8s.io, kind: HTTPRoute}, {group: agentgateway.dev, kind: AgentgatewayModel}]}}]}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: b},
 spec: {gatewayClassName: c, listeners: [{name: l, port: 81, protocol: HTTP}]}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayBackend, metadata: {name: gpt},
 spec: {ai: {provider: {openai: {model: gpt-4o}}}, policies: {auth: {key: sk-1}}}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayBackend, metadata: {name: open},
 spec: {ai: {provider: {openai: {}}}, policies: {auth: {key: sk-1}}}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayBackend, metadata: {name: two},
 spec: {ai: {groups: [{providers: [{name: first, openai: {model: gpt-4o}, policies: {auth: {key: sk-1}}}]},
   {providers: [{name: second, anthropic: {model: claude-x}, policies: {auth: {key: sk-2}}}]}]}}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayBackend, metadata: {name: alone},
 spec: {ai: {provider: {anthropic: {model: claude-x}}}, policies: {auth: {key: sk-2}}}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayBackend, metadata: {name: fixed},
 spec: {static: {host: h, port: 80}}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r}, spec: {
 parentRefs: [{name: a}, {name: b}], rules: [
   {matches: [{path: {value: /gpt}}], backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}]},
   {matches: [{path: {value: /open}}], backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: open}]},
   {matches: [{path: {value: /two}}], backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: two}]},
   {matches: [{path: {value: /fixed}}], backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: fixed}]}]}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayModel, metadata: {name: fast},
 spec: {parentRefs: [{name: a}], provider: OpenAI}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayModel, metadata: {name: slow},
 spec: {parentRefs: [{name: a}], provider: OpenAI, match: {model: slow-*}}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayModel, metadata: {name: best},
 spec: {parentRefs: [{name: a}], virtualModel: {weighted: {targets: [
   {modelRef: {name: fast}}, {modelRef: {name: slow}, model: slow-1}]}}}}
"#;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a time")
}

fn kill(kind: SubjectKind, name: &str) -> Kill {
    let subject = Subject::read(kind, name, "n").expect("a subject");
    let cause = Cause { reason: "a leak".to_owned(), actor: "ann".to_owned() };
    Kill::new(subject, cause, at(0), Some(Duration::from_secs(60))).expect("a kill")
}

fn in_force(place: Place, kind: SubjectKind, name: &str) -> InForce {
    let mut kills = Kills::default();
    kills.put(kill(kind, name));
    InForce::of(&Records::one(place, Ok(kills)), at(1))
}

fn killing(compiled: Compiled, in_force: InForce) -> Compiled {
    let table = compiled.table.clone();
    compiled.killing(in_force, table)
}

fn world() -> Compiled {
    let mut all = Objects::new(World::Files);
    manifests::add(&mut all, &"world".into(), WORLD, "n");
    let snapshot = all.snapshot();
    assert!(snapshot.problems.is_empty() && snapshot.broken.is_empty(), "{snapshot:?}");
    Compiled::of(snapshot)
}

/// The names of what is killed and of what is killed in part, with a `~`.
fn killed(in_force: InForce) -> Vec<String> {
    let compiled = killing(world(), in_force);
    let models = models(&compiled).into_iter().map(|row| (row.name, row.status));
    let routes = http_route::rows(&compiled).into_iter().map(|row| (row.name, row.status));
    let gateways = gateway::rows(&compiled).into_iter().map(|row| (row.name, row.status));
    let others = backend::rows(&compiled).into_iter().filter(|row| row.kind == "static");
    let others = others.map(|row| (row.name, row.status));
    let all = models.chain(routes).chain(gateways).chain(others);
    let words = all.filter_map(|(name, status)| {
        let killed = status.killed?;
        assert_eq!(status.state == State::Killed, !killed.partly, "{name}");
        Some(if killed.partly { format!("~{name}") } else { name })
    });
    let mut words: Vec<_> = words.collect();
    words.sort();
    words
}

#[test]
fn each_kill_marks_what_it_stops_and_nothing_else() {
    use SubjectKind::{All, Backend, Gateway, Key, Model, Provider, Route};
    let everything =
        ["a", "alone", "b", "best", "fast", "fixed", "gpt", "open", "r", "slow", "two"];
    for (kind, name, marked) in [
        (All, "", &everything[..]),
        (
            Gateway,
            "n/a",
            &["a", "best", "fast", "slow", "~alone", "~fixed", "~gpt", "~open", "~r", "~two"],
        ),
        (Route, "n/r", &["fixed", "gpt", "open", "r", "two"]),
        (Backend, "n/gpt", &["gpt", "~r"]),
        (Backend, "n/fixed", &["fixed", "~r"]),
        (Backend, "n/alone", &["alone"]),
        (Provider, "anthropic", &["alone", "~r", "~two"]),
        (Provider, "openai", &["best", "fast", "gpt", "open", "slow", "~r", "~two"]),
        (Model, "gpt-4o", &["gpt", "~r", "~two"]),
        // A name that only some requests have.
        (Model, "gpt-5", &[]),
        (Model, "fast", &["fast", "~best"]),
        (Model, "slow-1", &["~best"]),
        (Model, "best", &["best"]),
        (Key, "ann", &[]),
    ] {
        let mut wanted: Vec<_> = marked.iter().map(|name| (*name).to_owned()).collect();
        wanted.sort();
        assert_eq!(killed(in_force(Place::Everywhere, kind, name)), wanted, "{kind:?} {name}");
    }
    assert_eq!(killed(InForce::default()), Vec::<String>::new());
}

#[test]
fn a_record_on_one_gateway_stops_only_what_comes_through_it() {
    let at_b = in_force(Place::Gateway("n/b".to_owned()), SubjectKind::Model, "gpt-4o");
    assert_eq!(killed(at_b), ["~gpt", "~r", "~two"]);
    let all_at_b = in_force(Place::Gateway("n/b".to_owned()), SubjectKind::All, "");
    assert_eq!(killed(all_at_b), ["b", "~alone", "~fixed", "~gpt", "~open", "~r", "~two"]);
}

#[test]
fn a_row_says_by_whom_why_until_when_and_how_to_end_it() {
    let compiled = killing(world(), in_force(Place::Everywhere, SubjectKind::Model, "gpt-4o"));
    let rows = models(&compiled);
    let status = |name: &str| rows.iter().find(|row| row.name == name).expect(name).status.clone();
    let gpt = status("gpt");
    assert_eq!(
        (gpt.reason.word(), gpt.message.as_str()),
        ("Killed", "model gpt-4o, by ann, until 2027-01-15T08:01:00Z: a leak")
    );
    assert_eq!(gpt.next.as_deref(), Some("kubectl agw resume model gpt-4o"));
    let json = serde_json::to_value(&gpt).expect("JSON");
    assert_eq!(json["state"], "Killed");
    assert_eq!(
        json["killed"],
        json!({"target": "model gpt-4o", "by": "ann", "reason": "a leak",
            "since": "2027-01-15T08:00:00Z", "until": "2027-01-15T08:01:00Z"})
    );
    let two = status("two");
    assert_eq!(two.state, State::Warning);
    assert!(two.message.ends_with("a leak; requests go to second"), "{two:?}");
    assert_eq!(serde_json::to_value(&two).expect("JSON")["killed"]["partly"], true);
}

#[test]
fn a_record_that_cannot_be_read_kills_everything_and_says_so() {
    let compiled = killing(world(), InForce::unreadable("agw.kills is broken".to_owned()));
    for row in models(&compiled) {
        let status = row.status;
        assert_eq!((status.state, status.message.as_str()), (State::Killed, "agw.kills is broken"));
        let killed = status.killed.expect("killed");
        assert_eq!((killed.target.as_str(), killed.by, killed.until), ("everything", None, None));
        assert_eq!(status.next, None);
    }
}

#[test]
fn the_graph_marks_the_provider_that_is_killed() {
    let compiled =
        killing(world(), in_force(Place::Everywhere, SubjectKind::Provider, "anthropic"));
    let graph = topology(&compiled);
    let of_provider = graph.nodes.iter().filter(|node| node.name().0.is_none());
    let killed: Vec<_> = of_provider
        .filter(|node| node.state == State::Killed)
        .map(|node| node.id.to_string())
        .collect();
    assert_eq!(killed, ["Provider anthropic api.anthropic.com:443"]);
}

#[test]
fn a_secret_is_killed_with_the_last_model_that_uses_it() {
    let mut all = Objects::new(World::Files);
    for (name, model) in [("one", "m1"), ("two", "m2")] {
        let backend = json!({"metadata": {"name": name, "namespace": "n"}, "spec": {
            "ai": {"provider": {"openai": {"model": model}}},
            "policies": {"auth": {"secretRef": {"name": "k"}}}}});
        all.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
    }
    let secret = json!({"metadata": {"name": "k", "namespace": "n"},
        "stringData": {"Authorization": "sk-1"}});
    all.apply(Kind::Secret, secret, Origin::Cluster);
    let compiled = Compiled::of(all.snapshot());
    let state = |kind, name| {
        let in_force = in_force(Place::Everywhere, kind, name);
        key::rows(&killing(compiled.clone(), in_force))[0].status.state
    };
    assert_eq!(state(SubjectKind::Model, "m1"), State::Ready);
    assert_eq!(state(SubjectKind::Provider, "openai"), State::Killed);
}
