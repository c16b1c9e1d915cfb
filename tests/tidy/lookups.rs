//! Objects are read into types: nobody picks a field out of JSON by its name where a route or the table of routes is made.
//! A field whose name is misspelt in the program, or in a user's policy, would be one that is not there.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::files::Tree;
use crate::mentions::is_test;
use crate::{Finding, Rule};

/// Where objects become what serves requests.
const ROOMS: &[&str] = &["src/domain/route", "src/domain/compile"];

/// What looks a field up.
const METHODS: &[&str] =
    &["get", "get_mut", "pointer", "pointer_mut", "contains_key", "remove", "entry"];

/// Bodies of requests have no types of ours: what their formats are is known to `domain::llm`.
const BODIES: &[&str] = &["src/domain/route/policy/llm"];

/// Words that a list may stand behind, which is no index then.
const BEFORE_A_LIST: &[&str] =
    &["in", "return", "match", "if", "else", "while", "mut", "break", "move", "as", "let", "ref"];

pub const RULES: &[Rule] = &[Rule {
    name: "no-look-up-by-literal",
    check,
    broken: &[
        &[("src/domain/route/policy/guard.rs", "fn f() { written.get(\"regex\"); }")],
        &[("src/domain/compile/models.rs", "fn f() { spec.pointer(\"/a/b\").is_some() }")],
        &[("src/domain/compile/models.rs", "fn f() { spec.pointer_mut(\"/a/b\"); }")],
        &[("src/domain/route.rs", "impl S { fn f() { g(|| body[\"model\"].as_str()) } }")],
        &[("src/domain/compile.rs", "fn f() { auth.others.contains_key(\"passthrough\") }")],
        &[("src/domain/route.rs", "fn f() { format!(\"{}\", body[\"model\"][\"name\"]) }")],
        &[("src/domain/route.rs", "fn f() { matches!(a.get(\"x\"), Some(_)) }")],
        &[("src/domain/route.rs", "fn f() { spec.remove(\"x\"); }")],
        &[("src/domain/route.rs", "fn f() { json!({\"a\": f(x)[\"a\"]}) }")],
    ],
    good: &[
        (
            "src/domain/route.rs",
            "fn f() { headers.get(RETRY_AFTER); all[0]; vec![\"a\"]; for x in [\"a\"] {} json!([\"x\"]);
            assert!(g([\"a\"])); matches!(x, [\"a\"]); text.split(\"a\"); format!(\"{:?}\", [\"a\"]); }
            #[cfg(test)] mod tests { fn f() { body[\"model\"].get(\"x\"); } }",
        ),
        ("src/domain/llm/texts.rs", "fn f() { body[\"messages\"].get(\"content\"); }"),
        ("src/domain/compile/tests.rs", "fn f() { route[\"spec\"] = json!(1); }"),
        ("src/domain/compile/mod_of_tests.rs", "#[cfg(test)] mod tests;"),
    ],
}];

fn check(tree: &Tree) -> Vec<Finding> {
    let in_rooms = tree.program().filter(|file| ROOMS.iter().any(|room| file.is_in(room)));
    let of_objects = in_rooms.filter(|file| !BODIES.iter().any(|body| file.is_in(body)));
    let shipped = of_objects.filter(|file| !file.test && !file.path.ends_with("/tests.rs"));
    shipped
        .flat_map(|file| {
            let mut walk = Walk { test: false, found: Vec::new() };
            walk.visit_file(&file.ast);
            walk.found.into_iter().map(|line| {
                Finding::new(file, line, "looks a field up by a literal: read a type instead")
            })
        })
        .collect()
}

struct Walk {
    test: bool,
    /// Lines.
    found: Vec<usize>,
}

impl Walk {
    fn within(&mut self, attributes: &[syn::Attribute], inside: impl FnOnce(&mut Self)) {
        let before = self.test;
        self.test |= is_test(attributes);
        inside(self);
        self.test = before;
    }

    fn add(&mut self, line: usize) {
        if !self.test {
            self.found.push(line);
        }
    }

    /// The same among tokens that syn does not read.
    fn tokens(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, tree) in trees.iter().enumerate() {
            let TokenTree::Group(group) = tree else { continue };
            let before = at.checked_sub(1).map(|at| &trees[at]);
            let dot = at.checked_sub(2).map(|at| &trees[at]);
            let looks_up = match (group.delimiter(), before) {
                (Delimiter::Parenthesis, Some(TokenTree::Ident(name))) => {
                    let is_method =
                        matches!(dot, Some(TokenTree::Punct(dot)) if dot.as_char() == '.');
                    is_method && METHODS.contains(&&*name.to_string())
                }
                (Delimiter::Bracket, Some(TokenTree::Ident(name))) => {
                    !BEFORE_A_LIST.contains(&&*name.to_string())
                }
                (Delimiter::Bracket, Some(TokenTree::Group(before))) => {
                    before.delimiter() != Delimiter::Brace
                }
                _ => false,
            };
            if looks_up && is_text(group.stream()) {
                self.add(group.span_open().start().line);
            }
            self.tokens(group.stream());
        }
    }
}

/// Whether there is a text, and nothing else.
fn is_text(tokens: TokenStream) -> bool {
    syn::parse2::<syn::LitStr>(tokens).is_ok()
}

fn is_literal(expression: &syn::Expr) -> bool {
    matches!(expression, syn::Expr::Lit(literal) if matches!(literal.lit, syn::Lit::Str(_)))
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.within(&item.attrs, |walk| visit::visit_item_mod(walk, item));
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(&item.attrs, |walk| visit::visit_item_fn(walk, item));
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.within(&item.attrs, |walk| visit::visit_item_impl(walk, item));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if METHODS.contains(&&*call.method.to_string()) && call.args.iter().any(is_literal) {
            self.add(call.method.span().start().line);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
        if is_literal(&index.index) {
            self.add(index.bracket_token.span.open().start().line);
        }
        visit::visit_expr_index(self, index);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }
}
