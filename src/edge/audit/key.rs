//! The key that signs the heads of segments: made at its first use, for its owner alone.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _};

use super::AuditError;
use super::folder::{self, create, open};
use crate::domain::audit::note::{Checkpoint, PublicKey};

/// A key in PKCS #8 takes less. Bytes.
const MOST: u64 = 4096;

/// Signs heads.
pub struct SigningKey(Ed25519KeyPair);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.public())
    }
}

impl SigningKey {
    /// The key in a file; made where there is none.
    ///
    /// # Errors
    /// It cannot be read or made, others may read it, or it is none.
    pub fn at(path: &Path) -> Result<Self, AuditError> {
        match SigningKey::read(path) {
            Err(AuditError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                SigningKey::make(path)?;
                SigningKey::read(path)
            }
            read => read,
        }
    }

    /// The key in a file that is there.
    ///
    /// # Errors
    /// As [`SigningKey::at`], and there is none.
    pub fn read(path: &Path) -> Result<Self, AuditError> {
        let file = open(path).map_err(AuditError::io(path))?;
        let found = file.metadata().map_err(AuditError::io(path))?;
        if let Some(why) = folder::refused(&found) {
            return Err(AuditError::Unsafe { path: path.to_owned(), why });
        }
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes).map_err(AuditError::io(path))?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&bytes);
        pair.map(SigningKey).map_err(|_| AuditError::Key(path.to_owned()))
    }

    fn make(path: &Path) -> Result<(), AuditError> {
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            std::fs::create_dir_all(parent).map_err(AuditError::io(parent))?;
        }
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
        let made = made.map_err(|_| AuditError::Key(path.to_owned()))?;
        let mut file = create(path).map_err(AuditError::io(path))?;
        file.write_all(made.as_ref()).and_then(|()| file.sync_all()).map_err(AuditError::io(path))
    }

    /// What checks its signatures.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey::new(self.0.public_key().as_ref())
    }

    /// A signed note of where a segment ends.
    pub(super) fn sign(&self, checkpoint: &Checkpoint) -> String {
        let signature = self.0.sign(checkpoint.text().as_bytes());
        checkpoint.signed(&self.public(), signature.as_ref())
    }
}

/// Where the key is by default: in the user's state folder (XDG Base Directory Specification).
#[must_use]
pub fn usual(state: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    let state = state.filter(|path| path.is_absolute());
    let folder = state.or_else(|| Some(home?.join(".local/state")))?;
    Some(folder.join("kubectl-agw").join("audit.key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a/audit.key");
        let key = SigningKey::at(&path).expect("made").public();
        assert_eq!(SigningKey::at(&path).expect("read").public(), key);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            let open = std::fs::Permissions::from_mode(0o640);
            std::fs::set_permissions(&path, open).expect("opened");
            assert!(matches!(SigningKey::at(&path), Err(AuditError::Unsafe { .. })));
        }
    }

    #[test]
    fn the_usual_place_is_the_users_state_folder() {
        let path = |state: &str, home: &str| {
            let some = |text: &str| (!text.is_empty()).then(|| PathBuf::from(text));
            usual(some(state), some(home)).map(|path| path.display().to_string())
        };
        assert_eq!(path("/s", "/h").as_deref(), Some("/s/kubectl-agw/audit.key"));
        assert_eq!(path("s", "/h").as_deref(), Some("/h/.local/state/kubectl-agw/audit.key"));
        assert_eq!(path("", ""), None);
    }
}
