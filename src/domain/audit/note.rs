//! The signed head of a segment: a checkpoint in the form of C2SP's signed notes.
//!
//! Source: <https://c2sp.org/tlog-checkpoint> and <https://c2sp.org/signed-note>. The hash is that of the chain, not of a
//! Merkle tree: the origin says which log it is of.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, UnparsedPublicKey};

use super::chain::{Hash, Head};
use crate::domain::value::digest;

/// The name of the key that signs.
pub const KEY_NAME: &str = "kubectl-agw/audit";
/// Ed25519, as signed notes number it.
const ALGORITHM: u8 = 1;
/// What begins the line of a signature.
const DASH: &str = "\u{2014} ";

/// Where a segment ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub log: String,
    pub segment: u64,
    pub head: Head,
}

/// What checks signatures. Shown and read as a verifier key of C2SP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(Vec<u8>);

/// Why a note proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    #[error("it isn't a checkpoint of an audit log")]
    Form,
    #[error("it has no signature by {0}")]
    Unsigned(String),
}

impl Checkpoint {
    /// What is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let hash = STANDARD.encode(self.head.hash.bytes());
        format!(
            "kubectl-agw/audit/{}\n{}\n{hash}\nsegment {}\n",
            self.log, self.head.ordinal, self.segment
        )
    }

    /// The whole note, with the signature of its text.
    #[must_use]
    pub fn signed(&self, key: &PublicKey, signature: &[u8]) -> String {
        let signed = [&key.id()[..], signature].concat();
        format!("{}\n{DASH}{KEY_NAME} {}\n", self.text(), STANDARD.encode(signed))
    }

    /// Reads a note and checks its signature.
    ///
    /// # Errors
    /// It is none, or the key has not signed it.
    pub fn open(note: &str, key: &PublicKey) -> Result<Self, BadNote> {
        let (text, signatures) = note.split_once("\n\n").ok_or(BadNote::Form)?;
        let checkpoint = Checkpoint::read(text).ok_or(BadNote::Form)?;
        let unsigned = || BadNote::Unsigned(key.to_string());
        // What was read must be all that there is: another spelling would be another note.
        let text = checkpoint.text();
        let is_whole = note.strip_prefix(&text).is_some_and(|rest| rest.starts_with('\n'));
        let signed = |line: &str| {
            let signature = line.strip_prefix(DASH)?.strip_prefix(KEY_NAME)?.strip_prefix(' ')?;
            let signature = STANDARD.decode(signature).ok()?;
            let signature = signature.strip_prefix(&key.id()[..])?;
            UnparsedPublicKey::new(&ED25519, &key.0).verify(text.as_bytes(), signature).ok()
        };
        match is_whole
            && signatures.ends_with('\n')
            && signatures.lines().all(|one| signed(one).is_some())
        {
            true => Ok(checkpoint),
            false => Err(unsigned()),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let log = lines.next()?.strip_prefix("kubectl-agw/audit/")?.to_owned();
        let ordinal = lines.next()?.parse().ok()?;
        let bytes = STANDARD.decode(lines.next()?).ok()?;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let segment = lines.next()?.strip_prefix("segment ")?.parse().ok()?;
        lines.next().is_none().then_some(())?;
        Some(Checkpoint { log, segment, head: Head { ordinal, hash: Hash::read(&hex)? } })
    }
}

impl PublicKey {
    /// Of its 32 bytes.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        PublicKey(bytes.to_vec())
    }

    /// Reads one as it is shown.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix(KEY_NAME)?.strip_prefix('+')?;
        let (id, key) = rest.split_once('+')?;
        let bytes = STANDARD.decode(key).ok()?;
        let key = PublicKey(bytes.strip_prefix(&[ALGORITHM])?.to_vec());
        (key.0.len() == 32 && key.hex_id() == id).then_some(key)
    }

    /// The first bytes of what tells keys apart.
    fn id(&self) -> [u8; 4] {
        let all = [KEY_NAME.as_bytes(), b"\n", &[ALGORITHM], &self.0].concat();
        let [a, b, c, d, ..] = digest::sha256(&all);
        [a, b, c, d]
    }

    fn hex_id(&self) -> String {
        self.id().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = STANDARD.encode([&[ALGORITHM], self.0.as_slice()].concat());
        write!(f, "{KEY_NAME}+{}+{key}", self.hex_id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};

    fn note(seed: u8) -> (String, PublicKey, Checkpoint) {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a key");
        let key = PublicKey::new(pair.public_key().as_ref());
        let head = Head { ordinal: 42, hash: Hash::root().then(b"x") };
        let checkpoint = Checkpoint { log: "a1".to_owned(), segment: 3, head };
        let signature = pair.sign(checkpoint.text().as_bytes());
        (checkpoint.signed(&key, signature.as_ref()), key, checkpoint)
    }

    #[test]
    fn a_note_is_read_with_its_key_and_with_no_other() {
        let (text, key, checkpoint) = note(1);
        assert_eq!(Checkpoint::open(&text, &key), Ok(checkpoint));
        assert_eq!(PublicKey::read(&key.to_string()), Some(key));
        let (_, other, _) = note(2);
        assert!(matches!(Checkpoint::open(&text, &other), Err(BadNote::Unsigned(_))));
    }

    #[test]
    fn no_byte_of_a_note_can_be_changed_or_taken_away() {
        let (text, key, _) = note(1);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes);
            assert!(
                changed.is_err() || Checkpoint::open(&changed.expect("text"), &key).is_err(),
                "{at}"
            );
            let cut = text.get(..at).map(|cut| Checkpoint::open(cut, &key).is_err());
            assert!(cut.unwrap_or(true), "{at}");
        }
    }
}
