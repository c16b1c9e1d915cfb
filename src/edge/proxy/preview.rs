//! What the proxy would send for a request, without sending it. It is made by [`plan`], as the calls are, and says
//! where keys go, without the keys. A mechanism of this program; the sources are with what `plan` decides.

mod differences;
mod dry_run;

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::request::Parts;

use super::body::budget::Budget;
use super::plan::filters::{Redirected, Taken};
use super::plan::model::{ByPath, Edited, PlannedModel};
use super::plan::requested_model::Named;
use super::plan::{self, PlanContext, PlannedHead};
use crate::domain::llm::format::RouteType;
use crate::domain::llm::path_model;
use crate::domain::route::cel::Facts;
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::model_backend::{Member, ModelBackend};
use crate::domain::route::model_router::{self, ModelRouter, SelectedModel};
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::policy::transformation::Transformation;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::Candidate;
use crate::domain::route::target::{Target, WeightedTarget};
use crate::domain::route::upstream::ModelUpstream;

pub use dry_run::{DryRun, Stopped};

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
    /// The whole body; none where the request is given without one.
    pub sent: Option<Bytes>,
    pub method: Method,
    /// The whole URL, with scheme and host.
    pub url: String,
    /// Names in lower case, with values; those of keys are `[redacted]`.
    pub headers: Vec<(String, String)>,
}

/// How a rule ends for a request.
#[derive(Clone, Debug)]
pub enum RuleOutcome {
    /// An error of the proxy.
    Refusal(Refusal),
    /// The answer of a policy.
    Stopped(Box<Stopped>),
    Redirect(u16, String),
    /// It is sent to one of the rule's targets, at random by their weights.
    Targets,
}

/// Runs the rule's policies and filters, up to the choice of a backend; `request` is changed as they do.
#[must_use]
pub fn outcome(candidate: &Candidate, request: &mut DryRun) -> RuleOutcome {
    let rule = &candidate.rule;
    if let Some(refusal) = &rule.refusal {
        return RuleOutcome::Refusal(refusal.clone());
    }
    if let Some(policies) = &rule.policies
        && let Err(stopped) = request.pass(policies, rule.request_timeout)
    {
        return RuleOutcome::Stopped(stopped);
    }
    let DryRun { context, .. } = &*request;
    let taken = Taken { candidate, host: context.host(), scheme: context.scheme() };
    if let Err(redirected) = taken.rule(&mut PlannedHead::new(request.head.clone())) {
        return RuleOutcome::Redirect(redirected.status, redirected.location);
    }
    match rule.select(0) {
        Ok(_) => RuleOutcome::Targets,
        Err(refusal) => RuleOutcome::Refusal(refusal),
    }
}

/// One provider of a backend, and its call.
#[derive(Clone, Debug)]
pub struct Called {
    /// The index of its group, from 0, and its name; none where the backend has a single destination.
    pub provider: Option<(usize, String)>,
    /// What else may happen to the call, and on what that depends, in sentences.
    pub depends: Vec<String>,
    /// The call, or the answer instead of it.
    pub call: Result<PlannedCall, Instead>,
}

impl Called {
    /// What is called where there is nothing to choose from.
    fn only(call: Result<PlannedCall, Instead>) -> Vec<Self> {
        vec![Called { provider: None, depends: Vec::new(), call }]
    }
}

/// An answer instead of a call.
#[derive(Clone, Debug)]
pub enum Instead {
    Refusal(Refusal),
    Redirect(u16, String),
}

impl From<Refusal> for Instead {
    fn from(refusal: Refusal) -> Self {
        Instead::Refusal(refusal)
    }
}

/// The calls of one backend of the rule: of every provider in every group, in their order. `model` is assumed as the
/// body's model where the request is given without a body.
#[must_use]
pub fn calls(
    candidate: &Candidate,
    selected: &WeightedTarget,
    request: &DryRun,
    model: Option<&str>,
) -> Vec<Called> {
    let DryRun { context, .. } = request;
    let taken = Taken { candidate, host: context.host(), scheme: context.scheme() };
    let mut planned = PlannedHead::new(request.head.clone());
    let filtered = taken.rule(&mut planned).and_then(|()| taken.target(selected, &mut planned));
    if let Err(Redirected { status, location }) = filtered {
        return Called::only(Err(Instead::Redirect(status, location)));
    }
    let (context, body) = (request.context.fork(), Body::of(request, model));
    let call = Call { request, context, planned, body, depends: Vec::new() };
    match &selected.target {
        Target::Refuse(refusal) => Called::only(Err(refusal.clone().into())),
        Target::Http(upstream) => vec![call.http(upstream)],
        Target::Model(backend) => call.each(backend),
        Target::Models(router) => call.of_models(router, model),
    }
}

/// A body with every field that is ever changed, used where the request is given without one.
const ANY_BODY: &str = r#"{"model":"MODEL","stream":true,"max_tokens":1,"messages":[],"contents":[],"input":"","query":"","documents":[]}"#;

