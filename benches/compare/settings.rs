//! What is run, for how long.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// How the comparison is run.
pub struct Settings {
    /// Runs of each workload against each proxy; the medians are shown.
    pub rounds: usize,
    /// Length of one run.
    pub length: Duration,
    /// Worker threads of serve, and worker processes of nginx.
    pub workers: usize,
    /// Only the parts whose name has this in it.
    only: Option<String>,
    /// The binary that is measured.
    pub binary: PathBuf,
}

impl Settings {
    /// Reads `--rounds N --seconds S --workers N --only PART`.
    pub fn read(arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut settings = Settings {
            rounds: 5,
            length: Duration::from_millis(1500),
            workers: std::thread::available_parallelism().map_or(1, Into::into).min(2),
            only: None,
            binary: PathBuf::from(env!("CARGO_BIN_EXE_kubectl-agw")),
        };
        // Cargo adds `--bench` of its own.
        let mut arguments = arguments.filter(|argument| argument != "--bench");
        while let Some(name) = arguments.next() {
            let value = arguments.next().with_context(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--rounds" => settings.rounds = value.parse().context("--rounds")?,
                "--seconds" => {
                    settings.length = Duration::from_secs_f64(value.parse().context("--seconds")?);
                }
                "--workers" => settings.workers = value.parse().context("--workers")?,
                "--only" => settings.only = Some(value),
                "--binary" => settings.binary = PathBuf::from(value),
                _ => bail!("{name}: there are --rounds, --seconds, --workers, --only and --binary"),
            }
        }
        Ok(settings)
    }

    /// Whether a part is to be run.
    pub fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| part.contains(only))
    }
}
