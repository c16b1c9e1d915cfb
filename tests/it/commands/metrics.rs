//! `/metrics` of `serve`: what Prometheus reads there, and that strangers cannot make it grow.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::control_plane::kubectl::run;
use crate::support::control_plane::{skip, test_name};
use crate::support::plain_http::{get, post, send};
use crate::support::serving::{Serving, program};

const STREAM: &str = r#"{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true},
    "messages":[{"role":"user","content":"canary-prompt"}]}"#;

fn serving() -> Serving {
    let arguments = ["--simulate", "--provider", "openai", "--admin-port", "0"];
    Serving::start(program(), &arguments)
}

fn chat(model: &str) -> String {
    format!(r#"{{"model":"{model}","messages":[{{"role":"user","content":"canary-prompt"}}]}}"#)
}

fn ask(serving: &Serving, headers: &[(&str, &str)], body: &str) {
    post(serving.address(), "/v1/chat/completions", headers, body).expect("a reply");
}

fn metrics(serving: &Serving) -> String {
    let admin = serving.said["admin"].as_str().expect("an admin address");
    let admin: SocketAddr = admin.trim_start_matches("http://").parse().expect("an address");
    let reply = get(admin, "/metrics").expect("a reply");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    reply.body
}

/// The sum of the samples of `name` that have all of `labels`.
fn value(text: &str, name: &str, labels: &[&str]) -> f64 {
    let of_name = |line: &&str| line.split(['{', ' ']).next() == Some(name);
    let lines = text.lines().filter(of_name);
    let found = lines.filter(|line| labels.iter().all(|label| line.contains(label)));
    let values = found.map(|line| line.rsplit(' ').next().unwrap_or_default().parse::<f64>());
    values.map(|value| value.expect("a number")).sum()
}

#[test]
fn requests_tokens_cost_and_times_are_counted_by_route_and_model() {
    let serving = serving();
    ask(&serving, &[], STREAM);
    ask(&serving, &[], &chat("gpt-4o"));
    ask(&serving, &[("x-agw-simulate", "status=429")], &chat("gpt-4o"));
    let text = metrics(&serving);
    let ok = ["status=\"200\"", "reason=\"Upstream\"", "protocol=\"llm\"", "method=\"POST\""];
    assert_eq!(value(&text, "agentgateway_requests_total", &ok), 2.0);
    assert_eq!(value(&text, "agentgateway_request_duration_seconds_count", &ok), 2.0);
    assert!(value(&text, "agentgateway_response_bytes_total", &ok) > 100.0);
    assert_eq!(value(&text, "agentgateway_requests_total", &["status=\"429\""]), 1.0);
    let asked = "gen_ai_request_model=\"gpt-4o\"";
    for kind in ["input", "output"] {
        let labels = [asked, &format!("gen_ai_token_type=\"{kind}\"")];
        assert_eq!(value(&text, "agentgateway_gen_ai_client_token_usage_count", &labels), 2.0);
        assert!(value(&text, "agentgateway_gen_ai_client_token_usage_sum", &labels) > 2.0);
    }
    assert!(value(&text, "agentgateway_gen_ai_client_cost_usd_total", &[asked]) > 0.0);
    let took = "agentgateway_gen_ai_server_request_duration_count";
    assert_eq!(value(&text, took, &[asked, "error_type=\"429\""]), 1.0);
    assert_eq!(value(&text, took, &[asked, "error_type"]), 1.0, "the others have none");
    assert_eq!(value(&text, took, &[asked]), 3.0);
    for name in ["time_to_first_token", "time_per_output_token"] {
        let name = format!("agentgateway_gen_ai_server_{name}_count");
        assert_eq!(value(&text, &name, &[asked]), 1.0, "{name}: of the stream alone");
    }
    assert!(!text.contains("canary"), "{text}");
}

#[test]
fn names_that_clients_make_up_do_not_add_rows_without_end() {
    let serving = serving();
    for number in 0..130 {
        ask(&serving, &[], &chat(&format!("made-up-{number}")));
        ask(&serving, &[("x-agw-simulate", "status=404")], &chat(&format!("unknown-{number}")));
    }
    ask(&serving, &[], &chat("gpt-4o-mini"));
    ask(&serving, &[], &chat("sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH"));
    for number in 0..20 {
        let request = format!(
            "M{number} / HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
            serving.address()
        );
        send(serving.address(), &request).expect("a reply");
    }
    let text = metrics(&serving);
    let name = "agentgateway_gen_ai_server_request_duration_count";
    let models = text.lines().filter(|line| line.starts_with(name)).count();
    assert!((100..=103).contains(&models), "{models}");
    assert_eq!(value(&text, name, &["request_model=\"gpt-4o-mini\""]), 1.0, "it has a price");
    assert!(value(&text, name, &["request_model=\"_OTHER\"", "error_type=\"404\""]) >= 130.0);
    assert!(!text.contains("unknown-") && !text.contains("sk-proj"), "{text}");
    assert_eq!(value(&text, "agentgateway_requests_total", &["method=\"_OTHER\""]), 20.0);
}

/// Each sample as Prometheus' own client for Python reads it.
#[test]
fn a_parser_of_prometheus_reads_what_is_there() {
    let Some(python) = std::env::var_os("AGW_TEST_CLIENTS") else {
        let why = "Prometheus' client is not installed: AGW_TEST_CLIENTS=$(tests/clients/build)";
        return skip(test_name!(), why);
    };
    let serving = serving();
    ask(&serving, &[], STREAM);
    ask(&serving, &[], &chat("a\\\"b\\nc"));
    let mut parser = Command::new(python);
    parser.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/metrics.py"));
    let said = run(parser, &metrics(&serving));
    assert_eq!(said.code, Some(0), "{said:?}");
    let read: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let kinds = json!({
        "agentgateway_build_info": "gauge",
        "agentgateway_requests": "counter",
        "agentgateway_response_bytes": "counter",
        "agentgateway_retries": "counter",
        "agentgateway_request_duration_seconds": "histogram",
        "agentgateway_gen_ai_client_token_usage": "histogram",
        "agentgateway_gen_ai_client_cost_usd": "counter",
        "agentgateway_gen_ai_server_request_duration": "histogram",
        "agentgateway_gen_ai_server_time_to_first_token": "histogram",
        "agentgateway_gen_ai_server_time_per_output_token": "histogram",
    });
    assert_eq!(read["kinds"], kinds);
    assert_eq!(read["faults"], json!([]));
    let models = read["models"].as_array().expect("names");
    assert!(models.contains(&json!("a\"b\nc")) && models.contains(&json!("gpt-4o")), "{models:?}");
}
