//! A key is planted, every key command is run with it, and everything that could show it is looked at: stdout, stderr,
//! the process list, and the flags there are.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::support::control_plane::kubectl::run;
use crate::support::control_plane::skip;
use crate::support::control_plane::test_name;
use crate::support::scripted_api::{Reaction, RecordedRequest, ScriptedApi};
use crate::support::serving::program;

const CANARY: &str = "sk-canary-0123456789abcdef";
/// The same as a Secret carries it, whole and with a line break behind it: the middle is the same.
const ENCODED: &str = "c2stY2FuYXJ5LTAxMjM0NTY3ODlhYmNkZW";

/// A cluster in which every Secret holds the canary, and which repeats it in its refusals.
fn treacherous(asked: &RecordedRequest) -> Reaction {
    let secret = |name: &str| {
        json!({"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
        "metadata": {"name": name, "namespace": "n", "resourceVersion": "7",
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": CANARY},
            "managedFields": [{"manager": "kubectl-agw", "operation": "Apply",
                "fieldsV1": {"f:data": {"f:Authorization": {}}}}]},
        "data": {"Authorization": format!("{ENCODED}Y="), "other": format!("{ENCODED}Y=")}})
    };
    let list = |items: serde_json::Value| {
        let metadata = json!({"resourceVersion": "1"});
        let list =
            json!({"apiVersion": "v1", "kind": "List", "metadata": metadata, "items": items});
        Reaction::Json(200, list)
    };
    match asked.target.as_str() {
        target if target.contains("/secrets/") && asked.method == "GET" => {
            Reaction::Json(200, secret("k"))
        }
        target if target.contains("/secrets?") => list(json!([secret("k")])),
        target if target.contains("/agentgatewaybackends?") => {
            list(json!([{"metadata": {"name": "b", "namespace": "n"},
                "spec": {"ai": {"provider": {"openai": {}}},
                    "policies": {"auth": {"secretRef": {"name": "k", "key": "wrong"}}}}}]))
        }
        _ => Reaction::usual(asked),
    }
}

/// Every key command, with the arguments that make it say most.
fn commands() -> Vec<Vec<&'static str>> {
    let sources = [vec![], vec!["--from-env", "CANARY"], vec!["--from-file", "-"]];
    let outputs = [vec![], vec!["-o", "yaml"], vec!["-o", "json"], vec!["-o", "name"]];
    let runs = [vec![], vec!["--dry-run=client"], vec!["--dry-run=server"]];
    let mut commands: Vec<Vec<&str>> = Vec::new();
    for action in [vec!["set", "k"], vec!["rotate", "k", "--data-key", "other"]] {
        for output in &outputs {
            // Where a key comes from does not depend on how the Secret is shown.
            let sources = if output.is_empty() { &sources[..] } else { &sources[..1] };
            for source in sources {
                let of_run =
                    |run: &Vec<&'static str>| [&["key"], &action[..], source, output, run].concat();
                commands.extend(runs.iter().map(of_run));
            }
        }
    }
    for output in ["table", "wide", "json", "yaml", "name"] {
        commands.push(vec!["key", "list", "-o", output]);
        commands.push(vec!["key", "check", "-o", output]);
    }
    commands.extend([
        vec!["key", "rotate", "k", "--back"],
        vec!["key", "rotate", "k", "--forget-previous"],
        vec!["key", "rotate", "k", "--verify", "b"],
        vec!["key", "set", "k", "--from-env", CANARY],
        vec!["key", "set", "k", CANARY],
        vec!["key", "set", CANARY],
        vec!["key", "set", "k", "--data-key", CANARY],
        vec!["key", "rotate", "k", CANARY],
        vec!["key", "rotate", CANARY],
        vec!["key", "rotate", "k", "--keep-as", CANARY],
        vec!["key", "check", CANARY],
        vec!["key", "set", "k", "--key=sk-canary-0123456789abcdef"],
    ]);
    commands
}

