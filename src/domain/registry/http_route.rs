//! HTTPRoutes as rows: where they are attached, what they match, where they lead.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::condition::{self, ConditionRow, judge};
use super::killed::Killed;
use super::{State, StatusReason, StatusRow, WrittenRef, is_kept_elsewhere};
use crate::domain::compile::Compiled;
use crate::domain::compile::conditions::{self, Conditions, HttpRouteStatus};
use crate::domain::compile::rejection::{Effect, Rejection};
use crate::domain::crd::gateway_api::HttpRouteSpec;
use crate::domain::route::reason::Unattached;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// One HTTPRoute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpRouteRow {
    pub namespace: String,
    pub name: String,
    pub hostnames: Vec<String>,
    /// The Gateways it asks for.
    pub gateways: Vec<ObjectName>,
    pub rules: usize,
    /// Each match in words, in the order in which they are asked.
    pub matches: Vec<String>,
    pub backends: Vec<WrittenRef>,
    /// How many of the Gateways' listeners take it.
    pub listeners: usize,
    pub status: StatusRow,
    pub conditions: Vec<ConditionRow>,
    /// No controller said anything of it, and the conditions are what this program makes of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub computed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// What the route table has of one route.
#[derive(Default)]
struct OfTable {
    matches: Vec<String>,
    listeners: BTreeSet<String>,
}

/// The HTTPRoutes of a snapshot, ordered by namespace and name.
#[must_use]
pub fn rows(compiled: &Compiled) -> Vec<HttpRouteRow> {
    let Compiled { snapshot, table, rejections, .. } = compiled;
    let mut of_table: HashMap<&ObjectName, OfTable> = HashMap::new();
    for (bind, listener, _, candidate) in table.of_routes() {
        let of_route = of_table.entry(&candidate.rule.route).or_default();
        let matches = candidate.matcher.to_string();
        if !of_route.matches.contains(&matches) {
            of_route.matches.push(matches);
        }
        of_route.listeners.insert(format!("{:?} {}", bind.gateway, listener.name));
    }
    let mut rejected: HashMap<&ObjectName, Vec<&Rejection>> = HashMap::new();
    for rejection in rejections.iter().filter(|one| one.object.kind == Kind::HttpRoute) {
        rejected.entry(&rejection.object.name).or_default().push(rejection);
    }
    let silent = snapshot.routes.values().any(|route| route.status.said.is_empty());
    let computed = if silent { conditions::of(compiled) } else { Conditions::default() };
    let computed: HashMap<_, _> = computed.routes.iter().map(|one| (&one.name, one)).collect();
    let mut rows: Vec<_> = snapshot
        .routes
        .values()
        .map(|route| {
            let of_table = of_table.remove(&route.name).unwrap_or_default();
            let rejections = rejected.remove(&route.name).unwrap_or_default();
            row(snapshot, route, of_table, &rejections, computed.get(&route.name).copied())
        })
        .collect();
    let broken = snapshot.broken.iter().filter(|(object, _)| object.kind == Kind::HttpRoute);
    rows.extend(broken.map(|(object, broken)| HttpRouteRow {
        namespace: object.name.namespace.clone(),
        name: object.name.name.clone(),
        hostnames: Vec::new(),
        gateways: Vec::new(),
        rules: 0,
        matches: Vec::new(),
        backends: Vec::new(),
        listeners: 0,
        status: condition::broken(broken),
        conditions: Vec::new(),
        computed: false,
        created: None,
        labels: BTreeMap::new(),
    }));
    let killed = Killed::of(compiled);
    for row in &mut rows {
        let name = ObjectName::new(&row.namespace, &row.name);
        row.status = killed.route(&name, std::mem::take(&mut row.status));
    }
    rows.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    rows
}

