//! The program of `$KUBECTL_EXTERNAL_DIFF`: it is given two folders, as kubectl gives them, with the values of Secrets
//! hidden before they touch the disk.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use super::Compared;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;

/// Lets the program show the difference; its exit code tells whether there is one.
///
/// # Errors
/// Files that cannot be written, a program that cannot be started or does not end with 0 or 1.
pub(super) fn show(command: &str, compared: &[Compared]) -> Result<Exit, Failure> {
    // Only its owner can look into it. What stays behind where it cannot be removed holds no value of a Secret.
    let folder = tempfile::Builder::new().prefix("agw-diff-").tempdir()?;
    let [live, merged] = ["LIVE", "MERGED"].map(|side| folder.path().join(side));
    for side in [&live, &merged] {
        fs::create_dir(side)?;
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
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    io::Write::write_all(&mut file, text.as_bytes())
}
