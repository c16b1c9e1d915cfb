//! What is known of a cluster, what is in doubt, and when a snapshot of it is fit to be published.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::WatchScope;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::problem::ProblemReason;
use crate::domain::snapshot::selection::{Selection, SelectionState};
use crate::domain::snapshot::{Origin, Snapshot, Unread, World};
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::edge::cluster::watch::{WatchTarget, WatchUpdate};
use crate::edge::source::Health;

/// How long a snapshot waits for a newly named object before it goes out without it.
const NAMED_PATIENCE: Duration = Duration::from_secs(3);

/// What is known, and whether it is worth publishing. Knows no sockets and no clock.
///
/// A kind that is disturbed or refused after it was read keeps its objects, and holds back every snapshot: what is newer
/// of the other kinds may be guarded by what nobody can see now. Only a refusal that lasts ends that: what may not be
/// read is given up, and what depends on it refuses.
pub(super) struct State {
    pub(super) objects: Objects,
    extent: WatchScope,
    /// Kinds, and namespaces of them, that did not answer yet.
    awaited: BTreeSet<WatchTarget>,
    /// Nor what there is that nobody reads.
    others_awaited: bool,
    /// Objects that are followed by name or by label.
    followed: BTreeSet<WatchTarget>,
    /// What wants them.
    looked_at: Option<Snapshot>,
    /// Something changed since the last snapshot.
    dirty: bool,
    /// When an object was last asked for by name, or a selection by label.
    asked: Option<Instant>,
    disturbed: BTreeSet<WatchTarget>,
    /// What may not be read though it was, since when, and why.
    refused: BTreeMap<WatchTarget, (Instant, String)>,
    /// What was given up, and whether it was read before.
    given_up: BTreeMap<WatchTarget, bool>,
    /// What may be listed and not watched, and why.
    polled: BTreeMap<WatchTarget, String>,
    last_error: Option<String>,
}

impl State {
    pub(super) fn new(extent: WatchScope) -> Self {
        State {
            objects: Objects::new(World::Cluster).for_release(extent.release),
            awaited: extent.kinds().collect(),
            extent,
            others_awaited: true,
            followed: BTreeSet::new(),
            looked_at: None,
            dirty: false,
            asked: None,
            disturbed: BTreeSet::new(),
            refused: BTreeMap::new(),
            given_up: BTreeMap::new(),
            polled: BTreeMap::new(),
            last_error: None,
        }
    }

    /// Takes a change in; whether it says that the cluster is well.
    pub(super) fn take(&mut self, watched: WatchTarget, change: WatchUpdate, now: Instant) -> bool {
        // A watch that was stopped may have left something in the queue.
        let is_wanted = !matches!(watched, WatchTarget::Kind { .. });
        if is_wanted && !self.followed.contains(&watched) {
            return false;
        }
        match change {
            WatchUpdate::Disturbed(words) => {
                self.refused.remove(&watched);
                self.disturbed.insert(watched);
                self.last_error = Some(words);
                return false;
            }
            WatchUpdate::Refused(words) => {
                self.take_refusal(watched, words, now);
                return false;
            }
            WatchUpdate::Polled(words) => {
                self.polled.insert(watched, words);
                return true;
            }
            WatchUpdate::Applied(_) | WatchUpdate::Deleted(_) => drop(self.polled.remove(&watched)),
            WatchUpdate::Listed(_) | WatchUpdate::Steady | WatchUpdate::NotInstalled => {}
        }
        self.disturbed.remove(&watched);
        self.refused.remove(&watched);
        self.given_up.remove(&watched);
        match watched {
            WatchTarget::Kind { kind, ref namespace } => {
                self.awaited.remove(&watched);
                self.take_kind(kind, namespace.as_deref(), change);
            }
            WatchTarget::Object { kind, name } => {
                self.take_named(&ObjectRef::new(kind, name), change)
            }
            WatchTarget::Selection(selection) => self.take_chosen(&selection, change),
        }
        true
    }

