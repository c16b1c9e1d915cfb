//! The candidates of one host, in the order of precedence, and the way to the first that matches: by asking each where
//! they are few, through an index of paths and headers where they are many.
//!
//! Source: `crates/agentgateway/src/http/route.rs` of agentgateway at 75b4e6ce6.

use std::collections::HashMap;
use std::sync::Arc;

use http::HeaderName;

use super::Candidate;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::matcher::path::PathMatcher;

/// Up to this many are tried one after another; an index would cost more than it saves.
const FEW: usize = 24;

/// The candidates of one host.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates {
    /// What a table shares with the next, where its route is as before.
    all: Vec<Arc<Candidate>>,
    index: Option<Box<Index>>,
}

/// Positions in the order of precedence, by what can be looked up.
#[derive(Clone, Debug, Default)]
struct Index {
    exact: HashMap<String, Group>,
    /// By prefix, without the slash at its end.
    prefixes: HashMap<String, Group>,
    regexes: Group,
}

/// Positions whose paths are alike, by their first header where it has one exact value.
#[derive(Clone, Debug, Default)]
struct Group {
    headers: Vec<(HeaderName, HashMap<String, Vec<usize>>)>,
    others: Vec<usize>,
}

impl Candidates {
    /// Adds a candidate. `settle` must be called before the first lookup.
    pub(super) fn push(&mut self, candidate: Arc<Candidate>) {
        self.all.push(candidate);
    }

    /// Sorts the candidates by precedence. Called once, after the last one was added.
    pub(super) fn settle(&mut self) {
        // Routes come by name, which is almost the order of origins: the sort finds it and copies nothing.
        let rank = |candidate: &Candidate| candidate.matcher.specificity();
        self.all.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.origin.cmp(&b.origin)));
        self.all.shrink_to_fit();
        self.index = (self.all.len() > FEW).then(|| Box::new(Index::new(&self.all)));
    }

    /// In the order in which they are tried.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Candidate> {
        self.all.iter().map(|candidate| &**candidate)
    }

    /// The first that matches.
    pub(super) fn find(&self, request: &RequestParts<'_>) -> Option<&Candidate> {
        match &self.index {
            None => self.iter().find(|candidate| candidate.matcher.matches(request)),
            Some(index) => self.all.get(index.find(&self.all, request)?).map(|found| &**found),
        }
    }
}

impl Index {
    fn new(all: &[Arc<Candidate>]) -> Self {
        let mut index = Index::default();
        for (position, candidate) in all.iter().enumerate() {
            let group = match &candidate.matcher.path {
                PathMatcher::Exact(path) => index.exact.entry(path.clone()).or_default(),
                PathMatcher::Prefix(prefix) => index.prefixes.entry(prefix.clone()).or_default(),
                PathMatcher::Regex { .. } => &mut index.regexes,
            };
            group.add(position, candidate);
        }
        index
    }

    /// Whatever the order of `matches`, an exact path comes before all others, and of two prefixes the longer one; a
    /// regular expression may stand anywhere between prefixes.
    fn find(&self, all: &[Arc<Candidate>], request: &RequestParts<'_>) -> Option<usize> {
        let exact = self.exact.get(request.path).and_then(|group| group.find(all, request));
        exact.or_else(|| {
            let mut prefixes = prefixes(request.path).filter_map(|path| self.prefixes.get(path));
            let prefix = prefixes.find_map(|group| group.find(all, request));
            let regex = self.regexes.find(all, request);
            prefix.into_iter().chain(regex).min()
        })
    }
}

/// The prefixes that take a path, the longest first.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let slashes = memchr::memrchr_iter(b'/', path.as_bytes());
    std::iter::once(path).chain(slashes.filter_map(|end| path.get(..end)))
}

impl Group {
    fn add(&mut self, position: usize, candidate: &Candidate) {
        let first = candidate.matcher.headers.first();
        let Some((header, value)) = first.and_then(|header| Some((header, header.exact()?))) else {
            self.others.push(position);
            return;
        };
        let known = self.headers.iter().position(|(name, _)| name == header.name());
        let place = known.unwrap_or_else(|| {
            self.headers.push((header.name().clone(), HashMap::new()));
            self.headers.len() - 1
        });
        self.headers[place].1.entry(value.to_owned()).or_default().push(position);
    }

    /// The smallest position that matches.
    fn find(&self, all: &[Arc<Candidate>], request: &RequestParts<'_>) -> Option<usize> {
        let matches = |position: &&usize| all[**position].matcher.matches(request);
        let mut best = self.others.iter().find(matches).copied();
        for (name, values) in &self.headers {
            // Of a header that is repeated any value may match.
            for value in request.headers.get_all(name) {
                let value = std::str::from_utf8(value.as_bytes()).ok();
                let positions = value.and_then(|value| values.get(value)).into_iter().flatten();
                let mut before = positions.take_while(|p| best.is_none_or(|best| **p < best));
                best = before.find(matches).copied().or(best);
            }
        }
        best
    }
}
