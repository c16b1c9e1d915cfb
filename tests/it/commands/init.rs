//! `init` on a terminal: its questions, the command line that they come to, and what that prints.

use std::process::{Command, Stdio};

use crate::support::serving::program;
use crate::support::terminal::Terminal;

fn printed(mut command: Command) -> (Option<i32>, String, String) {
    let output = command.output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn its_answers_are_a_command_line_that_prints_the_same_without_questions() {
    let Some(terminal) = Terminal::open() else { return };
    let mut init = program();
    init.args(["init", "-n", "llm"]).stdin(terminal.stdin()).env_remove("ANTHROPIC_API_KEY");
    init.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = init.spawn().expect("it starts");
    // A slip, an own answer, the usual ones by an empty line, a route, and what to do.
    terminal.types("anthropc\nanthropic\n\nclaude\n\n\nX-Tier=smart\n\n");
    let output = child.wait_with_output().expect("an end");
    let (manifests, told) = (output.stdout, String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("did you mean anthropic?"), "{told}");
    assert!(
        told.contains("key set anthropic-api-key -n llm --from-env ANTHROPIC_API_KEY"),
        "{told}"
    );
    let line = told.lines().find_map(|line| line.strip_prefix("  kubectl agw add-backend "));
    let line = line.expect("a command line");
    assert_eq!(
        line,
        "claude -n llm --provider anthropic --model claude-haiku-4-5 --secret anthropic-api-key \
         --gateway agentgateway-proxy --header X-Tier=smart --export"
    );
    let mut again = program();
    again.arg("add-backend").args(line.split(' '));
    let (code, same, _) = printed(again);
    assert_eq!((code, same.as_bytes()), (Some(0), &*manifests));
}

#[test]
fn a_terminal_that_ends_or_never_answers_is_told_the_flag() {
    let Some(terminal) = Terminal::open() else { return };
    let mut init = program();
    init.arg("init").stdin(terminal.stdin()).stdout(Stdio::null()).stderr(Stdio::piped());
    let child = init.spawn().expect("it starts");
    terminal.types("a\nb\nc\n");
    let output = child.wait_with_output().expect("an end");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("hint: answer with a flag: --provider"), "{told}");
}
