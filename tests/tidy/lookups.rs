//! Objects are read into types: nobody picks a field out of JSON by its name where a route or the table of routes is made.
//! A field whose name is misspelt in the program, or in a user's policy, would be one that is not there. A constant text is a
//! literal too.

use std::collections::BTreeSet;

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

/// Claims of tokens are the issuer's (RFC 7519), and `spec` reads every policy.
const UNTYPED: &[&str] = &["src/domain/route/policy/jwt", "src/domain/route/policy/spec"];

/// Keys of ConfigMaps and Secrets, whose data is a map.
const DATA_KEYS: &[&str] = &["authorities::KEY", "DEFAULT_DATA_KEY"];

/// Words that a list may stand behind, which is no index then.
const BEFORE_A_LIST: &[&str] =
    &["in", "return", "match", "if", "else", "while", "mut", "break", "move", "as", "let", "ref"];

pub const RULES: &[Rule] = &[Rule {
    name: "no-look-up-by-literal",
    check,
    broken: &[
        &[("src/domain/route/policy/guard.rs", "fn f() { written.get(\"regex\"); }")],
        &[("src/domain/compile/model_rules.rs", "fn f() { spec.pointer(\"/a/b\").is_some() }")],
        &[("src/domain/compile/model_rules.rs", "fn f() { spec.pointer_mut(\"/a/b\"); }")],
        &[("src/domain/route.rs", "impl S { fn f() { g(|| body[\"model\"].as_str()) } }")],
        &[("src/domain/compile.rs", "fn f() { auth.others.contains_key(\"passthrough\") }")],
        &[("src/domain/route.rs", "fn f() { format!(\"{}\", body[\"model\"][\"name\"]) }")],
        &[("src/domain/route.rs", "fn f() { matches!(a.get(\"x\"), Some(_)) }")],
        &[("src/domain/route.rs", "fn f() { spec.remove(\"x\"); }")],
        &[("src/domain/route.rs", "fn f() { json!({\"a\": f(x)[\"a\"]}) }")],
        &[("src/domain/route.rs", "const MODEL: &str = \"model\"; fn f() { body.get(MODEL); }")],
        &[("src/domain/route.rs", "fn f() { const M: &'static str = \"model\"; body[M].as_str() }")],
        &[
            ("src/domain/route.rs", "fn f() { body.get(super::value::MODEL); }"),
            ("src/domain/value.rs", "pub static MODEL: &str = \"model\";"),
        ],
        &[("src/domain/route.rs", "impl S { const M: &str = \"m\"; fn f() { body.remove(Self::M); } }")],
        &[("src/domain/route.rs", "const M: &str = \"m\"; fn f() { assert!(body.get(M).is_some()); }")],
        &[("src/domain/route.rs", "static READ: fn(&V) = |body| { body.get(\"model\"); };")],
    ],
    good: &[
        (
            "src/domain/route.rs",
            "fn f() { headers.get(RETRY_AFTER); all[0]; vec![\"a\"]; for x in [\"a\"] {} json!([\"x\"]);
            assert!(g([\"a\"])); matches!(x, [\"a\"]); text.split(\"a\"); format!(\"{:?}\", [\"a\"]); }
            #[cfg(test)] mod tests { fn f() { body[\"model\"].get(\"x\"); } }",
        ),
        (
            "src/domain/compile/tls.rs",
            "const TYPE: HeaderName = X; fn f() { data.get(authorities::KEY); headers.get(TYPE); all[MOST]; }",
        ),
        ("src/domain/snapshot/authorities.rs", "pub const KEY: &str = \"ca.crt\";"),
        ("src/domain/llm/texts.rs", "fn f() { body[\"messages\"].get(\"content\"); }"),
        ("src/domain/compile/tests.rs", "fn f() { route[\"spec\"] = json!(1); }"),
        ("src/domain/compile/mod_of_tests.rs", "#[cfg(test)] mod tests;"),
    ],
}];

fn check(tree: &Tree) -> Vec<Finding> {
    let mut texts = Texts::default();
    tree.program().filter(|file| !file.test).for_each(|file| texts.visit_file(&file.ast));
    let in_rooms = tree.program().filter(|file| ROOMS.iter().any(|room| file.is_in(room)));
    let of_objects = in_rooms.filter(|file| !BODIES.iter().any(|body| file.is_in(body)));
    let shipped = of_objects.filter(|file| !file.test && !file.path.ends_with("/tests.rs"));
    shipped
        .flat_map(|file| {
            let untyped = UNTYPED.iter().any(|room| file.is_in(room));
            let texts = if untyped { Texts::default() } else { texts.clone() };
            let mut walk = Walk { test: false, texts, found: Vec::new() };
            walk.visit_file(&file.ast);
            walk.found.into_iter().map(|line| {
                Finding::new(file, line, "looks a field up by a literal: read a type instead")
            })
        })
        .collect()
}

/// The names of constants that are texts.
#[derive(Clone, Default)]
struct Texts(BTreeSet<String>);

impl Texts {
    fn add(&mut self, name: &syn::Ident, ty: &syn::Type) {
        let syn::Type::Reference(reference) = ty else { return };
        let is_text =
            matches!(&*reference.elem, syn::Type::Path(path) if path.path.is_ident("str"));
        if is_text {
            self.0.insert(name.to_string());
        }
    }

    /// Whether an expression is one of them.
    fn has(&self, expression: &syn::Expr) -> bool {
        match expression {
            syn::Expr::Path(path) => {
                let names: Vec<_> =
                    path.path.segments.iter().map(|one| one.ident.to_string()).collect();
                let is_key = DATA_KEYS.iter().any(|key| names.join("::").ends_with(key));
                !is_key && names.last().is_some_and(|name| self.0.contains(name))
            }
            syn::Expr::Reference(inner) => self.has(&inner.expr),
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Texts {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.add(&item.ident, &item.ty);
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.add(&item.ident, &item.ty);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.add(&item.ident, &item.ty);
    }
}

struct Walk {
    test: bool,
    texts: Texts,
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

    /// Whether there is a text, or a constant that is one, and nothing else.
    fn is_text(&self, tokens: TokenStream) -> bool {
        let read = syn::parse2::<syn::Expr>(tokens);
        read.is_ok_and(|expression| is_literal(&expression) || self.texts.has(&expression))
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
            if looks_up && self.is_text(group.stream()) {
                self.add(group.span_open().start().line);
            }
            self.tokens(group.stream());
        }
    }
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
        if METHODS.contains(&&*call.method.to_string())
            && call.args.iter().any(|one| is_literal(one) || self.texts.has(one))
        {
            self.add(call.method.span().start().line);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
        if is_literal(&index.index) || self.texts.has(&index.index) {
            self.add(index.bracket_token.span.open().start().line);
        }
        visit::visit_expr_index(self, index);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }
}
