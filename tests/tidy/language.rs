//! The words of users: what they read is said in kubectl's, curl's and the Gateway API's words, and not in those that
//! read as translated. Held to it are the pages, the texts of the program's sources, and every page of help.
//!
//! Code on a page (in backticks or fenced) is not prose, and neither is a comment of the sources, which the help pages
//! show where users read it.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::files::{File, Page, Tree};
use crate::{Finding, Rule};

/// Words that read as translated, and what to say instead.
const WORDS: &[(&str, &str)] = &[
    ("aloud", "reported"),
    ("are asked", "are called, are requested"),
    ("are refused", "are rejected"),
    ("are taken", "are accepted"),
    ("at once", "immediately"),
    ("carried", "supported"),
    ("carries", "supports, has"),
    ("catalogue", "catalog"),
    ("colour", "color"),
    ("cut off by", "closed by"),
    ("for ever", "indefinitely"),
    ("goes on", "is forwarded"),
    ("goes out", "is sent"),
    ("hangs on", "depends on"),
    ("honour", "honor"),
    ("in force", "in effect"),
    ("in silence", "silently"),
    ("in the place of", "instead of"),
    ("is asked", "is called, is requested"),
    ("is none", "invalid, not found"),
    ("is not there", "not found, is required"),
    ("is refused", "is rejected, is invalid"),
    ("is said", "is reported"),
    ("is taken", "is accepted"),
    ("leave it out", "remove it"),
    ("leaves out", "skips"),
    ("left hanging", "left dangling"),
    ("left out", "skipped, ignored"),
    ("left undone", "not implemented"),
    ("licence", "license"),
    ("may not be read", "can't be read"),
    ("misspelt", "misspelled"),
    ("nobody", "no client, unused, unknown"),
    ("refuses", "rejects"),
    ("somebody", "someone, another manager"),
    ("stands", "is"),
    ("without a word", "silently"),
];

/// Where such a word is meant: a path, and what the line has.
const EXCEPTIONS: &[(&str, &str)] = &[
    // The effect of a rejection in JSON, which scripts compare.
    ("src/domain/compile/rejection.rs", "left out"),
    ("src/domain/compile/rejection.rs", "refuses"),
];

/// The page for those who change the program, in its own words.
const FOR_AUTHORS: &str = "docs/ARCHITECTURE.md";

pub const RULES: &[Rule] = &[Rule {
    name: "words-of-users",
    check: found,
    broken: &[
        &[("src/a.rs", "fn f() { say(\"requests are left out\"); }")],
        &[("src/a.rs", "fn f() -> String { format!(\"{} is no URL\", x) }")],
        &[("src/a.rs", "#[error(\"a key is none\")] struct E;")],
        &[("docs/a.md", "Every policy\nis carried.")],
        &[("docs/a.md", "A price Catalogue.")],
    ],
    good: &[
        (
            "src/a.rs",
            "//! It stands here, and is no text.\n/// It is said.\nfn f() { g(\"carried\", \"left_out x\"); }
             #[cfg(test)] mod tests { fn f() { g(\"it is left out\"); } }",
        ),
        ("docs/a.md", "There is no cluster, which is no longer read; `left out`.\n```\nis carried\n```\n"),
    ],
}];

fn found(tree: &Tree) -> Vec<Finding> {
    let mut all = Vec::new();
    for file in tree.program().filter(|file| !file.test) {
        for (line, text) in texts(file) {
            all.extend(said(&file.path, line, &text));
        }
    }
    tree.pages.iter().filter(|page| page.path != FOR_AUTHORS).for_each(|page| {
        all.extend(prose(page).flat_map(|(line, text)| said(&page.path, line, &text)));
    });
    all
}

/// What is wrong with the words of a text that users read.
pub fn said(path: &str, line: usize, text: &str) -> Vec<Finding> {
    let text = without_code(text).to_lowercase();
    let is_meant = |word: &str| EXCEPTIONS.iter().any(|row| row.0 == path && word == row.1);
    let words = WORDS.iter().filter(|row| has(&text, row.0) && !is_meant(row.0));
    let words = words.map(|(word, better)| format!("says `{word}`: say {better}"));
    let none = is_no(&text)
        .then(|| "says that something `is no …`: say `invalid …` or `isn't …`".to_owned());
    words.chain(none).map(|what| Finding::at(path, line, what)).collect()
}

/// Whether the words are in the text, as whole words; a slug (`policy-not-carried`) has no words.
fn has(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

/// `is no URL`; not `there is no cluster` and `is no longer`.
fn is_no(text: &str) -> bool {
    ["is no ", "are no "].iter().any(|words| {
        text.match_indices(words).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + words.len()..]);
            let starts = before.is_empty() || before.ends_with(' ');
            starts && !before.trim_end().ends_with("there") && !after.starts_with("longer")
        })
    })
}

/// The text without what stands in backticks.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

/// Lines of a page that are prose, each with the one before it, over whose end words may go.
fn prose(page: &Page) -> impl Iterator<Item = (usize, String)> {
    let mut fenced = false;
    let mut before = String::new();
    page.text.lines().enumerate().filter_map(move |(index, line)| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        if fenced || is_fence {
            before.clear();
            return None;
        }
        let tail = before.rsplit(' ').take(2).collect::<Vec<_>>();
        let tail = tail.into_iter().rev().collect::<Vec<_>>().join(" ");
        let text = format!("{tail} {line}");
        before = line.to_owned();
        Some((index + 1, text))
    })
}

/// The texts of a file with more than a word, outside its tests and comments.
fn texts(file: &File) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    let tokens: TokenStream = file.source.parse().expect("syn has parsed it");
    collect(tokens, &mut all);
    all
}

fn collect(tokens: TokenStream, into: &mut Vec<(usize, String)>) {
    let mut skips = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let words = group.stream().to_string();
                if words.starts_with("cfg") && words.contains("test") {
                    skips = true;
                } else if group.delimiter() == Delimiter::Brace && skips {
                    skips = false;
                } else if !(words.starts_with("doc =") || words.starts_with("doc=")) {
                    collect(group.stream(), into);
                }
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.contains('"') && text.contains(' ') {
                    into.push((literal.span().start().line, joined(&text)));
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => skips = false,
            TokenTree::Punct(_) | TokenTree::Ident(_) => {}
        }
    }
}

/// A text that goes over several lines of the source, as it is read.
fn joined(text: &str) -> String {
    text.split("\\\n").map(str::trim_start).collect()
}

#[test]
fn help_is_in_the_words_of_users() {
    let mut found = Vec::new();
    let mut commands = vec![kubectl_agw::cli::definition()];
    while let Some(mut command) = commands.pop() {
        let page = command.render_long_help().to_string();
        found.extend(said(command.get_name(), 1, &page));
        commands.extend(command.get_subcommands().cloned());
    }
    assert!(found.is_empty(), "{found:#?}");
}
