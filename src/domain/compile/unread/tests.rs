//! Each kind unread, and what refuses by it.

use serde_json::{Value, json};

use super::*;
use crate::domain::compile::Compiled;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::domain::route::target::Target;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World};

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
    at(table, 80, path)
}

/// The same at one port of `n/edge`.
fn at(table: &RouteTable, port: u16, path: &str) -> Option<(u16, String)> {
    let bind = BindKey { gateway: Some(ObjectName::new("n", "edge")), port };
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
    let Compiled { table, .. } = Compiled::of(objects().snapshot());
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
        let Compiled { table, rejections, .. } = Compiled::of(objects.snapshot());
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
        assert!(
            said.words().contains(&forbidden(kind)) && said.words().contains("503"),
            "{said:?}"
        );
    }
}

#[test]
fn listener_sets_that_may_not_be_read_matter_only_where_a_gateway_takes_some() {
    let mut objects = objects();
    objects.give_up(Kind::ListenerSet, None, forbidden(Kind::ListenerSet));
    let Compiled { table, rejections, .. } = Compiled::of(objects.snapshot());
    assert_eq!(refusal(&table, "/near"), None);
    assert!(rejections.iter().all(|one| one.object.kind != Kind::ListenerSet), "{rejections:?}");
    let gateway = json!({"metadata": {"name": "edge", "namespace": "n"}, "spec": {
        "gatewayClassName": "c", "allowedListeners": {"namespaces": {"from": "Same"}},
        "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    objects.apply(Kind::Gateway, gateway, Origin::Cluster);
    let Compiled { table, .. } = Compiled::of(objects.snapshot());
    assert_eq!(refusal(&table, "/near").map(|(status, _)| status), Some(503));
}

#[test]
fn a_crd_that_is_not_installed_is_no_lack_of_rights() {
    let mut objects = objects();
    for kind in [Kind::AgentgatewayPolicy, Kind::BackendTlsPolicy, Kind::ListenerSet] {
        objects.unread(kind, Unread::NotInstalled);
    }
    let Compiled { table, rejections, .. } = Compiled::of(objects.snapshot());
    assert_eq!(refusal(&table, "/near"), None);
    assert_eq!(rejections, []);
}

#[test]
fn who_wants_it_does_without_policies_that_may_not_be_read_and_without_nothing_else() {
    let without = Skips::default().and_unread(true);
    let mut objects = objects();
    for kind in GUARDS {
        objects.give_up(kind, None, forbidden(kind));
    }
    let Compiled { table, rejections, .. } = Compiled::without(objects.snapshot(), without.clone());
    assert_eq!((refusal(&table, "/near"), refusal(&table, "/far")), (None, None));
    for kind in GUARDS {
        let said = rejections.iter().find(|one| one.object.kind == kind).expect("it is said");
        assert_eq!(said.effect, Effect::Note);
        assert!(said.words().ends_with("served without them (--without-policies)"), "{said:?}");
    }
    objects.give_up(Kind::ReferenceGrant, None, forbidden(Kind::ReferenceGrant));
    let Compiled { table, .. } = Compiled::without(objects.snapshot(), without.clone());
    assert_eq!(refusal(&table, "/near"), None);
    assert_eq!(refusal(&table, "/far").map(|(status, _)| status), Some(503));
}

#[test]
fn no_listener_is_implied_where_gateways_may_not_be_read() {
    let mut objects = Objects::new(World::Cluster);
    objects.apply(Kind::HttpRoute, route("near", "/near", "n"), Origin::Cluster);
    assert_eq!(
        Compiled::of(objects.snapshot()).table.binds.len(),
        1,
        "there is none: one is implied"
    );
    objects.unread(Kind::Gateway, Unread::Forbidden(forbidden(Kind::Gateway)));
    let Compiled { table, rejections, .. } = Compiled::of(objects.snapshot());
    assert!(table.binds.is_empty(), "{table:?}");
    let words = "its Gateway n/edge was not read: no permission to list gateways";
    assert!(rejections.iter().any(|one| one.words().contains(words)), "{rejections:?}");
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
    let Compiled { table, rejections, .. } = Compiled::of(objects.snapshot());
    assert_eq!(refusal(&table, "/near"), None);
    let (status, body) = refusal(&table, "/far").expect("refused");
    assert!(status == 503 && body.contains("add `-n m` to read them"), "{body}");
    let words = "its Gateway infra/shared was not read: gateways.gateway.networking.k8s.io in namespace \
                 infra are not read: add `-n infra` to read them";
    assert!(rejections.iter().any(|one| one.words() == words), "{rejections:?}");
    // A right that went away in one of several namespaces shuts that one.
    objects.give_up(Kind::AgentgatewayPolicy, Some("n"), "forbidden".into());
    let (status, body) =
        refusal(&Compiled::of(objects.snapshot()).table, "/near").expect("refused");
    assert!(status == 503 && body.ends_with("in namespace n"), "{body}");
    objects.replace_in(Kind::AgentgatewayPolicy, "n", Vec::new());
    assert_eq!(refusal(&Compiled::of(objects.snapshot()).table, "/near"), None);
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

/// A Gateway whose listeners, from port 80 on, take routes as these say.
fn edge(listeners: &[Value]) -> Value {
    let listener = |(at, allowed): (usize, &Value)| {
        json!({"name": format!("l{at}"), "port": 80 + at,
        "protocol": "HTTP", "allowedRoutes": allowed})
    };
    let listeners: Vec<_> = listeners.iter().enumerate().map(listener).collect();
    json!({"metadata": {"name": "edge", "namespace": "n"},
        "spec": {"gatewayClassName": "c", "listeners": listeners}})
}

fn selected(labels: Value) -> Value {
    json!({"namespaces": {"from": "Selector", "selector": {"matchLabels": labels}}})
}

#[test]
fn routes_that_may_not_be_read_shut_every_listener_that_could_take_them_and_no_other() {
    let mut objects = only(&["n", "team-a"]);
    let gateway = edge(&[
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "Same"}}),
        selected(json!({"kubernetes.io/metadata.name": "n"})),
        selected(json!({"kubernetes.io/metadata.name": "team-a"})),
        selected(json!({"team": "red"})),
        selected(json!({"team": "blue"})),
        Value::Null,
        json!({"namespaces": {"from": "All"}, "kinds": [{"group": "agentgateway.dev", "kind": "AgentgatewayModel"}]}),
    ]);
    objects.apply(Kind::Gateway, gateway, Origin::Cluster);
    let labelled = json!({"metadata": {"name": "team-a", "labels": {"team": "red"}}});
    objects.apply(Kind::Namespace, labelled, Origin::Cluster);
    objects.apply(Kind::HttpRoute, route("default", "/", "n"), Origin::Cluster);
    let backend = json!({"metadata": {"name": "b", "namespace": "n"},
        "spec": {"ai": {"provider": {"openai": {}}}}});
    objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
    let Compiled { table, .. } = Compiled::of(objects.snapshot());
    assert_eq!(at(&table, 80, "/mb"), None, "everything is read");
    objects.give_up(Kind::HttpRoute, Some("team-a"), "forbidden".into());
    for skips in [Skips::default(), Skips::default().and_unread(true)] {
        let Compiled { table, .. } = Compiled::without(objects.snapshot(), skips.clone());
        let shut = |port| {
            at(&table, port, "/mb").is_some_and(|(status, body)| {
                let right = "no permission to list httproutes.gateway.networking.k8s.io in namespace team-a";
                status == 503 && body.contains(right)
            })
        };
        let all: Vec<_> = (80..88).map(shut).collect();
        assert_eq!(all, [true, false, false, true, true, false, false, false]);
        assert_eq!(at(&table, 81, "/mb"), None, "its own namespace was read");
    }
    // A namespace whose labels may not be read either may be any that is chosen by a label.
    objects.forbid(&ObjectRef::new(Kind::Namespace, ObjectName::new("", "team-a")));
    let Compiled { table, .. } = Compiled::of(objects.snapshot());
    let shut: Vec<_> =
        (80..88).map(|port| at(&table, port, "/mb").is_some_and(|r| r.0 == 503)).collect();
    assert_eq!(shut, [true, false, false, true, true, true, false, false]);
    // And what may not be read at all shuts what takes routes.
    objects.give_up(Kind::HttpRoute, None, forbidden(Kind::HttpRoute));
    let Compiled { table, .. } = Compiled::of(objects.snapshot());
    let shut: Vec<_> =
        (80..88).map(|port| at(&table, port, "/mb").is_some_and(|r| r.0 == 503)).collect();
    assert_eq!(shut, [true, true, true, true, true, true, true, false]);
}

#[test]
fn models_never_answer_for_routes_that_may_not_be_read_and_routes_do_for_models() {
    let with_model = || {
        let mut objects = objects();
        let kinds = json!({"kinds": [{"kind": "HTTPRoute"}, {"group": "agentgateway.dev", "kind": "AgentgatewayModel"}]});
        objects.apply(Kind::Gateway, edge(&[kinds]), Origin::Cluster);
        let model = json!({"metadata": {"name": "m", "namespace": "n"}, "spec": {"provider": "OpenAI",
            "parentRefs": [{"name": "edge"}]}});
        objects.apply(Kind::AgentgatewayModel, model, Origin::Cluster);
        objects
    };
    let Compiled { table, .. } = Compiled::of(with_model().snapshot());
    assert_eq!((at(&table, 80, "/v1/chat/completions"), at(&table, 80, "/near")), (None, None));
    let after = |kind| {
        let mut objects = with_model();
        objects.unread(kind, Unread::Forbidden(forbidden(kind)));
        Compiled::of(objects.snapshot()).table
    };
    let table = after(Kind::HttpRoute);
    assert_eq!(at(&table, 80, "/v1/chat/completions").map(|(status, _)| status), Some(503));
    let table = after(Kind::AgentgatewayModel);
    let (status, body) =
        at(&table, 80, "/v1/chat/completions").expect("refused: there may be models");
    assert!(status == 503 && body.contains("list agentgatewaymodels"), "{body}");
    assert_eq!(at(&table, 80, "/near"), None, "routes come before models");
}

#[test]
fn a_route_whose_namespace_may_or_may_not_be_chosen_refuses_what_it_would_take() {
    let mut objects = objects();
    objects.apply(Kind::Gateway, edge(&[selected(json!({"team": "red"}))]), Origin::Cluster);
    let mut far = route("mb", "/mb", "n");
    far["metadata"]["namespace"] = "team-a".into();
    far["spec"]["parentRefs"] = json!([{"name": "edge", "namespace": "n"}]);
    objects.apply(Kind::HttpRoute, far, Origin::Cluster);
    let own = json!({"metadata": {"name": "n", "labels": {"team": "red"}}});
    objects.apply(Kind::Namespace, own, Origin::Cluster);
    objects.apply(Kind::HttpRoute, route("default", "/", "n"), Origin::Cluster);
    objects.forbid(&ObjectRef::new(Kind::Namespace, ObjectName::new("", "team-a")));
    let Compiled { table, rejections, .. } = Compiled::of(objects.snapshot());
    let (status, body) = at(&table, 80, "/mb").expect("refused");
    assert!(status == 503 && body.contains("the labels of team-a can't be read"), "{body}");
    assert_eq!(at(&table, 80, "/other"), None);
    let said = rejections.iter().find(|one| one.words().contains("the labels of team-a"));
    assert!(said.is_some_and(|one| one.effect == Effect::Refuses), "{rejections:?}");
}

#[test]
fn a_listener_set_that_may_not_be_read_shuts_the_whole_gateway_that_may_take_it() {
    let sets = |from: &str| json!({"namespaces": {"from": from}});
    for (from, refused) in [("All", true), ("Same", false)] {
        let mut objects = only(&["n", "team-a"]);
        let mut gateway = edge(&[Value::Null]);
        gateway["spec"]["allowedListeners"] = sets(from);
        objects.apply(Kind::Gateway, gateway, Origin::Cluster);
        objects.give_up(Kind::ListenerSet, Some("team-a"), "forbidden".into());
        let Compiled { table, .. } = Compiled::of(objects.snapshot());
        let (status, body) = at(&table, 80, "/none").expect("there are no routes");
        assert_eq!(status == 503, refused, "{from}: {status} {body}");
    }
}

#[test]
fn a_policy_that_is_not_understood_shuts_what_it_may_guard_and_names_itself() {
    for kind in GUARDS {
        for (namespace, near, far) in [("n", true, true), ("m", false, true), ("x", false, false)] {
            let mut objects = objects();
            let broken = json!({"metadata": {"name": "guard", "namespace": namespace},
                "spec": {"targetRefs": [{"name": "near", "kind": "HTTPRoute"}]}});
            objects.apply(kind, broken, Origin::Cluster);
            // `/far` is sent from `n` to a backend of `m`.
            let skips = Skips::default().and_unread(true);
            let Compiled { table, rejections, .. } =
                Compiled::without(objects.snapshot(), skips.clone());
            let far = far && (kind == Kind::AgentgatewayPolicy || namespace == "m");
            for (path, shut) in [("/near", near), ("/far", far)] {
                let refused = refusal(&table, path);
                assert_eq!(refused.is_some(), shut, "{kind} {namespace} {path}: {refused:?}");
                let name = format!("{kind} {namespace}/guard");
                assert!(refused.is_none_or(|(status, body)| status == 503 && body.contains(&name)));
            }
            let said = rejections.iter().find(|one| one.object.kind == kind).expect("it is said");
            assert_eq!(said.effect, Effect::Refuses, "{said:?}");
            objects.remove(kind, &ObjectName::new(namespace, "guard"));
            let Compiled { table, .. } = Compiled::of(objects.snapshot());
            assert_eq!((refusal(&table, "/near"), refusal(&table, "/far")), (None, None));
        }
    }
}
