//! What is said of BackendTLSPolicies, case by case.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::domain::compile::{Compiled, conditions};
use crate::domain::route::policy::skip::Skips;
use crate::domain::route::target::Target;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Unread, World, manifests};

fn policy(name: &str, created: Value, target: Value, validation: Value) -> Value {
    let mut validation = validation;
    validation["hostname"] = "models.test".into();
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "BackendTLSPolicy",
        "metadata": {"name": name, "generation": 4, "creationTimestamp": created},
        "spec": {"targetRefs": [target], "validation": validation}})
}

fn service(section: Value) -> Value {
    json!({"group": "", "kind": "Service", "name": "models", "sectionName": section})
}

fn system() -> Value {
    json!({"wellKnownCACertificates": "System"})
}

fn refs(kind: &str, name: &str) -> Value {
    json!({"caCertificateRefs": [{"group": "", "kind": kind, "name": name}]})
}

fn objects(policies: Vec<Value>) -> Objects {
    let map = |name: &str, data: Value| {
        json!({"apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {"name": name}, "data": data})
    };
    let mut all = vec![
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": "edge"}, "spec": {"gatewayClassName": "c",
            "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}),
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
            "metadata": {"name": "r"}, "spec": {"parentRefs": [{"name": "edge"}],
            "rules": [{"backendRefs": [{"name": "models", "port": 443}]}]}}),
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "models"},
            "spec": {"ports": [{"name": "https", "port": 443}, {"name": "other", "port": 80}]}}),
        map(
            "good",
            json!({"ca.crt": "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----"}),
        ),
        map("empty", json!({"ca.crt": ""})),
    ];
    all.extend(policies);
    let mut objects = Objects::new(World::Cluster);
    for manifest in all {
        manifests::add(&mut objects, &Arc::from("test.yaml"), &manifest.to_string(), "n");
    }
    let now = objects.current();
    assert!(now.broken.is_empty() && now.problems.is_empty(), "{now:?}");
    objects
}

/// `True Accepted`, `False InvalidKind`, of the first policy.
fn said(policies: Vec<Value>) -> [String; 2] {
    let judged = conditions::of(&Compiled::of(objects(policies).snapshot()));
    let of = &judged.tls_policies[0];
    let ancestors: Vec<_> = of.ancestors.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((of.generation, ancestors), (Some(4), vec!["edge"]));
    let one = |at: usize| format!("{} {}", of.conditions[at].status, of.conditions[at].reason);
    [one(0), one(1)]
}

#[test]
fn authorities_that_are_none_are_said_in_both_conditions() {
    let no_valid = "False NoValidCACertificate";
    for (validation, accepted, resolved) in [
        (system(), "True Accepted", "True ResolvedRefs"),
        (refs("ConfigMap", "good"), "True Accepted", "True ResolvedRefs"),
        (refs("ConfigMap", "absent"), no_valid, "False InvalidCACertificateRef"),
        (refs("ConfigMap", "empty"), no_valid, "False InvalidCACertificateRef"),
        (refs("Secret", "good"), no_valid, "False InvalidKind"),
        (json!({"wellKnownCACertificates": "Other"}), no_valid, "True ResolvedRefs"),
    ] {
        let policy = policy("p", Value::Null, service(Value::Null), validation.clone());
        assert_eq!(said(vec![policy]), [accepted, resolved], "{validation}");
    }
}

