//! Keys on a real API server: what is written, what is left alone, and that no key is lost or shown.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::control_plane::ControlPlane;
use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::test_name;
use crate::support::scripted_api::{Reaction, ScriptedApi};
use crate::support::serving::program_for;
use crate::support::worlds::{World, vendors};

const OLD: &str = "sk-canary-old-0123456789";
const NEW: &str = "sk-canary-new-0123456789";

/// A namespace, and the program in it.
struct Bench {
    control_plane: &'static ControlPlane,
    namespace: String,
}

impl Bench {
    fn new(test: &str) -> Option<Bench> {
        let World { control_plane, .. } = vendors(test)?;
        Some(Bench { control_plane, namespace: control_plane.namespace() })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program_for(self.control_plane.admin_kubeconfig());
        command.arg("key").args(arguments).args(["-n", &self.namespace]);
        command
    }

    /// Runs `key` with this on its standard input.
    #[track_caller]
    fn key(&self, arguments: &[&str], stdin: &str) -> Outcome {
        let outcome = run(self.command(arguments), stdin);
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!said.contains("canary"), "{outcome:?}");
        outcome
    }

    fn secret(&self, name: &str) -> Value {
        let get =
            ["get", "secret", name, "-n", &self.namespace, "-o", "json", "--show-managed-fields"];
        serde_json::from_str(&self.control_plane.kubectl(&get).expect_success()).expect("JSON")
    }

    /// The text under a data key.
    fn value(&self, name: &str, data_key: &str) -> Option<String> {
        let text = self.secret(name)["data"].get(data_key)?.as_str()?.to_owned();
        let bytes = decode(&text);
        Some(String::from_utf8(bytes).expect("text"))
    }

    fn version(&self, name: &str) -> Value {
        self.secret(name)["metadata"]["resourceVersion"].clone()
    }

    /// What the API server says our apply owns.
    fn owned(&self, name: &str) -> Vec<Value> {
        let secret = self.secret(name);
        let entries = secret["metadata"]["managedFields"].as_array().cloned().unwrap_or_default();
        let ours = entries.into_iter().filter(|entry| entry["manager"] == "kubectl-agw");
        ours.map(|entry| entry["fieldsV1"].clone()).collect()
    }

    fn create(&self, name: &str, data: &Value) {
        let secret = json!({"apiVersion": "v1", "kind": "Secret", "stringData": data,
            "metadata": {"name": name, "namespace": self.namespace}});
        let create = ["create", "-f", "-", "--field-manager=somebody"];
        let admin = self.control_plane.admin_kubeconfig();
        self.control_plane.kubectl_as(admin, &create, &secret.to_string(), &[]).expect_success();
    }

    fn backend(&self, name: &str, secret: &str, key: Option<&str>, at: Option<&ScriptedApi>) {
        let mut provider = json!({"openai": {"model": "gpt-4o"}});
        if let Some(at) = at {
            provider["host"] = json!(at.address().ip());
            provider["port"] = json!(at.address().port());
        }
        let mut reference = json!({"name": secret});
        if let Some(key) = key {
            reference["key"] = json!(key);
        }
        let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": name, "namespace": self.namespace},
            "spec": {"ai": {"provider": provider}, "policies": {"auth": {"secretRef": reference}}}});
        self.control_plane.apply(&backend.to_string());
    }
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).expect("base64")
}

#[test]
fn a_key_is_written_trimmed_and_nothing_but_its_data_key_is_ours() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    let set = bench.key(&["set", "k"], &format!("Bearer {OLD}\n"));
    assert_eq!(set.code, Some(0), "{set:?}");
    assert_eq!(set.stdout, "secret/k serverside-applied\n");
    assert!(set.stderr.contains("removed a leading `Bearer `"), "{set:?}");
    assert_eq!(bench.value("k", "Authorization").as_deref(), Some(OLD));
    assert_eq!(bench.secret("k")["type"], "Opaque");
    let fields = json!({"f:data": {"f:Authorization": {}}, "f:type": {}});
    assert_eq!(bench.owned("k"), [fields]);
    let before = bench.version("k");
    assert_eq!(bench.key(&["set", "k"], OLD).code, Some(0));
    assert_eq!(bench.version("k"), before, "a second time changes nothing");
}

