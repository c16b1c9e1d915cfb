//! The flags of the audit log of `serve`.

use std::path::PathBuf;
use std::time::Duration;

use crate::cli::args::kube::duration;
use crate::cli::error::Failure;
use crate::edge::audit::{Overload, Settings, key};

const MIB: u64 = 1024 * 1024;
/// Exchanges that may be open or waiting to be written at once.
const CAPACITY: usize = 65_536;

/// Flags of the audit log.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct AuditArgs {
    /// Directory to write an audit log to, one chained line per request; only its owner may have access to it
    #[arg(long, value_name = "DIR", help_heading = "Audit log")]
    audit: Option<PathBuf>,
    /// Don't write an audit log (the default)
    #[arg(long, conflicts_with = "audit", help_heading = "Audit log")]
    no_audit: bool,
    /// How to handle requests while the audit log can't be written: wait, then reject with 503; or reject immediately
    #[arg(long, value_enum, default_value = "wait", help_heading = "Audit log")]
    audit_on_overload: OnOverload,
    /// How long requests wait for the audit log
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration, help_heading = "Audit log")]
    audit_wait: Duration,
    /// Path to the key that signs the audit log, created on first use [default: kubectl-agw/audit.key in the user's state
    /// directory]
    #[arg(long, value_name = "FILE", help_heading = "Audit log")]
    audit_sign_with: Option<PathBuf>,
    /// Maximum size of a segment, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096), help_heading = "Audit log")]
    audit_segment_size: u16,
    /// Maximum age of a segment, e.g. 24h
    #[arg(long, value_name = "DURATION", default_value = "24h", value_parser = duration, help_heading = "Audit log")]
    audit_segment_age: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum OnOverload {
    Wait,
    Refuse,
}

impl AuditArgs {
    /// What the log is opened with; none without `--audit`. `actor` is who starts `serve`.
    ///
    /// # Errors
    /// No key is named, and this user has no home.
    pub(super) fn settings(&self, actor: String) -> Result<Option<Settings>, Failure> {
        let Some(folder) = self.audit.clone() else { return Ok(None) };
        Ok(Some(Settings {
            folder,
            key: signing_key(self.audit_sign_with.as_ref())?,
            overload: match self.audit_on_overload {
                OnOverload::Wait => Overload::Wait,
                OnOverload::Refuse => Overload::Refuse,
            },
            patience: self.audit_wait,
            capacity: CAPACITY,
            segment_bytes: u64::from(self.audit_segment_size) * MIB,
            segment_age: self.audit_segment_age,
            actor,
        }))
    }
}

/// The file of the key that signs: the one that is named, or the usual one.
///
/// # Errors
/// None is named, and this user has no home.
pub(in crate::cli::command) fn signing_key(named: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    let folder = |variable| std::env::var_os(variable).map(PathBuf::from);
    let usual = || key::usual(folder("XDG_STATE_HOME"), folder("HOME"));
    named.cloned().or_else(usual).ok_or_else(|| {
        Failure::usage(
            "HOME is not set, so there is no default path for the key that signs the audit \
                        log\nhint: pass a file with --audit-sign-with",
        )
    })
}
