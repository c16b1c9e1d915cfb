//! `kubectl agw version`.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;

use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, Format, shape::One};
use crate::domain::crd::release::Release;
use crate::edge::cluster;

/// Arguments of `version`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Print the version
  kubectl agw version

  # Print it without asking the cluster
  kubectl agw version --client

  # Print it for scripts
  kubectl agw version -o json")]
pub struct Args {
    /// Don't ask the cluster for its version
    #[arg(long)]
    client: bool,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

/// The release of agentgateway whose behaviour `serve` follows where nothing names another, and the commit that it was
/// read from.
pub(super) const COMPATIBILITY: &str = "agentgateway 1.6 (75b4e6ce6)";

/// The commit of a release, and the day of it, as `.ci/run` names them; a dev build has none.
const COMMIT: Option<&str> = option_env!("AGW_COMMIT");
const COMMIT_DATE: Option<&str> = option_env!("AGW_COMMIT_DATE");

/// So long the cluster is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the API server says it is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Server {
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// Why there is no version.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Prints the version of the program, what it is compatible with, and what the cluster runs. A cluster that does not answer
/// is no failure.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let knows: Vec<_> = Release::ALL.iter().map(|release| release.name()).collect();
    let server = if args.client || args.output == Format::Name { None } else { server(kube)? };
    let shape = || {
        let mut version = json!({
            "version": version,
            "compatibility": COMPATIBILITY,
            "knows": knows,
        });
        let more = [
            ("commit", json!(COMMIT)),
            ("commitDate", json!(COMMIT_DATE)),
            ("server", json!(server)),
        ];
        for (name, value) in more.into_iter().filter(|(_, value)| !value.is_null()) {
            version[name] = value;
        }
        One::new("Version", version)
    };
    match args.output {
        Format::Json => output::json(&shape())?,
        Format::Yaml => output::yaml(&shape())?,
        Format::Name => output::data(&format!("{version}\n"))?,
        Format::Table | Format::Wide => {
            let knows = knows.join(", ");
            let build = match (COMMIT, COMMIT_DATE) {
                (Some(commit), Some(date)) => format!(" ({commit}, {date})"),
                (Some(commit), None) => format!(" ({commit})"),
                (None, _) => String::new(),
            };
            let server = server.map(|server| server.words()).unwrap_or_default();
            output::data(&format!(
                "kubectl-agw {version}{build}\ncompatible with {COMPATIBILITY}\nknows {knows}\n{server}"
            ))?;
        }
    }
    Ok(Exit::Done)
}

impl Server {
    /// A line.
    fn words(&self) -> String {
        let context = self.context.as_ref().map(|context| format!(" (context {context})"));
        let context = context.unwrap_or_default();
        match (&self.version, &self.error) {
            (Some(version), _) => format!("server {version}{context}\n"),
            (None, error) => {
                let why = error.as_deref().unwrap_or_default().lines().next().unwrap_or_default();
                format!("server unknown{context}: {why}\n")
            }
        }
    }
}

/// Asks the cluster of the kubeconfig; none where there is no kubeconfig.
fn server(kube: &KubeArgs) -> Result<Option<Server>, Failure> {
    let options = kube.wishes(false);
    let context = match cluster::namespace(&options) {
        Ok(None) => return Ok(None),
        Ok(Some((context, _))) => context,
        Err(error) => {
            let error = Some(error.to_string());
            return Ok(Some(Server { context: None, version: None, error }));
        }
    };
    let asked = async {
        let connection = cluster::connect(&options).await?;
        cluster::version::of_server(&connection).await
    };
    let said = super::block_on(async { Ok(tokio::time::timeout(PATIENCE, asked).await) })?;
    let (version, error) = match said {
        Ok(Ok(version)) => (Some(version), None),
        Ok(Err(error)) => (None, Some(error.to_string())),
        Err(_) => (None, Some(format!("no answer within {} s", PATIENCE.as_secs()))),
    };
    Ok(Some(Server { context, version, error }))
}
