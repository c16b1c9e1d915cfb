//! What the commands write, as agentgateway's own CRDs and a real API server see it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kubectl_agw::domain::manifest::upstream;
use serde_json::{Value, json};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{ControlPlane, test_name};
use crate::support::serving::{program, program_for};
use crate::support::worlds::{World, vendors, worlds};

/// A provider and the flags that it cannot do without.
const PROVIDERS: &[(&str, &[&str])] = &[
    ("openai", &[]),
    ("anthropic", &[]),
    ("gemini", &[]),
    ("vertexai", &["--project-id=p", "--region=us-central1"]),
    ("bedrock", &["--region=eu-central-1"]),
    ("azure", &["--resource-name=r", "--resource-type=Foundry", "--project-name=p"]),
    ("azureopenai", &["--endpoint=r.openai.azure.com", "--api-version=2024-10-21"]),
    (
        "custom",
        &["--host=llm.internal", "--port=8080", "--format=Completions", "--format=Messages=/m"],
    ),
    ("baseten", &[]),
    ("cerebras", &[]),
    ("cohere", &[]),
    ("deepinfra", &[]),
    ("deepseek", &[]),
    ("fireworks", &[]),
    ("groq", &[]),
    ("huggingface", &[]),
    ("lmstudio", &["--host=lmstudio.llm.svc.cluster.local"]),
    ("mistral", &[]),
    ("ollama", &["--host=ollama.llm.svc.cluster.local"]),
    ("openrouter", &[]),
    ("together", &[]),
    ("vllm", &["--host=vllm.llm.svc.cluster.local"]),
    ("xai", &[]),
];

#[test]
fn every_provider_is_in_the_list() {
    let listed: BTreeSet<_> = PROVIDERS.iter().map(|(provider, _)| *provider).collect();
    assert_eq!(listed, upstream::known().collect::<BTreeSet<_>>());
}

const BACKEND: &str = "--fallback=stand-in";

fn gateway(namespace: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n\
         metadata: {{name: edge, namespace: {namespace}}}\n\
         spec:\n  gatewayClassName: agentgateway\n  listeners:\n  - {{name: http, port: 80, protocol: HTTP}}\n"
    )
}

fn agw(kubeconfig: &Path, namespace: &str, arguments: &[&str]) -> Outcome {
    let mut command = program_for(kubeconfig);
    command.args(arguments).args(["-n", namespace]);
    run(command, "")
}

/// The objects that a command shows as YAML or JSON.
fn shown(said: &str) -> Vec<Value> {
    let list: Value = serde_json::from_str(said).unwrap_or_else(|error| panic!("{error}: {said}"));
    list["items"].as_array().cloned().unwrap_or_else(|| vec![list])
}

fn stored(control_plane: &ControlPlane, namespace: &str, kind: &str, name: &str) -> Value {
    let got = control_plane.kubectl(&["get", kind, name, "-n", namespace, "-o", "json"]);
    serde_json::from_str(&got.expect_success()).expect("JSON")
}

/// Everything of a namespace that the commands write, by kind and name.
fn all_stored(control_plane: &ControlPlane, namespace: &str) -> BTreeMap<(String, String), Value> {
    let kinds = "gateway,httproute,agbe,agpol,agentgatewaymodel";
    let got = control_plane.kubectl(&["get", kinds, "-n", namespace, "-o", "json"]);
    let items = shown(&got.expect_success());
    items.into_iter().map(|object| (key(&object), object)).collect()
}

fn key(object: &Value) -> (String, String) {
    let text = |path| object.pointer(path).and_then(Value::as_str).expect("a text").to_owned();
    (text("/kind"), text("/metadata/name"))
}

/// The first path at which something that was sent is not stored.
fn pruned(sent: &Value, stored: &Value, path: &str) -> Option<String> {
    match (sent, stored) {
        (Value::Object(sent), Value::Object(stored)) => sent.iter().find_map(|(key, value)| {
            pruned(value, stored.get(key).unwrap_or(&Value::Null), &format!("{path}/{key}"))
        }),
        (Value::Array(sent), Value::Array(stored)) if sent.len() == stored.len() => {
            let pairs = sent.iter().zip(stored).enumerate();
            pairs.into_iter().find_map(|(i, (a, b))| pruned(a, b, &format!("{path}/{i}")))
        }
        (sent, stored) => (sent != stored).then(|| format!("{path}: sent {sent}, stored {stored}")),
    }
}

