//! Completion in real shells, and through the real kubectl: what is typed, and what a press of TAB makes of it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{test_name, without};
use crate::support::serving::{PROGRAM, program};
use crate::support::terminal::Terminal;
use crate::support::worlds::{World, ours};

/// A folder with the program, linked as `completion install` links it.
fn installed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(PROGRAM, folder.path().join("kubectl-agw")).expect("linked");
    let dir = folder.path().display().to_string();
    let said = on_path(folder.path(), &["completion", "install", "--dir", &dir]).expect_success();
    assert_eq!(said, format!("{dir}/kubectl_complete-agw linked\n"));
    folder
}

fn on_path(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command = program();
    // Nothing outside of the folder is ever linked or removed.
    command.args(arguments).env("PATH", folder);
    run(command, "")
}

fn path_with(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default())
}

/// A shell at a terminal, without anybody's settings, with the script loaded.
struct Shell {
    child: Child,
    terminal: Terminal,
    shown: String,
    _home: tempfile::TempDir,
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Shell {
    fn start(mut command: Command, folder: &Path, setup: &str) -> Shell {
        let home = tempfile::tempdir().expect("a home");
        let terminal = Terminal::open().expect("a terminal");
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"));
        command.env("PATH", path_with(folder)).env("HOME", home.path()).env("TERM", "dumb");
        command.env("KUBECONFIG", home.path().join("none")).env("PS1", "> ");
        let streams = command.stdin(terminal.stdin()).stdout(terminal.stdin());
        let child = streams.stderr(terminal.stdin()).spawn().expect("a shell");
        let mut shell = Shell { child, terminal, shown: String::new(), _home: home };
        shell.terminal.types(&format!("{setup}; echo set''-up\n"));
        shell.waits_for("set-up");
        shell
    }

    #[track_caller]
    fn waits_for(&mut self, wanted: &str) {
        let until = Instant::now() + Duration::from_secs(30);
        while !self.shown.contains(wanted) {
            let more = self.terminal.shown_within(until.saturating_duration_since(Instant::now()));
            let Some(more) = more else { panic!("no {wanted:?} in {:?}", self.shown) };
            self.shown += &more;
        }
        let at = self.shown.find(wanted).expect("just found") + wanted.len();
        self.shown.drain(..at);
    }

    /// Types the start of a line and TAB, and waits for what the line becomes.
    #[track_caller]
    fn completes(&mut self, typed: &str, line: &str) {
        self.terminal.types(&format!("{typed}\t"));
        self.waits_for(line);
        // Away with the line.
        self.terminal.types("\u{15}");
    }
}

fn found(shell: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(shell)).find(|path| path.is_file())
}

/// The shell, or the word that it is not there; the scripts differ in little, and bash is everywhere.
fn shell(name: &str, test: &str) -> Option<Command> {
    let program = found(name);
    if program.is_none() {
        without(test, &format!("{name} is not installed: apt-get install {name}"));
    }
    program.map(Command::new)
}

#[test]
fn bash_completes_commands_flags_values_names_and_files() {
    let Some(mut bash) = shell("bash", test_name!()) else { return };
    let folder = installed();
    bash.args(["--norc", "--noprofile", "-i"]);
    let mut shell = Shell::start(bash, folder.path(), "source <(kubectl-agw completion bash)");
    shell.completes("kubectl-agw li", "list ");
    shell.completes("kubectl-agw list --no-h", "--no-headers ");
    shell.completes("kubectl-agw serve --output=js", "--output=json ");
    shell.completes("kubectl-agw list -o jsonp", "jsonpath=");
    shell.completes("kubectl-agw describe backend -f workshop openai-", "openai-smart ");
    shell.completes("kubectl-agw describe backend --filename=works", "--filename=workshop");
    shell.completes("kubectl-agw check -f canon", "canonical");
}

#[test]
fn zsh_completes_with_descriptions() {
    let Some(mut zsh) = shell("zsh", test_name!()) else { return };
    let folder = installed();
    zsh.args(["-f", "-i"]);
    let setup =
        "PROMPT='> '; autoload -Uz compinit; compinit -u -D; source <(kubectl-agw completion zsh)";
    let mut shell = Shell::start(zsh, folder.path(), setup);
    shell.completes("kubectl-agw lis", "list ");
    shell.completes("kubectl-agw serve --output=js", "json");
    shell.completes("kubectl-agw describe backend -f workshop openai-", "smart ");
    shell.completes("kubectl-agw key ", "-- Replace a key");
}

#[test]
fn fish_completes_with_descriptions() {
    let Some(fish) = found("fish") else {
        return without(test_name!(), "fish is not installed: apt-get install fish");
    };
    let folder = installed();
    let home = tempfile::tempdir().expect("a home");
    let completed = |line: &str| {
        let mut command = Command::new(&fish);
        let script = format!("kubectl-agw completion fish | source; complete -C '{line}'");
        command.args(["--no-config", "-c", &script]).env("PATH", path_with(folder.path()));
        command.env("HOME", home.path()).env("KUBECONFIG", home.path().join("none"));
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"));
        run(command, "").expect_success()
    };
    let list = "list\tList models, backends, routes, gateways, keys or policies\n";
    assert_eq!(completed("kubectl-agw lis"), list);
    assert_eq!(completed("kubectl-agw serve --output=js"), "--output=json\n");
    assert_eq!(completed("kubectl-agw describe backend -f workshop openai-s"), "openai-smart\n");
    assert!(completed("kubectl-agw check -f works").starts_with("workshop/"));
    assert!(completed("kubectl-agw export --to works").starts_with("workshop/"));
}

