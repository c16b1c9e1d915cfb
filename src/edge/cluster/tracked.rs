//! The files that a connection was made from, and whether they have changed since: credentials are renewed on disk.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::edge::disk;

/// Bytes of a certificate, key or token file. More is another file that was meant.
const MOST: u64 = 1 << 20;

/// Reads files and remembers how each was then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tracked(Vec<(PathBuf, Option<FileStamp>)>);

/// What tells a file from what is there later; links are followed, as a rotated volume needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FileStamp {
    is_file: bool,
    length: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    inode: u64,
}

impl FileStamp {
    fn of(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|metadata| FileStamp::from(&metadata))
    }
}

impl From<&Metadata> for FileStamp {
    fn from(metadata: &Metadata) -> Self {
        FileStamp {
            is_file: metadata.is_file(),
            length: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(metadata),
        }
    }
}

impl Tracked {
    /// Remembers a file as it is before it is read, so that what changes in between is noticed.
    pub(super) fn remember(&mut self, path: &Path) {
        self.0.push((path.to_owned(), FileStamp::of(path)));
    }

    /// Remembers and reads a file, the empty one too.
    ///
    /// # Errors
    /// A file that cannot be read, or has more than 1 MiB, or is a pipe that nothing comes from.
    pub(super) fn read(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        self.remember(path);
        disk::bytes(path, MOST)
    }

    /// Whether any of the files is another than it was, or is there now.
    pub(super) fn has_changed(&self) -> bool {
        self.0.iter().any(|(path, then)| FileStamp::of(path) != *then)
    }

    /// Pipes (`--token-file <(…)`) give what they hold once.
    pub(super) fn can_be_read_again(&self) -> bool {
        self.0.iter().all(|(_, stamp)| stamp.as_ref().is_none_or(|stamp| stamp.is_file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_replaced_rewritten_removed_or_new_has_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("token");
        let tracked = |path: &Path| {
            let mut tracked = Tracked::default();
            tracked.remember(path);
            tracked
        };
        let absent = tracked(&path);
        std::fs::write(&path, "one").expect("written");
        assert!(absent.has_changed());
        let first = tracked(&path);
        assert!(!first.has_changed() && first.can_be_read_again());
        let other = folder.path().join("other");
        std::fs::write(&other, "two").expect("written");
        std::fs::rename(&other, &path).expect("renamed");
        assert!(first.has_changed());
        let second = tracked(&path);
        std::fs::write(&path, "longer").expect("written");
        assert!(second.has_changed());
        let third = tracked(&path);
        std::fs::remove_file(&path).expect("removed");
        assert!(third.has_changed());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_or_has_no_end_is_neither_read_twice_nor_for_ever() {
        let mut tracked = Tracked::default();
        assert!(tracked.read(Path::new("/dev/zero")).is_err());
        assert!(!tracked.can_be_read_again());
    }
}
