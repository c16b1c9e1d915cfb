//! Objects as they change: one endless watch per kind, named object or selection by label, that survives whatever the cluster does.

use std::time::Duration;

use futures::{Stream, StreamExt as _};
use kube::core::{ApiResource, DynamicObject};
use kube::runtime::watcher::{self, Event};
use serde_json::Value;
use tokio::sync::mpsc::Sender;

use super::discovery::{api, expected, is_not_served, served};
use super::read::{self, value};
use super::{ClusterError, Connection};
use crate::domain::snapshot::Unread;
use crate::domain::snapshot::objects::name_of;
use crate::domain::snapshot::selection::Selection;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// How soon a missing CRD is looked for again.
const UNTIL_INSTALLED: Duration = Duration::from_secs(10);
/// How soon a refused list is tried again.
const UNTIL_ALLOWED: Duration = Duration::from_secs(30);
/// The longest a single watch request lasts, in seconds. The API server ends it, so that silence for longer means a
/// peer that vanished without a word (a laptop that slept, a VPN that moved): `silence` then gives it up. Resuming costs
/// one request and no list.
pub(super) const WATCH_SECONDS: u32 = 60;
/// A page of a list may take this long; after it the list is begun anew.
const LIST_PATIENCE: Duration = Duration::from_secs(90);

/// What to watch: a kind, in one namespace or in all, or a single object.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Watched {
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
pub enum Change {
    /// All there is: it replaces what was known, and says that the connection is well.
    Listed(Vec<Value>),
    /// One object appeared or changed.
    Applied(Value),
    /// One object is gone.
    Deleted(ObjectName),
    /// There is no reading it for now.
    Unread(Unread),
    /// The connection is disturbed; what was known stays known. The words are for people.
    Disturbed(String),
}

/// Watches until the receiver of `out` is gone; every change goes there together with `watched`. Broken connections,
/// restarted API servers, expired resource versions, CRDs that come and go and permissions that change are all
/// survived; nothing ends this but its owner.
pub async fn watch(connection: &Connection, watched: Watched, out: Sender<(Watched, Change)>) {
    let outbox = Outbox { watched: watched.clone(), out };
    let mut resource = expected(watched.kind());
    let mut failures = 0;
    loop {
        let answer = match follow(connection, &resource, &watched, &outbox, &mut failures).await {
            End::Abandoned => return,
            End::Expired => continue,
            End::NotServed => not_served(connection, &watched, &mut resource, &outbox).await,
            End::Forbidden(message) => forbidden(connection, &watched, message, &outbox).await,
            End::Failed(words) => {
                failures += 1;
                outbox.say(Change::Disturbed(words)).await.map(|()| pause(failures))
            }
        };
        let Ok(pause) = answer else { return };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = outbox.out.closed() => return,
        }
    }
}

impl Watched {
    /// The kind of what is watched.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Watched::Kind { kind, .. } | Watched::Object { kind, .. } => *kind,
            Watched::Selection(selection) => selection.kind,
        }
    }

    fn namespace(&self) -> Option<&str> {
        match self {
            Watched::Kind { namespace, .. } => namespace.as_deref(),
            Watched::Object { name, .. } => Some(&name.namespace),
            Watched::Selection(selection) => Some(&selection.namespace),
        }
    }
}

/// Where changes go.
struct Outbox {
    watched: Watched,
    out: Sender<(Watched, Change)>,
}

/// Nobody listens any more.
struct Abandoned;

impl Outbox {
    async fn say(&self, change: Change) -> Result<(), Abandoned> {
        self.out.send((self.watched.clone(), change)).await.map_err(|_| Abandoned)
    }
}

/// Why a stream of events was given up.
enum End {
    Abandoned,
    /// The resource version is too old (410): normal, list again at once.
    Expired,
    NotServed,
    Forbidden(String),
    Failed(String),
}

