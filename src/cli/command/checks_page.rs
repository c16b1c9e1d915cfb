//! `docs/checks.md`: a page of every rule, written from the rules themselves.

pub mod verdicts;

use std::fmt::Write as _;

use crate::domain::check::Rule;
use crate::domain::check::rule::RULES;
use crate::domain::check::suppress::ANNOTATION;

/// The families, by the first digit of their codes.
const FAMILIES: &[(&str, &str)] = &[
    ("AGW1", "References"),
    ("AGW2", "Credentials"),
    ("AGW3", "Routing"),
    ("AGW4", "Provider pitfalls"),
    ("AGW5", "Capability"),
    ("AGW6", "Schema violations"),
    ("AGW9", "Surroundings"),
];

/// The page.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(
        "<!-- written by `kubectl-agw generate`; do not edit -->\n\n# What `kubectl agw check` finds\n\n",
    );
    page += &format!(
        "Codes are stable: a code is never reused for another rule. `kubectl agw explain CODE` shows the \
         same text offline. To suppress findings of an object, annotate it with\n`{ANNOTATION}: \
         AGW3001,AGW4002`.\n\nErrors mean that requests fail; warnings that something works, but probably \
         not as intended; infos are worth knowing and shown with `--level info`.\n"
    );
    for (prefix, family) in FAMILIES {
        let rules: Vec<_> = RULES.iter().filter(|rule| rule.code.starts_with(prefix)).collect();
        let _ = write!(page, "\n## {family}\n\n| code | severity | what |\n|---|---|---|\n");
        for rule in &rules {
            let word = rule.severity.word();
            let anchor = anchor(rule);
            let _ = writeln!(page, "| [{}](#{anchor}) | {word} | {} |", rule.code, rule.title);
        }
        for rule in rules {
            entry(&mut page, rule);
        }
    }
    page += &verdicts::section();
    page
}

/// Writes the section of a rule.
pub(super) fn entry(page: &mut String, rule: &Rule) {
    let Rule { code, slug, title, what, why, wrong, right, .. } = rule;
    let severity = rule.severity.word();
    let _ = write!(
        page,
        "\n### {code} {slug}\n\n**{severity}**: {title}.\n\n{what}\n\n{why}\n\nWrong:\n\n```yaml\n{wrong}```\n\n\
         Right:\n\n```yaml\n{right}```\n"
    );
}

/// As GitHub makes it of the heading.
pub(super) fn anchor(rule: &Rule) -> String {
    format!("{}-{}", rule.code.to_lowercase(), rule.slug)
}
