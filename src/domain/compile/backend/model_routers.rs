//! AgentgatewayModels, resolved to the routers of those that are attached to a listener or rule. Each object is read
//! once.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/translator/model_collections.go` at 75b4e6ce6
//! (`translateModelLLMProvider`, `validateModelBaseURL`, `translateVirtualModel`, `modelFailoverBackend`). There the
//! models of a router are in the order of their objects' names (`crates/agentgateway/src/store/binds.rs`), not of their
//! patterns.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::model::{self, WrittenProvider};
use super::model_provider::{self, provider, settings};
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{ONLY_PROVIDER, PolicyPath};
use crate::domain::compile::attached::on_backend::on_backend;
use crate::domain::compile::expression_faults;
use crate::domain::crd::backend::{AiPolicies, Policies, Tls};
use crate::domain::crd::model::{
    ConditionalTarget, FailoverTarget, ModelRef, ModelSpec, Targets, VirtualModelSpec,
    WeightedTarget,
};
use crate::domain::crd::release::Release;
use crate::domain::llm::format::{RECOMMENDED_ROUTES, RouteType};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::cel::Expression;
use crate::domain::route::filter::header_modifier::HeaderPolicy;
use crate::domain::route::health::Health;
use crate::domain::route::model_backend::{Member, ModelBackend};
use crate::domain::route::model_router::{ConcreteModel, ModelRouter, Routing, VirtualModel};
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::reason::{Faulty, FieldFault, ModelFault, Reason};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::session_affinity::SessionAffinity;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The policies, and the path on which the models are attached.
struct ModelScope<'a> {
    index: &'a PolicyIndex<'a>,
    path: &'a PolicyPath<'a>,
}

/// Every AgentgatewayModel of a snapshot, read for one path.
#[derive(Debug, Default)]
pub(in crate::domain::compile) struct ModelRouters {
    concrete: BTreeMap<ObjectName, Arc<ConcreteModel>>,
    virtual_models: BTreeMap<ObjectName, Arc<VirtualModel>>,
    /// What is served differently of virtual models.
    notes: BTreeMap<ObjectName, Vec<Reason>>,
    /// Those that are in no router, and why: the controller would not translate them.
    pub(in crate::domain::compile) broken: BTreeMap<ObjectName, Reason>,
}

impl ModelRouters {
    /// Reads every model, with the policies in force on a path.
    pub(in crate::domain::compile) fn read(index: &PolicyIndex<'_>, path: &PolicyPath<'_>) -> Self {
        let snapshot = index.snapshot;
        let scope = ModelScope { index, path };
        let mut models = ModelRouters::default();
        for model in snapshot.models.values().filter(|model| model.spec.virtual_model.is_none()) {
            match concrete(&scope, model) {
                Ok(read) => drop(models.concrete.insert(model.name.clone(), Arc::new(read))),
                Err(why) => drop(models.broken.insert(model.name.clone(), why)),
            }
        }
        for model in snapshot.models.values() {
            if model.spec.virtual_model.is_none() {
                continue;
            }
            let notes = models.notes.entry(model.name.clone()).or_default();
            match routing(&scope, model, notes) {
                Ok(routing) => {
                    let (object, created) = (model.name.clone(), created(model));
                    let name = requested_name(model);
                    let read = VirtualModel { object, name, created, routing };
                    models.virtual_models.insert(model.name.clone(), Arc::new(read));
                }
                Err(why) => drop(models.broken.insert(model.name.clone(), why)),
            }
        }
        models
    }

    /// The router of these models: exact names before patterns, and longer patterns before shorter ones.
    pub(in crate::domain::compile) fn router(&self, offered: &[ObjectName]) -> ModelRouter {
        let mut router = ModelRouter::default();
        for name in offered {
            router.models.extend(self.concrete.get(name).map(Arc::clone));
            router.virtual_models.extend(self.virtual_models.get(name).map(Arc::clone));
        }
        router.models.sort_by_key(|model| {
            let pattern = model.pattern.contains('*');
            (
                pattern,
                std::cmp::Reverse(if pattern { model.pattern.len() } else { 0 }),
                model.object.clone(),
            )
        });
        router.models.dedup_by(|a, b| a.object == b.object);
        router.virtual_models.sort_by_key(|model| model.object.clone());
        router.virtual_models.dedup_by(|a, b| a.object == b.object);
        router
    }

