//! What the proxy would send for a request, without sending it. It is made by [`plan`], as the calls are, and says
//! where keys go, without the keys. A mechanism of this program; the sources are with what `plan` decides.

mod body;
mod call;
mod differences;
mod dry_run;
mod steps;

use std::fmt;

use bytes::Bytes;
use http::Method;
use http::request::Parts;

use super::plan::filters::{MatchedRoute, Redirected};
use super::plan::loops::ForwardedMarks;
use super::plan::{self, PlannedHead};
use crate::domain::llm::format::RouteType;
use crate::domain::route::mirror::Mirror;
use crate::domain::route::table::{Candidate, RouteMatch};
use crate::domain::route::target::{Target, WeightedTarget};
use call::Call;

pub use dry_run::{PolicyAnswer, Preview, Terms};

/// A request as the upstream would get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedCall {
    /// The route type; none where the upstream is not a language model.
    pub route_type: Option<RouteType>,
    /// The format that is sent; none where it is the client's.
    pub sent_as: Option<RouteType>,
    /// The model in the body; none where the body is not read.
    pub model: Option<String>,
    /// The changes of the body, in words.
    pub body: Vec<String>,
    /// The whole body, with the fields in `open` as they came; none where the request is given without one.
    pub sent: Option<Bytes>,
    /// The fields of the body whose values cannot be told.
    pub open: Vec<String>,
    pub method: Method,
    /// The whole URL, with scheme and host.
    pub url: String,
    /// Names in lower case, with values; those of keys are `[redacted]`.
    pub headers: Vec<(String, String)>,
}

/// How a rule ends for a request.
#[derive(Clone, Debug)]
pub enum RuleOutcome {
    /// An answer of the proxy's own, or of a policy.
    PolicyAnswer(Box<PolicyAnswer>),
    Redirect(u16, String),
    /// It is sent to one of the rule's targets, at random by their weights.
    Targets,
}

/// Runs the rule's policies and filters, up to the choice of a backend; `request` is changed as they do.
#[must_use]
pub fn outcome(found: &RouteMatch<'_>, request: &mut Preview) -> RuleOutcome {
    let RouteMatch { listener, candidate, .. } = found;
    let rule = &candidate.rule;
    request.passage.route.clone_from(&rule.label);
    if let Err(stopped) = request.not_killed() {
        return RuleOutcome::PolicyAnswer(stopped);
    }
    if let Err(stopped) = request.page(listener, rule) {
        return RuleOutcome::PolicyAnswer(stopped);
    }
    if let Some(refusal) = &rule.refusal {
        return RuleOutcome::PolicyAnswer(request.refused(refusal.clone()));
    }
    if let Some(policies) = &rule.policies
        && let Err(stopped) = request.pass(policies, rule.request_timeout)
    {
        return RuleOutcome::PolicyAnswer(stopped);
    }
    if request.terms.killed.names_keys() {
        request.depends.push("the kill switch stops some clients by their keys".to_owned());
    }
    let Preview { context, .. } = &*request;
    let matched = MatchedRoute { candidate, host: context.host(), scheme: context.scheme() };
    if let Err(redirected) = matched.rule(&mut PlannedHead::new(request.head.clone())) {
        return RuleOutcome::Redirect(redirected.status, redirected.location);
    }
    match rule.select(0) {
        Ok(_) => RuleOutcome::Targets,
        Err(refusal) => RuleOutcome::PolicyAnswer(request.refused(refusal)),
    }
}

/// One provider of a backend, and its call.
#[derive(Clone, Debug)]
pub struct ProviderCall {
    /// The index of its group, from 0, and its name; none where the backend has a single destination.
    pub provider: Option<(usize, String)>,
    /// What else may happen to the call, and on what that depends, in sentences.
    pub depends: Vec<String>,
    /// The call, or the answer instead of it.
    pub call: Result<PlannedCall, LocalAnswer>,
}

impl ProviderCall {
    /// What is called where there is nothing to choose from.
    fn only(call: Result<PlannedCall, LocalAnswer>) -> Vec<Self> {
        vec![ProviderCall { provider: None, depends: Vec::new(), call }]
    }
}

/// A copy of the request.
#[derive(Clone, Debug)]
pub struct MirroredCall {
    /// Where it goes, and of which share of the requests: [`Mirror::words`].
    pub to: String,
    /// The call; none where none can be made of the request.
    pub call: Option<PlannedCall>,
}

impl fmt::Display for MirroredCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to)?;
        match &self.call {
            Some(call) => write!(f, ": {} {}", call.method, call.url),
            None => Ok(()),
        }
    }
}

/// The copies of a request that go to these mirrors, of its rule or of one of its targets.
#[must_use]
pub fn mirrored(candidate: &Candidate, mirrors: &[Mirror], request: &Preview) -> Vec<MirroredCall> {
    let Preview { context, .. } = request;
    let matched = MatchedRoute { candidate, host: context.host(), scheme: context.scheme() };
    let mut planned = PlannedHead::new(request.head.clone());
    let filtered = matched.rule(&mut planned);
    let copy = |mirror: &Mirror| {
        let made = plan::http::call(&mirror.upstream, plan::mirror::copy(&planned)).ok();
        let is_stopped =
            plan::mirror::is_stopped(&request.terms.killed, &request.passage, &mirror.upstream);
        let made = made
            .filter(|_| filtered.is_ok() && !is_stopped)
            .map(|(_, head)| PlannedCall { sent: Some(Bytes::new()), ..PlannedCall::of(head) });
        MirroredCall { to: mirror.words(), call: made }
    };
    mirrors.iter().map(copy).collect()
}

/// An answer instead of a call.
#[derive(Clone, Debug)]
pub enum LocalAnswer {
    PolicyAnswer(Box<PolicyAnswer>),
    Redirect(u16, String),
}

/// The calls of one backend of the rule: of every provider in every group, in their order. `model` is the one that the
/// body is taken to name where it is not given.
#[must_use]
pub fn calls(
    candidate: &Candidate,
    selected: &WeightedTarget,
    request: &Preview,
    model: Option<&str>,
) -> Vec<ProviderCall> {
    let Preview { context, .. } = request;
    let matched = MatchedRoute { candidate, host: context.host(), scheme: context.scheme() };
    let mut planned = PlannedHead::new(request.head.clone());
    let filtered = matched.rule(&mut planned).and_then(|()| matched.target(selected, &mut planned));
    if let Err(Redirected { status, location }) = filtered {
        return ProviderCall::only(Err(LocalAnswer::Redirect(status, location)));
    }
    let call = Call::new(&candidate.rule, request, planned, model);
    match &selected.target {
        Target::Refuse(refusal) => ProviderCall::only(Err(call.instead(refusal.clone()))),
        Target::Http(upstream) => vec![call.http(upstream)],
        Target::Model(backend) => call.each(backend),
        Target::Models(router) => call.of_models(router, model),
    }
}

impl PlannedCall {
    /// What a head tells.
    fn of(mut head: Parts) -> Self {
        // What proxies on this machine tell each other is no part of the call.
        ForwardedMarks::hide(&mut head.headers);
        PlannedCall {
            route_type: None,
            sent_as: None,
            model: None,
            body: Vec::new(),
            sent: None,
            open: Vec::new(),
            method: head.method.clone(),
            url: head.uri.to_string(),
            headers: differences::headers(&head.headers),
        }
    }
}

/// What depends on chance is reported as open.
fn chance() -> f64 {
    0.0
}
