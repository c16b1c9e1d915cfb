//! A parameter is no tuple, by whatever name: a type has names, and several parameters have too.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

use crate::files::{File, Tree};
use crate::mentions::{Resolver, is_test};
use crate::{Finding, Rule};

pub const RULES: &[Rule] = &[Rule {
    name: "no-tuple-parameters",
    check: found,
    broken: &[
        &[("src/a.rs", "fn f(names: (&str, &str)) {}")],
        &[("src/a.rs", "impl S { fn f(&self, (a, b): &(u8, u8)) {} }")],
        &[("src/a.rs", "trait T { fn f(pair: &mut (u8, u8)); }")],
        &[("src/a.rs", "type Pair<'a> = (&'a str, u8); fn f((a, b): Pair<'_>) {}")],
        &[("src/a.rs", "type Pair = (u8, u8); type Other = Pair; fn f(pair: &Other) {}")],
        &[
            ("src/a.rs", "use super::b; fn f(pair: b::Pair) {}"),
            ("src/b.rs", "pub type Pair = (u8, u8);"),
        ],
        &[
            ("src/a.rs", "use crate::b::Pair as Two; impl S { fn f(&self, pair: &Two) {} }"),
            ("src/b.rs", "pub type Pair = (u8, u8);"),
        ],
    ],
    good: &[
        (
            "src/a.rs",
            "type Pair = (u8, u8); struct Own; type Nothing = ();
             fn f(all: &[(u8, u8)], g: impl Fn(Pair), h: Nothing) -> Pair { all[0] }
             fn own(own: Own, pairs: Vec<Pair>) { pairs.iter().map(|(a, _)| a); }",
        ),
        ("src/b.rs", "use super::c::Pair; fn f(pair: Pair) {}"),
        ("src/c.rs", "pub struct Pair(u8, u8);"),
        ("tests/a.rs", "fn f(pair: (u8, u8)) {}"),
    ],
}];

fn found(tree: &Tree) -> Vec<Finding> {
    let files: Vec<_> = tree.program().filter(|file| !file.test).collect();
    let files: Vec<_> = files.into_iter().map(|file| (file, Resolver::new(file))).collect();
    let mut aliases = BTreeSet::new();
    // An alias may be of another one, which is read later.
    for _ in 0..4 {
        let known = aliases.len();
        for (file, names) in &files {
            let tuples = Tuples { names, aliases: &aliases };
            let mut walk = Aliases { file, tuples, found: Vec::new() };
            walk.visit_file(&file.ast);
            let found = walk.found;
            aliases.extend(found);
        }
        if aliases.len() == known {
            break;
        }
    }
    let mut all = Vec::new();
    for (file, names) in &files {
        let tuples = Tuples { names, aliases: &aliases };
        let mut walk = Parameters { file, tuples, found: Vec::new() };
        walk.visit_file(&file.ast);
        all.extend(walk.found);
    }
    all
}

/// Knows which types of a file are tuples.
struct Tuples<'t> {
    names: &'t Resolver,
    /// The names that stand for one, spelt out from the crate's root.
    aliases: &'t BTreeSet<String>,
}

impl Tuples<'_> {
    /// Whether a type is a tuple with something in it, or a name for one.
    fn has(&self, of: &syn::Type) -> bool {
        match of {
            syn::Type::Reference(inner) => self.has(&inner.elem),
            syn::Type::Paren(inner) => self.has(&inner.elem),
            syn::Type::Tuple(tuple) => !tuple.elems.is_empty(),
            syn::Type::Path(of) => self.aliases.contains(&self.names.path(&of.path)),
            _ => false,
        }
    }
}

struct Aliases<'t> {
    file: &'t File,
    tuples: Tuples<'t>,
    found: Vec<String>,
}

impl<'ast> Visit<'ast> for Aliases<'_> {
    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        if self.tuples.has(&item.ty) {
            let root = std::iter::once("crate".to_owned());
            let name = root.chain(self.file.module()).chain([item.ident.to_string()]);
            self.found.push(name.collect::<Vec<_>>().join("::"));
        }
    }
}

struct Parameters<'t> {
    file: &'t File,
    tuples: Tuples<'t>,
    found: Vec<Finding>,
}

impl<'ast> Visit<'ast> for Parameters<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        for argument in &signature.inputs {
            let syn::FnArg::Typed(typed) = argument else { continue };
            if self.tuples.has(&typed.ty) {
                let name = &signature.ident;
                let what = format!("`{name}` has a tuple as a parameter: a type has names");
                self.found.push(Finding::new(self.file, name.span().start().line, what));
            }
        }
        visit::visit_signature(self, signature);
    }
}
