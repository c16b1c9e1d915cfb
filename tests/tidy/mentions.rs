//! What a file names: every path of its `use` lines, expressions, types, attributes and macro arguments, spelt out
//! from the crate's root, and every `mod` line.
//!
//! Names are looked up as the compiler would as far as text allows: imports and child modules of the inline module
//! they stand in, then of those around it. What only type inference knows (a method's receiver) stays unknown.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use crate::files::{File, stem};

/// A path that a file names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// `crate::domain::value` or `std::fs::read`; a macro's name ends in `!`, a method call is `.name`.
    pub path: Vec<String>,
    pub line: usize,
    /// Whether it stands in a `#[cfg(test)]` module, a test function or a test file.
    pub test: bool,
    /// Whether it is a `use` line that takes everything.
    pub glob: bool,
}

impl Mention {
    /// Whether the path is `prefix` or below it.
    pub fn is_under(&self, prefix: &str) -> bool {
        let mut own = self.path.iter();
        prefix.split("::").all(|segment| own.next().is_some_and(|name| name == segment))
    }
}

/// A `mod name;` line.
pub struct ModuleLine {
    /// Where its file may be.
    pub paths: Vec<String>,
    pub test: bool,
}

/// Every path that `file` names.
pub fn of(file: &File) -> Vec<Mention> {
    let root = if file.path.starts_with("src/") { file.module() } else { Vec::new() };
    let mut names = Names::default();
    names.scope(&root, &file.ast.items);
    let mut walk = Walk { module: root, test: file.test, names: &names, found: BTreeSet::new() };
    walk.visit_file(&file.ast);
    walk.found.into_iter().collect()
}

/// What the names of one file mean.
pub struct Resolver {
    names: Names,
    root: Vec<String>,
}

impl Resolver {
    /// Of the names of a file.
    pub fn new(file: &File) -> Self {
        let root = file.module();
        let mut names = Names::default();
        names.scope(&root, &file.ast.items);
        Resolver { names, root }
    }

    /// A path as the file writes it outside its inline modules, spelt out from the crate's root.
    pub fn path(&self, path: &syn::Path) -> String {
        let segments: Vec<_> = path.segments.iter().map(|one| one.ident.to_string()).collect();
        let found = self.names.resolve(&self.root, &segments, path.leading_colon.is_some());
        match found == segments {
            // It is declared here.
            true => {
                let root = ["crate".to_owned()];
                let own: Vec<_> = root.iter().chain(&self.root).chain(&segments).cloned().collect();
                own.join("::")
            }
            false => found.join("::"),
        }
    }
}

/// Names that stand for other paths, because a `use` line of their module brings them in: other modules, and those inside,
/// may say `crate::domain::Snapshot` of what is `crate::domain::snapshot::Snapshot`.
#[derive(Default)]
pub struct Imported(BTreeMap<Vec<String>, Vec<String>>);

impl Imported {
    /// Adds those of a file of the program.
    pub fn add(&mut self, file: &File) {
        let mut names = Names::default();
        names.scope(&file.module(), &file.ast.items);
        for (module, imports) in names.imports {
            let module: Vec<_> = std::iter::once("crate".to_owned()).chain(module).collect();
            self.0.extend(imports.into_iter().map(|(name, path)| (join(&module, &name), path)));
        }
    }

    /// What a mention of such a name means; none where it is no such name.
    pub fn meant(&self, mention: &Mention) -> Option<Mention> {
        let mut path = mention.path.clone();
        // `use` lines lead over one another only so far.
        for _ in 0..8 {
            let next = (2..=path.len()).rev().find_map(|end| {
                let (name, rest) = path.split_at(end);
                let target = self.0.get(name).filter(|target| !target.starts_with(name))?;
                Some(target.iter().chain(rest).cloned().collect())
            });
            match next {
                Some(next) => path = next,
                None => break,
            }
        }
        (path != mention.path).then(|| Mention { path, ..mention.clone() })
    }
}

/// Every `mod name;` line of `file`.
pub fn module_lines(file: &File) -> Vec<ModuleLine> {
    let root = file.path.ends_with("/main.rs")
        || file.is_root()
        || file.path.strip_prefix("tests/").is_some_and(|name| !name.contains('/'));
    let above = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = if root { above } else { stem(&file.path) };
    let mut lines = Vec::new();
    lines_of(&file.ast.items, folder, above, file.test, &mut lines);
    lines
}

