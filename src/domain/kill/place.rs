//! Where kills are recorded, and which requests each place decides about.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

use super::state::Change;
use super::{Kills, Unreadable};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::{clip, redaction};

/// A place where kills are recorded, in the order in which a request is asked about them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Beside the files that are served: it decides about every request.
    Everywhere,
    /// Every Gateway of a namespace.
    Namespace(String),
    /// A Gateway, as `namespace/name`: it decides about the requests that come through it.
    Gateway(String),
}

impl Place {
    /// The Gateway, as `namespace/name`, if it is one.
    #[must_use]
    pub fn gateway(&self) -> Option<&str> {
        match self {
            Place::Gateway(name) => Some(name),
            Place::Everywhere | Place::Namespace(_) => None,
        }
    }

    /// Whether it decides about requests through a Gateway; of the implied one the name is empty.
    #[must_use]
    pub fn covers(&self, gateway: &str) -> bool {
        match self {
            Place::Everywhere => true,
            Place::Namespace(namespace) => {
                gateway.split_once('/').is_some_and(|(own, _)| own == namespace)
            }
            Place::Gateway(name) => gateway == name,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Everywhere => f.write_str("everything"),
            Place::Namespace(namespace) => write!(f, "namespace {namespace}"),
            Place::Gateway(name) => write!(f, "Gateway {name}"),
        }
    }
}

/// What is recorded in each place, or why that cannot be read. The default is recorded nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records(pub BTreeMap<Place, Result<Kills, Unreadable>>);

impl Records {
    /// One place.
    #[must_use]
    pub fn one(place: Place, found: Result<Kills, Unreadable>) -> Self {
        Records(BTreeMap::from([(place, found)]))
    }

    /// What counts as killed because it cannot be read, and why, in a sentence.
    pub fn unreadable(&self) -> impl Iterator<Item = (&Place, &Unreadable)> {
        self.0.iter().filter_map(|(place, found)| Some((place, found.as_ref().err()?)))
    }

    /// What could be read.
    pub fn read(&self) -> impl Iterator<Item = (&Place, &Kills)> {
        self.0.iter().filter_map(|(place, found)| Some((place, found.as_ref().ok()?)))
    }

    /// When the next kill ends by itself after `now`.
    #[must_use]
    pub fn next_end(&self, now: Timestamp) -> Option<Timestamp> {
        self.read().filter_map(|(_, kills)| kills.next_end(now)).min()
    }

    /// What people have done since other records, with where.
    #[must_use]
    pub fn changes<'a>(
        &'a self,
        before: &'a Records,
        now: Timestamp,
    ) -> Vec<(Change, Vec<&'a Place>)> {
        let none = Kills::default();
        let mut all = BTreeMap::<Change, Vec<&Place>>::new();
        let here = self.read().map(|(place, kills)| {
            // What it was before is not known where it could not be read.
            let known = before.0.get(place).and_then(|known| known.as_ref().ok());
            (place, kills, known.unwrap_or(&none))
        });
        let gone = before.read().filter(|(place, _)| !self.0.contains_key(place));
        for (place, kills, known) in here.chain(gone.map(|(place, known)| (place, &none, known))) {
            for change in kills.changes(known, now) {
                all.entry(change).or_default().push(place);
            }
        }
        all.into_iter().collect()
    }
}

/// What the annotations of a Gateway record.
///
/// # Errors
/// One of them that is ours cannot be read: everything at this Gateway counts as killed.
pub fn of_gateway<'a>(
    name: &ObjectName,
    annotations: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Kills, Unreadable> {
    Kills::of_annotations(annotations).map_err(|(key, Unreadable(why))| {
        let ObjectName { namespace, name: own } = name;
        let mend = format!("kubectl annotate gateway -n {namespace} {own} {key}-");
        let of = format!("annotation {key} of Gateway {name}");
        unreadable(&of, &why, &format!("remove it: {mend}"))
    })
}

/// The sentence for a state that cannot be read: for people, and for the clients whose requests are refused.
#[must_use]
pub fn unreadable(of: &str, why: &str, mend: &str) -> Unreadable {
    // It may quote what somebody wrote there.
    let why = redaction::without_keys(clip::clipped(why).as_ref()).into_owned();
    Unreadable(format!(
        "the kill switch can't be read, so everything counts as killed: {of}: {why}; {mend}"
    ))
}
