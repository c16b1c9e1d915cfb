//! `kill` and `resume` beside files: in force at once, kept over restarts, shut where the state cannot be read.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::poll;
use crate::support::open_streams::{Asked, OpenStreams};
use crate::support::plain_http::{Reply, post};
use crate::support::serving::{Serving, is_optimised, program, timed_for};

const MANIFESTS: &str = r#"
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: gpt}
spec:
  ai: {provider: {openai: {model: gpt-4o}}}
  policies: {ai: {routes: {/v1/responses: Responses, "*": Completions}}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: claude}
spec:
  ai: {provider: {anthropic: {model: claude-x}}}
  policies: {ai: {routes: {/v1/messages: Messages}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: models}
spec:
  rules:
  - matches: [{path: {value: /v1/messages}}]
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: claude}]
  - backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}]
"#;

const CHAT: Asked = (
    "/v1/chat/completions",
    r#"{"model":"any","stream":true,"messages":[{"role":"user","content":"hi"}]}"#,
);
const MESSAGES: Asked = (
    "/v1/messages",
    r#"{"model":"any","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"#,
);

const RESPONSES: Asked = ("/v1/responses", r#"{"model":"any","stream":true,"input":"hi"}"#);

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("models.yaml"), MANIFESTS).expect("written");
    folder
}

fn serve(folder: &Path, more: &[&str]) -> Serving {
    let path = folder.to_str().expect("text");
    Serving::start(
        timed_for(Path::new("/nowhere")),
        &[&["-f", path, "--simulate", "--admin-port", "0"], more].concat(),
    )
}

fn agw(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command: Command = timed_for(Path::new("/nowhere"));
    command.args(arguments).arg("-f").arg(folder);
    run(command, "")
}

