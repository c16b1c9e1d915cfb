//! The exit codes, the same for every command and every output format.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and something is wrong: findings, differences, a failed assertion, not ready.
    Findings,
    /// The arguments or the input cannot be used.
    Usage,
    /// A cluster or an upstream could not be reached, or refused.
    Unreachable,
    /// It took too long.
    Timeout,
    /// Ctrl-C.
    Interrupted,
    /// A child's own code.
    Child(u8),
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Unreachable => 3,
            Exit::Timeout => 4,
            Exit::Interrupted => 130,
            Exit::Child(code) => code,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
