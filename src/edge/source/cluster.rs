//! Snapshots of a cluster: one task owns the objects, watches send it changes, and it publishes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

use super::{Health, Source};
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::selection::{Selection, SelectionState};
use crate::domain::snapshot::{Origin, Snapshot, Unread, World};
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::edge::cluster::Connection;
use crate::edge::cluster::others::others;
use crate::edge::cluster::watch::{Change, Watched, watch as watch_cluster};

/// How long a snapshot waits for a newly named object before it goes out without it.
const NAMED_PATIENCE: Duration = Duration::from_secs(3);
/// How often it is looked what there is that nobody reads. It is no part of any table, so nothing waits for it for long.
const OTHERS_EVERY: Duration = Duration::from_secs(60);
/// The first snapshot waits so long for it.
const OTHERS_PATIENCE: Duration = Duration::from_secs(2);
/// Changes that may queue up; a watch that runs ahead waits.
const QUEUE: usize = 1024;

type Message = (Watched, Change);

/// Follows a cluster, in one namespace or in all. Returns at once; nothing is published before every kind has answered.
/// Must be called inside a runtime.
#[must_use]
pub fn watch(connection: Connection, namespace: Option<String>) -> Source {
    let (snapshot_out, snapshots) = watch::channel(None);
    let since = std::time::Instant::now();
    let heard = SystemTime::now();
    let (health_out, health) =
        watch::channel(Health { connected: false, since, heard, last_error: None });
    let mut tasks = JoinSet::new();
    tasks.spawn(run(connection, namespace, snapshot_out, health_out));
    Source { snapshots, health, _tasks: tasks }
}

/// The task that owns the objects. Its watches are its own: they end when it does.
async fn run(
    connection: Connection,
    namespace: Option<String>,
    snapshots: watch::Sender<Option<Arc<Snapshot>>>,
    health: watch::Sender<Health>,
) {
    let (out, mut changes) = mpsc::channel(QUEUE);
    let (told, mut unread) = mpsc::channel(1);
    let mut looking = JoinSet::new();
    looking.spawn(look(connection.clone(), namespace.clone(), told));
    let mut watches = Watches { connection, out, tasks: JoinSet::new(), wanted: BTreeMap::new() };
    for kind in Kind::LISTED {
        watches.start(Watched::Kind { kind: *kind, namespace: namespace.clone() });
    }
    let mut state = State::new();
    loop {
        tokio::select! {
            Some(sentences) = unread.recv() => state.take_others(sentences),
            first = changes.recv() => {
                let Some(first) = first else { return };
                state.take(first);
                // Whatever came together goes out together; bounded, so that a flood cannot hold it back.
                for _ in 0..QUEUE {
                    let Ok(next) = changes.try_recv() else { break };
                    state.take(next);
                }
            }
            () = until(state.held_until()) => {}
        }
        let (new, gone) = state.changed_wants();
        gone.iter().for_each(|watched| watches.stop(watched));
        new.into_iter().for_each(|watched| watches.follow(watched));
        while watches.tasks.try_join_next().is_some() {}
        if let Some(snapshot) = state.publish(Instant::now()) {
            snapshots.send_replace(Some(Arc::new(snapshot)));
        }
        let heard = watches.connection.last_word().unwrap_or_else(SystemTime::now);
        health.send_if_modified(|health| state.report(health, heard));
    }
}

/// Says again and again what there is that nobody reads.
async fn look(connection: Connection, namespace: Option<String>, out: mpsc::Sender<Vec<String>>) {
    let mut patience = OTHERS_PATIENCE;
    loop {
        let found = others(&connection, namespace.as_deref());
        let found = tokio::time::timeout(patience, found).await;
        let found = found.ok().flatten();
        // Late or not, the first answer is one: a snapshot waits for it.
        let worth_saying = found.is_some() || patience == OTHERS_PATIENCE;
        if worth_saying && out.send(found.unwrap_or_default()).await.is_err() {
            return;
        }
        patience = OTHERS_EVERY;
        tokio::time::sleep(OTHERS_EVERY).await;
    }
}

