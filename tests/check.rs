//! Every rule of `check` fires where it should and is silent where it should be, and each has its fixtures and its page.

#![cfg(test)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kubectl_agw::domain::check::facts::Environment;
use kubectl_agw::domain::check::finding::Severity;
use kubectl_agw::domain::check::rule::RULES;
use kubectl_agw::domain::check::{self, Report, Rule};
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::compile::rejection::Rejection;
use kubectl_agw::domain::crd::release::Release;
use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{Origin, Snapshot, Unread, World, manifests};
use kubectl_agw::domain::value::object_ref::{Kind, ObjectRef};
use kubectl_agw::domain::value::yaml;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a document of kind `Surroundings` says of the world around the objects.
fn surroundings(text: &str) -> Value {
    let documents = yaml::documents(text).filter_map(Result::ok);
    let mut meant = documents.filter(|document| document.value["kind"] == "Surroundings");
    meant.next().map(|document| document.value).unwrap_or_default()
}

fn read(path: &str, text: &str) -> (Snapshot, Environment) {
    let around = surroundings(text);
    let world = if around["world"] == "Cluster" { World::Cluster } else { World::Files };
    let release = around["release"].as_str().map_or(Ok(Release::NEWEST), Release::read);
    let mut objects = Objects::new(world).for_release(release.expect("a release"));
    manifests::add(&mut objects, &Arc::from(path), text, "default");
    for name in around["notInstalled"].as_array().into_iter().flatten() {
        let kind = Kind::all().find(|kind| Some(kind.names().kind) == name.as_str());
        objects.unread(kind.expect("a kind"), Unread::NotInstalled);
    }
    let facts = match &around["facts"] {
        Value::Null => Environment::default(),
        facts => serde_json::from_value(facts.clone()).expect("facts"),
    };
    (objects.snapshot(), facts)
}

fn check(path: &str, text: &str, wanted: impl Fn(&Rule) -> bool) -> Report {
    let (snapshot, facts) = read(path, text);
    check::run(&Compiled::of(snapshot), &facts, None, wanted)
}

/// The findings of one rule, and how they read.
fn findings(rule: &Rule, path: &str, text: &str) -> Vec<String> {
    let report = check(path, text, |other| other.code == rule.code);
    assert!(report.skipped.is_empty(), "{} is skipped", rule.code);
    report.findings.iter().map(|found| format!("{:?}", found.finding)).collect()
}

fn fixture(rule: &Rule, name: &str) -> (String, String) {
    let path = format!("tests/check/{}-{}/{name}.yaml", rule.code, rule.slug);
    let text = std::fs::read_to_string(root().join(&path));
    (path.clone(), text.unwrap_or_else(|error| panic!("{path}: {error}")))
}

#[test]
fn every_rule_fires_over_its_one_fixture_and_is_silent_over_the_other() {
    for rule in RULES {
        let (path, text) = fixture(rule, "fires");
        let fired = findings(rule, &path, &text);
        assert!(!fired.is_empty(), "{path}: silent");
        let (path, text) = fixture(rule, "silent");
        let fired = findings(rule, &path, &text);
        assert!(fired.is_empty(), "{path}: {fired:?}");
    }
}

#[test]
fn what_a_rule_shows_as_wrong_is_found_and_what_it_shows_as_right_is_not() {
    for rule in RULES {
        let fired = findings(rule, "wrong.yaml", rule.wrong);
        assert!(!fired.is_empty(), "{}: its `wrong` is not found", rule.code);
        let fired = findings(rule, "right.yaml", rule.right);
        assert!(fired.is_empty(), "{}: its `right` is found: {fired:?}", rule.code);
    }
}

/// A remedy that is another fault is none.
#[test]
fn what_is_shown_as_right_has_no_error_of_any_rule() {
    for rule in RULES {
        let report = check("right.yaml", rule.right, |_| true);
        let errors = report.findings.iter().filter(|found| found.rule.severity == Severity::Error);
        let errors: Vec<_> =
            errors.map(|found| (found.rule.code, found.finding.message.clone())).collect();
        // The Secret that an example leaves out is absent only because the example is short.
        let errors: Vec<_> = errors.into_iter().filter(|(code, _)| *code != "AGW1002").collect();
        assert!(errors.is_empty(), "{}: {errors:?}", rule.code);
    }
}

