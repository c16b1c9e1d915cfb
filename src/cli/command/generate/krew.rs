//! The manifest for krew's index: as it is kept in the repository, and with the hashes of a release.

use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use super::{BINARY, File, document};
use crate::cli::output;
use crate::edge::disk;

const DESCRIPTION: &str =
    "One registry for all language models behind agentgateway: adds backends with
their routes, lists and checks what exists and reports what is broken, serves
the routes of the cluster on this machine, and tests a model with a real
request.
";

/// `krew-manifest.yaml`: what the plugin index gets, but for the hashes.
pub(super) fn template() -> anyhow::Result<Vec<File>> {
    let notes = [
        "Each sha256 is 64 zeros until the release fills in the archive's hash.",
        "In the krew index the file is named `agw.yaml`.",
    ];
    let manifest = manifest(|_| Some("0".repeat(64)));
    Ok(vec![File { path: "krew-manifest.yaml".to_owned(), content: document(&notes, &manifest)? }])
}

/// Prints the manifest of the archives that `sums` names, as sha256sum writes them: `HASH  NAME` a line.
///
/// # Errors
/// A file that cannot be read, or that names no archive of this version.
pub(super) fn print(sums: &Path) -> anyhow::Result<()> {
    const MOST: u64 = 1 << 20;
    let text = disk::text(sums, MOST).with_context(|| sums.display().to_string())?;
    let hash_of = |archive: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once("  "));
        lines.find(|(_, name)| *name == archive).map(|(hash, _)| hash.to_owned())
    };
    let manifest = manifest(hash_of);
    if manifest["spec"]["platforms"].as_array().is_none_or(Vec::is_empty) {
        bail!("{}: no archive of {}", sums.display(), version());
    }
    Ok(output::verbatim(&document(&[], &manifest)?)?)
}

fn version() -> String {
    format!("v{}", env!("CARGO_PKG_VERSION"))
}

/// The manifest of those platforms whose archive has a hash.
fn manifest(hash_of: impl Fn(&str) -> Option<String>) -> Value {
    let pairs = ["linux", "darwin", "windows"]
        .into_iter()
        .flat_map(|os| ["amd64", "arm64"].map(|arch| (os, arch)));
    let platforms: Vec<_> = pairs
        .filter_map(|(os, arch)| {
            let archive = archive(os, arch);
            hash_of(&archive).map(|hash| platform(os, arch, &archive, &hash))
        })
        .collect();
    json!({
        "apiVersion": "krew.googlecontainertools.github.com/v1alpha2",
        "kind": "Plugin",
        "metadata": {"name": "agw"},
        "spec": {
            "version": version(),
            "homepage": env!("CARGO_PKG_REPOSITORY"),
            "shortDescription": "Manage the models behind agentgateway",
            "description": DESCRIPTION,
            "platforms": platforms,
        },
    })
}

/// The archive's name, as `release/pack` gives it.
fn archive(os: &str, arch: &str) -> String {
    let suffix = if os == "windows" { "zip" } else { "tar.gz" };
    format!("{BINARY}-{}-{os}-{arch}.{suffix}", version())
}

/// One row of `platforms`: the archive for a system, and the files of it that are installed.
fn platform(os: &str, arch: &str, archive: &str, hash: &str) -> Value {
    let binary = if os == "windows" { format!("{BINARY}.exe") } else { BINARY.to_owned() };
    let downloads = concat!(env!("CARGO_PKG_REPOSITORY"), "/releases/download");
    json!({
        "selector": {"matchLabels": {"os": os, "arch": arch}},
        "uri": format!("{downloads}/{}/{archive}", version()),
        "sha256": hash,
        "bin": binary,
        "files": [{"from": binary, "to": "."}, {"from": "LICENSE", "to": "."}],
    })
}
