//! A log as it is read: segment by segment, line by line.

use std::io::{BufRead as _, BufReader};

use super::folder::open;
use super::{AuditError, Folder};
use crate::domain::audit::chain::Hash;
use crate::domain::audit::note::{Checkpoint, PublicKey};
use crate::domain::audit::verify::{LogFault, LogFaultKind, Verifier, VerifyReport};

/// A line is not longer. Bytes.
const MOST: u64 = 16 * 1024 * 1024;

/// Why a log does not hold.
#[derive(Debug, thiserror::Error)]
pub enum Unverified {
    #[error(transparent)]
    Unreadable(#[from] AuditError),
    #[error("{0}")]
    Broken(LogFault),
}

/// Shows the lines of a segment, each with its line break, in order; the end of the file without one as it is.
///
/// # Errors
/// It cannot be read, or `see` says so.
pub fn lines<E: From<AuditError>>(
    folder: &Folder,
    segment: u64,
    mut see: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let path = folder.segment(segment);
    let file = open(&path).map_err(AuditError::io(&path))?;
    let mut reader = BufReader::with_capacity(256 * 1024, file);
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut one = std::io::Read::take(&mut reader, MOST);
        if one.read_until(b'\n', &mut line).map_err(AuditError::io(&path))? == 0 {
            return Ok(());
        }
        see(&line)?;
    }
}

/// The name of a segment as faults have it.
fn name(folder: &Folder, segment: u64) -> String {
    let path = folder.segment(segment);
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Checks a whole log. The heads of segments must be signed by `key`; without one, by the key that the log names. One of
/// its lines must have the hash `expected`, where one is.
///
/// # Errors
/// The first place that is not as it was written, or what cannot be read.
pub fn verify(
    folder: &Folder,
    key: Option<&PublicKey>,
    expected: Option<&Hash>,
) -> Result<VerifyReport, Unverified> {
    let mut verifier = Verifier::default();
    let (mut named, mut has_expected) = (None, expected.is_none());
    for segment in folder.segments()? {
        let file = name(folder, segment);
        verifier.begin(&file).map_err(Unverified::Broken)?;
        lines(folder, segment, |line| {
            let entry = verifier.take(line).map_err(Unverified::Broken)?;
            if entry.kind == "session.begin" {
                named = PublicKey::read(entry.text("public_key")).or(named.take());
            }
            let (_, _, head) = verifier.position();
            has_expected |= head.map(|head| &head.hash) == expected;
            Ok::<_, Unverified>(())
        })?;
        if verifier.is_open() {
            continue;
        }
        let signer = key.or(named.as_ref());
        let head = head(folder, segment, signer, &verifier);
        head.map_err(|why| Unverified::Broken(verifier.fault(LogFaultKind::Note(why))))?;
    }
    if let Some(expected) = expected.filter(|_| !has_expected) {
        let (_, _, head) = verifier.position();
        let found = head.map_or("none", |head| head.hash.as_str());
        let what = LogFaultKind::Head(found.to_owned(), expected.as_str().to_owned());
        return Err(Unverified::Broken(verifier.fault(what)));
    }
    Ok(verifier.finish())
}

/// Checks the signed head of a segment that was read.
fn head(
    folder: &Folder,
    segment: u64,
    key: Option<&PublicKey>,
    verifier: &Verifier,
) -> Result<(), String> {
    let path = folder.head(segment);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut note = String::new();
    let read = open(&path).and_then(|file| {
        let mut file = std::io::Read::take(file, MOST);
        std::io::Read::read_to_string(&mut file, &mut note)
    });
    read.map_err(|error| format!("{name}: {error}"))?;
    let key = key.ok_or("the key that signed it is unknown: pass it with --public-key")?;
    let signed = Checkpoint::open(&note, key).map_err(|why| format!("{name}: {why}"))?;
    let (log, number, head) = verifier.position();
    match signed.log == log && signed.segment == number && Some(&signed.head) == head {
        true => Ok(()),
        false => Err(format!(
            "{name} was signed for ordinal {} of a different end than this segment has",
            signed.head.ordinal
        )),
    }
}
