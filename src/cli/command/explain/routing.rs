//! Where a request goes: the winner, why no other, and what its provider would see.

mod text;
mod timeouts;

use std::sync::Arc;

use serde::Serialize;

use super::super::coverage::Coverage;
use super::request::ExplainedRequest;
use super::{Args, ExplainFormat};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::Read;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::cli::output::shape::List;
use crate::domain::compile::Compiled;
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{ONLY_PROVIDER, PolicyPath};
use crate::domain::llm::format::RouteType;
use crate::domain::registry::effective::{EffectivePolicy, policies};
use crate::domain::route::explain::{Considered, MatchOutcome, explain};
use crate::domain::route::matcher::host::HostPattern;
use crate::domain::route::mirror::Mirror;
use crate::domain::route::table::{BindKey, Candidate, RouteTable, Rule};
use crate::domain::route::target::{Target, WeightedTarget};
use crate::domain::snapshot::Snapshot;
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;
use crate::edge::proxy::preview::{
    self, LocalAnswer, PlannedCall, PolicyAnswer, Preview, ProviderCall, RuleOutcome, Terms,
};
use timeouts::RuleTimeouts;

/// What became of the request at one Gateway's port.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shape {
    gateway: Option<String>,
    port: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    winner: Option<Winner>,
    /// The answer of the proxy's own, where nothing is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerShape>,
    candidates: Vec<CandidateShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Winner {
    route: String,
    rule: usize,
    listener: String,
    matches: String,
    /// Whether it is taken by TLS alone.
    https: bool,
    #[serde(flatten)]
    timeouts: RuleTimeouts,
    /// Where copies go, of what all targets get.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mirrored: Vec<String>,
    /// What is changed in the reply's head.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reply: Vec<String>,
    /// In force before a backend is chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policies: Vec<EffectivePolicy>,
    /// What else may become of it, and on what that depends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends: Vec<String>,
    targets: Vec<TargetShape>,
    /// No HTTPRoute's: `route` is then the Gateway whose listener offers AgentgatewayModels.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    of_models: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TargetShape {
    reference: String,
    percent: u64,
    /// Where copies go, of what this target gets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mirrored: Vec<String>,
    /// What is changed in the reply's head.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reply: Vec<String>,
    /// Priority of the provider's group among several providers, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    route_type: Option<&'static str>,
    /// The format into which the call is translated, and its reply back.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_as: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    /// Where it is another than the request's.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<HeaderShape>,
    /// What is changed in the body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    body: Vec<String>,
    /// In force on the call.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policies: Vec<EffectivePolicy>,
    /// What else may become of it, and on what that depends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerShape>,
}

#[derive(Serialize)]
struct HeaderShape {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct AnswerShape {
    status: u16,
    body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// The policy that answers so.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
    /// Headers of a policy's answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<HeaderShape>,
}

impl AnswerShape {
    fn of(status: u16, body: String) -> Self {
        AnswerShape { status, body, location: None, why: None, by: None, headers: Vec::new() }
    }

