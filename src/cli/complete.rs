//! Completion of command lines, for every shell: `kubectl` asks by running this program as `kubectl_complete-agw`, the
//! scripts under `completions/` ask with the hidden word `__complete`. Both get Cobra's answer: a candidate per line, a
//! tab before its description, and `:DIRECTIVE` on the last line.
//!
//! Source: Cobra's `completions.go` and kubectl's `pkg/cmd/plugin_completion.go`, which finds `kubectl_complete-NAME` on
//! the PATH since kubectl 1.26.

pub(super) mod line;
mod live;
pub(in crate::cli) mod type_words;
mod values;

use std::ffi::OsString;
use std::path::Path;

use super::output;
use line::{CompletionTarget, Line};

/// The name under which kubectl looks for completions of `kubectl agw`.
pub const COMPLETER: &str = "kubectl_complete-agw";

/// The hidden first word with which the scripts ask.
const WORD: &str = "__complete";

/// One word that may come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub value: String,
    /// One line; shown by zsh, fish and PowerShell.
    pub help: String,
}

impl Candidate {
    fn new(value: impl Into<String>, help: impl Into<String>) -> Candidate {
        Candidate { value: value.into(), help: help.into() }
    }
}

/// What the shell does with the candidates: Cobra's bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directive {
    /// Complete names of files.
    Files = 0,
    /// Offer these alone.
    Only = 4,
    /// Offer these alone, and put no space behind the one that is chosen.
    OnlyWithoutSpace = 6,
    /// Complete names of directories.
    Directories = 16,
}

/// What may come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub candidates: Vec<Candidate>,
    pub directive: Directive,
}

impl Answer {
    fn only(candidates: Vec<Candidate>) -> Answer {
        // A candidate that ends in `=` still needs its value.
        let goes_on =
            !candidates.is_empty() && candidates.iter().all(|one| one.value.ends_with('='));
        let directive = if goes_on { Directive::OnlyWithoutSpace } else { Directive::Only };
        Answer { candidates, directive }
    }

    fn none(directive: Directive) -> Answer {
        Answer { candidates: Vec::new(), directive }
    }

    /// The lines that kubectl and the scripts read.
    #[must_use]
    pub fn text(&self) -> String {
        let is_plain = |one: &&Candidate| !one.value.contains(output::table::is_hidden);
        let line = |one: &Candidate| match one.help.is_empty() {
            true => format!("{}\n", one.value),
            false => format!("{}\t{}\n", one.value, output::table::escape_all(&one.help)),
        };
        let lines: String = self.candidates.iter().filter(is_plain).map(line).collect();
        format!("{lines}:{}\n", self.directive as u8)
    }
}

/// The words to complete, the last one being the one under the cursor; none where the program was called for something
/// else.
#[must_use]
pub fn asked(arguments: &[OsString]) -> Option<Vec<String>> {
    let name = Path::new(arguments.first()?).file_stem()?;
    let words = match arguments.get(1) {
        _ if name == COMPLETER => &arguments[1..],
        Some(word) if word == WORD => &arguments[2..],
        _ => return None,
    };
    let read = |word: &OsString| match word.to_string_lossy() {
        // PowerShell loses empty words, so its script sends two quotes.
        quotes if quotes == "\"\"" => String::new(),
        word => word.into_owned(),
    };
    Some(words.iter().map(read).collect())
}

/// Prints what may come next. On any failure the shell still gets a valid answer, and the user sees no message.
pub fn run(words: &[String]) {
    let text = answer(words).text();
    // The shell that asked has left.
    let _ = output::data(&text);
}

/// What may come next, after these words.
#[must_use]
pub fn answer(words: &[String]) -> Answer {
    let mut root = super::definition();
    root.build();
    let (current, before) = match words.split_last() {
        Some((current, before)) => (current.as_str(), before),
        None => ("", words),
    };
    let line = Line::read(&root, before);
    match line.wanted(current) {
        CompletionTarget::Flag => Answer::only(starting(line.flags(), current)),
        CompletionTarget::Value { arg, typed } => values::of(&line, arg, typed),
        CompletionTarget::Command => Answer::only(starting(line.commands(), current)),
        CompletionTarget::Program => Answer::none(Directive::Files),
        // Cobra, too, offers what is required where nothing else fits.
        CompletionTarget::Nothing => Answer::only(starting(line.required(), current)),
    }
}

/// Those that begin with what was typed.
fn starting(candidates: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    candidates.into_iter().filter(|one| one.value.starts_with(typed)).collect()
}

#[cfg(test)]
mod tests;