/// Stands for a model that the caller names.
const ANY_MODEL: &str = "MODEL";

/// A body on its way.
#[derive(Clone)]
struct Body {
    /// As the client sends it.
    arrived: Bytes,
    now: Bytes,
    /// Whether it is made up, because none was given.
    is_assumed: bool,
}

impl Body {
    fn of(request: &DryRun, model: Option<&str>) -> Self {
        // Where nothing is said of a body, one is assumed: most requests have one.
        let given = request.body.clone();
        let is_assumed = given.is_none();
        let any = || {
            // A name of a model is written as JSON writes it.
            let name = serde_json::Value::from(model.unwrap_or(ANY_MODEL)).to_string();
            Bytes::from(ANY_BODY.replace(&format!("\"{ANY_MODEL}\""), &name))
        };
        let now = given.unwrap_or_else(any);
        let arrived = request.arrived.clone().filter(|_| !is_assumed);
        Body { arrived: arrived.unwrap_or_else(|| now.clone()), now, is_assumed }
    }

    /// What expressions see of it.
    fn known(&self, request: &DryRun) -> Option<Bytes> {
        match self.is_assumed {
            true => request.body.clone(),
            false => Some(self.now.clone()),
        }
    }
}

/// One call while it is planned.
#[derive(Clone)]
struct Call<'r> {
    request: &'r DryRun,
    context: PolicyContext,
    planned: PlannedHead,
    body: Body,
    depends: Vec<String>,
}

