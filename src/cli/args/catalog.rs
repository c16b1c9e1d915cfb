//! Price catalogs that the user names, read from files.

use std::path::{Path, PathBuf};

use crate::cli::error::Failure;
use crate::domain::meter::catalog::Catalog;
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

fn text(path: &Path) -> Result<String, Failure> {
    disk::text(path, MOST)
        .map_err(|why| Failure::usage(format!("can't read the catalog {}: {why}", path.display())))
}