async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant).await,
        None => std::future::pending().await,
    }
}

/// The running watches.
struct Watches {
    connection: Connection,
    out: mpsc::Sender<Message>,
    tasks: JoinSet<()>,
    /// Those of objects that others name or choose by label.
    wanted: BTreeMap<Watched, AbortHandle>,
}

impl Watches {
    fn start(&mut self, watched: Watched) -> AbortHandle {
        let (connection, out) = (self.connection.clone(), self.out.clone());
        self.tasks.spawn(async move { watch_cluster(&connection, watched, out).await })
    }

    fn follow(&mut self, watched: Watched) {
        let handle = self.start(watched.clone());
        self.wanted.insert(watched, handle);
    }

    fn stop(&mut self, watched: &Watched) {
        if let Some(handle) = self.wanted.remove(watched) {
            handle.abort();
        }
    }
}

/// What is known, and whether it is worth publishing. Knows no sockets and no clock.
struct State {
    objects: Objects,
    /// Kinds that did not answer yet.
    awaited: BTreeSet<Kind>,
    /// Nor what there is that nobody reads.
    others_awaited: bool,
    /// Objects that are followed by name or by label.
    followed: BTreeSet<Watched>,
    /// Something changed since the last snapshot.
    dirty: bool,
    /// When an object was last asked for by name, or a selection by label.
    asked: Option<Instant>,
    disturbed: BTreeSet<Watched>,
    last_error: Option<String>,
}

impl State {
    fn new() -> Self {
        State {
            objects: Objects::new(World::Cluster),
            awaited: Kind::LISTED.iter().copied().collect(),
            others_awaited: true,
            followed: BTreeSet::new(),
            dirty: false,
            asked: None,
            disturbed: BTreeSet::new(),
            last_error: None,
        }
    }

    fn take(&mut self, (watched, change): Message) {
        // A watch that was stopped may have left something in the queue.
        let is_wanted = !matches!(watched, Watched::Kind { .. });
        if is_wanted && !self.followed.contains(&watched) {
            return;
        }
        if let Change::Disturbed(words) = change {
            self.disturbed.insert(watched);
            self.last_error = Some(words);
            return;
        }
        self.disturbed.remove(&watched);
        match watched {
            Watched::Kind { kind, .. } => self.take_kind(kind, change),
            Watched::Object { kind, name } => self.take_named(&ObjectRef::new(kind, name), change),
            Watched::Selection(selection) => self.take_chosen(&selection, change),
        }
    }

    fn take_others(&mut self, sentences: Vec<String>) {
        self.others_awaited = false;
        self.dirty |= self.objects.others(sentences);
    }

    fn take_kind(&mut self, kind: Kind, change: Change) {
        self.awaited.remove(&kind);
        let objects = &mut self.objects;
        match change {
            Change::Listed(all) => objects.replace(kind, all, &Origin::Cluster),
            Change::Applied(object) => objects.apply(kind, object, Origin::Cluster),
            Change::Deleted(name) => objects.remove(kind, &name),
            // Said again every few seconds; only the first time is news.
            Change::Unread(why) if objects.current().unread.get(&kind) == Some(&why) => return,
            Change::Unread(why) => objects.unread(kind, why),
            Change::Disturbed(_) => return,
        }
        self.dirty = true;
    }

    fn take_named(&mut self, named: &ObjectRef, change: Change) {
        let ObjectRef { kind, name } = named;
        let objects = &mut self.objects;
        match change {
            Change::Listed(found) => match found.into_iter().next() {
                Some(object) => objects.apply(*kind, object, Origin::Cluster),
                None => objects.remove(*kind, name),
            },
            Change::Applied(object) => objects.apply(*kind, object, Origin::Cluster),
            Change::Deleted(_) | Change::Unread(Unread::NotInstalled) => {
                objects.remove(*kind, name);
            }
            Change::Unread(Unread::Forbidden(_)) => {
                if !objects.forbid(named) {
                    return;
                }
            }
            Change::Disturbed(_) => return,
        }
        self.dirty = true;
    }

