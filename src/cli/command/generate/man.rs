//! Man pages, one for each command, for the archives of a release.

use std::path::Path;

use anyhow::Context as _;
use clap::Command;

/// Writes the pages of all commands that help lists into a directory, which is made.
pub(super) fn write(dir: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(dir)
        .with_context(|| format!("can't create the directory {}", dir.display()))?;
    // The flags that every command accepts are on the first page only; in help, `options` has them.
    let mut root = crate::cli::definition().disable_help_subcommand(true);
    root.build();
    // The commands by group, which are in its help, are on this page already.
    let after = root.get_after_help().map(ToString::to_string).unwrap_or_default();
    let examples = after.find("Examples:").map(|at| after[at..].to_owned()).unwrap_or_default();
    let root = root.after_help(examples);
    let root = root.mut_args(|arg| if arg.is_global_set() { arg.hide(false) } else { arg });
    pages(&root, dir)
}

fn pages(command: &Command, dir: &Path) -> anyhow::Result<()> {
    let page = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    let path = dir.join(page.get_filename());
    std::fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
    command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
        .try_for_each(|below| pages(below, dir))
}