fn ask(address: SocketAddr, (path, body): Asked) -> Reply {
    post(address, path, &[], &body.replace(r#""stream":true,"#, "")).expect("a reply")
}

/// A change is in force within this time of the command's return. Alone it takes a tenth of it (docs/kill-switch.md has the
/// figures); beside the other tests, all cores are busy.
fn bound() -> Duration {
    Duration::from_millis(if is_optimised() { 500 } else { 2000 })
}

fn becomes(address: SocketAddr, asked: Asked, status: u16) -> Duration {
    let since = Instant::now();
    let met = poll(Duration::from_secs(20), || {
        (ask(address, asked).status == status).then(|| since.elapsed())
    });
    met.expect("the status in time")
}

#[test]
fn a_kill_is_in_force_at_once_survives_a_restart_and_ends_with_resume() {
    let folder = folder();
    let serving = serve(folder.path(), &[]);
    assert_eq!(ask(serving.address(), CHAT).status, 200);
    let killed = agw(folder.path(), &["kill", "model", "gpt-4o", "--reason", "it leaks"]);
    assert_eq!(killed.code, Some(0), "{killed:?}");
    let state = folder.path().join("agw.kills").display().to_string();
    assert_eq!(killed.stdout, format!("model gpt-4o killed ({state})\n"));
    assert!(killed.stderr.contains("kubectl agw resume model gpt-4o -f "), "{killed:?}");
    let took = becomes(serving.address(), CHAT, 503);
    eprintln!("a kill is in force within {took:?}");
    assert!(took < bound(), "{took:?}");
    let reply = ask(serving.address(), CHAT);
    assert_eq!(reply.header("x-should-retry"), Some("false"), "{reply:?}");
    let body: Value = serde_json::from_str(&reply.body).expect("JSON");
    assert_eq!(body["error"]["message"], "stopped by the kill switch: model gpt-4o: it leaks");
    assert_eq!(ask(serving.address(), MESSAGES).status, 200);
    serving.wait_for_word("kill: stopped by the kill switch: model gpt-4o: it leaks (by ");
    drop(serving);

    let serving = serve(folder.path(), &[]);
    assert_eq!(ask(serving.address(), CHAT).status, 503, "the first request after a restart");
    let listed = agw(folder.path(), &["kill", "list", "-o", "json"]);
    let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    assert_eq!(listed["items"][0]["name"], "gpt-4o", "{listed}");
    assert_eq!(listed["items"][0]["state"], "killed", "{listed}");
    let resumed = agw(folder.path(), &["resume", "model", "gpt-4o"]);
    assert_eq!(resumed.stdout, format!("model gpt-4o resumed ({state})\n"), "{resumed:?}");
    let took = becomes(serving.address(), CHAT, 200);
    assert!(took < bound(), "{took:?}");
    serving.wait_for_word("resume: model gpt-4o is served again (by ");
    let again = agw(folder.path(), &["resume", "model", "gpt-4o"]);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(again.stderr.contains("model gpt-4o is not killed"), "{again:?}");
}

#[test]
fn a_kill_ends_by_itself_when_its_time_is_over() {
    let folder = folder();
    let serving = serve(folder.path(), &[]);
    let all = ["kill", "all", "--reason", "a test", "--for", "2s"];
    assert_eq!(agw(folder.path(), &all).code, Some(0));
    becomes(serving.address(), CHAT, 503);
    let reply = ask(serving.address(), CHAT);
    assert!(reply.body.contains("everything: a test (until 20"), "{reply:?}");
    becomes(serving.address(), CHAT, 200);
    let listed = agw(folder.path(), &["kill", "list"]);
    assert!(listed.stdout.contains("expired"), "{listed:?}");
}

#[test]
fn a_state_that_cannot_be_read_stops_everything_and_says_how_to_fix_it() {
    let folder = folder();
    let state = folder.path().join("agw.kills");
    let serving = serve(folder.path(), &[]);
    for broken in ["", "{\"kills\": [", "{\"kills\": [{\"kind\": \"model\"}]}"] {
        std::fs::write(&state, broken).expect("written");
        becomes(serving.address(), CHAT, 503);
        let reply = ask(serving.address(), MESSAGES);
        let body: Value = serde_json::from_str(&reply.body).expect("JSON");
        let message = body["error"]["message"].as_str().expect("a message");
        for words in ["everything counts as killed", "agw.kills", "fix it, or remove it"] {
            assert!(message.contains(words), "{message}");
        }
        let refused = agw(folder.path(), &["kill", "model", "m", "--reason", "r"]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains("fix it, or remove it"), "{refused:?}");
        assert_eq!(std::fs::read_to_string(&state).expect("text"), broken);
        std::fs::remove_file(&state).expect("removed");
        becomes(serving.address(), CHAT, 200);
    }
    drop(serving);
    std::fs::create_dir(&state).expect("a folder in its place");
    let serving = serve(folder.path(), &[]);
    assert_eq!(ask(serving.address(), CHAT).status, 503);
    serving.wait_for_word("everything counts as killed");
}

#[test]
fn explain_says_what_serve_answers() {
    let folder = folder();
    let explained =
        |path: &str| agw(folder.path(), &["explain", "--path", path, "--model", "any"]).stdout;
    assert!(!explained(CHAT.0).contains("kill switch"), "{}", explained(CHAT.0));
    for (kind, name) in [
        ("provider", Some("openai")),
        ("model", Some("gpt-4o")),
        ("backend", Some("gpt")),
        ("route", Some("models")),
        ("all", None),
    ] {
        let subject: Vec<&str> = [Some(kind), name].into_iter().flatten().collect();
        let kill = [&["kill"], subject.as_slice(), &["--reason", "it leaks"]].concat();
        assert_eq!(agw(folder.path(), &kill).code, Some(0), "{kind}");
        let said = explained(CHAT.0);
        assert!(said.contains("stopped by the kill switch") && said.contains("503"), "{said}");
        let other = explained(MESSAGES.0).contains("stopped by the kill switch");
        assert_eq!(other, matches!(kind, "route" | "all"), "{kind}");
        let resume = [&["resume"], subject.as_slice()].concat();
        assert_eq!(agw(folder.path(), &resume).code, Some(0), "{kind}");
    }
}

#[test]
fn a_drill_says_what_would_stop_and_changes_nothing() {
    let folder = folder();
    for (arguments, wanted, unwanted) in [
        (vec!["model", "gpt-4o"], "default/gpt", "default/claude"),
        (vec!["provider", "anthropic"], "default/claude", "default/gpt"),
        (vec!["route", "models"], "default/models.1", "continues"),
        (vec!["all"], "default/models.0", "continues"),
    ] {
        let drill = agw(folder.path(), &[&["kill"], arguments.as_slice(), &["--drill"]].concat());
        assert_eq!(drill.code, Some(0), "{drill:?}");
        assert!(drill.stdout.contains(wanted) && drill.stdout.contains("stops"), "{drill:?}");
        assert!(!drill.stdout.contains(unwanted), "{drill:?}");
    }
    let none = agw(folder.path(), &["kill", "model", "gpt-5", "--drill"]);
    assert!(none.stderr.contains("no route serves model gpt-5"), "{none:?}");
    assert!(!folder.path().join("agw.kills").exists());
}

#[test]
fn what_cannot_be_killed_is_refused_with_a_sentence() {
    let folder = folder();
    for (arguments, words) in [
        (vec!["model", "m"], "--reason"),
        (vec!["model", "m", "--reason", " "], "--reason is empty"),
        (vec!["provider", "openia", "--reason", "r"], "no provider openia"),
        (vec!["route", "a/b/c", "--reason", "r"], "NAMESPACE/NAME"),
        (
            vec!["key", "sk-proj-0123456789abcdefghijklmnop", "--reason", "r"],
            "pass the name of its owner",
        ),
    ] {
        let refused = agw(folder.path(), &[&["kill"], arguments.as_slice()].concat());
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains(words), "{refused:?}");
        assert!(!refused.stderr.contains("0123456789abcdef"), "{refused:?}");
    }
    assert!(!folder.path().join("agw.kills").exists());
}

#[test]
fn kills_and_their_ends_are_acts_in_the_audit_log() {
    let folder = folder();
    let audit = folder.path().join("audit");
    let key = folder.path().join("key");
    let (audit, key) = (audit.to_str().expect("text"), key.to_str().expect("text"));
    let mut serving = serve(folder.path(), &["--audit", audit, "--audit-sign-with", key]);
    agw(folder.path(), &["kill", "all", "--reason", "it leaks"]);
    becomes(serving.address(), CHAT, 503);
    agw(folder.path(), &["resume", "all"]);
    becomes(serving.address(), CHAT, 200);
    serving.wait_for_word("resume: everything");
    serving.terminate();
    assert_eq!(serving.exit_code(), Some(0));
    let mut verify = program();
    verify.args(["audit", "verify", audit]);
    let verified = run(verify, "");
    assert_eq!(verified.code, Some(0), "{verified:?}");
    let log = std::fs::read_to_string(Path::new(audit).join("000001.jsonl")).expect("a log");
    let has = |words: &[&str]| log.lines().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(has(&[r#""act":"kill""#, "everything: it leaks", "uid"]), "{log}");
    assert!(has(&[r#""act":"resume""#, "everything is served again", "uid"]), "{log}");
    assert!(has(&[r#""decision":"killed""#, r#""http.status":503"#]), "{log}");
}

#[test]
fn a_thousand_streams_end_within_the_bound_of_the_commands_return() {
    const STREAMS: usize = 1000;
    let folder = folder();
    let serving = serve(folder.path(), &["--no-access-log", "--simulate-pace", "10m"]);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let address = serving.address();
    let open = runtime.block_on(OpenStreams::open(address, STREAMS, &[CHAT, MESSAGES, RESPONSES]));
    let killed = agw(folder.path(), &["kill", "all", "--reason", "it leaks"]);
    let returned = Instant::now();
    assert_eq!(killed.code, Some(0), "{killed:?}");
    let ended = runtime.block_on(open.ended());
    let late = ended.iter().map(|one| one.at.saturating_duration_since(returned)).max();
    let late = late.expect("some");
    for one in &ended {
        assert!(one.broken && one.text.contains("everything: it leaks"), "{}", one.text);
        let is_named = one.text.contains("event: error\ndata: ");
        assert_eq!(is_named, one.asked.0 != CHAT.0, "{}", one.text);
    }
    eprintln!("{STREAMS} streams ended within {late:?} of the command's return");
    assert!(late < bound(), "{late:?}");
}

/// The state, and what is killed, of each model, by the views.
fn viewed(folder: &Path, name: &str) -> (String, Value) {
    let listed = agw(folder, &["list", "-o", "json"]);
    let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    let items = listed["items"].as_array().cloned().unwrap_or_default();
    let row = items.into_iter().find(|item| item["name"] == name).expect("the model");
    let state = row["status"]["state"].as_str().expect("a state").to_owned();
    (state, row["status"]["killed"].clone())
}

#[test]
fn views_say_what_is_killed_as_serve_answers_and_by_whom_why_and_until_when() {
    let folder = folder();
    let serving = serve(folder.path(), &[]);
    for (kind, name) in [
        ("provider", Some("openai")),
        ("model", Some("gpt-4o")),
        ("backend", Some("gpt")),
        ("route", Some("models")),
        ("all", None),
    ] {
        let subject: Vec<&str> = [Some(kind), name].into_iter().flatten().collect();
        let more = ["--reason", "it leaks", "--for", "2h"];
        let kill = [&["kill"], subject.as_slice(), &more].concat();
        assert_eq!(agw(folder.path(), &kill).code, Some(0), "{kind}");
        becomes(serving.address(), CHAT, 503);
        let answers = ask(serving.address(), MESSAGES).status;
        let (state, killed) = viewed(folder.path(), "gpt");
        assert_eq!(state, "Killed", "{kind}");
        assert_eq!(killed["reason"], "it leaks", "{kind}");
        assert!(killed["by"].as_str().expect("who").contains("uid"), "{killed}");
        assert!(killed["until"].as_str().expect("a time").starts_with("20"), "{killed}");
        let other = viewed(folder.path(), "claude").0;
        assert_eq!(other == "Killed", answers == 503, "{kind}: {other} {answers}");
        for (view, words) in [
            (vec!["list"], "Killed"),
            (vec!["describe", "model", "gpt"], "Status:     Killed: "),
            (vec!["describe", "model", "gpt"], "kubectl agw resume "),
            (vec!["tree"], "■ Killed"),
            (vec!["graph", "-o", "svg"], "Killed"),
            (vec!["graph", "-o", "mermaid"], ":::killed"),
        ] {
            let shown = agw(folder.path(), &view);
            assert!(shown.stdout.contains(words), "{kind}: {view:?}: {shown:?}");
        }
        let status = agw(folder.path(), &["status"]);
        assert!(status.stdout.contains("KILLED") && status.stdout.contains("it leaks"));
        let resume = [&["resume"], subject.as_slice()].concat();
        assert_eq!(agw(folder.path(), &resume).code, Some(0), "{kind}");
        becomes(serving.address(), CHAT, 200);
        assert_eq!(viewed(folder.path(), "gpt").1, Value::Null, "{kind}");
    }
}

#[test]
fn what_is_killed_is_no_fault_of_the_status_and_a_broken_record_is() {
    let folder = folder();
    for variable in ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"] {
        assert!(std::env::var_os(variable).is_none(), "{variable}");
    }
    let before = agw(folder.path(), &["status"]);
    let kill = ["kill", "model", "gpt-4o", "--reason", "it leaks"];
    assert_eq!(agw(folder.path(), &kill).code, Some(0));
    let after = agw(folder.path(), &["status", "-o", "json"]);
    assert_eq!((before.code, after.code), (Some(0), Some(0)), "{before:?} {after:?}");
    let report: Value = serde_json::from_str(&after.stdout).expect("JSON");
    assert_eq!(report["ready"], true, "{report}");
    assert_eq!(report["kills"][0]["target"], "model gpt-4o", "{report}");
    assert_eq!(report["models"]["killed"], 1, "{report}");
    std::fs::write(folder.path().join("agw.kills"), "{").expect("written");
    for view in [vec!["status"], vec!["list"]] {
        let broken = agw(folder.path(), &view);
        assert_eq!(broken.code, Some(1), "{view:?}: {broken:?}");
        assert!(broken.stderr.contains("fix it, or remove it"), "{view:?}: {broken:?}");
        assert!(broken.stdout.contains("Killed") || view == ["status"], "{view:?}: {broken:?}");
    }
    let listed = agw(folder.path(), &["kill", "list", "-o", "json"]);
    let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    let reason = listed["unreadable"][0]["reason"].as_str().expect("a reason");
    assert!(reason.contains("fix it, or remove it"), "{listed}");
    let (state, killed) = viewed(folder.path(), "claude");
    assert_eq!(
        (state.as_str(), &killed["by"], &killed["target"]),
        ("Killed", &Value::Null, &Value::from("everything"))
    );
}

#[test]
fn a_drill_of_a_name_says_which_models_behind_it_stop() {
    const MODELS: &str = r#"
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: g}, spec: {gatewayClassName: c, listeners: [
  {name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{group: agentgateway.dev, kind: AgentgatewayModel}]}}]}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayModel, metadata: {name: fast}, spec: {
  parentRefs: [{name: g}], provider: OpenAI}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayModel, metadata: {name: any}, spec: {
  parentRefs: [{name: g}], provider: OpenAI, match: {model: "gpt-*"}}}
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayModel, metadata: {name: best}, spec: {
  parentRefs: [{name: g}], virtualModel: {weighted: {targets: [{modelRef: {name: fast}}]}}}}
"#;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("models.yaml"), MODELS).expect("written");
    for (name, wanted, unwanted) in [
        ("best", "default/best  best    stops", "default/fast"),
        ("fast", "default/best  best    stops", "default/any"),
        ("gpt-5", "default/any  gpt-*   requests that name it stop", "default/best"),
    ] {
        let drill = agw(folder.path(), &["kill", "model", name, "--drill"]);
        let shown = drill.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(&wanted) && !shown.contains(unwanted), "{name}: {drill:?}");
    }
}

#[test]
fn check_finds_a_kill_that_has_ended_and_a_record_that_cannot_be_read() {
    let folder = folder();
    let check = |code| agw(folder.path(), &["check", "--level", "info", "--only", code]);
    agw(folder.path(), &["kill", "model", "gpt-4o", "--reason", "r", "--for", "1s"]);
    let running = check("AGW9007");
    assert!(!running.stdout.contains("AGW9007"), "{running:?}");
    let found = poll(Duration::from_secs(20), || {
        let found = check("AGW9007").stdout;
        found.contains("the kill of model gpt-4o ended at 20").then_some(())
    });
    assert!(found.is_some());
    assert!(!check("AGW9008").stdout.contains("AGW9008"));
    std::fs::write(folder.path().join("agw.kills"), "{").expect("written");
    let broken = check("AGW9008");
    assert_eq!(broken.code, Some(1), "{broken:?}");
    assert!(broken.stdout.contains("fix it, or remove it"), "{broken:?}");
}

#[test]
fn key_list_says_which_keys_and_clients_are_stopped() {
    let folder = folder();
    let manifests =
        MANIFESTS.replacen("  policies: {ai:", "  policies: {auth: {secretRef: {name: k}}, ai:", 1);
    std::fs::write(folder.path().join("models.yaml"), manifests).expect("written");
    let state = || agw(folder.path(), &["key", "list"]).stdout.contains("Killed");
    assert!(!state());
    agw(folder.path(), &["kill", "provider", "openai", "--reason", "it leaks"]);
    agw(folder.path(), &["kill", "key", "ann", "--reason", "she left"]);
    assert!(state());
    let listed = agw(folder.path(), &["key", "list", "-o", "json"]);
    assert!(listed.stderr.contains("killed: key ann, by "), "{listed:?}");
    let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    assert_eq!(listed["items"][0]["killed"]["target"], "provider openai", "{listed}");
}

#[test]
fn a_watched_list_shows_a_kill_and_its_end() {
    let folder = folder();
    let page = tempfile::NamedTempFile::new().expect("a file");
    let mut command: Command = timed_for(Path::new("/nowhere"));
    command.args(["list", "-w", "-o", "json", "-f"]).arg(folder.path());
    let mut list = command.stdout(page.reopen().expect("the file")).spawn().expect("started");
    let shows = |words: &str, times: usize| {
        let shown = || std::fs::read_to_string(page.path()).unwrap_or_default();
        let met = poll(Duration::from_secs(20), || {
            (shown().matches(words).count() >= times).then_some(())
        });
        assert!(met.is_some(), "{words}: {}", shown());
    };
    shows("\"name\": \"gpt\"", 1);
    agw(folder.path(), &["kill", "model", "gpt-4o", "--reason", "it leaks", "--for", "2s"]);
    shows("\"target\": \"model gpt-4o\"", 1);
    shows("\"name\": \"gpt\"", 3);
    list.kill().expect("ended");
    list.wait().expect("ended");
}
