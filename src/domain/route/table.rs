//! The route table: what the proxy asks. Immutable; a new one is swapped in whole. It names no Kubernetes type.
//!
//! Source: `crates/agentgateway/src/http/route.rs` and `crates/agentgateway/src/store/binds.rs` of agentgateway at
//! 75b4e6ce6; Gateway API, HTTPRouteRule `matches` (the order of precedence,
//! <https://gateway-api.sigs.k8s.io/reference/spec/>).

mod candidates;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::certificate::Certificate;
use super::chance;
use super::filter::Filters;
use super::matcher::host::{HostPattern, normal};
use super::matcher::{Matcher, RequestParts};
use super::mirror::Mirror;
use super::policy::RoutePolicies;
use super::policy::jwks::Remote;
use super::policy::jwt::Jwt;
use super::policy::rate_limit::Limit;
use super::refusal::Refusal;
use super::retry::Retry;
use super::target::WeightedTarget;
use crate::domain::value::object_ref::ObjectName;
use candidates::Candidates;

/// Every rule, by the address it is served at.
///
/// ```
/// use agw_domain::domain::compile::Compiled;
/// use agw_domain::domain::route::matcher::RequestParts;
/// use agw_domain::domain::snapshot::{World, manifests, objects::Objects};
///
/// let mut objects = Objects::new(World::Files);
/// let route = "
/// apiVersion: gateway.networking.k8s.io/v1
/// kind: HTTPRoute
/// metadata: {name: chat}
/// spec:
///   rules:
///   - matches: [{path: {type: PathPrefix, value: /v1/chat}}]
///     backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}]
/// ";
/// manifests::add(&mut objects, &"route.yaml".into(), route, "default");
/// let table = Compiled::of(objects.snapshot()).table;
///
/// let bind = table.binds.keys().next().expect("a port is implied where there is no Gateway");
/// let (method, headers) = (&http::Method::POST, &http::HeaderMap::new());
/// let ask = |path| RequestParts { method, host: "localhost", path, query: None, headers };
/// let found = table.find(bind, &ask("/v1/chat/completions")).expect("a route");
/// assert_eq!(found.candidate.rule.route.to_string(), "default/chat");
/// assert_eq!(table.find(bind, &ask("/v1/models")).expect_err("no route").status, 404);
/// ```
#[derive(Clone, Debug, Default)]
pub struct RouteTable {
    pub binds: BTreeMap<BindKey, Arc<Bind>>,
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
#[derive(Clone, Debug, Default)]
pub struct Bind {
    pub listeners: Vec<Listener>,
}

/// One listener and the rules attached to it.
#[derive(Clone, Debug)]
pub struct Listener {
    /// `sectionName` of parentRefs.
    pub name: String,
    pub host: HostPattern,
    /// The policies that run before a route is looked for; none where there are none.
    pub before: Option<Arc<RoutePolicies>>,
    /// The answer to every request for its hostname, where it cannot be served.
    pub refusal: Option<Refusal>,
    /// What it shows to clients; without one it speaks plain HTTP. Listeners of one bind do either, all of them.
    pub certificate: Option<Arc<Certificate>>,
    exact: HashMap<String, Candidates>,
    /// Longest suffix first; every host last.
    patterns: Vec<(HostPattern, Candidates)>,
    /// The place of a suffix among them.
    suffixes: HashMap<String, usize>,
}

impl Listener {
    /// The policies that run before a route is looked for.
    #[must_use]
    pub fn before_routing(&self) -> Option<&RoutePolicies> {
        self.before.as_deref().filter(|policies| policies.refuses.is_none())
    }
}

/// One entry of a rule's `matches`, with its place in the order.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub matcher: Matcher,
    pub origin: CandidateOrigin,
    /// Whether requests came by TLS.
    pub https: bool,
    pub rule: Arc<Rule>,
}

/// What a candidate is made of, which decides ties: rules of HTTPRoutes by name and not by age, and behind all of them the
/// models that a listener offers by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CandidateOrigin {
    /// A rule of an HTTPRoute: `namespace/name.NN.listener`.
    HttpRoute(String),
    /// AgentgatewayModels without an HTTPRoute: `namespace/gateway.listener`.
    Models(String),
}

/// One rule of an HTTPRoute, compiled.
#[derive(Debug)]
pub struct Rule {
    pub route: ObjectName,
    /// Position in `rules`, from 0.
    pub index: usize,
    /// What replies and logs call it: see [`Rule::label_of`].
    pub label: String,
    pub filters: Arc<Filters>,
    /// Where copies of its requests go.
    pub mirrors: Vec<Mirror>,
    pub targets: Vec<WeightedTarget>,
    /// Answer of a rule that cannot be served at all.
    pub refusal: Option<Refusal>,
    /// Bound on the exchange up to the reply's head; none means no bound.
    pub request_timeout: Option<Duration>,
    /// Bound on one attempt up to the reply's head.
    pub backend_timeout: Option<Duration>,
    /// The policies in force on it at its listener; none where there are none.
    pub policies: Option<Arc<RoutePolicies>>,
    /// Further attempts where one fails.
    pub retry: Option<Arc<Retry>>,
}

