//! What is written about the sources leads somewhere: the functions, types and files that docs/ARCHITECTURE.md names
//! exist, and what a file calls its source can be opened.
//!
//! What stands in backticks on the page is looked for where it looks like code: a path with `::`, a file or folder, `name()`,
//! `snake_case` and `CamelCase`. A path may begin anywhere (`Kept::compile`), a file too (`compile/traffic`). Commands,
//! single lower-case words and what a URL's path looks like are words, and fenced blocks are drawings.

use std::collections::BTreeSet;

use crate::files::{File, Page, Tree, stem};
use crate::mentions::is_test;
use crate::{Finding, Rule};

/// The page that is held to the sources.
pub const PAGE: &str = "docs/ARCHITECTURE.md";
/// Names that every file has without a `use` line.
const PRELUDE: &[&str] = &["Err", "None", "Ok", "Option", "Result", "Some", "String", "Vec"];
/// How the name of a file ends.
const EXTENSIONS: &[&str] = &[".rs", ".md", ".toml", ".yaml", ".json", ".go", ".txt"];

pub const RULES: &[Rule] = &[SOURCES, NAMES];

/// What a file names as its source is something that a reader can open.
const SOURCES: Rule = Rule {
    name: "sources-can-be-opened",
    check: sources,
    broken: &[
        &[("src/a.rs", "//! Source: reference/agentgateway.md §4.\n")],
        &[("src/a.rs", "/// As it was observed\n/// (reference/notes.md).\nfn f() {}")],
        &[("tests/it/c.rs", "//! What reference/agentgateway.md says.\n")],
        &[("src/a.rs", "//! A `reference/` beside <https://a.test/reference/>.\n")],
    ],
    good: &[
        (
            "src/a.rs",
            "//! <https://gateway-api.sigs.k8s.io/reference/spec/>, backend/reference.rs.\n",
        ),
        ("src/b.rs", "//! `crates/llm/src/lib.rs` of agentgateway at 75b4e6ce6.\n"),
        ("tests/tidy/pages.rs", "//! What reference/agentgateway.md says.\n"),
    ],
};

/// The folder of notes that the repository does not hold.
const NOTES: &str = "reference/";

fn sources(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    // The samples of this rule break it.
    let all = tree.files.iter().filter(|file| !file.path.starts_with("tests/tidy/"));
    for file in all {
        for (index, line) in file.source.lines().enumerate() {
            let in_url = |word: &str| word.contains("://");
            if line.split_whitespace().any(|word| word.contains(NOTES) && !in_url(word)) {
                let what = format!("names `{NOTES}`, which the repository does not hold");
                found.push(Finding::new(file, index + 1, what));
            }
        }
    }
    found
}

