//! Why a request is routed as it is: the winner as the table finds it, and for every other candidate the first reason
//! why it did not win. Nothing is decided here: matchers and ranks report what they decided.
//!
//! Source: the ranks are those of HTTPRouteRule's `matches`
//! (<https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule>), as `table` has them.

use std::fmt;

use super::matcher::host::HostPattern;
use super::matcher::{Mismatch, RequestParts};
use super::refusal::Refusal;
use super::table::{BindKey, Candidate, Listener, RouteMatch, RouteTable};

/// How a request was routed at one bind.
#[derive(Debug)]
pub struct Explanation<'t> {
    /// The winner, or the answer where nothing matches.
    pub found: Result<RouteMatch<'t>, Refusal>,
    /// Every candidate of the bind, in the order in which they are tried.
    pub candidates: Vec<Considered<'t>>,
}

/// One candidate, and whether it won or why not.
#[derive(Debug)]
pub struct Considered<'t> {
    pub listener: &'t Listener,
    /// The hostname that it is for.
    pub host: HostPattern,
    pub candidate: &'t Candidate,
    pub outcome: MatchOutcome<'t>,
}

/// Whether a candidate won, or the first reason why not.
#[derive(Clone, Copy, Debug)]
pub enum MatchOutcome<'t> {
    Won,
    /// Its listener was not chosen: another one's hostname is more specific, or its own does not match.
    Listener,
    /// The request is for another host.
    Host,
    /// It does not match: what it needs and the request lacks.
    Missed(Mismatch<'t>),
    /// It matches, and the winner ranks before it.
    Lower(Rank),
}

/// Why one match is tried before another: the first rank in which they differ, in the order of the ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    Host,
    ExactPath,
    LongerPath,
    Method,
    Headers,
    Queries,
    /// Equal in everything: namespace, name and number of the rule decide.
    Name,
}

/// Explains how a request that arrives at `bind` is routed.
#[must_use]
pub fn explain<'t>(
    table: &'t RouteTable,
    bind: &BindKey,
    request: &RequestParts<'_>,
) -> Explanation<'t> {
    let found = table.find(bind, request);
    let listeners = table.binds.get(bind).map(|bind| bind.listeners.as_slice()).unwrap_or(&[]);
    // As the router does it: the first listener whose hostname fits is the only one that is asked.
    let chosen = listeners.iter().find(|listener| listener.host.matches(request.host));
    let winner = found.as_ref().ok();
    let mut candidates = Vec::new();
    let mut winning_host = None;
    for listener in listeners {
        for (host, candidate) in listener.all() {
            let here = chosen.is_some_and(|chosen| std::ptr::eq(chosen, listener));
            let won = winner.is_some_and(|found| std::ptr::eq(found.candidate, candidate));
            let outcome = match candidate.matcher.first_miss(request) {
                _ if won => MatchOutcome::Won,
                _ if !here => MatchOutcome::Listener,
                _ if !host.matches(request.host) => MatchOutcome::Host,
                Some(miss) => MatchOutcome::Missed(miss),
                None => match winner {
                    Some(found) => {
                        MatchOutcome::Lower(rank(winning_host.as_ref(), &host, found, candidate))
                    }
                    // Nothing wins that was not found; a match without a winner cannot be.
                    None => MatchOutcome::Listener,
                },
            };
            if won {
                winning_host = Some(host.clone());
            }
            candidates.push(Considered { listener, host, candidate, outcome });
        }
    }
    Explanation { found, candidates }
}

/// The first rank in which the winner is ahead.
fn rank(
    winning: Option<&HostPattern>,
    host: &HostPattern,
    found: &RouteMatch<'_>,
    candidate: &Candidate,
) -> Rank {
    if winning.is_some_and(|winning| winning != host) {
        return Rank::Host;
    }
    let (ahead, behind) = (found.candidate.matcher.specificity(), candidate.matcher.specificity());
    match () {
        () if ahead.0 != behind.0 => Rank::ExactPath,
        () if ahead.1 != behind.1 => Rank::LongerPath,
        () if ahead.2 != behind.2 => Rank::Method,
        () if ahead.3 != behind.3 => Rank::Headers,
        () if ahead.4 != behind.4 => Rank::Queries,
        () => Rank::Name,
    }
}

impl MatchOutcome<'_> {
    /// One word for scripts, in CamelCase: `Won`, `Path`, `LowerRank`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            MatchOutcome::Won => "Won",
            MatchOutcome::Listener => "Listener",
            MatchOutcome::Host => "Host",
            MatchOutcome::Missed(Mismatch::Method(_)) => "Method",
            MatchOutcome::Missed(Mismatch::Path(_)) => "Path",
            MatchOutcome::Missed(Mismatch::Header(_)) => "Header",
            MatchOutcome::Missed(Mismatch::Query(_)) => "Query",
            MatchOutcome::Lower(_) => "LowerRank",
        }
    }
}

impl fmt::Display for MatchOutcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MatchOutcome::Won => f.write_str("wins"),
            MatchOutcome::Listener => f.write_str("its listener is for another host"),
            MatchOutcome::Host => f.write_str("is for another host"),
            MatchOutcome::Missed(Mismatch::Method(method)) => write!(f, "requires method {method}"),
            MatchOutcome::Missed(Mismatch::Path(path)) => write!(f, "requires path {path}"),
            MatchOutcome::Missed(Mismatch::Header(header)) => write!(f, "requires header {header}"),
            MatchOutcome::Missed(Mismatch::Query(query)) => {
                write!(f, "requires query parameter {query}")
            }
            MatchOutcome::Lower(rank) => write!(f, "matches, but ranks lower: {rank}"),
        }
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Rank::Host => "the winner's hostname is more specific",
            Rank::ExactPath => "the winner's path is exact",
            Rank::LongerPath => "the winner's path is longer",
            Rank::Method => "the winner requires a method",
            Rank::Headers => "the winner requires more headers",
            Rank::Queries => "the winner requires more query parameters",
            Rank::Name => "as specific as the winner, whose name or rule sorts first",
        })
    }
}
