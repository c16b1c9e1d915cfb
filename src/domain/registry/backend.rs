//! Every AgentgatewayBackend as a row, whether it is a language model or not.

use std::collections::BTreeMap;

use serde::Serialize;

use super::condition::{self, ConditionRow, judge};
use super::killed::Killed;
use super::{KeyRow, Row, StatusRow};
use crate::domain::compile::Compiled;
use crate::domain::compile::attached::settings;
use crate::domain::crd::backend::BackendSpec;
use crate::domain::kill::Passage;
use crate::domain::llm::provider;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// One backend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendRow {
    pub namespace: String,
    pub name: String,
    /// `ai`, `static`, or `other` for kinds of backend that are not read here.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The providers, each as `provider` or `group/name:provider`.
    pub providers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// `namespace/name` of the HTTPRoutes that lead to it.
    pub routes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyRow>,
    /// Names of its own policies.
    pub policies: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    pub status: StatusRow,
    pub conditions: Vec<ConditionRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// The backends of a snapshot, ordered by namespace and name.
#[must_use]
pub fn rows(compiled: &Compiled) -> Vec<BackendRow> {
    let snapshot = &*compiled.snapshot;
    let models = super::rows(compiled).into_iter().map(|row| of_model(snapshot, row));
    let others = snapshot.backends.values().filter(|backend| backend.spec.ai.is_none());
    let killed = Killed::of(compiled);
    let others = others.map(|backend| {
        let row = of_other(snapshot, backend);
        let object = ObjectRef::new(Kind::AgentgatewayBackend, backend.name.clone());
        let alone = Passage { backend: backend.name.text(), ..Passage::default() };
        BackendRow { status: killed.object(&object, row.status, &alone), ..row }
    });
    let mut rows: Vec<_> = models.chain(others).collect();
    rows.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    rows
}

fn of_model(snapshot: &Snapshot, row: Row) -> BackendRow {
    let name = ObjectName::new(&row.namespace, &row.name);
    let backend = snapshot.backends.get(&name);
    let mut routes: Vec<_> =
        row.routes.into_iter().filter_map(|way| way.route).map(|name| name.to_string()).collect();
    routes.sort();
    routes.dedup();
    BackendRow {
        kind: if backend.is_some() { "ai" } else { "other" },
        providers: backend.map(|backend| providers(&backend.spec)).unwrap_or_default(),
        policies: backend.map(|backend| policy_names(&backend.spec)).unwrap_or_default(),
        namespace: row.namespace,
        name: row.name,
        address: row.address,
        routes,
        key: Some(row.key),
        dialect: row.dialect,
        status: row.status,
        conditions: row.conditions,
        created: row.created,
        labels: row.labels,
    }
}

fn of_other(snapshot: &Snapshot, backend: &Object<BackendSpec>) -> BackendRow {
    let spec = &backend.spec;
    let fixed = spec.static_host.as_ref();
    let address = fixed.and_then(|fixed| Some(format!("{}:{}", fixed.host.as_ref()?, fixed.port?)));
    let kind = match spec {
        _ if fixed.is_some() => "static",
        BackendSpec { dynamic_forward_proxy: Some(_), .. } => "dynamic",
        BackendSpec { mcp: Some(_), .. } => "mcp",
        BackendSpec { a2a: Some(_), .. } => "a2a",
        BackendSpec { aws: Some(_), .. } => "aws",
        _ => "other",
    };
    let conditions = condition::rows(&backend.status);
    BackendRow {
        namespace: backend.name.namespace.clone(),
        name: backend.name.name.clone(),
        kind,
        providers: Vec::new(),
        address,
        routes: leading_to(snapshot, backend),
        key: None,
        policies: policy_names(&backend.spec),
        dialect: None,
        status: judge(snapshot.world, &conditions),
        conditions,
        created: backend.meta.created.clone(),
        labels: backend.meta.labels.clone(),
    }
}

/// The routes whose references name a backend that the route table does not carry.
fn leading_to(snapshot: &Snapshot, backend: &Object<BackendSpec>) -> Vec<String> {
    let names = |route: &&std::sync::Arc<Object<_>>| {
        super::http_route::references(route).any(|name| name == backend.name)
    };
    snapshot.routes.values().filter(names).map(|route| route.name.to_string()).collect()
}

fn providers(spec: &BackendSpec) -> Vec<String> {
    let Some(ai) = &spec.ai else { return Vec::new() };
    let key = |written| provider::of(written).map_or("unknown", |(row, _)| row.key);
    let single = ai.provider.iter().map(|written| key(written).to_owned());
    let groups = ai.groups.iter().flatten().enumerate().flat_map(|(index, group)| {
        group
            .providers
            .iter()
            .map(move |one| format!("{index}/{}:{}", one.name, key(&one.provider)))
    });
    single.chain(groups).collect()
}

/// The names under `spec.policies`, in the CRD's words.
pub(super) fn policy_names(spec: &BackendSpec) -> Vec<String> {
    spec.policies.iter().flat_map(settings::names_of).collect()
}
