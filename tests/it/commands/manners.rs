//! Ctrl-C, a reader who has left, a connection that breaks: what is said afterwards is true of the terminal and of the
//! cluster.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::support::control_plane::kubectl::run;
use crate::support::control_plane::{poll, skip, test_name};
use crate::support::scripted_api::{Reaction, RecordedRequest, ScriptedApi};
use crate::support::serving::program;
use crate::support::terminal::Terminal;

const CANARY: &str = "sk-canary-0123456789";
const ADD: &[&str] = &["add-backend", "gpt", "--provider", "openai", "--model", "gpt-4o"];

/// Ctrl-C, as a terminal sends it to the program in front of it.
fn interrupt(child: &Child) {
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("a process");
    kill_process(pid, Signal::INT).expect("a signal");
}

fn words_of(mut child: Child) -> (Option<i32>, String) {
    let mut said = String::new();
    let stderr = child.stderr.take().expect("a pipe");
    BufReader::new(stderr).read_to_string(&mut said).expect("words");
    (child.wait().expect("an end").code(), said)
}

fn quiet(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// Runs with a stdout that nobody reads.
fn unread(mut command: Command) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped());
    words_of(command.spawn().expect("the program starts"))
}

#[test]
fn a_reader_who_has_left_ends_every_command_quietly() {
    let api = ScriptedApi::start(|asked| match asked.target.as_str() {
        target if target.contains("/secrets?") || target.contains("/agentgateway") => {
            let items = json!([{"metadata": {"name": "k", "namespace": "n"},
                "spec": {"ai": {"provider": {"openai": {}}},
                    "policies": {"auth": {"secretRef": {"name": "k"}}}}}]);
            let list = json!({"apiVersion": "v1", "kind": "List",
                "metadata": {"resourceVersion": "1"}, "items": items});
            if asked.method == "GET" { Reaction::Json(200, list) } else { Reaction::usual(asked) }
        }
        _ => Reaction::usual(asked),
    });
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");
    let offline: &[&[&str]] = &[
        &["--help"],
        &["key", "--help"],
        &["version"],
        &["completion", "bash"],
        &["crds", "print"],
        &["crds", "install", "--dry-run=client"],
        &["list", "-f", examples],
        &["list", "-o", "json", "-f", examples],
        &["list", "-o", "yaml", "-f", examples],
        &["list", "-o", "name", "-f", examples],
        &["test", "curl", "--print", "openai", "-f", examples],
        &[ADD, &["--export", "-n", "n"]].concat(),
        &[ADD, &["--dry-run=client", "-o", "json", "-n", "n"]].concat(),
        &["key", "set", "k", "--from-env", "CANARY", "--dry-run=client", "-n", "n"],
    ];
    let online: &[&[&str]] = &[
        &["key", "list"],
        &["key", "list", "-o", "json"],
        &["key", "set", "k2", "--from-env", "CANARY", "-o", "yaml", "--dry-run=server"],
    ];
    let commands = offline.iter().map(|arguments| {
        let mut command = program();
        command.args(*arguments);
        (arguments, command)
    });
    let online = online.iter().map(|arguments| (arguments, api.program(arguments)));
    for (arguments, mut command) in commands.chain(online) {
        command.env("CANARY", CANARY);
        let (code, said) = unread(command);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
        for word in ["panicked", "error", "Broken pipe"] {
            assert!(!said.contains(word), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn a_reader_who_has_left_does_not_stop_the_second_write() {
    let api = ScriptedApi::start(Reaction::usual);
    let (code, said) = unread(api.program(&[ADD, &["--wait=false"]].concat()));
    assert_eq!((code, api.writes()), (Some(0), 2), "{said}");
}

#[test]
fn ctrl_c_at_the_prompt_restores_the_echo_and_writes_nothing() {
    let Some(terminal) = Terminal::open() else {
        return skip(test_name!(), "this system gives no pseudo-terminal");
    };
    let api = ScriptedApi::start(Reaction::usual);
    for arguments in [["key", "set", "k"], ["key", "rotate", "k"]] {
        assert!(terminal.echoes());
        let mut command = api.program(&arguments);
        command.stdin(terminal.stdin()).stdout(Stdio::null()).stderr(Stdio::piped());
        let child = command.spawn().expect("the program starts");
        terminal.wait_until_hidden();
        terminal.types("half a ke");
        interrupt(&child);
        let (code, said) = words_of(child);
        assert_eq!(code, Some(130), "{said}");
        assert!(said.contains("interrupted: nothing was written"), "{said}");
        assert!(terminal.echoes(), "the terminal stays silent");
    }
    assert_eq!(api.asked().len(), 0);
}

#[test]
fn what_is_typed_at_the_prompt_is_written_and_never_shown() {
    let Some(terminal) = Terminal::open() else {
        return skip(test_name!(), "this system gives no pseudo-terminal");
    };
    let api = ScriptedApi::start(Reaction::usual);
    let mut command = api.program(&["key", "set", "k"]);
    command.stdin(terminal.stdin()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    terminal.wait_until_hidden();
    terminal.types(&format!("{CANARY}\n"));
    let mut printed = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut printed).expect("words");
    let (code, said) = words_of(child);
    assert_eq!((code, printed.as_str()), (Some(0), "secret/k serverside-applied\n"), "{said}");
    assert!(said.contains("key for Secret k (hidden): "), "{said}");
    assert!(!(printed + &said + &terminal.shown()).contains(CANARY));
    assert!(terminal.echoes());
    let base64 = "c2stY2FuYXJ5LTAxMjM0NTY3ODk=";
    let written = api.asked().into_iter().find(|asked| asked.writes()).expect("a write");
    assert_eq!(written.object()["data"], json!({"Authorization": base64}));
}

#[test]
fn a_terminal_is_not_asked_where_that_is_forbidden() {
    let Some(terminal) = Terminal::open() else {
        return skip(test_name!(), "this system gives no pseudo-terminal");
    };
    let mut command = program();
    command.args(["key", "set", "k", "--no-prompt"]);
    command.stdin(terminal.stdin()).stdout(Stdio::null()).stderr(Stdio::piped());
    let (code, said) = words_of(command.spawn().expect("the program starts"));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--from-env"), "{said}");
}

#[test]
fn ctrl_c_while_waiting_says_what_was_written() {
    let api = ScriptedApi::start(|asked| match (asked.method.as_str(), asked.target.as_str()) {
        ("GET", target) if target.contains("/agentgatewaybackends/gpt") => Reaction::Silence,
        _ => Reaction::usual(asked),
    });
    let mut command = api.program(&[ADD, &["--timeout=60s"]].concat());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let is_wait = |asked: &RecordedRequest| {
        asked.method == "GET" && asked.target.contains("agentgatewaybackends/gpt")
    };
    let waits = || api.asked().iter().any(is_wait).then_some(());
    assert!(poll(Duration::from_secs(20), waits).is_some(), "it does not wait");
    interrupt(&child);
    let mut results = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut results).expect("words");
    let (code, said) = words_of(child);
    assert_eq!(code, Some(130), "{said}");
    let written = "interrupted: everything was written to namespace n (http://127.0.0.1";
    assert!(said.contains(written) && said.contains("AgentgatewayBackend n/gpt"), "{said}");
    for object in
        ["agentgatewaybackend.agentgateway.dev/gpt", "httproute.gateway.networking.k8s.io/gpt"]
    {
        assert!(results.contains(&format!("{object} serverside-applied\n")), "{results}");
    }
}

#[test]
fn ctrl_c_between_the_writes_says_which_is_there_and_which_may_be() {
    let api = ScriptedApi::start(|asked| match asked.target.contains("/httproutes/") {
        true if asked.writes() => Reaction::Silence,
        _ => Reaction::usual(asked),
    });
    let child = quiet(api.program(ADD));
    let sends = poll(Duration::from_secs(20), || (api.writes() == 2).then_some(()));
    assert!(sends.is_some(), "it does not write");
    interrupt(&child);
    let (code, said) = words_of(child);
    assert_eq!(code, Some(130), "{said}");
    assert!(
        said.contains("agentgatewaybackend.agentgateway.dev/gpt; it is unknown whether httproute"),
        "{said}"
    );
    assert!(said.contains("run the same command again to write the rest"), "{said}");
}

#[test]
fn ctrl_c_before_the_writes_says_that_nothing_was() {
    let api = ScriptedApi::start(|asked| match asked.is_dry() {
        true => Reaction::Silence,
        false => Reaction::usual(asked),
    });
    let child = quiet(api.program(ADD));
    let asks = || api.asked().iter().any(|asked| asked.is_dry());
    assert!(poll(Duration::from_secs(20), || asks().then_some(())).is_some(), "it asks nothing");
    interrupt(&child);
    let (code, said) = words_of(child);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("interrupted: nothing was written"), "{said}");
}

/// What a cluster says that has a route, as `remove` and `set` look at it.
fn with_a_route(asked: &RecordedRequest) -> Reaction {
    let route = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": {"name": "r", "namespace": "n"},
        "spec": {"rules": [{"backendRefs": [{"name": "a", "weight": 1}]}]}});
    let is_list = asked.target.contains("/httproutes?");
    match asked.method.as_str() {
        "GET" if is_list => Reaction::Json(
            200,
            json!({"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": "1"}, "items": [route]}),
        ),
        "GET" if asked.target.contains("/httproutes/r") => Reaction::Json(200, route),
        _ => Reaction::usual(asked),
    }
}

