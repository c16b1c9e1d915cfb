//! Which files are behind a path of the user's. One that cannot be read costs only itself, and is named.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::edge::disk;

/// The most folders inside folders that are looked into, so that a link to `/` ends.
const MOST_FOLDERS: usize = 10_000;

/// What was found below a path.
#[derive(Debug, Default)]
pub struct FoundFiles {
    /// In the order of their names.
    pub files: Vec<PathBuf>,
    /// Manifests by their names that cannot be read, and folders, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
    /// What is left out on purpose: hidden files, and folders that are listed already.
    pub skipped: Vec<(PathBuf, &'static str)>,
    /// Every folder that was looked into.
    pub folders: Vec<PathBuf>,
}

/// Lists a path. What the user named is a file whatever it is called.
///
/// # Errors
/// The path itself does not exist, or is a folder that cannot be read.
pub fn list(path: &Path, recursive: bool) -> std::io::Result<FoundFiles> {
    let mut found = FoundFiles::default();
    if path == Path::new("-") || !std::fs::metadata(path)?.is_dir() {
        found.files.push(path.to_owned());
        return Ok(found);
    }
    let mut seen = HashSet::new();
    let mut open = vec![path.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if folder == path => return Err(error),
            Err(error) => {
                found.unreadable.push((folder, error.to_string()));
                continue;
            }
            Ok(entries) => entries,
        };
        if !seen.insert(std::fs::canonicalize(&folder).unwrap_or_else(|_| folder.clone())) {
            found.skipped.push((folder, "already listed"));
            continue;
        }
        for entry in entries {
            match entry {
                Ok(entry) => one(entry.path(), recursive, &mut found, &mut open),
                Err(error) => found.unreadable.push((folder.clone(), error.to_string())),
            }
        }
        found.folders.push(folder);
        if found.folders.len() > MOST_FOLDERS {
            let reason = format!("more than {MOST_FOLDERS} directories");
            found.unreadable.extend(open.drain(..).map(|folder| (folder, reason.clone())));
        }
    }
    found.files.sort();
    found.unreadable.sort();
    found.skipped.sort();
    Ok(found)
}

fn one(path: PathBuf, recursive: bool, found: &mut FoundFiles, open: &mut Vec<PathBuf>) {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let extension = path.extension().and_then(|extension| extension.to_str());
    // A file that is nothing but an extension has none.
    let named = matches!(extension, Some("yaml" | "yml" | "json"))
        || [".yaml", ".yml", ".json"].iter().any(|name| path.file_name() == Some(name.as_ref()));
    let metadata = std::fs::metadata(&path);
    let is_folder = metadata.as_ref().is_ok_and(std::fs::Metadata::is_dir);
    match metadata {
        _ if hidden && (named && !is_folder || recursive && is_folder) => {
            found.skipped.push((path, "hidden"));
        }
        Ok(_) if is_folder && recursive => open.push(path),
        _ if is_folder || !named => {}
        Ok(metadata) => match disk::odd(&metadata) {
            Some(reason) => found.unreadable.push((path, reason.to_owned())),
            None => found.files.push(path),
        },
        Err(error) if path.is_symlink() => {
            found.unreadable.push((path, format!("its target can't be read: {error}")));
        }
        Err(error) => found.unreadable.push((path, error.to_string())),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn names(paths: impl IntoIterator<Item = PathBuf>, below: &Path) -> Vec<String> {
        let short = |path: PathBuf| {
            path.strip_prefix(below).unwrap_or(&path).to_string_lossy().into_owned()
        };
        paths.into_iter().map(short).collect()
    }

    #[test]
    fn what_cannot_be_read_costs_only_itself_and_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["a.yaml", "z.json", ".hidden.yaml", ".yaml", ".a.yaml.swp", "README"] {
            std::fs::write(at(name), "a: 1").expect("written");
        }
        symlink("/nonexistent", at("dangling.yaml")).expect("linked");
        symlink("loop.yaml", at("loop.yaml")).expect("linked");
        symlink("/dev/zero", at("device.yaml")).expect("linked");
        symlink("a.yaml", at("link.yaml")).expect("linked");
        let _socket = std::os::unix::net::UnixListener::bind(at("socket.yaml")).expect("bound");
        let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR);
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe.yaml"), kind, mode, 0).expect("a pipe");
        std::fs::create_dir(at("folder.yaml")).expect("a folder");
        std::fs::write(at("folder.yaml/inner.yaml"), "a: 1").expect("written");
        let found = list(folder.path(), false).expect("listed");
        assert_eq!(names(found.files, folder.path()), ["a.yaml", "link.yaml", "z.json"]);
        let unreadable = found.unreadable.into_iter().map(|(path, _)| path);
        let expected = ["dangling.yaml", "device.yaml", "loop.yaml", "pipe.yaml", "socket.yaml"];
        assert_eq!(names(unreadable, folder.path()), expected);
        let skipped = found.skipped.into_iter().map(|(path, _)| path);
        assert_eq!(names(skipped, folder.path()), [".hidden.yaml", ".yaml"]);
    }

    #[test]
    fn links_in_a_circle_are_followed_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("sub")).expect("a folder");
        std::fs::write(at("sub/a.yaml"), "a: 1").expect("written");
        symlink(folder.path(), at("sub/again")).expect("linked");
        symlink("sub", at("other")).expect("linked");
        let found = list(folder.path(), true).expect("listed");
        assert_eq!(found.files.len(), 1, "{found:?}");
        assert_eq!(found.skipped.len(), 2, "{found:?}");
        assert_eq!(found.unreadable, []);
    }
}
