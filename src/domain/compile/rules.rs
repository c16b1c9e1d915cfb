//! The rules of HTTPRoutes: matches, filters, policies and targets, under every listener that accepts their route.
//!
//! Source: HTTPRouteRule, <https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule>; agentgateway's
//! `controller/pkg/agentgateway/translator/conversion.go` at 75b4e6ce6, `ConvertHTTPRouteToAgw`.

use std::sync::Arc;

use super::attach::Attachment;
use super::attached::merge::{Phase, PolicyPath};
use super::rejection::{Effect, Rejection, RejectionSubject};
use super::{Compiler, unread};
use crate::domain::crd::gateway_api::{self, HttpRouteSpec};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::duration;
use crate::domain::route::filter::Filters;
use crate::domain::route::filter::mirror_spec::MirrorSpec;
use crate::domain::route::matcher::Matcher;
use crate::domain::route::mirror::Mirror;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::reason::{Reason, Unsupported};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::retry::Retry;
use crate::domain::route::table::{Candidate, CandidateOrigin, Rule};
use crate::domain::route::target::{Reference, Target, WeightedTarget};
use crate::domain::snapshot::Object;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The parts of a rule that are the same under every listener.
struct RuleParts<'w> {
    route: &'w ObjectName,
    index: usize,
    filters: Arc<Filters>,
    mirrors: Vec<Mirror>,
    /// Why the whole rule answers 501.
    refusal: Option<Refusal>,
    retry: Option<Arc<Retry>>,
    written: &'w gateway_api::Rule,
}

/// A field of a rule, or of its whole route, that the cluster has accepted and this program does not know.
fn newer(route: &Object<HttpRouteSpec>, index: usize) -> Option<Reason> {
    let own = format!("spec.rules[{index}]");
    let is_of_rule = |at: &str| !at.starts_with("spec.rules[") || at.starts_with(&own);
    let fault = route.faults.iter().find(|fault| is_of_rule(&fault.at))?;
    Some(Unsupported::NewerField(fault.at.clone()).into())
}

