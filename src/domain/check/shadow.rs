//! Which matches never win, read off the route table: every request that one could take is taken by another that is
//! asked before it under the same host.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::route::matcher::Matcher;
use crate::domain::route::matcher::path::PathMatcher;
use crate::domain::route::table::{Candidate, RouteTable, Rule};

/// A match that never wins.
pub(super) struct Shadowed {
    pub(super) candidate: Candidate,
    /// What is asked before it.
    pub(super) by: Candidate,
}

/// The matches of one rule that never win.
pub(super) struct ShadowedRule {
    pub(super) matches: Vec<Shadowed>,
    /// How many matches the rule has.
    of: usize,
}

impl ShadowedRule {
    /// Whether no match is left.
    pub(super) fn is_whole(&self) -> bool {
        self.matches.len() == self.of
    }
}

impl Shadowed {
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
struct MatchPosition<'t> {
    candidate: &'t Candidate,
    by: Option<&'t Candidate>,
}

/// The rules with matches that never win under any of their listeners and hosts.
pub(super) fn shadowed(table: &RouteTable) -> Vec<ShadowedRule> {
    let mut before = EarlierMatches::default();
    let mut place = None;
    // By the rule's address, which is the same under every listener, and by the match with all of its values.
    let mut rules: BTreeMap<*const Rule, BTreeMap<String, MatchPosition<'_>>> = BTreeMap::new();
    for (bind, listener, host, candidate) in table.of_routes() {
        let here = Some((bind, &listener.name, host));
        if place != here {
            place = here;
            before = EarlierMatches::default();
        }
        let by = before.covering(candidate);
        let matches = rules.entry(Arc::as_ptr(&candidate.rule)).or_default();
        match matches.entry(format!("{:?}", candidate.matcher)) {
            std::collections::btree_map::Entry::Vacant(new) => {
                new.insert(MatchPosition { candidate, by });
            }
            // Reachable somewhere is reachable.
            std::collections::btree_map::Entry::Occupied(mut known) if by.is_none() => {
                known.get_mut().by = None;
            }
            std::collections::btree_map::Entry::Occupied(_) => {}
        }
        before.add(candidate);
    }
    let mut found: Vec<_> = rules
        .into_values()
        .map(|matches| {
            let of = matches.len();
            let shadowed = matches.into_values().filter_map(|MatchPosition { candidate, by }| {
                Some(Shadowed { candidate: candidate.clone(), by: by?.clone() })
            });
            ShadowedRule { matches: shadowed.collect(), of }
        })
        .filter(|rule| !rule.matches.is_empty())
        .collect();
    // Addresses have no order that means anything.
    found.sort_by_key(|rule| rule.matches.first().map(|one| one.candidate.origin.clone()));
    found
}

/// What is asked before a match under the same host, found without asking each: what covers a match has the same path
/// or every path, because longer paths are asked earlier, and some of the match's conditions or none.
#[derive(Default)]
struct EarlierMatches<'t> {
    /// The first that asks for exactly this, and its place among all.
    first: HashMap<MatchKey, (usize, &'t Candidate)>,
    /// All of a path, for matches of so many conditions that not every choice of them can be looked up.
    by_path: HashMap<String, Vec<(usize, &'t Candidate)>>,
    added: usize,
}

/// A path and the conditions beside it, in order.
type MatchKey = (String, Vec<String>);

/// Conditions of which every choice is looked up.
const MOST: usize = 8;

impl<'t> EarlierMatches<'t> {
    fn add(&mut self, candidate: &'t Candidate) {
        let path = path_key(&candidate.matcher.path);
        let conditions = conditions(&candidate.matcher);
        self.by_path.entry(path.clone()).or_default().push((self.added, candidate));
        self.first.entry((path, conditions)).or_insert((self.added, candidate));
        self.added += 1;
    }

    /// The first that takes whatever this takes.
    fn covering(&self, candidate: &Candidate) -> Option<&'t Candidate> {
        let conditions = conditions(&candidate.matcher);
        let own = path_key(&candidate.matcher.path);
        let every = (own != EVERY).then(|| EVERY.to_owned());
        let paths: Vec<_> =
            every.into_iter().chain([own]).filter(|path| self.by_path.contains_key(path)).collect();
        if conditions.len() > MOST {
            let covers =
                |(_, earlier): &&(usize, &Candidate)| earlier.matcher.covers(&candidate.matcher);
            let all = paths.iter().filter_map(|path| self.by_path.get(path)).flatten();
            let first = all.filter(covers).min_by_key(|(place, _)| *place);
            return first.map(|(_, earlier)| *earlier);
        }
        let choices = (0..1_usize << conditions.len()).map(|choice| {
            let chosen = conditions.iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1);
            chosen.map(|(_, condition)| condition.clone()).collect::<Vec<_>>()
        });
        let choices: Vec<_> = choices.collect();
        let keys = paths.into_iter().flat_map(|path| {
            choices.iter().map(move |conditions| (path.clone(), conditions.clone()))
        });
        let found = keys.filter_map(|key| self.first.get(&key));
        found.min_by_key(|(place, _)| *place).map(|(_, earlier)| *earlier)
    }
}

