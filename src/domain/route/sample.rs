//! An example request that reaches a given model: made from its route's match, and checked against the table. A
//! mechanism of this program.

use std::collections::BTreeMap;
use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::matcher::host::HostPattern;
use super::matcher::path::PathMatcher;
use super::matcher::{Matcher, RequestParts};
use super::table::{BindKey, Candidate, RouteTable};
use super::target::{Target, WeightedTarget};
use crate::domain::llm::format::{self, CHAT, RouteType};
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::credential_mode::Mode;
use crate::domain::route::policy::location::CredentialLocation;
use crate::domain::value::object_ref::ObjectName;

/// What a request must contain to reach its model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Where it must arrive.
    pub bind: BindKey,
    /// None where any host matches.
    pub host: Option<String>,
    pub path: String,
    pub query: Option<String>,
    pub headers: Vec<(String, String)>,
    /// The HTTPRoute that matches it.
    pub route: ObjectName,
    /// Whether other backends get a share of the rule's requests.
    pub shared: bool,
    /// As what the backend reads a request for the path.
    pub format: RouteType,
    /// What a policy demands of clients.
    pub credential: Option<ClientCredential>,
}

/// What clients must show to a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientCredential {
    /// An API key or a token, as `Authorization: Bearer …`.
    Bearer,
    /// A user and a password, or a credential at another place.
    Other,
}

/// Why there is no example request that reaches a backend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSample {
    /// No route leads to it.
    NoRoute(ObjectName),
    /// Each route to it, and why no request reaches it that way.
    Unreached { backend: ObjectName, tried: Vec<(ObjectName, NoSampleReason)> },
}

/// Why there is no example request for a route, or why it would not reach that route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSampleReason {
    /// This HTTPRoute would win instead.
    LosesTo(ObjectName),
    /// It would not match its own request.
    DoesNotMatch,
    /// It matches a method other than POST.
    OtherMethod,
    /// Its path is this regular expression.
    PathPattern(String),
    /// A header or query parameter is matched by a regular expression: which of the two.
    Pattern(&'static str),
}

impl fmt::Display for NoSample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoSample::NoRoute(backend) => {
                write!(f, "no attached HTTPRoute refers to {backend}")
            }
            NoSample::Unreached { backend, tried } => {
                let each = tried.iter().map(|(route, why)| format!("HTTPRoute {route}{why}"));
                let each: Vec<_> = each.collect();
                let each = each.join("; ");
                write!(f, "no request can be generated that reaches {backend}: {each}")
            }
        }
    }
}

/// The words that follow the route's name.
impl fmt::Display for NoSampleReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoSampleReason::LosesTo(other) => write!(f, " would lose to HTTPRoute {other}"),
            NoSampleReason::DoesNotMatch => f.write_str(" would not match"),
            NoSampleReason::OtherMethod => f.write_str(": it requires a method other than POST"),
            NoSampleReason::PathPattern(pattern) => {
                write!(f, ": its path is the pattern {pattern:?}; set a matching one with --path")
            }
            NoSampleReason::Pattern(what) => {
                write!(f, ": a {what} is matched by a pattern; set it yourself")
            }
        }
    }
}

/// Finds an example request that reaches `backend`.
///
/// # Errors
/// Why there is none, for each route that was tried.
pub fn to_backend(table: &RouteTable, backend: &ObjectName) -> Result<Sample, NoSample> {
    let mut tried = Vec::new();
    for (bind, listener, host, candidate) in table.candidates() {
        let leads = |target: &WeightedTarget| {
            target.weight > 0 && target.reference.backend() == Some(backend)
        };
        if !candidate.rule.targets.iter().any(leads) {
            continue;
        }
        match sample(bind, &host, candidate) {
            Ok(sample) => match winner(table, &sample) {
                Some(won) if std::ptr::eq(won, candidate) => {
                    let before = listener.before_routing().and_then(credential);
                    let rule = candidate.rule.policies.as_deref().and_then(credential);
                    let mut targets = candidate.rule.targets.iter().filter(|one| leads(one));
                    let format = targets.next().map(|one| read_as(&one.target, &sample.path));
                    let format = format.unwrap_or(sample.format);
                    return Ok(Sample { format, credential: before.or(rule), ..sample });
                }
                Some(other) => {
                    let obstacle = NoSampleReason::LosesTo(other.rule.route.clone());
                    tried.push((candidate.rule.route.clone(), obstacle));
                }
                None => tried.push((candidate.rule.route.clone(), NoSampleReason::DoesNotMatch)),
            },
            Err(why) => tried.push((candidate.rule.route.clone(), why)),
        }
    }
    let backend = backend.clone();
    Err(match tried.is_empty() {
        true => NoSample::NoRoute(backend),
        false => NoSample::Unreached { backend, tried },
    })
}

