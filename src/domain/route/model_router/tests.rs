//! Which model a name comes to, and what the router answers itself.

use serde_json::{Value, json};

use super::*;
use crate::domain::compile::Compiled;
use crate::domain::route::table::RouteTable;
use crate::domain::route::target::Target;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World};
use crate::domain::value::object_ref::Kind;

/// The router of some models, each a name and a spec, without any Gateway.
fn router(models: &[(&str, Value)]) -> Arc<ModelRouter> {
    let mut objects = Objects::new(World::Cluster);
    for (name, spec) in models {
        let metadata =
            json!({"name": name, "namespace": "n", "creationTimestamp": "2026-01-02T03:04:05Z"});
        let model = json!({"metadata": metadata, "spec": spec});
        objects.apply(Kind::AgentgatewayModel, model, Origin::Cluster);
    }
    of_table(&Compiled::of(objects.snapshot()).table)
}

fn of_table(table: &RouteTable) -> Arc<ModelRouter> {
    let mut rules = table.candidates().map(|(.., candidate)| &candidate.rule);
    match &rules.next().expect("a rule").targets[0].target {
        Target::Models(router) => Arc::clone(router),
        other => panic!("{other:?}"),
    }
}

fn plain(pattern: &str) -> Value {
    json!({"provider": "OpenAI", "match": {"model": pattern}})
}

fn found(router: &ModelRouter, asked: &str) -> Result<(String, Option<String>), Refusal> {
    let found = router.find(asked, &Activation::default(), 0)?;
    let backend = found.backend.as_ref().expect("a backend");
    Ok((backend.name.name.clone(), found.rename.map(str::to_owned)))
}

fn name(router: &ModelRouter, asked: &str) -> String {
    found(router, asked).expect("a model").0
}

#[test]
fn exact_beats_the_longest_pattern_and_that_beats_the_rest() {
    let router = router(&[
        ("any", plain("*")),
        ("gpt", plain("gpt-*")),
        ("gpt-4", plain("gpt-4*")),
        ("latest", plain("*-latest")),
        ("exact", plain("gpt-4o")),
        ("named", json!({"provider": "OpenAI"})),
    ]);
    for (asked, model) in [
        ("gpt-4o", "exact"),
        ("gpt-4o-mini", "gpt-4"),
        ("gpt-3", "gpt"),
        ("x-latest", "latest"),
        ("named", "named"),
        ("claude", "any"),
    ] {
        assert_eq!(name(&router, asked), model, "{asked}");
    }
}

#[test]
fn a_model_that_nobody_offers_is_404_in_openais_words() {
    let refusal = found(&router(&[("a", plain("a"))]), "b").expect_err("none");
    assert_eq!((refusal.status, refusal.json), (404, true));
    assert_eq!(
        refusal.body,
        r#"{"error":{"message":"Model not found","type":"invalid_request_error","code":"model_not_found"}}"#
    );
}

#[test]
fn an_internal_model_is_reached_through_a_virtual_one_alone_and_is_not_listed() {
    let router = router(&[
        ("hidden", json!({"provider": "OpenAI", "visibility": "Internal"})),
        (
            "shown",
            json!({"virtualModel": {"weighted": {"targets": [{"modelRef": {"name": "hidden"}}]}}}),
        ),
    ]);
    assert_eq!(found(&router, "hidden").expect_err("hidden").status, 404);
    assert_eq!(found(&router, "shown"), Ok(("hidden".into(), Some("hidden".into()))));
    assert_eq!(
        router.list(&Activation::default()),
        r#"{"data":[{"id":"shown","object":"model","created":1767323045,"owned_by":"openai"}],"object":"list"}"#
    );
}

#[test]
fn weights_decide_by_chance() {
    let target = |name: &str, weight: u32| json!({"modelRef": {"name": name}, "weight": weight});
    let targets = json!([target("a", 1), target("b", 3)]);
    let router = router(&[
        ("a", plain("a")),
        ("b", plain("b")),
        ("v", json!({"virtualModel": {"weighted": {"targets": targets}}})),
    ]);
    let at = |chance: u64| router.find("v", &Activation::default(), chance).expect("one").rename;
    assert_eq!(
        [at(0), at(u64::MAX / 4 - 9), at(u64::MAX / 4 + 9), at(u64::MAX)],
        [Some("a"), Some("a"), Some("b"), Some("b")]
    );
}

#[test]
fn the_first_condition_that_holds_decides() {
    let body = |tokens: u32| json!({"max_tokens": tokens});
    let small = json!({"modelRef": {"name": "small"}, "when": "llmRequest.max_tokens <= 1024"});
    let large = json!({"modelRef": {"name": "any"}, "model": "large-1", "when": "llmRequest.max_tokens < 9999"});
    let router = router(&[
        ("small", plain("small")),
        ("any", plain("large-*")),
        ("v", json!({"virtualModel": {"conditional": {"targets": [small, large]}}})),
    ]);
    assert!(router.looks_into_body("v") && !router.looks_into_body("small"));
    let at = |tokens: u32| {
        let body = body(tokens);
        let facts = Activation { llm_request: Some(&body), ..Activation::default() };
        router.find("v", &facts, 0).map(|found| found.rename.map(str::to_owned))
    };
    assert_eq!(at(100), Ok(Some("small".to_owned())));
    assert_eq!(at(2000), Ok(Some("large-1".to_owned())));
    let refusal = at(10_000).expect_err("none holds");
    assert!(refusal.status == 400 && refusal.body.contains("virtual_model_no_matching_target"));
}

