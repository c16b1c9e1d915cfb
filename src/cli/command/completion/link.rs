//! The link `kubectl_complete-agw`: where it is put, and which one is ours to remove.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::cli::complete::COMPLETER;
use crate::cli::error::Failure;
use crate::cli::output;

/// The program's own name.
const PROGRAM: &str = "kubectl-agw";

/// What has the link's name in a directory.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    /// A link to this program, or to where it was.
    Ours,
    /// One that leads to this program.
    Done,
    Foreign,
}

/// Links the program.
///
/// # Errors
/// Something else has the name, or no directory can be written.
pub(super) fn install(dir: Option<&Path>) -> Result<(), Failure> {
    let program = std::env::current_exe()?;
    let folders = dir.map_or_else(folders, |dir| vec![dir.to_owned()]);
    let mut refused = Vec::new();
    for folder in &folders {
        let link = folder.join(file_name(COMPLETER));
        match found(&link, &program) {
            Found::Done => {
                output::data(&format!("{} is already installed\n", link.display()))?;
                return Ok(());
            }
            Found::Foreign => {
                return Err(Failure::usage(format!(
                    "{} exists and isn't a link to {PROGRAM}; remove it, or choose another directory with \
                     --dir",
                    link.display()
                )));
            }
            Found::Ours => fs::remove_file(&link)?,
            Found::Nothing => {}
        }
        match make(&link, &target(folder, &program)) {
            Ok(()) => return told(&link, folder),
            Err(error) => refused.push(format!("{}: {error}", folder.display())),
        }
    }
    Err(Failure::usage(match refused.is_empty() {
        true => format!(
            "{PROGRAM} isn't on the PATH, so kubectl can't find it; put it there, or choose a directory with \
             --dir"
        ),
        false => format!(
            "can't link {COMPLETER}: {}; choose a writable directory on the PATH with --dir",
            refused.join("; ")
        ),
    }))
}

fn told(link: &Path, folder: &Path) -> Result<(), Failure> {
    output::data(&format!("{} linked\n", link.display()))?;
    if !on_path().contains(&folder.to_owned()) {
        output::say(&format!(
            "hint: {} isn't on the PATH; kubectl finds the link once it is",
            folder.display()
        ));
    }
    output::say(
        "kubectl completes `kubectl agw` where its own completion is set up: see `kubectl completion --help`",
    );
    Ok(())
}

/// Removes the links to this program.
///
/// # Errors
/// One that cannot be removed.
pub(super) fn uninstall(dir: Option<&Path>) -> Result<(), Failure> {
    let program = std::env::current_exe()?;
    let mut removed = false;
    for folder in dir.map_or_else(on_path, |dir| vec![dir.to_owned()]) {
        let link = folder.join(file_name(COMPLETER));
        match found(&link, &program) {
            Found::Ours | Found::Done => {
                fs::remove_file(&link).map_err(|error| {
                    Failure::usage(format!("can't remove {}: {error}", link.display()))
                })?;
                output::data(&format!("{} removed\n", link.display()))?;
                removed = true;
            }
            Found::Foreign => {
                let skipped = "isn't a link to kubectl-agw; it was left there";
                output::say(&format!("{} {skipped}", link.display()));
            }
            Found::Nothing => {}
        }
    }
    if !removed {
        output::say(&format!("no {COMPLETER} found"));
    }
    Ok(())
}

/// The directories to try: that of the program, as the PATH names it, and then the user's own.
fn folders() -> Vec<PathBuf> {
    let all = on_path();
    let home = std::env::home_dir();
    let (mut first, rest): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|folder| folder.join(file_name(PROGRAM)).is_file());
    let own = |folder: &PathBuf| home.as_ref().is_some_and(|home| folder.starts_with(home));
    if !first.is_empty() {
        first.extend(rest.into_iter().filter(own));
    }
    first
}

fn on_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = Vec::new();
    for folder in std::env::split_paths(&path).filter(|folder| folder.is_absolute()) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

fn file_name(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// What the link names: the program beside it, so that both can be moved together, else where the program is.
fn target(folder: &Path, program: &Path) -> PathBuf {
    let beside = folder.join(file_name(PROGRAM));
    match is_same(&beside, program) {
        true => PathBuf::from(file_name(PROGRAM)),
        false => program.to_owned(),
    }
}

fn found(link: &Path, program: &Path) -> Found {
    match fs::read_link(link) {
        _ if is_same(link, program) => Found::Done,
        Ok(to) if to.file_name().is_some_and(|name| name == &*file_name(PROGRAM)) => Found::Ours,
        Err(error) if error.kind() == ErrorKind::NotFound => Found::Nothing,
        _ => Found::Foreign,
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(unix)]
fn make(link: &Path, target: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

/// Links need a privilege there; a second name of the file does not.
#[cfg(not(unix))]
fn make(link: &Path, target: &Path) -> io::Result<()> {
    let folder = link.parent().unwrap_or(Path::new("."));
    fs::hard_link(folder.join(target), link)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_ours_only_where_it_leads_to_the_program() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at(PROGRAM), "").expect("written");
        let link = at(COMPLETER);
        assert_eq!(found(&link, &at(PROGRAM)), Found::Nothing);
        make(&link, &target(folder.path(), &at(PROGRAM))).expect("linked");
        assert_eq!(fs::read_link(&link).expect("a link"), Path::new(PROGRAM));
        assert_eq!(found(&link, &at(PROGRAM)), Found::Done);
        fs::remove_file(&link).expect("removed");
        make(&link, Path::new("/gone/kubectl-agw")).expect("linked");
        assert_eq!(found(&link, &at(PROGRAM)), Found::Ours, "where it was once");
        fs::remove_file(&link).expect("removed");
        fs::write(&link, "somebody's script").expect("written");
        assert_eq!(found(&link, &at(PROGRAM)), Found::Foreign);
    }
}
