//! How soon the program is there.

use std::time::{Duration, Instant};

use crate::support::plain_http::chat;
use crate::support::serving::{Serving, program};

/// The best of a few runs: what the program takes, not what else the machine did.
fn best(runs: u32, mut run: impl FnMut() -> Duration) -> Duration {
    (0..runs).map(|_| run()).min().unwrap_or(Duration::MAX)
}

#[test]
fn the_first_request_is_answered_within_150_ms_of_the_start() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/workshop");
    let took = best(5, || {
        let began = Instant::now();
        let serving =
            Serving::start(program(), &["--simulate", "-f", &folder.display().to_string()]);
        let reply = chat(serving.address(), &[]).expect("a reply");
        assert_eq!(reply.status, 200);
        began.elapsed()
    });
    assert!(took < Duration::from_millis(150), "answered after {took:?}");
}

#[test]
fn help_is_there_within_10_ms() {
    let took = best(10, || {
        let began = Instant::now();
        let help = program().arg("--help").output().expect("help");
        assert!(help.status.success());
        began.elapsed()
    });
    // An unoptimised build is several times slower than the one that users get.
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 50 } else { 10 });
    assert!(took < limit, "help after {took:?}");
}

#[test]
fn completion_without_a_cluster_is_there_within_15_ms() {
    let took = best(10, || {
        let began = Instant::now();
        let said = program().args(["__complete", "li"]).output().expect("completions");
        assert!(said.stdout.starts_with(b"list\t"));
        began.elapsed()
    });
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 60 } else { 15 });
    assert!(took < limit, "completed after {took:?}");
}
