//! The flags of commands that write to the cluster: kubectl's names, kubectl's meaning.

use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::manifest::{self, InManifestOrder};
use crate::edge::cluster::apply::{ApplyOptions, Validation};
use serde_json::Value;

/// `--dry-run`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum DryRun {
    /// Write
    #[default]
    None,
    /// Print what would be written, without a cluster
    Client,
    /// Have the API server validate it without persisting anything
    Server,
}

impl DryRun {
    /// What a result line ends with, as kubectl's do.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            DryRun::None => "",
            DryRun::Client => " (dry run)",
            DryRun::Server => " (server dry run)",
        }
    }
}

/// `--validate`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Validate {
    /// Fail on fields that the CRD doesn't define
    #[default]
    Strict,
    /// Drop them and warn
    Warn,
    /// Drop them
    Ignore,
}

/// `-o` of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ObjectFormat {
    Yaml,
    Json,
    Name,
}

/// How to write.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct WriteArgs {
    /// none writes; client prints what would be written, without a cluster; server has the API server validate it
    #[arg(long, value_enum, default_value = "none", default_missing_value = "client",
          num_args = 0..=1, require_equals = true, hide_possible_values = true,
          value_name = "none|client|server")]
    pub dry_run: DryRun,
    /// Take ownership of fields that another field manager owns
    #[arg(long)]
    pub force_conflicts: bool,
    /// How to handle fields that the cluster's CRD doesn't define: fail, drop and warn, or drop
    #[arg(
        long,
        value_enum,
        default_value = "strict",
        hide_possible_values = true,
        value_name = "strict|warn|ignore"
    )]
    pub validate: Validate,
    // Every write is one; kubectl's users type it.
    /// Accepted for compatibility; every write is a server-side apply
    #[arg(long, hide = true)]
    pub server_side: bool,
}

impl WriteArgs {
    /// What the flags ask of a request. Only `--dry-run=server` makes it a dry one.
    #[must_use]
    pub fn options(&self) -> ApplyOptions {
        ApplyOptions {
            dry_run: self.dry_run == DryRun::Server,
            force: self.force_conflicts,
            validation: match self.validate {
                Validate::Strict => Validation::Strict,
                Validate::Warn => Validation::Warn,
                Validate::Ignore => Validation::Ignore,
            },
        }
    }

    /// `agentgatewaybackend.agentgateway.dev/openai-smart serverside-applied (server dry run)`.
    #[must_use]
    pub fn result_line(&self, object: &Value) -> String {
        self.line(object, "serverside-applied")
    }

    /// The same with another word for what was done.
    #[must_use]
    pub fn line(&self, object: &Value, done: &str) -> String {
        format!("{} {done}{}\n", manifest::resource_name(object), self.dry_run.suffix())
    }

    /// Prints objects as `-o` says; without it, a line for each. A reader who has left is no failure: what is to be
    /// written to the cluster after this still is.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn print(&self, objects: &[Value], format: Option<ObjectFormat>) -> Result<(), Failure> {
        match format {
            Some(ObjectFormat::Yaml) => {
                output::result(&manifest::documents(objects).map_err(std::io::Error::other)?)?;
            }
            Some(ObjectFormat::Json) => {
                let list = manifest::list(objects);
                let text = serde_json::to_string_pretty(&InManifestOrder(&list));
                output::result(&(text.map_err(std::io::Error::other)? + "\n"))?;
            }
            Some(ObjectFormat::Name) => {
                let line = |object| manifest::resource_name(object) + "\n";
                output::result(&objects.iter().map(line).collect::<String>())?;
            }
            None => {
                let lines = objects.iter().map(|object| self.result_line(object));
                output::result(&lines.collect::<String>())?;
            }
        }
        Ok(())
    }
}