impl Call<'_> {
    fn http(mut self, upstream: &HttpUpstream) -> Called {
        let planned = self.transform(&upstream.transformations).and_then(|()| {
            let (_, head) = plan::http::call(upstream, self.planned.clone())?;
            let body = differences::between(&self.body.arrived, &self.body.now);
            let sent = (!self.body.is_assumed).then(|| self.body.now.clone());
            Ok(PlannedCall { body, sent, ..PlannedCall::of(&head) })
        });
        Called { provider: None, depends: self.depends, call: planned.map_err(Instead::from) }
    }

    /// The calls of all providers of a backend.
    fn each(self, backend: &ModelBackend) -> Vec<Called> {
        let many = backend.members().nth(1).is_some();
        let groups = backend.groups.iter().enumerate();
        let members = groups.flat_map(|(group, members)| members.iter().map(move |m| (group, m)));
        let each = members.map(|(group, member)| {
            // One of them is called, so that one does not pay for the expressions of another.
            let mut call = Call { context: self.context.fork(), ..self.clone() };
            let planned = call.of_member(member);
            Called {
                provider: many.then(|| (group, member.name.clone())),
                depends: call.depends,
                call: planned.map_err(Instead::from),
            }
        });
        each.collect()
    }

    /// The calls of the requested model, as far as they do not depend on chance.
    fn of_models(mut self, router: &ModelRouter, model: Option<&str>) -> Vec<Called> {
        match self.found(router, model) {
            Ok(backend) => self.each(&backend),
            Err(refusal) => Called::only(Err(refusal.into())),
        }
    }

    /// Selects the requested model; the request is then one for that model.
    fn found(
        &mut self,
        router: &ModelRouter,
        model: Option<&str>,
    ) -> Result<Arc<ModelBackend>, Refusal> {
        let context = self.context.clone();
        let facts = context.facts(&self.planned.head, chance());
        if ModelRouter::is_list(&self.planned.path) {
            return Err(Refusal::json(200, router.list(&facts)));
        }
        let in_path = path_model::named_by(&self.planned.path).map(std::borrow::Cow::into_owned);
        let is_in_path = in_path.is_some();
        let Named { model, form } = match in_path {
            Some(model) => Named { model, form: None },
            None => self.named(model)?,
        };
        let looks = !is_in_path && router.looks_into_body(&model);
        let text = self.body.known(self.request).filter(|_| looks);
        let llm_request = text.and_then(|text| serde_json::from_slice(&text).ok());
        let facts = Facts { llm_request: llm_request.as_ref(), ..facts };
        let found = router.find(&model, &facts, 0);
        context.affordable()?;
        let SelectedModel { backend, rename } = found?;
        match rename {
            None => {}
            Some(rename) if is_in_path => {
                plan::requested_model::rename_in_path(&mut self.planned, rename)
            }
            Some(rename) => {
                self.body.now =
                    plan::requested_model::renamed(self.body.now.clone(), form, rename)?;
            }
        }
        match backend {
            Ok(backend) => Ok(Arc::clone(backend)),
            Err(error) => Err(error.answer()),
        }
    }

    /// The model that the body names; `model` where it is not given.
    fn named(&self, model: Option<&str>) -> Result<Named, Refusal> {
        match (self.body.is_assumed, model) {
            (true, Some(model)) => Ok(Named { model: model.to_owned(), form: None }),
            (true, None) => Err(model_router::body::no_model()),
            (false, _) => {
                let budget = Budget::new(usize::MAX);
                plan::requested_model::named(&self.planned.head.headers, &self.body.now, &budget)
            }
        }
    }

    fn of_member(&mut self, member: &Member) -> Result<PlannedCall, Refusal> {
        let rules = member.authorization.iter().flat_map(|rules| rules.rules());
        let upstream = match dry_run::unknown(rules, true) {
            None => plan::member::authorized(member, &self.context, &self.planned, chance)?,
            Some(what) => {
                let otherwise = "403 where its rules do not let that pass";
                self.depends.push(format!("authorization looks at {what}: {otherwise}"));
                plan::member::upstream(member)?
            }
        };
        self.transform(&upstream.transformations)?;
        plan::member::edit(member, &mut self.planned);
        let planned = match upstream.llm.as_ref().and_then(|llm| llm.without_chance()) {
            None => self.model(upstream),
            Some(certain) => {
                let said = "transformations of policies.ai look at chance: what they make of that is left out";
                self.depends.push(said.to_owned());
                self.model(&ModelUpstream {
                    llm: Some(Arc::new(certain)),
                    ..ModelUpstream::clone(upstream)
                })
            }
        }?;
        if planned.route_type.is_some_and(plan::model::counts_tokens) {
            self.depends.extend(self.request.tokens.iter().cloned());
        }
        Ok(planned)
    }

    /// Has the backend's transformation change the request, where the request alone tells what it makes of it.
    fn transform(&mut self, all: &[Transformation]) -> Result<(), Refusal> {
        if all.is_empty() {
            return Ok(());
        }
        let body = self.body.known(self.request);
        let expressions = plan::request_transformation::expressions(all);
        if let Some(what) = dry_run::unknown(expressions, body.is_some()) {
            let said = format!("transformation looks at {what}: what it makes of that is left out");
            self.depends.push(said);
            return Ok(());
        }
        let mut context = self.context.clone();
        context.body = body.filter(|_| plan::request_transformation::looks_into_body(all));
        let (_, made) =
            plan::request_transformation::request(all, context, &mut self.planned, chance())?;
        if let Some(made) = made {
            if self.body.is_assumed {
                // What is made takes the place of nothing that anybody has written.
                self.body.arrived = Bytes::new();
            }
            self.body.now = made;
            self.body.is_assumed = false;
        }
        Ok(())
    }

    fn model(&self, upstream: &ModelUpstream) -> Result<PlannedCall, Refusal> {
        let (model, body) = match plan::model::by_path(upstream, &self.planned)? {
            ByPath::Planned(model) => (model, None),
            ByPath::NeedsBody(route_type) => {
                let (model, body) = self.read(upstream, route_type)?;
                (model, Some(body))
            }
        };
        let head = plan::model::head(upstream, self.planned.clone(), &model, body.as_ref())?;
        let route_type = Some(model.route_type);
        let sent_as = model.translation.map(|translation| translation.asked_as);
        let PlannedCall { method, url, headers, .. } = PlannedCall::of(&head);
        let finishes = upstream.llm.as_ref().is_some_and(|llm| llm.finishes());
        let (model, words, sent) = match body {
            None => (
                None,
                differences::between(&self.body.arrived, &self.body.now),
                Some(self.body.now.clone()),
            ),
            Some(body) => {
                let words = differences::of_body(&self.body.arrived, &body, finishes);
                let pieces = body.into_pieces()?.into_iter().collect::<Vec<_>>();
                (Some(model.model), words, Some(pieces.concat().into()))
            }
        };
        let sent = sent.filter(|_| !self.body.is_assumed);
        Ok(PlannedCall { route_type, sent_as, model, body: words, sent, method, url, headers })
    }

    fn read(
        &self,
        upstream: &ModelUpstream,
        route_type: RouteType,
    ) -> Result<(PlannedModel, Edited), Refusal> {
        let is_assumed = self.body.is_assumed;
        let budget = Budget::new(usize::MAX);
        let plan_context = PlanContext { budget: &budget, chance };
        let (head, arrived) = (&self.planned, &self.body.now);
        let mut body =
            plan::model::written(upstream, route_type, head, arrived.clone(), plan_context)?;
        // Without a body at hand there is nothing for guards to find.
        if let Some(guards) = plan::model::guards_of_request(upstream, route_type)
            && !is_assumed
        {
            body = plan::request_guard::request(guards, route_type, body)?;
        }
        let (mut model, body) =
            plan::model::body(upstream, route_type, head, arrived, body, plan_context)?;
        if is_assumed && !plan::model::is_native_gemini(route_type) {
            model.stream = false;
        }
        Ok((model, body))
    }
}

impl PlannedCall {
    /// What a head tells.
    fn of(head: &Parts) -> Self {
        PlannedCall {
            route_type: None,
            sent_as: None,
            model: None,
            body: Vec::new(),
            sent: None,
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
