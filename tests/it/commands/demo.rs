//! `demo`: what it shows is what its commands print, and nothing of it is left, however it ends.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::support::control_plane::poll;
use crate::support::serving::program;

/// Held while a demo runs: each takes the usual port if it is free, and two that begin together would both.
pub fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The program, whose temporary files go into this folder.
fn demo(folder: &Path) -> Command {
    let mut command = program();
    command.arg("demo").env("TMPDIR", folder).env("HOME", folder);
    command
}

fn left(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries.map(|one| one.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn it_shows_the_whole_way_of_a_request_and_leaves_nothing() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let output = demo(folder.path()).arg("--fast").output().expect("it runs");
    let (shown, told) = said(&output);
    assert_eq!(output.status.code(), Some(0), "{shown}\n{told}");
    for expected in [
        "$ kubectl agw add-gateway agentgateway-proxy -n default --export > models/gateway.yaml",
        "$ kubectl agw list -f models",
        "X-Model-Tier=smart   Ready",
        "$ kubectl agw serve --simulate -f models --audit audit",
        "gpt-4o-mini via default/openai (openai, simulated)",
        "gpt-4o via default/openai-smart (openai, simulated)",
        "default/openai-smart.0   *      X-Model-Tier=smart   wins",
        "model gpt-4o killed",
        "killed: Killed",
        "requests 4, and 0 recorded without a line",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}\n{told}");
    }
    assert!(told.contains("serving 2 models from models"), "{told}");
    assert!(shown.contains("model gpt-4o: answers leak customer data"), "{shown}");
    assert_eq!(left(folder.path()), Vec::<String>::new());
}

#[test]
fn what_it_keeps_is_a_registry_without_an_error() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let output = demo(folder.path()).args(["--fast", "--keep"]).output().expect("it runs");
    let (_, told) = said(&output);
    let kept = told.lines().find_map(|line| line.strip_prefix("kept in ")).expect("a place");
    assert!(Path::new(kept).starts_with(folder.path()), "{kept}");
    let again = told.split_once("serve them again: ").expect("a line").1.trim_end();
    let again = again.split_once("-f ").expect("a folder").1;
    let check = program().args(["check", "-f", again]).output().expect("it runs");
    assert_eq!(check.status.code(), Some(0), "{check:?}");
}

#[test]
fn an_interrupt_ends_it_and_what_it_started() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let mut child =
        demo(folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
    let audit = || {
        let own = left(folder.path()).into_iter().find(|name| name.starts_with("agw-demo-"))?;
        folder.path().join(own).join("audit").is_dir().then_some(())
    };
    poll(Duration::from_secs(30), audit).expect("it serves");
    let id = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(id, rustix::process::Signal::INT).expect("a signal");
    let ended = poll(Duration::from_secs(20), || child.try_wait().ok()?).expect("an end");
    assert_eq!(ended.code(), Some(130));
    assert_eq!(left(folder.path()), Vec::<String>::new());
}

#[test]
fn the_cast_shows_the_commands_of_the_demo() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let output = demo(folder.path()).arg("--fast").output().expect("it runs");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cast/demo.svg");
    let cast = std::fs::read_to_string(path).expect("docs/cast/demo.svg");
    let (shown, _) = said(&output);
    let is_typed = |line: &&str| line.starts_with("$ ") || line.starts_with("# ");
    let typed: Vec<_> = shown.lines().filter(is_typed).collect();
    assert!(typed.len() > 16, "{typed:?}");
    for line in typed {
        // Where the usual port is in use, another is shown.
        let (line, _) = line.split_once(" --port").unwrap_or((line, ""));
        let (line, _) = line.split_once(" --url").unwrap_or((line, ""));
        let line = line.trim_end_matches(" &").replace('&', "&amp;").replace('>', "&gt;");
        assert!(cast.contains(&line), "{line}: draw it again with docs/cast/draw");
    }
}
