//! Files: each is reached, opens with what it is, and has a name that says something.

use std::collections::BTreeSet;

use crate::files::{ROOTS, Tree};
use crate::mentions;
use crate::{Finding, Rule};

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "manager", "managers", "types", "misc",
    "small", "words", "others",
];

pub const RULES: &[Rule] = &[
    Rule {
        name: "no-orphans",
        check: orphans,
        broken: &[
            &[("src/domain/lost.rs", ""), ("src/lib.rs", "mod domain;"), ("src/domain.rs", "")],
            &[
                ("src/cli/lost.rs", ""),
                ("src/lib.rs", "mod cli { mod found; }"),
                ("src/cli/found.rs", ""),
            ],
            &[("src/a/b.rs", ""), ("src/a.rs", "mod b;"), ("src/lib.rs", "")],
            &[
                ("tests/it/lost.rs", ""),
                ("tests/it/main.rs", "mod found;"),
                ("tests/it/found.rs", ""),
            ],
        ],
        good: &[
            ("src/lib.rs", "pub mod a; mod c { mod d; } #[path = \"elsewhere.rs\"] mod e;"),
            ("src/main.rs", "fn main() {}"),
            ("src/a.rs", "#[cfg(test)] mod tests; mod b;"),
            ("src/a/tests.rs", ""),
            ("src/a/b.rs", ""),
            ("src/c/d.rs", ""),
            ("src/elsewhere.rs", ""),
            ("tests/it/main.rs", "mod x;"),
            ("tests/it/x.rs", ""),
            ("tests/alone.rs", "mod support;"),
            ("tests/support.rs", ""),
            ("tests/data/fixture.rs", ""),
        ],
    },
    Rule {
        name: "names",
        check: names,
        broken: &[
            &[("src/domain/mod.rs", "")],
            &[("src/domain/utils.rs", "")],
            &[("src/edge/common/pool.rs", "")],
            &[("tests/it/helpers.rs", "")],
            &[("src/lib.rs", "mod types { }")],
        ],
        good: &[("src/domain/format.rs", "mod common_sense {}"), ("tests/it/upstream.rs", "")],
    },
    Rule {
        name: "openings",
        check: openings,
        broken: &[
            &[("src/a.rs", "fn f() {}")],
            &[("src/a.rs", "/// Outer.\nfn f() {}")],
            &[("src/a.rs", "//!\nfn f() {}")],
            &[("tests/a.rs", "use std::fmt;\n")],
        ],
        good: &[("src/a.rs", "//! What it owns.\nfn f() {}"), ("tests/a.rs", "//! Tests.\n")],
    },
];

/// Files that no `mod` line reaches. Under `tests/` only folders that are a test of their own are looked at.
fn orphans(tree: &Tree) -> Vec<Finding> {
    let own_tests: BTreeSet<&str> = tree
        .files
        .iter()
        .filter_map(|file| file.path.strip_suffix("main.rs"))
        .filter(|folder| folder.starts_with("tests/"))
        .collect();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut next: Vec<String> = tree
        .files
        .iter()
        .map(|file| file.path.clone())
        .filter(|path| {
            ROOTS.contains(&&**path)
                || path
                    .strip_prefix("tests/")
                    .is_some_and(|name| !name.contains('/') || name.ends_with("/main.rs"))
        })
        .collect();
    while let Some(path) = next.pop() {
        let Some(file) = tree.files.iter().find(|file| file.path == path) else { continue };
        if reached.insert(path) {
            next.extend(mentions::module_lines(file).into_iter().flat_map(|line| line.paths));
        }
    }
    let looked_at = |path: &str| {
        path.starts_with("src/") || own_tests.iter().any(|folder| path.starts_with(folder))
    };
    tree.files
        .iter()
        .filter(|file| looked_at(&file.path) && !reached.contains(&file.path))
        .map(|file| Finding::new(file, 1, "no `mod` line reaches this file: it is not compiled"))
        .collect()
}

fn names(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        if file.path.ends_with("/mod.rs") {
            found.push(Finding::new(file, 1, "is a mod.rs; call it by its module's name"));
        }
        let path = crate::files::stem(&file.path);
        if let Some(name) = path.split('/').find(|name| EMPTY_NAMES.contains(name)) {
            found.push(Finding::new(file, 1, format!("`{name}` does not say what is inside")));
        }
        for item in &file.ast.items {
            let syn::Item::Mod(module) = item else { continue };
            if EMPTY_NAMES.iter().any(|name| module.ident == name) {
                let what = format!("`mod {}` does not say what is inside", module.ident);
                found.push(Finding::new(file, module.ident.span().start().line, what));
            }
        }
    }
    found
}

fn openings(tree: &Tree) -> Vec<Finding> {
    let opens = |source: &str| {
        let first = source.lines().next().unwrap_or_default();
        first.strip_prefix("//!").is_some_and(|text| !text.trim().is_empty())
    };
    tree.files
        .iter()
        .filter(|file| !opens(&file.source))
        .map(|file| Finding::new(file, 1, "does not open with `//!` and what it owns"))
        .collect()
}
