//! `list routes`: HTTPRoutes, what they match and where they lead.

use std::sync::Arc;

use super::ListType;
use super::cells::{age_words, condition_words, status_words};
use super::item::{ColumnVisibility, Item, View};
use crate::domain::compile::Compiled;
use crate::domain::registry::http_route::{self, HttpRouteRow};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The view.
pub const VIEW: View = View {
    what: ListType::Routes,
    kind: "RouteList",
    selects: &[Kind::HttpRoute],
    has_providers: false,
    columns: &[
        ("NAME", ColumnVisibility::Always),
        ("HOSTNAMES", ColumnVisibility::Always),
        ("GATEWAYS", ColumnVisibility::Always),
        ("MATCHES", ColumnVisibility::Always),
        ("BACKENDS", ColumnVisibility::Always),
        ("STATUS", ColumnVisibility::Always),
        ("RULES", ColumnVisibility::Wide),
        ("LISTENERS", ColumnVisibility::Wide),
        ("CONDITIONS", ColumnVisibility::Wide),
        ("AGE", ColumnVisibility::Wide),
    ],
    items: |snapshot, _| {
        let item = |row: &HttpRouteRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            Ok(Item::new(Kind::HttpRoute, name, row, cells(row))?.labelled(&row.labels))
        };
        http_route::rows(&Compiled::of(Arc::clone(snapshot))).iter().map(item).collect()
    },
};

fn cells(row: &HttpRouteRow) -> Vec<String> {
    let hostnames = match row.hostnames.is_empty() {
        true => "*".to_owned(),
        false => row.hostnames.join(", "),
    };
    let short = |backend: &String| {
        let kind = Kind::AgentgatewayBackend.names().kind;
        backend.strip_prefix(kind).map_or(backend.as_str(), str::trim_start).to_owned()
    };
    vec![
        row.name.clone(),
        hostnames,
        row.gateways.join(", "),
        row.matches.join(", "),
        row.backends.iter().map(short).collect::<Vec<_>>().join(", "),
        status_words(&row.status),
        row.rules.to_string(),
        row.listeners.to_string(),
        condition_words(&row.conditions),
        age_words(row.created.as_ref()),
    ]
}
