//! `list policies`: AgentgatewayPolicies, what they carry and what they are attached to.

use super::ListType;
use super::cells::{age_words, condition_words, status_cell};
use super::item::{Cell, ColumnVisibility, Item, View};
use crate::domain::registry::policy::{self, PolicyRow};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The view.
pub const VIEW: View = View {
    what: ListType::Policies,
    kind: "PolicyList",
    selects: &[Kind::AgentgatewayPolicy],
    has_providers: false,
    columns: &[
        ("NAME", ColumnVisibility::Always),
        ("TARGETS", ColumnVisibility::Always),
        ("POLICIES", ColumnVisibility::Always),
        ("STATUS", ColumnVisibility::Always),
        ("CONDITIONS", ColumnVisibility::Wide),
        ("AGE", ColumnVisibility::Wide),
    ],
    items: |compiled, _| {
        let item = |row: &PolicyRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            Ok(Item::new(Kind::AgentgatewayPolicy, name, row, cells(row))?.labelled(&row.labels))
        };
        policy::rows(&compiled.snapshot).iter().map(item).collect()
    },
};

fn cells(row: &PolicyRow) -> Vec<Cell> {
    vec![
        Cell::from(&row.name),
        Cell::several(&row.targets),
        Cell::several(&row.policies),
        status_cell(&row.status),
        Cell::from(condition_words(&row.conditions)),
        Cell::from(age_words(row.created.as_ref())),
    ]
}
