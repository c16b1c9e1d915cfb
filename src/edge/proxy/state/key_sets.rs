//! The keys of tokens that have to be fetched: before anybody asks, and again when they are old. Keys that were fetched
//! once are kept until newer ones come.
//!
//! Source: `crates/agentgateway/src/http/jwt.rs` of agentgateway at 75b4e6ce6.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use http::header::ACCEPT;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use tokio::task::JoinSet;

use crate::domain::route::policy::jwks::{InvalidKeySet, KeySet, Remote};
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::connect::Upstreams;
use crate::edge::proxy::plan::target;

/// After this time without an answer the keys are requested again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How soon after a first failure; it doubles with each.
const AGAIN: Duration = Duration::from_secs(1);
/// And how late at the most.
const AGAIN_AT_MOST: Duration = Duration::from_secs(60);
/// More than this is no set of keys. Bytes.
const LARGEST: usize = 1 << 20;

/// Why a set of keys was not fetched.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    /// With `--simulate` there are no upstreams.
    #[error("--simulate fetches no keys, so no token is accepted")]
    Simulated,
    #[error("it timed out")]
    Timeout,
    /// The call was refused on the way.
    #[error("{}", words(.0))]
    Refused(Refusal),
    #[error("it answered {0}")]
    Status(StatusCode),
    #[error("its response was cut off: {0}")]
    Body(Box<dyn std::error::Error + Send + Sync>),
    #[error(transparent)]
    Keys(#[from] InvalidKeySet),
}

fn words(refusal: &Refusal) -> String {
    match &refusal.hint {
        Some(hint) => format!("{}: {hint}", refusal.body),
        None => refusal.body.to_string(),
    }
}

type All = Mutex<BTreeMap<Arc<str>, Entry>>;

/// Every set by its id. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct KeySets(Arc<All>);

/// One set, and who fetches it: dropped, that stops.
#[derive(Debug)]
struct Entry {
    url: String,
    keys: Option<Arc<KeySet>>,
    fetched: Option<Instant>,
    error: Option<FetchError>,
    _task: JoinSet<()>,
}

/// What is known of one set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetching {
    pub url: String,
    /// How many keys there are.
    pub keys: usize,
    /// How old they are; none before the first came.
    pub age: Option<Duration>,
    /// Why the last attempt brought none.
    pub error: Option<String>,
}

impl KeySets {
    /// The keys as they are now.
    pub(in crate::edge::proxy) fn current(&self, remote: &Remote) -> Option<Arc<KeySet>> {
        lock(&self.0).get(&remote.id)?.keys.clone()
    }

    /// Begins to fetch what is new, and forgets what is gone. Without a way to go nothing is fetched, and that is said.
    pub(in crate::edge::proxy) fn keep<'t>(
        &self,
        remotes: impl Iterator<Item = &'t Remote>,
        upstreams: Option<&Arc<Upstreams>>,
    ) {
        let wanted: BTreeMap<_, _> = remotes.map(|remote| (&remote.id, remote)).collect();
        let mut all = lock(&self.0);
        all.retain(|id, _| wanted.contains_key(id));
        for (id, remote) in wanted {
            all.entry(Arc::clone(id)).or_insert_with(|| {
                let mut task = JoinSet::new();
                let url = remote.url.clone();
                let mut error = None;
                match upstreams {
                    Some(upstreams) => {
                        let into = Arc::downgrade(&self.0);
                        task.spawn(follow(into, remote.clone(), Arc::clone(upstreams)));
                    }
                    None => error = Some(FetchError::Simulated),
                }
                Entry { url, keys: None, fetched: None, error, _task: task }
            });
        }
    }

    /// What is known of each.
    #[must_use]
    pub fn report(&self) -> Vec<Fetching> {
        let all = lock(&self.0);
        let one = |entry: &Entry| Fetching {
            url: entry.url.clone(),
            keys: entry.keys.as_ref().map_or(0, |keys| keys.count()),
            age: entry.fetched.map(|fetched| fetched.elapsed()),
            error: entry.error.as_ref().map(ToString::to_string),
        };
        all.values().map(one).collect()
    }
}

fn lock(all: &All) -> MutexGuard<'_, BTreeMap<Arc<str>, Entry>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Fetches again and again, for as long as somebody wants to know.
async fn follow(into: Weak<All>, remote: Remote, upstreams: Arc<Upstreams>) {
    let mut again = AGAIN;
    loop {
        let fetched = tokio::time::timeout(PATIENCE, fetch(&upstreams, &remote)).await;
        let fetched = fetched.unwrap_or(Err(FetchError::Timeout));
        let Some(all) = into.upgrade() else { return };
        let pause = match &fetched {
            Ok(_) => remote.every,
            Err(_) => again.min(remote.every),
        };
        again = if fetched.is_ok() { AGAIN } else { (again * 2).min(AGAIN_AT_MOST) };
        if let Some(entry) = lock(&all).get_mut(&remote.id) {
            match fetched {
                Ok(keys) => {
                    entry.keys = Some(Arc::new(keys));
                    entry.fetched = Some(Instant::now());
                    entry.error = None;
                }
                Err(why) => entry.error = Some(why),
            }
        }
        drop(all);
        tokio::time::sleep(pause).await;
    }
}

async fn fetch(upstreams: &Upstreams, remote: &Remote) -> Result<KeySet, FetchError> {
    let address = &remote.address;
    let authority = target::authority(address);
    let uri = target::uri(address.tls.is_some(), &authority, remote.path.clone());
    let (mut head, ()) = Request::new(()).into_parts();
    head.uri = uri.map_err(FetchError::Refused)?;
    target::name_host(&mut head);
    head.headers.insert(ACCEPT, http::HeaderValue::from_static("application/json"));
    let request = Request::from_parts(head, UpstreamBody::Stream(ClientBody::none()));
    let reply = upstreams.call(address, request).await.map_err(FetchError::Refused)?;
    if reply.status() != StatusCode::OK {
        return Err(FetchError::Status(reply.status()));
    }
    let whole = Limited::new(reply.into_body(), LARGEST).collect().await;
    let whole = whole.map_err(FetchError::Body)?;
    Ok(KeySet::fetched(&whole.to_bytes())?)
}
