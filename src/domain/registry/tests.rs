//! Properties of rows: what is Ready, and what else says why.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::*;
use crate::domain::snapshot::SecretState;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World};
use crate::domain::value::object_ref::{Kind, ObjectName};

fn rows_of(world: World, objects: &[(Kind, Value)]) -> Vec<Row> {
    let mut all = Objects::new(world);
    for (kind, object) in objects {
        all.apply(*kind, object.clone(), Origin::Cluster);
    }
    rows(&Compiled::of(all.snapshot()))
}

fn workshop_backend() -> (Kind, Value) {
    let open_ai = json!({"authHeaderRef": {"name": "openai-api-key", "key": "Authorization"}, "model": "gpt-4o"});
    let object = json!({"metadata": {"name": "smart", "namespace": "n"}, "spec": {"ai": {"openAI": open_ai}}});
    (Kind::AgentgatewayBackend, object)
}

fn route() -> (Kind, Value) {
    let refs = json!([
        {"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "smart", "weight": 1},
        {"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "gone", "weight": 2}]);
    let object = json!({"metadata": {"name": "r", "namespace": "n"}, "spec": {
        "parentRefs": [{"name": "g"}], "hostnames": ["a.b"],
        "rules": [{"matches": [{"headers": [{"name": "X-Model-Tier", "value": "smart"}]}], "backendRefs": refs}]}});
    (Kind::HttpRoute, object)
}

fn secret() -> (Kind, Value) {
    let object = json!({"metadata": {"name": "openai-api-key", "namespace": "n"}, "stringData": {"Authorization": "canary"}});
    (Kind::Secret, object)
}

#[test]
fn a_model_with_route_and_key_is_ready_and_shows_both_in_words() {
    let rows = rows_of(World::Cluster, &[workshop_backend(), route(), secret()]);
    let row = &rows[0];
    assert_eq!((row.provider.as_deref(), row.model.as_deref()), (Some("openai"), Some("gpt-4o")));
    assert_eq!(row.dialect.as_deref(), Some("workshop"));
    assert_eq!(row.routes.len(), 1);
    assert_eq!(row.routes[0].matches, "a.b X-Model-Tier=smart");
    assert_eq!(row.routes[0].percent, 33);
    assert_eq!(row.key.source, KeySource::Secret);
    let json = serde_json::to_string(&rows).expect("json");
    assert!(!json.contains("canary"));
}

#[test]
fn a_model_is_priced_by_the_name_that_serve_has_for_its_provider() {
    let custom =
        json!({"custom": {"model": "m", "providerOverride": "groq"}, "host": "h", "port": 1});
    for (provider, expected) in
        [(json!({"gemini": {"model": "m"}}), "gcp.gemini"), (custom, "groq")]
    {
        let object = json!({"metadata": {"name": "b", "namespace": "n"},
            "spec": {"ai": {"provider": provider}}});
        let rows = rows_of(World::Cluster, &[(Kind::AgentgatewayBackend, object)]);
        assert_eq!(rows[0].priced_as(), Some(expected), "{provider}");
    }
}

#[test]
fn the_first_broken_link_is_the_reason() {
    let no_secret = rows_of(World::Cluster, &[workshop_backend(), route()]);
    assert_eq!(no_secret[0].status.reason.word(), "SecretNotFound");
    assert_eq!(no_secret[0].status.state, State::NotReady);
    let no_route = rows_of(World::Cluster, &[workshop_backend(), secret()]);
    assert_eq!(no_route[0].status.reason.word(), "NoRoute");
}

#[test]
fn a_controllers_refusal_is_shown_with_its_reason() {
    let mut backend = workshop_backend();
    backend.1["status"] = json!({"conditions": [
        {"type": "Accepted", "status": "False", "reason": "TranslationError", "message": "why"}]});
    let rows = rows_of(World::Cluster, &[backend, route(), secret()]);
    assert_eq!(rows[0].status.reason.word(), "TranslationError");
    assert_eq!(rows[0].status.message, "why");
}

#[test]
fn a_secret_that_may_not_be_read_is_a_warning_and_not_a_fault() {
    let mut all = Objects::new(World::Cluster);
    for (kind, object) in [workshop_backend(), route()] {
        all.apply(kind, object, Origin::Cluster);
    }
    all.secret(ObjectName::new("n", "openai-api-key"), Some(SecretState::Forbidden));
    let rows = rows(&Compiled::of(all.snapshot()));
    assert_eq!(rows[0].status.state, State::Warning);
    assert_eq!(rows[0].key.source, KeySource::SecretForbidden);
}

/// The states of the only HTTPRoute without a parent, and of the only backend.
fn states_among_files(objects: &[(Kind, Value)]) -> (StatusRow, StatusRow) {
    let mut all = Objects::new(World::Files);
    for (kind, object) in objects {
        all.apply(*kind, object.clone(), Origin::Cluster);
    }
    let compiled = Compiled::of(all.snapshot());
    let routes = http_route::rows(&compiled);
    (routes[0].status.clone(), rows(&compiled)[0].status.clone())
}

#[test]
fn certificates_that_files_leave_out_are_no_fault_of_theirs() {
    let backend = |tls: &Value| {
        let spec = json!({"ai": {"provider": {"openai": {"model": "m"}}},
            "policies": {"tls": tls.clone(), "auth": {"key": "sk"}}});
        let object = json!({"metadata": {"name": "smart", "namespace": "n"}, "spec": spec});
        (Kind::AgentgatewayBackend, object)
    };
    let to = json!([{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "smart"}]);
    let route = json!({"metadata": {"name": "r", "namespace": "n"}, "spec": {
        "parentRefs": [{"name": "g"}], "rules": [{"backendRefs": to}]}});
    let route = (Kind::HttpRoute, route);
    let map = json!({"metadata": {"name": "other", "namespace": "n"}, "data": {"ca.crt": "none"}});
    let tls = [
        (json!({"caCertificateRefs": [{"name": "ca"}]}), (Kind::ConfigMap, map)),
        (json!({"caCertificateRefs": [{"name": "ca", "kind": "Secret"}]}), secret()),
        (json!({"mtlsCertificateRef": [{"name": "own"}]}), secret()),
    ];
    for (tls, other) in tls {
        let (of_route, of_backend) = states_among_files(&[backend(&tls), route.clone()]);
        assert_eq!((of_route.state, of_backend.state), (State::Ready, State::Ready), "{tls}");
        assert!(of_backend.message.contains("certificate"), "{tls}: {of_backend:?}");
        let (_, of_backend) = states_among_files(&[backend(&tls), route.clone(), other]);
        assert_eq!(of_backend.state, State::NotReady, "{tls}");
    }
}

#[test]
fn a_route_that_is_delegated_to_is_not_a_fault() {
    let to =
        json!([{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "a-child"}]);
    let parent = json!({"metadata": {"name": "r", "namespace": "n"}, "spec": {
        "parentRefs": [{"name": "g"}], "rules": [{"backendRefs": to}]}});
    let child = json!({"metadata": {"name": "a-child", "namespace": "n"}, "spec": {}});
    let objects = [workshop_backend(), (Kind::HttpRoute, parent), (Kind::HttpRoute, child)];
    let (of_child, _) = states_among_files(&objects);
    assert_eq!((of_child.state, of_child.reason.word()), (State::Warning, "NotSupported"));
}

#[test]
fn a_backend_that_cannot_be_read_has_a_row_that_says_so() {
    let broken = json!({"metadata": {"name": "x", "namespace": "n"}, "spec": {"ai": {"llm": {}}}});
    let rows = rows_of(World::Files, &[(Kind::AgentgatewayBackend, broken)]);
    assert_eq!(rows[0].status.reason.word(), "Invalid");
    assert!(rows[0].status.message.contains("unknown format"));
}

#[test]
fn a_backend_whose_routes_name_an_unseen_gateway_is_not_said_to_have_none() {
    let mut all = Objects::new(World::Cluster);
    let own = json!({"metadata": {"name": "own", "namespace": "n"}, "spec": {
        "gatewayClassName": "c", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    for (kind, object) in [workshop_backend(), secret(), (Kind::Gateway, own)] {
        all.apply(kind, object, Origin::Cluster);
    }
    let (kind, mut elsewhere) = route();
    elsewhere["spec"]["parentRefs"] = json!([{"name": "g", "namespace": "infra"}]);
    all.apply(kind, elsewhere, Origin::Cluster);
    assert_eq!(
        rows(&Compiled::of(all.snapshot()))[0].status.reason.word(),
        "NoRoute",
        "every Gateway is seen"
    );
    all.read_in(Kind::Gateway, "n");
    let status = &rows(&Compiled::of(all.snapshot()))[0].status;
    assert_eq!(status.reason.word(), "RoutesUnread");
    assert!(status.message.starts_with("Gateway infra/g can't be read"), "{status:?}");
}

/// The routes are walked once, not once for each backend: ten times as many take about ten times as long.
#[test]
fn many_models_of_one_namespace_take_linear_time() {
    let many = |count: usize| {
        let mut all = Objects::new(World::Cluster);
        all.read_in(Kind::Gateway, "n");
        for number in 0..count {
            let name = format!("m{number}");
            let backend = json!({"metadata": {"name": name, "namespace": "n"},
                "spec": {"ai": {"provider": {"openai": {"model": "gpt-4o"}}}}});
            all.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
            let route = json!({"metadata": {"name": name, "namespace": "n"}, "spec": {
                "parentRefs": [{"name": "g", "namespace": "infra"}],
                "rules": [{"backendRefs": [{"group": "agentgateway.dev",
                    "kind": "AgentgatewayBackend", "name": name}]}]}});
            all.apply(Kind::HttpRoute, route, Origin::Cluster);
        }
        let snapshot = Arc::new(all.snapshot());
        move || assert_eq!(models(&Compiled::of(Arc::clone(&snapshot))).len(), count)
    };
    expect_linear(many(300), many(3000));
}

/// Ten times as much takes less than 25 times as long. By turns, and the fastest of each: other tests use the same machine.
pub(super) fn expect_linear(few: impl Fn(), many: impl Fn()) {
    const ROUNDS: usize = 20;
    const LEAST_ROUNDS: usize = 3;
    let took = |work: &dyn Fn()| {
        let began = Instant::now();
        work();
        began.elapsed()
    };
    let (mut shortest, mut longest) = (Duration::MAX, Duration::MAX);
    for round in 1..=ROUNDS {
        shortest = shortest.min(took(&few));
        longest = longest.min(took(&many));
        if round >= LEAST_ROUNDS && longest < shortest * 25 {
            return;
        }
    }
    panic!("{shortest:?} for few, {longest:?} for ten times as many");
}