/// On a Gateway, a listener and a policy may both be unsupported, and their sentences are alike.
#[test]
fn what_serve_does_not_support_is_reported_once_by_its_own_rule() {
    let text = r#"
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  gatewayClassName: agentgateway
  listeners:
  - {name: http, protocol: HTTP, port: 80}
  - {name: raw, protocol: TCP, port: 9000}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-gateway}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}]
  traffic: {phase: PreRouting, extAuth: {backendRef: {name: authorizer, port: 9000}, grpc: {}}}
  frontend: {networkAuthorization: {policy: {matchExpressions: ["true"]}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: gpt}
spec:
  parentRefs: [{name: edge}]
  rules:
  - sessionPersistence: {sessionName: agent}
    filters: [{type: ExtensionRef, extensionRef: {group: example.com, kind: Filter, name: mine}}]
  - backendRefs:
    - name: svc
      port: 80
      filters: [{type: ExtensionRef, extensionRef: {group: example.com, kind: Filter, name: theirs}}]
"#;
    let report = check("all.yaml", text, |rule| rule.code.starts_with("AGW5"));
    let all = report.findings.iter();
    let mut said: Vec<_> = all
        .map(|found| (format!("{:?}", found.finding.object), found.finding.message.clone()))
        .collect();
    let codes: std::collections::BTreeSet<_> =
        report.findings.iter().map(|found| found.rule.code).collect();
    assert!(codes.is_superset(&["AGW5002", "AGW5004", "AGW5005", "AGW5007"].into()), "{said:#?}");
    let of_filters = report.findings.iter().filter(|found| found.rule.code == "AGW5005").count();
    assert_eq!(of_filters, 2, "of a rule and of a backendRef: {said:#?}");
    let count = said.len();
    said.sort();
    said.dedup();
    assert_eq!(said.len(), count, "{said:#?}");
}

#[test]
fn codes_and_slugs_are_unique_and_ordered() {
    assert!(RULES.len() >= 30, "{} rules", RULES.len());
    let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let slugs: BTreeSet<_> = RULES.iter().map(|rule| rule.slug).collect();
    assert_eq!(slugs.len(), RULES.len(), "two rules share a slug");
    for rule in RULES {
        let number = rule.code.strip_prefix("AGW").expect("AGW");
        assert!(number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()), "{}", rule.code);
        let words = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(rule.slug.chars().all(words), "{}", rule.slug);
        let file = format!("src/domain/check/rule/{}.rs", rule.slug.replace('-', "_"));
        assert!(root().join(&file).is_file(), "{file} is not there");
        assert!(!rule.title.ends_with('.') && rule.what.ends_with('.'), "{}", rule.code);
        assert!(rule.why.ends_with('.'), "{}", rule.code);
    }
}

#[test]
fn every_rule_has_its_page_and_no_fixture_is_nobodys() {
    let page = std::fs::read_to_string(root().join("docs/checks.md")).expect("docs/checks.md");
    for rule in RULES {
        assert!(page.contains(&format!("### {} ", rule.code)), "{} has no page", rule.code);
    }
    for entry in std::fs::read_dir(root().join("tests/check")).expect("the fixtures") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let known = RULES.iter().any(|rule| name == format!("{}-{}", rule.code, rule.slug));
        assert!(known, "tests/check/{name} belongs to no rule");
    }
}

#[test]
fn the_examples_have_nothing_worth_a_warning() {
    for folder in ["workshop", "canonical"] {
        let mut texts = Vec::new();
        let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("examples").join(folder))
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        for file in files {
            texts.push(std::fs::read_to_string(file).expect("the file"));
        }
        let report = check(folder, &texts.join("\n---\n"), |_| true);
        let loud: Vec<_> = report
            .findings
            .iter()
            .filter(|found| found.rule.severity > Severity::Info)
            .map(|found| (found.rule.code, &found.finding.message))
            .collect();
        assert!(loud.is_empty(), "{folder}: {loud:?}");
        assert!(report.skipped.is_empty());
    }
}

