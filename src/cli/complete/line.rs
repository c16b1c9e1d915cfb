//! A command line that is not finished, read as far as it goes: the command, the flags and words so far, and what is
//! wanted next. Nothing in it is an error.

use clap::{Arg, ArgAction, Command};

use super::Candidate;

/// What was read.
pub(in crate::cli) struct Line<'c> {
    pub command: &'c Command,
    /// The names of the commands from the first to `command`.
    pub path: Vec<&'c str>,
    /// Each flag with its value, empty for a switch.
    pub given: Vec<(&'c Arg, String)>,
    /// The words that are neither flags nor commands.
    pub words: Vec<String>,
    /// Where these stand in the line, counted from 0.
    pub places: Vec<usize>,
    /// The flag in the last word, if it still needs a value.
    open: Option<&'c Arg>,
    /// `--` was read.
    is_past_flags: bool,
}

/// What is wanted under the cursor.
#[derive(Debug)]
pub(in crate::cli) enum CompletionTarget<'c, 'w> {
    Flag,
    Value {
        arg: &'c Arg,
        typed: &'w str,
    },
    Command,
    /// A program, and its arguments.
    Program,
    Nothing,
}

impl<'c> Line<'c> {
    /// Reads the words before the cursor; `root` is built, so that each command has the flags of those above it.
    pub(in crate::cli) fn read(root: &'c Command, before: &[String]) -> Line<'c> {
        let mut line = Line {
            command: root,
            path: Vec::new(),
            given: Vec::new(),
            words: Vec::new(),
            places: Vec::new(),
            open: None,
            is_past_flags: false,
        };
        for (at, word) in before.iter().enumerate() {
            let known = line.words.len();
            line.take(word);
            line.places.extend((line.words.len() > known).then_some(at));
        }
        line
    }

    fn take(&mut self, word: &str) {
        if let Some(arg) = self.open.take() {
            self.given.push((arg, word.to_owned()));
        } else if self.is_past_flags {
            self.words.push(word.to_owned());
        } else if word == "--" {
            self.is_past_flags = true;
        } else if let Some(long) = word.strip_prefix("--") {
            self.take_long(long);
        } else if let Some(shorts) = word.strip_prefix('-').filter(|shorts| !shorts.is_empty()) {
            self.take_shorts(shorts);
        } else if let Some(below) = self.below(word) {
            self.path.push(below.get_name());
            self.command = below;
        } else {
            self.words.push(word.to_owned());
        }
    }

    /// The command of this name under the current one.
    fn below(&self, word: &str) -> Option<&'c Command> {
        self.command.find_subcommand(word).filter(|_| self.words.is_empty())
    }

    fn take_long(&mut self, long: &str) {
        let (name, value) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (long, None),
        };
        let Some(arg) = self.long(name) else { return };
        match value {
            Some(value) => self.given.push((arg, value.to_owned())),
            None if needs_value(arg) => self.open = Some(arg),
            None => self.given.push((arg, String::new())),
        }
    }

    fn take_shorts(&mut self, shorts: &str) {
        let mut rest = shorts.chars();
        while let Some(letter) = rest.next() {
            let Some(arg) = self.short(letter) else { return };
            if !needs_value(arg) {
                self.given.push((arg, String::new()));
                continue;
            }
            match rest.as_str().trim_start_matches('=') {
                "" => self.open = Some(arg),
                value => self.given.push((arg, value.to_owned())),
            }
            return;
        }
    }

    fn long(&self, name: &str) -> Option<&'c Arg> {
        self.command.get_arguments().find(|arg| arg.get_long() == Some(name))
    }

    fn short(&self, letter: char) -> Option<&'c Arg> {
        self.command.get_arguments().find(|arg| arg.get_short() == Some(letter))
    }

    /// What stands under the cursor.
    pub(in crate::cli) fn wanted<'w>(&self, current: &'w str) -> CompletionTarget<'c, 'w> {
        if let Some(arg) = self.open {
            return CompletionTarget::Value { arg, typed: current };
        }
        if !self.is_past_flags && current.starts_with('-') {
            let value = current
                .strip_prefix("--")
                .and_then(|long| long.split_once('='))
                .and_then(|(name, typed)| Some((self.long(name)?, typed)));
            return match value {
                Some((arg, typed)) => CompletionTarget::Value { arg, typed },
                None => CompletionTarget::Flag,
            };
        }
        if self.command.has_subcommands() && self.words.is_empty() {
            return CompletionTarget::Command;
        }
        match self.positional(self.words.len()) {
            Some(arg) if arg.is_last_set() => CompletionTarget::Program,
            Some(arg) => CompletionTarget::Value { arg, typed: current },
            None => CompletionTarget::Nothing,
        }
    }

    /// The argument that the word with this number is, counted from 0.
    fn positional(&self, at: usize) -> Option<&'c Arg> {
        let mut all = self.command.get_positionals().filter(|arg| match self.is_past_flags {
            true => true,
            false => !arg.is_last_set(),
        });
        let is_many = |arg: &&Arg| {
            matches!(arg.get_action(), ArgAction::Append)
                || arg.get_num_args().is_some_and(|number| number.max_values() > 1)
        };
        let last = self.command.get_positionals().last().filter(is_many);
        all.nth(at).or(last.filter(|arg| self.is_past_flags || !arg.is_last_set()))
    }

    /// The value of a flag or argument by its id, the last where there are several.
    pub(in crate::cli) fn value(&self, id: &str) -> Option<&str> {
        let flag = self.given.iter().rev().find(|(arg, _)| arg.get_id() == id);
        flag.map(|(_, value)| value.as_str()).or_else(|| {
            let at = self.command.get_positionals().position(|arg| arg.get_id() == id)?;
            self.words.get(at).map(String::as_str)
        })
    }

    /// The commands under the current one.
    pub(in crate::cli) fn commands(&self) -> Vec<Candidate> {
        let shown = self.command.get_subcommands().filter(|command| !command.is_hide_set());
        shown.map(|command| Candidate::new(command.get_name(), about(command))).collect()
    }

    /// The flags that may still be given.
    pub(in crate::cli) fn flags(&self) -> Vec<Candidate> {
        self.open_flags().filter_map(candidate).collect()
    }

    /// The flags that are required and missing.
    pub(in crate::cli) fn required(&self) -> Vec<Candidate> {
        self.open_flags().filter(|arg| arg.is_required_set()).filter_map(candidate).collect()
    }

    fn open_flags(&self) -> impl Iterator<Item = &'c Arg> {
        let is_open = |arg: &&Arg| {
            let is_repeatable = matches!(arg.get_action(), ArgAction::Append | ArgAction::Count);
            let is_given = self.given.iter().any(|(given, _)| given.get_id() == arg.get_id());
            // Those of every command are hidden from its help alone.
            (!arg.is_hide_set() || arg.is_global_set()) && (is_repeatable || !is_given)
        };
        self.command.get_arguments().filter(is_open)
    }
}

fn candidate(arg: &Arg) -> Option<Candidate> {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    Some(Candidate::new(format!("--{}", arg.get_long()?), help))
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// Whether the next word is its value, unless that stands behind `=`.
fn needs_value(arg: &Arg) -> bool {
    let takes = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    takes && arg.get_num_args().is_none_or(|number| number.min_values() > 0)
}
