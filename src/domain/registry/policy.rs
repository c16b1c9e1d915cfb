//! AgentgatewayPolicies as rows: what each carries by name, and what it is attached to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::condition::{self, ConditionRow, judge};
use super::{State, StatusReason, StatusRow};
use crate::domain::compile::attached::settings;
use crate::domain::compile::missed;
use crate::domain::crd::policy::PolicySpec;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::Kind;

/// One AgentgatewayPolicy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRow {
    pub namespace: String,
    pub name: String,
    /// `HTTPRoute r`, `Gateway g/http` (with `sectionName`), `HTTPRoute {team=a}` (by labels).
    pub targets: Vec<String>,
    /// `traffic.rateLimit`, `backend.auth`, …
    pub policies: Vec<String>,
    pub status: StatusRow,
    pub conditions: Vec<ConditionRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// The policies of a snapshot, ordered by namespace and name.
#[must_use]
pub fn rows(snapshot: &Snapshot) -> Vec<PolicyRow> {
    let mut rows: Vec<_> = snapshot.policies.values().map(|policy| row(snapshot, policy)).collect();
    let broken = snapshot.broken.iter().filter(|(o, _)| o.kind == Kind::AgentgatewayPolicy);
    rows.extend(broken.map(|(object, broken)| PolicyRow {
        namespace: object.name.namespace.clone(),
        name: object.name.name.clone(),
        targets: Vec::new(),
        policies: Vec::new(),
        status: condition::broken(broken),
        conditions: Vec::new(),
        created: None,
        labels: BTreeMap::new(),
    }));
    rows.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    rows
}

fn row(snapshot: &Snapshot, policy: &Object<PolicySpec>) -> PolicyRow {
    let spec = &policy.spec;
    let by_name = spec.target_refs.iter().map(|target| {
        let section = target.section_name.as_ref().map(|name| format!("/{name}"));
        format!("{} {}{}", target.kind, target.name, section.unwrap_or_default())
    });
    let by_labels = spec.target_selectors.iter().map(|target| {
        let labels: Vec<_> =
            target.match_labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        format!("{} {{{}}}", target.kind, labels.join(","))
    });
    let conditions = condition::rows(&policy.status);
    PolicyRow {
        namespace: policy.name.namespace.clone(),
        name: policy.name.name.clone(),
        targets: by_name.chain(by_labels).collect(),
        policies: settings::names(spec),
        status: status(snapshot, policy, &conditions),
        conditions,
        created: policy.meta.created.clone(),
        labels: policy.meta.labels.clone(),
    }
}

fn status(
    snapshot: &Snapshot,
    policy: &Object<PolicySpec>,
    conditions: &[ConditionRow],
) -> StatusRow {
    let judged = judge(snapshot.world, conditions);
    if judged.state == State::NotReady {
        return judged;
    }
    if let Some(why) = policy.misread() {
        return StatusRow::of(State::NotReady, StatusReason::Invalid, why);
    }
    if let Some(missed) = missed::of(snapshot, policy).first() {
        return StatusRow::because(State::NotReady, &missed.reason(), None);
    }
    judged
}