const UNKEYED: &str = "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
    metadata: {name: gpt}\nspec: {ai: {provider: {openai: {}}}, \
    policies: {auth: {secretRef: {name: key}}}}\n";

#[test]
fn a_secret_is_missed_only_where_other_secrets_are_among_the_files() {
    let rule = check::named("agw1002").expect("the rule");
    assert_eq!(findings(rule, "f", UNKEYED), Vec::<String>::new());
    let with_other = format!(
        "{UNKEYED}---\napiVersion: v1\nkind: Secret\nmetadata: {{name: other}}\nstringData: {{a: b}}\n"
    );
    assert_eq!(findings(rule, "f", &with_other).len(), 1);
}

#[test]
fn a_finding_names_file_and_line_and_an_annotation_takes_it_back() {
    let text = format!(
        "# first\n---\n\n{}",
        UNKEYED.replace("ai: {provider: {openai: {}}}", "ai: {provider: {openai: {}, host: h}}")
    );
    let report = check("dir/a.yaml", &text, |rule| rule.code == "AGW4015");
    let found = &report.findings[0].finding;
    assert_eq!(found.origin.as_ref().map(ToString::to_string).as_deref(), Some("dir/a.yaml:4"));
    let annotated = text.replace(
        "metadata: {name: gpt}",
        "metadata: {name: gpt, annotations: {kubectl-agw.dev/suppress: 'AGW4015,AGW9999'}}",
    );
    let report = check("a.yaml", &annotated, |rule| rule.code == "AGW4015");
    assert_eq!((report.findings.len(), report.suppressed.len()), (0, 1));
}

#[test]
fn a_kind_that_may_not_be_read_skips_its_rules_and_no_others() {
    let mut objects = Objects::new(World::Cluster);
    manifests::add(&mut objects, &Arc::from("f"), UNKEYED, "default");
    objects.unread(Kind::HttpRoute, Unread::Forbidden("no".into()));
    let report =
        check::run(&Compiled::of(objects.snapshot()), &Environment::default(), None, |_| true);
    let skipped: BTreeSet<_> = report.skipped.iter().map(|skipped| skipped.rule.code).collect();
    assert!(skipped.contains("AGW3004") && !skipped.contains("AGW1002"), "{skipped:?}");
    assert!(report.findings.iter().all(|found| !skipped.contains(found.rule.code)));
    assert!(report.findings.iter().any(|found| found.rule.code == "AGW1002"));
}

#[test]
fn no_finding_shows_a_key() {
    let canary = "sk-ant-canary-of-check";
    for value in ["Bearer Bearer CANARY", "CANARY\\n", "CANARY\\nx", "$CANARY", "CANARY"] {
        let secret = format!(
            "---\napiVersion: v1\nkind: Secret\nmetadata: {{name: key}}\n\
             stringData: {{Authorization: \"{}\"}}\n",
            value.replace("CANARY", canary)
        );
        let inline = UNKEYED.replace("secretRef: {name: key}", &format!("key: {canary}"));
        let text = format!("{UNKEYED}{secret}---\n{}", inline.replace("name: gpt", "name: inline"));
        let report = check("f", &text, |_| true);
        assert!(!report.findings.is_empty());
        for found in &report.findings {
            assert!(!format!("{:?}", found.finding).contains("canary"), "{}", found.rule.code);
        }
    }
}

