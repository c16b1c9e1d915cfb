//! Routes that other routes delegate to: no listener takes them, so that nobody gets by the guards of their parent.

use super::*;
use crate::domain::route::reason::Unattached;

fn delegating(name: &str) -> Value {
    let to = json!([{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": name}]);
    route("parent", json!([{"backendRefs": to}]))
}

fn child(parents: Value) -> Value {
    let path = json!([{"path": {"value": "/child"}}]);
    let mut child = route("child", json!([{"matches": path, "backendRefs": to("x")}]));
    child["metadata"]["labels"] = json!({"team": "a"});
    child["spec"]["parentRefs"] = parents;
    child
}

/// What a request to the child's path gets, and why the child is not attached.
fn asked(gateways: &[Value], parent: Value, child: Value) -> (String, Vec<Unattached>) {
    let objects = [gateways, &[backend("x"), parent, child]].concat();
    let compiled = Compiled::of(snapshot(&objects));
    let why = compiled.rejections.iter().filter_map(|one| match &one.reason {
        Reason::Unattached(why) => Some(why.clone()),
        _ => None,
    });
    let why = why.collect();
    (ask(&compiled.table, "a.test", "/child", &[]), why)
}

#[test]
fn a_child_is_reached_through_its_parent_alone() {
    let listener = json!([{"name": "http", "port": 80, "protocol": "HTTP"}]);
    let to_route =
        json!([{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "parent"}]);
    for gateways in [vec![], vec![gateway("g", listener)]] {
        for name in ["child", "*", "team=a"] {
            for parents in [Value::Null, json!([]), to_route.clone()] {
                let (found, why) = asked(&gateways, delegating(name), child(parents.clone()));
                assert_eq!(found, "parent", "{name} {parents}");
                assert_eq!(why, [Unattached::Delegated], "{name} {parents}");
            }
        }
        let (found, _) = asked(&gateways, delegating("child"), child(json!([{"name": "g"}])));
        assert_eq!(found, "child", "a child with a Gateway of its own");
        let (_, why) = asked(&gateways, delegating("team=b"), child(Value::Null));
        assert_eq!(why.is_empty(), gateways.is_empty(), "{why:?}");
    }
}