    fn take_chosen(&mut self, selection: &Selection, change: Change) {
        let state = self.objects.selection(selection);
        let kind = selection.kind;
        match change {
            Change::Listed(all) => state.replace(kind, &all),
            Change::Applied(object) => state.apply(kind, &object),
            Change::Deleted(name) => state.remove(&name),
            // Said again every few seconds; only the first time is news.
            Change::Unread(_) if *state == SelectionState::Forbidden => return,
            Change::Unread(_) => *state = SelectionState::Forbidden,
            Change::Disturbed(_) => return,
        }
        self.dirty = true;
    }

    /// What to follow by name or label from now on, which is pending until it answers, and what nobody wants any more.
    fn changed_wants(&mut self) -> (Vec<Watched>, Vec<Watched>) {
        if !self.dirty {
            return (Vec::new(), Vec::new());
        }
        let now = self.objects.current();
        let certificates = now.wanted_certificates().into_iter();
        let certificates = certificates.map(|name| ObjectRef::new(Kind::Secret, name));
        let named = now.wanted().into_iter().chain(certificates);
        let named = named.map(|object| Watched::Object { kind: object.kind, name: object.name });
        let chosen = now.wanted_selections().into_iter().map(Watched::Selection);
        let wanted: BTreeSet<_> = named.chain(chosen).collect();
        let new: Vec<_> = wanted.difference(&self.followed).cloned().collect();
        let gone: Vec<_> = self.followed.difference(&wanted).cloned().collect();
        for watched in &new {
            self.objects_of(watched, Objects::await_named, |objects, selection| {
                objects.selection(selection);
            });
            self.asked = Some(Instant::now());
        }
        for watched in &gone {
            let forget = |objects: &mut Objects, object: &ObjectRef| {
                objects.remove(object.kind, &object.name);
            };
            self.objects_of(watched, forget, Objects::deselect);
            self.disturbed.remove(watched);
        }
        self.followed = wanted;
        (new, gone)
    }

    /// Does one thing with an object that is followed by name, or another with a selection.
    fn objects_of(
        &mut self,
        watched: &Watched,
        named: impl FnOnce(&mut Objects, &ObjectRef),
        chosen: impl FnOnce(&mut Objects, &Selection),
    ) {
        match watched {
            Watched::Kind { .. } => {}
            Watched::Object { kind, name } => {
                named(&mut self.objects, &ObjectRef::new(*kind, name.clone()));
            }
            Watched::Selection(selection) => chosen(&mut self.objects, selection),
        }
    }

    /// When a snapshot that waits for a named object goes out without it.
    fn held_until(&self) -> Option<Instant> {
        let pending = || self.objects.current().is_pending();
        let waiting = self.dirty && self.awaited.is_empty() && pending();
        self.asked.filter(|_| waiting).map(|asked| asked + NAMED_PATIENCE)
    }

    /// The snapshot, if there is news, every kind has answered, and every named object has or took too long. Waiting for
    /// them also holds later on: a backend whose key changes its place never runs without a key for a moment.
    fn publish(&mut self, now: Instant) -> Option<Snapshot> {
        if !self.dirty || !self.awaited.is_empty() || self.others_awaited {
            return None;
        }
        if self.held_until().is_some_and(|until| now < until) {
            return None;
        }
        self.dirty = false;
        Some(self.objects.snapshot())
    }

