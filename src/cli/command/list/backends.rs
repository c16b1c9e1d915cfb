//! `list backends`: every AgentgatewayBackend, language model or not.

use super::ListType;
use super::cells::{age_words, condition_words, key_words, status_cell, within};
use super::item::{Cell, ColumnVisibility, Item, View};
use crate::domain::registry::backend::{self, BackendRow};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The view.
pub const VIEW: View = View {
    what: ListType::Backends,
    kind: "BackendList",
    selects: &[Kind::AgentgatewayBackend],
    has_providers: true,
    columns: &[
        ("NAME", ColumnVisibility::Always),
        ("TYPE", ColumnVisibility::Always),
        ("PROVIDERS", ColumnVisibility::Always),
        ("ADDRESS", ColumnVisibility::Room),
        ("ROUTES", ColumnVisibility::Always),
        ("STATUS", ColumnVisibility::Always),
        ("KEY", ColumnVisibility::Wide),
        ("POLICIES", ColumnVisibility::Wide),
        ("DIALECT", ColumnVisibility::Wide),
        ("CONDITIONS", ColumnVisibility::Wide),
        ("AGE", ColumnVisibility::Wide),
    ],
    items: |compiled, _| {
        let item = |row: &BackendRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            let item = Item::new(Kind::AgentgatewayBackend, name, row, cells(row))?;
            let own = row
                .providers
                .iter()
                .map(|provider| provider.rsplit(':').next().unwrap_or(provider).to_owned());
            Ok(Item { providers: own.collect(), ..item.labelled(&row.labels) })
        };
        backend::rows(compiled).iter().map(item).collect()
    },
};

fn cells(row: &BackendRow) -> Vec<Cell> {
    let near: Vec<_> = row.routes.iter().map(|name| within(&row.namespace, name)).collect();
    vec![
        Cell::from(&row.name),
        Cell::from(row.kind),
        Cell::several(&row.providers),
        Cell::from(row.address.clone().unwrap_or_default()),
        Cell { full: row.routes.join(", "), ..Cell::several(&near) },
        status_cell(&row.status),
        Cell::from(row.key.as_ref().map(key_words).unwrap_or_default()),
        Cell::several(&row.policies),
        Cell::from(row.dialect.clone().unwrap_or_else(|| "canonical".to_owned())),
        Cell::from(condition_words(&row.conditions)),
        Cell::from(age_words(row.created.as_ref())),
    ]
}
