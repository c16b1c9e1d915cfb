//! How lines are bound to each other.

use std::fmt::Write as _;
use std::io::Write as _;

use ring::digest::{Context, SHA256};

use super::line::Line;

/// What stands between a line's own members and its hash.
const MARK: &[u8] = b",\"hash\":\"";
/// A hash in hexadecimal. Bytes.
const HEX: usize = 64;
/// What ends a line, its line break included.
const END: &[u8] = b"\"}\n";

/// The hash of a line, in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hash(String);

impl Hash {
    /// What the first line of a log is bound to.
    #[must_use]
    pub fn root() -> Self {
        Hash("0".repeat(HEX))
    }

    /// Reads one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        (text.len() == HEX && text.bytes().all(is_hex)).then(|| Hash(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let byte = |at: usize| u8::from_str_radix(self.0.get(at..at + 2)?, 16).ok();
        (0..HEX).step_by(2).filter_map(byte).collect()
    }

    /// The hash of a line: of this one before it and of its bytes up to the mark.
    #[must_use]
    pub fn then(&self, body: &[u8]) -> Self {
        let mut digest = Context::new(&SHA256);
        digest.update(self.0.as_bytes());
        digest.update(body);
        let mut hex = String::with_capacity(HEX);
        for byte in digest.finish().as_ref() {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Hash(hex)
    }
}

/// Where a log ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The ordinal of the last line; 0 before the first one.
    pub ordinal: u64,
    pub hash: Hash,
}

impl Head {
    /// The head of a log without lines.
    #[must_use]
    pub fn root() -> Self {
        Head { ordinal: 0, hash: Hash::root() }
    }

    /// Writes the next line after this head to `out`, with its line break.
    pub fn append(&mut self, line: &Line, out: &mut Vec<u8>) {
        self.ordinal += 1;
        let begin = out.len();
        // Writing to memory cannot fail.
        let _ = write!(out, "{{\"ordinal\":{},", self.ordinal);
        out.extend_from_slice(line.bytes());
        self.hash = self.hash.then(&out[begin..]);
        out.extend_from_slice(MARK);
        out.extend_from_slice(self.hash.as_str().as_bytes());
        out.extend_from_slice(END);
    }
}

/// The part of a line that its hash is of, and the hash that it claims; none where it does not end as a line does. The
/// line has its line break.
#[must_use]
pub fn parts(line: &[u8]) -> Option<(&[u8], Hash)> {
    let rest = line.strip_suffix(END)?;
    let (rest, hash) = rest.split_at_checked(rest.len().checked_sub(HEX)?)?;
    let body = rest.strip_suffix(MARK)?;
    Some((body, Hash::read(std::str::from_utf8(hash).ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_bound_to_the_one_before() {
        let mut head = Head::root();
        let mut out = Vec::new();
        head.append(&Line::new(0, "a", 0), &mut out);
        let first = head.clone();
        head.append(&Line::new(0, "a", 0), &mut out);
        assert_ne!(first.hash, head.hash);
        let lines: Vec<_> = out.split_inclusive(|byte| *byte == b'\n').collect();
        let (body, hash) = parts(lines[1]).expect("a line");
        assert_eq!(first.hash.then(body), hash);
        assert_eq!(hash, head.hash);
        assert!(body.starts_with(b"{\"ordinal\":2,\"time\":"));
        assert_eq!(parts(&lines[1][..lines[1].len() - 1]), None);
    }

    #[test]
    fn the_hash_is_sha_256_of_what_docs_say() {
        let hash = Hash::root().then(b"{\"ordinal\":1");
        let all = format!("{}{}", "0".repeat(64), "{\"ordinal\":1");
        assert_eq!(hash.as_str(), crate::domain::value::digest::sha256_hex(all.as_bytes()));
        assert_eq!(hash.bytes(), crate::domain::value::digest::sha256(all.as_bytes()));
    }
}
