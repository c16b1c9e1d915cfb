//! Gateways as rows: their listeners, and how many routes each took.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;

use super::condition::{self, ConditionRow, judge};
use super::killed::Killed;
use super::{State, StatusRow};
use crate::domain::compile::Compiled;
use crate::domain::compile::conditions::{self, Conditions, GatewayStatus};
use crate::domain::compile::rejection::{Effect, Rejection};
use crate::domain::crd::gateway_api::GatewaySpec;
use crate::domain::snapshot::{Object, Snapshot, World};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// One Gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewayRow {
    pub namespace: String,
    pub name: String,
    pub class: String,
    pub addresses: Vec<String>,
    pub listeners: Vec<ListenerRow>,
    /// HTTPRoutes that one of its listeners takes.
    pub routes: usize,
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

/// One listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerRow {
    pub name: String,
    pub port: i32,
    pub protocol: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    pub routes: usize,
}

/// The Gateways of a snapshot, ordered by namespace and name.
#[must_use]
pub fn rows(compiled: &Compiled) -> Vec<GatewayRow> {
    let Compiled { snapshot, table, .. } = compiled;
    let mut taken: HashMap<(ObjectName, String), BTreeSet<ObjectName>> = HashMap::new();
    for (bind, listener, _, candidate) in table.of_routes() {
        let Some(gateway) = &bind.gateway else { continue };
        let routes = taken.entry((gateway.clone(), listener.name.clone())).or_default();
        routes.insert(candidate.rule.route.clone());
    }
    let silent = snapshot.gateways.values().any(|gateway| gateway.status.said.is_empty());
    let computed = if silent { conditions::of(compiled) } else { Conditions::default() };
    let of = |name: &ObjectName| computed.gateways.iter().find(|one| one.name == *name);
    let gateways = snapshot.gateways.values();
    let row = |gateway: &Arc<Object<GatewaySpec>>| {
        let row = row(snapshot, gateway, &taken, of(&gateway.name));
        match snapshot.world == World::Files && row.status.state == State::Ready {
            true => GatewayRow { status: of_files(compiled, &gateway.name), ..row },
            false => row,
        }
    };
    let mut rows: Vec<_> = gateways.map(row).collect();
    let broken = snapshot.broken.iter().filter(|(object, _)| object.kind == Kind::Gateway);
    rows.extend(broken.map(|(object, broken)| GatewayRow {
        namespace: object.name.namespace.clone(),
        name: object.name.name.clone(),
        class: String::new(),
        addresses: Vec::new(),
        listeners: Vec::new(),
        routes: 0,
        status: condition::broken(broken),
        conditions: Vec::new(),
        computed: false,
        created: None,
        labels: BTreeMap::new(),
    }));
    let killed = Killed::of(compiled);
    for row in &mut rows {
        let name = ObjectName::new(&row.namespace, &row.name);
        row.status = killed.gateway(&name, std::mem::take(&mut row.status));
    }
    rows.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    rows
}

/// The status of a Gateway of files that is well itself: whether `serve` leaves out one of its listeners.
fn of_files(compiled: &Compiled, gateway: &ObjectName) -> StatusRow {
    let is_its = |one: &&Rejection| {
        one.object.kind == Kind::Gateway
            && one.object.name == *gateway
            && one.effect == Effect::LeftOut
    };
    match compiled.rejections.iter().find(is_its) {
        Some(one) => StatusRow::because(State::Warning, &one.reason, one.next.clone()),
        None => StatusRow::ready(),
    }
}

fn row(
    snapshot: &Snapshot,
    gateway: &Object<GatewaySpec>,
    taken: &HashMap<(ObjectName, String), BTreeSet<ObjectName>>,
    computed: Option<&GatewayStatus>,
) -> GatewayRow {
    let mut conditions = condition::rows(&gateway.status);
    let mut status = judge(snapshot.world, &conditions);
    let computed = computed.filter(|_| conditions.is_empty());
    if let Some(computed) = computed {
        conditions.extend(condition::computed("", &computed.conditions));
        if snapshot.world == World::Files {
            // Listeners that are not served here are told by `of_files`.
            status = judge(snapshot.world, &conditions);
        }
        for listener in &computed.listeners {
            let of = format!("listener {}", listener.name);
            conditions.extend(condition::computed(&of, &listener.conditions));
        }
    }
    let of_listener = |name: &str| taken.get(&(gateway.name.clone(), name.to_owned()));
    let listeners: Vec<_> = gateway
        .spec
        .listeners
        .iter()
        .map(|listener| ListenerRow {
            name: listener.name.clone(),
            port: listener.port,
            protocol: listener.protocol.clone(),
            hostname: listener.hostname.clone(),
            routes: of_listener(&listener.name).map_or(0, BTreeSet::len),
        })
        .collect();
    let routes: BTreeSet<_> =
        listeners.iter().filter_map(|listener| of_listener(&listener.name)).flatten().collect();
    GatewayRow {
        namespace: gateway.name.namespace.clone(),
        name: gateway.name.name.clone(),
        class: gateway.spec.gateway_class_name.clone(),
        addresses: gateway.status.addresses.clone(),
        routes: routes.len(),
        listeners,
        status,
        conditions,
        computed: computed.is_some(),
        created: gateway.meta.created.clone(),
        labels: gateway.meta.labels.clone(),
    }
}
