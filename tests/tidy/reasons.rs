//! Reasons are values: who wants to know what a reason, a message or a hint means matches on it, and does not look for
//! words in its text. What an API server says is text, and is taken apart where it comes in; so are errors of libraries
//! that have no type for what they mean.

mod text;

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, Pat, Token};

use crate::files::{File, Tree};
use crate::mentions::is_test;
use crate::{Finding, Rule};
use text::{Scopes, Text};

/// Methods and functions that look into a text.
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

/// Methods that look into their argument.
const TESTS_OF_ARGUMENT: &[&str] = &["captures", "find", "is_match"];

/// Methods that hand what is in their receiver to a closure.
const HANDS: &[&str] = &[
    "and_then",
    "filter",
    "inspect",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "is_err_and",
    "map",
    "map_or",
    "map_or_else",
];

/// Where the words of others come in.
const OUTSIDE: &[&str] = &[
    "src/domain/snapshot/coverage",
    "src/edge/cluster",
    // What a controller wrote into a condition.
    "src/domain/crd/status",
    // The YAML crate's errors have no kind of their own for what a visitor says.
    "src/domain/value/yaml/line",
];

/// Files that look into the words of a library which has no type for what they mean: serde_json and serde_yaml put the place
/// behind them, and hyper says of a name only so that it is not found.
const LIBRARIES: &[&str] =
    &["src/domain/llm/peek/scan.rs", "src/domain/value/yaml.rs", "src/edge/proxy/connect.rs"];

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
        // Functions.
        &[("src/edge/proxy.rs", "fn f(r: &R) -> bool { str::contains(&r.reason, \"x\") }")],
        &[("src/edge/proxy.rs", "fn f(r: &R, p: &Regex) -> bool { p.is_match(&r.message) }")],
        &[(
            "src/edge/proxy.rs",
            "fn f(r: &R) -> bool { is_it(&r.reason.to_string()) }
             fn is_it(words: &str) -> bool { words.starts_with(\"x\") }",
        )],
        // Variables and closures.
        &[(
            "src/edge/proxy.rs",
            "fn f(r: &R) -> bool { let words = r.reason.with_word(); words.starts_with(\"x\") }",
        )],
        &[(
            "src/edge/proxy.rs",
            "fn f(r: &R) -> bool { let words = format!(\"{}\", r.reason); words.contains(\"x\") }",
        )],
        &[(
            "src/edge/proxy.rs",
            "fn f(why: &R) -> bool { let words = format!(\"{why:?}\"); words.contains(\"x\") }",
        )],
        &[(
            "src/edge/proxy.rs",
            "fn f(r: &R) -> bool { r.hint.is_some_and(|w| w.contains(\"x\")) }",
        )],
        &[("src/edge/proxy.rs", "fn f(r: &R) { r.hint.map(|w| w.split_once(\"x\")); }")],
        &[(
            "src/edge/proxy.rs",
            "fn f(r: &R) { if let Some(words) = r.next_of().hint { words.contains(\"x\"); } }",
        )],
        // Comparisons.
        &[("src/edge/proxy.rs", "fn f(r: &R) -> bool { r.reason == \"Invalid\" }")],
        &[("src/edge/proxy.rs", "fn f(r: &R) -> bool { r.status.reason == NO_FAULT }")],
        &[("src/edge/proxy.rs", "fn f(r: &R) -> bool { r.message == words::ABSENT }")],
        &[(
            "src/edge/proxy.rs",
            "fn f(all: &[R]) { let has = |reason: &str| all.iter().any(|r| r.reason == reason); }",
        )],
        &[("src/edge/proxy.rs", "fn f(r: &R, word: &str) -> bool { r.reason == word }")],
        &[("src/edge/proxy.rs", "fn f(r: &R) { match r.reason.as_str() { \"Invalid\" => {} _ => {} } }")],
        &[("src/edge/proxy.rs", "fn f(r: &R) -> bool { r.reason.to_string() == \"not found\" }")],
        &[("src/edge/proxy.rs", "fn f(r: &R) -> bool { \"not found\" != r.message }")],
        &[(
            "src/edge/proxy.rs",
            "fn f(r: &R) { match r.reason.to_string().as_str() { \"not found\" => g(), _ => {} } }",
        )],
        &[(
            "src/edge/proxy.rs",
            "fn f(r: &R) -> bool { matches!(r.hint.as_deref(), Some(\"not found\")) }",
        )],
    ],
    good: &[
        (
            "src/domain/check/rule/a.rs",
            "fn f(r: &R, words: &str) -> bool { r.reason == Reason::Invalid && r.reason == other.reason && words.contains(\"x\") }
             fn g(r: &R) -> bool { let words = r.name.to_string(); words.contains(\"x\") }
             fn h(r: &R) -> bool { is_it(&r.name) && r.why.is_some_and(|why| why == Why::Absent) }
             fn is_it(words: &str) -> bool { words.contains(\"x\") }
             #[cfg(test)] mod tests { fn f(r: &R) { assert!(r.reason.contains(\"x\")); } }",
        ),
        ("src/edge/cluster/explain.rs", "fn f(message: &str) -> bool { message.contains(\"x\") }"),
        ("src/cli/output.rs", "fn f(r: &R) -> String { format!(\"{}\", r.reason.clone()) }"),
    ],
}];

fn found(tree: &Tree) -> Vec<Finding> {
    let mut all = Vec::new();
    let inside = |file: &&File| {
        !OUTSIDE.iter().any(|folder| file.is_in(folder)) && !LIBRARIES.contains(&&*file.path)
    };
    for file in tree.program().filter(inside).filter(|file| !file.test) {
        let mut testers = Testers::default();
        testers.visit_file(&file.ast);
        let mut walk = Walk {
            found: Vec::new(),
            scopes: Scopes::default(),
            testers: testers.0,
            strings: Vec::new(),
        };
        walk.visit_file(&file.ast);
        walk.found.sort();
        walk.found.dedup();
        let finding = |(line, name): (usize, String)| {
            let what = format!("looks for words in `{name}`: match on what it means instead");
            Finding::new(file, line, what)
        };
        all.extend(walk.found.into_iter().map(finding));
    }
    all
}

/// The functions of a file that look into a parameter, and which.
#[derive(Default)]
struct Testers(BTreeMap<String, Vec<usize>>);

impl<'ast> Visit<'ast> for Testers {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let names = item.sig.inputs.iter().map(|input| match input {
            syn::FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(name) => name.ident.to_string(),
                _ => String::new(),
            },
            syn::FnArg::Receiver(_) => String::new(),
        });
        let mut looks = LooksInto::default();
        looks.visit_block(&item.block);
        let tested = names.enumerate().filter(|(_, name)| looks.0.contains(name));
        let tested: Vec<_> = tested.map(|(at, _)| at).collect();
        self.0.insert(item.sig.ident.to_string(), tested);
        visit::visit_item_fn(self, item);
    }
}

/// The variables that something looks into.
#[derive(Default)]
struct LooksInto(Vec<String>);

impl<'ast> Visit<'ast> for LooksInto {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let (true, Expr::Path(path)) = (is_search(call), &*call.receiver) {
            self.0.extend(path.path.get_ident().map(ToString::to_string));
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Whether a method looks into its receiver for a text.
fn is_search(call: &syn::ExprMethodCall) -> bool {
    let is_closure = |argument: &Expr| matches!(argument, Expr::Closure(_));
    TESTS.contains(&&*call.method.to_string()) && !call.args.iter().any(is_closure)
}

struct Walk {
    /// Lines, and the name that is looked into.
    found: Vec<(usize, String)>,
    scopes: Scopes,
    testers: BTreeMap<String, Vec<usize>>,
    /// The parameters that are texts, of all functions and closures around.
    strings: Vec<String>,
}

impl Walk {
    /// Walks through a function or closure with these parameters.
    fn with<'p>(
        &mut self,
        inputs: impl Iterator<Item = &'p syn::PatType>,
        walk: impl FnOnce(&mut Self),
    ) {
        let before = self.strings.len();
        self.strings.extend(inputs.filter(|input| is_text(&input.ty)).filter_map(|input| {
            match &*input.pat {
                Pat::Ident(name) => Some(name.ident.to_string()),
                _ => None,
            }
        }));
        walk(self);
        self.strings.truncate(before);
    }

    fn add(&mut self, line: usize, text: Option<Text>) {
        self.found.extend(text.map(|text| (line, text.name)));
    }

    /// A comparison with a text that is written, or handed over.
    fn compared(&mut self, with: &Expr, other: &Expr) {
        let text = self.scopes.text(other);
        if is_written(with) || named(with).is_some_and(|name| self.strings.contains(&name)) {
            self.add(other.span().start().line, text);
        }
    }

    /// Closures that get what is in `text`.
    fn handed(&mut self, call: &syn::ExprMethodCall, text: &Text) {
        for argument in &call.args {
            match argument {
                Expr::Closure(closure) => {
                    self.scopes.open();
                    closure.inputs.iter().for_each(|input| self.scopes.bind(input, Some(text)));
                    self.visit_expr(&closure.body);
                    self.scopes.close();
                }
                other => self.visit_expr(other),
            }
        }
    }
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.scopes.open();
        visit::visit_block(self, block);
        self.scopes.close();
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        let text = local.init.as_ref().and_then(|init| self.scopes.text(&init.expr));
        self.scopes.bind(&local.pat, text.as_ref());
    }

    fn visit_expr_let(&mut self, of: &'ast syn::ExprLet) {
        visit::visit_expr_let(self, of);
        let text = self.scopes.text(&of.expr);
        self.scopes.bind(&of.pat, text.as_ref());
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.scopes.open();
        closure.inputs.iter().for_each(|input| self.scopes.bind(input, None));
        let typed = closure.inputs.iter().filter_map(|input| match input {
            Pat::Type(typed) => Some(typed),
            _ => None,
        });
        self.with(typed, |walk| visit::visit_expr_closure(walk, closure));
        self.scopes.close();
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.with(typed(&item.sig), |walk| visit::visit_item_fn(walk, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.with(typed(&item.sig), |walk| visit::visit_impl_item_fn(walk, item));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let (name, line) = (call.method.to_string(), call.method.span().start().line);
        let text = self.scopes.text(&call.receiver);
        if is_search(call) {
            self.add(line, text.clone());
        }
        if TESTS_OF_ARGUMENT.contains(&&*name) {
            let argument = call.args.first().and_then(|one| self.scopes.text(one));
            self.add(line, argument);
        }
        match text.filter(|_| HANDS.contains(&&*name)) {
            Some(text) => {
                self.visit_expr(&call.receiver);
                self.handed(call, &text);
            }
            None => visit::visit_expr_method_call(self, call),
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(path) = &*call.func
            && let Some(name) = path.path.segments.last().map(|last| last.ident.to_string())
        {
            let own = self.testers.get(&name).filter(|_| path.path.segments.len() == 1).cloned();
            let looks = if TESTS.contains(&&*name) { vec![0] } else { own.unwrap_or_default() };
            for at in looks {
                let text = call.args.iter().nth(at).and_then(|one| self.scopes.text(one));
                self.add(call.span().start().line, text);
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if matches!(binary.op, syn::BinOp::Eq(_) | syn::BinOp::Ne(_)) {
            self.compared(&binary.left, &binary.right);
            self.compared(&binary.right, &binary.left);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_match(&mut self, of: &'ast syn::ExprMatch) {
        if of.arms.iter().any(|arm| has_text(&arm.pat)) {
            let text = self.scopes.text(&of.expr);
            self.add(of.match_token.span.start().line, text);
        }
        self.visit_expr(&of.expr);
        let text = self.scopes.text(&of.expr);
        for arm in &of.arms {
            self.scopes.open();
            self.scopes.bind(&arm.pat, text.as_ref());
            visit::visit_arm(self, arm);
            self.scopes.close();
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if mac.path.is_ident("matches") && self.matched(mac).is_ok() {
            return;
        }
        let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
        match parse.parse2(mac.tokens.clone()) {
            Ok(arguments) => arguments.iter().for_each(|one| self.visit_expr(one)),
            Err(_) => in_tokens(mac.tokens.clone(), &mut self.found),
        }
    }
}

impl Walk {
    /// `matches!(expression, pattern if guard)`.
    fn matched(&mut self, mac: &syn::Macro) -> syn::Result<()> {
        let parse = |input: syn::parse::ParseStream<'_>| {
            let expression: Expr = input.parse()?;
            input.parse::<Token![,]>()?;
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            let guard = input.parse::<Option<Token![if]>>()?;
            let guard: Option<Expr> = guard.map(|_| input.parse()).transpose()?;
            input.parse::<Option<Token![,]>>()?;
            Ok((expression, pattern, guard))
        };
        let (expression, pattern, guard) = parse.parse2(mac.tokens.clone())?;
        self.visit_expr(&expression);
        let text = self.scopes.text(&expression);
        if has_text(&pattern) {
            self.add(mac.path.span().start().line, text.clone());
        }
        self.scopes.open();
        self.scopes.bind(&pattern, text.as_ref());
        guard.iter().for_each(|guard| self.visit_expr(guard));
        self.scopes.close();
        Ok(())
    }
}

/// Whether an expression is a text with something in it, or a constant.
fn is_written(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => !text.value().is_empty(),
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
            last.ident
                .to_string()
                .chars()
                .all(|c| c.is_ascii_uppercase() || "_0123456789".contains(c))
        }),
        Expr::Reference(inner) => is_written(&inner.expr),
        _ => false,
    }
}

/// The variable that an expression is.
fn named(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(inner) => named(&inner.expr),
        Expr::Unary(inner) => named(&inner.expr),
        _ => None,
    }
}

fn typed(signature: &syn::Signature) -> impl Iterator<Item = &syn::PatType> {
    signature.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(typed) => Some(typed),
        syn::FnArg::Receiver(_) => None,
    })
}

/// `str`, `String` and references to them.
fn is_text(of: &syn::Type) -> bool {
    match of {
        syn::Type::Reference(inner) => is_text(&inner.elem),
        syn::Type::Path(path) => path.path.is_ident("str") || path.path.is_ident("String"),
        _ => false,
    }
}

/// Whether a pattern has a text with something in it.
fn has_text(pattern: &Pat) -> bool {
    match pattern {
        Pat::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => !text.value().is_empty(),
        Pat::Or(any) => any.cases.iter().any(has_text),
        Pat::TupleStruct(of) => of.elems.iter().any(has_text),
        Pat::Reference(inner) => has_text(&inner.pat),
        Pat::Paren(inner) => has_text(&inner.pat),
        _ => false,
    }
}

/// `reason`, methods that leave it as it is, and one that looks into it, in tokens that are no expressions.
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
                    Some(reason) if text::keeps(&word) => name = Some(reason),
                    _ => name = text::is_name(&word).then_some(word),
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
