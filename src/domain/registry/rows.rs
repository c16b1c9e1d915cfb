//! One row of the registry for each backend: its route, its key, its state.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::super::compile::Compiled;
use super::super::compile::attached::index::PolicyIndex;
use super::super::compile::backend::provider_groups;
use super::super::compile::rejection::{Effect, Rejection};
use super::super::route::backend_error::BackendError;
use super::super::route::model_backend::ModelBackend;
use super::super::route::reason::{KeyFault, Reason};
use super::super::route::upstream::{Credential, ModelUpstream};
use super::killed::Killed;
use super::{
    KeyRow, KeySource, ModelSource, RouteRow, Row, State, StatusReason, StatusRow, condition,
    http_route, is_kept_elsewhere, route_to,
};
use crate::domain::crd::backend::{BackendSpec, Policies, ProviderConfig};
use crate::domain::crd::gateway_api::ParentRef;
use crate::domain::crd::status::{Condition, is_partly_valid};
use crate::domain::llm::format::RouteType;
use crate::domain::llm::provider::{self, Provider};
use crate::domain::route::matcher::host::HostPattern;
use crate::domain::route::table::RouteTable;
use crate::domain::snapshot::{Broken, Object, SecretState, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::secret::DEFAULT_DATA_KEY;

/// The routes to each backend or model, as the route table has them.
pub(super) type RoutesByObject = BTreeMap<ObjectName, Vec<RouteRow>>;

/// The rows of a snapshot's backends, ordered by namespace and name.
#[must_use]
pub fn rows(compiled: &Compiled) -> Vec<Row> {
    let Compiled { snapshot, table, rejections, .. } = compiled;
    let policies = compiled.policies();
    let mut routes = routes_of(snapshot, table);
    let doubts =
        RouteFindings { refused: refused(snapshot, rejections), unseen: unseen_gateways(snapshot) };
    let mut rows: Vec<_> = snapshot
        .backends
        .values()
        .filter(|backend| backend.spec.ai.is_some())
        .map(|backend| {
            let routes = routes.remove(&backend.name).unwrap_or_default();
            row(&policies, backend, routes, &doubts)
        })
        .collect();
    let broken = snapshot.broken.iter().filter(|(o, _)| o.kind == Kind::AgentgatewayBackend);
    rows.extend(broken.map(|(object, broken)| broken_row(object, broken)));
    let killed = Killed::of(compiled);
    let mut rows: Vec<_> = rows.into_iter().map(|row| killed.model(row)).collect();
    rows.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    rows
}

/// What is said of routes, looked up once for all backends.
struct RouteFindings<'s> {
    /// The first refusal of each HTTPRoute.
    refused: HashMap<&'s ObjectName, &'s Rejection>,
    /// The first Gateway that could not be read, of the routes that lead to a backend.
    unseen: HashMap<ObjectName, ObjectName>,
}

/// The routes to each backend.
fn routes_of(snapshot: &Snapshot, table: &RouteTable) -> RoutesByObject {
    let mut routes = RoutesByObject::new();
    for (bind, listener, host, candidate) in table.candidates() {
        let rule = &candidate.rule;
        let total: u64 = rule.targets.iter().map(|target| u64::from(target.weight)).sum();
        let matches = format!("{}{}", before(host), candidate.matcher);
        for target in &rule.targets {
            let Some(name) = target.reference.backend() else { continue };
            let share = (u64::from(target.weight) * 100 + total / 2).checked_div(total);
            routes.entry(name.clone()).or_default().push(RouteRow {
                route: Some(rule.route.clone()),
                rule: rule.index,
                gateway: bind.gateway.clone(),
                parents: match bind.gateway {
                    Some(_) => Vec::new(),
                    None => parents_of(snapshot, &rule.route),
                },
                port: bind.port,
                listener: listener.name.clone(),
                matches: matches.clone(),
                percent: share.and_then(|share| u32::try_from(share).ok()).unwrap_or_default(),
            });
        }
    }
    routes
}

fn parents_of(snapshot: &Snapshot, route: &ObjectName) -> Vec<ObjectName> {
    snapshot.routes.get(route).map(|route| http_route::parents(route)).unwrap_or_default()
}

/// A host in front of what else is asked; every host is not worth a word.
pub(super) fn before(host: HostPattern) -> String {
    if host == HostPattern::Any { String::new() } else { format!("{host} ") }
}

/// The first refusal of each HTTPRoute.
fn refused<'r>(
    snapshot: &Snapshot,
    rejections: &'r [Rejection],
) -> HashMap<&'r ObjectName, &'r Rejection> {
    let refusals = rejections.iter().filter(|rejection| {
        rejection.effect == Effect::Refuses
            && rejection.object.kind == Kind::HttpRoute
            && !is_kept_elsewhere(snapshot, &rejection.reason)
    });
    let mut first = HashMap::new();
    for rejection in refusals {
        first.entry(&rejection.object.name).or_insert(rejection);
    }
    first
}

