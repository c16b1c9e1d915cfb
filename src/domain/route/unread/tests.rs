//! Each kind unread, and what refuses by it.

use super::*;
use crate::domain::route::compile::{compile, compile_without};
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::domain::route::target::Target;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World};
use serde_json::{Value, json};

fn route(name: &str, path: &str, to: &str) -> Value {
    json!({"metadata": {"name": name, "namespace": "n"}, "spec": {
        "parentRefs": [{"name": "edge"}],
        "rules": [{"matches": [{"path": {"value": path}}],
            "backendRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b",
                "namespace": to}]}]}})
}

/// A Gateway with a route to a backend of its namespace and one to another's, which a grant lets pass.
fn objects() -> Objects {
    let mut objects = Objects::new(World::Cluster);
    let gateway = json!({"metadata": {"name": "edge", "namespace": "n"}, "spec": {
        "gatewayClassName": "c", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    objects.apply(Kind::Gateway, gateway, Origin::Cluster);
    for namespace in ["n", "m"] {
        let backend = json!({"metadata": {"name": "b", "namespace": namespace},
            "spec": {"ai": {"provider": {"openai": {}}}}});
        objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
    }
    let grant = json!({"metadata": {"name": "g", "namespace": "m"}, "spec": {
        "from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "n"}],
        "to": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend"}]}});
    objects.apply(Kind::ReferenceGrant, grant, Origin::Cluster);
    objects.apply(Kind::HttpRoute, route("near", "/near", "n"), Origin::Cluster);
    objects.apply(Kind::HttpRoute, route("far", "/far", "m"), Origin::Cluster);
    objects
}

/// What a request to this path gets: none where it is sent on.
fn refusal(table: &RouteTable, path: &str) -> Option<(u16, String)> {
    let bind = BindKey { gateway: Some(ObjectName::new("n", "edge")), port: 80 };
    let headers = http::HeaderMap::new();
    let method = http::Method::POST;
    let request = RequestParts { method: &method, host: "h", path, query: None, headers: &headers };
    let refusal = match table.find(&bind, &request) {
        Err(refusal) => Some(refusal),
        Ok(found) => found.candidate.rule.refusal.clone().or_else(|| {
            match &found.candidate.rule.targets.first()?.target {
                Target::Refuse(refusal) => Some(refusal.clone()),
                _ => None,
            }
        }),
    };
    refusal.map(|refusal| (refusal.status, refusal.body.into_owned()))
}

fn forbidden(kind: Kind) -> String {
    format!(
        "{} is forbidden: User \"u\" cannot list it at the cluster scope",
        kind.names().resource()
    )
}

#[test]
fn whatever_kind_is_unread_shuts_the_routes_that_depend_on_it_and_names_the_right() {
    let (table, _) = compile(&objects().snapshot());
    assert_eq!((refusal(&table, "/near"), refusal(&table, "/far")), (None, None));
    for (kind, near) in [
        (Kind::AgentgatewayPolicy, true),
        (Kind::BackendTlsPolicy, true),
        (Kind::HttpRoute, true),
        (Kind::Gateway, true),
        (Kind::AgentgatewayBackend, true),
        (Kind::ReferenceGrant, false),
    ] {
        let mut objects = objects();
        objects.give_up(kind, None, forbidden(kind));
        let (table, rejections) = compile(&objects.snapshot());
        let right =
            format!("no permission to list {} at the cluster scope", kind.names().resource());
        for (path, shut) in [("/near", near), ("/far", true)] {
            let refused = refusal(&table, path);
            assert_eq!(refused.is_some(), shut, "{kind} {path}: {refused:?}");
            let is_told = |(status, body): (u16, String)| status == 503 && body.contains(&right);
            assert!(refused.is_none_or(is_told), "{kind} {path}");
        }
        let said =
            rejections.iter().find(|one| one.object.kind == kind && one.object.name.name == "*");
        let said = said.expect("it is said");
        assert_eq!(said.effect, Effect::Refuses, "{kind}");
        assert!(said.reason.contains(&forbidden(kind)) && said.reason.contains("503"), "{said:?}");
    }
}

#[test]
fn listener_sets_that_may_not_be_read_matter_only_where_a_gateway_takes_some() {
    let mut objects = objects();
    objects.give_up(Kind::ListenerSet, None, forbidden(Kind::ListenerSet));
    let (table, rejections) = compile(&objects.snapshot());
    assert_eq!(refusal(&table, "/near"), None);
    assert!(rejections.iter().all(|one| one.object.kind != Kind::ListenerSet), "{rejections:?}");
    let gateway = json!({"metadata": {"name": "edge", "namespace": "n"}, "spec": {
        "gatewayClassName": "c", "allowedListeners": {"namespaces": {"from": "Same"}},
        "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    objects.apply(Kind::Gateway, gateway, Origin::Cluster);
    let (table, _) = compile(&objects.snapshot());
    assert_eq!(refusal(&table, "/near").map(|(status, _)| status), Some(503));
}

#[test]
fn a_crd_that_is_not_installed_is_no_lack_of_rights() {
    let mut objects = objects();
    for kind in [Kind::AgentgatewayPolicy, Kind::BackendTlsPolicy, Kind::ListenerSet] {
        objects.unread(kind, Unread::NotInstalled);
    }
    let (table, rejections) = compile(&objects.snapshot());
    assert_eq!(refusal(&table, "/near"), None);
    assert_eq!(rejections, []);
}

#[test]
fn who_wants_it_does_without_policies_that_may_not_be_read_and_without_nothing_else() {
    let without = Skips::default().and_unread(true);
    let mut objects = objects();
    for kind in POLICIES {
        objects.give_up(kind, None, forbidden(kind));
    }
    let (table, rejections) = compile_without(&objects.snapshot(), &without);
    assert_eq!((refusal(&table, "/near"), refusal(&table, "/far")), (None, None));
    for kind in POLICIES {
        let said = rejections.iter().find(|one| one.object.kind == kind).expect("it is said");
        assert_eq!(said.effect, Effect::Note);
        assert!(
            said.reason.ends_with("served without them, as --without-policies says"),
            "{said:?}"
        );
    }
    objects.give_up(Kind::ReferenceGrant, None, forbidden(Kind::ReferenceGrant));
    let (table, _) = compile_without(&objects.snapshot(), &without);
    assert_eq!(refusal(&table, "/near"), None);
    assert_eq!(refusal(&table, "/far").map(|(status, _)| status), Some(503));
}

#[test]
fn no_listener_is_implied_where_gateways_may_not_be_read() {
    let mut objects = Objects::new(World::Cluster);
    objects.apply(Kind::HttpRoute, route("near", "/near", "n"), Origin::Cluster);
    assert_eq!(compile(&objects.snapshot()).0.binds.len(), 1, "there is none: one is implied");
    objects.unread(Kind::Gateway, Unread::Forbidden(forbidden(Kind::Gateway)));
    let (table, rejections) = compile(&objects.snapshot());
    assert!(table.binds.is_empty(), "{table:?}");
    let words = "its Gateway n/edge was not read: no permission to list gateways";
    assert!(rejections.iter().any(|one| one.reason.contains(words)), "{rejections:?}");
}

/// Everything of these namespaces, as `serve -n` reads it.
fn only(namespaces: &[&str]) -> Objects {
    let mut objects = Objects::new(World::Cluster);
    for kind in Kind::LISTED {
        for namespace in namespaces {
            objects.replace_in(*kind, namespace, Vec::new());
        }
    }
    objects
}

#[test]
fn with_some_namespaces_only_what_lies_in_others_is_named_and_refused() {
    let mut objects = only(&["n"]);
    let gateway = json!({"metadata": {"name": "edge", "namespace": "n"}, "spec": {
        "gatewayClassName": "c", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    objects.apply(Kind::Gateway, gateway, Origin::Cluster);
    let backend = json!({"metadata": {"name": "b", "namespace": "n"},
        "spec": {"ai": {"provider": {"openai": {}}}}});
    objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
    objects.apply(Kind::HttpRoute, route("near", "/near", "n"), Origin::Cluster);
    objects.apply(Kind::HttpRoute, route("far", "/far", "m"), Origin::Cluster);
    let mut astray = route("astray", "/astray", "n");
    astray["spec"]["parentRefs"] = json!([{"name": "shared", "namespace": "infra"}]);
    objects.apply(Kind::HttpRoute, astray, Origin::Cluster);
    let (table, rejections) = compile(&objects.snapshot());
    assert_eq!(refusal(&table, "/near"), None);
    let (status, body) = refusal(&table, "/far").expect("refused");
    assert!(status == 503 && body.contains("add `-n m` to read them"), "{body}");
    let words = "its Gateway infra/shared was not read: gateways.gateway.networking.k8s.io of namespace infra \
                 are not read: add `-n infra` to read them";
    assert!(rejections.iter().any(|one| one.reason == words), "{rejections:?}");
    // A right that went away in one of several namespaces shuts that one.
    objects.give_up(Kind::AgentgatewayPolicy, Some("n"), "forbidden".into());
    let (status, body) = refusal(&compile(&objects.snapshot()).0, "/near").expect("refused");
    assert!(status == 503 && body.ends_with("in namespace n"), "{body}");
    objects.replace_in(Kind::AgentgatewayPolicy, "n", Vec::new());
    assert_eq!(refusal(&compile(&objects.snapshot()).0, "/near"), None);
}

#[test]
fn a_list_of_one_namespace_replaces_what_was_known_there_and_nowhere_else() {
    let mut objects = only(&["n", "m"]);
    for namespace in ["n", "m"] {
        let mut one = route("r", "/", "n");
        one["metadata"]["namespace"] = namespace.into();
        objects.replace_in(Kind::HttpRoute, namespace, vec![one]);
    }
    objects.replace_in(Kind::HttpRoute, "n", Vec::new());
    let left: Vec<_> = objects.current().routes.keys().map(ToString::to_string).collect();
    assert_eq!(left, ["m/r"]);
}