/// The key of paths that take every path.
const EVERY: &str = "/*";

/// Paths that take the same have the same key.
fn path_key(path: &PathMatcher) -> String {
    match path {
        PathMatcher::Exact(path) => format!("={path}"),
        PathMatcher::Prefix(prefix) if prefix.is_empty() => EVERY.to_owned(),
        PathMatcher::Regex { pattern, .. } if matches!(pattern.as_str(), ".*" | "/.*") => {
            EVERY.to_owned()
        }
        PathMatcher::Prefix(prefix) => format!("{prefix}/"),
        PathMatcher::Regex { pattern, .. } => format!("~{pattern}"),
    }
}

/// What a match asks for beside its path, each condition once, in order.
fn conditions(matcher: &Matcher) -> Vec<String> {
    let method = matcher.method.iter().map(|method| format!("method {method}"));
    let headers = matcher.headers.iter().map(|header| {
        // Words keep the case in which the name was written; it has none.
        let words = header.to_string();
        let value = words.get(header.name().as_str().len()..).unwrap_or_default();
        format!("header {}{value}", header.name())
    });
    let queries = matcher.queries.iter().map(|query| {
        let words = query.to_string();
        let value = words.get(query.name().len()..).unwrap_or_default();
        format!("query {:?}{value}", query.name())
    });
    let mut all: Vec<_> = method.chain(headers).chain(queries).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::compile::Compiled;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// A match of few paths and few conditions, so that many cover each other.
    fn entry() -> impl Strategy<Value = Value> {
        let path = prop_oneof![
            Just(json!({"value": "/"})),
            Just(json!({"value": "/a"})),
            Just(json!({"value": "/a/"})),
            Just(json!({"value": "/a/b"})),
            Just(json!({"type": "Exact", "value": "/a"})),
            Just(json!({"type": "RegularExpression", "value": ".*"})),
            Just(json!({"type": "RegularExpression", "value": "/.*"})),
            Just(json!({"type": "RegularExpression", "value": "/a.*"})),
        ];
        let named = |name: &'static str, value: &'static str, kind: &'static str| json!({"name": name, "value": value, "type": kind});
        let header = prop_oneof![
            Just(named("x-a", "1", "Exact")),
            Just(named("X-A", "1", "Exact")),
            Just(named("x-a", "1", "RegularExpression")),
            Just(named("x-b", "2", "Exact")),
        ];
        let query = prop_oneof![Just(named("q", "1", "Exact")), Just(named("q=1", "", "Exact"))];
        let few = |of, most| proptest::collection::vec(of, 0..=most);
        let method = proptest::option::of(prop_oneof![Just("GET"), Just("POST")]);
        (path, few(header.boxed(), 10), few(query.boxed(), 2), method).prop_map(
            |(path, headers, queries, method)| {
                json!({"path": path, "headers": headers, "queryParams": queries, "method": method})
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_looked_up_is_what_asking_each_finds(entries in proptest::collection::vec(entry(), 1..40)) {
            let mut objects = Objects::new(World::Files);
            for (number, entry) in entries.iter().enumerate() {
                let route = json!({"metadata": {"name": format!("r{number}"), "namespace": "n"},
                    "spec": {"parentRefs": [{"name": "g"}], "rules": [{"matches": [entry]}]}});
                objects.apply(Kind::HttpRoute, route, Origin::Cluster);
            }
            let Compiled { table, .. } = Compiled::of(objects.snapshot());
            let (mut before, mut all) = (EarlierMatches::default(), Vec::<&Candidate>::new());
            for (.., candidate) in table.of_routes() {
                let asked = all.iter().find(|one| one.matcher.covers(&candidate.matcher));
                let looked_up = before.covering(candidate);
                prop_assert_eq!(looked_up.map(|one| &one.origin), asked.map(|one| &one.origin));
                before.add(candidate);
                all.push(candidate);
            }
        }
    }
}
