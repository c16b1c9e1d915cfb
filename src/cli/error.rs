//! Why a command could not do its job: words for a person, a code for a script.

use std::fmt;

use super::exit_code::Exit;
use crate::domain::value::descriptors;
use crate::edge::cluster::error::{ClusterError, ErrorClass};
use crate::edge::proxy::BindError;
use crate::edge::source::files::FilesError;

/// A failure that ends a command.
#[derive(Debug)]
pub struct Failure {
    error: anyhow::Error,
    exit: Exit,
}

impl Failure {
    /// The user's input cannot be used.
    pub fn usage(message: impl fmt::Display) -> Self {
        Failure { error: anyhow::anyhow!("{message}"), exit: Exit::Usage }
    }

    /// An upstream, or a part of the system, refused.
    pub fn unreachable(message: impl fmt::Display) -> Self {
        Failure { error: anyhow::anyhow!("{message}"), exit: Exit::Unreachable }
    }

    /// It took too long.
    pub fn timeout(message: impl fmt::Display) -> Self {
        Failure { error: anyhow::anyhow!("{message}"), exit: Exit::Timeout }
    }

    /// The job was done, and what came of it is not good.
    pub fn finding(message: impl fmt::Display) -> Self {
        Failure { error: anyhow::anyhow!("{message}"), exit: Exit::Findings }
    }

    /// Somebody stopped it; the message says what state that left.
    pub fn interrupted(message: impl fmt::Display) -> Self {
        Failure { error: anyhow::anyhow!("{message}"), exit: Exit::Interrupted }
    }

    /// The same failure with another line: what was done before it, what to do after it.
    #[must_use]
    pub fn and(self, line: impl fmt::Display) -> Self {
        Failure { error: anyhow::anyhow!("{self}\n{line}"), exit: self.exit }
    }

    /// The same failure with the place in a file that it is about.
    #[must_use]
    pub fn at(self, place: &str) -> Self {
        Failure { error: anyhow::anyhow!("{place}: {self}"), exit: self.exit }
    }

    /// The code to exit with.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// Whether neither a kubeconfig nor a Pod tells where a cluster is.
    #[must_use]
    pub fn is_no_cluster(&self) -> bool {
        let cause = self.error.downcast_ref::<ClusterError>();
        matches!(cause, Some(ClusterError::NoKubeconfig { .. }))
    }

    /// Whether the reader of our output has left, which is no failure.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        self.error.chain().any(|cause| {
            cause
                .downcast_ref::<std::io::Error>()
                .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.error)?;
        let codes = self.error.chain().filter_map(|cause| {
            cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::raw_os_error)
        });
        let mut codes = codes;
        match codes.find_map(descriptors::explain) {
            Some(limit) => write!(f, "\nhint: {limit}; raise it, e.g. `ulimit -n 4096`"),
            None => Ok(()),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure { error, exit: Exit::Findings }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure { error: error.into(), exit: Exit::Findings }
    }
}

impl From<ClusterError> for Failure {
    fn from(error: ClusterError) -> Self {
        let exit = match error.class() {
            ErrorClass::Usage => Exit::Usage,
            ErrorClass::Cluster => Exit::Unreachable,
            ErrorClass::Timeout => Exit::Timeout,
        };
        Failure { error: error.into(), exit }
    }
}

impl From<FilesError> for Failure {
    fn from(error: FilesError) -> Self {
        // Its text holds that of its cause.
        Failure { error: anyhow::anyhow!("{error}"), exit: Exit::Usage }
    }
}

impl From<BindError> for Failure {
    fn from(error: BindError) -> Self {
        let next = match error.source.kind() {
            std::io::ErrorKind::AddrInUse => "\nhint: choose another port with --port",
            std::io::ErrorKind::PermissionDenied => {
                "\nhint: ports below 1024 require privileges; choose another with --port"
            }
            _ => "",
        };
        Failure { error: anyhow::anyhow!("{error}{next}"), exit: Exit::Usage }
    }
}