/// Adds everything and holds what is stored against what was to be sent; then adds it again, which writes nothing.
fn add_twice(control_plane: &ControlPlane, namespace: &str, cases: &[Vec<&str>]) {
    let admin = control_plane.admin_kubeconfig();
    let with = |case: &[&str], more: &[&str]| agw(admin, namespace, &[case, more].concat());
    let mut sent = Vec::new();
    for case in cases {
        let added = with(case, &["--wait=false", "--validate=strict", "-o", "json"]);
        let answered = shown(&added.expect_success());
        let objects = match case.contains(&BACKEND) {
            // Read from the cluster, so a client's dry run cannot say what is sent.
            true => answered,
            false => shown(&with(case, &["--dry-run=client", "-o", "json"]).expect_success()),
        };
        if objects[0]["kind"] == "Gateway" {
            // The API server stores the CRD's default status at the second write only, whoever writes.
            with(case, &["--wait=false"]).expect_success();
        }
        sent.extend(objects.into_iter().map(|object| (format!("{case:?}"), object)));
    }
    let before = all_stored(control_plane, namespace);
    for (case, object) in &sent {
        let spec = json!({"kind": object["kind"], "spec": object["spec"]});
        let stored =
            before.get(&key(object)).unwrap_or_else(|| panic!("{case}: {object} is not stored"));
        assert_eq!(pruned(&spec, stored, ""), None, "{case}");
    }
    for case in cases {
        with(case, &["--wait=false"]).expect_success();
    }
    let after = all_stored(control_plane, namespace);
    for (case, object) in &sent {
        let version = |stored: &BTreeMap<_, Value>| {
            stored[&key(object)]["metadata"]["resourceVersion"].clone()
        };
        assert_eq!(version(&after), version(&before), "{case}: written again");
    }
}

const SHAPES: &[&str] = &["plain", "elsewhere", "fallback", "stand-in", "alias", "limit"];

fn flags<'a>(provider: &str, needs: &[&str], shape: &str) -> Vec<&'a str> {
    let plain = ["--model=m", "--secret=key"];
    let more: &[&str] = match (shape, provider) {
        // Formats with paths of their own take no prefix, and what is elsewhere anyway stays there.
        ("elsewhere", _) if needs.iter().any(|flag| flag.starts_with("--host=")) => &["--tls"],
        ("elsewhere", _) => &["--host=llm.example.com", "--port=443", "--path-prefix=/x/v1"],
        ("fallback", _) => {
            &["--fallback", "anthropic:claude-sonnet-4-5,secret=key", "groq:llama,secret=key"]
        }
        ("stand-in", _) => &[BACKEND],
        ("limit", _) => &["--rate-limit=100/minute", "--rate-limit=10000tokens/hour"],
        // Its model is a deployment, which a dated API must name.
        ("alias", "azureopenai") => return vec!["--model=m", "--alias=m=n"],
        ("alias", _) => return vec!["--alias=fast=m"],
        _ => &[],
    };
    [&plain[..], more].concat()
}

#[test]
fn every_provider_in_every_shape_is_stored_whole_and_written_once() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let namespace = control_plane.namespace();
    control_plane.apply(&gateway(&namespace));
    let stand_in = ["add-backend", "stand-in", "--provider=anthropic", "--model=claude-sonnet-4-5"];
    let stand_in =
        [&stand_in[..], &["--secret=key", "--header=X-Stand=in", "--gateway=edge"]].concat();
    add_twice(control_plane, &namespace, &[stand_in]);
    let mut names = Vec::new();
    for (provider, needs) in PROVIDERS {
        for shape in SHAPES {
            names.push((
                provider,
                needs,
                shape,
                format!("{provider}-{shape}"),
                format!("--header=X-Case={provider}-{shape}"),
            ));
        }
    }
    let cases: Vec<Vec<&str>> = names
        .iter()
        .map(|(provider, needs, shape, name, header)| {
            let base = ["add-backend", name, "--provider", provider, header, "--gateway=edge"];
            [&base[..], needs, &flags(provider, needs, shape)].concat()
        })
        .collect();
    add_twice(control_plane, &namespace, &cases);
}

