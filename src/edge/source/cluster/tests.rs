//! What a state makes of changes, and a source of a scripted API server.

use super::state::State;
use super::*;
use crate::domain::snapshot::problem::ProblemReason;
use crate::domain::snapshot::{SecretState, Unread};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::cluster::scripted::{Answer, Server};
use serde_json::{Value, json};
use std::sync::Mutex;

fn of(kind: Kind) -> WatchTarget {
    WatchTarget::Kind { kind, namespace: None }
}

fn secret(name: &str) -> WatchTarget {
    WatchTarget::Object { kind: Kind::Secret, name: ObjectName::new("n", name) }
}

fn backend(key: &str) -> Value {
    json!({"metadata": {"name": "b", "namespace": "n"},
           "spec": {"ai": {"openAI": {"authHeaderRef": {"name": key}}}}})
}

fn secret_object(name: &str) -> Value {
    json!({"metadata": {"name": name, "namespace": "n"}, "stringData": {"k": "v"}})
}

fn take(state: &mut State, (watched, change): Message) {
    state.take(watched, change, Instant::now());
}

/// A state in which every kind has answered with nothing, and which has published that.
fn quiet() -> State {
    let mut state = State::new(WatchScope::default());
    state.take_others(Vec::new());
    for kind in Kind::LISTED {
        take(&mut state, (of(*kind), WatchUpdate::Listed(Vec::new())));
    }
    assert!(state.publish(Instant::now()).is_some());
    state
}

#[test]
fn nothing_is_published_before_every_kind_has_answered() {
    let mut state = State::new(WatchScope::default());
    for kind in Kind::LISTED {
        assert!(state.publish(Instant::now()).is_none());
        take(&mut state, (of(*kind), WatchUpdate::NotInstalled));
    }
    assert!(state.publish(Instant::now()).is_none(), "nor before it is known what nobody reads");
    state.take_others(vec![ProblemReason::kind_not_read("v1", "GRPCRoute")]);
    let first = state.publish(Instant::now()).expect("published");
    assert_eq!(first.problems.len(), 1);
    state.take_others(vec![ProblemReason::kind_not_read("v1", "GRPCRoute")]);
    assert!(state.publish(Instant::now()).is_none(), "nothing new");
    take(&mut state, (of(Kind::Gateway), WatchUpdate::NotInstalled));
    assert!(state.publish(Instant::now()).is_none(), "said before");
}

#[test]
fn a_snapshot_waits_for_its_secrets_and_not_for_ever() {
    let mut state = quiet();
    take(&mut state, (of(Kind::AgentgatewayBackend), WatchUpdate::Applied(backend("k"))));
    let (new, gone) = state.changed_wants();
    assert_eq!((new.len(), gone.len()), (1, 0));
    let now = Instant::now();
    assert!(state.publish(now).is_none());
    let late = state.held_until().expect("held");
    let mut patient = quiet();
    take(&mut patient, (of(Kind::AgentgatewayBackend), WatchUpdate::Applied(backend("k"))));
    patient.changed_wants();
    take(&mut patient, (secret("k"), WatchUpdate::Listed(vec![secret_object("k")])));
    let read = patient.publish(now).expect("complete");
    assert!(matches!(read.secrets[&ObjectName::new("n", "k")], SecretState::Read(_)));
    let without = state.publish(late).expect("without it");
    assert_eq!(without.secrets[&ObjectName::new("n", "k")], SecretState::Pending);
}

#[test]
fn a_secret_nobody_names_is_forgotten_and_its_late_words_ignored() {
    let mut state = quiet();
    take(&mut state, (of(Kind::AgentgatewayBackend), WatchUpdate::Applied(backend("old"))));
    state.changed_wants();
    take(&mut state, (secret("old"), WatchUpdate::Listed(vec![secret_object("old")])));
    take(&mut state, (of(Kind::AgentgatewayBackend), WatchUpdate::Applied(backend("new"))));
    let (new, gone) = state.changed_wants();
    assert_eq!(new, [secret("new")]);
    assert_eq!(gone, [secret("old")]);
    take(&mut state, (secret("old"), WatchUpdate::Applied(secret_object("old"))));
    take(&mut state, (secret("new"), WatchUpdate::Refused("no".into())));
    let snapshot = state.publish(Instant::now()).expect("published");
    assert_eq!(snapshot.secrets.len(), 1);
    assert_eq!(snapshot.secrets[&ObjectName::new("n", "new")], SecretState::Forbidden);
}

