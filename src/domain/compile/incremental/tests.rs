//! A table that keeps rules is the table that is made anew, whatever changes between two snapshots.

use std::fmt::Write;

use serde_json::{Value, json};

use super::*;
use crate::domain::compile::Compiled;
use crate::domain::route::target::{Target, WeightedTarget};
use crate::domain::route::upstream::{Credential, CredentialPlacement};
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, Unread, World};
use crate::domain::value::object_ref::{Kind, ObjectRef};

const GATEWAY_API: &str = "gateway.networking.k8s.io";
const AGENTGATEWAY: &str = "agentgateway.dev";

fn shown(compiled: &Compiled) -> String {
    let Compiled { table, rejections, .. } = compiled;
    let mut text = String::new();
    for (key, bind) in &table.binds {
        for listener in &bind.listeners {
            let (name, host, refusal) = (&listener.name, &listener.host, &listener.refusal);
            let _ = writeln!(text, "{key:?} {name} {host} {refusal:?} {:?}", listener.before);
        }
    }
    for (bind, listener, host, candidate) in table.candidates() {
        let keys: Vec<_> = candidate.rule.targets.iter().flat_map(keys).collect();
        let _ = writeln!(text, "{bind:?} {} {host} {candidate:?} {keys:?}", listener.name);
    }
    let _ = write!(text, "{rejections:#?}");
    text
}

/// The keys that are sent, which nothing prints.
fn keys(target: &WeightedTarget) -> Vec<String> {
    let of = |credential: &Credential, placement: &CredentialPlacement| {
        let beside = placement.beside.iter().map(|(_, key)| key);
        let all = credential.key().into_iter().chain(beside);
        all.map(|key| key.expose().to_owned()).collect()
    };
    match &target.target {
        Target::Model(backend) => {
            let upstreams = backend.members().filter_map(|member| member.upstream.as_ref().ok());
            upstreams
                .flat_map(|one| -> Vec<String> { of(&one.credential, &one.placement) })
                .collect()
        }
        Target::Http(upstream) => of(&upstream.credential, &upstream.placement),
        Target::Models(_) | Target::Refuse(_) => Vec::new(),
    }
}

/// One of `all`, by chance.
fn one<'t>(chance: &mut fastrand::Rng, all: &[&'t str]) -> &'t str {
    all[chance.usize(..all.len())]
}

fn route(chance: &mut fastrand::Rng) -> Value {
    let path = match chance.u8(..6) {
        0 => json!({"type": "RegularExpression", "value": format!("/x{}.*", chance.u8(..4))}),
        1 => json!({"type": "RegularExpression", "value": "("}),
        2 => json!({"type": "Exact", "value": "/exact"}),
        _ => json!({"value": format!("/{}", chance.u8(..4))}),
    };
    let mut rule = json!({"matches": [{"path": path}]});
    let backend = one(chance, &["b0", "b1", "b2", "b3", "gone"]);
    rule["backendRefs"] = match chance.u8(..8) {
        2 => {
            json!([{"group": GATEWAY_API, "kind": "HTTPRoute", "name": one(chance, &["r0", "*", "team=a"])}])
        }
        0 => json!([{"group": AGENTGATEWAY, "kind": "AgentgatewayModel", "name": "*"}]),
        1 => json!([{"name": "svc", "port": 80}]),
        _ => json!([{"group": AGENTGATEWAY, "kind": "AgentgatewayBackend", "name": backend,
            "namespace": one(chance, &["n", "n", "m"])}]),
    };
    if chance.u8(..4) == 0 {
        let to = json!({"group": AGENTGATEWAY, "kind": "AgentgatewayBackend", "name": one(chance, &["b0", "b4"])});
        rule["filters"] = json!([{"type": "RequestMirror", "requestMirror": {"backendRef": to}}]);
    }
    let parent = one(chance, &["g", "g", "h", "none"]);
    let hosts: &[&str] = match chance.u8(..3) {
        0 => &["a.example", "b.example"],
        1 => &["*.example"],
        _ => &[],
    };
    let parents = if chance.u8(..6) == 0 { json!([]) } else { json!([{"name": parent}]) };
    json!({"parentRefs": parents, "hostnames": hosts, "rules": [rule]})
}

