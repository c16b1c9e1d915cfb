//! `list keys`: the Secrets that models take their keys from, by name and never by value.

use std::sync::Arc;

use super::ListType;
use super::cells::status_words;
use super::item::{ColumnVisibility, Item, View};
use crate::domain::compile::Compiled;
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
        ("KEYS", ColumnVisibility::Always),
        ("USED BY", ColumnVisibility::Always),
        ("PROVIDERS", ColumnVisibility::Always),
        ("STATUS", ColumnVisibility::Always),
        ("REQUESTED BY", ColumnVisibility::Wide),
    ],
    items: |snapshot, _| {
        let item = |row: &SecretRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            let item = Item::new(Kind::Secret, name, row, cells(row))?;
            Ok(Item { providers: row.providers.clone(), ..item })
        };
        key::rows(&Compiled::of(Arc::clone(snapshot))).iter().map(item).collect()
    },
};

fn cells(row: &SecretRow) -> Vec<String> {
    let keys = match (&row.data_keys, row.status.reason.as_str()) {
        (Some(keys), _) => keys.join(", "),
        (None, "SecretForbidden") => "no permission".to_owned(),
        (None, _) => String::new(),
    };
    vec![
        row.name.clone(),
        keys,
        row.used_by.join(", "),
        row.providers.join(", "),
        status_words(&row.status),
        row.asked.join(", "),
    ]
}