#[test]
fn what_a_policy_chooses_by_label_comes_and_goes_with_the_label_and_with_the_right_to_read_it() {
    let mut state = quiet();
    let policy = json!({"metadata": {"name": "p", "namespace": "n"}, "spec": {"traffic":
        {"apiKeyAuthentication": {"secretSelector": {"matchLabels": {"for": "us"}}}}}});
    take(&mut state, (of(Kind::AgentgatewayPolicy), WatchUpdate::Applied(policy)));
    let (new, _) = state.changed_wants();
    let [watched @ WatchTarget::Selection(selection)] = &new[..] else { panic!("{new:?}") };
    assert_eq!(selection.selector(), "for=us");
    assert!(state.publish(Instant::now()).is_none(), "it waits for the keys");
    let mut after = |change| {
        take(&mut state, (watched.clone(), change));
        let published = state.publish(Instant::now());
        published.map(|snapshot| snapshot.selected(selection).map(|selected| selected.len()))
    };
    assert_eq!(after(WatchUpdate::Listed(vec![secret_object("a")])), Some(Ok(1)));
    assert_eq!(after(WatchUpdate::Applied(secret_object("b"))), Some(Ok(2)));
    assert_eq!(after(WatchUpdate::Deleted(ObjectName::new("n", "a"))), Some(Ok(1)));
    assert_eq!(after(WatchUpdate::Refused("no".into())), None, "it is believed for a while");
    state.expire(Instant::now() + HOLD);
    let published = state.publish(Instant::now()).expect("news");
    let refused = published.selected(selection).expect_err("a reason").to_string();
    assert_eq!(refused, "no permission to list Secrets in namespace n with labels for=us");
    take(&mut state, (watched.clone(), WatchUpdate::Refused("no".into())));
    assert!(state.publish(Instant::now()).is_none(), "said before");
    take(&mut state, (of(Kind::AgentgatewayPolicy), WatchUpdate::Listed(Vec::new())));
    assert_eq!(state.changed_wants().1, new);
    assert!(state.objects.current().selections.is_empty());
}

#[test]
fn a_disturbance_keeps_the_objects_and_shows_in_the_health() {
    let mut state = quiet();
    let heard = SystemTime::now();
    let mut health = Health::new(false);
    assert!(state.report(&mut health, heard) && health.connected);
    take(&mut state, (of(Kind::Gateway), WatchUpdate::Disturbed("connection refused".into())));
    assert!(state.report(&mut health, heard) && !health.connected);
    assert!(state.publish(Instant::now()).is_none(), "the objects are as they were");
    take(&mut state, (of(Kind::Gateway), WatchUpdate::Listed(Vec::new())));
    assert!(state.report(&mut health, heard) && health.connected);
    assert_eq!(health.last_error.as_deref(), Some("connection refused"));
    assert!(!state.report(&mut health, heard));
}

fn route(name: &str) -> Value {
    json!({"metadata": {"name": name, "namespace": "n"}, "spec": {"parentRefs": [{"name": "g"}]}})
}

