//! One call while it is planned, by what the calls of the proxy ask of `plan`.

use std::ops::Range;
use std::sync::Arc;

use http::header::CONTENT_ENCODING;

use super::body::{Body, UnreadableBody};
use super::dry_run::{Preview, Terms};
use super::{LocalAnswer, PlannedCall, ProviderCall, chance, differences, steps};
use crate::domain::kill::Passage;
use crate::domain::llm::format::RouteType;
use crate::domain::llm::path_model;
use crate::domain::route::cel::unknown::{self, RequestPart};
use crate::domain::route::cel::{Activation, Unknown};
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::model_backend::{Member, ModelBackend};
use crate::domain::route::model_router::{self, ModelRouter, SelectedModel};
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::policy::transformation::Transformation;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::retry::Retry;
use crate::domain::route::table::Rule;
use crate::domain::route::upstream::ModelUpstream;
use crate::edge::proxy::body::budget::Budget;
use crate::edge::proxy::body::client::replay;
use crate::edge::proxy::body::json_budget;
use crate::edge::proxy::plan::head::upgrade;
use crate::edge::proxy::plan::model::{PathRoute, PlannedBody, PlannedModel, guards_of_reply};
use crate::edge::proxy::plan::requested_model::{ModelLocation, in_json, undecoded};
use crate::edge::proxy::plan::{self, PlanContext, PlannedHead};

/// A model that is asked for.
struct PreviewedModel {
    model: String,
    /// Its place in a form; none where the body is JSON.
    form: Option<Range<usize>>,
    is_in_path: bool,
}

/// One call while it is planned.
#[derive(Clone)]
pub(super) struct Call<'r> {
    request: &'r Preview,
    context: PolicyContext,
    planned: PlannedHead,
    body: Body,
    /// The largest body that is read. Bytes.
    limit: usize,
    /// What is parsed counts in it.
    budget: Budget,
    /// The way up to here.
    passage: Passage,
    depends: Vec<String>,
}

impl<'r> Call<'r> {
    /// A call of a rule, with the head that its filters have made. `model` is the one that a body is taken to name that is
    /// not given.
    pub(super) fn new(
        rule: &Rule,
        request: &'r Preview,
        planned: PlannedHead,
        model: Option<&str>,
    ) -> Self {
        let (context, mut body) = (request.context.fork(), Body::of(request, model));
        let Terms { max_body, max_held, .. } = *request.terms;
        let again = |retry: &Retry| {
            let facts = context.facts(&planned.head, chance());
            facts.request.is_some_and(|request| retry.applies(request))
        };
        let length = u64::try_from(body.now.len()).unwrap_or(u64::MAX);
        if rule.retry.as_deref().is_some_and(again) && length <= replay::LIMIT {
            // It is written down for the next attempt, and read anew by each.
            body.is_held = false;
        }
        let (limit, budget) = (rule.limit(max_body), Budget::new(max_held));
        let passage = request.passage.clone();
        Call { request, context, planned, body, limit, budget, passage, depends: Vec::new() }
    }

    /// A refusal as this client gets it.
    pub(super) fn instead(&self, refusal: Refusal) -> LocalAnswer {
        LocalAnswer::PolicyAnswer(self.request.refused(refusal))
    }

    pub(super) fn http(mut self, upstream: &HttpUpstream) -> ProviderCall {
        self.passage.backend = upstream.name.text();
        let alive = self.not_killed();
        let allowed = alive.and_then(|()| self.allowed(upstream));
        let planned = allowed.and_then(|()| self.transform(&upstream.transformations));
        let planned = planned.and_then(|()| {
            let (address, mut head) = plan::http::call(upstream, self.planned.clone())?;
            upgrade::ask(&mut head, !address.http2);
            let body = differences::between(&self.body.arrived, &self.body.now);
            let sent = (!self.body.is_assumed).then(|| self.body.now.clone());
            Ok(PlannedCall { body, sent, ..PlannedCall::of(head) })
        });
        let planned = planned.map_err(|refusal| self.instead(refusal));
        ProviderCall { provider: None, depends: self.depends, call: planned }
    }

    /// That the request may go to this backend, where the request alone tells.
    fn allowed(&mut self, upstream: &HttpUpstream) -> Result<(), Refusal> {
        let own = || upstream.authorization.as_deref().into_iter();
        match steps::open(&self.context, own().flat_map(Authorization::rules)) {
            None => plan::member::allowed(own(), &self.context, &self.planned, chance),
            Some(why) => {
                self.depends.push(steps::guarded(&why));
                Ok(())
            }
        }
    }

    /// The calls of all providers of a backend.
    pub(super) fn each(self, backend: &ModelBackend) -> Vec<ProviderCall> {
        let many = backend.members().nth(1).is_some();
        let groups = backend.groups.iter().enumerate();
        let members = groups.flat_map(|(group, members)| members.iter().map(move |m| (group, m)));
        let backend = backend.name.text();
        let each = members.map(|(group, member)| {
            // One of them is called, so that one does not pay for the expressions of another.
            let mut call = Call { context: self.context.fork(), ..self.clone() };
            call.passage.backend.clone_from(&backend);
            let planned = call.of_member(member).map_err(|refusal| self.instead(refusal));
            ProviderCall {
                provider: many.then(|| (group, member.name.clone())),
                depends: call.depends,
                call: planned,
            }
        });
        each.collect()
    }