fn backend(chance: &mut fastrand::Rng, name: &str) -> Value {
    if name == "b4" || chance.u8(..6) == 0 {
        return json!({"static": {"host": "h.example", "port": chance.u16(1..)},
            "policies": {"auth": {"secretRef": {"name": one(chance, &["k0", "k1"])}}}});
    }
    let mut spec = json!({"ai": {"provider": {"openai": {"model": one(chance, &["x", "y"])}}}});
    if chance.bool() {
        let beside = json!([{"location": {"header": {"name": "x-key"}}, "secretRef": {"name": one(chance, &["k1", "k2"])}}]);
        spec["policies"] = match chance.bool() {
            true => json!({"auth": {"secretRef": {"name": one(chance, &["k0", "k1"])}}}),
            false => json!({"auth": {"key": "sk-own", "credentials": beside}}),
        };
    }
    if chance.u8(..6) == 0 {
        spec["policies"]["misspelt"] = json!(1);
    }
    spec
}

fn policy(chance: &mut fastrand::Rng) -> Value {
    let (group, kind, name) = match chance.u8(..4) {
        0 => (GATEWAY_API, "Gateway", "g"),
        1 => (GATEWAY_API, "HTTPRoute", one(chance, &["r0", "r1"])),
        2 => (AGENTGATEWAY, "AgentgatewayBackend", one(chance, &["b0", "b1"])),
        _ => (GATEWAY_API, "HTTPRoute", "labels"),
    };
    let mut spec = match name {
        "labels" => json!({"targetSelectors": [
            {"group": group, "kind": kind, "matchLabels": {"team": one(chance, &["a", "b"])}}]}),
        name => json!({"targetRefs": [{"group": group, "kind": kind, "name": name}]}),
    };
    let remote = json!({"backendRef": {"group": AGENTGATEWAY, "kind": "AgentgatewayBackend", "name": "b4"},
        "jwksPath": "/keys"});
    match kind {
        "AgentgatewayBackend" => {
            spec["backend"] = json!({"auth": {"secretRef": {"name": one(chance, &["k1", "k2"])}}});
        }
        _ => {
            spec["traffic"] = match chance.u8(..4) {
                0 => json!({"apiKeyAuthentication": {"secretRef": {"name": "k2"}}}),
                1 => {
                    json!({"jwtAuthentication": {"providers": [{"issuer": "i", "jwks": {"remote": remote}}]}})
                }
                2 => json!({"rateLimit": {"local": [{"requests": 3, "unit": "Minutes"}]}}),
                _ => json!({"misspelt": {}}),
            };
        }
    }
    spec
}

fn gateway(chance: &mut fastrand::Rng) -> Value {
    let mut listeners = vec![json!({"name": "http", "port": 80, "protocol": "HTTP"})];
    if chance.bool() {
        listeners.push(
            json!({"name": "named", "port": 80, "protocol": "HTTP", "hostname": "*.example"}),
        );
    }
    json!({"gatewayClassName": "agentgateway", "listeners": listeners})
}

/// Writes or removes one object.
fn change(chance: &mut fastrand::Rng, objects: &mut Objects) {
    let number = chance.u8(..4);
    let (kind, name) = match chance.u8(..16) {
        0..5 => (Kind::HttpRoute, format!("r{number}")),
        5..9 => (Kind::AgentgatewayBackend, format!("b{}", chance.u8(..5))),
        9..11 => (Kind::Secret, format!("k{}", chance.u8(..3))),
        11 => (Kind::AgentgatewayPolicy, format!("p{}", chance.u8(..2))),
        12 => (Kind::AgentgatewayModel, "m".to_owned()),
        13 => (Kind::ReferenceGrant, "grant".to_owned()),
        14 => (Kind::Gateway, one(chance, &["g", "g", "h"]).to_owned()),
        _ if chance.u8(..4) == 0 => {
            return objects.unread(Kind::AgentgatewayPolicy, Unread::Forbidden("no".into()));
        }
        _ => return objects.replace(Kind::AgentgatewayPolicy, Vec::new(), &Origin::Cluster),
    };
    if chance.u8(..4) == 0 {
        return objects.remove(kind, &ObjectName::new("n", &name));
    }
    let mut object = json!({"metadata": {"name": name, "namespace": "n",
        "labels": {"team": one(chance, &["a", "b"])}}});
    let spec = match kind {
        Kind::HttpRoute => route(chance),
        Kind::AgentgatewayBackend => backend(chance, &name),
        Kind::AgentgatewayPolicy => policy(chance),
        Kind::AgentgatewayModel => {
            json!({"modelMatch": {"value": "x"}, "parentRefs": [{"name": "g"}],
            "provider": {"openai": {}}})
        }
        Kind::ReferenceGrant => {
            json!({"from": [{"group": GATEWAY_API, "kind": "HTTPRoute", "namespace": "n"}],
            "to": [{"group": AGENTGATEWAY, "kind": "AgentgatewayBackend"}]})
        }
        Kind::Gateway => gateway(chance),
        _ => {
            let key = one(chance, &["c2stYQ==", "c2stYg=="]);
            object["data"] = json!({"Authorization": key});
            return objects.apply(kind, object, Origin::Cluster);
        }
    };
    if kind == Kind::ReferenceGrant {
        object["metadata"]["namespace"] = json!("m");
    }
    object["spec"] = spec;
    objects.apply(kind, object, Origin::Cluster);
}

