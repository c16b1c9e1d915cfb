//! The audit log of a running `serve`, from request to verdict: what is in it, what is not, and that somebody else's program
//! comes to the same result.

#![cfg(test)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kubectl-agw");
const CANARIES: &[&str] =
    &["canary-prompt", "canary-client", "canary-provider", "canary-query", "canary-header"];

const MANIFESTS: &str = "
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: gpt}
spec:
  ai: {provider: {openai: {model: gpt-4o}}}
  policies: {auth: {secretRef: {name: k}}}
---
apiVersion: v1
kind: Secret
metadata: {name: k}
stringData: {Authorization: canary-provider}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: chat}
spec:
  rules:
  - matches: [{path: {type: PathPrefix, value: /v1}}]
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shut}
spec:
  rules:
  - matches: [{path: {type: PathPrefix, value: /shut}}]
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}]
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: nobody}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: shut}]
  traffic: {authorization: {action: Deny, policy: {matchExpressions: ['true']}}}
";

const ANOTHER: &str = "
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: another}
spec:
  rules:
  - matches: [{path: {type: PathPrefix, value: /another}}]
    filters: [{type: RequestRedirect, requestRedirect: {hostname: example.com}}]
";

struct World {
    home: tempfile::TempDir,
}

struct Serve {
    child: Child,
    address: String,
}

impl World {
    fn new() -> Self {
        let world = World { home: tempfile::tempdir().expect("a folder") };
        std::fs::write(world.manifests(), MANIFESTS).expect("written");
        world
    }

    fn manifests(&self) -> PathBuf {
        self.home.path().join("all.yaml")
    }

    fn log(&self) -> PathBuf {
        self.home.path().join("audit")
    }

    fn program(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("HOME", self.home.path()).env("USER", "somebody");
        command
    }

    fn serve(&self) -> Serve {
        self.serve_with(&[])
    }

    fn serve_with(&self, more: &[&str]) -> Serve {
        let mut command = self.program();
        command.args([
            "serve",
            "--simulate",
            "--port",
            "0",
            "--admin-port",
            "0",
            "-o",
            "json",
            "-f",
        ]);
        command.arg(self.manifests()).arg("--audit").arg(self.log()).args(more);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("started");
        let mut said = String::new();
        for line in BufReader::new(child.stdout.take().expect("a pipe")).lines() {
            let line = line.expect("text");
            said.push_str(&line);
            if line == "}" {
                break;
            }
        }
        let said: Value = serde_json::from_str(&said).expect("JSON");
        let url = said["addresses"][0]["url"].as_str().expect("an address");
        let address = url.strip_prefix("http://").expect("plain HTTP").to_owned();
        Serve { child, address }
    }

    fn audit(&self, action: &str, more: &[&str]) -> Output {
        let mut command = self.program();
        command.args(["audit", action]).arg(self.log()).args(more);
        command.output().expect("run")
    }

    fn json(&self, action: &str, more: &[&str]) -> Vec<Value> {
        let output = self.audit(action, &[more, &["-o", "json"]].concat());
        let list: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        list["items"].as_array().expect("a list").clone()
    }

    fn verdict(&self, more: &[&str]) -> (i32, String) {
        let output = self.audit("verify", more);
        let said = String::from_utf8(output.stdout).expect("text");
        (output.status.code().expect("a code"), said)
    }
}

impl Serve {
    /// The status of the answer to these bytes.
    fn ask(&self, bytes: &str) -> u16 {
        let mut stream = TcpStream::connect(&self.address).expect("connected");
        stream.write_all(bytes.as_bytes()).expect("sent");
        let mut reply = String::new();
        stream.read_to_string(&mut reply).expect("answered");
        reply.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_default()
    }