#[test]
fn a_second_data_key_leaves_the_first_where_it_is() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    assert_eq!(bench.key(&["set", "k"], OLD).code, Some(0));
    assert_eq!(bench.key(&["set", "k", "--data-key", "api-key"], NEW).code, Some(0));
    assert_eq!(bench.value("k", "Authorization").as_deref(), Some(OLD));
    assert_eq!(bench.value("k", "api-key").as_deref(), Some(NEW));
}

#[test]
fn a_key_that_somebody_else_manages_is_not_taken_unasked() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    bench.create("k", &json!({"Authorization": OLD, "theirs": "stays"}));
    let refused = bench.key(&["set", "k"], NEW);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    for word in [".data.Authorization (by somebody)", "--force-conflicts"] {
        assert!(refused.stderr.contains(word), "{word}: {refused:?}");
    }
    assert_eq!(bench.value("k", "Authorization").as_deref(), Some(OLD));
    let taken = bench.key(&["set", "k", "--force-conflicts"], NEW);
    assert_eq!(taken.code, Some(0), "{taken:?}");
    assert_eq!(bench.value("k", "Authorization").as_deref(), Some(NEW));
    assert_eq!(bench.value("k", "theirs").as_deref(), Some("stays"));
}

#[test]
fn dry_runs_and_every_output_mask_the_value_and_keep_nothing() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    for format in ["yaml", "json", "name"] {
        for dry_run in ["client", "server"] {
            let dry = format!("--dry-run={dry_run}");
            let shown = bench.key(&["set", "k", &dry, "-o", format], NEW);
            assert_eq!(shown.code, Some(0), "{shown:?}");
            assert!(shown.stdout.contains(if format == "name" { "secret/k" } else { "***" }));
            assert!(!shown.stdout.contains("c2stY2FuYXJ5"), "{shown:?}");
        }
    }
    let get = ["get", "secret", "k", "-n", &bench.namespace];
    assert!(!bench.control_plane.kubectl(&get).success());
    let written = bench.key(&["set", "k", "-o", "yaml"], NEW);
    assert!(written.stdout.contains("***") && !written.stdout.contains("c2stY2FuYXJ5"));
}

#[test]
fn a_rotation_keeps_the_old_key_until_it_is_told_to_forget_it() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    let values = || ["Authorization", "Authorization.previous"].map(|key| bench.value("k", key));
    let (old, new) = (Some(OLD.to_owned()), Some(NEW.to_owned()));
    let nothing = bench.key(&["rotate", "k"], NEW);
    assert!(nothing.stderr.contains("kubectl agw key set k"), "{nothing:?}");
    bench.key(&["set", "k"], OLD);
    let rotated = bench.key(&["rotate", "k"], NEW);
    assert_eq!(rotated.code, Some(0), "{rotated:?}");
    assert_eq!(rotated.stdout, "secret/k serverside-applied\n");
    assert!(rotated.stderr.contains("--forget-previous"), "{rotated:?}");
    assert_eq!(values(), [new.clone(), old.clone()]);
    let again = bench.key(&["rotate", "k"], "sk-canary-third-0123456789");
    assert_eq!(again.code, Some(2), "the oldest would be lost: {again:?}");
    let same = bench.key(&["rotate", "k"], NEW);
    assert_eq!(same.code, Some(2), "{same:?}");
    assert_eq!(values(), [new.clone(), old.clone()]);
    assert_eq!(bench.key(&["rotate", "k", "--back"], "").code, Some(0));
    assert_eq!(values(), [old.clone(), new]);
    // What is kept survives a write beside it.
    bench.key(&["set", "k", "--data-key", "other"], "sk-0");
    assert_eq!(values()[0], old);
    assert!(values()[1].is_some());
    assert_eq!(bench.key(&["rotate", "k", "--forget-previous"], "").code, Some(0));
    assert_eq!(values(), [old, None]);
    let forgotten = bench.key(&["rotate", "k", "--forget-previous"], "");
    assert!(forgotten.code == Some(0) && forgotten.stderr.contains("nothing to remove"));
    assert_eq!(bench.key(&["rotate", "k", "--back"], "").code, Some(2));
}

