//! What a person sees at a terminal: tables that fit it, colors and marks; and that a pipe gets none of it.

use std::process::Command;
use std::time::Duration;

use crate::support::serving::program;
use crate::support::terminal::Terminal;

const WORKSHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");

const SECRET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/status/another-secret.yaml");

/// What a terminal of this width shows of the program's standard output.
fn shown(columns: u16, mut command: Command) -> String {
    let terminal = Terminal::open().expect("a terminal");
    terminal.is_wide(columns);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        if !command.get_envs().any(|(own, _)| own == name) {
            command.env_remove(name);
        }
    }
    let null = std::process::Stdio::null;
    command.stdin(null()).stderr(null()).stdout(terminal.stdin()).env("TERM", "xterm");
    command.status().expect("it runs");
    let mut all = String::new();
    while let Some(more) = terminal.shown_within(Duration::from_millis(200)) {
        all += &more;
    }
    all.replace("\r\n", "\n")
}

fn agw(arguments: &[&str]) -> Command {
    let mut command = program();
    // Among files with Secrets, the one that is missing is a fault.
    command.args(arguments).args(["-f", WORKSHOP, "-f", SECRET]);
    command
}

/// The text without colors.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[test]
fn every_table_fits_its_terminal_and_a_pipe_of_100_columns() {
    for view in ["models", "backends", "routes", "gateways", "keys", "policies"] {
        for columns in [80, 100, 120, 200] {
            let text = plain(&shown(columns, agw(&["list", view])));
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert!(widest <= usize::from(columns), "{view} at {columns}: {widest}\n{text}");
            assert!(text.is_empty() || text.contains("NAME"), "{text}");
        }
        let piped = agw(&["list", view]).output().expect("it runs");
        let piped = String::from_utf8(piped.stdout).expect("text");
        let widest = piped.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        assert!(widest <= 100, "{view} into a pipe: {widest}\n{piped}");
    }
}

#[test]
fn a_wider_terminal_shows_more_and_wide_everything() {
    let heading = |columns| {
        let text = plain(&shown(columns, agw(&["list"])));
        text.lines().next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(heading(70), "NAME MODEL ROUTES STATUS");
    assert_eq!(heading(100), "NAMESPACE NAME PROVIDER MODEL ROUTES STATUS");
    assert_eq!(heading(250), "NAMESPACE NAME PROVIDER MODEL ROUTES GATEWAY KEY STATUS");
    let text = plain(&shown(250, agw(&["list"])));
    assert!(text.contains("agentgateway-system/agentgateway-proxy"), "{text}");
    assert!(text.contains("SecretNotFound: Secret"), "there is room for the message: {text}");
}

#[test]
fn colors_and_marks_are_for_terminals_and_words_stay() {
    for (arguments, painted) in [
        (&["list"][..], "\u{1b}[31m✗ SecretNotFound"),
        (&["status"], "\u{1b}[31m✗ not ready\u{1b}[0m: "),
        (&["describe", "model", "openai"], "\u{1b}[31m✗ FAIL\u{1b}[0m"),
        (&["tree"], "\u{1b}[31m✗ SecretNotFound"),
        (&["check", "--level", "info"], "\u{1b}[2m"),
    ] {
        let text = shown(200, agw(arguments));
        assert!(text.contains(painted), "{arguments:?}: {text:?}");
        let piped = agw(arguments).env_remove("CLICOLOR_FORCE").output().expect("it runs").stdout;
        assert!(!String::from_utf8_lossy(&piped).contains('\u{1b}'), "{arguments:?} into a pipe");
    }
}

#[test]
fn color_is_decided_by_the_flag_then_by_the_environment() {
    let at_terminal = |flags: &[&str], variable: Option<(&str, &str)>| {
        let mut command = agw(&["list"]);
        command.args(flags).envs(variable);
        shown(120, command).contains('\u{1b}')
    };
    let in_pipe = |flags: &[&str], variable: Option<(&str, &str)>| {
        let mut command = agw(&["list"]);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").args(flags).envs(variable);
        String::from_utf8_lossy(&command.output().expect("it runs").stdout).contains('\u{1b}')
    };
    assert!(at_terminal(&[], None));
    assert!(!at_terminal(&[], Some(("NO_COLOR", "1"))));
    assert!(!at_terminal(&["--color", "never"], None));
    assert!(at_terminal(&["--color=always"], Some(("NO_COLOR", "1"))));
    assert!(!in_pipe(&[], None));
    assert!(in_pipe(&["--color=always"], None));
    assert!(in_pipe(&[], Some(("CLICOLOR_FORCE", "1"))));
}
