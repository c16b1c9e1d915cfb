//! What `serve` is doing, for `/status`: the conditions of Gateways and routes, what was left out, how old it all is.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use arc_swap::ArcSwapOption;
use serde::Serialize;
use tokio::sync::watch;

use crate::cli::output;
use crate::cli::output::shape::One;
use crate::domain::compile::conditions::{
    self, BackendTlsPolicyStatus, Conditions, GatewayStatus, HttpRouteStatus, ListenerSetStatus,
    ListenerStatus, RouteKind,
};
use crate::domain::compile::rejection::{Effect, Rejection};
use crate::domain::compile::{Compiled, unread};
use crate::domain::crd::gateway_api::ParentRef;
use crate::domain::crd::status::Condition;
use crate::domain::route::certificate::Unusable;
use crate::domain::snapshot::Snapshot;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::edge::proxy::{Fetching, KeySets, Served};
use crate::edge::source::Health;
use crate::edge::telemetry::access_log::AccessLog;

/// What the user wants of `serve` that whoever looks at it should know.
pub(super) struct ServeOptions {
    /// Policies that may not be read are done without.
    pub(super) without_policies: bool,
    /// The namespaces that are read; none for all.
    pub(super) namespaces: Vec<String>,
    /// Clients must show a key.
    pub(super) asks_key: bool,
}

/// What is known, changed by `serve` and read by the admin address.
pub(super) struct Board {
    health: watch::Receiver<Health>,
    log: AccessLog,
    wanted: ServeOptions,
    told: ArcSwapOption<ServingState>,
}

/// One table: what it was made of and what became of it.
pub(in crate::cli::command) struct ActiveConfig {
    pub(in crate::cli::command) compiled: Compiled,
    pub(in crate::cli::command) served: Vec<Served>,
    /// What of it the proxy cannot use.
    pub(in crate::cli::command) unusable: Vec<Unusable>,
    /// The keys of tokens that it fetches.
    pub(in crate::cli::command) key_sets: KeySets,
}

impl ActiveConfig {
    /// Why it is not ready: something that routes depend on may not be read.
    pub(in crate::cli::command) fn not_ready(&self) -> Option<String> {
        let unread =
            |one: &&Rejection| one.object.name.name == unread::ANY && one.effect == Effect::Refuses;
        let first = self.compiled.rejections.iter().find(unread)?;
        Some(format!("{}: {}", first.object.kind.names().resource(), first.words()))
    }

    /// What is to be said of its Gateways and routes.
    pub(in crate::cli::command) fn conditions(&self) -> Conditions {
        conditions::of_serving(&self.compiled, &self.unusable)
    }

    pub(in crate::cli::command) fn snapshot(&self) -> &Snapshot {
        &self.compiled.snapshot
    }
}

/// A table in service.
struct ServingState {
    active: Arc<ActiveConfig>,
    /// Counted from 1.
    revision: u64,
    since: jiff::Timestamp,
    clock: Instant,
    /// Judged when somebody asks.
    conditions: OnceLock<Conditions>,
}

impl Board {
    pub(super) fn new(
        health: watch::Receiver<Health>,
        log: AccessLog,
        wanted: ServeOptions,
    ) -> Self {
        Board { health, log, wanted, told: ArcSwapOption::empty() }
    }

    /// A table is in service.
    pub(super) fn post(&self, active: &Arc<ActiveConfig>) {
        let before = self.told.load().as_ref().map_or(0, |told| told.revision);
        self.tell(active, before + 1, jiff::Timestamp::now(), Instant::now());
    }

    /// The table in service stays, and what is known beside it is newer.
    pub(super) fn amend(&self, active: &Arc<ActiveConfig>) {
        match self.told.load_full() {
            Some(told) => self.tell(active, told.revision, told.since, told.clock),
            None => self.post(active),
        }
    }

    fn tell(
        &self,
        active: &Arc<ActiveConfig>,
        revision: u64,
        since: jiff::Timestamp,
        clock: Instant,
    ) {
        let (active, conditions) = (Arc::clone(active), OnceLock::new());
        self.told.store(Some(Arc::new(ServingState {
            active,
            revision,
            since,
            clock,
            conditions,
        })));
    }

    /// Everything as JSON.
    pub(super) fn text(&self) -> String {
        let source = source(&self.health.borrow());
        let told = self.told.load_full();
        let status = told.as_deref().map(|told| self.status(told, source));
        let text = status.map(|status| output::json_text(&One::new("Status", status)));
        text.and_then(Result::ok).unwrap_or_else(|| "{}\n".to_owned())
    }

