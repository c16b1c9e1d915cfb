//! No input may panic or hang: every command that reads files, over every manifest at hand, over files made to break
//! readers, and with values of flags made to break parsers.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::control_plane::test_name;
use crate::support::control_plane::{skip, without};
use crate::support::serving::program;

/// Everything that a folder is read by.
const COMMANDS: &[&str] = &[
    "list -A -f",
    "list routes -A -o json -f",
    "list models -A -o wide -f",
    "list policies -A -o yaml -f",
    "list keys -A -o name -f",
    "check -A --level info -o json -f",
    "check -A -o sarif -f",
    "check -A -o junit -f",
    "graph -A -o svg -f",
    "graph -A -o mermaid -f",
    "graph -A -o dot -f",
    "tree -A -f",
    "status -f",
    "explain --path /v1/chat/completions --model m -o json -f",
    "convert -f",
    "apply --dry-run=client -f",
    "serve --simulate --port 0 --admin-port 0 --no-access-log -o json -- true -f",
];

/// Values for each of the flags below.
const VALUES: &[&str] = &[
    "",
    "-",
    "/",
    "\u{1b}[31m\n",
    "é\u{202e}",
    "'",
    "$(x)`x`\"",
    "%ff",
    "{.",
    "{[",
    "[",
    "a=",
    "=a",
    "::",
    "http://[",
    "http://u:p@h:99999/",
    "\\",
    "-1",
    "99999999999999999999",
    "1e999",
    "NaN",
    "curl 'x",
    "curl -H 'a: \u{7f}' h",
];

const FLAGS: &[&str] = &[
    "list -A -f FILE -o",
    "list -A -f FILE -l",
    "list -A -f FILE --sort-by",
    "list -f FILE -n",
    "list -f FILE",
    "list -A -f FILE --prices",
    "check -f FILE --level",
    "check -f FILE -n",
    "explain -f FILE --path",
    "explain -f FILE --curl",
    "explain -f FILE --host",
    "explain -f FILE --header",
    "explain -f FILE --method",
    "explain -f FILE --model",
    "explain -f FILE --gateway",
    "explain",
    "explain provider",
    "describe -f FILE backend",
    "describe -f FILE",
    "graph -f FILE",
    "graph -f FILE -o",
    "add-backend --dry-run=client --provider openai",
    "add-backend x --dry-run=client -o yaml --provider",
    "add-backend x --dry-run=client --provider openai --host",
    "add-backend x --dry-run=client --provider openai --rate-limit",
    "add-backend x --dry-run=client --provider openai --model m --header",
    "add-route x --dry-run=client --backend b --path-prefix",
    "test curl x -f FILE --print",
    "list --kubeconfig",
    "list -s",
    "serve -f FILE --port",
    "serve -f FILE --address",
    "serve --print-env --port 1 --client-key-from-env",
    "completion",
    "convert -f",
    "diff -f",
    "plan -f",
];