#[test]
fn routes_models_and_gateways_are_stored_whole_and_written_once() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let namespace = control_plane.namespace();
    control_plane.apply(&gateway(&namespace));
    let cases: &[&[&str]] = &[
        &["add-gateway", "edge-two", "--allow=all", "--hostname=*.example.com", "--port=8080"],
        &[
            "add-route",
            "shares",
            "--gateway=edge",
            "--path=/v1",
            "--backend=a=90",
            "--backend=b=10",
        ],
        &[
            "add-route",
            "exact",
            "--gateway=edge",
            "--path-exact=/v1/x",
            "--backend=a",
            "--method=post",
            "--header=X-A=b",
            "--query=v=2",
            "--hostname=llm.example.com",
        ],
        &["add-route", "regex", "--gateway=edge", "--path-regex=/v[12]/.*", "--backend=a"],
        &[
            "add-model",
            "gpt-4o",
            "--gateway=edge",
            "--provider=openai",
            "--secret=key",
            "--internal",
        ],
        &["add-model", "claude", "--gateway=edge", "--provider=anthropic", "--match=claude-*"],
        &["add-model", "vertex", "--gateway=edge", "--provider=vertexai", "--project-id=p"],
        &["add-model", "bedrock", "--gateway=edge", "--provider=bedrock", "--region=eu-west-1"],
        &[
            "add-model",
            "azure",
            "--gateway=edge",
            "--provider=azure",
            "--resource-name=r",
            "--resource-type=OpenAI",
            "--secret=key",
        ],
        &[
            "add-model",
            "own",
            "--gateway=edge",
            "--provider=custom",
            "--format=Messages",
            "--base-url=http://llm.internal:8000/v1",
        ],
        &[
            "add-model",
            "ollama",
            "--gateway=edge",
            "--provider=ollama",
            "--base-url=http://o.o:11434/v1",
        ],
    ];
    let cases: Vec<_> = cases.iter().map(|case| case.to_vec()).collect();
    add_twice(control_plane, &namespace, &cases);
}

#[test]
fn a_second_default_route_is_refused_by_name_and_taken_over_only_where_it_wins() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&gateway(&namespace));
        let admin = control_plane.admin_kubeconfig();
        let add = |name: &str, more: &[&str]| {
            let base = [
                "add-backend",
                name,
                "--provider=openai",
                "--model=m",
                "--gateway=edge",
                "--wait=false",
            ];
            agw(admin, &namespace, &[&base[..], more].concat())
        };
        add("first", &[]).expect_success();
        let second = add("second", &[]);
        assert_eq!(second.code, Some(2), "{world}: {second:?}");
        assert!(
            second.stderr.contains(&format!("{namespace}/first is already the default route")),
            "{second:?}"
        );
        let loses = add("second", &["--set-default"]);
        assert_eq!(loses.code, Some(2), "{world}: {loses:?}");
        assert!(loses.stderr.contains("kubectl agw remove route first"), "{loses:?}");
        let wins = add("alpha", &["--set-default"]);
        assert!(wins.stderr.contains("gets no more requests"), "{world}: {wins:?}");
        wins.expect_success();
        let hosted = add("hosted", &["--hostname=llm.example.com"]);
        assert_eq!(hosted.code, Some(0), "{world}: {hosted:?}");
    }
}

