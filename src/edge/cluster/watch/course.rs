//! One kind, or one object, followed: read, watched, and read again after what goes wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use kube::api::WatchParams;
use kube::core::{ApiResource, DynamicObject, Request, Resource as _, WatchEvent};
use serde_json::Value;
use tokio::sync::mpsc::Sender;
use tokio::time::Instant;

use super::super::discovery::{expected, is_not_served, served};
use super::super::read::{self, Listed, value};
use super::super::readmission::Listening;
use super::super::{ClusterError, Connection};
use super::ask::{Events, WatchError};
use super::{WATCH_SECONDS, WatchTarget, WatchUpdate, ask};
use crate::domain::snapshot::json::name_of;
use crate::domain::value::object_ref::ObjectName;

/// How soon a missing CRD is looked for again.
const UNTIL_INSTALLED: Duration = Duration::from_secs(5);
/// So long a kind must be gone before that is believed.
pub(super) const GONE_FOR: Duration = Duration::from_secs(5);
/// A refusal is tried again soon for so long: it may be that of an API server that starts.
const FRESH: Duration = Duration::from_secs(60);
/// How soon a lasting refusal is tried again: with up to 20 % more, within 10 s.
const UNTIL_ALLOWED: Duration = Duration::from_secs(8);
/// Objects that are read by name, of which there may be thousands, are tried like kinds for so long.
const FRESH_OBJECT: Duration = Duration::from_secs(10);
/// How long after a kind may be read again what is still refused is tried again, at most.
const READMITTED_WITHIN: Duration = Duration::from_secs(1);
/// How often an object is read that may be got by name, and neither listed nor watched, and how often one is tried that
/// may not be got either.
const GET_EVERY: Duration = Duration::from_secs(30);
/// How often a kind is listed that may not be watched.
const POLL: Duration = Duration::from_secs(3);
/// How soon it is tried to watch what might not be watched.
const UNTIL_WATCHED: Duration = Duration::from_secs(60);
/// A watch that lasted so long was one; one that ended sooner is a failure.
const LIVED: Duration = Duration::from_secs(5);

/// Where changes go.
pub(super) struct Outbox {
    pub(super) watched: WatchTarget,
    pub(super) out: Sender<(WatchTarget, WatchUpdate)>,
}

/// Nobody listens any more.
pub(super) struct Abandoned;

impl Outbox {
    async fn say(&self, change: WatchUpdate) -> Result<(), Abandoned> {
        self.out.send((self.watched.clone(), change)).await.map_err(|_| Abandoned)
    }
}

/// Objects by name, with their resource versions.
type Versions = BTreeMap<ObjectName, String>;

/// Where a watch stands.
pub(super) struct WatchCourse<'c> {
    pub(super) connection: &'c Connection,
    /// Tells that credentials are accepted again.
    pub(super) readmitted: Listening,
    pub(super) resource: ApiResource,
    pub(super) outbox: Outbox,
    /// What was said last; none where the next list is to be said whatever it is.
    pub(super) known: Option<Versions>,
    /// Whether there was a list, and the kind not gone since.
    pub(super) was_read: bool,
    /// Rounds that failed since a watch lived.
    pub(super) failures: u32,
    /// Since when it may not be read.
    pub(super) refused: Option<Instant>,
    /// Since when the API server says that there is no such kind.
    pub(super) absent: Option<Instant>,
    /// Until when no watch is tried.
    pub(super) unwatched: Option<Instant>,
}

/// Why a watch ended.
enum WatchEnd {
    Abandoned,
    /// As the API server ends each watch.
    Closed,
    Failed(WatchError),
}