/// Quadratic, this takes minutes in a debug build.
#[test]
fn ten_thousand_routes_of_one_host_are_checked_in_linear_time() {
    let mut objects = Objects::new(World::Files);
    let mut add = |kind, name: String, spec: Value| {
        let object =
            serde_json::json!({"metadata": {"name": name, "namespace": "n"}, "spec": spec});
        objects.apply(kind, object, Origin::Cluster);
    };
    for number in 0..10_000 {
        let backend = serde_json::json!({"ai": {"provider": {"openai": {"model": "gpt-4o"}}}});
        add(Kind::AgentgatewayBackend, format!("b{number}"), backend);
        let header =
            serde_json::json!([{"name": "x-team", "value": format!("team-{}", number / 2)}]);
        let (path, headers) = match number % 2 {
            0 => ("/".to_owned(), header),
            _ => (format!("/team-{number}"), Value::Null),
        };
        let rule = serde_json::json!({"matches": [{"path": {"value": path}, "headers": headers}],
            "backendRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": format!("b{number}")}]});
        let route = serde_json::json!({"parentRefs": [{"name": "g"}], "rules": [rule]});
        add(Kind::HttpRoute, format!("r{number}"), route);
    }
    let snapshot = objects.snapshot();
    let began = std::time::Instant::now();
    let report = check::run(&Compiled::of(snapshot), &Environment::default(), None, |_| true);
    assert!(report.findings.iter().all(|found| found.rule.severity != Severity::Error));
    assert!(began.elapsed() < std::time::Duration::from_secs(30), "{:?}", began.elapsed());
}

#[test]
fn one_fault_is_found_once() {
    const ROUTED: &str = "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: m}\n\
        spec: {ai: {provider: {openai: {}}}}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n\
        metadata: {name: r}\nspec: {rules: [{backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, \
        name: m}]}]}\n---\n";
    let on_route = |spec: &str| {
        format!(
            "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayPolicy\nmetadata: {{name: p}}\nspec: \
             {{targetRefs: [{{group: gateway.networking.k8s.io, kind: HTTPRoute, name: r}}], {spec}}}\n"
        )
    };
    let of_tls = "apiVersion: gateway.networking.k8s.io/v1\nkind: BackendTLSPolicy\nmetadata: {name: p}\nspec: \
        {targetRef: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: m}], \
        validation: {hostname: a.b, wellKnownCACertificates: System}}\n";
    for (fault, code) in [
        (on_route("traffic: {zzTypo: 1}"), "AGW6001"),
        (on_route("traffic: {csrf: {zzTypo: 1}}"), "AGW6001"),
        (on_route("backend: {http: {requestTimeout: 1s}, zzTypo: {}}"), "AGW6001"),
        (on_route("backend: {ai: {defaults: [{field: a, value: 1}], zzTypo: {}}}"), "AGW6001"),
        (on_route("traffic: {extAuth: {backendRef: {name: x, port: 1}, grpc: {}}}"), "AGW5002"),
        (of_tls.to_owned(), "AGW6001"),
    ] {
        let codes = |text: &str| -> Vec<_> {
            let found = check("one.yaml", text, |_| true).findings;
            found.iter().map(|found| found.rule.code).collect()
        };
        let mut found = codes(&format!("{ROUTED}{fault}"));
        for of_others in codes(ROUTED) {
            let at = found.iter().position(|one| *one == of_others).expect("the same as before");
            found.remove(at);
        }
        assert_eq!(found, [code], "{fault}");
    }
}

/// A Gateway, a Secret, and a route to a backend, to which a policy or a model is added.
const SOUND: &str = r#"
{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "g"}, "spec":
  {"gatewayClassName": "c", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": {"kinds": [
    {"group": "gateway.networking.k8s.io", "kind": "HTTPRoute"},
    {"group": "agentgateway.dev", "kind": "AgentgatewayModel"}]}}]}}
---
{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "k"}, "stringData": {"Authorization": "sk-1"}}
---
{"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend", "metadata": {"name": "b"}, "spec":
  {"ai": {"provider": {"openai": {}}}, "policies": {"auth": {"secretRef": {"name": "k"}}}}}