/// What [`PAGE`] names exists.
const NAMES: Rule = Rule {
    name: "names-of-architecture",
    check: names,
    broken: &[
        &[(PAGE, "By `exchange::gone`."), ("src/exchange.rs", "fn run() {}")],
        &[(PAGE, "By `Exchange::gone`."), ("src/a.rs", "struct Exchange; impl Exchange {}")],
        &[(PAGE, "By `elsewhere::run`."), ("src/exchange.rs", "fn run() {}")],
        &[(PAGE, "By `call::run`."), ("src/a.rs", "#[cfg(test)] mod call { fn run() {} }")],
        &[(PAGE, "By `Target::Gone`."), ("src/a.rs", "enum Target { Refuse }")],
        &[(PAGE, "By `gone()`."), ("src/a.rs", "fn run() {}")],
        &[(PAGE, "A `Table`."), ("src/a.rs", "struct RouteTable;")],
        &[(PAGE, "As `rule_policies`."), ("src/a.rs", "fn policies() {}")],
        &[(PAGE, "See `src/gone.rs`."), ("src/a.rs", "")],
        &[(PAGE, "See `route/gone`."), ("src/route/a.rs", "")],
        &[(PAGE, "See `gone.md`."), ("src/a.rs", "")],
        &[(PAGE, "By `serde_gone`."), ("src/a.rs", "use serde_yaml::Value;")],
        &[(PAGE, "By `hyper::Gone`."), ("src/a.rs", "use hyper::Request;")],
        &[(PAGE, "One that is `cut\noff`."), ("src/a.rs", "")],
    ],
    good: &[
        (
            PAGE,
            "By `exchange::run`, `Exchange::forward`, `Target::Refuse`, `Dial::dial`, `route::ROWS`, `reader()` and\n\
             `rule_policies` to `Kept`, `compile::Kept`, `kept` of `serde_yaml`, `hyper::body::Body` and `Err`.\n\
             See `src/route.rs`, `route/policy`, `proxy::route`, `policy/`, `.ci/run`, `README.md`; asks `/status` of\n\
             `cargo run -- generate`, `yes`, `1:20`, `serde-saphyr`, `POST`.\n\
             ```\n `gone::for_ever`\n```\n",
        ),
        ("README.md", "`gone()`"),
        (".ci/run", ""),
        (
            "src/exchange.rs",
            "use hyper::body::Body; use serde_yaml::Value; pub(super) async fn run() {} struct Exchange; \
             impl Exchange { fn forward() {} fn rule_policies() {} } trait Dial { fn dial(); }",
        ),
        (
            "src/proxy/route.rs",
            "pub const ROWS: &[u8] = &[]; enum Target { Refuse } fn reader() {}",
        ),
        ("src/compile.rs", "pub use kept::Kept;"),
        ("src/compile/kept.rs", "pub struct Kept;"),
        ("src/route.rs", ""),
        ("src/route/policy/cors.rs", ""),
    ],
};

fn names(tree: &Tree) -> Vec<Finding> {
    let Some(page) = tree.pages.iter().find(|page| page.path == PAGE) else { return Vec::new() };
    let known = Known::of(tree);
    let mut found = Vec::new();
    for (line, span) in spans(page, &mut found) {
        if !known.has(span) {
            let what = format!("names `{span}`, which is nowhere in the sources");
            found.push(Finding::at(&page.path, line, what));
        }
    }
    found
}

/// What stands in backticks, with its line.
fn spans<'p>(page: &'p Page, found: &mut Vec<Finding>) -> Vec<(usize, &'p str)> {
    let mut spans = Vec::new();
    let mut is_drawing = false;
    for (index, text) in page.text.lines().enumerate() {
        if text.trim_start().starts_with("```") {
            is_drawing = !is_drawing;
            continue;
        }
        if is_drawing {
            continue;
        }
        let pieces: Vec<_> = text.split('`').collect();
        if pieces.len() % 2 == 0 {
            found.push(Finding::at(
                &page.path,
                index + 1,
                "code in backticks ends on another line",
            ));
        }
        spans.extend(pieces.into_iter().skip(1).step_by(2).map(|span| (index + 1, span)));
    }
    spans
}

/// What there is to be named.
struct Known {
    /// Modules and items with all that is around them: `domain`, `compile`, `Kept`, `compile`.
    items: BTreeSet<Vec<String>>,
    /// Files and folders, each with and without `.rs`.
    files: BTreeSet<String>,
    /// What files name of other crates.
    foreign: BTreeSet<Vec<String>>,
}

impl Known {
    fn of(tree: &Tree) -> Known {
        let mut known =
            Known { items: BTreeSet::new(), files: BTreeSet::new(), foreign: BTreeSet::new() };
        for path in &tree.paths {
            known.files.insert(stem(path).to_owned());
            let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
            known.files.extend(ends.map(|end| path[..end].to_owned()));
        }
        for file in tree.program().filter(|file| !file.test) {
            let module = file.module();
            known.items.extend((1..=module.len()).map(|end| module[..end].to_vec()));
            known.add(&module, &file.ast.items);
            known.add_foreign(file);
        }
        known
    }

    fn add_foreign(&mut self, file: &File) {
        for mention in file.mentions.iter().filter(|mention| mention.path[0] != "crate") {
            let path = &mention.path;
            self.foreign.extend((1..=path.len()).map(|end| path[..end].to_vec()));
        }
    }

