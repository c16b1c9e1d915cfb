//! What is known of the Gateways while they are followed.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use super::{forbidden, record};
use crate::domain::kill::{Kills, Place, Records, Unreadable};
use crate::domain::value::object_ref::Kind;
use crate::edge::cluster::watch::{WatchTarget, WatchUpdate};

type Read = BTreeMap<Place, Result<Kills, Unreadable>>;

/// What is known of the Gateways of one namespace, or of all.
#[derive(Default)]
struct Part {
    /// None before the first list, and once it may not be read for too long.
    read: Option<Read>,
    /// Why it may not be read.
    refused: Option<String>,
    /// Until when what was read is believed all the same.
    believed: Option<Instant>,
}

/// The Gateways that are followed.
pub(super) struct Known {
    parts: BTreeMap<Option<String>, Part>,
    hold: Duration,
}

impl Known {
    /// Nothing yet, of these namespaces.
    pub(super) fn new(namespaces: impl Iterator<Item = Option<String>>, hold: Duration) -> Self {
        let parts = namespaces.map(|namespace| (namespace, Part::default())).collect();
        Known { parts, hold }
    }

    /// Takes a change. Returns whether the records may be others now.
    pub(super) fn take(&mut self, watched: &WatchTarget, update: WatchUpdate) -> bool {
        let WatchTarget::Kind { kind: Kind::Gateway, namespace } = watched else { return false };
        let Some(part) = self.parts.get_mut(namespace) else { return false };
        match update {
            WatchUpdate::Listed(found) => {
                let before = part.read.take().unwrap_or_default();
                let found = found.iter().map(|gateway| since(&before, gateway)).collect();
                *part = Part { read: Some(found), ..Part::default() };
            }
            WatchUpdate::Applied(gateway) => {
                // Nothing is known of the others before a list.
                let Some(read) = &mut part.read else { return false };
                let (place, found) = since(read, &gateway);
                read.insert(place, found);
            }
            WatchUpdate::Deleted(name) => {
                let Some(read) = &mut part.read else { return false };
                read.remove(&Place::Gateway(name.text()));
            }
            WatchUpdate::Refused(why) => {
                part.refused = Some(why);
                if part.read.is_some() {
                    part.believed.get_or_insert_with(|| Instant::now() + self.hold);
                    return false;
                }
            }
            WatchUpdate::Steady => {
                (part.refused, part.believed) = (None, None);
                return false;
            }
            // Without the kind there is no Gateway. One that was there is believed to come back.
            WatchUpdate::NotInstalled if part.read.is_none() => {
                *part = Part { read: Some(Read::default()), ..Part::default() };
            }
            // What is known stays known while the API server is away.
            WatchUpdate::Disturbed(_) => {
                part.believed = None;
                return false;
            }
            WatchUpdate::NotInstalled | WatchUpdate::Polled(_) => return false,
        }
        true
    }

    /// Waits until something is not believed any more.
    pub(super) async fn expired(&mut self) {
        let Some(next) = self.parts.values().filter_map(|part| part.believed).min() else {
            return std::future::pending().await;
        };
        sleep_until(next).await;
        for part in self.parts.values_mut().filter(|part| part.believed == Some(next)) {
            (part.read, part.believed) = (None, None);
        }
    }

    /// What the Gateways record; none while the first answer is missing.
    pub(super) fn records(&self) -> Option<Records> {
        let mut all = Read::new();
        for (namespace, part) in &self.parts {
            match (&part.read, &part.refused) {
                (Some(read), _) => all.extend(read.clone()),
                (None, Some(why)) => {
                    let place = namespace.clone().map_or(Place::Everywhere, Place::Namespace);
                    all.insert(place, Err(forbidden(namespace.as_deref(), why)));
                }
                (None, None) => return None,
            }
        }
        Some(Records(all))
    }
}

