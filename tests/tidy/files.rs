//! The files that the rules look at, parsed once, and which of them are tests.

use std::collections::BTreeSet;
use std::path::Path;

use crate::mentions::{self, Imported, Mention};

/// Folders under `tests/` that are crates or data of their own.
const FOREIGN: &[&str] = &["tests/control-plane", "tests/fuzz"];
/// Folders that are not of the repository.
const NOT_OURS: &[&str] = &[".git", "target"];

/// Where the crates of the program begin.
pub const ROOTS: &[&str] = &["src/domain/lib.rs", "src/edge/lib.rs", "src/lib.rs", "src/main.rs"];

/// Files, sorted by path.
pub struct Tree {
    pub files: Vec<File>,
    /// The pages of documentation.
    pub pages: Vec<Page>,
    /// Every file of the repository, those that are no Rust too.
    pub paths: Vec<String>,
}

/// A page of documentation.
pub struct Page {
    /// As of a [`File`].
    pub path: String,
    pub text: String,
}

/// One file.
pub struct File {
    /// Relative to the repository, with `/`.
    pub path: String,
    pub source: String,
    pub ast: syn::File,
    /// Whether the whole file is a test: under `tests/`, or named by a `#[cfg(test)] mod` line.
    pub test: bool,
    /// Every path that it names.
    pub mentions: Vec<Mention>,
}

impl Tree {
    /// Reads the files of a repository.
    pub fn read(root: &Path) -> Tree {
        let mut sources = Vec::new();
        for folder in ["src", "tests"] {
            collect(root, folder, ".rs", &mut sources);
        }
        let mut pages = Vec::new();
        collect(root, "docs", ".md", &mut pages);
        for page in ["README.md", "CHANGELOG.md"] {
            let text = std::fs::read_to_string(root.join(page)).expect("the page is read");
            pages.push((page.to_owned(), text));
        }
        let mut paths = Vec::new();
        list(root, "", &mut paths);
        Tree::new(sources, pages, paths)
    }

    /// A small tree that a rule brings along.
    pub fn sample(files: &[(&str, &str)]) -> Tree {
        let of = |end: &str| {
            let ends = files.iter().filter(|(path, _)| path.ends_with(end));
            ends.map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
        };
        let paths = files.iter().map(|&(path, _)| path.to_owned()).collect();
        Tree::new(of(".rs"), of(".md"), paths)
    }

    fn new(
        mut sources: Vec<(String, String)>,
        pages: Vec<(String, String)>,
        paths: Vec<String>,
    ) -> Tree {
        sources.sort();
        let mut files: Vec<_> = sources.into_iter().map(|(path, text)| parse(path, text)).collect();
        let mut tests: BTreeSet<String> = BTreeSet::new();
        for file in &files {
            let named = mentions::module_lines(file);
            tests.extend(named.into_iter().filter(|line| line.test).flat_map(|line| line.paths));
        }
        for file in &mut files {
            // A test module may have modules of its own in a folder of its name.
            let inside = |test: &String| file.path.starts_with(&format!("{}/", stem(test)));
            file.test |= tests.contains(&file.path) || tests.iter().any(inside);
            file.mentions = mentions::of(file);
        }
        let mut imported = Imported::default();
        let shipped = files.iter().filter(|file| file.path.starts_with("src/") && !file.test);
        shipped.for_each(|file| imported.add(file));
        for file in &mut files {
            let meant: Vec<_> =
                file.mentions.iter().filter_map(|one| imported.meant(one)).collect();
            file.mentions.extend(meant);
        }
        let pages = pages.into_iter().map(|(path, text)| Page { path, text }).collect();
        Tree { files, pages, paths }
    }

    /// The files of the program itself.
    pub fn program(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.starts_with("src/"))
    }
}

impl File {
    /// Segments of the module that the file is: `src/domain/crd/model.rs` is `domain`, `crd`, `model`.
    pub fn module(&self) -> Vec<String> {
        let inside = self.path.split_once('/').map_or("", |(_, inside)| inside);
        let mut module: Vec<String> = stem(inside).split('/').map(str::to_owned).collect();
        if self.is_root() {
            module.clear();
        }
        module
    }

    /// Whether a crate of the program begins here.
    pub fn is_root(&self) -> bool {
        ROOTS.contains(&&*self.path)
    }

    /// Whether the file is `folder.rs` or lies in `folder/`.
    pub fn is_in(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }
}

/// A path without its `.rs`.
pub fn stem(path: &str) -> &str {
    path.strip_suffix(".rs").unwrap_or(path)
}

fn parse(path: String, source: String) -> File {
    let ast = syn::parse_file(&source).unwrap_or_else(|error| panic!("{path}: {error}"));
    let test = path.starts_with("tests/");
    File { path, source, ast, test, mentions: Vec::new() }
}

fn collect(root: &Path, folder: &str, end: &str, into: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    for entry in entries {
        let name = entry.expect("an entry").file_name().into_string().expect("a name in UTF-8");
        let path = format!("{folder}/{name}");
        if root.join(&path).is_dir() {
            if !FOREIGN.contains(&&*path) {
                collect(root, &path, end, into);
            }
        } else if path.ends_with(end) {
            let source = std::fs::read_to_string(root.join(&path)).expect("the file is read");
            into.push((path, source));
        }
    }
}

fn list(root: &Path, folder: &str, into: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    for entry in entries {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a name in UTF-8");
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            into.push(path);
        } else if !NOT_OURS.contains(&&*path) {
            list(root, &path, into);
        }
    }
}