impl Rule {
    /// Bound on the time between two parts of a reply's body; none means no bound.
    #[must_use]
    pub fn response_idle(&self) -> Option<Duration> {
        self.policies.as_ref()?.response_idle
    }

    /// `namespace/name.index`.
    #[must_use]
    pub fn label_of(route: &ObjectName, index: usize) -> String {
        format!("{route}.{index}")
    }

    /// The most that is read of a request's body, where the proxy itself reads up to `most`. Bytes.
    #[must_use]
    pub fn limit(&self, most: usize) -> usize {
        self.policies.as_ref().map_or(most, |policies| policies.limit(most))
    }

    /// The most that is read of a reply's body, where the proxy itself reads up to `most`. Bytes.
    #[must_use]
    pub fn reply_limit(&self, most: usize) -> usize {
        self.policies.as_ref().map_or(most, |policies| policies.reply_limit(most))
    }
}

impl Candidate {
    /// Whether it is no HTTPRoute's, but that of the models which a listener offers by itself.
    #[must_use]
    pub fn is_of_models(&self) -> bool {
        matches!(self.origin, CandidateOrigin::Models(_))
    }
}

/// The listener and the rule that match a request.
#[derive(Clone, Copy, Debug)]
pub struct RouteMatch<'t> {
    pub listener: &'t Listener,
    pub candidate: &'t Candidate,
}

impl RouteTable {
    /// The binds that `keeps` chooses, shared with this table.
    #[must_use]
    pub fn only(&self, keeps: impl Fn(&BindKey) -> bool) -> Self {
        let kept = self.binds.iter().filter(|(key, _)| keeps(key));
        RouteTable { binds: kept.map(|(key, bind)| (key.clone(), Arc::clone(bind))).collect() }
    }

    /// One bind alone, whose listeners speak plain HTTP: for requests of this process to itself, which no certificate
    /// is made for.
    #[must_use]
    pub fn plain(&self, bind: &BindKey) -> Self {
        let mut alone = self.only(|key| key == bind);
        for bind in alone.binds.values_mut() {
            Arc::make_mut(bind).listeners.iter_mut().for_each(|one| one.certificate = None);
        }
        alone
    }