    /// What was read is kept for now; what was never read has nothing to keep.
    fn take_refusal(&mut self, watched: WatchTarget, words: String, now: Instant) {
        self.disturbed.remove(&watched);
        if self.given_up.contains_key(&watched) {
            return;
        }
        let is_new = match &watched {
            WatchTarget::Kind { .. } => self.awaited.contains(&watched),
            WatchTarget::Object { kind, name } => {
                self.objects.current().is_awaited(&ObjectRef::new(*kind, name.clone()))
            }
            WatchTarget::Selection(selection) => {
                *self.objects.selection(selection) == SelectionState::Pending
            }
        };
        if is_new {
            self.awaited.remove(&watched);
            return self.give_up(watched, words, false);
        }
        self.last_error = Some(words.clone());
        let since = self.refused.get(&watched).map_or(now, |(since, _)| *since);
        self.refused.insert(watched, (since, words));
    }

    fn give_up(&mut self, watched: WatchTarget, words: String, was_read: bool) {
        match &watched {
            WatchTarget::Kind { kind, namespace } => {
                self.objects.give_up(*kind, namespace.as_deref(), words);
            }
            // One that may not be read looks like one that is absent: both have no certificates to trust.
            WatchTarget::Object { kind: Kind::ConfigMap, name } => {
                self.objects.remove(Kind::ConfigMap, name);
            }
            WatchTarget::Object { kind, name } => {
                self.objects.forbid(&ObjectRef::new(*kind, name.clone()));
            }
            WatchTarget::Selection(selection) => {
                *self.objects.selection(selection) = SelectionState::Forbidden;
            }
        }
        self.given_up.insert(watched, was_read);
        self.dirty = true;
    }

    /// Gives up what has been refused for too long, and with it everything else that is refused: half of a state that
    /// belongs together is worse than none.
    pub(super) fn expire(&mut self, now: Instant) {
        if self.expires().is_some_and(|at| at <= now) {
            for (watched, (_, words)) in std::mem::take(&mut self.refused) {
                self.give_up(watched, words, true);
            }
        }
    }

    /// When the longest refusal has lasted too long.
    pub(super) fn expires(&self) -> Option<Instant> {
        let first = self.refused.values().map(|(since, _)| *since).min()?;
        Some(first + self.extent.hold)
    }

    pub(super) fn take_others(&mut self, kinds: Vec<ProblemReason>) {
        self.others_awaited = false;
        self.dirty |= self.objects.others(kinds);
    }

    fn take_kind(&mut self, kind: Kind, namespace: Option<&str>, change: WatchUpdate) {
        let objects = &mut self.objects;
        match (change, namespace) {
            (WatchUpdate::Listed(all), None) => objects.replace(kind, all, &Origin::Cluster),
            (WatchUpdate::Listed(all), Some(namespace)) => objects.replace_in(kind, namespace, all),
            (WatchUpdate::Applied(object), _) => objects.apply(kind, object, Origin::Cluster),
            (WatchUpdate::Deleted(name), _) => objects.remove(kind, &name),
            // Said again every few seconds; only the first time is news.
            (WatchUpdate::NotInstalled, _)
                if objects.current().unread.get(&kind) == Some(&Unread::NotInstalled) =>
            {
                return;
            }
            (WatchUpdate::NotInstalled, _) => objects.unread(kind, Unread::NotInstalled),
            _ => return,
        }
        self.dirty = true;
    }

    fn take_named(&mut self, named: &ObjectRef, change: WatchUpdate) {
        let ObjectRef { kind, name } = named;
        let objects = &mut self.objects;
        match change {
            WatchUpdate::Listed(found) => match found.into_iter().next() {
                Some(object) => objects.apply(*kind, object, Origin::Cluster),
                None => objects.remove(*kind, name),
            },
            WatchUpdate::Applied(object) => objects.apply(*kind, object, Origin::Cluster),
            WatchUpdate::Deleted(_) | WatchUpdate::NotInstalled => objects.remove(*kind, name),
            _ => return,
        }
        self.dirty = true;
    }

    fn take_chosen(&mut self, selection: &Selection, change: WatchUpdate) {
        let state = self.objects.selection(selection);
        let kind = selection.kind;
        match change {
            WatchUpdate::Listed(all) => state.replace(kind, &all),
            WatchUpdate::Applied(object) => state.apply(kind, &object),
            WatchUpdate::Deleted(name) => state.remove(&name),
            _ => return,
        }
        self.dirty = true;
    }