/// By backend, the first HTTPRoute to it that loses every request to another one, and that other one. Backends that a
/// request reaches are not in it, nor are those without an example request. One walk over the table.
#[must_use]
pub fn shadowed(table: &RouteTable) -> BTreeMap<ObjectName, (ObjectName, ObjectName)> {
    let mut lost: BTreeMap<ObjectName, Option<(ObjectName, ObjectName)>> = BTreeMap::new();
    for (bind, _, host, candidate) in table.candidates() {
        let leads = candidate.rule.targets.iter().filter(|target| target.weight > 0);
        let backends: Vec<ObjectName> =
            leads.filter_map(|target| target.reference.backend().cloned()).collect();
        if backends.is_empty() {
            continue;
        }
        let sample = sample(bind, &host, candidate).ok();
        let won = sample.and_then(|sample| winner(table, &sample));
        let pair = won
            .filter(|won| !std::ptr::eq(*won, candidate))
            .map(|won| (candidate.rule.route.clone(), won.rule.route.clone()));
        for backend in backends {
            let known = lost.entry(backend).or_insert_with(|| pair.clone());
            if pair.is_none() {
                *known = None;
            }
        }
    }
    lost.into_iter().filter_map(|(backend, pair)| Some((backend, pair?))).collect()
}

fn sample(
    bind: &BindKey,
    host: &HostPattern,
    candidate: &Candidate,
) -> Result<Sample, NoSampleReason> {
    let Matcher { path, method, headers, queries } = &candidate.matcher;
    if method.as_ref().is_some_and(|method| *method != Method::POST) {
        return Err(NoSampleReason::OtherMethod);
    }
    let path = match path {
        PathMatcher::Exact(path) => path.clone(),
        PathMatcher::Prefix(prefix) if CHAT.starts_with(prefix.as_str()) => CHAT.to_owned(),
        PathMatcher::Prefix(prefix) => format!("{prefix}{CHAT}"),
        PathMatcher::Regex { regex, .. } if regex.is_match(CHAT) => CHAT.to_owned(),
        PathMatcher::Regex { pattern, .. } => {
            return Err(NoSampleReason::PathPattern(pattern.clone()));
        }
    };
    let headers: Option<Vec<_>> = headers.iter().map(|header| header.example()).collect();
    let queries: Option<Vec<_>> = queries.iter().map(|query| query.example()).collect();
    let queries = queries.ok_or(NoSampleReason::Pattern("query parameter"))?;
    Ok(Sample {
        bind: bind.clone(),
        host: match host {
            HostPattern::Any => None,
            HostPattern::Exact(name) => Some(name.clone()),
            HostPattern::Wildcard(suffix) => Some(format!("any{suffix}")),
        },
        path,
        query: (!queries.is_empty()).then(|| queries.join("&")),
        headers: headers.ok_or(NoSampleReason::Pattern("header"))?,
        route: candidate.rule.route.clone(),
        shared: candidate.rule.targets.iter().filter(|target| target.weight > 0).count() > 1,
        format: RouteType::Completions,
        credential: None,
    })
}

/// As what a target reads a request for a path.
fn read_as(target: &Target, path: &str) -> RouteType {
    let Target::Model(backend) = target else { return RouteType::Completions };
    let mut upstreams =
        backend.groups.iter().flatten().filter_map(|one| one.upstream.as_ref().ok());
    let routes = upstreams.next().and_then(|upstream| upstream.routes.as_ref());
    format::resolve(routes, path)
}

/// What these policies demand of clients.
fn credential(policies: &RoutePolicies) -> Option<ClientCredential> {
    let bearer = |location: &CredentialLocation| match location.is_bearer() {
        true => ClientCredential::Bearer,
        false => ClientCredential::Other,
    };
    let jwt = policies.jwt.as_ref().filter(|jwt| jwt.mode == Mode::Strict);
    let keys = policies.api_keys.as_ref().filter(|keys| keys.mode == Mode::Strict);
    let basic = policies.basic.as_ref().filter(|basic| basic.mode == Mode::Strict);
    let jwt = jwt.map(|jwt| bearer(&jwt.location));
    let keys = keys.map(|keys| bearer(&keys.location));
    basic.map(|_| ClientCredential::Other).or(jwt).or(keys)
}

fn winner<'t>(table: &'t RouteTable, sample: &Sample) -> Option<&'t Candidate> {
    let mut headers = HeaderMap::new();
    for (name, value) in &sample.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        headers.insert(name, HeaderValue::from_str(value).ok()?);
    }
    let request = RequestParts {
        method: &Method::POST,
        host: sample.host.as_deref().unwrap_or("localhost"),
        path: &sample.path,
        query: sample.query.as_deref(),
        headers: &headers,
    };
    table.find(&sample.bind, &request).ok().map(|found| found.candidate)
}
