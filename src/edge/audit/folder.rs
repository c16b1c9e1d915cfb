//! The folder of a log: for its owner alone, and no link in it is followed.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::AuditError;
use crate::edge::disk;

/// What a segment's name ends in, and a signed head's.
const SEGMENT: &str = ".jsonl";
const HEAD: &str = ".head";
const LOCK: &str = "lock";
const RULES: &str = "rules";

/// A folder that holds an audit log.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A folder to read from.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Folder { path: path.to_owned() }
    }

    /// A folder to write to: made where there is none, and its owner's alone.
    ///
    /// # Errors
    /// It cannot be made, is a link or somebody else's, or others may look into it.
    pub(super) fn own(path: &Path) -> Result<Self, AuditError> {
        private(path)?;
        let rules = path.join(RULES);
        private(&rules)?;
        Ok(Folder { path: path.to_owned() })
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The numbers of the segments, in order.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn segments(&self) -> Result<Vec<u64>, AuditError> {
        let entries = fs::read_dir(&self.path).map_err(AuditError::io(&self.path))?;
        let mut numbers = Vec::new();
        for entry in entries {
            let name = entry.map_err(AuditError::io(&self.path))?.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(SEGMENT));
            let number =
                number.filter(|digits| digits.len() >= 6).and_then(|text| text.parse().ok());
            numbers.extend(number.filter(|number: &u64| *number > 0));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The path of a segment.
    #[must_use]
    pub fn segment(&self, number: u64) -> PathBuf {
        self.path.join(format!("{number:06}{SEGMENT}"))
    }

    /// The path of its signed head.
    #[must_use]
    pub fn head(&self, number: u64) -> PathBuf {
        self.path.join(format!("{number:06}{HEAD}"))
    }

    /// The path of the rules with this digest, in hexadecimal.
    #[must_use]
    pub fn rules(&self, hex: &str) -> PathBuf {
        self.path.join(RULES).join(hex)
    }

    /// Takes the folder for this process, as long as the file lives.
    ///
    /// # Errors
    /// Another one has it.
    pub(super) fn lock(&self) -> Result<File, AuditError> {
        let path = self.path.join(LOCK);
        let file = options().write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(AuditError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(AuditError::InUse(self.path.clone())),
            Err(fs::TryLockError::Error(source)) => Err(AuditError::Io { path, source }),
        }
    }

    /// Whether a process is writing here.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        let lock = options().read(true).open(self.path.join(LOCK));
        lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
    }

    /// Makes what was created or renamed here survive a loss of power.
    pub(super) fn sync(&self) -> io::Result<()> {
        match cfg!(unix) {
            true => File::open(&self.path)?.sync_all(),
            false => Ok(()),
        }
    }
}

/// A file that is made now, for its owner alone.
pub(super) fn create(path: &Path) -> io::Result<File> {
    options().write(true).create_new(true).open(path)
}

/// A file that is there, to be written to.
pub(super) fn rewrite(path: &Path) -> io::Result<File> {
    options().read(true).write(true).open(path)
}

/// A file that is there, to be read.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let file = options().read(true).open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::other("it is not a file")),
    }
}

/// Replaces a file as a whole, for its owner alone.
pub(super) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    disk::replace(path, content, create)
}

#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = File::options();
    // A pipe would wait for its other end.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    options.mode(0o600).custom_flags(flags.bits().cast_signed());
    options
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    File::options()
}

/// A folder that is its owner's alone, made where there is none.
pub(super) fn private(path: &Path) -> Result<(), AuditError> {
    let made = directory(path);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(AuditError::Io { path: path.to_owned(), source: error });
        }
        _ => {}
    }
    let found = fs::symlink_metadata(path).map_err(AuditError::io(path))?;
    let bad = |why| Err(AuditError::Unsafe { path: path.to_owned(), why });
    if !found.is_dir() {
        return bad("it is not a directory, and links are not followed");
    }
    match refused(&found) {
        // Whoever makes a folder for it has nothing in it yet.
        Some(_) if made.is_err() && is_empty(path) && shut(path).is_ok() => {
            let now = fs::symlink_metadata(path).map_err(AuditError::io(path))?;
            refused(&now).map_or(Ok(()), bad)
        }
        Some(why) => bad(why),
        None => Ok(()),
    }
}

fn is_empty(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

#[cfg(unix)]
fn shut(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn shut(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Why a file or folder may not hold what is its owner's alone.
#[cfg(unix)]
pub(super) fn refused(of: &Metadata) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
    if of.uid() != rustix::process::geteuid().as_raw() {
        return Some("it belongs to another user");
    }
    (of.mode() & 0o077 != 0).then_some("other users have access to it; remove it with `chmod go=`")
}

#[cfg(not(unix))]
pub(super) fn refused(_: &Metadata) -> Option<&'static str> {
    None
}

#[cfg(unix)]
fn directory(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn directory(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}
