//! `explain AGW1003`: the page of a rule, offline.

use serde::Serialize;

use super::ExplainFormat;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, shape::One};
use crate::domain::check::suppress::ANNOTATION;
use crate::domain::check::{self, Rule, rule::RULES};
use crate::domain::upgrade::{self, rule::CHANGES};

#[derive(Serialize)]
struct Page<'a> {
    code: &'a str,
    rule: &'a str,
    severity: &'a str,
    title: &'a str,
    what: &'a str,
    why: &'a str,
    wrong: &'a str,
    right: &'a str,
}

pub(super) fn run(code: &str, format: ExplainFormat) -> Result<Exit, Failure> {
    let change = || upgrade::named(code).map(|change| &change.rule);
    let rule = check::named(code).or_else(change).ok_or_else(|| unknown(code))?;
    match format {
        ExplainFormat::Text => output::verbatim(&text(rule))?,
        ExplainFormat::Json | ExplainFormat::Yaml => {
            let page = One::new("CheckRule", page(rule));
            output::structured(&page, format == ExplainFormat::Yaml)?;
        }
    }
    Ok(Exit::Done)
}

fn page(rule: &Rule) -> Page<'static> {
    Page {
        code: rule.code,
        rule: rule.slug,
        severity: rule.severity.word(),
        title: rule.title,
        what: rule.what,
        why: rule.why,
        wrong: rule.wrong,
        right: rule.right,
    }
}

fn text(rule: &Rule) -> String {
    let Rule { code, slug, title, what, why, .. } = rule;
    let skip = match check::named(code) {
        Some(_) => format!(", or run check with --skip {code}"),
        None => String::new(),
    };
    format!(
        "{code} {slug} ({}): {title}\n\nWHAT\n{}\nWHY\n{}\nWRONG\n{}\nRIGHT\n{}\nSUPPRESS\n{}",
        rule.severity.word(),
        wrapped(what),
        wrapped(why),
        indented(rule.wrong),
        indented(rule.right),
        wrapped(&format!("Annotate the object with {ANNOTATION}: {code}{skip}."))
    )
}

/// Lines of at most 96 characters, two blanks in.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.last().is_some_and(|line| line.len() + word.len() > 96);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.into_iter().map(|line| format!("  {line}\n")).collect()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}

fn unknown(code: &str) -> Failure {
    let upper = code.to_ascii_uppercase();
    if let Some(start) = upper.get(..4).filter(|start| start.starts_with("AGW")) {
        let all = RULES.iter().chain(CHANGES.iter().map(|change| &change.rule));
        let near = all.filter(|rule| rule.code.starts_with(start));
        let near: Vec<_> = near.map(|rule| rule.code).collect();
        if !near.is_empty() {
            return Failure::usage(format!(
                "unknown code {code}; codes that start with {start} are {}",
                near.join(", ")
            ));
        }
    }
    Failure::usage(format!(
        "`{code}` is neither a check code (AGW1001) nor `provider NAME`; families are AGW1 references, AGW2 \
         credentials, AGW3 routing, AGW4 providers, AGW5 capability, AGW6 definitions, AGW7 upgrades, AGW9 environment"
    ))
}
