//! What is wrong, as findings with stable codes: one rule a file, one row a rule. Rules look at the snapshot and at what
//! the route table and the registry made of it, so a finding cannot contradict what is served.

pub mod facts;
pub mod finding;
pub mod input;
pub mod rule;
pub(in crate::domain) mod sample;
mod shadow;
pub mod shape;
pub mod suppress;
pub mod unworded;

use std::collections::BTreeSet;

use crate::domain::compile::Compiled;
use crate::domain::snapshot::{SecretState, Snapshot, Unread};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use facts::Environment;
use finding::{Finding, Severity};
use input::Input;

/// One thing that can be wrong.
pub struct Rule {
    /// `AGW` and four digits, never given to another rule.
    pub code: &'static str,
    /// The name of its file and of its fixtures.
    pub slug: &'static str,
    pub severity: Severity,
    /// One line.
    pub title: &'static str,
    /// What was found, in a sentence or two.
    pub what: &'static str,
    /// What comes of it.
    pub why: &'static str,
    /// Manifests in which it is found.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
    /// Kinds without which nothing can be said.
    pub reads: &'static [Kind],
    pub check: fn(&Input<'_>) -> Vec<Finding>,
}

/// A finding, and the rule it comes from.
pub struct RuleFinding {
    pub rule: &'static Rule,
    pub finding: Finding,
}

/// A rule that could not look at everything, because something may not be read.
pub struct Skipped {
    pub rule: &'static Rule,
    /// What may not be read.
    pub why: String,
}

/// What all rules said.
#[derive(Default)]
pub struct Report {
    /// Ordered by severity, object and code.
    pub findings: Vec<RuleFinding>,
    /// Findings that their object's annotation takes back.
    pub suppressed: Vec<RuleFinding>,
    pub skipped: Vec<Skipped>,
    /// The rules that were asked, in their order.
    pub asked: Vec<&'static Rule>,
}

/// Runs the rules that `wanted` chooses. With a namespace, only its Secrets are named as not permitted.
#[must_use]
pub fn run(
    compiled: &Compiled,
    facts: &Environment,
    namespace: Option<&str>,
    wanted: impl Fn(&Rule) -> bool,
) -> Report {
    ask(rule::RULES.iter().filter(|rule| wanted(rule)), compiled, facts, namespace)
}

/// Runs rules, of whichever table.
#[must_use]
pub fn ask(
    rules: impl IntoIterator<Item = &'static Rule>,
    compiled: &Compiled,
    facts: &Environment,
    namespace: Option<&str>,
) -> Report {
    let input = Input::new(compiled, facts);
    let snapshot = input.snapshot;
    let mut report = Report::default();
    for rule in rules {
        report.asked.push(rule);
        let missing = not_permitted(snapshot, facts, namespace, rule);
        let blind = missing.as_ref().is_some_and(|missing| missing.whole);
        report.skipped.extend(missing.map(|missing| Skipped { rule, why: missing.why }));
        if blind {
            continue;
        }
        for mut finding in (rule.check)(&input) {
            let object = finding.object.as_ref();
            finding.origin =
                finding.origin.or_else(|| object.and_then(|o| snapshot.origin(o)).cloned());
            let found = RuleFinding { rule, finding };
            match suppress::is_suppressed(snapshot, &found) {
                true => report.suppressed.push(found),
                false => report.findings.push(found),
            }
        }
    }
    report.findings.sort_by_cached_key(|found| {
        let object: Option<ObjectRef> = found.finding.object.clone();
        (std::cmp::Reverse(found.rule.severity), object, found.rule.code)
    });
    report
}

/// What a rule may not read.
struct NotPermitted {
    /// Nothing is left to look at.
    whole: bool,
    why: String,
}

fn not_permitted(
    snapshot: &Snapshot,
    facts: &Environment,
    namespace: Option<&str>,
    rule: &Rule,
) -> Option<NotPermitted> {
    let forbidden = |kind: &Kind| matches!(snapshot.unread.get(kind), Some(Unread::Forbidden(_)));
    let kinds: Vec<_> = rule.reads.iter().filter(|kind| forbidden(kind)).collect();
    if !kinds.is_empty() {
        let names: Vec<_> = kinds.iter().map(|kind| kind.names().resource()).collect();
        return Some(NotPermitted { whole: true, why: format!("list {}", names.join(", ")) });
    }
    if let Some(what) = facts.not_permitted.get(rule.code) {
        return Some(NotPermitted { whole: true, why: what.clone() });
    }
    if !rule.reads.contains(&Kind::Secret) {
        return None;
    }
    let closed = |state: &SecretState| matches!(state, SecretState::Forbidden);
    let within = |name: &ObjectName| namespace.is_none_or(|own| name.namespace == own);
    let forbidden = snapshot.secrets.iter().filter(|(name, state)| closed(state) && within(name));
    let secrets: BTreeSet<_> = forbidden.map(|(name, _)| name).collect();
    if secrets.is_empty() {
        return None;
    }
    let first: Vec<_> = secrets.iter().take(3).map(ToString::to_string).collect();
    let more = match secrets.len().saturating_sub(3) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let whole =
        secrets.len() == snapshot.wanted_secrets().iter().filter(|name| within(name)).count();
    Some(NotPermitted { whole, why: format!("get Secret {}{more}", first.join(", ")) })
}

/// The rule with that code, in any case.
#[must_use]
pub fn named(code: &str) -> Option<&'static Rule> {
    rule::RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code))
}