#[test]
fn what_nobody_understands_of_a_policy_makes_it_refuse() {
    let names = |name: Value| {
        let mut validation = system();
        validation["subjectAltNames"] = json!([name]);
        validation
    };
    for (validation, words) in [
        (
            names(json!({"type": "Hostname", "hostname": "a.test", "port": 1})),
            "`spec.validation.subjectAltNames[0]",
        ),
        (names(json!({"type": "Hostname"})), "`spec.validation.subjectAltNames[0]"),
        (names(json!({"type": "Name", "hostname": "a"})), "`spec.validation.subjectAltNames[0]"),
        (
            json!({"wellKnownCACertificates": "System", "subjectAltNamez": []}),
            "`spec.validation.subjectAltNamez`: unknown field",
        ),
        (json!({"caCertificateRefs": {}}), "`spec.validation.caCertificateRefs`"),
        (
            json!({"caCertificateRefs": [{"group": "", "kind": "ConfigMap", "name": "good", "namespace": "m"}]}),
            "`spec.validation.caCertificateRefs[0].namespace`",
        ),
    ] {
        let policy = || policy("p", Value::Null, service(Value::Null), validation.clone());
        assert_eq!(said(vec![policy()]), ["False Invalid", "True ResolvedRefs"], "{validation}");
        let Compiled { table, rejections, .. } = Compiled::of(objects(vec![policy()]).snapshot());
        let said = rejections.iter().find(|one| one.object.kind == Kind::BackendTlsPolicy);
        assert!(
            said.is_some_and(|one| one.reason.to_string().contains(words)),
            "{words}: {rejections:?}"
        );
        let (.., candidate) = table.candidates().next().expect("a route");
        assert!(
            matches!(&candidate.rule.targets[0].target, Target::Refuse(refusal) if refusal.status == 503),
            "{validation} leaves the route open"
        );
    }
}

#[test]
fn of_two_on_one_target_the_older_wins_and_a_section_is_another_target() {
    let of = |name: &str, year: u16, section: Value| {
        policy(name, json!(format!("{year}-01-01T00:00:00Z")), service(section), system())
    };
    let accepted = |policies| said(policies)[0].clone();
    let https = || json!("https");
    assert_eq!(accepted(vec![of("a", 2026, https()), of("b", 2025, https())]), "False Conflicted");
    assert_eq!(accepted(vec![of("a", 2025, https()), of("b", 2026, https())]), "True Accepted");
    assert_eq!(accepted(vec![of("a", 2025, https()), of("b", 2025, https())]), "True Accepted");
    assert_eq!(accepted(vec![of("b", 2026, https()), of("a", 2025, Value::Null)]), "True Accepted");
    let all = objects(vec![
        of("whole", 2025, Value::Null),
        of("port", 2026, https()),
        of("younger", 2027, Value::Null),
    ]);
    let snapshot = all.snapshot();
    let policies = TlsPolicies::new(&snapshot, &Skips::default());
    let models = ObjectName::new("n", "models");
    let name = |policy: Option<&TlsPolicy>| policy.map(|policy| policy.name.name.clone());
    assert_eq!(name(policies.on(Kind::Service, &models, None)), Some("whole".into()));
    assert_eq!(name(policies.on_port(&snapshot, &models, "443")), Some("port".into()));
    assert_eq!(name(policies.on_port(&snapshot, &models, "80")), None);
}

#[test]
fn what_a_policy_does_not_get_is_said() {
    let elsewhere = json!({"group": "x.test", "kind": "Pool", "name": "models"});
    for (target, validation, words) in [
        (elsewhere, system(), "its target is a Pool of group x.test, which can't be called"),
        (service(json!("tls")), system(), "its target Service n/models has no port named tls"),
        (service(Value::Null), refs("Secret", "good"), "Secret n/good is not a ConfigMap"),
    ] {
        let rejections =
            Compiled::of(objects(vec![policy("p", Value::Null, target, validation)]).snapshot())
                .rejections;
        let said = rejections.iter().find(|one| one.object.kind == Kind::BackendTlsPolicy);
        assert!(said.is_some_and(|one| one.words().contains(words)), "{words}: {rejections:?}");
    }
}

#[test]
fn policies_that_may_not_be_read_are_said() {
    let mut objects = objects(Vec::new());
    objects.unread(Kind::BackendTlsPolicy, Unread::Forbidden("no list for you".into()));
    let rejections = Compiled::of(objects.snapshot()).rejections;
    let said = rejections.iter().find(|one| one.object.kind == Kind::BackendTlsPolicy);
    let said = said.expect("said").words();
    assert_eq!(said, "no list for you; backends that one of them may apply to are not called: 503");
}