    fn redirect(status: u16, location: String) -> Self {
        AnswerShape { location: Some(location), ..AnswerShape::of(status, String::new()) }
    }
}

impl From<PolicyAnswer> for AnswerShape {
    fn from(stopped: PolicyAnswer) -> Self {
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| HeaderShape {
            name: name.to_string(),
            value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
        };
        let headers = stopped.headers.iter().map(header).collect();
        let PolicyAnswer { by, status, body, hint, .. } = stopped;
        AnswerShape { by, why: hint, headers, ..AnswerShape::of(status, body) }
    }
}

impl From<LocalAnswer> for AnswerShape {
    fn from(instead: LocalAnswer) -> Self {
        match instead {
            LocalAnswer::PolicyAnswer(stopped) => AnswerShape::from(*stopped),
            LocalAnswer::Redirect(status, location) => AnswerShape::redirect(status, location),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CandidateShape {
    route: String,
    rule: usize,
    listener: String,
    host: String,
    matches: String,
    outcome: &'static str,
    reason: String,
}

pub(super) fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let Args { request, source, serving, output: format, .. } = args;
    let format = *format;
    let (asked, resolves) = (request.asked()?, serving.resolves()?);
    let read = super::super::block_on(source.read(kube))?;
    let killed = read.in_force();
    let read = if args.simulate { read.simulated() } else { read };
    super::super::list::say_what_was_not_read(&read.snapshot);
    let coverage = Coverage::of(&read.snapshot, Kind::LISTED);
    let coverage = coverage.within(&read.snapshot, kube.namespace.as_deref());
    coverage.say();
    let snapshot = Snapshot { resolves, ..Snapshot::clone(&read.snapshot) };
    let compiled = Compiled::without(snapshot, serving.skips());
    let routes = &compiled.table;
    let binds = binds(routes, request.gateway.as_deref(), &read)?;
    if coverage.is_blind() && format == ExplainFormat::Text {
        return Ok(coverage.exit(Exit::Findings));
    }
    let terms = Arc::new(Terms {
        max_body: serving.max_body(),
        max_held: serving.max_held(),
        browsers: Some(serving.browsers()),
        killed,
    });
    let shapes: Vec<_> =
        binds.into_iter().map(|bind| shape(&compiled, bind, &asked, &terms)).collect();
    match format {
        ExplainFormat::Json | ExplainFormat::Yaml => {
            let list = List::new("ExplanationList", &shapes).without(&coverage.rows);
            output::structured(&list, format == ExplainFormat::Yaml)?;
        }
        ExplainFormat::Text => {
            let texts: Vec<_> = shapes.iter().map(|shape| text::of(shape, &asked)).collect();
            output::data(&texts.join("\n"))?;
        }
    }
    Ok(coverage.exit(match shapes.iter().any(|shape| shape.winner.is_some()) {
        true => Exit::Done,
        false => Exit::Findings,
    }))
}

/// The ports to ask at: all, or those of one Gateway.
fn binds<'t>(
    routes: &'t RouteTable,
    gateway: Option<&str>,
    read: &Read,
) -> Result<Vec<&'t BindKey>, Failure> {
    let Some(wanted) = gateway else { return Ok(routes.binds.keys().collect()) };
    let namespace = read.namespace.as_deref().unwrap_or("default");
    let wanted = match wanted.contains('/') {
        true => wanted.to_owned(),
        false => format!("{namespace}/{wanted}"),
    };
    let is_wanted =
        |bind: &&BindKey| bind.gateway.as_ref().is_some_and(|g| g.to_string() == wanted);
    let binds: Vec<_> = routes.binds.keys().filter(is_wanted).collect();
    if binds.is_empty() {
        let served =
            routes.binds.keys().filter_map(|bind| Some(bind.gateway.as_ref()?.to_string()));
        let there = near::available(served.collect(), &wanted);
        return Err(Failure::usage(format!("Gateway {wanted} is not served{there}")));
    }
    Ok(binds)
}

fn shape(
    compiled: &Compiled,
    bind: &BindKey,
    asked: &ExplainedRequest,
    terms: &Arc<Terms>,
) -> Shape {
    let (routes, policies) = (&compiled.table, compiled.policies());
    let mut request = asked.dry_run(terms);
    let before = request.before(routes, bind);
    let routed = request.clone();
    let explained = explain(routes, bind, &routed.parts());
    let (mut winner, mut answer) = (None, None);
    match (before, &explained.found) {
        (Err(stopped), _) => answer = Some(AnswerShape::from(*stopped)),
        (Ok(()), Err(refusal)) => {
            answer = Some(AnswerShape::from(*request.refused(refusal.clone())));
        }
        (Ok(()), Ok(found)) => {
            let candidate = found.candidate;
            let matched = MatchedRule {
                policies: &policies,
                bind,
                listener: &found.listener.name,
                rule: &candidate.rule,
            };
            let mut targets = Vec::new();
            match preview::outcome(found, &mut request) {
                RuleOutcome::PolicyAnswer(stopped) => answer = Some(AnswerShape::from(*stopped)),
                RuleOutcome::Redirect(status, location) => {
                    answer = Some(AnswerShape::redirect(status, location));
                }
                RuleOutcome::Targets => targets = called(candidate, &request, asked, &matched),
            }
            let reply = candidate.rule.filters.response_headers.words();
            winner = Some(Winner {
                route: candidate.rule.route.to_string(),
                rule: candidate.rule.index,
                listener: found.listener.name.clone(),
                matches: candidate.matcher.to_string(),
                https: candidate.https,
                timeouts: RuleTimeouts::of(&candidate.rule),
                mirrored: mirrored(candidate, &candidate.rule.mirrors, &request),
                reply: reply.chain(request.reply()).collect(),
                policies: matched.policies(None),
                depends: request.depends,
                targets,
                of_models: candidate.is_of_models(),
            });
        }
    }
    Shape {
        gateway: bind.gateway.as_ref().map(ToString::to_string),
        port: bind.port,
        winner,
        answer,
        candidates: explained.candidates.iter().map(considered).collect(),
    }
}

/// Every backend of the rule that can be chosen, each of its providers, and the call it gets.
fn called(
    candidate: &Candidate,
    request: &Preview,
    asked: &ExplainedRequest,
    matched: &MatchedRule<'_>,
) -> Vec<TargetShape> {
    let made = request.made_body().map(super::request::model_of);
    let model = made.as_ref().map_or(asked.model.as_deref(), |made| made.as_deref());
    let targets = &candidate.rule.targets;
    let total: u64 = targets.iter().map(|target| u64::from(target.weight)).sum();
    let live = targets.iter().filter(|target| target.weight > 0);
    let of_target = |target: &WeightedTarget| {
        let percent = (u64::from(target.weight) * 100 + total / 2).checked_div(total);
        let calls = preview::calls(candidate, target, request, model);
        let shapes = calls.into_iter().map(|called| {
            let policies = matched.policies(Some((target, called.provider.as_ref())));
            let percent = percent.unwrap_or_default();
            let shape = target_shape(target.reference.to_string(), percent, &asked.method, called);
            let reply = target.filters.response_headers.words().collect();
            let mirrored = mirrored(candidate, &target.mirrors, request);
            TargetShape { policies, mirrored, reply, ..shape }
        });
        shapes.collect::<Vec<_>>()
    };
    live.flat_map(of_target).collect()
}

/// The copies of a request, a line each.
fn mirrored(candidate: &Candidate, mirrors: &[Mirror], request: &Preview) -> Vec<String> {
    preview::mirrored(candidate, mirrors, request).iter().map(ToString::to_string).collect()
}

/// The rule that a request has matched, for the policies in force on it.
struct MatchedRule<'a> {
    policies: &'a PolicyIndex<'a>,
    bind: &'a BindKey,
    listener: &'a str,
    rule: &'a Rule,
}