    /// Why requests for a model get an error (none where they do not), and what of it is served differently.
    pub(in crate::domain::compile) fn words(
        &self,
        name: &ObjectName,
    ) -> (Option<BackendError>, Vec<Reason>) {
        let backend = match (self.concrete.get(name), self.virtual_models.get(name)) {
            (Some(model), _) => Some(&model.backend),
            (None, Some(model)) => match &model.routing {
                Routing::Failover(backend) => Some(backend),
                _ => None,
            },
            (None, None) => None,
        };
        let own = self.notes.get(name).into_iter().flatten().cloned();
        match backend {
            None => (None, own.collect()),
            Some(Err(error)) => (Some(error.clone()), own.collect()),
            Some(Ok(backend)) => {
                let error = backend.error().map(|error| *error.reason);
                (None, own.chain(backend.notes.iter().cloned()).chain(error).collect())
            }
        }
    }
}

/// The name, or the pattern of names, by which requests ask for a model.
#[must_use]
pub fn requested_name(model: &Object<ModelSpec>) -> String {
    let matches = model.spec.matches.as_ref();
    matches.and_then(|m| m.model.clone()).unwrap_or_else(|| model.name.name.clone())
}

/// When a model was created, in seconds since 1970; 0 where the object does not say.
fn created(model: &Object<ModelSpec>) -> u64 {
    let text = model.meta.created.as_deref();
    let time = text.and_then(|text| text.parse::<jiff::Timestamp>().ok());
    time.and_then(|time| u64::try_from(time.as_second()).ok()).unwrap_or_default()
}

/// Checks that agentgateway's controller translates the `policies` of a model.
fn translated(model: &Object<ModelSpec>) -> Result<(), Reason> {
    model.misread().map_or(Ok(()), |why| Err(FieldFault::Schema(why)))?;
    expression_faults::translated(Kind::AgentgatewayModel, model.spec.policies.as_ref())
}

fn concrete(scope: &ModelScope<'_>, model: &Object<ModelSpec>) -> Result<ConcreteModel, Reason> {
    translated(model)?;
    Ok(ConcreteModel {
        object: model.name.clone(),
        pattern: requested_name(model),
        created: created(model),
        internal: model.spec.visibility.as_deref() == Some("Internal"),
        authorization: authorization(model)?,
        backend: backend(scope, model),
        health: health(&policies(model))?,
    })
}

/// The policies of a model that are kept by name, without a type of their own.
fn policies(model: &Object<ModelSpec>) -> Cow<'_, Map<String, Value>> {
    let written = model.spec.policies.as_ref();
    written.map_or_else(|| Cow::Owned(Map::new()), |policies| Cow::Borrowed(&policies.others))
}

/// The `health` policy of a model; all its expressions compile.
fn health(policies: &Map<String, Value>) -> Result<Option<Arc<Health>>, Reason> {
    Ok(Health::of_policies(policies, &mut Vec::new())?.map(Arc::new))
}

/// Who may ask for a model.
fn authorization(model: &Object<ModelSpec>) -> Result<Option<Arc<Authorization>>, Reason> {
    Ok(Authorization::of_model(&policies(model))?.map(Arc::new))
}

fn backend(
    scope: &ModelScope<'_>,
    model: &Object<ModelSpec>,
) -> Result<Arc<ModelBackend>, BackendError> {
    let member = member(scope, &model.name, model, ONLY_PROVIDER, None, None)?;
    let notes = member.upstream.as_ref().map(|up| up.notes.clone()).map_err(Clone::clone)?;
    let (kind, name) = (Kind::AgentgatewayModel, model.name.clone());
    let groups = vec![vec![member]];
    Ok(Arc::new(ModelBackend { kind, name, groups, affinity: None, notes }))
}