#[test]
fn set_changes_one_field_and_what_others_own_survives() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&gateway(&namespace));
        let admin = control_plane.admin_kubeconfig();
        let say = |arguments: &[&str]| agw(admin, &namespace, arguments).expect_success();
        let backend = [
            "add-backend",
            "a",
            "--provider=openai",
            "--model=old",
            "--header=X-T=a",
            "--wait=false",
        ];
        say(&backend);
        say(&["add-route", "r", "--path=/r", "--backend=a=90", "--backend=b=10", "--wait=false"]);
        let note = ["annotate", "httproute", "r", "team=a", "-n", &namespace];
        control_plane.kubectl(&note).expect_success();
        let object = |kind: &str, name: &str| stored(control_plane, &namespace, kind, name);
        say(&["set", "weight", "r", "b=50"]);
        let refs = object("httproute", "r")["spec"]["rules"][0]["backendRefs"].clone();
        assert_eq!((&refs[0]["weight"], &refs[1]["weight"]), (&json!(90), &json!(50)), "{world}");
        assert_eq!(object("httproute", "r")["metadata"]["annotations"]["team"], "a", "{world}");
        assert!(say(&["set", "weight", "r", "b=50"]).contains("unchanged"), "{world}");
        assert!(
            say(&["set", "model", "a", "new", "--dry-run=server"]).contains("(server dry run)")
        );
        assert_eq!(object("agbe", "a")["spec"]["ai"]["provider"]["openai"]["model"], "old");
        say(&["set", "model", "a", "new"]);
        assert_eq!(object("agbe", "a")["spec"]["ai"]["provider"]["openai"]["model"], "new");
        say(&["set", "header", "a", "X-T=b"]);
        let matches = object("httproute", "a")["spec"]["rules"][0]["matches"].clone();
        assert_eq!(matches[0]["headers"][0]["value"], "b", "{world}: {matches}");
        let wrong = agw(admin, &namespace, &["set", "weight", "r", "c=1"]);
        assert!(
            wrong.code == Some(2) && wrong.stderr.contains("available are a, b"),
            "{world}: {wrong:?}"
        );
        let exported = [&backend[..], &["--gateway=edge", "--export"]].concat();
        let written = agw(admin, &namespace, &exported).expect_success();
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.yaml").display().to_string();
        std::fs::write(&file, written).expect("a file");
        let differs = agw(admin, &namespace, &["diff", "-f", &file]);
        assert_eq!(differs.code, Some(1), "{world}: {differs:?}");
        assert!(differs.stdout.contains("+        model: old"), "{world}: {differs:?}");
        let taken_back = agw(admin, &namespace, &backend);
        assert_eq!(
            object("agbe", "a")["spec"]["ai"]["provider"]["openai"]["model"],
            "old",
            "{world}"
        );
        for change in [
            "spec.ai.provider.openai.model: \"new\" becomes \"old\"",
            "spec.rules[0].matches[0].headers[0].value: \"b\" becomes \"a\"",
        ] {
            assert!(taken_back.stderr.contains(change), "{world}: {taken_back:?}");
        }
        let again = agw(admin, &namespace, &backend);
        assert!(!again.stderr.contains("becomes"), "{world}: {again:?}");
    }
}

#[test]
fn set_names_who_else_manages_the_field_and_shows_the_manifest_for_git() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        let admin = control_plane.admin_kubeconfig();
        let theirs = format!(
            "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
             metadata: {{name: a, namespace: {namespace}}}\nspec: {{ai: {{provider: {{openai: {{model: old}}}}}}}}\n"
        );
        let apply = ["apply", "--server-side", "--field-manager=argocd", "-f", "-"];
        control_plane.kubectl_as(admin, &apply, &theirs, &[]).expect_success();
        let set =
            |more: &[&str]| agw(admin, &namespace, &[&["set", "model", "a", "new"], more].concat());
        let model = || {
            let live = stored(control_plane, &namespace, "agbe", "a");
            live["spec"]["ai"]["provider"]["openai"]["model"].clone()
        };
        let refused = set(&[]);
        assert_eq!(refused.code, Some(3), "{world}: {refused:?}");
        let words = [
            ".spec.ai.provider.openai.model (by argocd)",
            "nothing was changed",
            "--force-conflicts",
        ];
        for word in words {
            assert!(refused.stderr.contains(word), "{world}: {word}: {refused:?}");
        }
        let shown = set(&["--force-conflicts", "--export"]).expect_success();
        assert_eq!(shown, theirs_in_order(&namespace, "new"), "{world}");
        assert_eq!(model(), "old", "{world}");
        let taken = set(&["--force-conflicts"]);
        assert!(taken.stderr.contains("no controller reported a status"), "{world}: {taken:?}");
        assert_eq!((taken.code, model()), (Some(0), json!("new")), "{world}: {taken:?}");
    }
}

fn theirs_in_order(namespace: &str, model: &str) -> String {
    format!(
        "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata:\n  name: a\n  \
         namespace: {namespace}\nspec:\n  ai:\n    provider:\n      openai:\n        model: {model}\n"
    )
}