    /// The calls of the model that is asked for: of each target, where chance decides.
    pub(super) fn of_models(
        mut self,
        router: &ModelRouter,
        model: Option<&str>,
    ) -> Vec<ProviderCall> {
        let named = match self.asked(router, model) {
            Ok(named) => named,
            Err(refusal) => return ProviderCall::only(Err(self.instead(refusal))),
        };
        self.passage.requested.clone_from(&named.model);
        if let Err(refusal) = self.not_killed() {
            return ProviderCall::only(Err(self.instead(refusal)));
        }
        if let Some(why) = steps::open(&self.context, router.expressions(&named.model)) {
            self.depends.push(format!("the called model depends on {why}"));
        }
        let shares = router.shares(&named.model);
        let is_one = shares.len() == 1;
        let each = shares.into_iter().flat_map(|(percent, chance)| {
            let mut call = Call { context: self.context.fork(), ..self.clone() };
            if !is_one {
                call.depends.push(format!("{percent}% of requests for model {}", named.model));
            }
            match call.found(router, &named, chance) {
                Ok(backend) => call.each(&backend),
                Err(refusal) => ProviderCall::only(Err(call.instead(refusal))),
            }
        });
        each.collect()
    }

    /// The name of the model that is asked for, in the path or the body.
    fn asked(
        &mut self,
        router: &ModelRouter,
        model: Option<&str>,
    ) -> Result<PreviewedModel, Refusal> {
        if ModelRouter::is_list(&self.planned.path) {
            let facts = self.context.facts(&self.planned.head, chance());
            return Err(Refusal::json(200, router.list(&facts)));
        }
        if let Some(model) = path_model::named_by(&self.planned.path) {
            return Ok(PreviewedModel { model: model.into_owned(), form: None, is_in_path: true });
        }
        let ModelLocation { model, form } = self.named(model)?;
        Ok(PreviewedModel { model, form, is_in_path: false })
    }

    /// The model that is asked for; the request is then one for that model.
    fn found(
        &mut self,
        router: &ModelRouter,
        asked: &PreviewedModel,
        of_chance: u64,
    ) -> Result<Arc<ModelBackend>, Refusal> {
        let PreviewedModel { model, form, is_in_path } = asked;
        let looks = !is_in_path && form.is_none() && router.looks_into_body(model);
        let text = self.body.known(self.request).filter(|_| looks);
        let room = text.as_ref().map(|text| json_budget::room(&self.budget, text, 2));
        let _room = room.transpose().map_err(in_json)?.flatten();
        let llm_request = text.and_then(|text| serde_json::from_slice(&text).ok());
        let context = self.context.clone();
        let facts = context.facts(&self.planned.head, chance());
        let facts = Activation { llm_request: llm_request.as_ref(), ..facts };
        let found = router.find(model, &facts, of_chance);
        context.affordable()?;
        let SelectedModel { backend, rename } = found?;
        match rename {
            None => {}
            Some(rename) if *is_in_path => {
                plan::requested_model::rename_in_path(&mut self.planned, rename)
            }
            Some(rename) => {
                let bytes = self.body.now.clone();
                self.body.now = plan::requested_model::renamed(bytes, form.clone(), rename)?;
            }
        }
        match backend {
            Ok(backend) => Ok(Arc::clone(backend)),
            Err(error) => Err(error.answer()),
        }
    }

    /// The model that the body names; `model` where it is not given.
    fn named(&mut self, model: Option<&str>) -> Result<ModelLocation, Refusal> {
        let headers = &mut self.planned.head.headers;
        let read = self.body.read(headers, self.limit, &self.budget);
        let was_compressed = read.map_err(|unread| match unread {
            UnreadableBody::TooLarge(refusal) => in_json(refusal),
            UnreadableBody::Undecoded(error) => undecoded(error),
        })?;
        if was_compressed {
            headers.remove(CONTENT_ENCODING);
        }
        match (self.body.is_assumed, model) {
            (true, Some(model)) => Ok(ModelLocation { model: model.to_owned(), form: None }),
            (true, None) => Err(model_router::body::no_model()),
            (false, _) => plan::requested_model::named(headers, &self.body.now, &self.budget),
        }
    }

    /// That nothing is stopped by which the request has come so far.
    fn not_killed(&self) -> Result<(), Refusal> {
        let stopped = self.request.terms.killed.stops(&self.passage);
        stopped.map_or(Ok(()), |stop| Err(Refusal::killed(stop.words())))
    }