impl Compiler<'_> {
    /// Puts a rule under every listener that accepts its route.
    pub(super) fn rule(
        &mut self,
        route: &Object<HttpRouteSpec>,
        index: usize,
        written: &gateway_api::Rule,
        attachments: &[Attachment],
    ) {
        let object = ObjectRef::new(Kind::HttpRoute, route.name.clone());
        let matchers = self.matchers(&object, index, written);
        let mut parts = self.parts(&object, index, written);
        if let Some(why) = newer(route, index) {
            parts.refusal = Some(self.unsupported(RejectionSubject::Field, &object, index, why));
        }
        // Where no policy makes a difference, all listeners share one rule.
        let mut shared: Option<Arc<Rule>> = None;
        for attachment in attachments {
            let path = PolicyPath {
                gateway: attachment.gateway.as_ref(),
                listener: &attachment.listener,
                route: Some((&route.name, index)),
                ..PolicyPath::default()
            };
            let unread = unread::of_way(self.index, path.gateway, path.listener, Some(&route.name))
                .or_else(|| attachment.doubt.clone());
            let unread = unread.map(|why| why.refusal());
            let is_alike = self.index.attached.is_empty() && unread.is_none();
            let compiled = match shared.as_ref().filter(|_| is_alike) {
                Some(rule) => Arc::clone(rule),
                None => {
                    let policies = self.traffic(&object, &path, &parts.filters);
                    let targets = self.targets(&object, &path, written);
                    Arc::new(parts.rule(unread, targets, policies))
                }
            };
            if is_alike {
                shared = Some(Arc::clone(&compiled));
            }
            self.add(attachment, &matchers, &compiled);
        }
    }

    /// Reads the parts that are the same under every listener, and rejects those that are not supported.
    fn parts<'w>(
        &mut self,
        object: &'w ObjectRef,
        index: usize,
        written: &'w gateway_api::Rule,
    ) -> RuleParts<'w> {
        let mut refusal = None;
        let filters = Filters::read(written.filters.as_deref().unwrap_or(&[]));
        let (filters, mirrors) = filters.unwrap_or_else(|why| {
            refusal = Some(self.unsupported(RejectionSubject::Filter, object, index, why));
            <(Filters, Vec<MirrorSpec>)>::default()
        });
        let mut notes = Vec::new();
        let mirrors = self.resolver.mirrors(&object.name.namespace, mirrors, &mut notes);
        if written.session_persistence.is_some() {
            notes.push(Reason::not_supported("sessionPersistence"));
        }
        for note in notes {
            self.reject_part(RejectionSubject::Field, object, Some(index), Effect::Note, note);
        }
        let retry = Retry::of_rule(written.retry.as_ref()).map(|retry| retry.map(Arc::new));
        let retry = retry.unwrap_or_else(|why| {
            refusal = Some(self.unsupported(RejectionSubject::Field, object, index, why));
            None
        });
        let route = &object.name;
        RuleParts { route, index, filters: filters.shared(), mirrors, refusal, retry, written }
    }

    /// The traffic policies in force on a rule; its own CORS filter replaces the policy. None where they do nothing.
    pub(super) fn traffic(
        &mut self,
        object: &ObjectRef,
        path: &PolicyPath<'_>,
        filters: &Filters,
    ) -> Option<Arc<RoutePolicies>> {
        if self.index.attached.is_empty() && filters.cors.is_none() {
            return None;
        }
        let mut policies = self.index.traffic(path, Phase::PostRouting);
        policies.cors = filters.cors.clone().or(policies.cors);
        policies.max_buffer = self.index.frontend(path).max_buffer;
        self.say(object, path.route.map(|(_, index)| index), &policies);
        Some(Arc::new(policies)).filter(|policies| policies.does_something())
    }

    fn matchers(
        &mut self,
        object: &ObjectRef,
        index: usize,
        written: &gateway_api::Rule,
    ) -> Vec<Matcher> {
        let entries = written.matches.as_deref().unwrap_or(&[]);
        if entries.is_empty() {
            return vec![Matcher::everything()];
        }
        let mut matchers = Vec::with_capacity(entries.len());
        for entry in entries {
            match Matcher::read(entry, &self.index.patterns) {
                Ok(matcher) => matchers.push(matcher),
                Err(why) => {
                    self.reject_part(
                        RejectionSubject::Match,
                        object,
                        Some(index),
                        Effect::LeftOut,
                        why,
                    );
                }
            }
        }
        matchers
    }

    fn targets(
        &mut self,
        object: &ObjectRef,
        path: &PolicyPath<'_>,
        written: &gateway_api::Rule,
    ) -> Vec<WeightedTarget> {
        let index = path.route.map(|(_, index)| index).unwrap_or_default();
        if let Some(of_models) = self.models_of_rule(&object.name, path, written) {
            self.asks_models = true;
            return vec![of_models.unwrap_or_else(|error| {
                let target = Target::Refuse(error.answer());
                self.refuse_rule(object, index, RejectionSubject::Object, error);
                WeightedTarget {
                    weight: 1,
                    filters: Filters::none(),
                    mirrors: Vec::new(),
                    reference: Reference::ModelsOfRoute(object.name.clone()),
                    target,
                }
            })];
        }
        let references = written.backend_refs.as_deref().unwrap_or(&[]);
        let mut targets = Vec::with_capacity(references.len());
        for reference in references {
            let resolved = self.resolver.resolve(&object.name.namespace, path, reference);
            if let Some(error) = resolved.error {
                self.refuse_rule(object, index, resolved.about, error);
            }
            if let Some(backend) = resolved.target.target.object() {
                for note in resolved.notes {
                    self.reject(backend.clone(), Effect::Note, note, None);
                }
            }
            targets.push(resolved.target);
        }
        targets
    }

    /// Adds the rejection of a rule whose requests fail with this error.
    fn refuse_rule(
        &mut self,
        object: &ObjectRef,
        rule: usize,
        about: RejectionSubject,
        BackendError { reason, next, .. }: BackendError,
    ) {
        let whole = Rejection::new(object.clone(), Effect::Refuses, *reason);
        self.rejections.add(Rejection { about, rule: Some(rule), next, ..whole });
    }

    fn add(&mut self, attachment: &Attachment, matchers: &[Matcher], rule: &Arc<Rule>) {
        let Ok(key) = &attachment.served else { return };
        let Some((key, bind)) = self.binds.get_key_value(key) else { return };
        let listener = bind.listeners.iter().position(|own| own.name == attachment.listener);
        let Some(listener) = listener else { return };
        let https = bind.listeners[listener].certificate.is_some();
        let name = format!("{}.{:02}.{}", rule.route, rule.index, attachment.listener);
        for matcher in matchers {
            let (matcher, rule) = (matcher.clone(), Arc::clone(rule));
            let origin = CandidateOrigin::HttpRoute(name.clone());
            let candidate = Arc::new(Candidate { matcher, origin, https, rule });
            for host in &attachment.hosts {
                let path = (key.clone(), listener, host.clone(), Arc::clone(&candidate));
                self.candidates.push(path);
            }
        }
    }
}

impl RuleParts<'_> {
    /// The rule at one listener. A timeout, retry or host of a policy overrides the rule's own.
    fn rule(
        &self,
        unread: Option<Refusal>,
        targets: Vec<WeightedTarget>,
        policies: Option<Arc<RoutePolicies>>,
    ) -> Rule {
        let set = policies.as_deref();
        let timeouts = self.written.timeouts.as_ref();
        let timeout = |text: Option<&String>| text.and_then(|text| duration::parse(text));
        let request_timeout = set.and_then(|set| set.request_timeout);
        let retry = set.and_then(|set| set.retry.clone());
        let refusal = unread.or_else(|| self.refusal.clone());
        Rule {
            route: self.route.clone(),
            index: self.index,
            label: Rule::label_of(self.route, self.index),
            filters: match set.and_then(|set| set.host) {
                None => Arc::clone(&self.filters),
                host => Arc::new(Filters { host, ..Filters::clone(&self.filters) }),
            },
            mirrors: self.mirrors.clone(),
            targets,
            refusal: refusal.or_else(|| set?.refusal()),
            request_timeout: request_timeout
                .or_else(|| timeout(timeouts.and_then(|t| t.request.as_ref()))),
            backend_timeout: timeout(timeouts.and_then(|t| t.backend_request.as_ref())),
            retry: retry.or_else(|| self.retry.clone()),
            policies,
        }
    }
}