fn row(
    snapshot: &Snapshot,
    route: &Object<HttpRouteSpec>,
    compiled: OfTable,
    rejections: &[&Rejection],
    computed: Option<&HttpRouteStatus>,
) -> HttpRouteRow {
    let mut conditions = condition::rows(&route.status);
    let status = status(snapshot, &conditions, &compiled, rejections);
    let computed = computed.filter(|_| conditions.is_empty());
    for parent in computed.iter().flat_map(|computed| &computed.parents) {
        let of = parent.words(&route.name.namespace);
        conditions.extend(condition::computed(&of, &parent.conditions));
    }
    let namespace = &route.name.namespace;
    let rules = route.spec.rules.as_deref().unwrap_or(&[]);
    let references = rules.iter().flat_map(|rule| rule.backend_refs.iter().flatten());
    let backends: BTreeSet<_> = references
        .map(|reference| {
            let kind = reference.kind.as_deref().unwrap_or("Service");
            let of = reference.namespace.as_ref().unwrap_or(namespace);
            WrittenRef { kind: kind.to_owned(), name: ObjectName::new(of, &reference.name) }
        })
        .collect();
    HttpRouteRow {
        namespace: namespace.clone(),
        name: route.name.name.clone(),
        hostnames: route.spec.hostnames.clone().unwrap_or_default(),
        gateways: parents(route),
        rules: rules.len(),
        status,
        matches: compiled.matches,
        backends: backends.into_iter().collect(),
        listeners: compiled.listeners.len(),
        conditions,
        computed: computed.is_some(),
        created: route.meta.created.clone(),
        labels: route.meta.labels.clone(),
    }
}

/// What a route names as its parents, each once.
pub(super) fn parents(route: &Object<HttpRouteSpec>) -> Vec<ObjectName> {
    let namespace = &route.name.namespace;
    let named = route.spec.parent_refs.iter().flatten();
    let names: BTreeSet<_> = named
        .map(|parent| ObjectName::new(parent.namespace.as_ref().unwrap_or(namespace), &parent.name))
        .collect();
    names.into_iter().collect()
}

/// The controller's refusal first, then what the route table has against it.
fn status(
    snapshot: &Snapshot,
    conditions: &[ConditionRow],
    compiled: &OfTable,
    rejections: &[&Rejection],
) -> StatusRow {
    let judged = judge(snapshot.world, conditions);
    if judged.state == State::NotReady {
        return judged;
    }
    let is_fault = |rejection: &&&Rejection| !is_kept_elsewhere(snapshot, &rejection.reason);
    let first =
        |effect| rejections.iter().filter(is_fault).find(|rejection| rejection.effect == effect);
    if compiled.listeners.is_empty() {
        let why = first(Effect::LeftOut);
        let message =
            why.map_or("no listener accepts it".to_owned(), |rejection| rejection.words());
        let next = why.and_then(|rejection| rejection.next.clone());
        if let Some(why) = why.filter(|why| why.reason == Unattached::Delegated.into()) {
            return StatusRow::because(State::Warning, &why.reason, None);
        }
        return StatusRow::of(State::NotReady, StatusReason::NotAttached, message).then(next);
    }
    if let Some(rejection) = first(Effect::Refuses) {
        let refuses = StatusRow::of(State::Warning, StatusReason::RouteRefuses, rejection.words());
        return refuses.then(rejection.next.clone());
    }
    if let Some(rejection) = first(Effect::LeftOut) {
        let partly = StatusRow::of(State::Warning, StatusReason::PartlyLeftOut, rejection.words());
        return partly.then(rejection.next.clone());
    }
    // That no controller spoke is said of the Gateway, once, and not of each of its routes.
    match judged.reason {
        StatusReason::NoStatus => StatusRow::ready(),
        _ => judged,
    }
}

/// The AgentgatewayBackends that a route's references name.
pub fn references(route: &Object<HttpRouteSpec>) -> impl Iterator<Item = ObjectName> + '_ {
    let rules = route.spec.rules.iter().flatten();
    rules.flat_map(|rule| rule.backend_refs.iter().flatten()).filter_map(|reference| {
        let group = reference.group.as_deref().unwrap_or_default();
        let kind = Kind::of(group, reference.kind.as_deref().unwrap_or("Service"))?;
        let namespace = reference.namespace.as_ref().unwrap_or(&route.name.namespace);
        (kind == Kind::AgentgatewayBackend).then(|| ObjectName::new(namespace, &reference.name))
    })
}