#[test]
fn ctrl_c_in_the_middle_of_any_write_says_what_is_not_known() {
    let manifest = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\n\
                    spec: {rules: [{backendRefs: [{name: a}]}]}\n";
    let mut file = tempfile::NamedTempFile::with_suffix(".yaml").expect("a file");
    std::io::Write::write_all(&mut file, manifest.as_bytes()).expect("written");
    let file = file.path().to_str().expect("a path");
    let route = "HTTPRoute n/r";
    let crd = "customresourcedefinition.apiextensions.k8s.io/agentgatewaybackends.agentgateway.dev";
    let commands: &[(&[&str], &str)] = &[
        (&["crds", "install"], &format!("whether {crd} was written to http://127.0.0.1")),
        (&["set", "weight", "r", "a=2"], &format!("whether {route} was changed in namespace n")),
        (
            &["remove", "route", "r", "--yes"],
            &format!("whether {route} was removed from namespace n"),
        ),
        (&["apply", "-f", file], "whether httproute.gateway.networking.k8s.io/r was written to"),
    ];
    for (arguments, words) in commands {
        let api = ScriptedApi::start(|asked| match asked.writes() {
            true => Reaction::Silence,
            false => with_a_route(asked),
        });
        let child = quiet(api.program(arguments));
        let sends = poll(Duration::from_secs(20), || (api.writes() == 1).then_some(()));
        assert!(sends.is_some(), "{arguments:?} writes nothing");
        interrupt(&child);
        let (code, said) = words_of(child);
        assert_eq!(code, Some(130), "{arguments:?}: {said}");
        assert!(
            said.contains(words) && said.contains("it is unknown whether"),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn remove_asks_on_a_terminal_and_goes_on_at_yes_alone() {
    let Some(terminal) = Terminal::open() else {
        return skip(test_name!(), "this system gives no pseudo-terminal");
    };
    for (answer, code, deletions) in
        [("n\n", 1, 0), ("\n", 1, 0), ("no way\n", 1, 0), ("Y\n", 0, 1)]
    {
        let api = ScriptedApi::start(with_a_route);
        let mut command = api.program(&["remove", "route", "r"]);
        command.stdin(terminal.stdin()).stdout(Stdio::null()).stderr(Stdio::piped());
        let child = command.spawn().expect("the program starts");
        terminal.types(answer);
        let (ended, said) = words_of(child);
        assert_eq!(ended, Some(code), "{answer:?}: {said}");
        assert!(said.contains("remove HTTPRoute n/r? [y/N]"), "{said}");
        assert_eq!(said.contains("nothing was removed"), deletions == 0, "{said}");
        assert_eq!(api.writes(), deletions, "{answer:?}: {said}");
    }
}

#[test]
fn ctrl_c_at_the_question_of_remove_removes_nothing() {
    let Some(terminal) = Terminal::open() else {
        return skip(test_name!(), "this system gives no pseudo-terminal");
    };
    let api = ScriptedApi::start(with_a_route);
    let mut command = api.program(&["remove", "route", "r"]);
    command.stdin(terminal.stdin()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut said = std::io::BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    while !line.contains("[y/N]") {
        line.clear();
        assert_ne!(
            std::io::BufRead::read_line(&mut said, &mut line).expect("text"),
            0,
            "no question"
        );
    }
    interrupt(&child);
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut said, &mut rest).expect("text");
    assert_eq!(child.wait().expect("an end").code(), Some(130), "{rest}");
    assert!(rest.contains("interrupted: nothing was removed"), "{rest}");
    assert_eq!(api.writes(), 0);
}

#[test]
fn crds_install_returns_when_the_kinds_are_served() {
    let looked = std::sync::atomic::AtomicUsize::new(0);
    let api = ScriptedApi::start(move |asked| {
        if asked.method != "GET" || !asked.target.contains("/customresourcedefinitions/") {
            return Reaction::usual(asked);
        }
        // Three looks before the writes, and one that comes too early.
        let looks = looked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let status = if looks > 3 { "True" } else { "False" };
        match looks {
            0..3 => Reaction::absent(),
            _ => Reaction::Json(
                200,
                json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                    "metadata": {"name": "x"},
                    "status": {"conditions": [{"type": "Established", "status": status}]}}),
            ),
        }
    });
    let ended = run(api.program(&["crds", "install"]), "");
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stderr.contains("ready: the cluster serves them"), "{ended:?}");
    let looks = api.asked().iter().filter(|asked| asked.method == "GET").count();
    assert_eq!(looks, 3 + 3 + 1, "before, after, and once more");
}