    fn post(&self, path: &str, host: &str) -> u16 {
        let body = r#"{"model":"any","messages":[{"role":"user","content":"canary-prompt"}]}"#;
        self.ask(&format!(
            "POST {path}?key=canary-query HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             authorization: Bearer canary-client\r\nx-more: canary-header\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    fn stop(mut self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.child.id()).expect("small");
        let id = rustix::process::Pid::from_raw(id).expect("a process");
        rustix::process::kill_process(id, signal).expect("told");
        self.child.wait().expect("ended");
    }
}

/// All bytes in a folder.
fn everything(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).expect("read") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => all += &everything(&path),
            false => all += &String::from_utf8_lossy(&std::fs::read(path).expect("read")),
        }
    }
    all
}

/// The program that docs/audit.md has, at work on a log.
fn python(log: &Path) -> Option<Output> {
    let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/audit.md"));
    let docs = docs.expect("docs/audit.md");
    let program = docs.split("```python\n").nth(1).and_then(|rest| rest.split("```").next());
    let program = program.expect("a program");
    assert!(program.lines().count() <= 10, "{program}");
    Command::new("python3").arg("-c").arg(program).arg(log).output().ok()
}

fn text<'v>(of: &'v Value, name: &str) -> &'v str {
    of[name].as_str().unwrap_or_default()
}

#[test]
fn a_log_has_every_request_its_decision_and_no_secret_and_anybody_can_check_it() {
    let world = World::new();
    let serve = world.serve();
    let local = serve.address.clone();
    assert_eq!(serve.post("/v1/chat/completions", &local), 200);
    assert_eq!(serve.post("/shut", &local), 403);
    assert_eq!(serve.post("/none", &local), 404);
    assert_eq!(serve.post("/v1/chat/completions", "evil.test"), 403);
    assert_eq!(serve.ask("NONSENSE\r\n\r\n"), 400);
    assert!(world.verdict(&[]).1.starts_with("INTACT SO FAR"), "{:?}", world.verdict(&[]));
    std::fs::write(world.manifests(), format!("{MANIFESTS}{ANOTHER}")).expect("written");
    let since = Instant::now();
    while serve.post("/another", &local) != 302 {
        assert!(since.elapsed() < Duration::from_secs(20), "the new route is not served");
        std::thread::sleep(Duration::from_millis(20));
    }
    serve.stop(rustix::process::Signal::TERM);

    let (code, said) = world.verdict(&[]);
    assert!(code == 0 && said.starts_with("COMPLETE\n"), "{code}: {said}");
    let lines = world.json("list", &[]);
    let of =
        |path: &str| lines.iter().find(|line| text(line, "http.path") == path).expect("a line");
    let allowed = of("/v1/chat/completions");
    assert_eq!(text(allowed, "decision"), "allowed", "{allowed}");
    assert_eq!(text(allowed, "gen_ai.request.model"), "gpt-4o", "{allowed}");
    assert!(allowed["gen_ai.usage.output_tokens"].as_u64() > Some(0), "{allowed}");
    let refused = of("/shut");
    assert_eq!(text(refused, "decision"), "refused", "{refused}");
    assert_eq!(text(refused, "policy.field"), "traffic.authorization", "{refused}");
    assert!(
        text(refused, "policy.name").contains("AgentgatewayPolicy default/nobody"),
        "{refused}"
    );
    assert_eq!(of("/none")["http.status"], 404);
    let unread = lines.iter().find(|line| line["http.status"] == 400).expect("of the parser");
    assert!(text(unread, "error").contains("invalid"), "{unread}");
    let redirected =
        lines.iter().find(|line| line["http.status"] == 302).expect("by the new rules");
    assert_ne!(text(redirected, "rules"), text(allowed, "rules"));

    let forbidden = world.json("list", &["--where", "status == 403 && policy.field != ''"]);
    assert_eq!(forbidden.len(), 1, "{forbidden:?}");
    let exported: Vec<Value> =
        serde_json::from_slice(&world.audit("export", &["-o", "json"]).stdout).expect("JSON");
    assert_eq!(exported, lines);
    let csv = world.audit("export", &["-o", "csv", "--where", "status == 403"]).stdout;
    let csv = String::from_utf8(csv).expect("text");
    assert!(csv.starts_with("ordinal,time,exchange,") && csv.ends_with("\r\n"), "{csv}");
    assert_eq!(csv.matches("\r\n").count(), 3, "{csv}");
    let top = world.json("top", &["--by", "decision", "--sort-by", "errors", "--lines", "1"]);
    assert_eq!((top.len(), text(&top[0], "group")), (1, "refused"), "{top:?}");
    assert_eq!(world.json("top", &["--until", "2026-01-01T00:00:00Z"]).len(), 0);
    let stats = world.json("stats", &["--by", "model"]);
    let gpt = stats.iter().find(|row| row["group"] == "gpt-4o").expect("a row");
    assert_eq!(gpt["requests"], 1, "{gpt}");
    let tail = world.audit("tail", &["--lines", "2"]).stdout;
    assert_eq!(String::from_utf8_lossy(&tail).lines().count(), 3);

    let all = everything(&world.log());
    for canary in CANARIES {
        assert!(!all.contains(canary), "{canary} is in the log");
    }
    assert!(
        all.contains("HTTPRoute default/another") && all.contains("\"change\":\"added\""),
        "{all}"
    );
    somebody_else(&world, &said);
}

