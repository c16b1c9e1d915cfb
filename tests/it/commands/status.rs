//! The admin address of `serve`: its status, and whether it is ready.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::support::control_plane::poll;
use crate::support::plain_http::{Reply, get};
use crate::support::serving::{Serving, program};

const MANIFESTS: &str = r#"
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g, generation: 4}
spec:
  gatewayClassName: agentgateway
  listeners:
  - {name: http, port: 80, protocol: HTTP}
  - {name: raw, port: 9000, protocol: TCP}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: m}
spec: {ai: {provider: {openai: {model: m}}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec:
  parentRefs: [{name: g, sectionName: http}]
  rules:
  - backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: m}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: lost}
spec:
  parentRefs: [{name: g, sectionName: nowhere}]
  rules:
  - backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: m}]
"#;

fn serving(more: &[&str]) -> (tempfile::TempDir, Serving) {
    serving_of(MANIFESTS, more)
}

fn serving_of(manifests: &str, more: &[&str]) -> (tempfile::TempDir, Serving) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("all.yaml");
    std::fs::write(&path, manifests).expect("written");
    let path = path.display().to_string();
    let arguments = [&["--simulate", "--admin-port", "0", "-f", &path], more].concat();
    (folder, Serving::start(program(), &arguments))
}

fn admin(serving: &Serving) -> SocketAddr {
    let url = serving.said["admin"].as_str().expect("a URL");
    url.trim_start_matches("http://").parse().expect("an address")
}

fn status(serving: &Serving) -> Value {
    let reply = get(admin(serving), "/status").expect("a reply");
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
    serde_json::from_str(&reply.body).expect("JSON")
}

#[test]
fn a_policy_that_is_skipped_refuses_nothing_in_what_serve_says_of_itself() {
    let guard = r#"
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: guard}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: g}]
  traffic: {extAuth: {backendRef: {name: authz, port: 9000}, grpc: {}}}
"#;
    let manifests = format!("{MANIFESTS}{guard}");
    let model = |serving: &Serving| serving.said["models"][0]["status"].clone();
    let (_folder, guarded) = serving_of(&manifests, &[]);
    assert_eq!(model(&guarded)["reason"], "RouteRefuses", "{}", guarded.said);
    let (_folder, open) = serving_of(&manifests, &["--skip-policy", "extAuth"]);
    assert_eq!(model(&open)["reason"], "Ready", "{}", open.said);
    let served = get(open.address(), "/").expect("a reply");
    assert_ne!(served.status, 501, "{}", served.body);
    let said = status(&open).to_string();
    let refused = "AgentgatewayPolicy default/guard is not supported";
    assert!(!said.contains("RouteRefuses") && !said.contains(refused), "{said}");
}

#[test]
fn the_status_has_the_conditions_and_the_real_addresses() {
    let (folder, serving) = serving(&[]);
    let before = status(&serving);
    assert_eq!(before["apiVersion"], "cli.kubectl-agw.dev/v1alpha1");
    let gateway = &before["gateways"][0];
    assert_eq!(gateway["observedGeneration"], 4);
    let [http, raw] = [&gateway["listeners"][0], &gateway["listeners"][1]];
    assert_eq!(http["address"], serving.address().to_string());
    assert_eq!(http["attachedRoutes"], 1);
    assert_eq!(raw["address"], Value::Null);
    assert_eq!(raw["conditions"][0]["reason"], "UnsupportedProtocol");
    let lost = &before["routes"][0];
    assert_eq!(
        (&lost["name"], &lost["parents"][0]["parentRef"]["sectionName"]),
        (&"lost".into(), &"nowhere".into())
    );
    assert_eq!(lost["parents"][0]["conditions"][0]["reason"], "NoMatchingParent");
    assert_eq!(before["source"]["connected"], true);
    // A broken object takes down nothing but itself, and is named.
    let broken = MANIFESTS.replace("parentRefs: [{name: g, sectionName: http}]", "parentRefs: 7");
    std::fs::write(folder.path().join("all.yaml"), broken).expect("written");
    let after = poll(Duration::from_secs(20), || {
        Some(status(&serving)).filter(|now| now["table"]["revision"] != before["table"]["revision"])
    });
    let after = after.expect("a new table");
    let rejected = after["rejections"].as_array().expect("a list");
    let of_route = rejected.iter().find(|one| one["name"] == "r").expect("the broken route");
    assert!(of_route["reason"].as_str().expect("text").contains("parentRefs"), "{of_route}");
    assert!(of_route["origin"].as_str().expect("text").contains("all.yaml:"), "{of_route}");
    assert_eq!(after["gateways"], {
        let mut expected = before["gateways"].clone();
        expected[0]["listeners"][0]["attachedRoutes"] = 0.into();
        expected
    });
}

