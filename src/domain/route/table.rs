//! The route table: what the proxy asks. Immutable; a new one is swapped in whole. It names no Kubernetes type.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::certificate::Certificate;
use super::filter::Filters;
use super::matcher::host::HostPattern;
use super::matcher::{Matcher, RequestParts};
use super::policy::Traffic;
use super::refusal::Refusal;
use super::retry::Retry;
use super::target::WeightedTarget;
use crate::domain::value::object_ref::ObjectName;

/// Every rule, by the address it is served at.
#[derive(Debug, Default)]
pub struct RouteTable {
    pub binds: BTreeMap<BindKey, Bind>,
}

/// One port of one Gateway: what gets a local address of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BindKey {
    /// None for the listener that is implied where there is no Gateway object.
    pub gateway: Option<ObjectName>,
    /// The port in the Gateway object, not the local one.
    pub port: u16,
}

/// The listeners of one port, most specific hostname first.
#[derive(Debug, Default)]
pub struct Bind {
    pub listeners: Vec<Listener>,
}

/// One listener and the rules attached to it.
#[derive(Debug)]
pub struct Listener {
    /// `sectionName` of parentRefs.
    pub name: String,
    pub host: HostPattern,
    /// What happens to a request before a route is looked for; none where no policy says so.
    pub before: Option<Arc<Traffic>>,
    /// What it shows to clients; without any it speaks plain HTTP. Listeners of one bind do either, all of them.
    pub certificates: Vec<Arc<Certificate>>,
    exact: HashMap<String, Vec<Candidate>>,
    /// Longest suffix first; every host last.
    patterns: Vec<(HostPattern, Vec<Candidate>)>,
}

/// One entry of a rule's `matches`, with its place in the order.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub matcher: Matcher,
    /// `namespace/name.NN.listener`: decides ties, by name and not by age (reference/agentgateway.md §4.2).
    pub key: String,
    /// Whether requests came by TLS.
    pub https: bool,
    pub rule: Arc<Rule>,
}

/// One rule of an HTTPRoute, compiled.
#[derive(Debug)]
pub struct Rule {
    pub route: ObjectName,
    /// Position in `rules`, from 0.
    pub index: usize,
    pub filters: Filters,
    pub targets: Vec<WeightedTarget>,
    /// Answer of a rule that cannot be served at all.
    pub refusal: Option<Refusal>,
    /// Bound on the exchange up to the reply's head; none means no bound.
    pub request_timeout: Option<Duration>,
    /// Bound on one attempt up to the reply's head.
    pub backend_timeout: Option<Duration>,
    /// The policies in force on it at the listener it stands at; none where there are none.
    pub traffic: Option<Arc<Traffic>>,
    /// Further attempts where one fails.
    pub retry: Option<Arc<Retry>>,
}

/// What a request found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'t> {
    pub listener: &'t Listener,
    pub candidate: &'t Candidate,
}

impl RouteTable {
    /// The rule for a request that came in at `bind`.
    ///
    /// # Errors
    /// The answer to give where there is none.
    pub fn find(&self, bind: &BindKey, request: &RequestParts<'_>) -> Result<Found<'_>, Refusal> {
        let listener = self.listener(bind, request.host)?;
        let refuses = listener.before.as_ref().and_then(|before| before.refuses.clone());
        if let Some(why) = refuses {
            return Err(Refusal::unsupported(why));
        }
        let candidate = listener.find(request)?;
        Ok(Found { listener, candidate })
    }

    /// The listener for a request to `host` that came in at `bind`.
    ///
    /// # Errors
    /// The answer to give where there is none.
    pub fn listener(&self, bind: &BindKey, host: &str) -> Result<&Listener, Refusal> {
        let bind = self.binds.get(bind).ok_or(Refusal::BIND_NOT_FOUND)?;
        bind.listener(host).ok_or(Refusal::LISTENER_NOT_FOUND)
    }

    /// Every candidate with the bind, listener and host it stands under, in the order they are asked.
    pub fn candidates(
        &self,
    ) -> impl Iterator<Item = (&BindKey, &Listener, HostPattern, &Candidate)> {
        self.binds.iter().flat_map(|(key, bind)| {
            bind.listeners.iter().flat_map(move |listener| {
                listener.all().map(move |(host, candidate)| (key, listener, host, candidate))
            })
        })
    }
}

impl Bind {
    /// The listener for a host: the most specific one.
    #[must_use]
    pub fn listener(&self, host: &str) -> Option<&Listener> {
        self.listeners.iter().find(|listener| listener.host.matches(host))
    }