/// A Gateway with prices of its own, and a model that only it prices.
const PRICED: &str = r#"
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: default}
spec:
  gatewayClassName: agentgateway
  infrastructure: {parametersRef: {group: agentgateway.dev, kind: AgentgatewayParameters, name: prices}}
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayParameters
metadata: {name: prices, namespace: default}
spec: {modelCatalog: {sources: [{configMap: {name: prices}}]}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: prices, namespace: default}
data:
  catalog.json: '{"providers": {"openai": {"models": {"ours": {"rates": {"input": "1000000", "output": "2000000"}}}}}}'
"#;

/// A model below a path of its own.
fn model(name: &str) -> String {
    format!(
        "---\napiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
         metadata: {{name: '{name}', namespace: default}}\n\
         spec: {{ai: {{provider: {{openai: {{model: '{name}'}}}}}}}}\n\
         ---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n\
         metadata: {{name: '{name}', namespace: default}}\n\
         spec:\n  parentRefs: [{{name: edge}}]\n  rules:\n  \
         - matches: [{{path: {{type: PathPrefix, value: /{name}}}}}]\n    \
         backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: '{name}'}}]\n"
    )
}

#[test]
fn each_request_costs_what_the_nearest_catalog_says_and_what_none_prices_is_unpriced() {
    let world = World::new();
    let models = ["gpt-4o", "ours", "strange"];
    let manifests = [PRICED.to_owned(), models.map(model).concat()].concat();
    std::fs::write(world.manifests(), manifests).expect("written");
    let given = world.home.path().join("given.json");
    let catalog =
        r#"{"providers": {"openai": {"models": {"gpt-4o": {"rates": {"input": "3000000"}}}}}}"#;
    std::fs::write(&given, catalog).expect("written");
    let given = given.to_str().expect("text");
    let mut costs = Vec::new();
    for more in [&[][..], &["--catalog", given]] {
        let serve = world.serve_with(more);
        for model in models {
            let path = format!("/{model}/v1/chat/completions");
            assert_eq!(serve.post(&path, &serve.address), 200, "{model}");
        }
        serve.stop(rustix::process::Signal::TERM);
        let lines = world.json("list", &[]);
        let cost = |line: &Value| line["agw.ai.usage.cost.micro_usd"].as_u64();
        let tokens = |line: &Value, of: &str| {
            line[format!("gen_ai.usage.{of}_tokens")].as_u64().expect("a count")
        };
        let last = &lines[lines.len() - models.len()..];
        costs.push(last.iter().map(cost).collect::<Vec<_>>());
        // Dollars a token: millionths by the million.
        let ours = tokens(&last[1], "input") + 2 * tokens(&last[1], "output");
        assert_eq!(cost(&last[1]), Some(1_000_000 * ours), "{}", last[1]);
    }
    let [built_in, given] = &costs[..] else { panic!("{costs:?}") };
    assert!(built_in[0].is_some_and(|cost| cost > 0), "{costs:?}");
    // The catalog of the command line has no price of the output: it is laid before the others, not over them.
    assert_eq!((given[0], built_in[2], given[2]), (None, None, None), "{costs:?}");
    let stats = world.json("stats", &["--by", "model"]);
    let strange = stats.iter().find(|row| row["group"] == "strange").expect("a row");
    assert_eq!((&strange["unpriced"], strange.get("costMicroUsd")), (&Value::from(2), None));
}