impl MatchedRule<'_> {
    /// The policies in force before a backend is chosen; with a target those on the call of it.
    fn policies(
        &self,
        target: Option<(&WeightedTarget, Option<&(usize, String)>)>,
    ) -> Vec<EffectivePolicy> {
        let target_of = target.map(|(target, _)| &target.target);
        let object = target_of.and_then(Target::object);
        let (backend, service) = match object {
            Some(object) if object.kind == Kind::Service => (None, Some(object.name)),
            object => (object.map(|object| object.name), None),
        };
        let port = match target_of {
            Some(Target::Http(upstream)) => upstream.port().map(|port| port.to_string()),
            _ => None,
        };
        let port = port.unwrap_or_default();
        let provider = target.and_then(|(_, provider)| provider.map(|(_, name)| name.as_str()));
        let path = PolicyPath {
            gateway: self.bind.gateway.as_ref(),
            listener: self.listener,
            route: Some((&self.rule.route, self.rule.index)),
            backend: backend.as_ref(),
            provider: provider.or(backend.is_some().then_some(ONLY_PROVIDER)),
            service: service.as_ref().map(|name| (name, port.as_str())),
        };
        let found = policies(self.policies, &path).into_iter();
        found.filter(|one| one.is_of_backend() == target.is_some()).collect()
    }
}

fn target_shape(
    reference: String,
    percent: u64,
    asked: &http::Method,
    called: ProviderCall,
) -> TargetShape {
    let (group, provider) = called.provider.unzip();
    let mut shape = TargetShape {
        reference,
        percent,
        mirrored: Vec::new(),
        reply: Vec::new(),
        group,
        provider,
        route_type: None,
        sent_as: None,
        model: None,
        method: None,
        url: None,
        headers: Vec::new(),
        body: Vec::new(),
        policies: Vec::new(),
        depends: called.depends,
        answer: None,
    };
    match called.call {
        Err(instead) => shape.answer = Some(AnswerShape::from(instead)),
        Ok(PlannedCall { route_type, sent_as, model, body, method, url, headers, .. }) => {
            shape.method = (method != *asked).then(|| method.to_string());
            shape.body = body;
            shape.route_type = route_type.map(RouteType::name);
            shape.sent_as = sent_as.map(RouteType::name);
            shape.model = model;
            shape.url = Some(url);
            let header = |(name, value)| HeaderShape { name, value };
            shape.headers = headers.into_iter().map(header).collect();
        }
    }
    shape
}

fn considered(one: &Considered<'_>) -> CandidateShape {
    let rule = &one.candidate.rule;
    let reason = match one.outcome {
        MatchOutcome::Lower(_) if one.candidate.is_of_models() => {
            "the models of its listener, which rank after all HTTPRoutes".to_owned()
        }
        MatchOutcome::Host => format!("is for host {}", one.host),
        MatchOutcome::Listener if one.listener.host != HostPattern::Any => {
            format!("its listener {} is for host {}", one.listener.name, one.listener.host)
        }
        outcome => outcome.to_string(),
    };
    CandidateShape {
        route: rule.route.to_string(),
        rule: rule.index,
        listener: one.listener.name.clone(),
        host: one.host.to_string(),
        matches: one.candidate.matcher.to_string(),
        outcome: one.outcome.word(),
        reason,
    }
}
