//! AgentgatewayModels in the table: a last rule of each listener to which some are attached, and the rules of
//! HTTPRoutes that have them as their backend.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/translator/model_collections.go` at 75b4e6ce6,
//! `extractModelParentReferenceInfo` and `modelServingRuleRouterKey`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::attach::{self, Attachment};
use super::attached::merge::PolicyPath;
use super::backend::model_routers::ModelRouters;
use super::rejection::Effect;
use super::{Compiler, hidden, unread};
use crate::domain::crd::gateway_api::{self, Match, PathMatch, PathMatchType};
use crate::domain::llm::format::RECOMMENDED_ROUTES;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::filter::Filters;
use crate::domain::route::matcher::Matcher;
use crate::domain::route::model_router::ModelRouter;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::reason::{Faulty, ModelFault, Reason, RuleFault};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::{Candidate, CandidateOrigin, Rule};
use crate::domain::route::target::{Reference, Target, WeightedTarget};
use crate::domain::snapshot::kinds;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::pattern::Patterns;

impl Compiler<'_> {
    /// Puts the models of each listener behind its routes.
    pub(super) fn offer_models(&mut self) {
        let mut offers: BTreeMap<(Option<ObjectName>, String), (Attachment, Vec<ObjectName>)> =
            BTreeMap::new();
        let snapshot = self.snapshot;
        for model in snapshot.models.values() {
            let object = ObjectRef::new(Kind::AgentgatewayModel, model.name.clone());
            for outcome in attach::attach_model(snapshot, self.listeners, model) {
                match outcome {
                    Ok(attachments) => {
                        for one in attachments {
                            if let Some(doubt) = one.doubt.clone() {
                                self.reject(object.clone(), Effect::Refuses, doubt, None);
                            }
                            let key = (one.gateway.clone(), one.listener.clone());
                            let doubt = one.doubt.clone();
                            let offer = offers.entry(key).or_insert_with(|| (one, Vec::new()));
                            offer.0.doubt = offer.0.doubt.take().or(doubt);
                            offer.1.push(model.name.clone());
                        }
                    }
                    Err(why) => {
                        let next = why.next();
                        self.reject(object.clone(), Effect::LeftOut, why.into(), next);
                    }
                }
            }
        }
        for (one, why) in self.hidden_models() {
            let key = (one.gateway.clone(), one.listener.clone());
            let offer = offers.entry(key).or_insert_with(|| (one, Vec::new()));
            offer.0.doubt = Some(why);
        }
        for ((gateway, listener), (attachment, names)) in offers {
            let implied = || ObjectName::new("default", attach::IMPLIED_LISTENER);
            let name = gateway.unwrap_or_else(implied);
            let reference = Reference::ModelsOfListener(listener.clone());
            let on = PolicyPath {
                gateway: attachment.gateway.as_ref(),
                listener: &listener,
                ..PolicyPath::default()
            };
            let router = self.router(&on, &names);
            let gateway = attachment.gateway.as_ref();
            let unread = unread::of_way(self.index, gateway, &listener, None)
                .or_else(|| unread::of_models(self.index, &names))
                .or_else(|| attachment.doubt.clone());
            let unread = unread.map(|why| why.refusal());
            let object = ObjectRef::new(Kind::Gateway, name.clone());
            let policies = self.traffic(&object, &on, &Filters::default());
            self.offer(
                &attachment,
                &rule(name.clone(), router, reference, unread, policies),
                &name,
            );
        }
    }

    /// The listeners to which models that may not be read could be attached, and why they reject what no route matches.
    fn hidden_models(&self) -> Vec<(Attachment, Reason)> {
        let served = self.listeners.all().filter_map(|listener| {
            let why = hidden::behind_routes(self.snapshot, listener)?;
            Some((Attachment::of(listener, vec![listener.host()], None), why))
        });
        let implied = self.listeners.is_empty().then(|| hidden::of_any_model(self.snapshot));
        let implied = implied.flatten().map(|why| (attach::implied_for_models(), why));
        served.chain(implied).collect()
    }

    fn offer(&mut self, attachment: &Attachment, rule: &Arc<Rule>, gateway: &ObjectName) {
        let Ok(bind) = &attachment.served else { return };
        let bind = self.binds.get_mut(bind);
        let listener = bind.into_iter().flat_map(|bind| &mut bind.listeners);
        let listener = listener.into_iter().find(|own| own.name == attachment.listener);
        let Some(listener) = listener else { return };
        let origin = CandidateOrigin::Models(format!("{gateway}.{}", attachment.listener));
        for matcher in matchers(&self.index.patterns) {
            let candidate = Arc::new(Candidate {
                matcher,
                origin: origin.clone(),
                https: listener.certificate.is_some(),
                rule: Arc::clone(rule),
            });
            for host in &attachment.hosts {
                listener.add(host.clone(), Arc::clone(&candidate));
            }
        }
    }

    /// The router of these models on one path; adds a rejection for each that is broken, unusable or served
    /// differently.
    fn router(&mut self, path: &PolicyPath<'_>, names: &[ObjectName]) -> ModelRouter {
        let models = ModelRouters::read(self.index, path);
        for name in names {
            let object = ObjectRef::new(Kind::AgentgatewayModel, name.clone());
            if let Some(why) = models.broken.get(name).cloned() {
                self.reject(object.clone(), Effect::LeftOut, why, None);
            }
            let (error, notes) = models.words(name);
            if let Some(error) = error {
                self.reject(object.clone(), Effect::Refuses, *error.reason, error.next);
            }
            for note in notes {
                self.reject(object.clone(), Effect::Note, note, None);
            }
        }
        let router = models.router(names);
        for name in names {
            self.unresolved(&router, name);
        }
        router
    }

    /// Rejects a virtual model whose targets are not models of its router: other virtual models, and models that are
    /// offered elsewhere. agentgateway, too, answers requests for them with 404.
    fn unresolved(&mut self, router: &ModelRouter, name: &ObjectName) {
        let (missing, has_others) = router.unresolved(name);
        let object = ObjectRef::new(Kind::AgentgatewayModel, name.clone());
        for target in missing {
            let fault = ModelFault::TargetNotOffered(target.to_owned());
            let (effect, why) = match has_others {
                true => (Effect::Note, Faulty::Target(fault).into()),
                false => (Effect::Refuses, Reason::from(fault)),
            };
            self.reject(object.clone(), effect, why, None);
        }
    }

    /// The target of a rule whose backend is AgentgatewayModels, or the error of its requests; none for other rules.
    pub(super) fn models_of_rule(
        &mut self,
        route: &ObjectName,
        path: &PolicyPath<'_>,
        written: &gateway_api::Rule,
    ) -> Option<Result<WeightedTarget, BackendError>> {
        if let Err(why) = models_asked(written)? {
            return Some(Err(BackendError::new(Refusal::BACKEND_DOES_NOT_EXIST, why)));
        }
        let offered = self.snapshot.models.values().filter(|model| {
            model.spec.parent_refs.iter().any(|parent| {
                let namespace = parent.namespace.as_ref().unwrap_or(&model.name.namespace);
                parent.kind.as_deref() == Some("HTTPRoute")
                    && parent.name == route.name
                    && *namespace == route.namespace
            })
        });
        let names: Vec<_> = offered.map(|model| model.name.clone()).collect();
        let seen: Vec<_> = names.iter().chain([route]).cloned().collect();
        let unread = unread::of_models(self.index, &seen);
        if let Some(why) = unread.or_else(|| hidden::of_any_model(self.snapshot)) {
            return Some(Err(why.into()));
        }
        let router = Arc::new(self.router(path, &names));
        Some(Ok(target(router, Reference::ModelsOfRoute(route.clone()))))
    }
}

