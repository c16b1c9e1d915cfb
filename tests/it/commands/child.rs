//! `serve -- COMMAND`: the program finds its models, and its exit code is the whole command's.

use crate::support::control_plane::kubectl::run;
use crate::support::serving::{Serving, program};

fn serve(script: &str) -> crate::support::control_plane::kubectl::Outcome {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/workshop");
    let mut command = program();
    command.args(["serve", "--simulate", "--port", "0", "-f", &examples.display().to_string()]);
    command.args(["--", "sh", "-c", script]);
    run(command, "")
}

#[test]
fn a_program_finds_the_proxy_and_returns_its_own_code() {
    let ask = "curl -s $OPENAI_BASE_URL/chat/completions -H \"Authorization: Bearer $OPENAI_API_KEY\" \
        -d '{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'; exit 7";
    let ended = serve(ask);
    assert_eq!(ended.code, Some(7), "{ended:?}");
    let reply: serde_json::Value = serde_json::from_str(&ended.stdout).expect("a reply");
    assert_eq!(reply["model"], "gpt-4o-mini", "{ended:?}");
}

#[test]
fn a_program_shows_the_clients_key_and_whoever_does_not_is_kept_out() {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/workshop");
    let mut command = program();
    command.env("CLIENTS", " let-me-in\n").env("OPENAI_API_KEY", "sk-real");
    command.args(["serve", "--simulate", "--port", "0", "-f", &examples.display().to_string()]);
    command.args(["--client-key-from-env", "CLIENTS", "--", "sh", "-c"]);
    command.arg(
        "for key in $OPENAI_API_KEY other; do curl -s -o /dev/null -w '%{http_code} ' \
         $OPENAI_BASE_URL/chat/completions -H \"Authorization: Bearer $key\" \
         -d '{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'; done",
    );
    let ended = run(command, "");
    assert_eq!(ended.stdout, "200 401 ", "{ended:?}");
    assert!(!ended.stderr.contains("let-me-in"), "{ended:?}");
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let mut command = program();
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/workshop");
    command.args(["serve", "--simulate", "--port", "0", "-f", &examples.display().to_string()]);
    command.args(["--", "no-such-program"]);
    let ended = run(command, "");
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("can't run no-such-program"), "{ended:?}");
}

#[test]
fn the_variables_can_be_printed_without_serving() {
    let mut command = program();
    command.args(["serve", "--print-env", "--port", "9999"]);
    let printed = run(command, "");
    assert_eq!(printed.code, Some(0), "{printed:?}");
    assert!(printed.stdout.contains("export OPENAI_BASE_URL=http://127.0.0.1:9999/v1\n"));
    assert!(printed.stdout.contains("export ANTHROPIC_BASE_URL=http://127.0.0.1:9999\n"));
    let mut command = program();
    command.env("CLIENTS", "let-me-in");
    command.args(["serve", "--print-env", "--port", "9999", "--client-key-from-env", "CLIENTS"]);
    let printed = run(command, "");
    assert!(printed.stdout.contains("export OPENAI_API_KEY=\"$CLIENTS\"\n"), "{printed:?}");
}

#[test]
fn the_variables_lead_to_an_address_of_this_machine_only() {
    let print = |more: &[&str]| {
        let mut command = program();
        command.env("CLIENTS", "let-me-in");
        command.args(["serve", "--print-env", "--port", "9999", "--address"]).args(more);
        run(command, "")
    };
    let key = ["--client-key-from-env", "CLIENTS"];
    for (address, reached) in
        [("127.0.0.2", "127.0.0.2"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")]
    {
        let printed = print(&[&[address], &key[..]].concat());
        let expected = format!("export ANTHROPIC_BASE_URL=http://{reached}:9999\n");
        assert!(printed.stdout.contains(&expected), "{printed:?}");
    }
    for more in [&["203.0.113.5", key[0], key[1]][..], &["0.0.0.0"]] {
        let refused = print(more);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{refused:?}");
        assert!(refused.stderr.contains(more[0]), "{refused:?}");
    }
}

#[test]
fn a_serve_that_asks_for_a_key_is_not_shown_one_that_it_rejects() {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/workshop");
    let examples = examples.display().to_string();
    let mut command = program();
    command.env("CLIENTS", "let-me-in");
    let serving = Serving::start(
        command,
        &[
            "--simulate",
            "--no-access-log",
            "--admin-port",
            "0",
            "-f",
            &examples,
            "--client-key-from-env",
            "CLIENTS",
        ],
    );
    let admin = serving.said["admin"].as_str().expect("an admin address");
    let port = admin.rsplit(':').next().expect("a port").to_owned();
    let print = |more: &[&str]| {
        let mut command = program();
        command.env("CLIENTS", "let-me-in");
        command.args(["serve", "--print-env", "--admin-port", &port]).args(more);
        run(command, "")
    };
    let without = print(&[]);
    assert!(without.stdout.contains("OPENAI_BASE_URL") && !without.stdout.contains("API_KEY"));
    assert!(without.stderr.contains("--client-key-from-env"), "{without:?}");
    let with = print(&["--client-key-from-env", "CLIENTS"]);
    assert!(with.stdout.contains("export OPENAI_API_KEY=\"$CLIENTS\"\n"), "{with:?}");
    assert_eq!(with.stderr, "");
}

#[test]
fn a_status_that_is_an_error_is_not_believed() {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port().to_string();
    let answer = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let _ = stream.read(&mut [0; 4096]);
        let body = r#"{"apiVersion":"cli.agentgateway.dev/v1","kind":"Status","addresses":[{"gateway":null,"address":"127.0.0.1:80","url":"http://127.0.0.1:80"}]}"#;
        let head = format!("HTTP/1.1 500 Oops\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all((head + body).as_bytes()).expect("answered");
    });
    let mut command = program();
    command.args(["serve", "--print-env", "--admin-port", &port]);
    let refused = run(command, "");
    answer.join().expect("an answer");
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{refused:?}");
    assert!(refused.stderr.contains("500"), "{refused:?}");
}

#[test]
fn the_variables_lead_to_the_serve_that_runs() {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/workshop");
    let examples = examples.display().to_string();
    let serving = Serving::start(
        program(),
        &["--simulate", "--no-access-log", "--admin-port", "0", "-f", &examples],
    );
    let admin = serving.said["admin"].as_str().expect("an admin address");
    let port = admin.rsplit(':').next().expect("a port").to_owned();
    let mut command = program();
    command.args(["serve", "--print-env", "--admin-port", &port]);
    let printed = run(command, "");
    let expected = format!("export OPENAI_BASE_URL=http://{}/v1\n", serving.address());
    assert!(printed.stdout.contains(&expected), "{printed:?}");
    let mut command = program();
    command.args(["serve", "--print-env", "--admin-port", &port, "--gateway", "no/such"]);
    let refused = run(command, "");
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("no such plain HTTP listener"), "{refused:?}");
}
