//! Every command that writes to a cluster takes the same flags.

use clap::Command;

use crate::support::control_plane::kubectl::run;
use crate::support::serving::program;

/// What a writing command takes, as kubectl's do.
const FLAGS: &[&str] =
    &["dry-run", "export", "output", "force-conflicts", "validate", "wait", "timeout"];

/// The commands that write, and the flags that make no sense for one of them, with the reason that it gives.
const WRITING: &[(&str, &[(&str, &str)])] = &[
    ("add-backend", &[]),
    ("add-route", &[]),
    ("add-model", &[]),
    ("add-gateway", &[]),
    ("apply", &[]),
    ("set weight", &[]),
    ("set model", &[]),
    ("set header", &[]),
    ("crds install", &[]),
    ("remove", &[("force-conflicts", "takes over no fields"), ("validate", "sends no fields")]),
    ("key set", &[]),
    ("key rotate", &[]),
];

/// The commands that write the state of the kill switch, one entry at a time: `kill --drill` changes nothing.
const SWITCHING: &[&str] = &["kill", "resume"];

/// The commands that write nothing to a cluster.
const READING: &[&str] = &[
    "list",
    "key list",
    "key check",
    "check",
    "upgrade",
    "explain",
    "describe",
    "status",
    "tree",
    "graph",
    "serve",
    "demo",
    "init",
    "audit verify",
    "audit list",
    "audit tail",
    "audit stats",
    "audit top",
    "audit export",
    "audit key",
    "prices list",
    "prices import",
    "test curl",
    "test model",
    "test all",
    "test failover",
    "test guard",
    "test load",
    "diff",
    "plan",
    "export",
    "convert",
    "crds print",
    "completion install",
    "completion uninstall",
    "completion bash",
    "completion zsh",
    "completion fish",
    "completion powershell",
    "options",
    "version",
    "generate",
    "generate man",
    "generate krew",
];

/// The commands that do something, by their words.
fn leaves<'c>(command: &'c Command, words: &str, found: &mut Vec<(String, &'c Command)>) {
    let mut below = command.get_subcommands().peekable();
    if below.peek().is_none() {
        found.push((words.to_owned(), command));
    }
    for one in below {
        leaves(one, format!("{words} {}", one.get_name()).trim(), found);
    }
}

#[test]
fn every_command_that_writes_takes_every_flag_of_writing_or_says_why_not() {
    let definition = kubectl_agw::cli::definition();
    let mut commands = Vec::new();
    leaves(&definition, "", &mut commands);
    for (words, command) in commands {
        let has = |flag: &str| command.get_arguments().any(|arg| arg.get_long() == Some(flag));
        let Some((_, excused)) = WRITING.iter().find(|(known, _)| *known == words) else {
            if SWITCHING.iter().any(|first| words.split(' ').next() == Some(first)) {
                continue;
            }
            assert!(READING.contains(&words.as_str()), "does `{words}` write? add it to a table");
            assert!(!has("dry-run"), "`{words}` has --dry-run, so it writes");
            continue;
        };
        for flag in FLAGS {
            let reason = excused.iter().find(|(excused, _)| excused == flag);
            assert_eq!(has(flag), reason.is_none(), "`{words}` and --{flag}: {reason:?}");
        }
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        for (flag, reason) in *excused {
            assert!(help.contains(&format!("--{flag}")), "the help of `{words}` and --{flag}");
            let mut refused = program();
            refused.args(words.split(' ')).args(["backend", "b"]);
            refused.arg(if *flag == "validate" { "--validate=warn" } else { "--force-conflicts" });
            let refused = run(refused, "");
            assert_eq!(refused.code, Some(2), "{refused:?}");
            assert!(refused.stderr.contains(reason), "{refused:?}");
        }
    }
}
