//! The Gateway API's own conformance suite against `serve`, and that the committed report is what it says.
//!
//! tests/conformance holds the suite, docs/conformance.md what it does not claim; `tests/conformance/run` writes the report.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::support::control_plane::{ControlPlane, poll, skip, test_name, why_absent};
use crate::support::serving::{PROGRAM, program_for};

/// The whole suite, on a machine that does other things beside it.
const PATIENCE: Duration = Duration::from_mins(15);

/// How a line begins that says what became of a test.
const OUTCOME: &str = "conformance: ";

/// Where the report is, in this repository.
const REPORT: &str = "docs/conformance-report.yaml";

#[test]
fn serve_passes_what_it_claims_of_the_gateway_api() {
    let Some(built) = built() else {
        return skip(
            test_name!(),
            "no conformance suite in target/conformance: run tests/conformance/build",
        );
    };
    if let Some(reason) = why_absent() {
        return skip(test_name!(), &reason);
    }
    let control_plane = ControlPlane::start().expect("a control plane");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    control_plane.apply_crds(&built.join("crds"));
    control_plane.apply_crds(&root.join("crds"));

    let report = control_plane.folder().join("report.yaml");
    let arguments = std::env::var("AGW_CONFORMANCE_ARGUMENTS").unwrap_or_default();
    let mut suite = program_for(control_plane.admin_kubeconfig());
    suite = ready(&suite, &built, &report);
    suite.args(["-test.v", "-test.timeout=0"]).args(arguments.split_whitespace());
    let log = built.join("last.log");
    let status = run(suite, &log);
    assert!(status.success(), "{status}\n{}", of_failures(&log));
    if !arguments.is_empty() {
        return;
    }
    let report = std::fs::read_to_string(report).expect("a report");
    if std::env::var_os("AGW_CONFORMANCE_WRITE").is_some() {
        return std::fs::write(root.join(REPORT), report).expect("written");
    }
    let committed = std::fs::read_to_string(root.join(REPORT)).expect("a committed report");
    assert_eq!(
        timeless(&report),
        timeless(&committed),
        "{REPORT} is not what the suite says: run tests/conformance/run"
    );
}

/// The folder that tests/conformance/build fills.
fn built() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?.join("conformance");
    ["suite", "echo-basic", "crds"].iter().all(|one| folder.join(one).exists()).then_some(folder)
}

/// The suite's program with the environment of another command, so that nothing else of the caller's reaches `serve`.
fn ready(like: &Command, built: &Path, report: &Path) -> Command {
    let mut suite = Command::new(built.join("suite"));
    for (name, value) in like.get_envs() {
        match value {
            Some(value) => suite.env(name, value),
            None => suite.env_remove(name),
        };
    }
    suite
        .env("AGW_CONFORMANCE_PROGRAM", PROGRAM)
        .env("AGW_CONFORMANCE_ECHO", built.join("echo-basic"))
        .env("AGW_CONFORMANCE_REPORT", report);
    suite
}

/// Runs it to its end; all that it says is in the log, and what became of each test also on stdout, for who looks on.
/// Its standard input is its life: where this process dies, it and all that it started die too.
fn run(mut suite: Command, log: &Path) -> ExitStatus {
    suite.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = suite.spawn().expect("the suite starts");
    let mut log = File::create(log).expect("a log");
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    let reader = std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if line.starts_with(OUTCOME) {
                let _ = writeln!(std::io::stdout(), "{line}");
            }
            writeln!(log, "{line}").expect("written");
        }
    });
    let status = poll(PATIENCE, || child.try_wait().expect("a child"));
    let status = status.unwrap_or_else(|| stopped(&mut child));
    reader.join().expect("a reader");
    status
}

fn stopped(child: &mut Child) -> ExitStatus {
    drop(child.stdin.take());
    child.wait().expect("an end")
}

/// Which tests failed, and what was said last.
fn of_failures(log: &Path) -> String {
    let said = std::fs::read_to_string(log).expect("a log");
    let lines: Vec<&str> = said.lines().collect();
    let failed = |line: &&str| line.starts_with(OUTCOME) && line.contains(" failed ");
    let failed = lines.iter().copied().filter(failed).collect::<Vec<_>>().join("\n");
    let rest = lines[lines.len().saturating_sub(50)..].join("\n");
    format!("{failed}\n\n{rest}\n\nall of it is in {}", log.display())
}

/// The report without the day of the run and the version of the program.
fn timeless(report: &str) -> String {
    let lasts = |line: &&str| !line.starts_with("date: ") && !line.starts_with("  version: ");
    report.lines().filter(lasts).collect::<Vec<_>>().join("\n")
}
