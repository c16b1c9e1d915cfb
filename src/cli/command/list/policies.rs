//! `list policies`: AgentgatewayPolicies, what they carry and what they are attached to.

use super::What;
use super::cells::{age_words, condition_words, status_words};
use super::item::{Item, Shown, View};
use crate::domain::registry::policy::{self, PolicyRow};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The view.
pub const VIEW: View = View {
    what: What::Policies,
    kind: "PolicyList",
    selects: &[Kind::AgentgatewayPolicy],
    has_providers: false,
    columns: &[
        ("NAME", Shown::Always),
        ("TARGETS", Shown::Always),
        ("POLICIES", Shown::Always),
        ("STATUS", Shown::Always),
        ("CONDITIONS", Shown::Wide),
        ("AGE", Shown::Wide),
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