#[test]
fn the_catalog_that_a_gateway_names_is_followed() {
    let world = World::new();
    let manifests = format!("{PRICED}{}", model("ours"));
    std::fs::write(world.manifests(), &manifests).expect("written");
    let serve = world.serve();
    let cost = || {
        assert_eq!(serve.post("/ours/v1/chat/completions", &serve.address), 200);
        let lines = world.json("list", &[]);
        lines.last().and_then(|line| line["agw.ai.usage.cost.micro_usd"].as_u64())
    };
    let since = Instant::now();
    while cost().is_none() {
        assert!(since.elapsed() < Duration::from_secs(20), "no line is written");
    }
    // Another key of the ConfigMap, which is not there: what was 1,000,000 dollars a million has no price.
    let other = manifests.replace("{name: prices}}]", "{name: prices, key: other.json}}]");
    assert_ne!(other, manifests);
    std::fs::write(world.manifests(), other).expect("written");
    let since = Instant::now();
    while cost().is_some() {
        assert!(since.elapsed() < Duration::from_secs(20), "the old prices are still in effect");
        std::thread::sleep(Duration::from_millis(20));
    }
    serve.stop(rustix::process::Signal::TERM);
}

/// What another program says of the log, as it is and with one byte changed.
fn somebody_else(world: &World, said: &str) {
    let Some(output) = python(&world.log()) else {
        eprintln!("skipped: there is no python3");
        return;
    };
    let head = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert!(!head.is_empty() && said.contains(&head), "{said}: {output:?}");
    let hash = head.split(' ').nth(1).expect("a hash");
    assert_eq!(world.verdict(&["--expect-head", hash]).0, 0);
    assert_eq!(world.verdict(&["--expect-head", &"0".repeat(64)]).0, 1);
    let segment = world.log().join("000001.jsonl");
    let whole = std::fs::read_to_string(&segment).expect("read");
    std::fs::write(&segment, whole.replacen("gpt-4o", "gpt-4p", 1)).expect("written");
    let (code, said) = world.verdict(&[]);
    assert!(code == 1 && said.starts_with("BROKEN\n000001.jsonl:"), "{said}");
    let output = python(&world.log()).expect("as before");
    assert!(!output.status.success(), "{output:?}");
}

#[test]
fn a_killed_serve_leaves_a_log_that_the_next_one_seals_and_that_says_it_is_not_complete() {
    let world = World::new();
    let serve = world.serve();
    assert_eq!(serve.post("/v1/chat/completions", &serve.address), 200);
    let since = Instant::now();
    while world.json("list", &[]).is_empty() {
        assert!(since.elapsed() < Duration::from_secs(20), "no line is written");
        std::thread::sleep(Duration::from_millis(20));
    }
    serve.stop(rustix::process::Signal::KILL);
    let (code, said) = world.verdict(&[]);
    assert!(code == 1 && said.contains("it has no end"), "{said}");
    let serve = world.serve();
    assert_eq!(serve.post("/v1/chat/completions", &serve.address), 200);
    serve.stop(rustix::process::Signal::TERM);
    let (code, said) = world.verdict(&[]);
    assert!(
        code == 1 && said.starts_with("NOT COMPLETE") && said.contains("session 1 was cut off"),
        "{said}"
    );
    assert_eq!(world.json("list", &[]).len(), 2);
}
