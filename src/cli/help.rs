//! How help is arranged: the commands in groups, the flags of every command in a place of their own, and examples only where
//! there is time for them.

use std::ffi::OsString;

use clap::Command;
use clap::error::ErrorKind;

use super::complete::line::Line;
use super::exit_code::Exit;
use super::output;

/// The commands by what they are for. One that is in no group is in the last.
const GROUPS: &[(&str, &[&str])] = &[
    ("Get started", &["demo", "init"]),
    (
        "Add and change models",
        &["add-backend", "add-route", "add-model", "add-gateway", "set", "remove", "key"],
    ),
    ("Inspect", &["list", "describe", "status", "tree", "graph"]),
    ("Check and explain", &["check", "upgrade", "explain"]),
    ("Run and test", &["serve", "test", "kill", "resume", "audit", "prices"]),
    ("Manifests", &["apply", "diff", "plan", "export", "convert", "crds"]),
    ("Other commands", &[]),
];

/// What every command's help ends with.
pub(super) const OPTIONS: &str = "Use `kubectl agw options` for the flags that every command accepts (cluster, namespace, color).";

/// The command line with its help arranged; without `footers` only its own, which is all that its own help shows.
pub(super) fn arranged(root: Command, footers: bool) -> Command {
    let after = root.get_after_help().map(ToString::to_string).unwrap_or_default();
    let groups = groups(&root);
    let root = if footers { with_footer(root, true) } else { root };
    root.help_template("{about}\n\n{usage-heading} {usage}{after-help}")
        .after_help(format!("{groups}\n{after}\n\n{OPTIONS}"))
}

/// Every command under this one says where the other flags are.
fn with_footer(command: Command, is_root: bool) -> Command {
    let names: Vec<String> =
        command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let command = names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |below| with_footer(below, false))
    });
    if is_root {
        return command;
    }
    let after = command.get_after_help().map(|after| format!("{after}\n\n")).unwrap_or_default();
    command.after_help(format!("{after}{OPTIONS}"))
}

fn groups(root: &Command) -> String {
    let shown: Vec<&Command> =
        root.get_subcommands().filter(|command| !command.is_hide_set()).collect();
    let group_of = |name: &str| GROUPS.iter().position(|(_, names)| names.contains(&name));
    let width = shown.iter().map(|command| command.get_name().len()).max().unwrap_or_default();
    let mut text = String::new();
    for (index, (title, names)) in GROUPS.iter().enumerate() {
        let is_last = index + 1 == GROUPS.len();
        let mut members: Vec<&&Command> = shown
            .iter()
            .filter(|command| group_of(command.get_name()).unwrap_or(GROUPS.len() - 1) == index)
            .collect();
        if !is_last {
            members.sort_by_key(|one| names.iter().position(|name| *name == one.get_name()));
        }
        text.push_str(&format!("{title}:\n"));
        for command in members {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            text.push_str(&format!("  {:<width$}  {about}\n", command.get_name()));
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

/// Whether `-h` was typed, and not `--help`.
pub(super) fn is_short(error: &clap::Error, arguments: &[OsString]) -> bool {
    let mut flags = arguments.iter().take_while(|word| *word != "--");
    error.kind() == ErrorKind::DisplayHelp && flags.any(|word| word == "-h")
}

/// The help without its examples.
pub(super) fn short(arguments: &[OsString]) -> Exit {
    let mut root = super::definition();
    root.build();
    let words: Vec<String> =
        arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let command = Line::read(&root, &words).command.clone();
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let kept = match command.get_name() == root.get_name() {
        true => {
            after.split("\nExamples:").next().unwrap_or_default().trim_end().to_owned() + "\n\n"
        }
        false => String::new(),
    };
    let mut command = command.after_help(format!("{kept}Use --help for details and examples."));
    // Its reader may have left.
    let _ = output::verbatim(&command.render_help().to_string());
    Exit::Done
}

/// The flags that every command accepts.
pub(super) fn options(root: &Command) -> String {
    let flags = root.get_arguments().filter(|arg| arg.is_global_set()).cloned();
    let mut command = Command::new("options")
        .args(flags.map(|arg| arg.hide(false)))
        .disable_help_flag(true)
        .max_term_width(100)
        .help_template("These flags can be passed to any command:\n\n{all-args}");
    command.render_help().to_string() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every<'c>(command: &'c Command, path: &str, found: &mut Vec<(String, &'c Command)>) {
        for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
            let path = format!("{path} {}", below.get_name());
            found.push((path.clone(), below));
            every(below, &path, found);
        }
    }

    #[test]
    fn every_command_has_examples_and_says_where_the_other_flags_are() {
        let mut root = crate::cli::definition();
        root.build();
        let mut all = Vec::new();
        every(&root, "", &mut all);
        for (path, command) in all.into_iter().filter(|(path, _)| !path.contains("help")) {
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(after.contains("Examples:"), "the help of{path}");
            assert!(after.contains("kubectl agw options"), "the help of{path}");
            let text = command.clone().render_help().to_string();
            let is_wide = |line: &&str| line.chars().count() > 100 && !line.contains("kubectl agw");
            assert_eq!(text.lines().find(is_wide), None, "the help of{path}");
        }
    }

    #[test]
    fn each_name_of_a_group_is_a_command() {
        let root = crate::cli::definition();
        for name in GROUPS.iter().flat_map(|(_, names)| names.iter()) {
            assert!(root.find_subcommand(name).is_some(), "{name}");
        }
    }

    #[test]
    fn options_are_those_of_every_command() {
        let text = options(&crate::cli::definition());
        for flag in ["--kubeconfig", "--namespace", "--as-group", "--color"] {
            assert!(text.contains(flag), "{text}");
        }
    }
}