/// Files that readers have fallen over, anywhere.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let backend = |spec: &str| {
        format!(
            "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {{name: b}}\nspec: {spec}\n"
        )
    };
    let text = |name, text: String| (name, text.into_bytes());
    let wide: Vec<u8> = "\u{feff}a: 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        text("nested-flow.yaml", format!("a: {}", "[".repeat(100_000))),
        text("nested-map.yaml", "{a: ".repeat(50_000)),
        text("nested-block.yaml", (0..400).map(|at| format!("{}a:\n", " ".repeat(at))).collect()),
        text("nested.json", "[".repeat(100_000)),
        text("lists.json", format!("{}{}", r#"{"kind":"List","apiVersion":"v1","items":["#.repeat(60), "]}".repeat(60))),
        text("aliases.yaml", format!("d: &d \"{}\"\ndata:\n{}", "x".repeat(100_000), "- *d\n".repeat(10_000))),
        text("self.yaml", "a: &a [*a]\n".to_owned()),
        text("merge.yaml", "a: &a {b: 1}\nc: {<<: *a}\n---\n<<: 1\n".to_owned()),
        text("tags.yaml", "a: !!binary x\n---\n!t {b: !!set {a, b}}\n---\n!<tag:x> a\n".to_owned()),
        text("keys.yaml", "? [a]\n: b\n---\n1: a\n---\ntrue: a\n---\n~: a\n---\n? \n".to_owned()),
        text("directive.yaml", "%YAML 9.9\n---\na: 1\n...\n%TAG ! x\n---\nb\n".to_owned()),
        text("numbers.yaml", backend("{ai: {provider: {openai: {}, host: h, port: 99999999999999999999999}}}")),
        text("number.json", format!("{{\"a\": 1e{}}}", "9".repeat(400))),
        text("negative.yaml", backend("{ai: {provider: {openai: {}, host: h, port: -1}}}")),
        text("float.yaml", backend("{static: {host: h, port: .nan}}")),
        text("null.yaml", backend("{ai: null, static: ~, policies: [null]}")),
        text("name.yaml", "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: [1]}\n".to_owned()),
        text("metadata.yaml", "apiVersion: v1\nkind: Secret\nmetadata: text\ndata: 1\n".to_owned()),
        text("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {k: \"%%%\", l: 1, m: null}\n".to_owned()),
        text("host.yaml", backend("{static: {host: \"[::1\\u0000é\", port: 0}}")),
        text("unicode.yaml", backend("{static: {host: \"\u{1f600}\u{202e}\u{85}\u{2028}\", port: 1}}")),
        text("cel.yaml", format!(
            "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayPolicy\nmetadata: {{name: p}}\nspec: {{targetRefs: [], \
             traffic: {{authorization: {{policy: {{matchExpressions: [\"{}\", \"é\\0\", \"1/0\"]}}}}}}}}\n", "!".repeat(100)
        )),
        text("regex.yaml", "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\nspec: {rules: [{matches: \
            [{path: {type: RegularExpression, value: \"(((((\"}}, {headers: [{name: \"é\", value: \"\\n\"}]}]}]}\n".to_owned()),
        text("crlf.yaml", "a: 1\r\n---\r\nb: [\r\n".to_owned()),
        text("cr.yaml", "a: 1\rb: 2\r".to_owned()),
        text("dashes.yaml", "---\n".repeat(5000)),
        ("nul.yaml", b"a: 1\0\nb: \0".to_vec()),
        ("latin.yaml", b"a: \xfc\xff".to_vec()),
        ("wide.yaml", wide),
        ("broken-wide.yaml", vec![0xff, 0xfe, 0x00, 0xd8, 0x41]),
        ("empty.yaml", Vec::new()),
        ("mark.yaml", "\u{feff}".into()),
        ("binary.json", (0..=255).collect()),
    ]
}

/// The folders of manifests beside the repository, and ours.
fn corpora() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("examples"), root.join("crds")];
    for beside in ["../shared/cases/manifests", "../shared/cases/versions"] {
        let folder = root.join(beside);
        match std::fs::read_dir(&folder) {
            Ok(entries) => {
                found.push(folder.clone());
                found.extend(
                    entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()),
                );
            }
            Err(_) => without(test_name!(), &format!("the manifests of {beside}")),
        }
    }
    found
}

/// Runs all of them, several at a time; what is wrong with any.
fn all(runs: &[Vec<String>]) -> Vec<String> {
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(arguments) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = one(arguments);
                    wrong.lock().expect("whole").extend(found);
                }
            });
        }
    });
    wrong.into_inner().expect("whole")
}

/// What a first argument that is the environment's begins with.
const LIST: &str = "KUBECONFIG=";

/// Far more than any of these takes on a slow machine, far less than for ever.
const PATIENCE: Duration = Duration::from_secs(60);

