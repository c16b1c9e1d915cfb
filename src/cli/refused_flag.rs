//! Flags that people try because others have them, and why there are none here: clap alone would say that they are
//! unexpected.

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
        sentence: "no flag takes a key: what stands on a command line is in the shell's history and in every process \
                   list; write it into a Secret with `kubectl agw key set NAME --from-env VARIABLE`, and name that \
                   with --secret",
    },
    Row {
        flags: &["--validate"],
        commands: REMOVE,
        sentence: "a removal sends no fields, so --validate has nothing to check; leave it out",
    },
    Row {
        flags: &["--force-conflicts"],
        commands: REMOVE,
        sentence: "a removal takes over nobody's fields, so --force-conflicts has nothing to force; leave it out",
    },
];

/// Why a flag that clap does not know is none; none where that says nothing more.
pub(super) fn why(error: &clap::Error, arguments: &[OsString]) -> Option<&'static str> {
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