#[test]
fn no_key_command_shows_a_key_whatever_is_asked_of_it() {
    let api = ScriptedApi::start(treacherous);
    // What is wrong with a key is said without it.
    let inputs = [CANARY.to_owned(), format!("\"{CANARY}\"")];
    for arguments in commands() {
        for input in &inputs {
            let mut command = api.program(&arguments);
            command.env("CANARY", input).env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
            let outcome = run(command, input);
            assert!(outcome.code.is_some_and(|code| code < 5), "{arguments:?}: {outcome:?}");
            for said in [&outcome.stdout, &outcome.stderr] {
                assert!(!said.contains(CANARY) && !said.contains(ENCODED), "{arguments:?}: {said}");
            }
        }
    }
    assert!(api.asked().iter().any(|asked| asked.writes() && asked.body.contains(ENCODED)));
}

#[test]
fn no_key_stands_in_the_process_list() {
    if !std::path::Path::new("/proc/self/cmdline").exists() {
        return skip(test_name!(), "this system shows no command lines under /proc");
    }
    let api = ScriptedApi::start(|asked| match asked.writes() {
        true => Reaction::Silence,
        false => Reaction::usual(asked),
    });
    let mut command = api.program(&["key", "set", "k"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(CANARY.as_bytes()).expect("written");
    let writes = || (api.writes() > 0).then_some(());
    let limit = std::time::Duration::from_secs(20);
    let reached = crate::support::control_plane::poll(limit, writes);
    let shown = |what: &str| {
        let path = format!("/proc/{}/{what}", child.id());
        String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned()
    };
    let (line, environment) = (shown("cmdline"), shown("environ"));
    let _ = child.kill();
    let _ = child.wait();
    assert!(reached.is_some(), "it never came to the write");
    assert!(line.contains("key\0set\0k"), "{line}");
    assert!(!line.contains("canary") && !environment.contains("canary"));
}

/// Flags whose names speak of keys, and which take the name of one, or of what holds it.
const NAMES_ONLY: &[&str] = &[
    "--data-key",
    "--key-env",
    "--secret",
    "--secret-key",
    "--token-file",
    "--client-key-file",
    "--client-key-from-env",
    "--keep-as",
    "--public-key",
    "--from-env",
    "--from-file",
];

/// The help of a command and of all below it, each with its path.
fn helps(path: &[String]) -> Vec<(String, String)> {
    let mut command = Command::new(program().get_program());
    command.args(path).arg("--help").env("COLUMNS", "200");
    let outcome = run(command, "");
    assert_eq!(outcome.code, Some(0), "{path:?}: {outcome:?}");
    let root = kubectl_agw::cli::definition();
    let own = path.iter().try_fold(&root, |command, name| command.find_subcommand(name));
    let below = own.into_iter().flat_map(clap::Command::get_subcommands);
    let names: Vec<_> = below.map(clap::Command::get_name).collect();
    let below = names.iter().flat_map(|name| helps(&[path, &[(*name).to_owned()]].concat()));
    let below: Vec<_> = below.collect();
    [vec![(path.join(" "), outcome.stdout.clone())], below].concat()
}

#[test]
fn no_flag_of_any_command_takes_a_key() {
    let helps = helps(&[]);
    assert!(helps.iter().any(|(path, _)| path == "key rotate"), "not all commands were found");
    for (path, help) in helps {
        let takes = help.lines().find_map(takes_a_key);
        assert!(takes.is_none(), "`{path} {takes:?}` looks as if it took a key");
    }
    for line in ["  -k, --api-key <KEY>  x", "      --bearer[=<TOKEN>]  x", "      --value <V>  x"]
    {
        assert!(takes_a_key(line).is_some(), "{line} is not seen");
    }
    for line in ["      --data-key <NAME>  x", "      --keyless  x", "  a key <is> never --key <X>"]
    {
        assert_eq!(takes_a_key(line), None);
    }
}

/// The flag that a line of help defines, if it takes something and its name speaks of keys.
fn takes_a_key(line: &str) -> Option<&str> {
    const WORDS: &[&str] =
        &["key", "apikey", "token", "secret", "password", "credential", "bearer", "auth", "value"];
    let line = line.trim_start();
    let flag = line.split(' ').find(|word| word.starts_with("--"))?;
    let takes = line.starts_with('-') && line.contains('<');
    let flag = flag.split(['=', '[']).next().unwrap_or(flag);
    let speaks = flag.trim_start_matches('-').split('-').any(|word| WORDS.contains(&word));
    (takes && speaks && !NAMES_ONLY.contains(&flag)).then_some(flag)
}
