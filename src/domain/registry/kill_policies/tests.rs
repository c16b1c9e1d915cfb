//! Each subject is stopped by policies that a cluster accepts, and what is not is told.

use super::*;
use crate::domain::kill::{Cause, Kill, Kills, Place, Records, Subject};
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World};
use jiff::Timestamp;

fn compiled(more: &[(Kind, Value)]) -> Compiled {
    let mut all = Objects::new(World::Cluster);
    let backend = |name: &str, model: Value| {
        (
            Kind::AgentgatewayBackend,
            json!({"metadata": {"name": name, "namespace": "n"}, "spec": {"ai": {"provider":
                {"openai": model, "host": "h", "port": 80}}}}),
        )
    };
    let to = |name: &str| json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": name});
    let gateway = json!({"metadata": {"name": "g", "namespace": "n"}, "spec": {"gatewayClassName": "c",
        "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    let route = |name: &str, rules: Value| {
        (
            Kind::HttpRoute,
            json!({"metadata": {"name": name, "namespace": "n"},
                "spec": {"parentRefs": [{"name": "g"}], "rules": rules}}),
        )
    };
    let path = |path: &str| json!([{"path": {"type": "PathPrefix", "value": path}}]);
    let given = [
        (Kind::Gateway, gateway),
        backend("smart", json!({"model": "gpt-4o"})),
        backend("open", json!({})),
        route("smart", json!([{"matches": path("/smart"), "backendRefs": [to("smart")]}])),
        route("open", json!([{"matches": path("/open"), "backendRefs": [to("open")]}])),
        route(
            "mixed",
            json!([{"name": "first", "matches": path("/mixed"), "backendRefs": [to("smart")]},
                {"matches": path("/other"), "backendRefs": [to("open")]},
                {"matches": path("/both"), "backendRefs": [to("open"), to("smart")]}]),
        ),
    ];
    for (kind, object) in given.into_iter().chain(more.iter().cloned()) {
        all.apply(kind, object, Origin::Cluster);
    }
    Compiled::of(all.snapshot())
}

fn killed(kind: SubjectKind, name: &str) -> InForce {
    let subject = Subject::read(kind, name, "n").expect("a subject");
    let cause = Cause { reason: "it's \"bad\"".to_owned(), actor: "me".to_owned() };
    let kill = Kill::new(subject, cause, Timestamp::UNIX_EPOCH, None).expect("a kill");
    let mut kills = Kills::default();
    kills.put(kill);
    InForce::of(&Records::one(Place::Gateway("n/g".to_owned()), Ok(kills)), Timestamp::UNIX_EPOCH)
}

fn names(of: &KillPolicies) -> Vec<&str> {
    of.policies.keys().map(|name| name.name.as_str()).collect()
}

#[test]
fn each_subject_is_stopped_where_it_is_and_the_rest_is_told() {
    let world = compiled(&[]);
    let of = |kind, name| KillPolicies::of(&world, &killed(kind, name));
    assert_eq!(KillPolicies::of(&world, &InForce::default()), KillPolicies::default());
    for (kind, name) in
        [(SubjectKind::All, ""), (SubjectKind::Gateway, "g"), (SubjectKind::Key, "ci")]
    {
        let all = of(kind, name);
        assert_eq!(
            (names(&all), all.left.len()),
            (vec!["kubectl-agw-kill-gateway-g"], 0),
            "{name}"
        );
    }
    let route = of(SubjectKind::Route, "open");
    assert_eq!((names(&route), route.left.len()), (vec!["kubectl-agw-kill-route-open"], 0));
    for (kind, name) in [(SubjectKind::Backend, "smart"), (SubjectKind::Model, "gpt-4o")] {
        let one = of(kind, name);
        let [mixed, smart] = &*names(&one) else { panic!("{one:?}") };
        assert!(mixed.starts_with("kubectl-agw-kill-route-mixed-"), "{mixed}");
        assert_eq!(*smart, "kubectl-agw-kill-route-smart");
        assert!(
            one.left.iter().any(|words| words.contains("rule 2: agentgateway still uses")),
            "{one:?}"
        );
    }
    let asked = of(SubjectKind::Model, "gpt-4o").left;
    assert!(
        asked.iter().any(|words| words.contains("route n/open: rule 0")
            || words.contains("HTTPRoute n/open: rule 0")),
        "{asked:?}"
    );
}

#[test]
fn policies_are_such_that_a_cluster_accepts_and_this_table_obeys() {
    for (kind, name) in [
        (SubjectKind::All, ""),
        (SubjectKind::Key, "o'ne \"x\""),
        (SubjectKind::Route, "open"),
        (SubjectKind::Backend, "smart"),
    ] {
        let world = compiled(&[]);
        let stopped = KillPolicies::of(&world, &killed(kind, name));
        let policies: Vec<_> = stopped.policies.into_values().collect();
        let each = policies.iter().map(|policy| (Kind::AgentgatewayPolicy, policy.clone()));
        let with = compiled(&each.collect::<Vec<_>>());
        assert!(
            with.rejections.iter().all(|one| one.object.kind != Kind::AgentgatewayPolicy),
            "{:?}",
            with.rejections
        );
        assert_eq!(KillPolicies::default().stale(&with).count(), policies.len());
        let again = KillPolicies::of(&with, &killed(kind, name));
        assert_eq!(again.policies.into_values().collect::<Vec<_>>(), policies, "twice is the same");
    }
}

#[test]
fn somebody_elses_answer_at_the_same_place_is_told() {
    let other = json!({"metadata": {"name": "mine", "namespace": "n"}, "spec": {
        "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "open"}],
        "traffic": {"directResponse": {"status": 418}}}});
    let world = compiled(&[(Kind::AgentgatewayPolicy, other)]);
    let left = KillPolicies::of(&world, &killed(SubjectKind::Route, "open")).left;
    assert!(left.iter().any(|words| words.contains("AgentgatewayPolicy n/mine")), "{left:?}");
    assert_eq!(KillPolicies::default().stale(&world).count(), 0, "it is not ours to delete");
}

#[test]
fn many_clients_fit_into_the_cases_there_are() {
    let kill = |n: usize| {
        let subject = Subject::read(SubjectKind::Key, &format!("k{n}"), "n").expect("a subject");
        let cause = Cause { reason: "r".to_owned(), actor: "me".to_owned() };
        Kill::new(subject, cause, Timestamp::UNIX_EPOCH, None).expect("a kill")
    };
    let kills: Vec<_> = (0..40).map(kill).collect();
    let direct = answer::of_clients(&kills.iter().collect::<Vec<_>>());
    let cases = direct["conditional"].as_array().expect("cases");
    assert_eq!(cases.len(), 16);
    assert!(cases[15]["condition"].as_str().is_some_and(|all| all.contains("\"k39\"")));
}
