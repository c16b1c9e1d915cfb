//! What somebody meant who wrote something else: the nearest name, never one that is hidden or removes something.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::complete::line::Line;
use crate::domain::value::near;

/// Nobody is led into these by a slip.
const DESTRUCTIVE: &[&str] = &["remove", "uninstall", "kill"];

/// Replaces clap's suggestion, which may list several names, hidden ones included, with ours.
pub fn improve(error: &mut clap::Error, arguments: &[OsString]) {
    // Help and versions are no mistakes, and are not to wait for a second definition of all commands.
    if !error.use_stderr() {
        return;
    }
    let mut root = super::definition();
    root.build();
    let words: Vec<String> =
        arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let line = Line::read(&root, &words);
    let typed = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        _ => String::new(),
    };
    let (kind, found) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let there = line.commands().into_iter().map(|one| one.value);
            let there = there.filter(|name| !DESTRUCTIVE.contains(&name.as_str())).collect();
            (
                ContextKind::SuggestedSubcommand,
                nearest(there, &typed(ContextKind::InvalidSubcommand)),
            )
        }
        ErrorKind::UnknownArgument => {
            let there = line.flags().into_iter().map(|one| one.value).collect();
            let typed = typed(ContextKind::InvalidArg);
            let flag = typed.split('=').next().unwrap_or_default();
            let found = nearest(there, flag).filter(|_| flag.starts_with("--"));
            (ContextKind::SuggestedArg, found)
        }
        ErrorKind::InvalidValue => {
            let there = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(values)) => values.clone(),
                _ => Vec::new(),
            };
            (ContextKind::SuggestedValue, nearest(there, &typed(ContextKind::InvalidValue)))
        }
        _ => return,
    };
    let is_value = kind == ContextKind::SuggestedValue;
    match found {
        Some(found) => drop(error.insert(kind, ContextValue::String(found))),
        None => drop(error.remove(kind)),
    }
    if !is_value {
        // clap shows its own suggestion in the usage, too.
        let usage = line.command.clone().render_usage();
        error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
    }
}

fn nearest(there: Vec<String>, typed: &str) -> Option<String> {
    near::nearest(there.iter().map(String::as_str), typed).map(str::to_owned)
}