    /// Whether clients speak TLS here.
    #[must_use]
    pub fn https(&self) -> bool {
        self.listeners.iter().any(|listener| !listener.certificates.is_empty())
    }

    /// Refuses a request for a host of another listener than the one whose certificate its client saw: whoever may
    /// speak for the one need not speak for the other. `server` is the name that the client asked for, or nothing.
    ///
    /// # Errors
    /// 421.
    pub fn directed(&self, server: &str, host: &str) -> Result<(), Refusal> {
        let seen = self.listener(server).map(|listener| &listener.host);
        let asked = self.listener(host).map(|listener| &listener.host);
        if seen == asked { Ok(()) } else { Err(Refusal::MISDIRECTED) }
    }
}

impl Listener {
    /// A listener without rules.
    #[must_use]
    pub fn new(name: impl Into<String>, host: HostPattern) -> Self {
        Listener {
            name: name.into(),
            host,
            before: None,
            certificates: Vec::new(),
            exact: HashMap::new(),
            patterns: Vec::new(),
        }
    }

    /// Adds a candidate under a host. [`Listener::settle`] puts all into order.
    pub fn add(&mut self, host: HostPattern, candidate: Candidate) {
        match host {
            HostPattern::Exact(name) => self.exact.entry(name).or_default().push(candidate),
            host => match self.patterns.iter_mut().find(|(pattern, _)| *pattern == host) {
                Some((_, candidates)) => candidates.push(candidate),
                None => self.patterns.push((host, vec![candidate])),
            },
        }
    }

    /// Orders hosts and candidates by precedence. Called once, when all are added.
    pub fn settle(&mut self) {
        self.patterns.sort_by_key(|(host, _)| host.rank());
        let of_patterns = self.patterns.iter_mut().map(|(_, candidates)| candidates);
        for candidates in self.exact.values_mut().chain(of_patterns) {
            candidates.sort_by_cached_key(|candidate| {
                (candidate.matcher.specificity(), candidate.key.clone())
            });
        }
    }

    /// The rule of this listener for a request.
    ///
    /// # Errors
    /// The answer to give where there is none.
    pub fn find(&self, request: &RequestParts<'_>) -> Result<&Candidate, Refusal> {
        let exact = self.exact.get(request.host).into_iter();
        let patterns = self.patterns.iter().filter(|(host, _)| host.matches(request.host));
        exact
            .chain(patterns.map(|(_, candidates)| candidates))
            .find_map(|candidates| candidates.iter().find(|c| c.matcher.matches(request)))
            .ok_or(Refusal::ROUTE_NOT_FOUND)
    }

    /// Every candidate with the host it stands under, in the order they are asked.
    pub fn all(&self) -> impl Iterator<Item = (HostPattern, &Candidate)> {
        let mut exact: Vec<_> = self.exact.iter().collect();
        exact.sort_by_key(|(name, _)| name.as_str());
        let exact = exact.into_iter().flat_map(|(name, candidates)| {
            candidates.iter().map(|c| (HostPattern::Exact(name.clone()), c))
        });
        exact.chain(
            self.patterns.iter().flat_map(|(host, list)| list.iter().map(|c| (host.clone(), c))),
        )
    }
}

impl Rule {
    /// The backendRef for one request. `chance` is uniform over all of `u64`: the choice is made anew for each
    /// request, and a reference that is broken keeps its weight.
    ///
    /// # Errors
    /// The answer to give where there is nothing to choose from.
    pub fn pick(&self, chance: u64) -> Result<&WeightedTarget, Refusal> {
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        let total: u64 = self.targets.iter().map(|target| u64::from(target.weight)).sum();
        let scaled = (u128::from(chance) * u128::from(total)) >> 64;
        let mut rest = u64::try_from(scaled).unwrap_or(u64::MAX);
        for target in &self.targets {
            match rest.checked_sub(u64::from(target.weight)) {
                None => return Ok(target),
                Some(less) => rest = less,
            }
        }
        Err(Refusal::NO_VALID_BACKENDS)
    }
}
