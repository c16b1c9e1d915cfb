//! The state in a file beside the manifests. It is replaced as a whole, so that whoever reads sees one state or the other.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{KillsError, Written, unreadable};
use crate::domain::kill::{Kill, Kills, Unreadable, state};
use crate::edge::disk;

/// Reads the files. One that is not there, in a folder that is, kills nothing.
pub(super) fn read(files: &[PathBuf], now: Timestamp) -> Result<Kills, Unreadable> {
    let mut all = Kills::default();
    for path in files {
        all = all.and(one(path)?, now);
    }
    Ok(all)
}

fn one(path: &Path) -> Result<Kills, Unreadable> {
    let bad = |why: &dyn std::fmt::Display| {
        let mend = "fix it, or remove it to resume everything";
        unreadable(&path.display().to_string(), &why.to_string(), mend)
    };
    let text = match disk::text(path, state::MOST as u64) {
        Ok(text) => text,
        // Without its folder nothing is known.
        Err(error) if error.kind() == ErrorKind::NotFound && is_there(folder(path)) => {
            return match fs::symlink_metadata(path) {
                Err(_) => Ok(Kills::default()),
                Ok(_) => Err(bad(&"it is a link to nothing")),
            };
        }
        Err(error) => return Err(bad(&error)),
    };
    Kills::read(&text).map_err(|why| bad(&why))
}

fn is_there(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|metadata| metadata.is_dir())
}

pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts a kill into the first file; its end into every file that has it.
pub(super) fn put(files: &[PathBuf], kill: &Kill) -> Result<Written, KillsError> {
    let mut written = Written::default();
    let subject = kill.subject();
    for (index, path) in files.iter().enumerate() {
        let _lock = lock(folder(path)).map_err(|source| io_at(path, source))?;
        let mut kills = one(path)?;
        let is_here = kills.get(&subject).is_some();
        if index > 0 && !(kill.resumed.is_some() && is_here) {
            continue;
        }
        kills.put(kill.clone());
        kills.prune(Timestamp::now());
        disk::replace(path, kills.text().as_bytes(), |beside| File::create_new(beside))
            .map_err(|source| io_at(path, source))?;
        written.done.push(path.display().to_string());
    }
    Ok(written)
}

fn io_at(path: &Path, source: io::Error) -> KillsError {
    KillsError::Io { path: path.to_owned(), source }
}

/// Keeps others from changing the state meanwhile, as long as the file lives.
fn lock(folder: &Path) -> io::Result<File> {
    let file = match cfg!(unix) {
        true => File::open(folder)?,
        false => File::create(folder.join(".agw.kills.lock"))?,
    };
    file.lock()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kill::{Cause, InForce, Place, Records, Subject, SubjectKind};

    fn kill(name: &str) -> Kill {
        let subject = Subject::read(SubjectKind::Model, name, "").expect("a subject");
        let cause = Cause { reason: "r".to_owned(), actor: "a".to_owned() };
        Kill::new(subject, cause, Timestamp::now(), None).expect("a kill")
    }

    #[test]
    fn kills_of_many_at_once_are_all_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = vec![folder.path().join(super::super::FILE)];
        std::thread::scope(|scope| {
            for name in 0..16 {
                let files = &files;
                scope.spawn(move || put(files, &kill(&name.to_string())).expect("put"));
            }
        });
        let kills = read(&files, Timestamp::now()).expect("readable");
        assert_eq!(kills.iter().count(), 16);
        let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }

    #[test]
    fn a_kill_beside_any_of_the_files_counts_and_its_end_reaches_all() {
        let (one, other) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let files: Vec<_> = [&one, &other].map(|at| at.path().join(super::super::FILE)).into();
        put(&files[1..], &kill("m")).expect("put");
        put(&files[..1], &kill("m")).expect("put");
        let now = Timestamp::now();
        let holds = |files: &[PathBuf]| {
            let records = Records::one(Place::Everywhere, read(files, now));
            !InForce::of(&records, now).is_empty()
        };
        assert!(holds(&files) && holds(&files[1..]));
        put(&files, &kill("m").resumed("b".to_owned(), now)).expect("put");
        assert!(!holds(&files));
    }

    #[test]
    fn what_is_no_state_is_named_and_is_not_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(super::super::FILE);
        for broken in ["", "{", "kills: []"] {
            fs::write(&path, broken).expect("written");
            let files = std::slice::from_ref(&path);
            let why = read(files, Timestamp::now()).expect_err("unreadable").to_string();
            assert!(why.contains("everything counts as killed"), "{why}");
            assert!(why.contains("agw.kills") && why.contains("remove it"), "{why}");
            assert!(put(files, &kill("m")).is_err());
            assert_eq!(fs::read_to_string(&path).expect("text"), broken);
        }
        fs::remove_file(&path).expect("removed");
        assert_eq!(one(&path).expect("nothing").iter().count(), 0);
        fs::create_dir(&path).expect("a folder in its place");
        assert!(one(&path).is_err());
        assert!(one(&folder.path().join("gone").join("agw.kills")).is_err());
    }
}
