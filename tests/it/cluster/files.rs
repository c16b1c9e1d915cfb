//! Manifests against a real API server: written as a whole or not at all, beside other field managers, compared, planned
//! and brought back.

use std::path::Path;
use std::process::Command;

use kubectl_agw::domain::manifest::provider_set;
use serde_json::Value;

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{ControlPlane, test_name};
use crate::support::serving::program_for;
use crate::support::worlds::{World, vendors, worlds};

const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge}\n\
    spec:\n  gatewayClassName: agentgateway\n  listeners:\n  - {name: http, port: 80, protocol: HTTP}\n---\n";

fn model(name: &str, model: &str, header: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: {name}}}\n\
         spec:\n  parentRefs: [{{name: edge}}]\n  rules:\n  - matches: [{{headers: [{{name: x-model, value: {header}}}]}}]\n    \
         backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: {name}}}]\n---\n\
         apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {{name: {name}}}\n\
         spec:\n  ai: {{provider: {{openai: {{model: {model}}}}}}}\n---\n"
    )
}

fn agw(control_plane: &ControlPlane, namespace: &str, arguments: &[&str], stdin: &str) -> Outcome {
    run(command(control_plane, namespace, arguments), stdin)
}

fn command(control_plane: &ControlPlane, namespace: &str, arguments: &[&str]) -> Command {
    let mut command = program_for(control_plane.admin_kubeconfig());
    command.args(arguments).args(["-n", namespace]);
    command
}

fn get(control_plane: &ControlPlane, namespace: &str, kind: &str, name: &str) -> Value {
    let text =
        control_plane.kubectl(&["get", kind, name, "-n", namespace, "-o", "json"]).expect_success();
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_set_goes_in_by_dependency_and_a_second_time_changes_nothing() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        let manifests = model("gpt", "gpt-4o", "gpt") + GATEWAY;
        let applied = agw(control_plane, &namespace, &["apply", "-f", "-"], &manifests);
        assert_eq!(applied.code, Some(0), "{name}: {applied:?}");
        assert_eq!(
            applied.stdout,
            "gateway.gateway.networking.k8s.io/edge serverside-applied\n\
             agentgatewaybackend.agentgateway.dev/gpt serverside-applied\n\
             httproute.gateway.networking.k8s.io/gpt serverside-applied\n",
            "{name}"
        );
        let version = || {
            get(control_plane, &namespace, "httproute", "gpt")["metadata"]["resourceVersion"]
                .clone()
        };
        let before = version();
        agw(control_plane, &namespace, &["apply", "-f", "-"], &manifests).expect_success();
        assert_eq!(version(), before, "{name}");
    }
}

#[test]
fn one_object_that_is_refused_keeps_all_of_them_out() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        let bad = model("good", "m", "x")
            + &model("bad", "m", "x").replace("openai: {model: m}", "openai: {model: m}, host: h");
        let refused = agw(control_plane, &namespace, &["apply", "-f", "-"], &bad);
        assert_eq!(refused.code, Some(3), "{name}: {refused:?}");
        assert!(
            refused.stderr.contains("both host and port must be set together"),
            "{name}: {refused:?}"
        );
        assert!(refused.stderr.contains("nothing was written"), "{name}: {refused:?}");
        assert!(refused.stderr.contains("-:"), "{name}: {refused:?}");
        let there = control_plane
            .kubectl(&["get", "agbe,httproute", "-n", &namespace, "-o", "name"])
            .expect_success();
        assert_eq!(there, "", "{name}");
    }
}

#[test]
fn a_conflict_names_the_other_manager_the_fields_and_three_ways_out() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        agw(control_plane, &namespace, &["apply", "-f", "-"], &model("gpt", "mine", "x"))
            .expect_success();
        let theirs = format!(
            "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
             metadata: {{name: gpt, namespace: {namespace}, labels: {{team: platform}}}}\n\
             spec:\n  ai: {{provider: {{openai: {{model: theirs}}}}}}\n  policies: {{ai: {{modelAliases: {{a: b}}}}}}\n"
        );
        let other =
            ["apply", "--server-side", "--field-manager=argocd", "--force-conflicts", "-f", "-"];
        control_plane
            .kubectl_as(control_plane.admin_kubeconfig(), &other, &theirs, &[])
            .expect_success();

        let ours = model("gpt", "mine", "x");
        let refused = agw(control_plane, &namespace, &["apply", "-f", "-"], &ours);
        assert_eq!(refused.code, Some(3), "{name}: {refused:?}");
        for word in [
            "argocd",
            ".spec.ai.provider.openai.model",
            "--force-conflicts",
            "remove them",
            "share them",
            "nothing was written",
        ] {
            assert!(refused.stderr.contains(word), "{name}: {word}: {}", refused.stderr);
        }
        assert!(
            refused.stderr.contains(&format!("AgentgatewayBackend {namespace}/gpt")),
            "{name}: {}",
            refused.stderr
        );

        agw(control_plane, &namespace, &["apply", "-f", "-", "--force-conflicts"], &ours)
            .expect_success();
        let live = get(control_plane, &namespace, "agbe", "gpt");
        assert_eq!(live["spec"]["ai"]["provider"]["openai"]["model"], "mine", "{name}");
        assert_eq!(
            live["metadata"]["labels"]["team"], "platform",
            "{name}: a field that we do not own"
        );
        assert_eq!(
            live["spec"]["policies"]["ai"]["modelAliases"]["a"], "b",
            "{name}: a field that we do not own"
        );
    }
}