/// The kinds of request that a backend's `policies.ai.routes` name; chat completions without a map.
fn capabilities(backend: &Object<BackendSpec>) -> Vec<String> {
    let of = |policies: &Policies| policies.ai.as_ref()?.routes.clone();
    let mapped: BTreeSet<String> =
        backend.spec.policies.as_ref().and_then(of).into_iter().flatten().map(|(_, v)| v).collect();
    match mapped.is_empty() {
        true => vec![RouteType::Completions.name().to_owned()],
        false => mapped.into_iter().collect(),
    }
}

fn row(
    policies: &PolicyIndex<'_>,
    backend: &Object<BackendSpec>,
    routes: Vec<RouteRow>,
    doubts: &RouteFindings<'_>,
) -> Row {
    let snapshot = policies.snapshot;
    let resolved = provider_groups::resolve(policies, backend);
    let first = resolved.as_ref().ok().and_then(|backend| backend.upstreams().next());
    let written = backend.spec.ai.as_ref().and_then(|ai| {
        let first = || Some(&ai.groups.as_ref()?.first()?.providers.first()?.provider);
        ai.provider.as_ref().or_else(first)
    });
    let known = written.and_then(provider::of);
    Row {
        source: ModelSource::Backend,
        capabilities: capabilities(backend),
        conditions: condition::rows(&backend.status),
        namespace: backend.name.namespace.clone(),
        name: backend.name.name.clone(),
        provider: known.map(|(row, _)| row.key.to_owned()),
        telemetry: known.and_then(|(_, config)| config.provider_override.clone()),
        model: known.and_then(|(_, config)| model_of(config)),
        fallbacks: fallbacks(&backend.spec),
        key: key(snapshot, backend, first.map(Arc::as_ref)),
        status: status(snapshot, backend, &routes, resolved.as_ref(), doubts),
        dialect: backend.dialect.map(str::to_owned),
        address: first.map(|up| format!("{}:{}", up.address.host, up.address.port)),
        created: backend.meta.created.clone(),
        notes: resolved.map(|backend| words(&backend.notes)).unwrap_or_default(),
        labels: backend.meta.labels.clone(),
        routes,
    }
}

fn model_of(config: &ProviderConfig) -> Option<String> {
    config.model.clone().or_else(|| config.deployment_name.clone())
}

/// The providers of the groups after the first, which are called while that one fails.
fn fallbacks(spec: &BackendSpec) -> Vec<String> {
    let groups = spec.ai.iter().flat_map(|ai| ai.groups.iter().flatten()).skip(1);
    let words = |(provider, config): (&Provider, &ProviderConfig)| match model_of(config) {
        Some(model) => format!("{}:{model}", provider.key),
        None => provider.key.to_owned(),
    };
    let providers = groups.flat_map(|group| &group.providers);
    providers.filter_map(|written| provider::of(&written.provider)).map(words).collect()
}

pub(super) fn broken_row(object: &ObjectRef, broken: &Broken) -> Row {
    Row {
        source: ModelSource::Backend,
        capabilities: Vec::new(),
        conditions: Vec::new(),
        namespace: object.name.namespace.clone(),
        name: object.name.name.clone(),
        provider: None,
        telemetry: None,
        model: None,
        fallbacks: Vec::new(),
        routes: Vec::new(),
        key: KeyRow { source: KeySource::Unknown, name: None, data_key: None, replaces: None },
        status: StatusRow::of(State::NotReady, StatusReason::Invalid, &broken.reason),
        dialect: None,
        address: None,
        created: None,
        notes: Vec::new(),
        labels: BTreeMap::new(),
    }
}

/// What authenticates to the provider, whether or not it could be read.
fn key(
    snapshot: &Snapshot,
    backend: &Object<BackendSpec>,
    resolved: Option<&ModelUpstream>,
) -> KeyRow {
    let plain = |source| KeyRow { source, name: None, data_key: None, replaces: None };
    let groups = backend.spec.ai.iter().flat_map(|ai| ai.groups.iter().flatten());
    let of_groups = groups.flat_map(|g| &g.providers).filter_map(|p| p.policies.as_ref());
    let auth = of_groups.chain(backend.spec.policies.as_ref()).find_map(|p| p.auth.as_ref());
    if let Some(Credential::Environment { variable, .. }) = resolved.map(|up| &up.credential) {
        let replaces = auth.and_then(|auth| auth.secret_ref.as_ref());
        return KeyRow {
            name: Some((*variable).to_owned()),
            replaces: replaces.map(|reference| reference.name.clone()),
            ..plain(KeySource::Environment)
        };
    }
    let Some(auth) = auth else { return plain(KeySource::Client) };
    let Some(reference) = &auth.secret_ref else {
        return plain(if auth.key.is_some() { KeySource::Inline } else { KeySource::Unknown });
    };
    let name = ObjectName::new(&backend.name.namespace, &reference.name);
    let source = match snapshot.secrets.get(&name) {
        Some(SecretState::Forbidden) => KeySource::SecretForbidden,
        _ => KeySource::Secret,
    };
    let data_key = reference.key.clone().unwrap_or_else(|| DEFAULT_DATA_KEY.to_owned());
    KeyRow { source, name: Some(reference.name.clone()), data_key: Some(data_key), replaces: None }
}