    /// Brings the health up to date; says whether that changed it. `heard` is when the cluster last said something.
    fn report(&self, health: &mut Health, heard: SystemTime) -> bool {
        let connected = self.awaited.is_empty() && self.disturbed.is_empty();
        let turned = connected != health.connected;
        if turned {
            health.connected = connected;
            health.heard = heard;
            health.since = std::time::Instant::now();
        }
        let news = health.last_error != self.last_error;
        if news {
            health.last_error.clone_from(&self.last_error);
        }
        turned || news
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::SecretState;
    use crate::domain::value::object_ref::ObjectName;
    use crate::edge::cluster::scripted::{Answer, Server};
    use serde_json::{Value, json};
    use std::sync::Mutex;

    fn of(kind: Kind) -> Watched {
        Watched::Kind { kind, namespace: None }
    }

    fn secret(name: &str) -> Watched {
        Watched::Object { kind: Kind::Secret, name: ObjectName::new("n", name) }
    }

    fn backend(key: &str) -> Value {
        json!({"metadata": {"name": "b", "namespace": "n"},
               "spec": {"ai": {"openAI": {"authHeaderRef": {"name": key}}}}})
    }

    fn secret_object(name: &str) -> Value {
        json!({"metadata": {"name": name, "namespace": "n"}, "stringData": {"k": "v"}})
    }

    /// A state in which every kind has answered with nothing, and which has published that.
    fn quiet() -> State {
        let mut state = State::new();
        state.take_others(Vec::new());
        for kind in Kind::LISTED {
            state.take((of(*kind), Change::Listed(Vec::new())));
        }
        assert!(state.publish(Instant::now()).is_some());
        state
    }

    #[test]
    fn nothing_is_published_before_every_kind_has_answered() {
        let mut state = State::new();
        for kind in Kind::LISTED {
            assert!(state.publish(Instant::now()).is_none());
            state.take((of(*kind), Change::Unread(Unread::NotInstalled)));
        }
        assert!(
            state.publish(Instant::now()).is_none(),
            "nor before it is known what nobody reads"
        );
        state.take_others(vec!["GRPCRoute is not read".into()]);
        let first = state.publish(Instant::now()).expect("published");
        assert_eq!(first.problems.len(), 1);
        state.take_others(vec!["GRPCRoute is not read".into()]);
        assert!(state.publish(Instant::now()).is_none(), "nothing new");
        state.take((of(Kind::Gateway), Change::Unread(Unread::NotInstalled)));
        assert!(state.publish(Instant::now()).is_none(), "said before");
    }

    #[test]
    fn a_snapshot_waits_for_its_secrets_and_not_for_ever() {
        let mut state = quiet();
        state.take((of(Kind::AgentgatewayBackend), Change::Applied(backend("k"))));
        let (new, gone) = state.changed_wants();
        assert_eq!((new.len(), gone.len()), (1, 0));
        let now = Instant::now();
        assert!(state.publish(now).is_none());
        let late = state.held_until().expect("held");
        let mut patient = quiet();
        patient.take((of(Kind::AgentgatewayBackend), Change::Applied(backend("k"))));
        patient.changed_wants();
        patient.take((secret("k"), Change::Listed(vec![secret_object("k")])));
        let read = patient.publish(now).expect("complete");
        assert!(matches!(read.secrets[&ObjectName::new("n", "k")], SecretState::Read(_)));
        let without = state.publish(late).expect("without it");
        assert_eq!(without.secrets[&ObjectName::new("n", "k")], SecretState::Pending);
    }

    #[test]
    fn a_secret_nobody_names_is_forgotten_and_its_late_words_ignored() {
        let mut state = quiet();
        state.take((of(Kind::AgentgatewayBackend), Change::Applied(backend("old"))));
        state.changed_wants();
        state.take((secret("old"), Change::Listed(vec![secret_object("old")])));
        state.take((of(Kind::AgentgatewayBackend), Change::Applied(backend("new"))));
        let (new, gone) = state.changed_wants();
        assert_eq!(new, [secret("new")]);
        assert_eq!(gone, [secret("old")]);
        state.take((secret("old"), Change::Applied(secret_object("old"))));
        state.take((secret("new"), Change::Unread(Unread::Forbidden("no".into()))));
        let snapshot = state.publish(Instant::now()).expect("published");
        assert_eq!(snapshot.secrets.len(), 1);
        assert_eq!(snapshot.secrets[&ObjectName::new("n", "new")], SecretState::Forbidden);
    }

    #[test]
    fn what_a_policy_chooses_by_label_comes_and_goes_with_the_label_and_with_the_right_to_read_it()
    {
        let mut state = quiet();
        let policy = json!({"metadata": {"name": "p", "namespace": "n"}, "spec": {"traffic":
            {"apiKeyAuthentication": {"secretSelector": {"matchLabels": {"for": "us"}}}}}});
        state.take((of(Kind::AgentgatewayPolicy), Change::Applied(policy)));
        let (new, _) = state.changed_wants();
        let [watched @ Watched::Selection(selection)] = &new[..] else { panic!("{new:?}") };
        assert_eq!(selection.selector(), "for=us");
        assert!(state.publish(Instant::now()).is_none(), "it waits for the keys");
        let mut after = |change| {
            state.take((watched.clone(), change));
            let published = state.publish(Instant::now());
            published.map(|snapshot| snapshot.chosen(selection).map(|chosen| chosen.len()))
        };
        assert_eq!(after(Change::Listed(vec![secret_object("a")])), Some(Ok(1)));
        assert_eq!(after(Change::Applied(secret_object("b"))), Some(Ok(2)));
        assert_eq!(after(Change::Deleted(ObjectName::new("n", "a"))), Some(Ok(1)));
        let forbidden = || Change::Unread(Unread::Forbidden("no".into()));
        let refused = after(forbidden()).expect("news").expect_err("a reason");
        assert_eq!(refused, "you may not list Secrets of namespace n with labels for=us");
        assert_eq!(after(forbidden()), None, "said before");
        state.take((of(Kind::AgentgatewayPolicy), Change::Listed(Vec::new())));
        assert_eq!(state.changed_wants().1, new);
        assert!(state.objects.current().selections.is_empty());
    }

    #[test]
    fn a_disturbance_keeps_the_objects_and_shows_in_the_health() {
        let mut state = quiet();
        let (since, heard) = (std::time::Instant::now(), SystemTime::now());
        let mut health = Health { connected: false, since, heard, last_error: None };
        assert!(state.report(&mut health, heard) && health.connected);
        state.take((of(Kind::Gateway), Change::Disturbed("connection refused".into())));
        assert!(state.report(&mut health, heard) && !health.connected);
        assert!(state.publish(Instant::now()).is_none(), "the objects are as they were");
        state.take((of(Kind::Gateway), Change::Listed(Vec::new())));
        assert!(state.report(&mut health, heard) && health.connected);
        assert_eq!(health.last_error.as_deref(), Some("connection refused"));
        assert!(!state.report(&mut health, heard));
    }

    /// An API server with one backend, whose key is `k`; each watch of backends takes a receiver from `feeds`.
    async fn one_backend(feeds: Vec<mpsc::Receiver<Value>>) -> Server {
        let feeds = Mutex::new(feeds);
        Server::start(move |asked| {
            let watching = asked.query.contains("watch=true");
            match asked.path.rsplit('/').next() {
                Some("agentgatewaybackends") if watching => match feeds.lock().expect("lock").pop()
                {
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
        let mut source = watch(server.connection(|_| ()).await, None);
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
        let mut source = watch(server.connection(|_| ()).await, None);
        soon(source.next()).await.expect("a snapshot");
        let mut health = source.health();
        soon(health.wait_for(|health| health.connected)).await.expect("connected");
        drop(server);
        let stale = soon(health.wait_for(|health| !health.connected)).await.expect("stale").clone();
        assert!(stale.last_error.is_some_and(|words| words.contains("http://127.0.0.1:")));
        assert_eq!(source.latest().expect("kept").backends.len(), 1);
    }
}
