//! `kubectl agw audit verify`: the first place where a log is not what was written.

use anyhow::Context as _;

use super::LogLocation;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::audit::chain::Hash;
use crate::domain::audit::note::PublicKey;
use crate::domain::audit::verify::VerifyReport;
use crate::edge::audit::read::{Unverified, verify};

/// Arguments of `audit verify`.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    at: LogLocation,
    /// Public key that must have signed each segment, as printed by `audit key` [default: the one that the log names]
    #[arg(long, value_name = "KEY", value_parser = public_key)]
    public_key: Option<PublicKey>,
    /// Hash of a line that the log must contain, such as a head kept elsewhere; a log that was truncated before it or
    /// rewritten doesn't contain it
    #[arg(long, value_name = "HASH", value_parser = hash)]
    expect_head: Option<Hash>,
}

fn public_key(text: &str) -> anyhow::Result<PublicKey> {
    PublicKey::read(text).context("use the format that `kubectl agw audit key` prints")
}

fn hash(text: &str) -> anyhow::Result<Hash> {
    Hash::read(text).context("a hash has 64 lowercase hexadecimal digits")
}

/// Checks the log and says what it found.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (folder, _) = args.at.open()?;
    let verified = verify(&folder, args.public_key.as_ref(), args.expect_head.as_ref());
    let report = match verified {
        Ok(report) => report,
        Err(Unverified::Unreadable(error)) => return Err(error.into()),
        Err(Unverified::Broken(fault)) => {
            output::data(&format!("BROKEN\n{fault}\n"))?;
            return Ok(Exit::Findings);
        }
    };
    let is_running = report.is_open && folder.is_in_use();
    let mut said = match (report.is_complete(), is_running && report.gaps.is_empty()) {
        (true, _) => "COMPLETE\n".to_owned(),
        (false, true) => "INTACT SO FAR, and a serve is still writing it\n".to_owned(),
        (false, false) => "NOT COMPLETE, though nothing in it was changed\n".to_owned(),
    };
    for gap in &report.gaps {
        said += &format!("{gap}\n");
    }
    if report.is_open && !is_running {
        said +=
            "it has no end: it was truncated, or its serve was killed (the next one seals it)\n";
    }
    said += &counts(&report);
    if args.public_key.is_none() {
        said += "signed by the key that the log itself names; verify that it is yours with --public-key\n";
    }
    output::data(&said)?;
    let is_good = report.is_complete() || (is_running && report.gaps.is_empty());
    Ok(if is_good { Exit::Done } else { Exit::Findings })
}

fn counts(report: &VerifyReport) -> String {
    let head = report.head.as_ref();
    let head = head.map(|head| format!("head     {} {}\n", head.ordinal, head.hash.as_str()));
    format!(
        "log      {}\nlines    {} in {} segments and {} sessions\nrequests {}, and {} recorded without a \
         line\n{}",
        report.log,
        report.lines,
        report.segments,
        report.sessions,
        report.requests,
        report.declared,
        head.unwrap_or_default()
    )
}