/// What a Gateway records, with who ended what it recorded before.
fn since(before: &Read, gateway: &Value) -> (Place, Result<Kills, Unreadable>) {
    let (place, mut found) = record(gateway);
    if let (Ok(found), Some(Ok(before))) = (&mut found, before.get(&place)) {
        found.keep_resumed(before);
    }
    (place, found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::kill::{Cause, InForce, Kill, Passage, Subject, SubjectKind, state};
    use jiff::Timestamp;

    fn watched(namespace: Option<&str>) -> WatchTarget {
        WatchTarget::Kind { kind: Kind::Gateway, namespace: namespace.map(str::to_owned) }
    }

    fn kill() -> Kill {
        let subject = Subject::read(SubjectKind::All, "", "").expect("all");
        let cause = Cause { reason: "r".to_owned(), actor: "ann".to_owned() };
        Kill::new(subject, cause, Timestamp::now(), None).expect("a kill")
    }

    fn gateway(annotations: Value) -> Value {
        json!({"metadata": {"name": "g", "namespace": "n", "annotations": annotations}})
    }

    fn killed(known: &Known) -> Option<bool> {
        let passage = Passage { gateway: "n/g".to_owned(), ..Passage::default() };
        let in_force = InForce::of(&known.records()?, Timestamp::now());
        Some(in_force.stops(&passage).is_some())
    }

    fn everywhere() -> Known {
        Known::new([None].into_iter(), Duration::from_secs(60))
    }

    #[test]
    fn a_gateway_without_records_is_open_and_one_with_a_broken_one_is_shut() {
        let mut known = everywhere();
        assert_eq!(killed(&known), None);
        assert!(known.take(&watched(None), WatchUpdate::Listed(Vec::new())));
        assert_eq!(killed(&known), Some(false));
        let (key, text) = state::annotation(&kill());
        for (annotations, shut) in [
            (json!({"example.com/kill": "all"}), false),
            (json!({&key: text}), true),
            (json!({&key: ""}), true),
            (json!({&key: "{}"}), true),
            (json!({"kill.kubectl-agw.dev/note": "hello"}), true),
            (json!({}), false),
        ] {
            let case = annotations.to_string();
            known.take(&watched(None), WatchUpdate::Applied(gateway(annotations)));
            assert_eq!(killed(&known), Some(shut), "{case}");
        }
    }

    #[test]
    fn who_resumed_is_remembered_when_the_record_is_gone() {
        let mut known = everywhere();
        let told = |known: &Known| known.records().expect("read");
        let (key, text) = state::annotation(&kill());
        known.take(&watched(None), WatchUpdate::Listed(vec![gateway(json!({&key: text}))]));
        let before = told(&known);
        let (_, text) = state::annotation(&kill().resumed("bob".to_owned(), Timestamp::now()));
        known.take(&watched(None), WatchUpdate::Applied(gateway(json!({&key: text}))));
        known.take(&watched(None), WatchUpdate::Applied(gateway(json!({}))));
        assert_eq!(killed(&known), Some(false));
        let after = told(&known);
        let changes = after.changes(&before, Timestamp::now());
        let [(change, places)] = &changes[..] else { panic!("{changes:?}") };
        assert_eq!((change.act, change.actor.as_str()), ("resume", "bob"));
        assert_eq!(places, &[&Place::Gateway("n/g".to_owned())]);
    }

    #[tokio::test]
    async fn what_was_read_is_believed_for_a_while_and_then_counts_as_killed() {
        let mut known = Known::new([None].into_iter(), Duration::from_millis(20));
        assert!(known.take(&watched(None), WatchUpdate::Refused("no".to_owned())));
        assert_eq!(killed(&known), Some(true), "never read");
        known.take(&watched(None), WatchUpdate::Listed(vec![gateway(json!({}))]));
        assert_eq!(killed(&known), Some(false));
        assert!(!known.take(&watched(None), WatchUpdate::Refused("no".to_owned())));
        assert_eq!(killed(&known), Some(false));
        known.expired().await;
        assert_eq!(killed(&known), Some(true));
        known.take(&watched(None), WatchUpdate::Listed(vec![gateway(json!({}))]));
        assert_eq!(killed(&known), Some(false));
    }

    #[test]
    fn a_namespace_that_may_not_be_read_shuts_no_other() {
        let both = ["m", "n"].map(|namespace| Some(namespace.to_owned()));
        let mut known = Known::new(both.into_iter(), Duration::ZERO);
        known.take(&watched(Some("n")), WatchUpdate::Listed(vec![gateway(json!({}))]));
        assert_eq!(killed(&known), None, "the other has not answered");
        known.take(&watched(Some("m")), WatchUpdate::Refused("no".to_owned()));
        assert_eq!(killed(&known), Some(false));
        let in_force = InForce::of(&known.records().expect("read"), Timestamp::now());
        let there = Passage { gateway: "m/g".to_owned(), ..Passage::default() };
        let why = in_force.stops(&there).expect("stopped").words();
        assert!(why.contains("namespace m") && why.contains("grant get, list and watch"), "{why}");
    }
}
