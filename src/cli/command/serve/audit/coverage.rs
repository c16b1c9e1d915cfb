//! What the audit log observes of a table, and what it does not.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::audit::record::{Coverage, NotCovered};
use crate::domain::compile::Compiled;
use crate::domain::compile::rejection::Effect;
use crate::domain::route::table::RouteTable;

/// What is never recorded.
const LEFT_OUT: &[&str] = &[
    "bodies of requests and replies",
    "headers",
    "query strings",
    "credentials",
    "copies sent to mirrors",
    "requests that don't pass through this serve",
];

/// How the list is known to be whole.
const WHOLE: &str = "listeners and routes are those of the route table that requests are matched against; \
                     what the objects contain beyond it comes from the same compilation";

/// The record for a table and what it was compiled from.
pub(super) fn of(digest: &str, compiled: &Compiled, table: &RouteTable) -> Coverage {
    let listeners = table.binds.iter().flat_map(|(key, bind)| {
        let gateway = key.gateway.as_ref().map(ToString::to_string).unwrap_or_default();
        bind.listeners.iter().map(move |listener| {
            BTreeMap::from([
                ("gateway".to_owned(), gateway.clone()),
                ("listener".to_owned(), listener.name.clone()),
                ("hostname".to_owned(), listener.host.to_string()),
                ("port".to_owned(), key.port.to_string()),
            ])
        })
    });
    let routes: BTreeSet<_> =
        table.candidates().map(|(_, _, _, candidate)| candidate.rule.label.clone()).collect();
    let (noted, refused): (Vec<_>, Vec<_>) =
        compiled.rejections.iter().partition(|one| one.effect == Effect::Note);
    let not_covered = |all: Vec<&crate::domain::compile::rejection::Rejection>| -> Vec<_> {
        let of = all
            .into_iter()
            .map(|one| NotCovered { object: one.object.to_string(), reason: one.words() });
        of.collect()
    };
    let problems = compiled.snapshot.problems.iter().map(|problem| NotCovered {
        object: problem.origin.to_string(),
        reason: problem.reason.to_string(),
    });
    let mut refused = not_covered(refused);
    refused.extend(problems);
    Coverage {
        rules: digest.to_owned(),
        listeners: listeners.collect(),
        routes: routes.into_iter().collect(),
        refused,
        noted: not_covered(noted),
        left_out: LEFT_OUT.iter().map(|one| (*one).to_owned()).collect(),
        whole: WHOLE.to_owned(),
    }
}
