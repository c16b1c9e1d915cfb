//! The facts that rules are given: what stands on PATH, what the kubeconfig is like, what the cluster's CRD knows.

use std::path::{Path, PathBuf};

use crate::domain::check::facts::{Environment, Shadow};
use crate::edge::cluster::error::ClusterError;
use crate::edge::cluster::{ClusterOptions, Connection, surroundings};

/// Gathers them. Without a connection nothing of a cluster or its kubeconfig is looked at.
///
/// # Errors
/// A cluster that cannot be reached, or fails.
pub(super) async fn facts(
    connection: Option<&Connection>,
    wishes: &ClusterOptions,
) -> Result<Environment, ClusterError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let own = std::env::current_exe().ok();
    let mut facts =
        Environment { shadows: shadows(&folders, own.as_deref()), ..Environment::default() };
    if let Some(connection) = connection {
        facts.kubeconfig = surroundings::kubeconfig(wishes);
        surroundings::add_crd(connection, &mut facts).await?;
    }
    Ok(facts)
}

/// Programs that kubectl would run in the place of this one: a longer name for one of its commands, or its own name
/// earlier on PATH.
fn shadows(folders: &[PathBuf], own: Option<&Path>) -> Vec<Shadow> {
    let mut found = Vec::new();
    let suffix = std::env::consts::EXE_SUFFIX;
    for command in crate::cli::definition().get_subcommands() {
        // kubectl writes the dash inside a word as an underscore.
        let name = format!("kubectl-agw-{}{suffix}", command.get_name().replace('-', "_"));
        if let Some(path) = first(folders, &name) {
            let takes = format!("agw {}", command.get_name());
            found.push(Shadow { path: path.display().to_string(), takes });
        }
    }
    let first = first(folders, &format!("kubectl-agw{suffix}"));
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if let (Some(first), Some(own)) = (first, own)
        && on_path(folders, own)
        && real(&first) != real(own)
    {
        let path = first.display().to_string();
        found.push(Shadow { path, takes: "agw".to_owned() });
    }
    found
}

/// A program that is run by its path, from a build or a test, shadows and is shadowed by nothing.
fn on_path(folders: &[PathBuf], own: &Path) -> bool {
    own.parent().is_some_and(|parent| folders.iter().any(|folder| folder == parent))
}

fn first(folders: &[PathBuf], name: &str) -> Option<PathBuf> {
    folders.iter().map(|folder| folder.join(name)).find(|path| is_program(path))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path)
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn program(folder: &Path, name: &str, mode: u32) {
        let path = folder.join(name);
        std::fs::write(&path, "#!/bin/sh\n").expect("written");
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&path, mode).expect("set");
    }

    #[test]
    fn a_longer_name_and_an_earlier_one_are_found() {
        let (early, late) = (tempfile::tempdir().expect("one"), tempfile::tempdir().expect("two"));
        program(early.path(), "kubectl-agw", 0o755);
        program(late.path(), "kubectl-agw", 0o755);
        program(late.path(), "kubectl-agw-add_backend", 0o755);
        program(late.path(), "kubectl-agw-list", 0o644);
        program(late.path(), "kubectl-agw-other", 0o755);
        let folders = [early.path().to_owned(), late.path().to_owned()];
        let own = late.path().join("kubectl-agw");
        let takes = |own: Option<&Path>| -> Vec<String> {
            shadows(&folders, own).into_iter().map(|shadow| shadow.takes).collect()
        };
        assert_eq!(takes(Some(&own)), ["agw add-backend", "agw"]);
        assert_eq!(takes(Some(&early.path().join("kubectl-agw"))), ["agw add-backend"]);
        assert_eq!(takes(None), ["agw add-backend"]);
    }
}