    fn status<'t>(&'t self, told: &'t ServingState, source: SourceStatus) -> Status<'t> {
        let ActiveConfig { compiled, served, unusable, key_sets } = &*told.active;
        let Compiled { snapshot, rejections, .. } = compiled;
        let conditions = told.conditions.get_or_init(|| told.active.conditions());
        let address = |one: &Served| Address {
            gateway: one.bind.gateway.as_ref().map(ToString::to_string),
            port: one.bind.port,
            address: one.address.to_string(),
            url: one.url(),
        };
        let problems =
            snapshot.problems.iter().map(|one| format!("{}: {}", one.origin, one.reason));
        Status {
            table: Table {
                revision: told.revision,
                since: told.since.to_string(),
                age_seconds: told.clock.elapsed().as_secs(),
            },
            source,
            without_policies: self.wanted.without_policies,
            namespaces: self.wanted.namespaces.clone(),
            asks_client_key: self.wanted.asks_key,
            not_ready: told.active.not_ready(),
            addresses: served.iter().map(address).collect(),
            gateways: conditions.gateways.iter().map(|one| gateway(one, served)).collect(),
            listener_sets: conditions
                .listener_sets
                .iter()
                .map(|one| listener_set(one, served))
                .collect(),
            routes: conditions.routes.iter().map(route).collect(),
            tls_policies: conditions.tls_policies.iter().map(tls_policy).collect(),
            rejections: rejections.iter().map(|one| rejected(snapshot, one)).collect(),
            problems: problems.chain(unusable.iter().map(ToString::to_string)).collect(),
            key_sets: key_sets.report().into_iter().map(KeySetStatus::from).collect(),
            access_log: LogStatus { lost_lines: self.log.dropped() },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status<'t> {
    table: Table,
    source: SourceStatus,
    /// What is served without, because somebody wants it so.
    without_policies: bool,
    /// The namespaces that are read; none for all.
    namespaces: Vec<String>,
    /// Whether clients must show a key.
    asks_client_key: bool,
    /// Why it is not ready.
    not_ready: Option<String>,
    addresses: Vec<Address>,
    gateways: Vec<GatewayJson<'t>>,
    listener_sets: Vec<GatewayJson<'t>>,
    routes: Vec<RouteJson<'t>>,
    #[serde(rename = "backendTLSPolicies")]
    tls_policies: Vec<TlsPolicyJson<'t>>,
    /// What the table does not do as the objects ask.
    rejections: Vec<RejectedShape<'t>>,
    /// Documents that are no objects, files that cannot be read, certificates that cannot be used.
    problems: Vec<String>,
    /// The keys of tokens that are fetched.
    key_sets: Vec<KeySetStatus>,
    access_log: LogStatus,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogStatus {
    /// Lines that were lost: their reader stalled, or they could not be written.
    lost_lines: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KeySetStatus {
    url: String,
    keys: usize,
    /// None before the first keys came.
    age_seconds: Option<u64>,
    last_error: Option<String>,
}

impl From<Fetching> for KeySetStatus {
    fn from(of: Fetching) -> Self {
        let age_seconds = of.age.map(|age| age.as_secs());
        KeySetStatus { url: of.url, keys: of.keys, age_seconds, last_error: of.error }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Table {
    revision: u64,
    since: String,
    age_seconds: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceStatus {
    /// False while the table may be out of date.
    connected: bool,
    /// How long it has been so.
    for_seconds: u64,
    /// Of when the routes are, while it does not answer.
    last_heard: Option<String>,
    /// How old that is.
    stale_seconds: Option<u64>,
    last_error: Option<String>,
    /// Whether what was read before may not be read now: it is kept for a while, and then given up (`notReady`).
    refused: bool,
    /// Why something is listed every few seconds instead of watched.
    polled: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Address {
    /// None for the implied listener.
    gateway: Option<String>,
    /// The port in the Gateway object.
    port: u16,
    address: String,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GatewayJson<'t> {
    namespace: &'t str,
    name: &'t str,
    observed_generation: Option<i64>,
    /// Of a Gateway only.
    #[serde(skip_serializing_if = "Option::is_none")]
    attached_listener_sets: Option<usize>,
    conditions: Vec<ConditionJson<'t>>,
    listeners: Vec<ListenerJson<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListenerJson<'t> {
    name: &'t str,
    port: i32,
    protocol: &'t str,
    hostname: Option<&'t str>,
    /// The local address; none where it is not served.
    address: Option<String>,
    supported_kinds: &'t [RouteKind],
    attached_routes: u32,
    conditions: Vec<ConditionJson<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RouteJson<'t> {
    kind: &'static str,
    namespace: &'t str,
    name: &'t str,
    observed_generation: Option<i64>,
    parents: Vec<ParentJson<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ParentJson<'t> {
    parent_ref: &'t ParentRef,
    conditions: Vec<ConditionJson<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TlsPolicyJson<'t> {
    namespace: &'t str,
    name: &'t str,
    observed_generation: Option<i64>,
    ancestors: Vec<AncestorJson<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AncestorJson<'t> {
    ancestor_ref: &'t ParentRef,
    conditions: Vec<ConditionJson<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConditionJson<'t> {
    #[serde(flatten)]
    condition: &'t Condition,
    observed_generation: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RejectedShape<'t> {
    kind: &'static str,
    namespace: &'t str,
    name: &'t str,
    effect: &'static str,
    reason: String,
    next: Option<&'t str>,
    /// The file and the line; none for a cluster.
    origin: Option<String>,
}

fn source(health: &Health) -> SourceStatus {
    let lost = !health.connected;
    let heard = jiff::Timestamp::try_from(health.heard).ok().filter(|_| lost);
    let stale = health.heard.elapsed().ok().filter(|_| lost);
    SourceStatus {
        connected: health.connected,
        for_seconds: health.since.elapsed().as_secs(),
        last_heard: heard.map(|heard| heard.to_string()),
        stale_seconds: stale.map(|stale| stale.as_secs()),
        last_error: health.last_error.clone(),
        refused: health.refuses || health.given_up,
        polled: health.polled.clone(),
    }
}

fn conditions(all: &[Condition], generation: Option<i64>) -> Vec<ConditionJson<'_>> {
    let with = |condition| ConditionJson { condition, observed_generation: generation };
    all.iter().map(with).collect()
}

fn gateway<'t>(of: &'t GatewayStatus, served: &[Served]) -> GatewayJson<'t> {
    GatewayJson {
        namespace: &of.name.namespace,
        name: &of.name.name,
        observed_generation: of.generation,
        attached_listener_sets: Some(of.listener_sets),
        conditions: conditions(&of.conditions, of.generation),
        listeners: listeners(&of.listeners, of.generation, served),
    }
}

fn listener_set<'t>(of: &'t ListenerSetStatus, served: &[Served]) -> GatewayJson<'t> {
    GatewayJson {
        namespace: &of.name.namespace,
        name: &of.name.name,
        observed_generation: of.generation,
        attached_listener_sets: None,
        conditions: conditions(&of.conditions, of.generation),
        listeners: listeners(&of.listeners, of.generation, served),
    }
}

fn listeners<'t>(
    all: &'t [ListenerStatus],
    generation: Option<i64>,
    served: &[Served],
) -> Vec<ListenerJson<'t>> {
    let listener = |one: &'t ListenerStatus| ListenerJson {
        name: &one.name,
        port: one.port,
        protocol: &one.protocol,
        hostname: one.hostname.as_deref(),
        address: served
            .iter()
            .find(|served| Some(&served.bind) == one.bind.as_ref())
            .map(|served| served.address.to_string()),
        supported_kinds: &one.supported_kinds,
        attached_routes: one.attached_routes,
        conditions: conditions(&one.conditions, generation),
    };
    all.iter().map(listener).collect()
}

