//! Commands to paste. Names come from manifests, arguments and API servers, and may hold whatever a shell obeys: each
//! becomes one word of a POSIX shell, and none becomes a flag.
//!
//! Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting; Utility Conventions, guideline 10 (`--`).

use std::borrow::Cow;
use std::fmt;

/// One word of a POSIX shell, in single quotes where it needs them. A NUL, which no argument can carry, is left out.
#[must_use]
pub fn word(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,%+…".contains(c);
    // `=x` is a command's path to zsh, `~` and the rest are no plain characters.
    match !text.is_empty() && !text.starts_with('=') && text.chars().all(plain) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))),
    }
}

/// A command with its arguments, in the order in which they are given. What begins with a dash and is no flag of the
/// command stands behind `--`, or behind its flag and an equals sign.
#[derive(Clone, Debug)]
pub struct CommandLine {
    line: String,
    behind: Vec<String>,
}

impl CommandLine {
    /// A command of words that are ours: `kubectl agw describe model`.
    #[must_use]
    pub fn new(command: &str) -> Self {
        CommandLine { line: command.to_owned(), behind: Vec::new() }
    }

    /// An argument: the name of an object.
    #[must_use]
    pub fn arg(mut self, argument: &str) -> Self {
        match argument.starts_with('-') || !self.behind.is_empty() {
            true => self.behind.push(word(argument).into_owned()),
            false => self.line.push_str(&format!(" {}", word(argument))),
        }
        self
    }

    /// A flag with a value.
    #[must_use]
    pub fn flag(mut self, flag: &str, value: &str) -> Self {
        let between = if value.starts_with('-') { '=' } else { ' ' };
        self.line.push_str(&format!(" {flag}{between}{}", word(value)));
        self
    }

    /// Words that are ours: `--all-namespaces`, `--from-env VARIABLE`.
    #[must_use]
    pub fn plain(mut self, words: &str) -> Self {
        self.line.push_str(&format!(" {words}"));
        self
    }

    /// Flags that are quoted already, each with a space before it.
    #[must_use]
    pub fn words(mut self, flags: &str) -> Self {
        self.line.push_str(flags);
        self
    }

    /// `-n NAMESPACE`.
    #[must_use]
    pub fn namespace(self, namespace: &str) -> Self {
        self.flag("-n", namespace)
    }
}

impl fmt::Display for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)?;
        match self.behind.is_empty() {
            true => Ok(()),
            false => write!(f, " -- {}", self.behind.join(" ")),
        }
    }
}

impl From<CommandLine> for String {
    fn from(line: CommandLine) -> Self {
        line.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_stays_as_it_is() {
        let line = CommandLine::new("kubectl agw describe model").arg("gpt").namespace("team-a");
        assert_eq!(line.to_string(), "kubectl agw describe model gpt -n team-a");
    }

    #[test]
    fn a_name_is_one_word_and_never_a_flag() {
        let line = CommandLine::new("x").arg("a; rm -rf $(id)").namespace("it's");
        assert_eq!(line.to_string(), r"x 'a; rm -rf $(id)' -n 'it'\''s'");
        let line = CommandLine::new("x").arg("--kubeconfig=/tmp/k").namespace("-f");
        assert_eq!(line.to_string(), "x -n=-f -- --kubeconfig=/tmp/k");
        assert_eq!(word(""), "''");
        assert_eq!(word("=ls"), "'=ls'");
    }

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        for hostile in ["it's $HOME `id` \"x\" \\ \n!", "-n", "*", "~", "#", "a b", ";id", "$(id)"]
        {
            let shell = std::process::Command::new("sh")
                .args(["-c", &format!("printf %s {}", word(hostile))])
                .output()
                .expect("a shell");
            assert_eq!(String::from_utf8_lossy(&shell.stdout), hostile);
        }
    }
}
