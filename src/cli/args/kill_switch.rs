//! Where kills are recorded.

use jiff::Timestamp;

use super::source::Read;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::domain::kill::InForce;
use crate::edge::kills::{KillsError, Store};

impl From<KillsError> for Failure {
    fn from(error: KillsError) -> Self {
        match error {
            KillsError::Cluster(error) => error.into(),
            KillsError::Unreadable(_) => Failure::finding(error),
            KillsError::NoGateway(_) => Failure::usage(error),
            KillsError::Io { .. } => Failure::unreachable(error),
        }
    }
}

impl SourceArgs {
    /// Where kills of what it has are recorded.
    ///
    /// # Errors
    /// The cluster is not found.
    pub async fn store(&self, kube: &KubeArgs) -> Result<Store, Failure> {
        if self.is_files() {
            return Ok(Store::beside(&self.filenames));
        }
        Ok(Store::Gateways(Box::new(self.connect(kube).await?), Default::default()))
    }

    /// What is stopped of what was read.
    ///
    /// # Errors
    /// None of files, which are the only ones that are read here.
    pub async fn in_force(&self, read: &Read) -> Result<InForce, Failure> {
        let records = match self.is_files() {
            true => Store::beside(&self.filenames).read().await?,
            false => read.snapshot.kills(),
        };
        Ok(InForce::of(&records, Timestamp::now()))
    }
}