#[test]
fn the_place_of_the_old_key_can_be_named() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    bench.key(&["set", "k", "--data-key", "api-key"], OLD);
    let rotated =
        bench.key(&["rotate", "k", "--data-key", "api-key", "--keep-as", "previous"], NEW);
    assert_eq!(rotated.code, Some(0), "{rotated:?}");
    assert!(rotated.stderr.contains("--data-key api-key --keep-as previous --back"), "{rotated:?}");
    assert_eq!(bench.value("k", "previous").as_deref(), Some(OLD));
    assert_eq!(bench.value("k", "api-key").as_deref(), Some(NEW));
    let wrong = bench.key(&["rotate", "k"], "sk-9");
    assert!(
        wrong.code == Some(2) && wrong.stderr.contains("available: api-key, previous"),
        "{wrong:?}"
    );
}

#[test]
fn of_many_rotations_at_once_one_is_done_and_no_key_is_lost() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    bench.key(&["set", "k"], OLD);
    let news: Vec<String> = (0..6).map(|number| format!("sk-canary-{number}-0123456789")).collect();
    let rotations: Vec<_> = news
        .iter()
        .map(|new| {
            let mut command = bench.command(&["rotate", "k", "--from-env", "NEW_KEY"]);
            command.env("NEW_KEY", new).stdin(Stdio::null());
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started")
        })
        .collect();
    let ends: Vec<_> = rotations
        .into_iter()
        .map(|mut child| child.wait().expect("an end").code() == Some(0))
        .collect();
    assert_eq!(ends.iter().filter(|done| **done).count(), 1, "{ends:?}");
    let winner = ends.iter().position(|done| *done).expect("one");
    assert_eq!(bench.value("k", "Authorization").as_ref(), Some(&news[winner]));
    assert_eq!(bench.value("k", "Authorization.previous").as_deref(), Some(OLD));
}

#[test]
fn a_key_that_the_provider_refuses_is_not_written() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    // Takes the new key and no other, and repeats what it refuses, as some do.
    let provider = ScriptedApi::start(|asked| {
        let head = asked.head.to_lowercase();
        match head.contains(&format!("authorization: bearer {NEW}")) {
            true => Reaction::Json(200, json!({"choices": []})),
            false => Reaction::Json(401, json!({"error": asked.head})),
        }
    });
    bench.backend("gpt", "k", None, Some(&provider));
    bench.backend("other", "elsewhere", None, Some(&provider));
    bench.key(&["set", "k"], OLD);
    let before = bench.version("k");
    let refused = bench.key(&["rotate", "k", "--verify", "gpt"], "sk-canary-bad-0123456789");
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(refused.stderr.contains("rejects the new key (401 Unauthorized)"), "{refused:?}");
    assert!(refused.stderr.contains("nothing was written"), "{refused:?}");
    let elsewhere = bench.key(&["rotate", "k", "--verify", "other"], NEW);
    assert_eq!(elsewhere.code, Some(2), "{elsewhere:?}");
    let words = "reads its key from `Authorization` of Secret";
    assert!(elsewhere.stderr.contains(words), "{elsewhere:?}");
    let absent = bench.key(&["rotate", "k", "--verify", "nope"], NEW);
    assert_eq!(absent.code, Some(2), "{absent:?}");
    assert_eq!(bench.version("k"), before);
    let taken = bench.key(&["rotate", "k", "--verify", "gpt"], NEW);
    assert_eq!(taken.code, Some(0), "{taken:?}");
    assert!(taken.stderr.contains("accepts the new key"), "{taken:?}");
    assert_eq!(bench.value("k", "Authorization").as_deref(), Some(NEW));
    let asked = provider.asked();
    assert_eq!(asked.len(), 2, "one request each: {asked:?}");
    let body: Value = serde_json::from_str(&asked[1].body).expect("JSON");
    assert_eq!(body["model"], "gpt-4o");
    assert!(body["max_tokens"] == 1 || body["max_completion_tokens"] == 1, "{body}");
}