/// Whether a rule's backend is AgentgatewayModels (none where it is not), and whether the rule may have it.
pub fn models_asked(written: &gateway_api::Rule) -> Option<Result<(), Reason>> {
    let references = written.backend_refs.as_deref().unwrap_or(&[]);
    let is_models = |reference: &&gateway_api::BackendRef| {
        let group = reference.group.as_deref().unwrap_or_default();
        let kind = reference.kind.as_deref().unwrap_or_default();
        kinds::kind_of(group, kind) == Some(Kind::AgentgatewayModel)
    };
    let reference = references.iter().find(is_models)?;
    Some(alone(reference, references, written))
}

/// Checks that AgentgatewayModels are the only backend of a rule, which matches paths by prefix and rewrites none.
fn alone(
    reference: &gateway_api::BackendRef,
    references: &[gateway_api::BackendRef],
    written: &gateway_api::Rule,
) -> Result<(), Reason> {
    if references.len() != 1 || reference.name != "*" {
        return Err(RuleFault::ModelsAmongOthers.into());
    }
    let paths = written.matches.iter().flatten().filter_map(|entry| entry.path.as_ref());
    let by_prefix =
        |kind: &Option<PathMatchType>| matches!(kind, None | Some(PathMatchType::PathPrefix));
    if paths.into_iter().any(|path| !by_prefix(&path.r#type)) {
        return Err(RuleFault::ModelsByPath.into());
    }
    let filters = written.filters.iter().flatten();
    if filters
        .into_iter()
        .any(|filter| filter.url_rewrite.is_some() || filter.request_redirect.is_some())
    {
        return Err(RuleFault::ModelsRewritten.into());
    }
    Ok(())
}

/// The paths at which a listener lists its models. Those of requests are the map's own ([`RECOMMENDED_ROUTES`]); paths of
/// HTTPRoutes win only where they match as exactly.
///
/// Source: `model_router_matches` in `crates/agentgateway/src/store/binds.rs` of agentgateway at 75b4e6ce6.
const LISTS: [&str; 2] = ["/v1/models", "/models"];
/// The same of Vertex AI's and Gemini's own APIs, in which the path names the model.
const PATTERNS: [&str; 2] = [
    r"/v(?:[0-9]+|[0-9]+beta[0-9]+)/projects/[^/]+/locations/[^/]+/publishers/[^/]+/models/[^/]+:(?:rawPredict|streamRawPredict|generateContent|streamGenerateContent|countTokens)",
    r"/v[0-9]+(?:(?:alpha|beta)[0-9]*)?/models/[^/]+:(?:generateContent|streamGenerateContent|countTokens)",
];

/// What matches requests for the models of a listener.
fn matchers(patterns: &Patterns) -> impl Iterator<Item = Matcher> {
    let matching = |kind: PathMatchType, value: &str| {
        let path = PathMatch { r#type: Some(kind), value: Some(value.to_owned()) };
        Matcher::read(&Match { path: Some(path), ..Match::default() }, patterns).ok()
    };
    let requests = RECOMMENDED_ROUTES.iter().map(|(path, _)| *path);
    let paths = LISTS.into_iter().chain(requests.filter(|path| path.starts_with('/')));
    let exact = paths.filter_map(move |path| matching(PathMatchType::Exact, path));
    let by_pattern =
        PATTERNS.iter().filter_map(move |path| matching(PathMatchType::RegularExpression, path));
    exact.chain(by_pattern)
}

fn target(router: Arc<ModelRouter>, reference: Reference) -> WeightedTarget {
    let target = Target::Models(router);
    WeightedTarget { weight: 1, filters: Filters::none(), mirrors: Vec::new(), reference, target }
}

fn rule(
    gateway: ObjectName,
    router: ModelRouter,
    reference: Reference,
    unread: Option<Refusal>,
    policies: Option<Arc<RoutePolicies>>,
) -> Arc<Rule> {
    Arc::new(Rule {
        label: Rule::label_of(&gateway, 0),
        route: gateway,
        index: 0,
        filters: Filters::none(),
        mirrors: Vec::new(),
        targets: vec![target(Arc::new(router), reference)],
        refusal: unread.or_else(|| policies.as_ref()?.refusal()),
        request_timeout: policies.as_ref().and_then(|policies| policies.request_timeout),
        backend_timeout: None,
        retry: policies.as_ref().and_then(|policies| policies.retry.clone()),
        policies,
    })
}
