//! The program of `$KUBECTL_EXTERNAL_DIFF`: it is given two folders, as kubectl gives them, with the values of Secrets
//! hidden before they touch the disk.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Compared;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;

/// A folder that only its owner can look into, and that goes with this value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Folder> {
        const TRIES: u32 = 16;
        let parent = std::env::temp_dir();
        let mut last = io::Error::other("no unused name");
        for _ in 0..TRIES {
            let path = parent.join(format!("agw-diff-{:016x}", fastrand::u64(..)));
            // Fails where somebody was faster, so nobody else's folder is used.
            match fs::DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Folder(path)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind is readable by its owner only, and holds no value of a Secret.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Lets the program show the difference; its exit code tells whether there is one.
///
/// # Errors
/// Files that cannot be written, a program that cannot be started or does not end with 0 or 1.
pub(super) fn show(command: &str, compared: &[Compared]) -> Result<Exit, Failure> {
    let folder = Folder::new()?;
    let (live, merged) = (folder.0.join("LIVE"), folder.0.join("MERGED"));
    for side in [&live, &merged] {
        fs::DirBuilder::new().mode(0o700).create(side)?;
    }
    for one in compared {
        write(&live.join(&one.name), &one.before)?;
        write(&merged.join(&one.name), &one.after)?;
    }
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).arg(&live).arg(&merged).status();
    let status = status.map_err(|error| {
        Failure::usage(format!("KUBECTL_EXTERNAL_DIFF: cannot run {program}: {error}"))
    })?;
    match status.code() {
        Some(0) => Ok(Exit::Done),
        Some(1) => Ok(Exit::Findings),
        code => {
            let code = code.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
            Err(Failure::unreachable(format!(
                "KUBECTL_EXTERNAL_DIFF: {program} exited with {code}"
            )))
        }
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    io::Write::write_all(&mut file, text.as_bytes())
}
