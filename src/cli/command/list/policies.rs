//! `list policies`: AgentgatewayPolicies, what they carry and what they are attached to.

use super::ListType;
use super::cells::{age_words, condition_words, status_words};
use super::item::{ColumnVisibility, Item, View};
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
    items: |snapshot, _| {
        let item = |row: &PolicyRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            Ok(Item::new(Kind::AgentgatewayPolicy, name, row, cells(row))?.labelled(&row.labels))
        };
        policy::rows(snapshot).iter().map(item).collect()
    },
};

fn cells(row: &PolicyRow) -> Vec<String> {
    vec![
        row.name.clone(),
        row.targets.join(", "),
        row.policies.join(", "),
        status_words(&row.status),
        condition_words(&row.conditions),
        age_words(row.created.as_ref()),
    ]
}
