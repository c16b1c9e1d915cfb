//! Which matches never win, read off the route table: every request that one could take is taken by another that is
//! asked before it under the same host.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::route::table::{Candidate, RouteTable, Rule};

/// A match that never wins.
pub(super) struct Shadowed<'t> {
    pub(super) candidate: &'t Candidate,
    /// What is asked before it.
    pub(super) by: &'t Candidate,
}

/// The matches of one rule that never win.
pub(super) struct ShadowedRule<'t> {
    pub(super) matches: Vec<Shadowed<'t>>,
    /// How many matches the rule has.
    of: usize,
}

impl ShadowedRule<'_> {
    /// Whether no match is left.
    pub(super) fn is_whole(&self) -> bool {
        self.matches.len() == self.of
    }
}

impl Shadowed<'_> {
    /// Whether another route asks for exactly the same, so that only the name decides.
    pub(super) fn is_tie(&self) -> bool {
        self.candidate.rule.route != self.by.rule.route
            && self.candidate.matcher.covers(&self.by.matcher)
    }

    /// Whether it asks for nothing.
    pub(super) fn is_default(&self) -> bool {
        let matcher = &self.candidate.matcher;
        matcher.path.is_everything()
            && matcher.method.is_none()
            && matcher.headers.is_empty()
            && matcher.queries.is_empty()
    }

    /// The rule that wins, in words.
    pub(super) fn winner(&self) -> String {
        let (own, by) = (&self.candidate.rule, &self.by.rule);
        match own.route == by.route {
            true => format!("rule {}", by.index),
            false => format!("HTTPRoute {}", by.route),
        }
    }
}

/// What is known of one match of a rule, over all listeners and hosts it stands under.
struct Standing<'t> {
    candidate: &'t Candidate,
    by: Option<&'t Candidate>,
}

/// The rules with matches that never win under any of their listeners and hosts.
pub(super) fn shadowed(table: &RouteTable) -> Vec<ShadowedRule<'_>> {
    let mut before: Vec<&Candidate> = Vec::new();
    let mut place = None;
    // By the rule's address, which is the same under every listener, and by the match in words.
    let mut rules: BTreeMap<*const Rule, BTreeMap<String, Standing<'_>>> = BTreeMap::new();
    for (bind, listener, host, candidate) in table.of_routes() {
        let here = Some((bind, &listener.name, host));
        if place != here {
            place = here;
            before.clear();
        }
        let by = before.iter().copied().find(|earlier| earlier.matcher.covers(&candidate.matcher));
        let matches = rules.entry(Arc::as_ptr(&candidate.rule)).or_default();
        match matches.entry(candidate.matcher.to_string()) {
            std::collections::btree_map::Entry::Vacant(new) => {
                new.insert(Standing { candidate, by });
            }
            // Reachable somewhere is reachable.
            std::collections::btree_map::Entry::Occupied(mut known) if by.is_none() => {
                known.get_mut().by = None;
            }
            std::collections::btree_map::Entry::Occupied(_) => {}
        }
        before.push(candidate);
    }
    let mut found: Vec<_> = rules
        .into_values()
        .map(|matches| {
            let of = matches.len();
            let shadowed = matches
                .into_values()
                .filter_map(|one| Some(Shadowed { candidate: one.candidate, by: one.by? }));
            ShadowedRule { matches: shadowed.collect(), of }
        })
        .filter(|rule| !rule.matches.is_empty())
        .collect();
    // Addresses have no order that means anything.
    found.sort_by_key(|rule| rule.matches.first().map(|one| one.candidate.key.clone()));
    found
}
