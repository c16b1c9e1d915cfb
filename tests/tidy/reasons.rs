//! Reasons are values: who wants to know what a reason, a message or a hint means matches on it, and does not look for
//! words in its text. What an API server says is text, and is taken apart where it comes in; so are errors of libraries
//! that have no type for what they mean.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::files::{File, Tree};
use crate::mentions::is_test;
use crate::{Finding, Rule};

/// What a reason is called.
const NAMES: &[&str] = &["reason", "message", "hint", "error", "why", "trouble", "refusal"];

/// Methods that look into a text.
const TESTS: &[&str] = &[
    "contains",
    "ends_with",
    "eq_ignore_ascii_case",
    "find",
    "matches",
    "rfind",
    "rsplit_once",
    "split",
    "split_once",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
];

/// Methods behind which a text is still the same.
const SAME: &[&str] = &[
    "as_deref",
    "as_ref",
    "as_str",
    "clone",
    "to_ascii_lowercase",
    "to_lowercase",
    "to_string",
    "trim",
];

/// Where the words of others come in.
const OUTSIDE: &[&str] = &[
    "src/domain/snapshot/coverage",
    "src/edge/cluster",
    // The YAML crate's errors have no kind of their own for what a visitor says.
    "src/domain/value/yaml/line",
];

pub const RULES: &[Rule] = &[Rule {
    name: "reasons-are-no-text",
    check: found,
    broken: &[
        &[("src/domain/check/rule/a.rs", "fn f(r: &R) -> bool { r.reason.contains(\"not\") }")],
        &[(
            "src/domain/registry.rs",
            "fn f(r: &R) { match r.reason.split_once(\": \") { _ => {} } }",
        )],
        &[("src/cli/output.rs", "fn f(message: &str) -> bool { message.starts_with(\"x\") }")],
        &[(
            "src/cli/output.rs",
            "fn f(r: &R) -> bool { r.status.reason.as_str().ends_with(\"x\") }",
        )],
        &[("src/cli/output.rs", "fn f(r: &R) { g(|| (r.hint.as_deref()?).strip_prefix(\"x\")) }")],
        &[("src/edge/proxy.rs", "fn f(r: &R) { vec![r.reason.to_string().contains(\"x\")]; }")],
        &[(
            "src/edge/proxy.rs",
            "fn f(r: &R) -> bool { matches!(r, R { reason } if reason.contains('x')) }",
        )],
        &[("src/edge/proxy.rs", "fn f(e: &E) -> bool { e.reason().contains(\"x\") }")],
        &[(
            "src/edge/proxy.rs",
            "fn f(error: &E) -> bool { error.to_string().trim().contains(\"x\") }",
        )],
    ],
    good: &[
        (
            "src/domain/check/rule/a.rs",
            "fn f(r: &R, words: &str) -> bool { r.reason == \"Invalid\" && words.contains(\"x\") }
             #[cfg(test)] mod tests { fn f(r: &R) { assert!(r.reason.contains(\"x\")); } }",
        ),
        ("src/edge/cluster/explain.rs", "fn f(message: &str) -> bool { message.contains(\"x\") }"),
        ("src/cli/output.rs", "fn f(r: &R) -> String { format!(\"{}\", r.reason.clone()) }"),
    ],
}];

fn found(tree: &Tree) -> Vec<Finding> {
    let mut all = Vec::new();
    let inside = |file: &&File| !OUTSIDE.iter().any(|folder| file.is_in(folder));
    for file in tree.program().filter(inside).filter(|file| !file.test) {
        let mut walk = Walk { found: Vec::new() };
        walk.visit_file(&file.ast);
        let finding = |(line, name): (usize, String)| {
            let what = format!("looks for words in `{name}`: match on what it means instead");
            Finding::new(file, line, what)
        };
        all.extend(walk.found.into_iter().map(finding));
    }
    all
}

struct Walk {
    /// Lines, and the name that is looked into.
    found: Vec<(usize, String)>,
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if TESTS.contains(&&*call.method.to_string()) {
            let name = named(&call.receiver);
            self.found.extend(name.map(|name| (call.method.span().start().line, name)));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        in_tokens(mac.tokens.clone(), &mut self.found);
    }
}

/// The name of a reason that an expression is the text of.
fn named(expression: &syn::Expr) -> Option<String> {
    let name = match expression {
        syn::Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(_) => return None,
        },
        syn::Expr::Path(path) => path.path.get_ident()?.to_string(),
        syn::Expr::MethodCall(call) if SAME.contains(&&*call.method.to_string()) => {
            return named(&call.receiver);
        }
        syn::Expr::MethodCall(call) => call.method.to_string(),
        syn::Expr::Paren(inner) => return named(&inner.expr),
        syn::Expr::Reference(inner) => return named(&inner.expr),
        syn::Expr::Try(inner) => return named(&inner.expr),
        syn::Expr::Unary(inner) => return named(&inner.expr),
        _ => return None,
    };
    NAMES.contains(&&*name).then_some(name)
}

/// The same in the arguments of a macro, which are no expressions yet: `reason`, methods that leave it as it is, and one
/// that looks into it.
fn in_tokens(tokens: TokenStream, found: &mut Vec<(usize, String)>) {
    let mut name = None;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                match name.take() {
                    Some(reason) if TESTS.contains(&&*word) => {
                        found.push((ident.span().start().line, reason));
                    }
                    Some(reason) if SAME.contains(&&*word) => name = Some(reason),
                    _ => name = NAMES.contains(&&*word).then_some(word),
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == '.' => {}
            TokenTree::Group(group) => {
                let is_call = group.stream().is_empty();
                in_tokens(group.stream(), found);
                name = name.filter(|_| is_call);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => name = None,
        }
    }
}