    fn of_member(&mut self, member: &Member) -> Result<PlannedCall, Refusal> {
        // The backend, and then the provider: one that is stopped is not chosen while another is not.
        self.not_killed()?;
        if let Ok(upstream) = &member.upstream {
            upstream.note(&mut self.passage);
            self.not_killed()?;
        }
        let rules = plan::member::rules(member).flat_map(Authorization::rules);
        let upstream = match steps::open(&self.context, rules) {
            None => plan::member::authorized(member, &self.context, &self.planned, chance)?,
            Some(why) => {
                self.depends.push(steps::guarded(&why));
                plan::member::upstream(member)?
            }
        };
        self.transform(&upstream.transformations)?;
        plan::member::edit(member, &mut self.planned);
        let planned = self.model(upstream)?;
        if planned.route_type.is_some_and(plan::model::counts_tokens) {
            self.depends.extend(self.request.tokens.iter().cloned());
        }
        if planned.route_type.is_some_and(|of| guards_of_reply(upstream, of).is_some()) {
            let may = "promptGuard.response may reject or mask the reply";
            self.depends.push(may.to_owned());
        }
        Ok(planned)
    }

    /// Has the backend's transformation change the request, where the request alone tells what it makes of it.
    fn transform(&mut self, all: &[Transformation]) -> Result<(), Refusal> {
        if all.is_empty() {
            return Ok(());
        }
        let mut context = self.context.clone();
        let looks = plan::request_transformation::looks_into_body(all);
        if looks {
            self.body.hold(self.limit)?;
        }
        context.body = self.body.known(self.request).filter(|_| looks);
        let planned = &mut self.planned;
        let (_, made) =
            plan::request_transformation::request(all, &mut context, planned, chance())?;
        if let Some(made) = made {
            self.body.replace(made);
        }
        let before = self.context.unknown.take().unwrap_or_default();
        self.context.unknown = context.unknown;
        let unknown = self.context.unknown.as_deref();
        self.depends.extend(unknown.into_iter().flat_map(|unknown| unknown.since(&before)));
        if unknown.is_some_and(|unknown| unknown.has(&RequestPart::LlmRequest)) {
            self.body.assume();
        }
        Ok(())
    }

    fn model(&mut self, upstream: &ModelUpstream) -> Result<PlannedCall, Refusal> {
        let (model, body) = match plan::model::by_path(upstream, &self.planned)? {
            PathRoute::Planned(model) => (model, None),
            PathRoute::NeedsBody(route_type) => {
                let (model, body) = self.read(upstream, route_type)?;
                (model, Some(body))
            }
        };
        self.passage.model.clone_from(&model.model);
        self.passage.renamed.clone_from(&model.renamed);
        self.not_killed()?;
        let mut planned = self.planned.clone();
        upgrade::ask(&mut planned.head, !upstream.address.http2);
        let head = plan::model::head(upstream, planned, &model, body.as_ref())?;
        let route_type = Some(model.route_type);
        let sent_as = model.translation.map(|translation| translation.asked_as);
        let PlannedCall { method, url, headers, .. } = PlannedCall::of(head);
        let finishes = upstream.llm.as_ref().is_some_and(|llm| llm.finishes());
        let (model, words, sent, open) = match body {
            None => (
                None,
                differences::between(&self.body.arrived, &self.body.now),
                self.body.now.clone(),
                Vec::new(),
            ),
            Some(body) => {
                let mut words = differences::of_body(&self.body.arrived, &body, finishes);
                let (open, why): (Vec<_>, Vec<_>) = self.open_fields(upstream).into_iter().unzip();
                let pieces = body.into_pieces()?.into_iter().collect::<Vec<_>>();
                words.extend(why);
                (Some(model.model), words, pieces.concat().into(), open)
            }
        };
        let sent = (!self.body.is_assumed).then_some(sent);
        let body = words;
        Ok(PlannedCall { route_type, sent_as, model, body, sent, open, method, url, headers })
    }

    /// The fields that the policies of the backend write into a body and that cannot be told, each with that in words.
    fn open_fields(&self, upstream: &ModelUpstream) -> Vec<(String, String)> {
        let unknown = self.context.unknown.as_deref().map(Unknown::of_sent);
        let facts = Activation { unknown: unknown.as_ref(), ..Activation::default() };
        let open = upstream.llm.iter().flat_map(|llm| llm.open(&facts));
        let words =
            |field: &str, why: &str| format!("\"{field}\" becomes {}", unknown::marked(why));
        open.map(|(field, why)| (field.to_owned(), words(field, &why))).collect()
    }

    fn read(
        &mut self,
        upstream: &ModelUpstream,
        route_type: RouteType,
    ) -> Result<(PlannedModel, PlannedBody), Refusal> {
        let headers = &self.planned.head.headers;
        self.body.read(headers, self.limit, &self.budget).map_err(UnreadableBody::refusal)?;
        let is_assumed = self.body.is_assumed;
        let unknown = self.context.unknown.as_deref().map(Unknown::of_sent);
        let plan_context = PlanContext { budget: &self.budget, chance, unknown: unknown.as_ref() };
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
        if is_assumed && !route_type.is_native_gemini() {
            model.stream = false;
        }
        Ok((model, body))
    }
}
