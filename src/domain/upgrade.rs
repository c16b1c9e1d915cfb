//! What a newer release of agentgateway makes of objects that are written for an older one: one change a file, one row a
//! change. A change is a rule of `check` with the release that brings it, so its findings are shown as check's are.

pub mod change;
mod env;
pub mod rule;
mod site;

pub use change::{Impact, ReleaseChange};

use crate::domain::check::{self, Report, facts::Environment};
use crate::domain::compile::Compiled;
use crate::domain::crd::release::Release;
use rule::CHANGES;

/// The changes that an upgrade meets: those after `from`, up to `to`.
pub fn between(from: Release, to: Release) -> impl Iterator<Item = &'static ReleaseChange> {
    CHANGES.iter().filter(move |change| from < change.release && change.release <= to)
}

/// What the upgrade does to the objects of a snapshot. With a namespace, only its Secrets are named as not permitted.
#[must_use]
pub fn run(compiled: &Compiled, from: Release, to: Release, namespace: Option<&str>) -> Report {
    let rules = between(from, to).map(|change| &change.rule);
    check::ask(rules, compiled, &Environment::default(), namespace)
}

/// The change with that code, in any case.
#[must_use]
pub fn named(code: &str) -> Option<&'static ReleaseChange> {
    CHANGES.iter().find(|change| change.rule.code.eq_ignore_ascii_case(code))
}