    /// What to follow by name or label from now on, which is pending until it answers, and what nobody wants any more.
    pub(super) fn changed_wants(&mut self) -> (Vec<WatchTarget>, Vec<WatchTarget>) {
        if !self.dirty {
            return (Vec::new(), Vec::new());
        }
        let now = self.objects.current();
        if self.looked_at.as_ref().is_some_and(|before| now.wants_as(before)) {
            return (Vec::new(), Vec::new());
        }
        let certificates = now.wanted_certificates().into_iter();
        let certificates = certificates.map(|name| ObjectRef::new(Kind::Secret, name));
        let named = now.wanted().into_iter().chain(certificates);
        let (near, far): (BTreeSet<_>, BTreeSet<_>) =
            named.partition(|object| self.extent.takes(&object.name.namespace));
        let named = near.into_iter();
        let named =
            named.map(|object| WatchTarget::Object { kind: object.kind, name: object.name });
        let chosen = now.wanted_selections().into_iter();
        let chosen = chosen.filter(|selection| self.extent.takes(&selection.namespace));
        let wanted: BTreeSet<_> = named.chain(chosen.map(WatchTarget::Selection)).collect();
        let new: Vec<_> = wanted.difference(&self.followed).cloned().collect();
        let gone: Vec<_> = self.followed.difference(&wanted).cloned().collect();
        for object in far {
            self.objects.forbid(&object);
        }
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
            self.refused.remove(watched);
            self.given_up.remove(watched);
            self.polled.remove(watched);
        }
        self.followed = wanted;
        self.looked_at = Some(self.objects.current().that_wants());
        (new, gone)
    }

    /// Does one thing with an object that is followed by name, or another with a selection.
    fn objects_of(
        &mut self,
        watched: &WatchTarget,
        named: impl FnOnce(&mut Objects, &ObjectRef),
        chosen: impl FnOnce(&mut Objects, &Selection),
    ) {
        match watched {
            WatchTarget::Kind { .. } => {}
            WatchTarget::Object { kind, name } => {
                named(&mut self.objects, &ObjectRef::new(*kind, name.clone()));
            }
            WatchTarget::Selection(selection) => chosen(&mut self.objects, selection),
        }
    }

    /// Whether something is missing without which no snapshot is whole.
    fn is_held(&self) -> bool {
        let is_kind = |watched: &&WatchTarget| matches!(watched, WatchTarget::Kind { .. });
        !self.awaited.is_empty()
            || self.others_awaited
            || self.disturbed.iter().any(|one| is_kind(&one))
            || self.refused.keys().any(|one| is_kind(&one))
    }

    /// When a snapshot that waits for a named object goes out without it.
    pub(super) fn held_until(&self) -> Option<Instant> {
        let waiting = self.dirty && !self.is_held() && self.objects.current().is_pending();
        self.asked.filter(|_| waiting).map(|asked| asked + NAMED_PATIENCE)
    }

    /// The snapshot, if there is news, every kind has answered and is well, and every named object has answered or took
    /// too long. Waiting for them also holds later on: a backend whose key changes its place never runs without a key
    /// for a moment.
    pub(super) fn publish(&mut self, now: Instant) -> Option<Snapshot> {
        if !self.dirty || self.is_held() {
            return None;
        }
        if self.held_until().is_some_and(|until| now < until) {
            return None;
        }
        self.dirty = false;
        Some(self.objects.snapshot())
    }

    /// Brings the health up to date; says whether that changed it. `heard` is when the cluster last said something.
    pub(super) fn report(&self, health: &mut Health, heard: SystemTime) -> bool {
        let before = health.clone();
        health.connected =
            self.awaited.is_empty() && self.disturbed.is_empty() && self.refused.is_empty();
        if health.connected != before.connected {
            health.heard = heard;
            health.since = std::time::Instant::now();
        }
        health.refuses = !self.refused.is_empty();
        health.given_up = self.given_up.values().any(|was_read| *was_read);
        health.last_error.clone_from(&self.last_error);
        health.polled = self.polled.values().next().cloned();
        *health != before
    }
}