#[test]
fn kubectl_completes_the_plugin_with_what_the_cluster_has() {
    let Some(World { control_plane, .. }) = ours(test_name!()) else { return };
    let namespace = control_plane.namespace();
    control_plane.apply(&format!(
        "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
         metadata: {{name: gpt, namespace: {namespace}}}\nspec: {{ai: {{provider: {{openai: {{}}}}}}}}\n---\n\
         apiVersion: v1\nkind: Secret\nmetadata: {{name: openai-key, namespace: {namespace}}}\n\
         stringData: {{Authorization: sk-canary-of-completion}}\n"
    ));
    let folder = installed();
    let completed = |words: &[&str]| {
        let words = [&["__complete", "agw"], words].concat();
        let admin = control_plane.admin_kubeconfig();
        let said = control_plane.kubectl_as(admin, &words, "", &[folder.path()]).expect_success();
        assert!(!said.contains("canary"), "{said}");
        said
    };
    let list = "list\tList models, backends, routes, gateways, keys or policies\n:4\n";
    assert_eq!(completed(&["lis"]), list);
    assert_eq!(completed(&["describe", "backend", "-n", &namespace, "g"]), "gpt\n:4\n");
    assert_eq!(
        completed(&["describe", "model", "-n", &namespace, ""]),
        "gpt\tAgentgatewayBackend\n:4\n"
    );
    assert_eq!(completed(&["key", "check", "-n", &namespace, "op"]), "openai-key\n:4\n");
    let secret = ["add-backend", "x", "--provider", "openai", "-n", &namespace, "--secret", ""];
    assert_eq!(completed(&secret), "openai-key\n:4\n");
    assert_eq!(completed(&["list", "-n", &namespace]), format!("{namespace}\n:4\n"));
    assert_eq!(completed(&["list", "--context", ""]), "control-plane\n:4\n");
    assert_eq!(completed(&["describe", "route", "-n", &namespace, ""]), ":4\n", "there is none");
    assert_eq!(completed(&["check", "-f", ""]), ":0\n");
}

#[test]
fn a_cluster_that_does_not_answer_is_waited_for_no_longer_than_a_moment() {
    // Takes connections, and says nothing.
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let server = format!("http://{}", deaf.local_addr().expect("an address"));
    let began = Instant::now();
    let mut command = program();
    command.args(["__complete", "--server", &server, "describe", "backend", ""]);
    let said = run(command, "");
    let took = began.elapsed();
    assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.code), (":4\n", "", Some(0)));
    assert!(took >= Duration::from_millis(400), "it was asked: {took:?}");
    assert!(took < Duration::from_millis(1000), "{took:?}");
}

#[test]
fn without_a_cluster_and_with_a_broken_kubeconfig_there_is_silence() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("config");
    std::fs::write(&broken, "{[").expect("written");
    for kubeconfig in [broken, folder.path().join("none")] {
        for words in [&["list", "-n", ""][..], &["list", "--context", ""], &["tree", ""]] {
            let mut command = program();
            command.arg("__complete").args(words).env("KUBECONFIG", &kubeconfig);
            command.env("HOME", folder.path()).env_remove("KUBERNETES_SERVICE_HOST");
            let said = run(command, "");
            assert_eq!((said.stdout.as_str(), said.stderr.as_str()), (":4\n", ""), "{words:?}");
        }
    }
}

#[test]
fn the_link_is_made_once_and_removed_and_nothing_of_others_is_touched() {
    let folder = installed();
    let link = folder.path().join("kubectl_complete-agw");
    assert_eq!(std::fs::read_link(&link).expect("a link"), Path::new("kubectl-agw"));
    let again = on_path(folder.path(), &["completion", "install"]).expect_success();
    assert_eq!(again, format!("{} is already installed\n", link.display()));
    let removed = on_path(folder.path(), &["completion", "uninstall"]).expect_success();
    assert_eq!(removed, format!("{} removed\n", link.display()));
    assert!(link.symlink_metadata().is_err());
    std::fs::write(&link, "somebody's").expect("written");
    let refused = on_path(folder.path(), &["completion", "install"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("isn't a link to kubectl-agw"), "{refused:?}");
    on_path(folder.path(), &["completion", "uninstall"]).expect_success();
    assert_eq!(std::fs::read_to_string(&link).expect("still there"), "somebody's");
    let nowhere = tempfile::tempdir().expect("a folder");
    let mut alone = program();
    alone.args(["completion", "install"]).env("PATH", nowhere.path());
    let refused = run(alone, "");
    assert!(refused.stderr.contains("isn't on the PATH"), "{refused:?}");
}