---
{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "r"}, "spec":
  {"parentRefs": [{"name": "g"}], "rules": [{"backendRefs": [
    {"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}]}]}}
---
"#;

fn with_policy(block: &str) -> String {
    let target = r#"{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"}"#;
    format!(
        r#"{SOUND}{{"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
        "metadata": {{"name": "p"}}, "spec": {{"targetRefs": [{target}], {block}}}}}"#
    )
}

fn with_model(name: &str, spec: &str) -> String {
    format!(
        r#"{{"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayModel",
        "metadata": {{"name": "{name}"}}, "spec": {{"parentRefs": [{{"name": "g"}}], {spec}}}}}"#
    )
}

/// The codes of everything that `check` finds about a world, and what `serve` rejects of it that `check` is silent about.
fn of_world(text: &str) -> (BTreeSet<&'static str>, Vec<String>) {
    let (snapshot, facts) = read("world.yaml", text);
    let compiled = Compiled::of(snapshot);
    let report = check::run(&compiled, &facts, None, |_| true);
    let found = report.findings.iter().map(|found| &found.finding);
    let about: BTreeSet<_> = found.filter_map(|finding| finding.object.clone()).collect();
    // Where a policy makes a route reject, either of the two may be what is found.
    let is_silent = |one: &&Rejection| {
        let words = one.words();
        let is_meant = |of: &ObjectRef| *of == one.object || words.contains(&of.to_string());
        !about.iter().any(is_meant)
    };
    let silent = compiled.rejections.iter().filter(is_silent);
    let silent = silent.map(|one| format!("{}: {}", one.object, one.words())).collect();
    (report.findings.iter().map(|found| found.rule.code).collect(), silent)
}

#[test]
fn what_serve_reports_at_its_start_is_found_by_check() {
    let jwks = |keys: &str| {
        with_policy(&format!(
            r#""traffic": {{"jwtAuthentication": {{"providers": [
            {{"issuer": "https://i.test", "jwks": {{"inline": "{keys}"}}}}]}}}}"#
        ))
    };
    let guard =
        r#""backend": {"ai": {"promptGuard": {"request": [{"regex": {"matches": ["(a"]}}]}}}"#;
    let users = r#""traffic": {"basicAuthentication": {"users": ["bob:plain"]}}"#;
    let keys =
        |of: &str| with_policy(&format!(r#""traffic": {{"apiKeyAuthentication": {{{of}}}}}"#));
    let to = |name: &str| {
        format!(
            r#""virtualModel": {{"weighted": {{"targets": [{{"modelRef": {{"name": "{name}"}}}}]}}}}"#
        )
    };
    let models = |all: &[(&str, &str)]| {
        let all: Vec<_> = all.iter().map(|(name, spec)| with_model(name, spec)).collect();
        format!("{SOUND}{}", all.join("\n---\n"))
    };
    let openai = r#""provider": "OpenAI""#;
    let https = r#"{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "s"},
        "spec": {"gatewayClassName": "c", "listeners": [{"name": "https", "port": 443, "protocol": "HTTPS",
        "tls": {"certificateRefs": [{"name": "none"}]}}]}}"#;
    for (code, world) in [
        ("AGW1020", jwks("no JSON")),
        ("AGW1020", jwks(r#"{\"keys\":[{\"kty\":\"odd\"}]}"#)),
        ("AGW1020", with_policy(users)),
        ("AGW1017", keys(r#""secretRef": {"name": "none"}"#)),
        ("AGW1020", keys(r#""secretSelector": {"matchLabels": {"a": "b"}}"#)),
        ("AGW1019", with_policy(guard)),
        ("AGW1019", models(&[("v", &to("none"))])),
        ("AGW1019", models(&[("m", openai), ("v", &to("m")), ("w", &to("v"))])),
        ("AGW5011", models(&[("m", r#""provider": "Perplexity""#)])),
        ("AGW1019", format!("{SOUND}{https}")),
    ] {
        let (found, silent) = of_world(&world);
        assert!(found.contains(code), "{code} is not among {found:?}: {world}");
        assert_eq!(silent, [""; 0], "{world}");
    }
    let (found, silent) = of_world(&models(&[("m", openai), ("v", &to("m"))]));
    assert_eq!((found.range("AGW1".."AGW2").count(), silent.len()), (0, 0), "{found:?}");
}
