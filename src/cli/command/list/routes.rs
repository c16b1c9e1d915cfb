//! `list routes`: HTTPRoutes, what they match and where they lead.

use super::ListType;
use super::cells::{age_words, condition_words, status_cell, within};
use super::item::{Cell, ColumnVisibility, Item, View};
use crate::domain::registry::WrittenRef;
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
        ("HOSTNAMES", ColumnVisibility::Present),
        ("GATEWAYS", ColumnVisibility::Room),
        ("MATCHES", ColumnVisibility::Always),
        ("BACKENDS", ColumnVisibility::Always),
        ("STATUS", ColumnVisibility::Always),
        ("RULES", ColumnVisibility::Wide),
        ("LISTENERS", ColumnVisibility::Wide),
        ("CONDITIONS", ColumnVisibility::Wide),
        ("AGE", ColumnVisibility::Wide),
    ],
    items: |compiled, _| {
        let item = |row: &HttpRouteRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            Ok(Item::new(Kind::HttpRoute, name, row, cells(row))?.labelled(&row.labels))
        };
        http_route::rows(compiled).iter().map(item).collect()
    },
};

fn cells(row: &HttpRouteRow) -> Vec<Cell> {
    let short = |backend: &WrittenRef| match backend.kind == Kind::AgentgatewayBackend.names().kind
    {
        true => backend.name.to_string(),
        false => backend.to_string(),
    };
    let gateways: Vec<_> = row.gateways.iter().map(ToString::to_string).collect();
    let backends: Vec<_> = row.backends.iter().map(short).collect();
    let near: Vec<_> = backends.iter().map(|name| within(&row.namespace, name)).collect();
    vec![
        Cell::from(&row.name),
        Cell::several(&row.hostnames),
        Cell::several(&gateways),
        Cell::several(&row.matches),
        Cell { full: backends.join(", "), ..Cell::several(&near) },
        status_cell(&row.status),
        Cell::from(row.rules.to_string()),
        Cell::from(row.listeners.to_string()),
        Cell::from(condition_words(&row.conditions)),
        Cell::from(age_words(row.created.as_ref())),
    ]
}