#[test]
fn failover_groups_by_priority_with_a_health_of_its_own() {
    let target =
        |name: &str, priority: u32| json!({"modelRef": {"name": name}, "priority": priority});
    let targets = json!([target("late", 5), target("b", 0), target("a", 0)]);
    let own = json!({"health": {"eviction": {"duration": "5s"}}});
    let router = router(&[
        ("a", plain("a")),
        ("b", json!({"provider": "OpenAI", "policies": own})),
        ("late", plain("late")),
        ("v", json!({"virtualModel": {"failover": {"targets": targets}}})),
    ]);
    let found = router.find("v", &Activation::default(), 0).expect("found");
    let backend = found.backend.as_ref().expect("a backend");
    let names: Vec<Vec<_>> =
        backend.groups.iter().map(|g| g.iter().map(|m| m.name.as_str()).collect()).collect();
    assert_eq!(names, [vec!["a", "b"], vec!["late"]]);
    let failures = |at: usize| {
        let health = backend.groups[0][at].health.as_ref().expect("a health");
        health.eviction.expect("an eviction").consecutive_failures
    };
    assert_eq!((failures(0), failures(1)), (Some(3), None));
    let sent = |up: &Arc<crate::domain::route::upstream::ModelUpstream>| up.model.clone();
    assert_eq!(backend.upstreams().filter_map(sent).collect::<Vec<_>>(), ["a", "b", "late"]);
}

#[test]
fn authorization_hides_a_model_and_refuses_it() {
    let allow = json!({"authorization": {"policy": {"matchExpressions": ["false"]}}});
    let deny = json!({"authorization": {"action": "Deny", "policy": {"matchExpressions": ["request.nothing"]}}});
    let router = router(&[
        ("refused", json!({"provider": "OpenAI", "policies": allow})),
        ("kept", json!({"provider": "OpenAI", "policies": deny})),
    ]);
    let refusal = found(&router, "refused").expect_err("refused");
    assert!(refusal.status == 403 && refusal.body.contains("model_authorization_denied"));
    assert_eq!(name(&router, "kept"), "kept", "a denial that fails allows");
    assert!(!router.list(&Activation::default()).contains("refused"));
}

#[test]
fn of_several_rules_one_allows_one_denies_and_all_are_required() {
    let policy = |action: &str, rules: [&str; 2]| {
        let written = json!({"action": action, "policy": {"matchExpressions": rules}});
        json!({"provider": "OpenAI", "policies": {"authorization": written}})
    };
    for (action, rules, allowed) in [
        ("Allow", ["false", "true"], true),
        ("Allow", ["false", "false"], false),
        ("Deny", ["false", "true"], false),
        ("Deny", ["false", "false"], true),
        ("Require", ["true", "false"], false),
        ("Require", ["true", "true"], true),
    ] {
        let router = router(&[("m", policy(action, rules))]);
        assert_eq!(found(&router, "m").is_ok(), allowed, "{action} {rules:?}");
    }
}

#[test]
fn no_guard_of_a_model_goes_away_in_silence() {
    let rules = |rule: &str| json!({"policy": {"matchExpressions": [rule]}});
    let targets = json!({"failover": {"targets": [{"modelRef": {"name": "m"}, "priority": 0}]}});
    let of_body =
        json!({"provider": "OpenAI", "policies": {"authorization": rules("request.body == b''")}});
    let guarded = json!({"virtualModel": targets, "policies": {"authorization": rules("false")}});
    let router = router(&[
        ("looks", of_body),
        ("m", plain("m")),
        ("v", guarded),
        ("w", json!({"virtualModel": targets})),
    ]);
    for (asked, found) in [("looks", false), ("v", false), ("w", true)] {
        assert_eq!(router.find(asked, &Activation::default(), 0).is_ok(), found, "{asked}");
    }
}

#[test]
fn presets_and_base_urls_say_where_a_provider_is() {
    let model = |provider: &str, url: Option<&str>| {
        let mut spec = json!({"provider": provider});
        if let Some(url) = url {
            spec["baseURL"] = json!(url);
        }
        let router = router(&[("m", spec)]);
        let backend = router.models.first().map(|model| model.backend.clone());
        backend.map(|backend| backend.map(|backend| backend.upstreams().next().cloned()))
    };
    let of = |provider: &str, url: Option<&str>| {
        model(provider, url).expect("a model").expect("a backend").expect("an upstream")
    };
    let groq = of("Groq", None);
    assert_eq!((groq.address.host.as_str(), groq.address.port), ("api.groq.com", 443));
    assert!(groq.address.tls.is_some());
    let own = of("OpenAI", Some("http://llm.example:8000/api/v1/"));
    assert_eq!((own.address.host.as_str(), own.address.port), ("llm.example", 8000));
    assert!(own.address.tls.is_none());
    let secured = of("Ollama", Some("https://ollama.example"));
    assert_eq!((secured.address.port, secured.address.tls.is_some()), (443, true));
    for wrong in [
        "http://localhost:1/v1",
        "http://127.0.0.1",
        "http://169.254.1.1",
        "http://[::1]/",
        "ftp://h",
        "http://u@h",
        "http://h/?q",
    ] {
        let error = model("OpenAI", Some(wrong)).expect("a model").expect_err(wrong);
        assert!(error.reason.to_string().contains("baseURL"), "{wrong}: {}", error.reason);
    }
    assert!(model("Ollama", None).expect("a model").is_err());
}

#[test]
fn a_list_is_asked_for_by_its_path_alone() {
    for (path, is) in [
        ("/v1/models", true),
        ("/v1/models/gpt-4o", true),
        ("/v1/models/", true),
        ("/models", true),
        ("/models/gpt-4o", true),
        ("/openai/v1/models", false),
        ("/v1/modelsx", false),
        ("/v1/models/x:generateContent", true),
        ("/v1beta/models/x:generateContent", false),
        ("/v1/chat/completions", false),
    ] {
        assert_eq!(ModelRouter::is_list(path), is, "{path}");
    }
}