/// The provider of a model, under the name `name` in the backend `of`. `sent` overrides the model of the request;
/// `otherwise` is the health policy where the model has none.
fn member(
    scope: &ModelScope<'_>,
    of: &ObjectName,
    model: &Object<ModelSpec>,
    name: &str,
    sent: Option<&str>,
    otherwise: Option<&Arc<Health>>,
) -> Result<Member, BackendError> {
    if let Some(field) = &model.unserved {
        return Err(BackendError::unsupported(Reason::not_supported(field)));
    }
    let (mut provider, tls) = provider(&model.spec, scope.index.snapshot.release)
        .map_err(|why| BackendError::new(Refusal::SERVICE_NOT_FOUND, why))?;
    if let Some(sent) = sent {
        settings(&mut provider).into_iter().for_each(|own| own.model = Some(sent.to_owned()));
    }
    let written = model.spec.policies.clone().unwrap_or_default();
    let health = health(&written.others).map_err(BackendError::unsupported)?;
    let headers = HeaderPolicy::of_model(&written.others);
    let headers =
        headers.map_err(|why| BackendError::unsupported(ModelFault::Headers(Box::new(why))))?;
    let own = of_provider(written, tls);
    let written = WrittenProvider {
        backend: of,
        name,
        provider: &provider,
        of_backend: None,
        own: Some(&own),
        variable: model_provider::variable(&model.spec),
    };
    Ok(Member {
        name: name.to_owned(),
        upstream: model::resolve(scope.index, scope.path, written).map(Arc::new),
        health: health.or_else(|| otherwise.map(Arc::clone)),
        headers: headers.map(Arc::new),
        // For a model that is requested by name, or chosen by a virtual one, the router checks it.
        authorization: None,
    })
}

/// The policies of a model that a provider has under `ai`.
const OF_AI: [&str; 3] = ["transformations", "finalTransformations", "promptGuard"];
/// The policies of a model that a provider does not have, or that are read elsewhere.
const OF_MODEL: [&str; 3] = ["authorization", "headers", "health"];

/// A model's policies as those of a provider: those that change bodies move under `ai`, and the route types are those
/// of the model router.
fn of_provider(mut written: Policies, tls: Option<Tls>) -> Policies {
    let all = std::mem::take(&mut written.others).into_iter();
    let (of_ai, others) = all.partition(|(name, _)| OF_AI.contains(&name.as_str()));
    written.others = others;
    written.others.retain(|name, _| !OF_MODEL.contains(&name.as_str()));
    let mut ai = AiPolicies { others: of_ai, ..AiPolicies::default() };
    let row = |(suffix, kind): &(&str, RouteType)| ((*suffix).to_owned(), kind.name().to_owned());
    ai.routes = Some(RECOMMENDED_ROUTES.iter().map(row).collect());
    written.ai = Some(ai);
    written.tls = written.tls.or(tls);
    written
}

/// What agentgateway does with a virtual model whose targets say nothing of health.
fn default_health() -> Result<Health, Reason> {
    let written = json!({"unhealthyCondition": "response.code >= 500", "eviction":
        {"duration": "60s", "consecutiveFailures": 3, "restoreHealth": 100}});
    Health::read(&written, &mut Vec::new())
}

fn routing(
    scope: &ModelScope<'_>,
    model: &Object<ModelSpec>,
    notes: &mut Vec<Reason>,
) -> Result<Routing, Reason> {
    if model.spec.policies.is_some() {
        // The CRD rejects it; a guard written here would be one that nothing enforces.
        return Err(ModelFault::PoliciesOfVirtual.into());
    }
    let written = model.spec.virtual_model()?;
    let Some(VirtualModelSpec { weighted, failover, conditional }) = written else {
        return Err(ModelFault::NoProvider.into());
    };
    let name = |to: &ModelRef, named: Option<String>| {
        Ok::<_, Reason>(target_of(scope.index.snapshot, model, to, named)?.1)
    };
    let skips = Skipping { scope, model };
    match (weighted, failover, conditional) {
        (Some(Targets { targets }), None, None) => {
            let targets = skips.broken(targets, |to| &to.model_ref, notes)?;
            let one =
                |to: WeightedTarget| Ok((name(&to.model_ref, to.model)?, to.weight.unwrap_or(1)));
            targets.into_iter().map(one).collect::<Result<_, Reason>>().map(Routing::Weighted)
        }
        (None, Some(Targets { targets }), None) => {
            let targets = skips.broken(targets, |to| &to.model_ref, notes)?;
            self::failover(scope, model, targets)
        }
        (None, None, Some(Targets { targets })) => {
            let targets = skips.broken(targets, |to| &to.model_ref, notes)?;
            let one = |to: ConditionalTarget| {
                let name = name(&to.model_ref, to.model)?;
                let when = to.when.as_deref().map(|by| Expression::permissive(by, notes));
                Ok((name, when.transpose()?))
            };
            targets.into_iter().map(one).collect::<Result<_, Reason>>().map(Routing::Conditional)
        }
        (None, None, None) => Err(ModelFault::NoRouting.into()),
        _ => Err(ModelFault::Routings.into()),
    }
}

