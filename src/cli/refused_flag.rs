//! Flags and commands that people try because others have them, and what there is instead: clap alone would say that they
//! are unexpected.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// A flag that is none.
struct Row {
    flags: &'static [&'static str],
    /// The commands that it is none of, by all their names; without any, all that lack it.
    commands: &'static [&'static str],
    sentence: &'static str,
}

const REMOVE: &[&str] = &["remove", "rm"];

const ROWS: &[Row] = &[
    Row {
        flags: &["--api-key", "--key", "--token", "--auth-token"],
        commands: &[],
        sentence: "keys can't be passed as flags, since command lines end up in the shell's history and in \
                   process lists; write the key to a Secret with `kubectl agw key set NAME --from-env \
                   VARIABLE`, and reference it with --secret",
    },
    Row {
        flags: &["--validate"],
        commands: REMOVE,
        sentence: "--validate doesn't apply to a removal, which sends no fields",
    },
    Row {
        flags: &["--force-conflicts"],
        commands: REMOVE,
        sentence: "--force-conflicts doesn't apply to a removal, which takes over no fields",
    },
];

/// What is there instead of a command.
const COMMANDS: &[(&str, &str)] = &[
    (
        "add",
        "no command `add`; see `kubectl agw add-backend`, `add-route`, `add-model` or `add-gateway --help`",
    ),
    (
        "edit",
        "no command `edit`; change a field with `kubectl agw set`, or manifests with `kubectl agw apply -f`",
    ),
    (
        "logs",
        "no command `logs`; see the requests that serve has recorded with `kubectl agw audit tail DIR`",
    ),
    (
        "log",
        "no command `log`; see the requests that serve has recorded with `kubectl agw audit tail DIR`",
    ),
];

/// What there is instead of a flag or a command that clap does not know; none where that says nothing more.
pub(super) fn why(error: &clap::Error, arguments: &[OsString]) -> Option<&'static str> {
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand)
    {
        return COMMANDS.iter().find(|row| row.0 == typed).map(|row| row.1);
    }
    let Some(ContextValue::String(flag)) =
        error.get(ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKind::UnknownArgument)
    else {
        return None;
    };
    let is_of = |commands: &[&str]| {
        commands.is_empty() || arguments.iter().any(|word| commands.iter().any(|one| word == one))
    };
    let row = ROWS.iter().find(|row| row.flags.contains(&flag.as_str()) && is_of(row.commands));
    row.map(|row| row.sentence)
}
