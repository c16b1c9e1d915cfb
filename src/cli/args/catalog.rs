//! Price catalogs: those that the user names, read from files, and those that Gateways name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::crd::gateway_api::GatewaySpec;
use crate::domain::meter::catalog::Catalog;
use crate::domain::registry;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::cluster::{self, ClusterError, Connection};
use crate::edge::disk;

/// The most bytes of a price catalog.
const MOST: u64 = 8 * 1024 * 1024;

/// The catalogs, each laid over the one before it; none where no file is named.
///
/// # Errors
/// A file that cannot be read, or that is not a price catalog.
pub fn read(paths: &[PathBuf]) -> Result<Option<Catalog>, Failure> {
    let mut all: Option<Catalog> = None;
    for path in paths {
        let text = text(path)?;
        let read = Catalog::read(&text).map_err(|why| {
            Failure::usage(format!("{} is not a price catalog: {why}", path.display()))
        })?;
        match &mut all {
            Some(all) => all.overlay(read),
            None => all = Some(read),
        }
    }
    Ok(all)
}

/// The catalogs that these Gateways of a snapshot name. Reports those that can't be read.
///
/// # Errors
/// A cluster that cannot be reached.
pub async fn of_gateways<'g>(
    connection: Option<&Connection>,
    snapshot: &Snapshot,
    gateways: impl Iterator<Item = &'g Arc<Object<GatewaySpec>>>,
) -> Result<BTreeMap<ObjectName, Catalog>, ClusterError> {
    let (found, wrong) = match connection {
        Some(connection) => cluster::catalog::of_gateways(connection, gateways).await?,
        None => registry::prices::of_gateways(snapshot, gateways),
    };
    wrong.iter().for_each(|why| output::say(why));
    Ok(found)
}

/// The text of a catalog.
///
/// # Errors
/// It cannot be read, or is larger than any catalog.
pub fn text(path: &Path) -> Result<String, Failure> {
    disk::text(path, MOST)
        .map_err(|why| Failure::usage(format!("can't read the catalog {}: {why}", path.display())))
}