#[test]
fn the_terminated_program_is_not_ready_while_it_drains_and_then_ends_well() {
    let (_folder, mut serving) = serving(&["--simulate-pace", "150ms", "--drain", "20s"]);
    let admin = admin(&serving);
    let ready = |path: &str| get(admin, path).map(|reply: Reply| reply.status);
    assert_eq!((ready("/readyz").ok(), ready("/livez").ok()), (Some(200), Some(200)));
    let mut running = TcpStream::connect(serving.address()).expect("a connection");
    let body = r#"{"model":"any","stream":true,"messages":[{"role":"user","content":"hello"}]}"#;
    write!(
        running,
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("sent");
    let mut first = [0; 12];
    running.read_exact(&mut first).expect("a stream that has begun");
    assert_eq!(&first, b"HTTP/1.1 200");
    serving.terminate();
    let drains = poll(Duration::from_secs(10), || (ready("/readyz").ok()? == 503).then_some(()));
    assert!(drains.is_some(), "ready to the end: {}", serving.stderr());
    assert_eq!(ready("/livez").ok(), Some(200));
    let mut reply = String::new();
    running.read_to_string(&mut reply).expect("a whole reply");
    assert!(reply.ends_with("0\r\n\r\n") && reply.contains("[DONE]"), "{reply}");
    assert_eq!(serving.exit_code(), Some(0));
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    socket.local_addr().expect("an address").port()
}

#[test]
fn a_listeners_port_leads_where_the_user_says_and_one_gateway_can_be_picked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("all.yaml");
    let gateway = |name: &str| {
        format!(
            "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: {name}, namespace: \"n\"}}\n\
             spec:\n  gatewayClassName: c\n  listeners: [{{name: http, port: 80, protocol: HTTP}}]\n---\n"
        )
    };
    std::fs::write(&path, gateway("a") + &gateway("b")).expect("written");
    let path = path.display().to_string();
    let port = free_port();
    let map = format!("80={port}");
    let base = ["serve", "--admin-port", "0", "-o", "json", "-f", &path, "--port-map", &map];
    let addresses = |more: &[&str]| {
        let serving = Serving::start_as(program(), &[&base, more].concat());
        let addresses = serving.said["addresses"].as_array().expect("a list").clone();
        let of =
            |one: &Value| (one["gateway"].as_str().expect("a name").to_owned(), one["url"].clone());
        addresses.iter().map(of).collect::<Vec<_>>()
    };
    let both = addresses(&[]);
    let mapped = Value::from(format!("http://127.0.0.1:{port}"));
    assert_eq!(both[0], ("n/a".to_owned(), mapped.clone()));
    // The second one asks for the same and gets the next that is free.
    assert_eq!(both[1].0, "n/b");
    assert_ne!(both[1].1, mapped);
    assert_eq!(addresses(&["--gateway", "n/b"]), [("n/b".to_owned(), mapped)]);
    let refused = program().args(base).args(["--gateway", "n/c"]).output().expect("the program");
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("available: n/a, n/b"),
        "{refused:?}"
    );
}

