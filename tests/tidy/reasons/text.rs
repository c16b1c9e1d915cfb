//! Which expressions of a function are the text of a reason, as far as syn can tell: by their names, by how they were
//! made of one, and through `let`, closures and patterns.

use std::collections::BTreeMap;

use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, Pat, Token};

/// What a reason is called.
const NAMES: &[&str] = &["reason", "message", "hint", "error", "why", "trouble", "refusal"];
/// Methods behind which a text is still the same.
const SAME: &[&str] = &[
    "as_deref",
    "as_ref",
    "as_str",
    "clone",
    "cloned",
    "into_owned",
    "to_ascii_lowercase",
    "to_lowercase",
    "to_owned",
    "trim",
    "unwrap_or_default",
];

/// Methods that make the sentence of a reason.
const SENTENCES: &[&str] = &["sentence", "to_string", "with_word", "words"];

/// What a text is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What the reason, or the variable with its text, is called.
    pub name: String,
}

/// The variables that hold such texts, from the outermost scope to the innermost.
#[derive(Default)]
pub struct Scopes(Vec<BTreeMap<String, Option<Text>>>);

impl Scopes {
    /// Opens a scope.
    pub fn open(&mut self) {
        self.0.push(BTreeMap::new());
    }

    /// Closes the innermost.
    pub fn close(&mut self) {
        self.0.pop();
    }

    /// That the names of a pattern are of this text, or of none.
    pub fn bind(&mut self, pattern: &Pat, text: Option<&Text>) {
        let mut names = Vec::new();
        idents(pattern, &mut names);
        let Some(scope) = self.0.last_mut() else { return };
        for name in names {
            // One that is called as a reason is one, wherever it comes from.
            if text.is_some() || !NAMES.contains(&&*name) {
                scope.insert(name, text.cloned());
            }
        }
    }

    /// The text that an expression is; none where it is none of a reason.
    pub fn text(&self, expression: &Expr) -> Option<Text> {
        match expression {
            Expr::Field(field) => match &field.member {
                syn::Member::Named(name) => called(&name.to_string()),
                syn::Member::Unnamed(_) => None,
            },
            Expr::Path(path) => self.variable(&path.path.get_ident()?.to_string()),
            Expr::MethodCall(call) => self.method(call),
            Expr::Macro(of) if of.mac.path.is_ident("format") => self.formatted(&of.mac),
            Expr::Paren(inner) => self.text(&inner.expr),
            Expr::Reference(inner) => self.text(&inner.expr),
            Expr::Try(inner) => self.text(&inner.expr),
            Expr::Unary(inner) => self.text(&inner.expr),
            Expr::Index(inner) => self.text(&inner.expr),
            _ => None,
        }
    }

    fn variable(&self, name: &str) -> Option<Text> {
        let known = self.0.iter().rev().find_map(|scope| scope.get(name));
        known.cloned().unwrap_or_else(|| called(name))
    }

    fn method(&self, call: &syn::ExprMethodCall) -> Option<Text> {
        let name = call.method.to_string();
        if keeps(&name) {
            return self.text(&call.receiver);
        }
        called(&name)
    }

    /// `format!("{reason}")`, `format!("{}", x.reason)`.
    fn formatted(&self, mac: &syn::Macro) -> Option<Text> {
        let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
        let arguments = parse.parse2(mac.tokens.clone()).ok()?;
        let first = arguments.first()?;
        let inline = match first {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
            _ => String::new(),
        };
        let holes = inline.split('{').skip(1).filter_map(|hole| hole.split(['}', ':']).next());
        let named = holes.map(str::to_owned).find_map(|name| self.variable(&name));
        named.or_else(|| arguments.iter().skip(1).find_map(|one| self.text(one)))
    }
}

fn called(name: &str) -> Option<Text> {
    is_name(name).then(|| Text { name: name.to_owned() })
}

fn idents(pattern: &Pat, into: &mut Vec<String>) {
    match pattern {
        Pat::Ident(one) => into.push(one.ident.to_string()),
        Pat::Reference(inner) => idents(&inner.pat, into),
        Pat::Type(inner) => idents(&inner.pat, into),
        Pat::Paren(inner) => idents(&inner.pat, into),
        // `Some(words)`, `Ok(words)`.
        Pat::TupleStruct(of) => of.elems.iter().for_each(|one| idents(one, into)),
        _ => {}
    }
}

/// Whether a reason is called so.
pub fn is_name(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Whether a method leaves a text as it is, or makes it of a reason.
pub fn keeps(method: &str) -> bool {
    SAME.contains(&method) || SENTENCES.contains(&method)
}
