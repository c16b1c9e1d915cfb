//! Room: a file of the program ends at 450 lines and aims at 300, a function of it ends at 60 and aims at 50. Tests end at
//! 600 and 80, for they hold tables. Only the ends fail.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use crate::files::{File, Tree};
use crate::mentions::is_test;
use crate::{Finding, Rule};

const FILE_AIM: usize = 300;
const FILE_END: usize = 450;
const TEST_FILE_END: usize = 600;
const FUNCTION_AIM: usize = 50;
const FUNCTION_END: usize = 60;
const TEST_FUNCTION_END: usize = 80;

/// A text ten times.
macro_rules! ten {
    ($text:expr) => {
        concat!($text, $text, $text, $text, $text, $text, $text, $text, $text, $text)
    };
}

const TEN: &str = ten!("// a line\n");
const SIXTY: &str =
    concat!("fn f() {\n", ten!("//\n//\n//\n//\n//\n"), "//\n//\n//\n//\n//\n//\n//\n//\n}\n");
const OVER_SIXTY: &str =
    concat!("#[inline]\nfn f(\n) {\n", ten!("//\n//\n//\n//\n//\n//\n"), "}\n");
const LONG_METHOD: &str =
    concat!("impl S { fn f() {\n", ten!("//\n//\n//\n//\n//\n//\n"), "}\n}\n");
const LONG_CLOSURE: &str =
    concat!("static F: fn() = || {\n", ten!("//\n//\n//\n//\n//\n//\n"), "};\n");
const LONG_ROW: &str = concat!(
    "const ROWS: &[Row] = &[Row {\nf: |x| {\n",
    ten!("//\n//\n//\n//\n//\n//\n"),
    "}\n}];\n"
);
const SEVENTY_TEST: &str =
    concat!("#[cfg(test)] mod t { fn f() {\n", ten!("//\n//\n//\n//\n//\n//\n//\n"), "}\n}\n");
const LONG_TEST: &str =
    concat!("#[cfg(test)] mod t { fn f() {\n", ten!("//\n//\n//\n//\n//\n//\n//\n//\n"), "}\n}\n");
const FOUR_HUNDRED_FIFTY: &str = ten!(concat!(ten!("//\n//\n//\n//\n"), "//\n//\n//\n//\n//\n"));
const OVER_FOUR_HUNDRED_FIFTY: &str =
    concat!(ten!(concat!(ten!("//\n//\n//\n//\n"), "//\n//\n//\n//\n//\n")), "//\n");
const SIX_HUNDRED: &str = ten!(ten!("//\n//\n//\n//\n//\n//\n"));
const OVER_SIX_HUNDRED: &str = concat!(ten!(ten!("//\n//\n//\n//\n//\n//\n")), "//\n");

pub const RULES: &[Rule] = &[
    Rule {
        name: "room-of-a-file",
        check: files_over_end,
        broken: &[&[("src/a.rs", OVER_FOUR_HUNDRED_FIFTY)], &[("tests/a.rs", OVER_SIX_HUNDRED)]],
        good: &[("src/a.rs", FOUR_HUNDRED_FIFTY), ("src/b.rs", TEN), ("tests/a.rs", SIX_HUNDRED)],
    },
    Rule {
        name: "room-of-a-function",
        check: functions_over_end,
        broken: &[
            &[("src/a.rs", OVER_SIXTY)],
            &[("src/a.rs", LONG_METHOD)],
            &[("src/a.rs", LONG_TEST)],
            &[("src/a.rs", LONG_CLOSURE)],
            &[("src/a.rs", LONG_ROW)],
        ],
        good: &[("src/a.rs", SIXTY), ("src/b.rs", SEVENTY_TEST), ("src/c.rs", OVER_SIX_HUNDRED)],
    },
];

fn files_over_end(tree: &Tree) -> Vec<Finding> {
    let finding = |file: &File| {
        let (lines, end) = (file.source.lines().count(), end_of_file(file));
        let what = || format!("has {lines} lines, {end} is the end");
        (lines > end).then(|| Finding::new(file, end + 1, what()))
    };
    tree.files.iter().filter_map(finding).collect()
}

fn end_of_file(file: &File) -> usize {
    if file.test { TEST_FILE_END } else { FILE_END }
}

fn functions_over_end(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        for Function { name, line, lines, test } in functions(file) {
            let end = if test { TEST_FUNCTION_END } else { FUNCTION_END };
            if lines > end {
                let what = format!("`{name}` has {lines} lines, {end} is the end");
                found.push(Finding::new(file, line, what));
            }
        }
    }
    found
}

/// How many files and functions of the program are over what they aim at. Tests count for a file, not for functions.
pub fn aims(tree: &Tree) -> String {
    let files = tree.program().filter(|file| file.source.lines().count() > FILE_AIM).count();
    let over = |function: &Function| !function.test && function.lines > FUNCTION_AIM;
    let functions: usize =
        tree.program().map(|file| functions(file).iter().filter(|f| over(f)).count()).sum();
    format!("{files} files over {FILE_AIM} lines, {functions} functions over {FUNCTION_AIM}")
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
    test: bool,
}

fn functions(file: &File) -> Vec<Function> {
    let mut walk = Walk { test: file.test, depth: 0, found: Vec::new() };
    walk.visit_file(&file.ast);
    walk.found
}

struct Walk {
    test: bool,
    /// Blocks around.
    depth: usize,
    found: Vec<Function>,
}

impl Walk {
    /// From the signature to the closing brace; attributes and comments above are free.
    fn add(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let line = signature.span().start().line;
        let lines = body.span().end().line + 1 - line;
        let name = signature.ident.to_string();
        self.found.push(Function { name, line, lines, test: self.test });
    }
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let before = self.test;
        self.test |= is_test(&item.attrs);
        visit::visit_item_mod(self, item);
        self.test = before;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    /// Of a constant, a static or the row of a table. Those in functions count with them.
    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        let (start, end) = (closure.span().start().line, closure.body.span().end().line);
        if self.depth == 0 {
            let name = "a closure".to_owned();
            self.found.push(Function {
                name,
                line: start,
                lines: end + 1 - start,
                test: self.test,
            });
        }
        visit::visit_expr_closure(self, closure);
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.depth += 1;
        visit::visit_block(self, block);
        self.depth -= 1;
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            self.add(&item.sig, body);
        }
        visit::visit_trait_item_fn(self, item);
    }
}
