//! `list gateways`: Gateways, their listeners, how many routes they took.

use super::ListType;
use super::cells::{age_words, condition_words, status_cell};
use super::item::{Cell, ColumnVisibility, Item, View};
use crate::domain::registry::gateway::{self, GatewayRow};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The view.
pub const VIEW: View = View {
    what: ListType::Gateways,
    kind: "GatewayList",
    selects: &[Kind::Gateway],
    has_providers: false,
    columns: &[
        ("NAME", ColumnVisibility::Always),
        ("CLASS", ColumnVisibility::Always),
        ("LISTENERS", ColumnVisibility::Always),
        ("ADDRESSES", ColumnVisibility::Always),
        ("ROUTES", ColumnVisibility::Always),
        ("STATUS", ColumnVisibility::Always),
        ("CONDITIONS", ColumnVisibility::Wide),
        ("AGE", ColumnVisibility::Wide),
    ],
    items: |compiled, _| {
        let item = |row: &GatewayRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            Ok(Item::new(Kind::Gateway, name, row, cells(row))?.labelled(&row.labels))
        };
        gateway::rows(compiled).iter().map(item).collect()
    },
};

fn cells(row: &GatewayRow) -> Vec<Cell> {
    let listeners = row.listeners.iter().map(|listener| {
        let host = listener.hostname.as_ref().map(|host| format!(" {host}")).unwrap_or_default();
        format!("{}:{}/{}{host}", listener.name, listener.port, listener.protocol)
    });
    vec![
        Cell::from(&row.name),
        Cell::from(&row.class),
        Cell::several(&listeners.collect::<Vec<_>>()),
        Cell::several(&row.addresses),
        Cell::from(row.routes.to_string()),
        status_cell(&row.status),
        Cell::from(condition_words(&row.conditions)),
        Cell::from(age_words(row.created.as_ref())),
    ]
}