    fn add(&mut self, module: &[String], items: &[syn::Item]) {
        for item in items {
            match item {
                syn::Item::Fn(item) => self.put(module, &[&item.sig.ident]),
                syn::Item::Struct(item) => self.put(module, &[&item.ident]),
                syn::Item::Type(item) => self.put(module, &[&item.ident]),
                syn::Item::Const(item) => self.put(module, &[&item.ident]),
                syn::Item::Static(item) => self.put(module, &[&item.ident]),
                syn::Item::Enum(item) => {
                    self.put(module, &[&item.ident]);
                    let variants = item.variants.iter();
                    variants.for_each(|one| self.put(module, &[&item.ident, &one.ident]));
                }
                syn::Item::Trait(item) => {
                    self.put(module, &[&item.ident]);
                    for one in &item.items {
                        if let syn::TraitItem::Fn(one) = one {
                            self.put(module, &[&item.ident, &one.sig.ident]);
                        }
                    }
                }
                syn::Item::Impl(item) => self.add_impl(module, item),
                syn::Item::Use(item) if !matches!(item.vis, syn::Visibility::Inherited) => {
                    self.add_reexports(module, &item.tree);
                }
                syn::Item::Mod(item) if !is_test(&item.attrs) => {
                    self.put(module, &[&item.ident]);
                    let inside = [module, &[item.ident.to_string()]].concat();
                    self.add(&inside, item.content.as_ref().map_or(&[], |(_, items)| items));
                }
                _ => {}
            }
        }
    }

    fn add_impl(&mut self, module: &[String], item: &syn::ItemImpl) {
        let syn::Type::Path(of) = &*item.self_ty else { return };
        let Some(of) = of.path.segments.last() else { return };
        for one in &item.items {
            match one {
                syn::ImplItem::Fn(one) => self.put(module, &[&of.ident, &one.sig.ident]),
                syn::ImplItem::Const(one) => self.put(module, &[&of.ident, &one.ident]),
                _ => {}
            }
        }
    }

    fn add_reexports(&mut self, module: &[String], tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => self.add_reexports(module, &path.tree),
            syn::UseTree::Name(name) => self.put(module, &[&name.ident]),
            syn::UseTree::Rename(rename) => self.put(module, &[&rename.rename]),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_reexports(module, tree));
            }
            syn::UseTree::Glob(_) => {}
        }
    }

    fn put(&mut self, module: &[String], names: &[&syn::Ident]) {
        let names = names.iter().map(ToString::to_string);
        self.items.insert(module.iter().cloned().chain(names).collect());
    }

    /// Whether a text in backticks is no name, or the name of something.
    fn has(&self, span: &str) -> bool {
        if let Some(name) = span.strip_suffix("()") {
            return self.has_item(name);
        }
        let of_name = |letter: char| letter.is_ascii_alphanumeric() || "_:".contains(letter);
        if span.contains("::") && span.chars().all(of_name) {
            return self.has_item(span);
        }
        let of_file = |letter: char| letter.is_ascii_alphanumeric() || "_-./".contains(letter);
        let like_file =
            |span: &str| span.contains('/') || EXTENSIONS.iter().any(|end| span.ends_with(end));
        if span.chars().all(of_file) && !span.starts_with('/') && like_file(span) {
            return self.has_file(span.trim_end_matches('/'));
        }
        let is_word = span.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let has_lower = span.contains(|letter: char| letter.is_ascii_lowercase());
        let is_camel = has_lower && span.starts_with(|letter: char| letter.is_ascii_uppercase());
        match is_word && (is_camel || (has_lower && span.contains('_'))) {
            true => PRELUDE.contains(&span) || self.has_item(span),
            false => true,
        }
    }

    fn has_item(&self, path: &str) -> bool {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        self.items.iter().any(|item| item.ends_with(&path)) || self.foreign.contains(&path)
    }

    fn has_file(&self, path: &str) -> bool {
        let inside = format!("/{path}");
        self.files.iter().any(|file| file == path || file.ends_with(&inside))
    }
}
