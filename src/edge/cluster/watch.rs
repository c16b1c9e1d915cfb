//! Objects as they change: one endless watch per kind, named object or selection by label, that survives whatever the cluster does.

mod ask;
mod course;

use serde_json::Value;
use tokio::sync::mpsc::Sender;

pub(super) use self::ask::SendOnce;
use self::course::{Outbox, WatchCourse};
use super::Connection;
use super::discovery::expected;
use super::read;
use crate::domain::snapshot::selection::Selection;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The longest a single watch request lasts, in seconds. The API server ends it, so that silence for longer means a
/// peer that vanished without a word (a laptop that slept, a VPN that moved): `idle_timeout` then gives it up. Resuming costs
/// one request and no list.
pub(super) const WATCH_SECONDS: u32 = 60;

/// What to watch: a kind, in one namespace or in all, or a single object.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WatchTarget {
    Kind {
        kind: Kind,
        namespace: Option<String>,
    },
    /// Asked for by name, so that permission for this one name suffices.
    Object {
        kind: Kind,
        name: ObjectName,
    },
    /// Those that have the labels; one that loses them is gone.
    Selection(Selection),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum WatchUpdate {
    /// All there is: it replaces what was known, and says that the connection is well.
    Listed(Vec<Value>),
    /// All there is was read again, and nothing of it is new.
    Steady,
    /// One object appeared or changed.
    Applied(Value),
    /// One object is gone.
    Deleted(ObjectName),
    /// There is no such kind, as far as that can be known.
    NotInstalled,
    /// It may not be read (403, or 401 for all that is asked). Said for every try: an API server that starts refuses
    /// everything until it knows the roles. The words are for people.
    Refused(String),
    /// It may be listed and not watched: it is listed again and again. The words are for people.
    Polled(String),
    /// The connection is disturbed; what was known stays known. The words are for people.
    Disturbed(String),
}

/// Watches until the receiver of `out` is gone; every change goes there together with `watched`. Broken connections,
/// restarted API servers, expired resource versions, CRDs that come and go and permissions that change are all
/// survived; nothing ends this but its owner. Nothing is asked for more often than once a second, once it has failed.
pub async fn watch(
    connection: &Connection,
    watched: WatchTarget,
    out: Sender<(WatchTarget, WatchUpdate)>,
) {
    let gone = out.clone();
    let mut course = WatchCourse {
        connection,
        readmitted: connection.readmitted.listen(),
        resource: expected(watched.kind()),
        outbox: Outbox { watched, out },
        known: None,
        was_read: false,
        failures: 0,
        refused: None,
        absent: None,
        unwatched: None,
    };
    let course = async {
        while let Ok(pause) = course.round().await {
            course.rest(pause).await;
        }
    };
    tokio::select! {
        () = course => {}
        () = gone.closed() => {}
    }
}

impl WatchTarget {
    /// The kind of what is watched.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            WatchTarget::Kind { kind, .. } | WatchTarget::Object { kind, .. } => *kind,
            WatchTarget::Selection(selection) => selection.kind,
        }
    }

    fn namespace(&self) -> Option<&str> {
        let namespace = match self {
            WatchTarget::Kind { namespace, .. } => namespace.as_deref(),
            WatchTarget::Object { name, .. } => Some(name.namespace.as_str()),
            WatchTarget::Selection(selection) => Some(selection.namespace.as_str()),
        };
        namespace.filter(|namespace| !namespace.is_empty())
    }

    /// What a list of it asks for.
    fn selection(&self) -> read::Selection {
        let (labels, fields) = match self {
            WatchTarget::Kind { .. } => (None, None),
            WatchTarget::Object { name, .. } => {
                (None, Some(format!("metadata.name={}", name.name)))
            }
            WatchTarget::Selection(selection) => (Some(selection.selector()), None),
        };
        read::Selection { namespace: self.namespace().map(str::to_owned), labels, fields }
    }
}

#[cfg(test)]
mod tests;
