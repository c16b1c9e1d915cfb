//! The kubeconfig as kubectl treats it, seen from outside: which server is asked, and in which words it is missed.

use std::path::Path;

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::serving::program;

/// A kubeconfig whose server nobody answers at.
fn kubeconfig(path: &Path, context: &str, current: bool) {
    let current = if current {
        format!("current-context: {context}\n")
    } else {
        "current-context: \"\"\n".into()
    };
    let text = format!(
        "apiVersion: v1\nkind: Config\n{current}clusters:\n- name: {context}\n  cluster: {{server: \"http://127.0.0.1:1/{context}\"}}\n\
         contexts:\n- name: {context}\n  context: {{cluster: {context}, user: {context}, namespace: of-{context}}}\n\
         users:\n- name: {context}\n  user: {{}}\n"
    );
    std::fs::write(path, text).expect("written");
}

fn list(kubeconfig: &str, arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.env("KUBECONFIG", kubeconfig).arg("list").args(arguments);
    run(command, "")
}

#[test]
fn a_list_is_merged_and_a_missing_member_or_an_empty_context_does_no_harm() {
    let folder = tempfile::tempdir().expect("a folder");
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    kubeconfig(&a, "first", false);
    kubeconfig(&b, "second", true);
    let all = format!("{}:{}/missing:{}", a.display(), folder.path().display(), b.display());
    let current = list(&all, &[]);
    assert_eq!(current.code, Some(3), "{current:?}");
    assert!(current.stderr.contains("127.0.0.1:1/second"), "{current:?}");
    let other = list(&all, &["--context", "first"]);
    assert!(other.stderr.contains("127.0.0.1:1/first"), "{other:?}");
}

#[test]
fn what_is_asked_for_and_not_there_is_named_with_what_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config");
    kubeconfig(&path, "only", true);
    let path = path.display().to_string();
    for flag in ["--context", "--cluster", "--user"] {
        let wrong = list(&path, &[flag, "nope"]);
        assert_eq!(wrong.code, Some(2), "{wrong:?}");
        assert!(wrong.stderr.contains("nope") && wrong.stderr.contains("only"), "{wrong:?}");
    }
    let absent = list("/no/such/file", &["--kubeconfig", "/no/such/either"]);
    assert_eq!(absent.code, Some(2), "{absent:?}");
    assert!(absent.stderr.contains("/no/such/either"), "{absent:?}");
}

#[test]
fn a_cluster_that_does_not_answer_is_named_and_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config");
    kubeconfig(&path, "gone", true);
    for command in [&["list"][..], &["serve", "--port", "0"], &["test", "curl", "x"]] {
        let mut program = program();
        program.env("KUBECONFIG", &path).args(command);
        let failed = run(program, "");
        assert_eq!(failed.code, Some(3), "{failed:?}");
        assert!(failed.stderr.contains("127.0.0.1:1"), "{failed:?}");
        assert!(failed.stderr.contains("gone"), "{failed:?}");
    }
}

#[test]
fn a_pipe_is_read_as_a_file_is_and_one_that_nothing_writes_to_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config");
    kubeconfig(&path, "piped", true);
    let text = std::fs::read_to_string(&path).expect("read");
    let mut program_of = program();
    program_of.args(["list", "--kubeconfig", "/dev/stdin"]);
    let read = run(program_of, &text);
    assert_eq!(read.code, Some(3), "{read:?}");
    assert!(read.stderr.contains("127.0.0.1:1/piped"), "{read:?}");
    let mut program_of = program();
    program_of.args(["list", "-s", "http://127.0.0.1:1", "--token-file", "/dev/stdin"]);
    let read = run(program_of, "token\n");
    assert!(read.code == Some(3) && !read.stderr.contains("token file"), "{read:?}");

    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let pipe = pipe.display().to_string();
    for flags in [
        &["--kubeconfig", &pipe][..],
        &["-s", "https://127.0.0.1:1", "--token-file", &pipe],
        &["-s", "https://127.0.0.1:1", "--certificate-authority", &pipe],
    ] {
        let mut program = program();
        program.arg("list").args(flags);
        let named = run(program, "");
        assert!(named.code.is_some_and(|code| code != 0), "{named:?}");
        let stderr = &named.stderr;
        assert!(stderr.contains(&pipe) && stderr.contains("without a writer"), "{named:?}");
    }
}

#[test]
fn relative_paths_are_resolved_against_the_kubeconfigs_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config");
    std::fs::write(folder.path().join("token"), "a\u{1}b").expect("written");
    let text = "apiVersion: v1\nkind: Config\ncurrent-context: c\n\
        clusters: [{name: c, cluster: {server: \"http://127.0.0.1:1\"}}]\n\
        contexts: [{name: c, context: {cluster: c, user: c}}]\n\
        users: [{name: c, user: {tokenFile: token}}]\n";
    std::fs::write(&path, text).expect("written");
    let found = list(&path.display().to_string(), &[]);
    assert!(found.stderr.contains("control character"), "{found:?}");
}