#[test]
fn a_table_that_keeps_rules_is_the_one_that_is_made_anew() {
    let (mut kept_some, mut with_candidates, mut wants_same) = (0, 0, 0);
    for seed in 0..60 {
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut objects = Objects::new(World::Cluster);
        let skips = Skips::default();
        let mut compiler = IncrementalCompiler::default();
        (0..12).for_each(|_| change(&mut chance, &mut objects));
        let mut wanting = objects.current().that_wants();
        for step in 0..40 {
            (0..chance.u8(1..3)).for_each(|_| change(&mut chance, &mut objects));
            let snapshot = Arc::new(objects.snapshot());
            if snapshot.wants_as(&wanting) {
                wants_same += 1;
                assert_eq!(snapshot.wanted(), wanting.wanted(), "seed {seed}, step {step}");
                assert_eq!(snapshot.wanted_certificates(), wanting.wanted_certificates());
                assert_eq!(snapshot.wanted_selections(), wanting.wanted_selections());
            }
            wanting = snapshot.that_wants();
            let before = compiler.routes();
            let found = compiler.compile(&snapshot, &skips);
            kept_some += usize::from(compiler.still(&before) > 0);
            with_candidates += usize::from(found.table.candidates().next().is_some());
            let anew = Compiled::without(snapshot.clone(), skips.clone());
            assert_eq!(shown(&found), shown(&anew), "seed {seed}, step {step}");
        }
    }
    assert!(wants_same > 200, "{wants_same}");
    assert!(kept_some > 600, "{kept_some}");
    assert!(with_candidates > 600, "{with_candidates}");
}

impl IncrementalCompiler {
    /// What was made of each route.
    fn routes(&self) -> Vec<Arc<CompiledRoute>> {
        self.0.iter().flat_map(|(_, compiled)| &compiled.routes).cloned().collect()
    }

    /// How many of these it still has.
    fn still(&self, before: &[Arc<CompiledRoute>]) -> usize {
        let now = self.routes();
        before.iter().filter(|route| now.iter().any(|one| Arc::ptr_eq(one, route))).count()
    }
}

#[test]
fn one_changed_backend_makes_only_its_own_rules_anew() {
    let mut objects = Objects::new(World::Cluster);
    let backend = |model: &str, name: &str| {
        json!({"metadata": {"name": name, "namespace": "n"},
            "spec": {"ai": {"provider": {"openai": {"model": model}}}, "policies": {"auth": {"secretRef": {"name": name}}}}})
    };
    let secret = |name: &str, key: &str| json!({"metadata": {"name": name, "namespace": "n"}, "data": {"Authorization": key}});
    objects.apply(
        Kind::Gateway,
        json!({"metadata": {"name": "g", "namespace": "n"}, "spec": {"gatewayClassName": "agentgateway",
            "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}),
        Origin::Cluster,
    );
    for name in ["a", "b", "c"] {
        objects.apply(Kind::AgentgatewayBackend, backend("x", name), Origin::Cluster);
        objects.await_named(&ObjectRef::new(Kind::Secret, ObjectName::new("n", name)));
        objects.apply(Kind::Secret, secret(name, "c2stYQ=="), Origin::Cluster);
        let route = json!({"metadata": {"name": name, "namespace": "n"}, "spec": {"parentRefs": [{"name": "g"}],
            "rules": [{"backendRefs": [{"group": AGENTGATEWAY, "kind": "AgentgatewayBackend", "name": name}]}]}});
        objects.apply(Kind::HttpRoute, route, Origin::Cluster);
    }
    let mut compiler = IncrementalCompiler::default();
    let mut compiled = |objects: &Objects| {
        let before = compiler.routes();
        let _ = compiler.compile(&Arc::new(objects.snapshot()), &Skips::default());
        compiler.still(&before)
    };
    assert_eq!(compiled(&objects), 0);
    assert_eq!(compiled(&objects), 3, "nothing has changed");
    objects.apply(Kind::AgentgatewayBackend, backend("y", "b"), Origin::Cluster);
    assert_eq!(compiled(&objects), 2);
    objects.apply(Kind::Secret, secret("c", "c2stYg=="), Origin::Cluster);
    assert_eq!(compiled(&objects), 2);
}
