//! How a running `serve` ends: whichever signal asks for it, whoever does not read what it says, and whatever runs below it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::control_plane::poll;
use crate::support::serving::program;

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).expect("a signal");
}

fn ended(child: &mut Child, within: Duration) -> Option<Option<i32>> {
    poll(within, || child.try_wait().ok()?).map(|status| status.code())
}

/// A simulated workshop, with these arguments. Its first document names its address.
fn serving(stderr: Stdio, arguments: &[&str]) -> (Child, String) {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");
    let mut command = program();
    command.args(["serve", "--simulate", "--port", "0", "--admin-port", "0", "-o", "json"]);
    command.args(["-f", examples]).args(arguments);
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
    let mut child = command.spawn().expect("the program starts");
    let out = BufReader::new(child.stdout.take().expect("a pipe"));
    let said = serde_json::Deserializer::from_reader(out).into_iter::<serde_json::Value>().next();
    let said = said.expect("a document").expect("JSON");
    let url = said["addresses"][0]["url"].as_str().expect("a URL").trim_start_matches("http://");
    (child, url.to_owned())
}

fn ask(address: &str, stream: bool) -> TcpStream {
    let body = format!(
        "{{\"model\":\"any\",\"stream\":{stream},\"messages\":[{{\"role\":\"user\",\"content\":\"hello\"}}]}}"
    );
    let mut socket = TcpStream::connect(address).expect("a connection");
    socket.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close";
    write!(socket, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).expect("sent");
    socket
}

#[test]
fn a_lost_terminal_lets_streams_end_as_a_request_to_end_does() {
    for signal in [Signal::HUP, Signal::TERM, Signal::INT] {
        let slow = ["--simulate-pace", "150ms", "--drain", "20s"];
        let (mut child, address) = serving(Stdio::null(), &slow);
        let mut running = ask(&address, true);
        let mut first = [0; 12];
        running.read_exact(&mut first).expect("a stream that has begun");
        send(&child, signal);
        let mut reply = String::new();
        running.read_to_string(&mut reply).expect("a whole reply");
        assert!(reply.contains("[DONE]"), "{signal:?} cut the stream: {reply}");
        let expected = if signal == Signal::INT { 130 } else { 0 };
        assert_eq!(ended(&mut child, Duration::from_secs(10)), Some(Some(expected)), "{signal:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_started_to_outlive_its_terminal_does() {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "trap '' HUP; exec \"$0\" \"$@\"", crate::support::serving::PROGRAM]);
    command.args(["serve", "--simulate", "--port", "0", "--admin-port", "0", "-f", examples]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    lines.next().expect("a line").expect("text");
    send(&child, Signal::HUP);
    assert_eq!(ended(&mut child, Duration::from_millis(500)), None, "nohup is undone");
    send(&child, Signal::TERM);
    assert_eq!(ended(&mut child, Duration::from_secs(10)), Some(Some(0)));
}

#[test]
fn a_log_that_nobody_reads_keeps_it_neither_from_serving_nor_from_ending() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let (mut child, address) = serving(writer.into(), &["--drain", "1s"]);
    // More lines than a pipe holds.
    for _ in 0..600 {
        let mut reply = String::new();
        ask(&address, false).read_to_string(&mut reply).expect("a reply");
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    }
    send(&child, Signal::TERM);
    assert_eq!(ended(&mut child, Duration::from_secs(8)), Some(Some(0)), "it hangs");
    drop(reader);
}

fn below(script: &str, arguments: &[&str]) -> (Child, std::io::Lines<BufReader<ChildStdout>>) {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");
    let mut command = program();
    command.args(["serve", "--simulate", "--port", "0", "--admin-port", "0", "-f", examples]);
    command.args(arguments).args(["--", "sh", "-c", script]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    (child, lines)
}

#[test]
fn a_program_below_it_is_asked_to_end_first_and_is_served_until_it_has() {
    let script = "last() { curl -s -o /dev/null -w '%{http_code}\\n' $OPENAI_BASE_URL/chat/completions \
        -d '{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'; echo last words; exit 3; }; \
        trap last TERM; echo ready; while :; do sleep 0.05; done";
    let (mut child, mut lines) = below(script, &[]);
    assert_eq!(lines.next().expect("a line").expect("text"), "ready");
    send(&child, Signal::TERM);
    let said: Vec<_> = lines.map_while(Result::ok).collect();
    assert_eq!(said, ["200", "last words"]);
    assert_eq!(ended(&mut child, Duration::from_secs(10)), Some(Some(0)));
}

#[test]
fn a_program_that_does_not_end_is_killed_when_its_time_is_up() {
    let script = "trap '' TERM; echo ready; while :; do sleep 0.05; done";
    let (mut child, mut lines) = below(script, &["--drain", "500ms"]);
    assert_eq!(lines.next().expect("a line").expect("text"), "ready");
    let began = Instant::now();
    send(&child, Signal::TERM);
    assert_eq!(ended(&mut child, Duration::from_secs(10)), Some(Some(0)));
    assert!(began.elapsed() >= Duration::from_millis(400), "not given its time");
}
