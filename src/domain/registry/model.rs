//! AgentgatewayModels as rows of the registry, and whether the controller honours them.
//!
//! Source: agentgateway's `crates/agentgateway/src/llm/model_router.rs` at 75b4e6ce6.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::condition::{self, judge};
use super::rows::RoutesByObject;
use super::{KeyRow, KeySource, ModelSource, RouteRow, Row, State, StatusReason, StatusRow};
use crate::domain::compile::backend::model_provider;
use crate::domain::compile::rejection::{Effect, Rejection};
use crate::domain::crd::model::ModelSpec;
use crate::domain::llm::provider::ANY_KEY;
use crate::domain::route::table::RouteTable;
use crate::domain::route::target::Target;
use crate::domain::snapshot::{Object, SecretState, Snapshot, World};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::secret::DEFAULT_DATA_KEY;

/// The rows of a snapshot's AgentgatewayModels.
#[must_use]
pub(super) fn rows(
    snapshot: &Snapshot,
    mut routes: RoutesByObject,
    rejections: &[Rejection],
) -> Vec<Row> {
    let broken = snapshot.broken.iter().filter(|(o, _)| o.kind == Kind::AgentgatewayModel);
    let broken = broken.map(|(object, broken)| Row {
        source: ModelSource::Model,
        ..super::rows::broken_row(object, broken)
    });
    let mut said: BTreeMap<&ObjectName, Vec<&Rejection>> = BTreeMap::new();
    for one in rejections.iter().filter(|one| one.object.kind == Kind::AgentgatewayModel) {
        said.entry(&one.object.name).or_default().push(one);
    }
    let row = |model: &Arc<Object<ModelSpec>>| {
        let said = said.get(&model.name).map_or(&[][..], Vec::as_slice);
        row(snapshot, model, routes.remove(&model.name), said)
    };
    let rows: Vec<_> = snapshot.models.values().map(row).collect();
    rows.into_iter().chain(broken).collect()
}

/// The routes to each model.
pub(super) fn routes_of(table: &RouteTable) -> RoutesByObject {
    let mut routes = RoutesByObject::new();
    for (bind, listener, host, candidate) in table.candidates() {
        let routers = candidate.rule.targets.iter().filter_map(|target| match &target.target {
            Target::Models(router) => Some(router),
            _ => None,
        });
        let host = super::rows::before(host);
        let (route, path) = match candidate.is_of_models() {
            true => (None, String::new()),
            false => (Some(candidate.rule.route.clone()), format!("{} ", candidate.matcher)),
        };
        for (object, asked) in routers.flat_map(|router| router.objects()) {
            let row = RouteRow {
                route: route.clone(),
                rule: candidate.rule.index,
                gateway: bind.gateway.clone(),
                parents: Vec::new(),
                port: bind.port,
                listener: listener.name.clone(),
                matches: format!("{host}{path}model={asked}"),
                percent: 100,
            };
            // A listener offers a model at several paths, which are one route to it.
            let own = routes.entry(object.clone()).or_default();
            if !own.contains(&row) {
                own.push(row);
            }
        }
    }
    routes
}

fn row(
    snapshot: &Snapshot,
    model: &Object<ModelSpec>,
    routes: Option<Vec<RouteRow>>,
    rejections: &[&Rejection],
) -> Row {
    let written = |parent| written_route(snapshot, model, parent, &asked(model));
    let spec = &model.spec;
    let conditions = condition::rows(&model.status);
    Row {
        source: ModelSource::Model,
        namespace: model.name.namespace.clone(),
        name: model.name.name.clone(),
        provider: match &spec.virtual_model {
            Some(_) => Some("virtual".to_owned()),
            None => spec.provider.as_ref().map(|provider| provider.to_lowercase()),
        },
        telemetry: None,
        routes: routes.unwrap_or_else(|| spec.parent_refs.iter().map(written).collect()),
        model: Some(asked(model)),
        fallbacks: Vec::new(),
        key: key(snapshot, model),
        status: status(snapshot, &conditions, rejections),
        dialect: None,
        address: spec.base_url.clone(),
        created: model.meta.created.clone(),
        notes: notes(rejections),
        capabilities: Vec::new(),
        conditions,
        labels: model.meta.labels.clone(),
    }
}

/// The names that it answers to.
fn asked(model: &Object<ModelSpec>) -> String {
    let written = model.spec.matches.as_ref().and_then(|matches| matches.model.clone());
    written.unwrap_or_else(|| model.name.name.clone())
}

