//! The flag that says which release of agentgateway manifests are for.

use std::fmt;

use crate::domain::crd::release::{Release, UnknownRelease};
use crate::edge::cluster::Connection;
use crate::edge::cluster::version::{self, Told};

/// `--gateway-version`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct GatewayVersion {
    /// Release of agentgateway to validate and serve for: 1.4, 1.5 or 1.6 (default: what the cluster runs, else 1.6, the
    /// newest known)
    #[arg(long, value_name = "RELEASE", value_parser = release)]
    gateway_version: Option<Release>,
}

/// A release, and why it is this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub release: Release,
    /// In words, to stand in parentheses behind it; none where the user named it or nothing else is to be had.
    pub why: Option<&'static str>,
}

impl From<Option<Release>> for GatewayVersion {
    fn from(gateway_version: Option<Release>) -> Self {
        GatewayVersion { gateway_version }
    }
}

impl GatewayVersion {
    /// The release, the newest where none is named.
    #[must_use]
    pub fn release(&self) -> Release {
        self.gateway_version.unwrap_or_default()
    }

    /// The release; where none is named, that of the cluster.
    pub async fn of_cluster(&self, connection: &Connection) -> Chosen {
        if let Some(release) = self.gateway_version {
            return Chosen { release, why: None };
        }
        let told = version::running(connection).await;
        let why = match told {
            Told::ByProxies(_) => "which the cluster runs",
            Told::ByDefinitions(_) => "by the cluster's definitions",
            Told::Unknown => "the newest known: the cluster's is unknown",
        };
        Chosen { release: told.release().unwrap_or_default(), why: Some(why) }
    }
}

impl fmt::Display for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.why {
            Some(why) => write!(f, "agentgateway {} ({why})", self.release),
            None => write!(f, "agentgateway {}", self.release),
        }
    }
}

/// Reads a release.
///
/// # Errors
/// One that is not known.
pub fn release(text: &str) -> Result<Release, UnknownRelease> {
    Release::read(text)
}