fn route(of: &HttpRouteStatus) -> RouteJson<'_> {
    let parents = of.parents.iter().map(|parent| ParentJson {
        parent_ref: &parent.reference,
        conditions: conditions(&parent.conditions, of.generation),
    });
    RouteJson {
        kind: Kind::HttpRoute.names().kind,
        namespace: &of.name.namespace,
        name: &of.name.name,
        observed_generation: of.generation,
        parents: parents.collect(),
    }
}

fn tls_policy(of: &BackendTlsPolicyStatus) -> TlsPolicyJson<'_> {
    let ancestors = of.ancestors.iter().map(|ancestor_ref| AncestorJson {
        ancestor_ref,
        conditions: conditions(&of.conditions, of.generation),
    });
    TlsPolicyJson {
        namespace: &of.name.namespace,
        name: &of.name.name,
        observed_generation: of.generation,
        ancestors: ancestors.collect(),
    }
}

fn rejected<'t>(snapshot: &Snapshot, of: &'t Rejection) -> RejectedShape<'t> {
    let ObjectRef { kind, name } = &of.object;
    let origin = snapshot.origin(&of.object);
    RejectedShape {
        kind: kind.names().kind,
        namespace: &name.namespace,
        name: &name.name,
        effect: of.effect.word(),
        reason: of.words(),
        next: of.next.as_deref(),
        origin: origin.map(ToString::to_string).filter(|origin| origin != "cluster"),
    }
}
