//! The walls of the house. One crate does not keep its layers by itself, so this test reads every file and names each
//! line that breaks a rule: `path:line [rule] what`.
//!
//! A rule is a pure function of the files. Each brings trees that break it, which must be found, and one that obeys,
//! which must not: a rule that finds nothing any more is noticed.

#![cfg(test)]

mod circles;
mod detours;
mod files;
mod language;
mod layers;
mod layout;
mod lookups;
mod mentions;
mod pages;
mod purity;
mod reasons;
mod size;
mod tuples;

use std::fmt;
use std::path::Path;

use files::{File, Tree};

/// One rule of the house.
pub struct Rule {
    pub name: &'static str,
    pub check: fn(&Tree) -> Vec<Finding>,
    /// Trees each of which breaks the rule once or more, always in the first file.
    pub broken: &'static [Sample],
    /// A tree that comes close and obeys.
    pub good: Sample,
}

/// Files of a small tree: path and source.
pub type Sample = &'static [(&'static str, &'static str)];

/// A line that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub what: String,
}

impl Finding {
    /// A finding in `file`.
    pub fn new(file: &File, line: usize, what: impl Into<String>) -> Self {
        Finding::at(&file.path, line, what)
    }

    /// A finding in any file.
    pub fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Finding { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.path, self.line, self.what)
    }
}

/// Every rule.
const RULES: &[&[Rule]] = &[
    circles::RULES,
    detours::RULES,
    language::RULES,
    layers::RULES,
    purity::RULES,
    lookups::RULES,
    layout::RULES,
    pages::RULES,
    reasons::RULES,
    size::RULES,
    tuples::RULES,
];

fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

#[test]
fn the_house_is_tidy() {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo says where the house is");
    let tree = Tree::read(Path::new(&root));
    assert!(tree.files.iter().any(|file| file.path == "src/lib.rs"), "the files were not found");
    assert!(tree.pages.iter().any(|page| page.path == pages::PAGE), "{} is gone", pages::PAGE);
    let mut findings = Vec::new();
    for rule in rules() {
        findings.extend((rule.check)(&tree).iter().map(|found| format!("{found} [{}]", rule.name)));
    }
    findings.sort();
    findings.dedup();
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
    println!("{}\n{}", size::aims(&tree), circles::report(&tree));
}

#[test]
fn every_rule_finds_what_breaks_it() {
    for rule in rules() {
        assert!(!rule.broken.is_empty(), "{} has nothing that breaks it", rule.name);
        for sample in rule.broken {
            let found = (rule.check)(&Tree::sample(sample));
            let (path, source) = sample[0];
            assert!(found.iter().any(|f| f.path == path), "{} misses:\n{source}", rule.name);
            assert!(found.iter().all(|f| f.line > 0), "{} names no line: {found:?}", rule.name);
        }
    }
}

#[test]
fn no_rule_finds_fault_with_what_obeys_it() {
    for rule in rules() {
        let found = (rule.check)(&Tree::sample(rule.good));
        assert_eq!(found, [], "{}", rule.name);
    }
}

#[test]
fn names_of_rules_are_unique() {
    let mut names: Vec<_> = rules().map(|rule| rule.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