#[test]
fn apply_waits_for_the_controller_and_gives_its_reason() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let namespace = control_plane.namespace();
    let admin = control_plane.admin_kubeconfig();
    let manifest = "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: a}\n\
                    spec: {ai: {provider: {openai: {}}}}\n";
    let apply = |more: &[&str]| {
        let mut command = program_for(admin);
        command.args(["apply", "-f", "-", "-n", &namespace]).args(more);
        run(command, manifest)
    };
    let says = |status: &str| {
        let patch = json!({"status": {"conditions": [{"type": "Accepted", "status": status, "reason": "TranslationError",
            "message": "no such Secret", "lastTransitionTime": "2026-01-01T00:00:00Z", "observedGeneration": 1}]}});
        let arguments =
            ["patch", "agbe", "a", "-n", &namespace, "--subresource=status", "--type=merge", "-p"];
        control_plane.kubectl(&[&arguments[..], &[&patch.to_string()]].concat()).expect_success();
    };
    assert!(apply(&[]).stderr.contains("no controller reported a status"));
    says("False");
    let refused = apply(&["--timeout=300ms"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.stderr.contains("Accepted is False: TranslationError: no such Secret"),
        "{refused:?}"
    );
    assert_eq!(apply(&["--wait=false"]).code, Some(0));
    says("True");
    let ready = apply(&[]);
    assert!(ready.code == Some(0) && ready.stderr.contains("ready:"), "{ready:?}");
}

#[test]
fn remove_waits_for_finalizers_and_names_them() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let namespace = control_plane.namespace();
    control_plane.apply(&gateway(&namespace));
    let finalizers = |list: &str| {
        let patch = format!("{{\"metadata\":{{\"finalizers\":{list}}}}}");
        let arguments =
            ["patch", "gateway", "edge", "-n", &namespace, "--type=merge", "-p", &patch];
        control_plane.kubectl(&arguments).expect_success();
    };
    finalizers("[\"example.com/keeps\"]");
    let admin = control_plane.admin_kubeconfig();
    let remove = ["remove", "gateway", "edge", "--yes"];
    let stuck = agw(admin, &namespace, &[&remove[..], &["--timeout=300ms"]].concat());
    assert_eq!(stuck.code, Some(4), "{stuck:?}");
    assert!(stuck.stderr.contains("finalizers (example.com/keeps)"), "{stuck:?}");
    finalizers("[]");
    assert_eq!(agw(admin, &namespace, &remove).code, Some(2), "it is gone");
}

#[test]
fn remove_shows_what_hangs_on_it_and_asks_nobody_where_nobody_is() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&gateway(&namespace));
        let admin = control_plane.admin_kubeconfig();
        let say = |arguments: &[&str]| agw(admin, &namespace, arguments);
        let limited = [
            "add-backend",
            "a",
            "--provider=openai",
            "--model=m",
            "--header=X-T=a",
            "--wait=false",
        ];
        say(&[&limited[..], &["--rate-limit=5/minute"]].concat()).expect_success();
        say(&["add-route", "both", "--path=/b", "--backend=a", "--backend=b", "--wait=false"])
            .expect_success();
        let asked = say(&["remove", "backend", "a"]);
        assert_eq!(asked.code, Some(2), "{world}: {asked:?}");
        assert!(asked.stderr.contains("--yes"), "{world}: {asked:?}");
        assert!(
            asked.stderr.contains(&format!("HTTPRoute {namespace}/a: nothing else uses it")),
            "{asked:?}"
        );
        let backup = say(&["remove", "backend", "a", "--cascade", "--export"]).expect_success();
        let rehearsed = say(&["remove", "backend", "a", "--cascade", "--dry-run", "-o", "json"]);
        let shape: Value = serde_json::from_str(&rehearsed.expect_success()).expect("JSON");
        let kinds: Vec<_> =
            shape["removed"].as_array().expect("a list").iter().map(|o| &o["kind"]).collect();
        assert_eq!(
            kinds,
            ["HTTPRoute", "AgentgatewayPolicy", "AgentgatewayBackend"],
            "{world}: {shape:#}"
        );
        assert_eq!(shape["dangling"][0]["name"], "both", "{world}");
        let removed = say(&["remove", "backend", "a", "--cascade", "--yes"]).expect_success();
        assert!(
            removed.contains("httproute.gateway.networking.k8s.io/a deleted\n"),
            "{world}: {removed}"
        );
        let left =
            control_plane.kubectl(&["get", "agbe,agpol,httproute", "-n", &namespace, "-o", "name"]);
        let left = left.expect_success();
        assert_eq!(left.trim(), "httproute.gateway.networking.k8s.io/both", "{world}");
        let again = say(&["remove", "backend", "a", "--yes"]);
        assert_eq!(again.code, Some(2), "{world}: {again:?}");
        control_plane.apply(&backup);
        let again = say(&["remove", "backend", "a", "--cascade", "--export"]).expect_success();
        assert_eq!(again, backup, "{world}: what was exported is what comes back");
    }
}

