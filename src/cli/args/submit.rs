//! How objects that a command has made go out: shown, checked or applied, and whether it waits for them.

use std::time::Duration;

use super::kube::duration;
use super::write::{DryRun, ObjectFormat, WriteArgs};

const HEADING: &str = "Output and writing";

/// The flags of every command that makes objects. They stand last in a command's arguments.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = HEADING)]
pub struct SubmitArgs {
    #[command(flatten)]
    write: WriteArgs,
    /// Print the manifests for git; same as --dry-run=client -o yaml
    #[arg(long, conflicts_with_all = ["dry_run", "output"], help_heading = HEADING)]
    export: bool,
    /// Print the objects instead of one line each. One of: (yaml, json, name)
    #[arg(long, short, value_enum, value_name = "FORMAT", hide_possible_values = true,
          help_heading = HEADING)]
    output: Option<ObjectFormat>,
    /// Wait until the controller accepts the object or reports why it doesn't
    #[arg(long, default_value = "true", default_missing_value = "true", num_args = 0..=1,
          require_equals = true, hide_possible_values = true, action = clap::ArgAction::Set,
          value_name = "BOOL", help_heading = HEADING)]
    pub wait: bool,
    /// Maximum time to wait, e.g. 30s or 2m
    #[arg(long, default_value = "30s", value_parser = duration, value_name = "DURATION",
          help_heading = HEADING)]
    pub timeout: Duration,
}

impl SubmitArgs {
    /// How to write; `--export` is a client's dry run.
    #[must_use]
    pub fn write(&self) -> WriteArgs {
        let mut write = self.write.clone();
        if self.export {
            write.dry_run = DryRun::Client;
        }
        write
    }

    /// How to print.
    #[must_use]
    pub fn format(&self) -> Option<ObjectFormat> {
        if self.export { Some(ObjectFormat::Yaml) } else { self.output }
    }

    /// Whether the manifests are for git.
    #[must_use]
    pub fn is_export(&self) -> bool {
        self.export
    }

    /// Whether no cluster is asked.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.write().dry_run == DryRun::Client
    }

    /// Whether something is kept by the cluster.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.write().dry_run == DryRun::None
    }
}