/// Follows one watcher until something is wrong. kube's watcher resumes by itself after ends that are normal; on an
/// error it is dropped and begun anew, with a list, because only a list proves that nothing was missed and that the
/// connection is well again.
async fn follow(
    connection: &Connection,
    resource: &ApiResource,
    watched: &Watched,
    outbox: &Outbox,
    failures: &mut u32,
) -> End {
    let mut config = watcher::Config::default().timeout(WATCH_SECONDS);
    config = match watched {
        Watched::Kind { .. } => config,
        Watched::Object { name, .. } => config.fields(&format!("metadata.name={}", name.name)),
        Watched::Selection(selection) => config.labels(&selection.selector()),
    };
    let api = api(connection, resource, watched.namespace());
    let mut events = std::pin::pin!(watcher::watcher(api, config));
    let mut listed = Vec::new();
    let mut listing = true;
    loop {
        let event = match next(connection, &mut events, outbox, listing).await {
            Ok(event) => event,
            Err(end) => return end,
        };
        listing = matches!(event, Event::Init | Event::InitApply(_));
        let change = match event {
            Event::Init => {
                listed.clear();
                continue;
            }
            Event::InitApply(object) => {
                listed.extend(value(object, resource));
                continue;
            }
            Event::InitDone => {
                *failures = 0;
                Change::Listed(std::mem::take(&mut listed))
            }
            Event::Apply(object) => match value(object, resource) {
                Ok(object) => Change::Applied(object),
                Err(_) => continue,
            },
            Event::Delete(object) => match value(object, resource) {
                Ok(object) => Change::Deleted(name_of(&object)),
                Err(_) => continue,
            },
        };
        if outbox.say(change).await.is_err() {
            return End::Abandoned;
        }
    }
}

/// The next event, or why there is none.
async fn next(
    connection: &Connection,
    events: &mut (impl Stream<Item = watcher::Result<Event<DynamicObject>>> + Unpin),
    outbox: &Outbox,
    listing: bool,
) -> Result<Event<DynamicObject>, End> {
    let resource = outbox.watched.kind().names().resource();
    let event = tokio::select! {
        event = events.next() => event,
        () = outbox.out.closed() => return Err(End::Abandoned),
        () = tokio::time::sleep(LIST_PATIENCE), if listing => {
            return Err(End::Failed(format!("the list of {resource} does not come")));
        }
    };
    match event {
        Some(Ok(event)) => Ok(event),
        Some(Err(error)) => Err(end(connection, error, &resource)),
        None => Err(End::Failed(format!("the watch of {resource} ended"))),
    }
}

fn end(connection: &Connection, error: watcher::Error, resource: &str) -> End {
    use watcher::Error as Watch;
    let error = match error {
        Watch::InitialListFailed(error)
        | Watch::WatchStartFailed(error)
        | Watch::WatchFailed(error) => error,
        Watch::WatchError(status) => kube::Error::Api(status),
        Watch::NoResourceVersion => {
            return End::Failed(format!("the list of {resource} has no resource version"));
        }
    };
    match &error {
        kube::Error::Api(status) if status.code == 410 => End::Expired,
        kube::Error::Api(status) if status.is_forbidden() => End::Forbidden(status.message.clone()),
        error if is_not_served(error) => End::NotServed,
        _ => End::Failed(connection.place.explain(error, resource).to_string()),
    }
}

/// Looks for another version of the kind; without one it is not installed. Returns how long to wait.
async fn not_served(
    connection: &Connection,
    watched: &Watched,
    resource: &mut ApiResource,
    outbox: &Outbox,
) -> Result<Duration, Abandoned> {
    match served(connection, watched.kind()).await {
        Ok(Some(other)) if other.version != resource.version => {
            *resource = other;
            return Ok(Duration::ZERO);
        }
        Ok(_) => outbox.say(Change::Unread(Unread::NotInstalled)).await?,
        Err(error) => outbox.say(Change::Disturbed(error.to_string())).await?,
    }
    // A CRD may come back in another version than the one that went.
    *resource = expected(watched.kind());
    Ok(UNTIL_INSTALLED)
}

/// Many roles allow to get an object by name and neither to list nor to watch it: then it is read now and then.
async fn forbidden(
    connection: &Connection,
    watched: &Watched,
    message: String,
    outbox: &Outbox,
) -> Result<Duration, Abandoned> {
    let change = match watched {
        Watched::Kind { .. } | Watched::Selection(_) => Change::Unread(Unread::Forbidden(message)),
        Watched::Object { kind, name } => match read::get(connection, *kind, name).await {
            Ok(found) => Change::Listed(found.into_iter().collect()),
            Err(ClusterError::Forbidden { .. }) => Change::Unread(Unread::Forbidden(message)),
            Err(error) => Change::Disturbed(error.to_string()),
        },
    };
    outbox.say(change).await.map(|()| UNTIL_ALLOWED)
}

/// 0.2 s, doubling up to 5 s. kube's own backoff goes to half a minute, which suits a hundred controllers that share an
/// API server; here one person waits for a cluster to come back.
fn pause(failures: u32) -> Duration {
    let doubled = 200_u64.saturating_mul(1 << failures.saturating_sub(1).min(10));
    Duration::from_millis(doubled.min(5000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bearable() {
        let pauses: Vec<u128> = (1..8).map(|failures| pause(failures).as_millis()).collect();
        assert_eq!(pauses, [200, 400, 800, 1600, 3200, 5000, 5000]);
        assert_eq!(pause(u32::MAX).as_millis(), 5000);
    }
}