    /// The rule for a request that came in at `bind`.
    ///
    /// # Errors
    /// The answer for the client: 404 where no listener has the host or no rule matches, and the answer of a listener
    /// or a policy that is not served.
    pub fn find(
        &self,
        bind: &BindKey,
        request: &RequestParts<'_>,
    ) -> Result<RouteMatch<'_>, Refusal> {
        let listener = self.listener(bind, request.host)?;
        if let Some(refusal) = &listener.refusal {
            return Err(refusal.clone());
        }
        if let Some(refusal) = listener.before.as_ref().and_then(|before| before.refusal()) {
            return Err(refusal);
        }
        let candidate = listener.find(request)?;
        Ok(RouteMatch { listener, candidate })
    }

    /// The listener for a request to `host`, without a port and in lower case, that came in at `bind`.
    ///
    /// # Errors
    /// 404 where there is none, as an answer for the client.
    pub fn listener(&self, bind: &BindKey, host: &str) -> Result<&Listener, Refusal> {
        let bind = self.binds.get(bind).ok_or(Refusal::BIND_NOT_FOUND)?;
        bind.listener(host).ok_or(Refusal::LISTENER_NOT_FOUND)
    }

    /// Whether a listener or a route names this host, by itself or by a wildcard.
    #[must_use]
    pub fn names(&self, host: &str) -> bool {
        self.binds.values().flat_map(|bind| &bind.listeners).any(|listener| listener.names(host))
    }

    /// Every rate limit, some more than once.
    pub fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.traffic().flat_map(|policies| &policies.limits)
    }

    /// Every set of keys that has to be fetched, some more than once.
    pub fn remotes(&self) -> impl Iterator<Item = &Remote> {
        self.traffic().filter_map(|policies| policies.jwt.as_deref()).flat_map(Jwt::remotes)
    }

    /// The policies of every listener and rule.
    fn traffic(&self) -> impl Iterator<Item = &RoutePolicies> {
        let listeners = self.binds.values().flat_map(|bind| &bind.listeners);
        let before = listeners.clone().filter_map(|listener| listener.before.as_deref());
        let rules = listeners.flat_map(Listener::candidates);
        before.chain(rules.filter_map(|one| one.rule.policies.as_deref()))
    }

    /// The same of HTTPRoutes alone.
    pub fn of_routes(
        &self,
    ) -> impl Iterator<Item = (&BindKey, &Listener, HostPattern, &Candidate)> {
        self.candidates().filter(|(.., candidate)| !candidate.is_of_models())
    }

    /// Every candidate with its bind, listener and host, in the order in which they are tried.
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
        self.listeners.iter().any(|listener| listener.certificate.is_some())
    }

    /// Refuses a request for a host of another listener than the one whose certificate its client saw: whoever may
    /// speak for the one need not speak for the other. `server` is the name that the client asked for, or nothing.
    ///
    /// # Errors
    /// 421 (RFC 9110 §15.5.20), in agentgateway's words (`crates/agentgateway/src/proxy/httpproxy.rs`).
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
            refusal: None,
            certificate: None,
            exact: HashMap::new(),
            patterns: Vec::new(),
            suffixes: HashMap::new(),
        }
    }

    /// Adds a candidate under a host. [`Listener::settle`] puts all into order.
    pub fn add(&mut self, host: HostPattern, candidate: Arc<Candidate>) {
        let place = match host {
            HostPattern::Exact(name) => return self.exact.entry(name).or_default().push(candidate),
            HostPattern::Wildcard(suffix) => self.place(suffix, HostPattern::Wildcard),
            // No suffix is empty: `*` alone is every host.
            HostPattern::Any => self.place(String::new(), |_| HostPattern::Any),
        };
        self.patterns[place].1.push(candidate);
    }

    /// The index of a pattern, which is added if it is new.
    fn place(&mut self, suffix: String, pattern: impl Fn(String) -> HostPattern) -> usize {
        if let Some(place) = self.suffixes.get(&suffix) {
            return *place;
        }
        self.patterns.push((pattern(suffix.clone()), Candidates::default()));
        self.suffixes.insert(suffix, self.patterns.len() - 1);
        self.patterns.len() - 1
    }

    /// Orders hosts and candidates by precedence. Called once, when all are added.
    pub fn settle(&mut self) {
        self.patterns.sort_by_key(|(host, _)| host.rank());
        self.suffixes = self
            .patterns
            .iter()
            .enumerate()
            .map(|(place, (host, _))| match host {
                HostPattern::Wildcard(suffix) => (suffix.clone(), place),
                HostPattern::Exact(_) | HostPattern::Any => (String::new(), place),
            })
            .collect();
        let of_patterns = self.patterns.iter_mut().map(|(_, candidates)| candidates);
        self.exact.values_mut().chain(of_patterns).for_each(Candidates::settle);
    }

    /// Whether it or a route of it names this host.
    fn names(&self, host: &str) -> bool {
        let host = &*normal(host);
        let own = self.host != HostPattern::Any && self.host.matches(host);
        // A wildcard stands for something; what means every host names none.
        let mut suffixes = (1..host.len()).filter_map(|at| host.get(at..));
        own || self.exact.contains_key(host)
            || suffixes.any(|suffix| self.suffixes.contains_key(suffix))
    }

    /// The rule of this listener for a request: of the most specific host that has one which matches.
    ///
    /// # Errors
    /// 404 where none matches, as an answer for the client.
    pub fn find(&self, request: &RequestParts<'_>) -> Result<&Candidate, Refusal> {
        let host = &*normal(request.host);
        let exact = self.exact.get(host).into_iter();
        exact
            .chain(self.patterns_of(host))
            .find_map(|candidates| candidates.find(request))
            .ok_or(Refusal::ROUTE_NOT_FOUND)
    }

    /// The patterns that a host meets, the longest suffix first. Where there are few each is asked; else each suffix
    /// of the host is looked up, of which there are no more than it has bytes.
    fn patterns_of<'l>(&'l self, host: &str) -> impl Iterator<Item = &'l Candidates> {
        let few = self.patterns.len() <= host.len();
        let asked = self.patterns.iter().filter(move |(pattern, _)| few && pattern.matches(host));
        // A wildcard stands for something, so the whole host is no suffix; the empty one is every host.
        let suffixes = (1..=host.len().max(1)).filter_map(move |at| match host.get(at..) {
            None if host.is_empty() => Some(""),
            suffix => suffix,
        });
        let looked_up = suffixes
            .filter(move |_| !few)
            .filter_map(|suffix| self.patterns.get(*self.suffixes.get(suffix)?));
        asked.chain(looked_up).map(|(_, candidates)| candidates)
    }

    fn candidates(&self) -> impl Iterator<Item = &Candidate> {
        let patterns = self.patterns.iter().flat_map(|(_, candidates)| candidates.iter());
        self.exact.values().flat_map(Candidates::iter).chain(patterns)
    }

    /// Every candidate with its host, in the order in which they are tried.
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
    /// The backendRef for one request, by weight. `chance` is uniform over all of `u64`: the choice is made anew for
    /// each request, and a reference that is broken keeps its weight (Gateway API, HTTPBackendRef `weight`;
    /// `select_backend` in `crates/agentgateway/src/proxy/httpproxy.rs`).
    ///
    /// # Errors
    /// 500 where there is no backendRef, or none with a weight; and the answer of a rule that is not served.
    pub fn select(&self, chance: u64) -> Result<&WeightedTarget, Refusal> {
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        let targets = self.targets.iter().map(|target| (target, target.weight));
        chance::weighted(targets, chance).ok_or(Refusal::NO_VALID_BACKENDS)
    }
}

#[cfg(test)]
mod tests;