#[test]
fn of_several_providers_the_one_that_takes_the_key_is_asked() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    let asked_of = |key: &'static str| {
        ScriptedApi::start(move |asked| {
            match asked.head.to_lowercase().contains(&format!("authorization: bearer {key}")) {
                true => Reaction::Json(200, json!({"choices": []})),
                false => Reaction::Json(401, json!({"error": "another key"})),
            }
        })
    };
    let (first, second) = (asked_of(OLD), asked_of(NEW));
    let provider = |name: &str, secret: &str, at: &ScriptedApi| {
        json!({"name": name, "openai": {"model": name}, "host": at.address().ip(),
            "port": at.address().port(), "policies": {"auth": {"secretRef": {"name": secret}},
            "ai": {"routes": {"*": "Passthrough"}}}})
    };
    let groups = json!([{"providers": [provider("first", "other", &first)]},
        {"providers": [provider("second", "k", &second)]}]);
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "both", "namespace": bench.namespace}, "spec": {"ai": {"groups": groups}}});
    bench.control_plane.apply(&backend.to_string());
    bench.key(&["set", "k", "--wait=false"], OLD);
    let taken = bench.key(&["rotate", "k", "--verify", "both", "--wait=false"], NEW);
    assert_eq!(taken.code, Some(0), "{taken:?}");
    let at = second.address().to_string();
    assert!(taken.stderr.contains(&format!("verified: {at}, the provider of")), "{taken:?}");
    let (first, second) = (first.asked(), second.asked());
    assert_eq!((first.len(), second.len()), (0, 1), "{first:?} {second:?}");
    let body: Value = serde_json::from_str(&second[0].body).expect("JSON");
    assert_eq!(body["model"], "second");
}

#[test]
fn a_key_that_was_written_is_waited_for_until_its_backends_are_taken() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    bench.backend("gpt", "k", None, None);
    bench.backend("other", "elsewhere", None, None);
    let says = |backend: &str, status: &str| {
        let status = json!({"status": {"conditions": [{"type": "Accepted", "status": status,
            "reason": "Said", "message": "the Secret is not found", "observedGeneration": 1,
            "lastTransitionTime": "2026-01-01T00:00:00Z"}]}});
        let patch = [
            "patch",
            "agbe",
            backend,
            "-n",
            &bench.namespace,
            "--subresource=status",
            "--type=merge",
            "-p",
            &status.to_string(),
        ];
        bench.control_plane.kubectl(&patch).expect_success();
    };
    says("gpt", "False");
    says("other", "False");
    let refused = bench.key(&["set", "k", "--timeout=300ms"], OLD);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    let words = format!("AgentgatewayBackend {}/gpt: ", bench.namespace);
    assert!(refused.stderr.contains(&words), "{refused:?}");
    assert!(!refused.stderr.contains("/other"), "{refused:?}");
    says("gpt", "True");
    let ready = bench.key(&["rotate", "k"], NEW);
    assert!(ready.code == Some(0) && ready.stderr.contains("ready:"), "{ready:?}");
}

#[test]
fn a_provider_that_is_not_there_verifies_nothing() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    let provider = ScriptedApi::start(|_| Reaction::BreakOff);
    bench.backend("gpt", "k", None, Some(&provider));
    bench.key(&["set", "k"], OLD);
    let before = bench.version("k");
    let ended = bench.key(&["rotate", "k", "--verify", "gpt"], NEW);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(ended.stderr.contains("not verified and nothing was written"), "{ended:?}");
    assert_eq!(bench.version("k"), before);
}