fn one(arguments: &[String]) -> Option<String> {
    let output = tempfile::tempfile().expect("a file");
    let mut command: Command = program();
    let (kubeconfig, arguments) = match arguments.split_first() {
        Some((first, rest)) if first.starts_with(LIST) => (&first[LIST.len()..], rest),
        _ => ("/dev/null", arguments),
    };
    command.args(arguments).env("KUBECONFIG", kubeconfig).env("HOME", "/nonexistent");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(output.try_clone().expect("a file"));
    // A flag's value with a NUL cannot reach a program.
    let mut child = command.spawn().ok()?;
    let begin = Instant::now();
    let status = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break Some(status),
            None if begin.elapsed() > PATIENCE => {
                child.kill().expect("killed");
                child.wait().expect("ended");
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    use std::io::{Read as _, Seek as _};
    let (mut said, mut output) = (Vec::new(), output);
    output.rewind().expect("rewound");
    output.take(1 << 20).read_to_end(&mut said).expect("read");
    let said = String::from_utf8_lossy(&said);
    let fault = match status {
        None => "unterminated",
        Some(_) if said.contains("panicked") || said.contains("overflowed its stack") => "panics",
        Some(status) if status.code().is_none() => "is ended by a signal",
        Some(_) => return None,
    };
    Some(format!(
        "{fault}: {}\n{}",
        arguments.join(" "),
        said.chars().take(600).collect::<String>()
    ))
}

#[test]
fn no_file_panics_or_hangs_any_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut places = corpora();
    for (name, bytes) in hostile() {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        places.push(path);
    }
    let run = |(command, place): (&&str, &PathBuf)| {
        let (before, child) = match command.split_once(" -- ") {
            Some((before, child)) => (before, child.strip_suffix(" -f")),
            None => (command.strip_suffix(" -f").expect("ends so"), None),
        };
        let mut arguments: Vec<String> = before.split(' ').map(str::to_owned).collect();
        arguments.extend(["-R".to_owned(), "-f".to_owned(), place.display().to_string()]);
        arguments.extend(child.into_iter().flat_map(|child| ["--".to_owned(), child.to_owned()]));
        arguments
    };
    let runs: Vec<_> = COMMANDS
        .iter()
        .flat_map(|command| places.iter().map(move |place| (command, place)))
        .map(run)
        .collect();
    let wrong = all(&runs);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), runs.len(), wrong.join("\n"));
}

#[test]
fn no_value_of_a_flag_panics_or_hangs_any_command() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/canonical").display().to_string();
    let run = |(flags, value): (&&str, &&str)| -> Vec<String> {
        let words = flags
            .split(' ')
            .map(|word| if word == "FILE" { file.clone() } else { word.to_owned() });
        words.chain([(*value).to_owned()]).collect()
    };
    let runs =
        FLAGS.iter().flat_map(|flags| VALUES.iter().map(move |value| (flags, value))).map(run);
    // Those that would serve until they are stopped.
    let runs: Vec<_> = runs
        .filter(|words| {
            words[0] != "serve"
                || words[1] == "--print-env"
                || words.last().is_some_and(|last| last != "0" && !last.is_empty())
        })
        .collect();
    let wrong = all(&runs);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), runs.len(), wrong.join("\n"));
}

/// Everything that reads a kubeconfig, or a file that one names.
const READERS: &[&str] = &[
    "list -A --kubeconfig FILE",
    "status --kubeconfig FILE",
    "serve --port 0 --admin-port 0 --kubeconfig FILE",
    "KUBECONFIG=FILE list -A",
    "KUBECONFIG=/dev/null:FILE:FILE status",
    "KUBECONFIG=FILE serve --port 0 --admin-port 0",
];

/// The same of files beside it.
const BESIDE: &[&str] = &[
    "list -A -s https://127.0.0.1:1 --token-file FILE",
    "list -A -s https://127.0.0.1:1 --certificate-authority FILE",
    "serve --simulate -f MANIFESTS --port 0 --admin-port 0 --client-key-file FILE -- true",
    "key set b --from-file FILE --dry-run=client -s https://127.0.0.1:1",
];

#[test]
fn no_kubeconfig_and_no_file_beside_it_panics_or_hangs_any_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = hostile();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let config = "\u{feff}apiVersion: v1\nkind: Config\ncurrent-context: c\n";
    files.extend([
        ("odd-little.yaml", b"\xff\xfe\x00".to_vec()),
        ("odd-big.yaml", b"\xfe\xff\x00".to_vec()),
        ("odd-end.yaml", [wide(config), b"x".to_vec()].concat()),
        ("wide-config.yaml", wide(config)),
    ]);
    let mut paths: Vec<PathBuf> = files
        .into_iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            path
        })
        .collect();
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    match made.is_ok_and(|status| status.success()) {
        true => paths.push(pipe),
        false => skip(test_name!(), "there is no mkfifo"),
    }
    paths.extend(["/dev/null", "/dev/zero", "/", "/nonexistent"].map(PathBuf::from));
    let manifests =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/canonical").display().to_string();
    let run = |(reader, path): (&&str, &PathBuf)| -> Vec<String> {
        let path = path.display().to_string();
        let fill = |word: &str| word.replace("FILE", &path).replace("MANIFESTS", &manifests);
        reader.split(' ').map(fill).collect()
    };
    let readers = READERS.iter().chain(BESIDE);
    let runs: Vec<_> =
        readers.flat_map(|reader| paths.iter().map(move |path| (reader, path))).map(run).collect();
    let wrong = all(&runs);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), runs.len(), wrong.join("\n"));
}