#[test]
fn what_is_newer_waits_while_a_kind_that_was_read_may_not_be_read() {
    let mut state = quiet();
    let (began, policies, routes) =
        (Instant::now(), of(Kind::AgentgatewayPolicy), of(Kind::HttpRoute));
    for broken in [WatchUpdate::Refused("no".into()), WatchUpdate::Disturbed("reset".into())] {
        take(&mut state, (policies.clone(), broken));
        take(&mut state, (routes.clone(), WatchUpdate::Listed(vec![route("new")])));
        assert!(state.publish(began).is_none(), "a policy may guard it that nobody can see");
        let mut health = Health::new(true);
        assert!(state.report(&mut health, SystemTime::now()) && !health.connected);
        take(&mut state, (policies.clone(), WatchUpdate::Listed(Vec::new())));
        let published = state.publish(began).expect("both are known");
        assert!(published.routes.len() == 1 && published.unread.is_empty());
        take(&mut state, (routes.clone(), WatchUpdate::Listed(Vec::new())));
        state.publish(began);
    }
}

#[test]
fn a_refusal_that_lasts_gives_up_all_that_is_refused_and_forgets_no_object() {
    let mut state = quiet();
    take(&mut state, (of(Kind::HttpRoute), WatchUpdate::Listed(vec![route("r")])));
    let began = Instant::now();
    state.publish(began);
    let refuse = |state: &mut State, kind, at| {
        state.take(of(kind), WatchUpdate::Refused(format!("{kind} is forbidden")), at);
    };
    refuse(&mut state, Kind::HttpRoute, began);
    refuse(&mut state, Kind::AgentgatewayPolicy, began + HOLD / 2);
    // Said again with every try, and counted from the first.
    refuse(&mut state, Kind::HttpRoute, began + HOLD / 2);
    state.expire(began + HOLD - Duration::from_millis(1));
    assert!(state.publish(began).is_none());
    state.expire(began + HOLD);
    let published = state.publish(began).expect("given up");
    let given_up: Vec<_> = published.unread.keys().copied().collect();
    assert_eq!(given_up, [Kind::HttpRoute, Kind::AgentgatewayPolicy]);
    assert_eq!(published.routes.len(), 1, "it is there to refuse");
    let mut health = Health::new(false);
    state.report(&mut health, SystemTime::now());
    assert!(health.connected && health.given_up && !health.refuses);
    refuse(&mut state, Kind::HttpRoute, began + HOLD * 2);
    assert!(state.publish(began).is_none() && state.expires().is_none(), "known");
    for kind in given_up {
        take(&mut state, (of(kind), WatchUpdate::Listed(Vec::new())));
    }
    assert!(state.publish(began).expect("allowed again").unread.is_empty());
}

#[test]
fn an_api_server_that_goes_away_after_a_refusal_refuses_nothing_any_more() {
    let mut state = quiet();
    let began = Instant::now();
    state.take(of(Kind::Gateway), WatchUpdate::Refused("no".into()), began);
    state.take(of(Kind::Gateway), WatchUpdate::Disturbed("connection refused".into()), began);
    assert!(state.expires().is_none());
    state.expire(began + HOLD * 2);
    assert!(state.publish(began).is_none());
}

#[test]
fn what_was_never_read_is_unread_at_once() {
    let mut state = State::new(WatchScope::default());
    state.take_others(Vec::new());
    for kind in Kind::LISTED {
        take(&mut state, (of(*kind), WatchUpdate::Refused("no".into())));
    }
    let published = state.publish(Instant::now()).expect("published");
    assert_eq!(published.unread.len(), Kind::LISTED.len());
    let mut health = Health::new(false);
    assert!(state.report(&mut health, SystemTime::now()) && health.connected && !health.given_up);
}

#[test]
fn some_namespaces_are_listed_one_by_one_and_nothing_is_asked_of_others() {
    let namespaces = ["n", "m"].map(str::to_owned).into();
    let extent = WatchScope { namespaces, ..WatchScope::default() };
    assert_eq!(extent.kinds().count(), 2 * Kind::LISTED.len());
    let mut state = State::new(extent.clone());
    state.take_others(Vec::new());
    for watched in extent.kinds() {
        assert!(state.publish(Instant::now()).is_none());
        take(&mut state, (watched, WatchUpdate::Listed(Vec::new())));
    }
    let mut there = route("r");
    there["spec"]["rules"] = json!([{"backendRefs": [{"name": "near", "port": 1}, {"name": "far", "namespace": "far", "port": 1}]}]);
    let routes = WatchTarget::Kind { kind: Kind::HttpRoute, namespace: Some("n".into()) };
    take(&mut state, (routes, WatchUpdate::Listed(vec![there])));
    let (new, _) = state.changed_wants();
    let near = ObjectName::new("n", "near");
    assert_eq!(new, [WatchTarget::Object { kind: Kind::Service, name: near }]);
    let far = &state.objects.current().services[&ObjectName::new("far", "far")];
    assert_eq!(*far, crate::domain::snapshot::ServiceState::Forbidden);
}