impl WatchCourse<'_> {
    /// One list and the watches from there, until something is wrong; how long to wait for the next. After whatever was
    /// wrong comes a list, because only a list proves that nothing was missed and that the connection is well.
    pub(super) async fn round(&mut self) -> Result<Duration, Abandoned> {
        let ask = |request| ask::page(self.connection, request);
        let is_gone = |failure: &WatchError| read::is_expired(&failure.error);
        let selection = self.outbox.watched.selection();
        let version = match read::listed(&self.resource, &selection, ask, is_gone).await {
            Ok(listed) => self.listed(listed).await?,
            Err(failure) => return self.unlisted(failure).await,
        };
        let Some(version) = version else { return Ok(POLL) };
        if self.unwatched.is_some_and(|until| Instant::now() < until) {
            return Ok(POLL);
        }
        self.follow(version).await
    }

    /// Waits for the next round. Who was refused waits no longer once a kind may be read again: renewed credentials are
    /// seen by the few watches that are tried often, and the others need not be.
    pub(super) async fn rest(&mut self, pause: Duration) {
        // Many watches fail together, and should not come back together.
        let chance = fastrand::f64();
        let pause = pause.mul_f64(1.0 + chance / 5.0);
        if self.refused.is_none() {
            return tokio::time::sleep(pause).await;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.readmitted.told() => {
                tokio::time::sleep(READMITTED_WITHIN.mul_f64(chance).min(pause)).await;
            }
        }
    }

    async fn listed(&mut self, listed: Listed) -> Result<Option<String>, Abandoned> {
        if self.refused.is_some() && matches!(self.outbox.watched, WatchTarget::Kind { .. }) {
            self.connection.readmitted.tell();
        }
        (self.refused, self.absent, self.was_read) = (None, None, true);
        let versions = versions(&listed.objects);
        let is_known = versions.is_some() && versions == self.known;
        self.known = versions;
        let change =
            if is_known { WatchUpdate::Steady } else { WatchUpdate::Listed(listed.objects) };
        self.outbox.say(change).await?;
        Ok(listed.version.filter(|version| !version.is_empty()))
    }

    /// Watches from a version on, one request after the other.
    async fn follow(&mut self, mut version: String) -> Result<Duration, Abandoned> {
        loop {
            let began = Instant::now();
            let end = self.watch_once(&mut version).await;
            let lived = began.elapsed() >= LIVED;
            if lived {
                self.failures = 0;
            }
            let failure = match end {
                WatchEnd::Abandoned => return Err(Abandoned),
                WatchEnd::Closed if lived => continue,
                WatchEnd::Closed => return Ok(self.failed()),
                WatchEnd::Failed(failure) => failure,
            };
            // A watch that is too old, or broke off after a while, is no news of the API server's health.
            let is_usual = lived || (read::is_expired(&failure.error) && self.failures == 0);
            let pause = self.failed();
            if matches!(&failure.error, kube::Error::Api(status) if status.is_forbidden()) {
                self.unwatched = Some(Instant::now() + UNTIL_WATCHED);
                let words = self.words(failure.error);
                self.outbox.say(WatchUpdate::Polled(words)).await?;
                return Ok(POLL);
            }
            let pause = if is_usual { Duration::ZERO } else { pause };
            return Ok(pause.max(failure.retry_after.unwrap_or_default()));
        }
    }

    /// One watch request; `version` goes on with what it brings.
    async fn watch_once(&mut self, version: &mut String) -> WatchEnd {
        let read::Selection { namespace, labels, fields } = self.outbox.watched.selection();
        let url = DynamicObject::url_path(&self.resource, namespace.as_deref());
        let params = WatchParams {
            label_selector: labels,
            field_selector: fields,
            timeout: Some(WATCH_SECONDS),
            ..WatchParams::default()
        };
        let request = match Request::new(&url).watch(&params, version) {
            Ok(request) => request,
            Err(error) => return WatchEnd::Failed(kube::Error::BuildRequest(error).into()),
        };
        let mut events = match Events::begin(self.connection, request).await {
            Ok(events) => events,
            Err(failure) => return WatchEnd::Failed(failure),
        };
        loop {
            let event = match events.next().await {
                None => return WatchEnd::Closed,
                Some(Err(failure)) => return WatchEnd::Failed(failure),
                Some(Ok(event)) => event,
            };
            let change = match event {
                WatchEvent::Bookmark(mark) => {
                    *version = mark.metadata.resource_version;
                    continue;
                }
                WatchEvent::Error(status) => {
                    return WatchEnd::Failed(kube::Error::Api(status).into());
                }
                WatchEvent::Added(object) | WatchEvent::Modified(object) => {
                    self.changed(object, version).map(WatchUpdate::Applied)
                }
                WatchEvent::Deleted(object) => {
                    self.changed(object, version).map(|gone| WatchUpdate::Deleted(name_of(&gone)))
                }
            };
            if let Some(change) = change {
                if let (Some(known), WatchUpdate::Deleted(name)) = (&mut self.known, &change) {
                    known.remove(name);
                }
                if self.outbox.say(change).await.is_err() {
                    return WatchEnd::Abandoned;
                }
            }
        }
    }

    /// The object of an event, noted as known.
    fn changed(&mut self, object: DynamicObject, version: &mut String) -> Option<Value> {
        if let Some(newer) = &object.metadata.resource_version {
            version.clone_from(newer);
        }
        let object = value(object, &self.resource).ok()?;
        if let Some(known) = &mut self.known {
            known.insert(name_of(&object), version.clone());
        }
        Some(object)
    }

    /// Why there is no list, and how long to wait for the next.
    async fn unlisted(&mut self, failure: WatchError) -> Result<Duration, Abandoned> {
        let WatchError { error, retry_after } = failure;
        if is_not_served(&error) {
            return self.not_served().await;
        }
        if matches!(&error, kube::Error::Api(status) if status.is_forbidden() || status.code == 401)
        {
            return self.refused(error).await;
        }
        // An API server that does not answer says nothing of rights.
        self.refused = None;
        let pause = self.failed();
        let words = self.words(error);
        self.outbox.say(WatchUpdate::Disturbed(words)).await?;
        Ok(pause.max(retry_after.unwrap_or_default()))
    }

    /// Looks for another version of the kind. One that was there is believed to be gone when that was seen twice, some
    /// seconds apart, and the API server is not just starting.
    async fn not_served(&mut self) -> Result<Duration, Abandoned> {
        let resource = self.outbox.watched.kind().names().resource();
        let words = match served(self.connection, self.outbox.watched.kind()).await {
            Ok(Some(other)) if other.version != self.resource.version => {
                self.resource = other;
                let is_first = self.failures == 0;
                let pause = self.failed();
                return Ok(if is_first { Duration::ZERO } else { pause });
            }
            Ok(Some(_)) => format!("the cluster has {resource} but does not serve it yet"),
            Ok(None) if !self.is_ready().await => "the API server is not ready yet".to_owned(),
            Ok(None) => {
                let now = Instant::now();
                let since = *self.absent.get_or_insert(now);
                if !self.was_read || now.duration_since(since) >= GONE_FOR {
                    (self.known, self.was_read) = (None, false);
                    // It may come back in another version than the one that went.
                    self.resource = expected(self.outbox.watched.kind());
                    self.outbox.say(WatchUpdate::NotInstalled).await?;
                    return Ok(UNTIL_INSTALLED);
                }
                format!("the cluster no longer has {resource}")
            }
            Err(error) => error.to_string(),
        };
        let pause = self.failed();
        self.outbox.say(WatchUpdate::Disturbed(words)).await?;
        Ok(pause)
    }

    /// Whether the API server says that it has started. Who may not ask is told the truth by everything else.
    async fn is_ready(&self) -> bool {
        let Ok(request) = http::Request::get("/readyz").body(Vec::new()) else { return true };
        match ask::send(self.connection, request).await {
            Err(WatchError { error: kube::Error::Api(status), .. }) => status.code < 500,
            Err(_) => false,
            Ok(_) => true,
        }
    }

    /// Many roles allow to get an object by name and neither to list nor to watch it: then it is read now and then.
    async fn refused(&mut self, error: kube::Error) -> Result<Duration, Abandoned> {
        if let WatchTarget::Object { kind, name } = &self.outbox.watched {
            match read::get(self.connection, *kind, name).await {
                Ok(found) => {
                    self.listed(Listed { objects: found.into_iter().collect(), version: None })
                        .await?;
                    return Ok(GET_EVERY);
                }
                Err(ClusterError::Forbidden { .. } | ClusterError::Unauthorized { .. }) => {}
                Err(error) => {
                    self.outbox.say(WatchUpdate::Disturbed(error.to_string())).await?;
                    return Ok(self.failed());
                }
            }
        }
        self.known = None;
        let now = Instant::now();
        if self.refused.is_none() {
            self.readmitted.forget();
        }
        let lasted = now.duration_since(*self.refused.get_or_insert(now));
        let pause = self.failed();
        let words = self.words(error);
        self.outbox.say(WatchUpdate::Refused(words)).await?;
        Ok(match self.outbox.watched {
            WatchTarget::Object { .. } if lasted < FRESH_OBJECT => pause,
            WatchTarget::Object { .. } if lasted < FRESH && self.was_read => UNTIL_ALLOWED,
            WatchTarget::Object { .. } => GET_EVERY,
            WatchTarget::Kind { .. } | WatchTarget::Selection(_) if lasted < FRESH => pause,
            WatchTarget::Kind { .. } | WatchTarget::Selection(_) => UNTIL_ALLOWED,
        })
    }

    /// Counts a failure; how long to wait after it.
    fn failed(&mut self) -> Duration {
        self.failures = self.failures.saturating_add(1);
        pause(self.failures)
    }

    /// What is wrong, for people; of a refusal the API server's own words.
    fn words(&self, error: kube::Error) -> String {
        if let kube::Error::Api(status) = &error
            && status.is_forbidden()
        {
            return status.message.clone();
        }
        let resource = self.outbox.watched.kind().names().resource();
        self.connection.api_server.explain(error, &resource).to_string()
    }
}

/// The versions of objects; none where one has none.
pub(super) fn versions(objects: &[Value]) -> Option<Versions> {
    let version =
        |object: &Value| object.pointer("/metadata/resourceVersion")?.as_str().map(str::to_owned);
    objects.iter().map(|object| Some((name_of(object), version(object)?))).collect()
}

/// 1 s, doubling up to 5 s. kube's own backoff goes to half a minute, which suits a hundred controllers that share an
/// API server; here one person waits for a cluster to come back.
pub(super) fn pause(failures: u32) -> Duration {
    Duration::from_secs(1 << failures.saturating_sub(1).min(10)).min(Duration::from_secs(5))
}