#[test]
fn the_list_names_keys_and_users_and_the_check_says_what_to_do() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    bench.key(&["set", "good"], OLD);
    bench.key(&["set", "spare"], OLD);
    bench.create("doubled", &json!({"Authorization": format!("Bearer Bearer {OLD}\n")}));
    bench.create("elsewhere", &json!({"apiKey": OLD}));
    bench.create("empty", &json!({"Authorization": ""}));
    bench.create("strangers", &json!({"password": "canary"}));
    for (backend, secret, key) in [
        ("a", "good", None),
        ("b", "good", None),
        ("c", "doubled", None),
        ("d", "elsewhere", Some("api-key")),
        ("e", "empty", None),
        ("f", "gone", None),
    ] {
        bench.backend(backend, secret, key, None);
    }
    let listed = bench.key(&["list"], "");
    assert_eq!(listed.code, Some(0), "{listed:?}");
    let rows: Vec<String> = listed
        .stdout
        .lines()
        .map(|line| {
            let cells: Vec<_> =
                line.split("   ").map(str::trim).filter(|c| !c.is_empty()).collect();
            let age = cells.iter().position(|cell| cell.ends_with('s') && cell.len() < 5);
            let cells = cells.iter().enumerate().filter(|(at, _)| Some(*at) != age);
            cells.map(|(_, cell)| *cell).collect::<Vec<_>>().join("|")
        })
        .collect();
    let expected = [
        "NAME|DATA KEYS|USED BY|STATUS",
        "doubled|Authorization|backend/c|SecretKeyInvalid",
        "elsewhere|apiKey|backend/d|SecretKeyInvalid",
        "empty|Authorization|backend/e|SecretKeyInvalid",
        "gone|<none>|backend/f|SecretNotFound",
        "good|Authorization|backend/a, backend/b|Ready",
        "spare|Authorization|<none>|Unused",
    ];
    assert_eq!(rows, expected, "{}", listed.stdout);

    let checked = bench.key(&["check", "-o", "json"], "");
    assert_eq!(checked.code, Some(1), "{checked:?}");
    let found: Value = serde_json::from_str(&checked.stdout).expect("JSON");
    let reasons: Vec<_> = found["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|one| format!("{} {}", one["name"], one["reason"]).replace('"', ""))
        .collect();
    let expected = [
        "doubled TrailingNewline",
        "doubled BearerTwice",
        "elsewhere WrongDataKey",
        "empty Empty",
        "gone SecretNotFound",
    ];
    assert_eq!(reasons, expected);
    for one in found["items"].as_array().expect("items") {
        let next = one["next"].as_str().expect("a command");
        assert!(next.starts_with("kubectl agw key set "), "{next}");
    }
    assert_eq!(bench.key(&["check", "good"], "").code, Some(0));
    let one = bench.key(&["check", "elsewhere"], "");
    assert_eq!(one.code, Some(1));
    assert!(one.stdout.contains("d reads `api-key`"), "{one:?}");
    assert_eq!(bench.key(&["check", "strangers"], "").code, Some(0));
    assert_eq!(bench.key(&["check", "nowhere"], "").code, Some(1));
    let everywhere = run(
        {
            let mut command = program_for(bench.control_plane.admin_kubeconfig());
            command.args(["key", "list", "-A", "-o", "json"]);
            command
        },
        "",
    );
    assert!(everywhere.code == Some(0) && !everywhere.stdout.contains("canary"));
    assert!(everywhere.stdout.contains(&bench.namespace));
}

#[test]
fn who_may_not_read_secrets_sees_who_uses_them_and_writes_nothing_blindly() {
    let Some(bench) = Bench::new(test_name!()) else { return };
    bench.backend("a", "k", None, None);
    bench.key(&["set", "k"], OLD);
    let reader = bench.control_plane.reader_without_secrets(&bench.namespace);
    let as_reader = |arguments: &[&str], stdin: &str| {
        let mut command = program_for(&reader);
        command.arg("key").args(arguments).args(["-n", &bench.namespace]);
        run(command, stdin)
    };
    let listed = as_reader(&["list"], "");
    assert_eq!(listed.code, Some(0), "{listed:?}");
    assert!(listed.stdout.contains("no permission"), "{listed:?}");
    assert!(
        listed.stderr.contains("Secrets that no backend references are not shown"),
        "{listed:?}"
    );
    let before = bench.version("k");
    let refused = as_reader(&["set", "k"], NEW);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(refused.stderr.contains("nothing was written"), "{refused:?}");
    assert_eq!(bench.version("k"), before);
}