fn lines_of(
    items: &[syn::Item],
    folder: &str,
    above: &str,
    test: bool,
    into: &mut Vec<ModuleLine>,
) {
    for item in items {
        let syn::Item::Mod(module) = item else { continue };
        let name = module.ident.to_string();
        let test = test || is_test(&module.attrs);
        match &module.content {
            Some((_, items)) => {
                // `#[path = "."]`: the files of the module are where its own is.
                let here = path_attribute(&module.attrs).is_some_and(|path| path == ".");
                let inner = if here { above.to_owned() } else { format!("{folder}/{name}") };
                lines_of(items, &inner, above, test, into);
            }
            None => {
                let paths = match path_attribute(&module.attrs) {
                    Some(path) => vec![format!("{above}/{path}")],
                    None => vec![format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")],
                };
                into.push(ModuleLine { paths, test });
            }
        }
    }
}

fn path_attribute(attributes: &[syn::Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    let syn::Expr::Lit(literal) = &attribute.meta.require_name_value().ok()?.value else {
        return None;
    };
    match &literal.lit {
        syn::Lit::Str(path) => Some(path.value()),
        _ => None,
    }
}

/// `#[cfg(test)]`, `#[cfg(all(test, …))]`, `#[test]`, `#[tokio::test]`.
pub fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::Path(path) => path.segments.last().is_some_and(|name| name.ident == "test"),
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string().replace(' ', "");
            condition == "test" || condition.starts_with("all(test,")
        }
        syn::Meta::List(list) => list.path.segments.last().is_some_and(|name| name.ident == "test"),
        syn::Meta::NameValue(_) => false,
    })
}

/// What each inline module of a file imports and declares.
#[derive(Default)]
struct Names {
    imports: BTreeMap<Vec<String>, BTreeMap<String, Vec<String>>>,
    children: BTreeMap<Vec<String>, BTreeSet<String>>,
}

impl Names {
    fn scope(&mut self, module: &[String], items: &[syn::Item]) {
        for item in items {
            if let syn::Item::Mod(child) = item {
                let name = child.ident.to_string();
                self.children.entry(module.to_vec()).or_default().insert(name.clone());
                if let Some((_, items)) = &child.content {
                    self.scope(&join(module, &name), items);
                }
            }
        }
        // Imports inside functions are taken for the module's: a file does not call two things by one name.
        let mut uses = Uses { found: Vec::new() };
        items.iter().for_each(|item| uses.visit_item(item));
        for (tree, absolute) in uses.found {
            for leaf in leaves(&tree) {
                let path = self.resolve(module, &leaf.path, absolute);
                if let Some(name) = leaf.name {
                    self.imports.entry(module.to_vec()).or_default().insert(name, path);
                }
            }
        }
    }

    /// `path` as seen from `module`, from the crate's root or from another crate's name.
    fn resolve(&self, module: &[String], path: &[String], absolute: bool) -> Vec<String> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let from = |module: &[String], rest: &[String]| -> Vec<String> {
            let root = std::iter::once("crate".to_owned());
            root.chain(module.iter().cloned()).chain(rest.iter().cloned()).collect()
        };
        match &**first {
            _ if absolute => path.to_vec(),
            "crate" | "kubectl_agw" | "agw_domain" | "agw_edge" => from(&[], rest),
            "self" => from(module, rest),
            "super" => {
                let above = &module[..module.len().saturating_sub(1)];
                match rest.first() {
                    Some(next) if next == "super" => self.resolve(above, rest, false),
                    _ => self.look_up(above, rest).unwrap_or_else(|| from(above, rest)),
                }
            }
            _ => self.look_up(module, path).unwrap_or_else(|| path.to_vec()),
        }
    }

    /// The import or child module that the first segment names, in `module` or in one around it.
    fn look_up(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        (0..=module.len()).rev().find_map(|depth| {
            let scope = &module[..depth];
            if self.children.get(scope).is_some_and(|children| children.contains(first)) {
                let root = std::iter::once("crate".to_owned());
                return Some(root.chain(scope.iter().cloned()).chain(path.to_vec()).collect());
            }
            let import = self.imports.get(scope)?.get(first)?;
            Some(import.iter().chain(rest).cloned().collect())
        })
    }
}

struct Uses {
    found: Vec<(syn::UseTree, bool)>,
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.found.push((item.tree.clone(), item.leading_colon.is_some()));
    }

    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}
}

/// One name that a `use` line brings in.
struct Leaf {
    path: Vec<String>,
    /// What it is called here; a glob brings no name of its own.
    name: Option<String>,
    line: usize,
}