#[test]
fn diff_tells_same_different_and_trouble_and_hides_the_values_of_secrets() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        let secret = |value: &str| {
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata: {{name: key}}\nstringData: {{Authorization: {value}, same: sk-canary-same}}\n---\n"
            )
        };
        let before = secret("sk-canary-one") + &model("gpt", "before", "x");
        let diff = |text: &str| agw(control_plane, &namespace, &["diff", "-f", "-"], text);
        let new = diff(&before);
        assert_eq!(new.code, Some(1), "{name}: {new:?}");
        assert!(
            new.stdout.contains("+kind: AgentgatewayBackend") && new.stdout.contains("@@ -0,0 +1,"),
            "{name}: {new:?}"
        );
        agw(control_plane, &namespace, &["apply", "-f", "-"], &before).expect_success();
        let same = diff(&before);
        assert_eq!((same.code, same.stdout.as_str()), (Some(0), ""), "{name}: {same:?}");

        let after = secret("sk-canary-two") + &model("gpt", "after", "x");
        let changed = diff(&after);
        assert_eq!(changed.code, Some(1), "{name}: {changed:?}");
        for line in [
            "-        model: before",
            "+        model: after",
            "-  Authorization: \"*** (before)\"",
            "+  Authorization: \"*** (after)\"",
        ] {
            assert!(
                changed.stdout.lines().any(|said| said == line),
                "{name}: {line}\n{}",
                changed.stdout
            );
        }
        let all = format!("{new:?}{same:?}{changed:?}");
        assert!(!all.contains("canary") && !all.contains("c2stY2FuYXJ5"), "{name}: {all}");

        let trouble = diff(&model("gpt", "after", "x").replace("name: gpt", "name: Not_A_Name"));
        assert!(trouble.code.is_some_and(|code| code > 1), "{name}: {trouble:?}");
        let trouble = diff("kind: [");
        assert_eq!(trouble.code, Some(2), "{name}: {trouble:?}");

        let mut external = command(control_plane, &namespace, &["diff", "-f", "-"]);
        external.env("KUBECTL_EXTERNAL_DIFF", "diff -r -u -N");
        let external = run(external, &after);
        assert_eq!(external.code, Some(1), "{name}: {external:?}");
        assert!(
            external.stdout.contains("+        model: after")
                && external.stdout.contains("(after)"),
            "{name}: {external:?}"
        );
        assert!(
            !external.stdout.contains("canary") && !external.stdout.contains("c2stY2FuYXJ5"),
            "{name}: {external:?}"
        );
    }
}