/// A route as it is written, where nothing is served on it.
fn written_route(
    snapshot: &Snapshot,
    model: &Object<ModelSpec>,
    parent: &crate::domain::crd::model::ModelParentRef,
    asked: &str,
) -> RouteRow {
    let namespace = parent.namespace.as_ref().unwrap_or(&model.name.namespace);
    let name = ObjectName::new(namespace, &parent.name);
    let is_route = parent.kind.as_deref() == Some("HTTPRoute");
    let listener = parent.section_name.clone().unwrap_or_default();
    let port = snapshot.gateways.get(&name).and_then(|gateway| {
        let of_name = gateway.spec.listeners.iter().find(|own| own.name == listener);
        u16::try_from(of_name.or(gateway.spec.listeners.first())?.port).ok()
    });
    RouteRow {
        route: is_route.then(|| name.clone()),
        rule: 0,
        gateway: (!is_route).then_some(name),
        parents: Vec::new(),
        port: port.unwrap_or_default(),
        listener,
        matches: format!("model={asked}"),
        percent: 100,
    }
}

fn key(snapshot: &Snapshot, model: &Object<ModelSpec>) -> KeyRow {
    let plain = |source| KeyRow { source, name: None, data_key: None, replaces: None };
    let auth = model.spec.policies.as_ref().and_then(|policies| policies.auth.as_ref());
    let Some(auth) = auth else { return plain(KeySource::Client) };
    let Some(reference) = &auth.secret_ref else {
        return plain(if auth.key.is_some() { KeySource::Inline } else { KeySource::Unknown });
    };
    let name = ObjectName::new(&model.name.namespace, &reference.name);
    if let Some(variable) = instead(snapshot, model, &name) {
        let replaces = Some(reference.name.clone());
        let name = Some(variable.to_owned());
        return KeyRow { name, replaces, ..plain(KeySource::Environment) };
    }
    KeyRow {
        source: match snapshot.secrets.get(&name) {
            Some(SecretState::Forbidden) => KeySource::SecretForbidden,
            _ => KeySource::Secret,
        },
        name: Some(reference.name.clone()),
        data_key: Some(reference.key.clone().unwrap_or_else(|| DEFAULT_DATA_KEY.to_owned())),
        replaces: None,
    }
}

/// The environment variable that is used instead of a Secret that can't be read here.
fn instead(
    snapshot: &Snapshot,
    model: &Object<ModelSpec>,
    secret: &ObjectName,
) -> Option<&'static str> {
    let is_out_of_reach = match snapshot.secrets.get(secret) {
        Some(SecretState::Read(_)) => false,
        Some(SecretState::Forbidden | SecretState::Pending) => true,
        None => snapshot.world == World::Files,
    };
    let variable = model_provider::variable(&model.spec).unwrap_or(ANY_KEY);
    (is_out_of_reach && snapshot.environment.contains_key(variable)).then_some(variable)
}

/// A controller that honours models writes `status.parents`.
fn status(
    snapshot: &Snapshot,
    conditions: &[condition::ConditionRow],
    rejections: &[&Rejection],
) -> StatusRow {
    match (conditions.is_empty(), snapshot.world) {
        (true, World::Cluster) => StatusRow {
            next: Some(
                "set agentgatewayModels.enabled=true in the controller's Helm chart, or write an \
                 AgentgatewayBackend: kubectl agw add-backend"
                    .to_owned(),
            ),
            ..StatusRow::of(
                State::NotReady,
                StatusReason::NotHonoured,
                "ignored by the controller: there is no `status.parents`",
            )
        },
        (true, World::Files) => of_files(rejections),
        (false, world) => judge(world, conditions),
    }
}

/// In files: what `serve` makes of it, the gravest first.
fn of_files(rejections: &[&Rejection]) -> StatusRow {
    let of = |effect: Effect| rejections.iter().find(|one| one.effect == effect);
    match of(Effect::LeftOut).or(of(Effect::Refuses)) {
        Some(one) => StatusRow::because(State::NotReady, &one.reason, one.next.clone()),
        None => StatusRow::ready(),
    }
}