/// A virtual model of which, since 1.6, the targets that do not exist are skipped.
///
/// Source: <https://github.com/agentgateway/agentgateway/pull/3489>.
struct Skipping<'a, 's> {
    scope: &'a ModelScope<'s>,
    model: &'a Object<ModelSpec>,
}

impl Skipping<'_, '_> {
    /// The targets without those that are skipped, each of which is noted.
    fn broken<T>(
        &self,
        targets: Vec<T>,
        of: impl Fn(&T) -> &ModelRef,
        notes: &mut Vec<Reason>,
    ) -> Result<Vec<T>, Reason> {
        let snapshot = self.scope.index.snapshot;
        if snapshot.release < Release::V1_6 {
            return Ok(targets);
        }
        let missing = |to: &T| target_of(snapshot, self.model, of(to), None).err();
        let all = targets.len();
        let mut skipped = Vec::new();
        let mut there = Vec::with_capacity(all);
        for target in targets {
            match missing(&target) {
                Some(why) => skipped.push(why),
                None => there.push(target),
            }
        }
        match skipped.first().filter(|_| there.is_empty()) {
            Some(why) => Err(why.clone().into()),
            None => {
                let faults = skipped.into_iter().map(Faulty::SkippedTarget);
                notes.extend(faults.map(Reason::Faulty));
                Ok(there)
            }
        }
    }
}

/// The targets as providers of one backend: those of one priority are a group.
fn failover(
    scope: &ModelScope<'_>,
    model: &Object<ModelSpec>,
    targets: Vec<FailoverTarget>,
) -> Result<Routing, Reason> {
    let health = Arc::new(default_health()?);
    let mut groups: BTreeMap<u32, Vec<(String, Member)>> = BTreeMap::new();
    for FailoverTarget { model_ref, model: named, priority } in targets {
        let (referred, sent) = target_of(scope.index.snapshot, model, &model_ref, named)?;
        let called = &referred.name.name;
        if referred.spec.virtual_model.is_some() {
            return Err(ModelFault::TargetIsVirtual(referred.name.clone()).into());
        }
        translated(referred)?;
        // The router does not look the target up by name here, so its authorization is checked at the provider.
        let authorization = authorization(referred)?;
        let member = member(scope, &model.name, referred, called, Some(&sent), Some(&health));
        let member = match member {
            Ok(member) => Member { authorization, ..member },
            Err(error) => return Ok(Routing::Failover(Err(error))),
        };
        groups.entry(priority).or_default().push((called.clone(), member));
    }
    let in_order = |mut group: Vec<(String, Member)>| -> Vec<Member> {
        group.sort_by(|a, b| a.0.cmp(&b.0));
        group.into_iter().map(|(_, member)| member).collect()
    };
    let groups: Vec<_> = groups.into_values().map(in_order).collect();
    let mut notes = Vec::new();
    let policies = on_backend(scope.index, scope.path, None, None).policies;
    let affinity = SessionAffinity::of_policies(&policies.others, &mut notes)?.map(Arc::new);
    let (kind, name) = (Kind::AgentgatewayModel, model.name.clone());
    let backend = ModelBackend { kind, name, groups, affinity, notes };
    Ok(Routing::Failover(Ok(Arc::new(backend))))
}

/// The model that a target refers to, and the model name that is requested of it.
fn target_of<'s>(
    snapshot: &'s Snapshot,
    model: &Object<ModelSpec>,
    to: &ModelRef,
    named: Option<String>,
) -> Result<(&'s Object<ModelSpec>, String), ModelFault> {
    let name = ObjectName::new(&model.name.namespace, &to.name);
    let found = snapshot.models.get(&name).ok_or(ModelFault::TargetNotFound(name))?;
    Ok((found, named.unwrap_or_else(|| requested_name(found))))
}
