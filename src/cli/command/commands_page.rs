//! `docs/commands.md`: every command with its flags and examples, written from the definitions that parse it.

use std::fmt::Write as _;

use clap::Command;

use crate::cli::help;

/// The page.
#[must_use]
pub fn page() -> String {
    let mut root = crate::cli::definition().disable_help_subcommand(true);
    root.build();
    let mut page = String::from(
        "<!-- written by `kubectl-agw generate`; do not edit -->\n\n# Commands\n\n\
         Every command with its flags and examples, as `kubectl agw COMMAND --help` prints them. Each of them also accepts\n\
         [the flags of every command](#flags-of-every-command).\n",
    );
    below(&root, &mut page);
    let flags = help::options(&root);
    let flags = flags.split_once("\n\n").map_or(&*flags, |(_, flags)| flags);
    let _ = write!(page, "\n## Flags of every command\n\n```text\n{}\n```\n", flags.trim_end());
    page
}

/// The commands under one, in the order of the help.
fn below(command: &Command, page: &mut String) {
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        section(command, page);
        below(command, page);
    }
}

fn section(command: &Command, page: &mut String) {
    let name = command.get_bin_name().unwrap_or_default();
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(ToString::to_string).unwrap_or_default();
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    // What each command says at its end is at the top of the page.
    let after = after.replace(help::OPTIONS, "");
    let help = command
        .clone()
        .after_help("")
        .term_width(100)
        .help_template("{usage-heading} {usage}\n\n{all-args}")
        .mut_args(|arg| arg.hide_env_values(true))
        .render_help()
        .to_string();
    let _ = write!(page, "\n## {name}\n\n{about}.\n\n```text\n{}\n```\n", help.trim_end());
    let (examples, words) = examples(&after);
    if !examples.is_empty() {
        let _ = write!(page, "\n```sh\n{examples}\n```\n");
    }
    if !words.is_empty() {
        let _ = write!(page, "\n{words}\n");
    }
}

/// What stands behind a help: its examples without their indent, and what else there is.
fn examples(after: &str) -> (String, String) {
    let (mut examples, mut words) = (Vec::new(), Vec::new());
    let is_of_example = |line: &str| line.is_empty() || line.starts_with("  ");
    for line in after.lines().filter(|line| *line != "Examples:") {
        match is_of_example(line) && words.is_empty() {
            true => examples.push(line.strip_prefix("  ").unwrap_or(line)),
            false => words.push(line),
        }
    }
    (examples.join("\n").trim().to_owned(), words.join("\n").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::examples;

    #[test]
    fn examples_are_told_from_what_follows_them() {
        let after = "Examples:\n  # List\n  kubectl agw list \\\n      -A\n\nAnd more.\n  - a";
        let expected =
            ("# List\nkubectl agw list \\\n    -A".to_owned(), "And more.\n  - a".to_owned());
        assert_eq!(examples(after), expected);
        assert_eq!(examples(""), (String::new(), String::new()));
    }
}
