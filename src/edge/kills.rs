//! Where kills are recorded: in a file beside the manifests, or on the Gateways of a cluster. They are read, changed one kill
//! at a time, and followed.

mod cluster;
mod file;
pub mod follow;

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;

use super::cluster::{ClusterError, Connection};
use crate::domain::kill::place::unreadable;
use crate::domain::kill::{Kill, Place, Records, Unreadable};

/// The file beside the manifests.
pub const FILE: &str = "agw.kills";

/// Where kills are recorded.
#[derive(Clone)]
pub enum Store {
    /// The files beside the manifests of one run; what one of them stops is stopped.
    Files(Vec<PathBuf>),
    /// The annotations of the Gateways of these namespaces; without any, of all.
    Gateways(Box<Connection>, BTreeSet<String>),
}

/// Why nothing could be recorded.
#[derive(Debug, thiserror::Error)]
pub enum KillsError {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("{path}: {source}", path = path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error("{0}")]
    NoGateway(String),
}

/// What became of a record, place by place.
#[derive(Debug, Default)]
pub struct Written {
    pub done: Vec<String>,
    /// Those where it could not be written, and why.
    pub failed: Vec<(String, ClusterError)>,
    /// The only namespace whose Gateways may be listed.
    pub only: Option<String>,
}

impl Store {
    /// Beside manifests: in the folder that is named, or in that of the file; of standard input in the current one.
    #[must_use]
    pub fn beside(manifests: &[PathBuf]) -> Self {
        let folder = |path: &PathBuf| match path.is_dir() {
            true => path.clone(),
            false => file::folder(path).to_owned(),
        };
        let mut files: Vec<PathBuf> = Vec::new();
        for folder in manifests.iter().map(folder) {
            let file = folder.join(FILE);
            if !files.contains(&file) {
                files.push(file);
            }
        }
        Store::Files(files)
    }

    /// Reads the records. What is not there kills nothing; what cannot be read is part of the answer.
    ///
    /// # Errors
    /// A cluster that cannot be reached.
    pub async fn read(&self) -> Result<Records, ClusterError> {
        match self {
            Store::Files(files) => {
                Ok(Records::one(Place::Everywhere, file::read(files, Timestamp::now())))
            }
            Store::Gateways(connection, _) => cluster::read(connection).await,
        }
    }

    /// Records a kill, replacing any other of the same subject. In a cluster it is recorded on these Gateways, or on all if
    /// none is named.
    ///
    /// # Errors
    /// It is recorded nowhere.
    pub async fn put(&self, kill: &Kill, gateways: &[String]) -> Result<Written, KillsError> {
        match self {
            Store::Files(files) => file::put(files, kill),
            Store::Gateways(connection, _) => cluster::put(connection, kill, gateways).await,
        }
    }

    /// Ends a kill wherever it is recorded, or on these Gateways. Of `ended` only the end counts where the record is another.
    ///
    /// # Errors
    /// It is ended nowhere.
    pub async fn end(&self, ended: &Kill, gateways: &[String]) -> Result<Written, KillsError> {
        match self {
            Store::Files(files) => file::put(files, ended),
            Store::Gateways(connection, _) => cluster::end(connection, ended, gateways).await,
        }
    }
}
