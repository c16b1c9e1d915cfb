//! `kubectl agw version`.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;
use tokio::time::{Instant, timeout_at};

use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, Format, shape::One};
use crate::domain::crd::release::Release;
use crate::edge::cluster;
use crate::edge::cluster::version::{Installed, installed, of_server};

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
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Server {
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// Why there is no version.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The release of agentgateway that its proxies run.
    #[serde(skip_serializing_if = "Option::is_none")]
    proxies: Option<&'static str>,
    /// The release of agentgateway that its CRDs are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    crds: Option<&'static str>,
    /// The version of the Gateway API's CRDs.
    #[serde(skip_serializing_if = "Option::is_none")]
    gateway_api_crds: Option<String>,
    /// Releases that don't go together, and what to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skew: Vec<String>,
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
            (Some(version), _) => format!("server {version}{context}\n{}", self.installed()),
            (None, error) => {
                let why = error.as_deref().unwrap_or_default().lines().next().unwrap_or_default();
                format!("server unknown{context}: {why}\n")
            }
        }
    }
}

impl Server {
    /// A line for each release in the cluster, and for each skew.
    fn installed(&self) -> String {
        let or_not = |release: Option<&str>| release.unwrap_or("not found").to_owned();
        let gateway_api = or_not(self.gateway_api_crds.as_deref());
        let mut lines = format!(
            "agentgateway CRDs {}, proxies {}\nGateway API CRDs {gateway_api}\n",
            or_not(self.crds),
            or_not(self.proxies)
        );
        self.skew.iter().for_each(|skew| lines.push_str(&format!("skew: {skew}\n")));
        lines
    }

    /// The same with what is installed there.
    fn with(self, installed: Installed) -> Self {
        Server {
            skew: skew(&installed),
            proxies: installed.proxies.map(Release::name),
            crds: installed.definitions.map(Release::name),
            gateway_api_crds: installed.gateway_api,
            ..self
        }
    }
}

/// Which releases don't go together.
fn skew(installed: &Installed) -> Vec<String> {
    let Installed { proxies, definitions, .. } = installed;
    let mut skew = Vec::new();
    if let (Some(proxies), Some(definitions)) = (proxies, definitions)
        && proxies != definitions
    {
        let older = if proxies < definitions { "the proxies" } else { "the CRDs" };
        skew.push(format!(
            "the proxies run agentgateway {proxies}, and the CRDs are of {definitions}; upgrade {older}"
        ));
    }
    let newest = Release::default();
    if let Some(release) = proxies.or(*definitions).filter(|release| *release != newest) {
        skew.push(format!(
            "the cluster runs agentgateway {release}, which this program follows there; for manifests alone it \
             assumes {newest} unless --gateway-version={release} is set"
        ));
    }
    skew
}

/// Asks the cluster of the kubeconfig; none where there is no kubeconfig.
fn server(kube: &KubeArgs) -> Result<Option<Server>, Failure> {
    let options = kube.wishes(false);
    let context = match cluster::namespace(&options) {
        Ok(None) => return Ok(None),
        Ok(Some((context, _))) => context,
        Err(error) => {
            let error = Some(error.to_string());
            return Ok(Some(Server { error, ..Server::default() }));
        }
    };
    super::block_on(async {
        let end = Instant::now() + PATIENCE;
        let late = |_| format!("no answer within {} s", PATIENCE.as_secs());
        let asked = async {
            let connection = timeout_at(end, cluster::connect(&options)).await.map_err(late)?;
            let connection = connection.map_err(|error| error.to_string())?;
            let version = timeout_at(end, of_server(&connection));
            // What is slower than the version is not found.
            let installed = timeout_at(end, installed(&connection));
            let (version, installed) = tokio::join!(version, installed);
            let version = version.map_err(late)?.map_err(|error| error.to_string())?;
            Ok::<_, String>((version, installed.unwrap_or_default()))
        };
        Ok(Some(match asked.await {
            Ok((version, installed)) => {
                let version = Some(version);
                Server { context, version, ..Server::default() }.with(installed)
            }
            Err(error) => Server { context, error: Some(error), ..Server::default() },
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skew_is_named_with_what_to_upgrade() {
        let of = |proxies, definitions| {
            skew(&Installed { proxies, definitions, ..Installed::default() }).join(" | ")
        };
        let (old, new) = (Some(Release::V1_5), Some(Release::V1_6));
        assert_eq!((of(new, new), of(None, None)), (String::new(), String::new()));
        assert!(of(old, new).contains("upgrade the proxies | the cluster runs agentgateway 1.5"));
        assert!(of(new, old).ends_with("upgrade the CRDs"));
        assert!(of(None, old).contains("--gateway-version=1.5"));
    }
}
