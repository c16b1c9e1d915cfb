//! `test load`: requests on schedule, against replies that are scripted, simulated, or never come.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::serving::{Serving, program};

const WORKSHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");

fn load(arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.args(["test", "load", "openai-smart", "-f", WORKSHOP]).args(arguments);
    run(command, "")
}

fn measured(said: &Outcome) -> Value {
    let told: Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(told["kind"], "LoadTestResult");
    told
}

#[test]
fn simulated_requests_are_all_sent_and_measured() {
    let said = load(&["--simulate", "--rate", "50", "--duration", "1s", "-o", "json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let told = measured(&said);
    let requests = &told["requests"];
    assert_eq!((&requests["sent"], &requests["succeeded"]), (&json!(50), &json!(50)), "{told}");
    assert_eq!((&told["simulated"], &told["errors"]), (&json!(true), &json!({})));
    for times in ["latencyMilliseconds", "firstTokenMilliseconds"] {
        let at = |name: &str| told[times][name].as_f64().expect(name);
        assert!(at("p50") > 0.0 && at("p50") <= at("p99") && at("p99") <= at("max"), "{told}");
    }
    assert!(told["outputTokens"].as_u64().is_some_and(|tokens| tokens >= 50), "{told}");
    let shown = load(&["--simulate", "--rate", "20", "--duration", "500ms"]);
    assert!(shown.stdout.contains("10 sent in") && shown.stdout.contains("p99"), "{shown:?}");
}

#[test]
fn real_requests_need_a_confirmation_that_says_how_many() {
    let said = load(&["--rate", "20", "--duration", "30s"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    let words = "this sends 600 real requests (20 per second) to http://127.0.0.1:8080/v1/chat/completions, \
                 which providers may bill; confirm with --yes, or use --simulate";
    assert!(said.stderr.contains(words), "{said:?}");
    let many = load(&["--rate", "10000", "--duration", "1h", "--yes"]);
    assert!(many.stderr.contains("the limit is 1000000"), "{many:?}");
    assert_eq!(load(&["--rate", "0", "--yes"]).code, Some(2));
}

#[test]
fn a_stall_counts_for_every_request_that_was_due_in_it() {
    let delay = ["--simulate", "--simulate-delay", "400ms", "-f", WORKSHOP];
    let serving = Serving::start(program(), &delay);
    let url = serving.address().to_string();
    let to = ["--url", &url, "--yes", "-o", "json"];
    // One at a time, although ten are due within half a second: the last one is done after four seconds.
    let one =
        [&["--rate", "20", "--duration", "500ms", "--concurrency-cap", "1"][..], &to].concat();
    let told = measured(&load(&one));
    assert_eq!(told["requests"]["succeeded"], 10, "{told}");
    let at = |name: &str| told["latencyMilliseconds"][name].as_f64().expect(name);
    assert!(at("max") > 3000.0 && at("p50") > 1000.0, "{told}");
    // With room for all, none waits for another.
    let began = Instant::now();
    let all = [&["--rate", "20", "--duration", "500ms"][..], &to].concat();
    let told = measured(&load(&all));
    let max = told["latencyMilliseconds"]["max"].as_f64().expect("a time");
    assert!((400.0..3000.0).contains(&max), "{told}");
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn failures_are_counted_by_what_they_were() {
    let serving = Serving::start(program(), &["--simulate", "-f", WORKSHOP]);
    let url = serving.address().to_string();
    let little = ["--rate", "20", "--duration", "250ms", "--yes", "-o", "json", "--url"];
    let fault = ["-H", "x-agw-simulate: status=429"];
    let said = load(&[&little[..], &[&url], &fault].concat());
    assert_eq!((said.code, &measured(&said)["errors"]), (Some(1), &json!({"429": 5})), "{said:?}");
    let slow = ["-H", "x-agw-simulate: delay=5s", "--timeout", "200ms"];
    let said = load(&[&little[..], &[&url], &slow].concat());
    assert_eq!(
        (said.code, &measured(&said)["errors"]),
        (Some(1), &json!({"timeout": 5})),
        "{said:?}"
    );
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let nowhere = closed.local_addr().expect("an address").to_string();
    drop(closed);
    let said = load(&[&little[..], &[&nowhere]].concat());
    assert_eq!(
        (said.code, &measured(&said)["errors"]),
        (Some(3), &json!({"unreachable": 5})),
        "{said:?}"
    );
}
