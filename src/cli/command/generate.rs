//! `kubectl agw generate` (hidden): writes the files of the repository that have their source in this program. One
//! function per kind of file, one entry in [`ROWS`]; `tests/generated.rs` compares all of them with
//! what is committed.

mod krew;
mod man;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::domain::crd::definition;
use crate::domain::value::yaml;

/// What makes the files anew; named wherever one is found to be old.
pub const COMMAND: &str = "cargo run -- generate";

/// The name of the executable, in archives and the krew manifest.
const BINARY: &str = "kubectl-agw";

/// Arguments of `generate`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Write nothing, and fail if a file is out of date
    #[arg(long)]
    pub check: bool,
    /// Root directory of the repository
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub root: PathBuf,
    #[command(subcommand)]
    artifact: Option<Artifact>,
}

/// What a release has and the repository has not.
#[derive(Clone, Debug, clap::Subcommand)]
enum Artifact {
    /// Write a man page for each command
    Man {
        /// Directory to write to
        dir: PathBuf,
    },
    /// Print the krew manifest with the hashes of a release's archives
    Krew {
        /// The archives' hashes, as sha256sum prints them
        sums: PathBuf,
    },
}

/// One generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative to the repository, with `/`.
    pub path: String,
    pub content: String,
}

const ROWS: &[fn() -> anyhow::Result<Vec<File>>] =
    &[crds, krew::template, checks, upgrades, commands, providers];

/// Every generated file.
///
/// # Errors
/// When a file cannot be written as YAML.
pub fn files() -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for row in ROWS {
        files.extend(row()?);
    }
    Ok(files)
}

/// Writes every file, or with `--check` names those that are old.
///
/// # Errors
/// When a file cannot be read or written, or with `--check` when one is old.
pub fn run(args: &Args) -> anyhow::Result<()> {
    match &args.artifact {
        Some(Artifact::Man { dir }) => return man::write(dir),
        Some(Artifact::Krew { sums }) => return krew::print(sums),
        None => {}
    }
    let files = files()?;
    if args.check {
        let old: Vec<_> =
            files.iter().filter(|file| !is_current(&args.root, file)).map(|f| &*f.path).collect();
        if !old.is_empty() {
            bail!("out of date: {}; run `{COMMAND}`", old.join(", "));
        }
        return Ok(());
    }
    let mut out = anstream::stdout();
    for file in files.iter().filter(|file| !is_current(&args.root, file)) {
        let path = args.root.join(&file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("can't create the directory {}", folder.display()))?;
        }
        std::fs::write(&path, &file.content)
            .with_context(|| format!("can't write {}", path.display()))?;
        writeln!(out, "{} written", file.path)?;
    }
    Ok(())
}

/// Whether the file under `root` has this content. One that cannot be read has not.
#[must_use]
pub fn is_current(root: &Path, file: &File) -> bool {
    std::fs::read_to_string(root.join(&file.path)).is_ok_and(|text| text == file.content)
}

/// `crds/`: one definition per file, named as controller-gen names them.
fn crds() -> anyhow::Result<Vec<File>> {
    definition::definitions()
        .iter()
        .map(|definition| {
            let text = |path| definition.pointer(path).and_then(Value::as_str).unwrap_or_default();
            let path = format!("crds/{}_{}.yaml", text("/spec/group"), text("/spec/names/plural"));
            Ok(File { path, content: document(&[], definition)? })
        })
        .collect()
}

/// `docs/checks.md`: what `check` finds.
fn checks() -> anyhow::Result<Vec<File>> {
    let content = super::checks_page::page();
    Ok(vec![File { path: "docs/checks.md".to_owned(), content }])
}

/// `docs/upgrade.md`: what `upgrade` finds.
fn upgrades() -> anyhow::Result<Vec<File>> {
    let content = super::upgrade_page::page();
    Ok(vec![File { path: "docs/upgrade.md".to_owned(), content }])
}

/// `docs/commands.md`: what each command accepts.
fn commands() -> anyhow::Result<Vec<File>> {
    let content = super::commands_page::page();
    Ok(vec![File { path: "docs/commands.md".to_owned(), content }])
}

/// `docs/providers.md`: what each provider needs.
fn providers() -> anyhow::Result<Vec<File>> {
    let content = super::explain::provider::page::page().map_err(anyhow::Error::msg)?;
    Ok(vec![File { path: "docs/providers.md".to_owned(), content }])
}

/// A YAML document under a comment that says where it comes from.
fn document(notes: &[&str], value: &Value) -> anyhow::Result<String> {
    let body = yaml::write(value).map_err(anyhow::Error::msg)?;
    let mut text = format!("# written by `{BINARY} generate`; do not edit\n");
    for note in notes {
        text += &format!("# {note}\n");
    }
    Ok(text + &body)
}
