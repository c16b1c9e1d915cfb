//! Ways around the other rules: these look at what a file names, so nothing may bring in names that they cannot see.

use syn::visit::{self, Visit};

use crate::files::{File, Tree};
use crate::mentions::is_test;
use crate::{Finding, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "no-extern-crate",
        check: extern_crates,
        broken: &[
            &[("src/domain/route.rs", "extern crate tokio as values;")],
            &[("src/edge/source.rs", "extern crate self as house;")],
            &[("src/domain/route.rs", "fn f() { extern crate kube as k; k::Client::new() }")],
        ],
        good: &[
            ("src/domain/route.rs", "extern \"C\" fn f() {} #[cfg(test)] extern crate alloc;"),
            ("tests/a.rs", "extern crate alloc;"),
        ],
    },
    Rule {
        name: "no-globs",
        check: globs,
        broken: &[
            &[("src/domain/route.rs", "use std::*; fn f() { fs::read(\"x\") }")],
            &[("src/domain/route.rs", "use ::tokio::{fs::*, sync};")],
            &[("src/edge/proxy/plan/head.rs", "use super::*;")],
            &[("src/domain/value.rs", "pub use super::snapshot::*;")],
        ],
        good: &[
            (
                "src/domain/route.rs",
                "use std::fmt; #[cfg(test)] mod tests { use super::*; use proptest::prelude::*; }",
            ),
            ("src/domain/route/rank.rs", "fn f(k: Kind) { use Kind::A; }"),
        ],
    },
    Rule {
        name: "no-other-sources",
        check: other_sources,
        broken: &[
            &[("src/domain/route.rs", "include!(\"../edge/proxy.rs\");")],
            &[("src/domain/route.rs", "fn f() { std::include!(\"x\") }")],
            &[("src/domain/route.rs", "#[path = \"../edge/proxy.rs\"] mod rank;")],
            &[("src/domain/route.rs", "mod a { #[path = \"b.rs\"] mod b; }")],
            &[("src/domain/route.rs", "#[cfg_attr(unix, path = \"../edge/proxy.rs\")] mod rank;")],
        ],
        good: &[
            ("src/domain/route.rs", "const S: &str = include_str!(\"route/shape.yaml\"); mod a;"),
            ("tests/it/main.rs", "#[path = \"../fuzz/properties.rs\"] mod fuzzed;"),
        ],
    },
];

/// What a walk through the shipped part of a file finds: lines, each with what is wrong.
#[derive(Default)]
struct Walk {
    /// A crate begins here, and says where the files of its one module are.
    is_root: bool,
    extern_crates: Vec<(usize, String)>,
    globs: Vec<(usize, String)>,
    other_sources: Vec<(usize, String)>,
}

fn extern_crates(tree: &Tree) -> Vec<Finding> {
    findings(tree, |walk| walk.extern_crates)
}

fn globs(tree: &Tree) -> Vec<Finding> {
    findings(tree, |walk| walk.globs)
}

fn other_sources(tree: &Tree) -> Vec<Finding> {
    findings(tree, |walk| walk.other_sources)
}

fn findings(tree: &Tree, of: fn(Walk) -> Vec<(usize, String)>) -> Vec<Finding> {
    let in_file = |file: &File| {
        let mut walk = Walk { is_root: file.is_root(), ..Walk::default() };
        walk.visit_file(&file.ast);
        let found = of(walk).into_iter().map(|(line, what)| Finding::new(file, line, what));
        found.collect::<Vec<_>>()
    };
    tree.program().filter(|file| !file.test).flat_map(in_file).collect()
}

impl<'ast> Visit<'ast> for Walk {
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

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        if !is_test(&item.attrs) {
            let what = format!("`extern crate {}`: name the crate itself", item.ident);
            self.extern_crates.push((item.extern_token.span.start().line, what));
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test(&item.attrs) {
            visit::visit_item_use(self, item);
        }
    }

    fn visit_use_glob(&mut self, glob: &'ast syn::UseGlob) {
        let what = "takes everything; name what is used".to_owned();
        self.globs.push((glob.star_token.span.start().line, what));
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.segments.last().filter(|name| name.ident == "include") {
            let what = "includes another file as source: make it a module".to_owned();
            self.other_sources.push((name.ident.span().start().line, what));
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let is_path = match &attribute.meta {
            syn::Meta::NameValue(pair) => pair.path.is_ident("path"),
            syn::Meta::List(list) if list.path.is_ident("cfg_attr") => {
                let text = list.tokens.to_string().replace(' ', "");
                text.split(',').any(|part| part.starts_with("path="))
            }
            _ => false,
        };
        if is_path && !self.is_root {
            let what = "a module lies where its name says, without `#[path]`".to_owned();
            self.other_sources.push((attribute.pound_token.span.start().line, what));
        }
    }
}
