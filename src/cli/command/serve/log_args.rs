//! The flags of the access log.

use crate::edge::telemetry::access_log::{AccessLog, LogFormat};

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Lines {
    Text,
    Json,
}

/// Flags of the access log.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct LogArgs {
    /// Don't log requests
    #[arg(long)]
    no_access_log: bool,
    /// Format of the access log on stderr
    #[arg(long, value_enum, default_value = "text", conflicts_with = "no_access_log")]
    log_format: Lines,
}

impl LogArgs {
    /// The access log on stderr, or none.
    pub(super) fn start(&self) -> AccessLog {
        if self.no_access_log {
            return AccessLog::off();
        }
        let format = match self.log_format {
            Lines::Text => LogFormat::Text,
            Lines::Json => LogFormat::Json,
        };
        AccessLog::to(std::io::stderr(), format)
    }
}
