//! `list keys`: the Secrets that models take their keys from, by name and never by value.

use super::ListType;
use super::cells::status_cell;
use super::item::{Cell, ColumnVisibility, Item, View};
use crate::domain::registry::StatusReason;
use crate::domain::registry::key::{self, SecretRow};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The view.
pub const VIEW: View = View {
    what: ListType::Keys,
    kind: "KeyList",
    selects: &[Kind::Secret],
    has_providers: true,
    columns: &[
        ("NAME", ColumnVisibility::Always),
        ("DATA KEYS", ColumnVisibility::Always),
        ("USED BY", ColumnVisibility::Always),
        ("STATUS", ColumnVisibility::Always),
        ("PROVIDERS", ColumnVisibility::Wide),
        ("REQUESTED KEYS", ColumnVisibility::Wide),
    ],
    items: |compiled, _| {
        let item = |row: &SecretRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            let item = Item::new(Kind::Secret, name, row, cells(row))?;
            Ok(Item { providers: row.providers.clone(), ..item })
        };
        key::rows(compiled).iter().map(item).collect()
    },
};

fn cells(row: &SecretRow) -> Vec<Cell> {
    let keys = match (&row.data_keys, &row.status.reason) {
        (Some(keys), _) => Cell::several(keys),
        (None, StatusReason::SecretForbidden) => Cell::from("no permission"),
        (None, _) => Cell::default(),
    };
    let users = row.used_by.iter().map(|user| match user.split_once(' ') {
        Some((source, name)) => format!("{}/{name}", source.to_lowercase()),
        None => user.clone(),
    });
    vec![
        Cell::from(&row.name),
        keys,
        Cell::several(&users.collect::<Vec<_>>()),
        status_cell(&row.status),
        Cell::several(&row.providers),
        Cell::several(&row.asked),
    ]
}