#[test]
fn other_machines_are_let_in_with_the_clients_key_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("all.yaml");
    let model = MANIFESTS.split_once("---\n").expect("two documents").1;
    let model = model.split("---\n").next().expect("the backend").to_owned()
        + "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\nspec:\n  rules:\n  \
           - backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: m}]\n";
    std::fs::write(&path, model).expect("written");
    let path = path.display().to_string();
    let base = ["--simulate", "--admin-port", "0", "-f", &path, "--address", "0.0.0.0"];
    let open = program().arg("serve").args(base).output().expect("the program");
    assert_eq!(open.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&open.stderr).contains("--client-key-from-env"), "{open:?}");
    let mut command = program();
    command.env("CLIENTS", "canary-of-clients");
    let serving =
        Serving::start(command, &[&base[..], &["--client-key-from-env", "CLIENTS"]].concat());
    let address = SocketAddr::from(([127, 0, 0, 1], serving.address().port()));
    let asked = |headers: &[(&str, &str)]| {
        let reply = crate::support::plain_http::chat(address, headers).expect("a reply");
        (reply.status, reply.body)
    };
    let missing = "api key authentication failure: no API Key found".to_owned();
    assert_eq!(asked(&[]), (401, missing));
    assert_eq!(asked(&[("Authorization", "Bearer wrong")]).0, 401);
    assert_eq!(asked(&[("Authorization", "Bearer canary-of-clients")]).0, 200);
    assert!(!serving.stderr().contains("canary"), "{}", serving.stderr());
}

/// What comes back for a GET with these headers.
fn asked(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let lines: String =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write!(stream, "GET {path} HTTP/1.1\r\nConnection: close\r\n{lines}\r\n").expect("sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a reply");
    reply
}

#[test]
fn no_web_page_reads_the_status_or_asks_a_model() {
    let (_folder, plain) = serving(&[]);
    let own = format!("{}", admin(&plain));
    for path in ["/status", "/readyz", "/livez"] {
        for (headers, status) in [
            (
                &[("Host", "rebind.evil.test:19000"), ("Origin", "http://rebind.evil.test:19000")]
                    [..],
                403,
            ),
            (&[("Host", own.as_str()), ("Origin", "https://evil.test")], 403),
            (&[("Host", own.as_str()), ("Sec-Fetch-Site", "cross-site")], 403),
            (&[("Host", own.as_str()), ("Host", "localhost")], 400),
            (&[("Host", own.as_str())], 200),
            (&[("Host", "localhost"), ("Sec-Fetch-Site", "none")], 200),
        ] {
            let reply = asked(admin(&plain), path, headers);
            assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{headers:?}: {reply}");
        }
    }
    let page = [
        ("Host", "chat.lan:8080"),
        ("Origin", "https://app.test"),
        ("Sec-Fetch-Site", "cross-site"),
    ];
    let refused = asked(plain.address(), "/v1/models", &page);
    assert!(
        refused.starts_with("HTTP/1.1 403 ") && refused.contains("--allow-host chat.lan"),
        "{refused}"
    );
    // The flags that the answers name.
    let (_folder, open) =
        serving(&["--allow-host", "chat.lan", "--allow-origin", "https://app.test"]);
    for address in [open.address(), admin(&open)] {
        let reply = asked(address, "/v1/models", &page);
        assert!(!reply.starts_with("HTTP/1.1 403 "), "{reply}");
    }
    for wrong in [["--allow-host", "http://a.test:80"], ["--allow-origin", "a.test"]] {
        let outcome =
            program().args(["serve", "-f", "none.yaml"]).args(wrong).output().expect("an end");
        assert_eq!(outcome.status.code(), Some(2), "{outcome:?}");
    }
}

/// A log whose disk is full costs lines, and these are counted.
#[cfg(target_os = "linux")]
#[test]
fn lost_lines_of_the_log_are_counted() {
    use kubectl_agw::edge::telemetry::access_log::{AccessLog, LogFormat};
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let log = AccessLog::to(full, LogFormat::Text);
    let peer = SocketAddr::from(([127, 0, 0, 1], 1));
    (0..3).for_each(|_| log.unread("", peer, Some(400), "no request"));
    let lost = poll(Duration::from_secs(20), || (log.dropped() == 3).then_some(()));
    assert!(lost.is_some(), "{}", log.dropped());
    let (_folder, serving) = serving(&[]);
    assert_eq!(status(&serving)["accessLog"]["lostLines"], 0);
}