#[test]
fn a_connection_that_breaks_between_the_writes_names_what_was_written() {
    let api = ScriptedApi::start(|asked| match asked.target.contains("/httproutes/") {
        true if asked.writes() => Reaction::BreakOff,
        _ => Reaction::usual(asked),
    });
    let ended = run(api.program(ADD), "");
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert_eq!(ended.stdout, "agentgatewaybackend.agentgateway.dev/gpt serverside-applied\n");
    let backend = "written before that: agentgatewaybackend.agentgateway.dev/gpt in namespace n";
    let route = "whether httproute.gateway.networking.k8s.io/gpt was written";
    for words in [backend, route, "run the same command again to write the rest"] {
        assert!(ended.stderr.contains(words), "{words:?}: {ended:?}");
    }
}

#[test]
fn a_warning_of_the_cluster_is_shown_once_whatever_it_came_with() {
    let api = ScriptedApi::start(|asked| match asked.method.as_str() {
        "GET" => Reaction::usual(asked),
        _ => Reaction::Warn("unknown field \\\"spec.colour\\\"", asked.object()),
    });
    for arguments in [
        [ADD, &["--validate=warn", "--wait=false"]].concat(),
        vec!["key", "set", "k", "--from-env", "CANARY", "--validate=warn"],
    ] {
        let mut command = api.program(&arguments);
        command.env("CANARY", CANARY);
        let ended = run(command, "");
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let warnings: Vec<_> =
            ended.stderr.lines().filter(|line| line.starts_with("Warning: unknown")).collect();
        assert_eq!(warnings, ["Warning: unknown field \"spec.colour\""], "{ended:?}");
    }
    let asked = api.asked();
    let warned = asked.iter().filter(|asked| asked.target.contains("fieldValidation=Warn"));
    assert_eq!(warned.count(), 5, "two objects, checked and written, and a Secret");
}

#[test]
fn lines_end_with_the_words_of_the_last_one() {
    // A prompt leaves the cursor where the next line begins.
    let mut command = program();
    command.args(["key", "set", "k", "-n", "n"]).stdin(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.stdout(Stdio::null()).spawn().expect("the program starts");
    let lines: Vec<_> = BufReader::new(child.stderr.take().expect("a pipe")).lines().collect();
    assert_eq!(child.wait().expect("an end").code(), Some(2));
    let line = lines.into_iter().next().and_then(Result::ok).expect("a line");
    assert!(line.starts_with("error: standard input is empty; nothing was written"), "{line}");
}