/// A user with these rules in one namespace, and the kubeconfig.
fn user(
    control_plane: &ControlPlane,
    namespace: &str,
    what: &str,
    rules: &Value,
) -> std::path::PathBuf {
    let name = format!("{what}-of-{namespace}");
    let group = "rbac.authorization.k8s.io";
    let metadata = json!({"name": name, "namespace": namespace});
    let role = json!({"apiVersion": format!("{group}/v1"), "kind": "Role", "metadata": metadata, "rules": rules});
    let binding = json!({
        "apiVersion": format!("{group}/v1"), "kind": "RoleBinding", "metadata": metadata,
        "roleRef": {"apiGroup": group, "kind": "Role", "name": name},
        "subjects": [{"apiGroup": group, "kind": "User", "name": name}],
    });
    control_plane
        .apply(&json!({"apiVersion": "v1", "kind": "List", "items": [role, binding]}).to_string());
    let kubeconfig = control_plane.kubeconfig_for(&name);
    let may = ["auth", "can-i", "patch", "agentgatewaybackends.agentgateway.dev", "-n", namespace];
    let settled = crate::support::control_plane::poll(std::time::Duration::from_secs(30), || {
        control_plane.kubectl_as(&kubeconfig, &may, "", &[]).success().then_some(())
    });
    assert!(settled.is_some(), "the role of {name} has no effect");
    kubeconfig
}

#[test]
fn who_may_not_read_secrets_can_add_and_who_may_not_write_routes_leaves_nothing() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&gateway(&namespace));
        let write = ["get", "list", "create", "patch"];
        let backends =
            json!({"apiGroups": ["agentgateway.dev"], "resources": ["*"], "verbs": write});
        let routes = json!({"apiGroups": ["gateway.networking.k8s.io"], "resources": ["httproutes"], "verbs": write});
        let gateways = json!({"apiGroups": ["gateway.networking.k8s.io"],
            "resources": ["gateways", "httproutes"], "verbs": ["get", "list"]});
        let author =
            user(control_plane, &namespace, "author", &json!([backends, routes, gateways]));
        let half = user(control_plane, &namespace, "half", &json!([backends, gateways]));
        let add = |kubeconfig: &Path, name: &str| {
            let arguments = [
                "add-backend",
                name,
                "--provider=openai",
                "--model=m",
                "--secret=key",
                "--wait=false",
            ];
            agw(
                kubeconfig,
                &namespace,
                &[&arguments[..], &["--rate-limit=5/minute", "--header=X-T=a"]].concat(),
            )
        };
        let refused = add(&half, "half");
        assert_eq!(refused.code, Some(3), "{world}: {refused:?}");
        assert_eq!(refused.stderr.matches("error:").count(), 1, "{world}: {refused:?}");
        assert!(
            refused.stderr.contains("httproutes") && refused.stderr.contains("nothing was written"),
            "{refused:?}"
        );
        let left =
            control_plane.kubectl(&["get", "agbe,agpol,httproute", "-n", &namespace, "-o", "name"]);
        assert_eq!(left.expect_success().trim(), "", "{world}: half a pair");
        let added = add(&author, "whole").expect_success();
        assert_eq!(added.lines().count(), 3, "{world}: {added}");
    }
}

#[test]
fn a_clients_dry_run_asks_no_cluster() {
    let mut command = program();
    command.env("KUBECONFIG", "/dev/null");
    command.args(["add-backend", "x", "--provider=openai", "--fallback=y", "--dry-run=client"]);
    let refused = run(command, "");
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("--dry-run=server"), "{refused:?}");
}
