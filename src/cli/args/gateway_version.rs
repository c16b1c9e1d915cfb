//! The flag that says which release of agentgateway manifests are for.

use crate::domain::crd::release::{Release, UnknownRelease};

/// `--gateway-version`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct GatewayVersion {
    /// With -f, report what this release of agentgateway doesn't have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)
    #[arg(long, value_name = "RELEASE", value_parser = release, requires = "filenames")]
    gateway_version: Option<Release>,
}

impl GatewayVersion {
    /// The release, the newest where none is named.
    #[must_use]
    pub fn release(&self) -> Release {
        self.gateway_version.unwrap_or_default()
    }
}

/// Reads a release.
///
/// # Errors
/// One that is not known.
pub fn release(text: &str) -> Result<Release, UnknownRelease> {
    Release::read(text)
}