fn leaves(tree: &syn::UseTree) -> Vec<Leaf> {
    let mut found = Vec::new();
    leaves_under(tree, &[], &mut found);
    found
}

fn leaves_under(tree: &syn::UseTree, prefix: &[String], into: &mut Vec<Leaf>) {
    let line = tree.span().start().line;
    let mut leaf = |name: &syn::Ident, called: &syn::Ident| {
        let path = if name == "self" { prefix.to_vec() } else { join(prefix, &name.to_string()) };
        let called = if called == "self" { path.last().cloned() } else { Some(called.to_string()) };
        into.push(Leaf { path, name: called, line });
    };
    match tree {
        syn::UseTree::Path(path) => {
            leaves_under(&path.tree, &join(prefix, &path.ident.to_string()), into);
        }
        syn::UseTree::Name(name) => leaf(&name.ident, &name.ident),
        syn::UseTree::Rename(rename) => leaf(&rename.ident, &rename.rename),
        syn::UseTree::Glob(_) => into.push(Leaf { path: prefix.to_vec(), name: None, line }),
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| leaves_under(tree, prefix, into));
        }
    }
}

fn join(prefix: &[String], name: &str) -> Vec<String> {
    prefix.iter().cloned().chain([name.to_owned()]).collect()
}

struct Walk<'a> {
    module: Vec<String>,
    test: bool,
    names: &'a Names,
    found: BTreeSet<Mention>,
}

impl Walk<'_> {
    fn add(&mut self, path: &[String], line: usize, absolute: bool) {
        let path = self.names.resolve(&self.module, path, absolute);
        self.found.insert(Mention { path, line, test: self.test, glob: false });
    }

    fn within<T>(
        &mut self,
        attributes: &[syn::Attribute],
        inside: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.test;
        self.test |= is_test(attributes);
        let result = inside(self);
        self.test = before;
        result
    }

    /// Paths, macros and calls of `.expose()` among tokens that syn does not read.
    fn tokens(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mark = |at: usize, sign: char| matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
        let mut at = 0;
        while at < trees.len() {
            match &trees[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let line = first.span().start().line;
                    let mut path = vec![first.to_string()];
                    let method = at > 0 && mark(at - 1, '.') && !(at > 1 && mark(at - 2, '.'));
                    while mark(at + 1, ':') && mark(at + 2, ':') {
                        let Some(TokenTree::Ident(next)) = trees.get(at + 3) else { break };
                        path.push(next.to_string());
                        at += 3;
                    }
                    let call =
                        mark(at + 1, '!') && matches!(trees.get(at + 2), Some(TokenTree::Group(_)));
                    match (method, call) {
                        (true, _) => self.method(&path[0], line),
                        (_, true) => self.name_of_macro(path, line),
                        _ if path.len() > 1 => self.add(&path, line, false),
                        _ => {}
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn method(&mut self, name: &str, line: usize) {
        let path = vec![format!(".{name}")];
        self.found.insert(Mention { path, line, test: self.test, glob: false });
    }

    fn name_of_macro(&mut self, mut path: Vec<String>, line: usize) {
        if let Some(last) = path.last_mut() {
            last.push('!');
        }
        self.add(&path, line, false);
    }
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.within(&item.attrs, |walk| {
            walk.module.push(item.ident.to_string());
            visit::visit_item_mod(walk, item);
            walk.module.pop();
        });
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(&item.attrs, |walk| visit::visit_item_fn(walk, item));
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.within(&item.attrs, |walk| visit::visit_item_impl(walk, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.within(&item.attrs, |walk| visit::visit_impl_item_fn(walk, item));
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.within(&item.attrs, |walk| {
            for leaf in leaves(&item.tree) {
                let absolute = item.leading_colon.is_some();
                let path = walk.names.resolve(&walk.module, &leaf.path, absolute);
                let glob = leaf.name.is_none();
                walk.found.insert(Mention { path, line: leaf.line, test: walk.test, glob });
            }
        });
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        // One segment alone is a local name, or an import whose `use` line is seen by itself.
        if path.segments.len() > 1 {
            let line = path.span().start().line;
            self.add(&segments(path), line, path.leading_colon.is_some());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.name_of_macro(segments(&call.path), call.path.span().start().line);
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.method(&call.method.to_string(), call.method.span().start().line);
        visit::visit_expr_method_call(self, call);
    }
}