/// What is told of a model that is served, as of a backend: it changes nothing of its state.
fn notes(rejections: &[&Rejection]) -> Vec<String> {
    let notes = rejections.iter().filter(|one| one.effect == Effect::Note);
    notes.map(|one| one.reason.with_word()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::compile::Compiled;
    use crate::domain::route::policy::skip::Skips;
    use crate::domain::snapshot::Origin;
    use crate::domain::snapshot::objects::Objects;
    use serde_json::{Value, json};

    fn row_of(status: Value) -> Row {
        let mut all = Objects::new(World::Cluster);
        let object = json!({"metadata": {"name": "fast", "namespace": "n"}, "status": status, "spec": {
            "parentRefs": [{"name": "g"}], "match": {"model": "gpt-*"}, "provider": "OpenAI",
            "policies": {"auth": {"secretRef": {"name": "k"}}}}});
        all.apply(Kind::AgentgatewayModel, object, Origin::Cluster);
        super::super::models(&Compiled::of(all.snapshot())).remove(0)
    }

    #[test]
    fn a_model_without_parents_in_its_status_is_not_honoured() {
        let row = row_of(json!({}));
        assert_eq!(
            (row.source, row.status.reason),
            (ModelSource::Model, StatusReason::NotHonoured)
        );
        assert_eq!(row.routes[0].matches, "model=gpt-*");
        assert_eq!(row.key.name.as_deref(), Some("k"));
    }

    #[test]
    fn a_model_of_files_stands_as_serve_makes_of_it() {
        let of = |parents: Value| {
            let mut all = Objects::new(World::Files);
            let gateway = json!({"metadata": {"name": "g", "namespace": "n"}, "spec": {
                "gatewayClassName": "c", "listeners": [{"name": "l", "port": 80, "protocol": "HTTP",
                    "allowedRoutes": {"kinds": [
                        {"group": "gateway.networking.k8s.io", "kind": "HTTPRoute"},
                        {"group": "agentgateway.dev", "kind": "AgentgatewayModel"}]}}]}});
            all.apply(Kind::Gateway, gateway, Origin::Cluster);
            let model = json!({"metadata": {"name": "fast", "namespace": "n"}, "spec": {
                "parentRefs": parents, "provider": "OpenAI"}});
            all.apply(Kind::AgentgatewayModel, model, Origin::Cluster);
            let route = json!({"metadata": {"name": "r", "namespace": "n"}, "spec": {
                "parentRefs": [{"name": "g"}], "rules": [{
                    "matches": [{"path": {"value": "/m"}}], "backendRefs": [
                        {"group": "agentgateway.dev", "kind": "AgentgatewayModel", "name": "*"}]}]}});
            all.apply(Kind::HttpRoute, route, Origin::Cluster);
            super::super::models(&Compiled::of(all.snapshot())).remove(0)
        };
        let ready = of(json!([{"name": "g"}]));
        assert_eq!((ready.status.state, ready.routes.len()), (State::Ready, 1));
        let route = &ready.routes[0];
        assert_eq!(
            (&route.gateway, route.port, route.listener.as_str()),
            (&Some(ObjectName::new("n", "g")), 80, "l")
        );
        assert_eq!((&route.route, route.matches.as_str()), (&None, "model=fast"));
        let by_route = &of(json!([{"name": "r", "kind": "HTTPRoute"}])).routes[0];
        let (name, gateway) = (ObjectName::new("n", "r"), ObjectName::new("n", "g"));
        assert_eq!((&by_route.route, &by_route.gateway), (&Some(name), &Some(gateway)));
        assert_eq!(by_route.matches, "/m/* model=fast");
        let lost = of(json!([{"name": "absent"}])).status;
        assert_eq!((lost.state, lost.reason.word()), (State::NotReady, "NotAttached"));
    }

    #[test]
    fn a_policy_that_is_skipped_is_told_of_a_model_as_of_a_backend() {
        let mut all = Objects::new(World::Cluster);
        let guard = json!({"request": [{"webhook": {"backendRef": {"name": "w", "port": 80}}}]});
        let model = json!({"metadata": {"name": "fast", "namespace": "default"}, "spec": {
            "provider": "OpenAI", "policies": {"promptGuard": guard}}});
        all.apply(Kind::AgentgatewayModel, model, Origin::Cluster);
        let backend = json!({"metadata": {"name": "b", "namespace": "default"}, "spec": {
            "ai": {"provider": {"openai": {}}}, "policies": {"ai": {"promptGuard": guard}}}});
        all.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        let route = json!({"metadata": {"name": "r", "namespace": "default"}, "spec": {"rules": [
            {"backendRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}]}]}});
        all.apply(Kind::HttpRoute, route, Origin::Cluster);
        let skips = Skips::of(["promptGuard.webhook".to_owned()]);
        let mut snapshot = all.snapshot();
        snapshot.world = World::Files;
        let compiled = Compiled::without(snapshot, skips);
        let rows = super::super::models(&compiled);
        for row in &rows {
            let told = (row.status.state, row.status.reason.word(), row.notes.len());
            assert_eq!(told, (State::Ready, "Ready", 1), "{}: {:?}", row.name, row.notes);
        }
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn a_model_that_a_parent_took_is_ready() {
        let row = row_of(json!({"parents": [{"parentRef": {"name": "g"}, "conditions": [
            {"type": "Accepted", "status": "True", "reason": "Accepted", "message": ""}]}]}));
        assert_eq!(row.status.state, State::Ready);
        assert_eq!(row.conditions[0].of, "Gateway n/g");
    }
}