/// An API server with one backend, whose key is `k`; each watch of backends takes a receiver from `feeds`.
async fn one_backend(feeds: Vec<mpsc::Receiver<Value>>) -> Server {
    let feeds = Mutex::new(feeds);
    Server::start(move |asked| {
        let watching = asked.query.contains("watch=true");
        match asked.path.rsplit('/').next() {
            Some("agentgatewaybackends") if watching => match feeds.lock().expect("lock").pop() {
                Some(feed) => Answer::Lines(feed),
                None => Answer::Never,
            },
            Some("agentgatewaybackends") => Answer::list(vec![backend("k")]),
            Some("secrets") if watching => Answer::Never,
            Some("secrets") if asked.query.contains("metadata.name%3Dk") => {
                Answer::list(vec![secret_object("k")])
            }
            Some("secrets") => Answer::list(Vec::new()),
            _ => Answer::no_such_path(),
        }
    })
    .await
}

async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), what).await.expect("in time")
}

#[tokio::test]
async fn a_change_is_live_at_once_and_a_break_is_survived() {
    let (feed, first) = mpsc::channel(8);
    let (after, second) = mpsc::channel(8);
    let server = one_backend(vec![second, first]).await;
    let mut source = watch(server.connection(|_| ()).await, WatchScope::default());
    let snapshot = soon(source.next()).await.expect("a snapshot");
    assert_eq!(snapshot.backends.len(), 1);
    assert!(matches!(snapshot.secrets[&ObjectName::new("n", "k")], SecretState::Read(_)));
    assert_eq!(snapshot.unread[&Kind::HttpRoute], Unread::NotInstalled);
    let object = |name: &str, version: &str| {
        json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": name, "namespace": "n", "resourceVersion": version},
            "spec": {"ai": {"openAI": {}}}})
    };
    let event = |what: &str, object: Value| json!({"type": what, "object": object});
    feed.send(event("ADDED", object("c", "2"))).await.expect("sent");
    assert_eq!(soon(source.next()).await.expect("a snapshot").backends.len(), 2);
    // The history is gone: the list, which has one backend, replaces what was known.
    let gone = json!({"kind": "Status", "status": "Failure", "code": 410, "reason": "Expired",
        "message": "too old"});
    feed.send(event("ERROR", gone)).await.expect("sent");
    assert_eq!(soon(source.next()).await.expect("a snapshot").backends.len(), 1);
    after.send(event("DELETED", object("b", "3"))).await.expect("sent");
    let snapshot = soon(source.next()).await.expect("a snapshot");
    assert!(snapshot.backends.is_empty() && snapshot.secrets.is_empty());
    drop(source);
    soon(after.closed()).await;
}

#[tokio::test]
async fn a_lost_server_is_stale_and_keeps_its_objects() {
    let server = one_backend(Vec::new()).await;
    let mut source = watch(server.connection(|_| ()).await, WatchScope::default());
    soon(source.next()).await.expect("a snapshot");
    let mut health = source.health();
    soon(health.wait_for(|health| health.connected)).await.expect("connected");
    drop(server);
    let stale = soon(health.wait_for(|health| !health.connected)).await.expect("stale").clone();
    assert!(stale.last_error.is_some_and(|words| words.contains("http://127.0.0.1:")));
    assert_eq!(source.latest().expect("kept").backends.len(), 1);
}