fn status(
    snapshot: &Snapshot,
    backend: &Object<BackendSpec>,
    routes: &[RouteRow],
    resolved: Result<&ModelBackend, &BackendError>,
    doubts: &RouteFindings<'_>,
) -> StatusRow {
    let kept = |error: &BackendError| is_kept_elsewhere(snapshot, &error.reason);
    let mut note = String::new();
    let error = match resolved {
        Err(error) if kept(error) => {
            note = error.reason.to_string();
            None
        }
        Err(error) => return of_trouble(error),
        Ok(backend) => backend.error().filter(|error| !kept(error)),
    };
    let refuses = backend.conditions.iter().find(|c| c.kind == "Accepted" && c.status == "False");
    if let Some(condition) = refuses {
        return reported(State::NotReady, condition);
    }
    if routes.is_empty() {
        if let Some(message) = unseen(snapshot, &backend.name, &doubts.unseen) {
            return StatusRow::of(State::Warning, StatusReason::RoutesUnread, message);
        }
        let next = route_to(&backend.name.namespace, &backend.name.name);
        let message = "no attached HTTPRoute refers to it";
        return StatusRow::of(State::NotReady, StatusReason::NoRoute, message).then(Some(next));
    }
    let refused = routes.iter().find_map(|route| doubts.refused.get(route.route.as_ref()?));
    if let Some(rejection) = refused {
        let refuses = StatusRow::of(State::Warning, StatusReason::RouteRefuses, rejection.words());
        return refuses.then(rejection.next.clone());
    }
    if let Some(condition) = backend.conditions.iter().find(|c| is_partly_valid(&c.kind, &c.reason))
    {
        return reported(State::Warning, condition);
    }
    // Another provider serves: the model is there, and less of it than was meant.
    if let Some(error) = error {
        return StatusRow { state: State::Warning, ..of_trouble(&error) };
    }
    if snapshot.unread.contains_key(&Kind::Gateway) {
        let message = "Gateways can't be read, so their listeners are unknown";
        return StatusRow::of(State::Warning, StatusReason::GatewaysUnread, message);
    }
    StatusRow { message: note, ..StatusRow::ready() }
}

/// Why it is not known whether a route leads to a backend; none where it is known that none does.
fn unseen(
    snapshot: &Snapshot,
    backend: &ObjectName,
    gateways: &HashMap<ObjectName, ObjectName>,
) -> Option<String> {
    if !snapshot.sees(Kind::HttpRoute, &backend.namespace) {
        return Some(
            "HTTPRoutes can't be read, so it is unknown whether one refers to it".to_owned(),
        );
    }
    let gateway = gateways.get(backend)?;
    Some(format!("Gateway {gateway} can't be read, so it is unknown whether it accepts the routes"))
}

/// By backend, the first Gateway that could not be read of the routes that lead to it: one walk over the routes.
pub(super) fn unseen_gateways(snapshot: &Snapshot) -> HashMap<ObjectName, ObjectName> {
    let mut unseen = HashMap::new();
    if snapshot.sees_all(Kind::Gateway) {
        return unseen;
    }
    for route in snapshot.routes.values() {
        let named = |parent: &ParentRef| {
            let namespace = parent.namespace.as_ref().unwrap_or(&route.name.namespace);
            ObjectName::new(namespace, &parent.name)
        };
        let mut parents = route.spec.parent_refs.iter().flatten().map(named);
        let Some(gateway) =
            parents.find(|gateway| !snapshot.sees(Kind::Gateway, &gateway.namespace))
        else {
            continue;
        };
        for backend in http_route::references(route) {
            unseen.entry(backend).or_insert_with(|| gateway.clone());
        }
    }
    unseen
}

fn reported(state: State, condition: &Condition) -> StatusRow {
    let reason = StatusReason::Reported(condition.reason.clone());
    StatusRow::of(state, reason, &condition.message)
}

/// A Secret that only this user may not read is no fault of the model.
fn of_trouble(BackendError { reason, next, .. }: &BackendError) -> StatusRow {
    let state = match reason.innermost() {
        Reason::Key(KeyFault::Forbidden(_)) => State::Warning,
        _ => State::NotReady,
    };
    StatusRow::because(state, reason, next.clone())
}

/// Notes as they are told.
fn words(notes: &[Reason]) -> Vec<String> {
    notes.iter().map(Reason::with_word).collect()
}