#[test]
fn plan_says_what_becomes_of_each_model() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        let before = GATEWAY.to_owned() + &model("a", "m", "a") + &model("b", "m", "b");
        agw(control_plane, &namespace, &["apply", "-f", "-"], &before).expect_success();
        let plan = |text: &str, flags: &[&str]| {
            let arguments = [&["plan", "-f", "-"], flags].concat();
            agw(control_plane, &namespace, &arguments, text)
        };
        let good = plan(&(model("a", "m2", "a") + &model("c", "m", "c")), &[]);
        assert_eq!(good.code, Some(0), "{name}: {good:?}");
        let lines: Vec<_> = good.stdout.lines().collect();
        assert_eq!(lines[0], format!("~ changed {namespace}/a: model m -> m2"), "{name}");
        assert!(
            lines[1].starts_with(&format!("+ added {namespace}/c: provider openai; model m")),
            "{name}: {lines:?}"
        );
        assert_eq!(lines.len(), 2, "{name}: {lines:?}");

        let pruned = plan(&(GATEWAY.to_owned() + &model("a", "m", "a")), &["--prune"]);
        assert!(
            pruned.stdout.starts_with(&format!("- removed {namespace}/b")),
            "{name}: {pruned:?}"
        );
        let shadow = plan(&model("aa", "m", "b"), &[]);
        assert_eq!(shadow.code, Some(1), "{name}: {shadow:?}");
        assert!(
            shadow
                .stdout
                .contains(&format!("! shadowed {namespace}/b: HTTPRoute {namespace}/aa matches")),
            "{name}: {shadow:?}"
        );
        let unkeyed = model("a", "m", "a").replace(
            "spec:\n  ai:",
            "spec:\n  policies: {auth: {secretRef: {name: no-such}}}\n  ai:",
        );
        let broken = plan(&unkeyed, &["-o", "json"]);
        assert_eq!(broken.code, Some(1), "{name}: {broken:?}");
        let shape: Value = serde_json::from_str(&broken.stdout).expect("JSON");
        assert_eq!(
            (&shape["kind"], &shape["isSafe"]),
            (&"Plan".into(), &false.into()),
            "{name}: {shape:#}"
        );
        assert!(broken.stdout.contains("\"Broken\""), "{name}: {shape:#}");
    }
}

#[test]
fn what_is_exported_is_git_ready_and_applies_without_a_difference() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        let manifests = GATEWAY.to_owned() + &model("gpt", "m", "x") + &model("all", "m", "z");
        agw(control_plane, &namespace, &["apply", "-f", "-"], &manifests).expect_success();
        let exported = agw(control_plane, &namespace, &["export"], "").expect_success();
        for noise in [
            "status:",
            "uid:",
            "managedFields",
            "resourceVersion",
            "creationTimestamp",
            "generation:",
            "weight:",
            "PathPrefix",
            "allowedRoutes",
            "type: Exact",
        ] {
            assert!(!exported.contains(noise), "{name}: {noise}\n{exported}");
        }
        let diff = agw(control_plane, &namespace, &["diff", "-f", "-"], &exported);
        assert_eq!(diff.code, Some(0), "{name}: {diff:?}");
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().display().to_string();
        agw(control_plane, &namespace, &["export", "backend", "gpt", "--to", &to], "")
            .expect_success();
        let file = std::fs::read_to_string(Path::new(&to).join("agentgatewaybackend-gpt.yaml"))
            .expect("a file");
        assert_eq!(
            file,
            format!(
                "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata:\n  name: gpt\n  \
                 namespace: {namespace}\nspec:\n  ai:\n    provider:\n      openai:\n        model: m\n"
            ),
            "{name}"
        );
        let missing = agw(control_plane, &namespace, &["export", "route", "gtp"], "");
        assert_eq!(missing.code, Some(2), "{name}: {missing:?}");
        let hint = "did you mean gpt? (available: gpt, all)";
        assert!(missing.stderr.contains(hint), "{name}: {missing:?}");
    }
}

#[test]
fn every_converted_dialect_is_accepted_by_agentgateways_crds() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/convert");
    let mut converted = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of dialects") {
        let path = entry.expect("an entry").path().display().to_string();
        if !path.ends_with(".in.yaml") {
            continue;
        }
        let namespace = control_plane.namespace();
        let text = agw(control_plane, &namespace, &["convert", "-f", &path], "").expect_success();
        let text = text.replace("namespace: ai", &format!("namespace: {namespace}"));
        let text =
            text.replace("namespace: agentgateway-system", &format!("namespace: {namespace}"));
        agw(control_plane, &namespace, &["apply", "-f", "-", "--dry-run=server"], &text)
            .expect_success();
        converted += 1;
    }
    assert!(converted >= 6, "{converted}");
}

#[test]
fn what_serve_exports_of_providers_is_accepted_by_agentgateways_crds() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let namespace = control_plane.namespace();
    for provider in provider_set::known() {
        let words = ["serve", "--provider", provider, "--export", "--base-url"];
        // Without a URL where the provider has a host of its own, and one on this machine elsewhere.
        let words = match provider {
            "custom" => [&words[..], &["http://localhost:8000/v1"]].concat(),
            _ => words[..4].to_vec(),
        };
        let text = agw(control_plane, &namespace, &words, "").expect_success();
        assert!(text.contains(&format!("namespace: {namespace}")), "{text}");
        let apply = ["apply", "--dry-run=server", "--validate=strict", "-f", "-"];
        let admin = control_plane.admin_kubeconfig();
        let applied = control_plane.kubectl_as(admin, &apply, &text, &[]).expect_success();
        assert_eq!(applied.lines().count(), 2, "{provider}: {applied}");
    }
}
