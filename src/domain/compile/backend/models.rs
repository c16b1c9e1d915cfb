//! AgentgatewayModels, resolved to the routers of those that each place offers. Each object is read once.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::model::{self, WrittenProvider};
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{ONLY_PROVIDER, PolicyPath};
use crate::domain::crd::backend::{AiPolicies, Policies, Provider, ProviderConfig, Tls};
use crate::domain::crd::model::ModelSpec;
use crate::domain::llm::format::{RECOMMENDED_ROUTES, RouteType};
use crate::domain::llm::preset::{PRESETS, Preset};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::cel::{Expression, faults};
use crate::domain::route::filter::header_modifier::HeaderPolicy;
use crate::domain::route::health::Health;
use crate::domain::route::model_backend::{Member, ModelBackend};
use crate::domain::route::model_router::{ConcreteModel, ModelRouter, Routing, VirtualModel};
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::reason::Reason;
use crate::domain::route::refusal::Refusal;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::redaction;

/// Where models are offered, and the policies there.
struct Way<'a> {
    reading: &'a PolicyIndex<'a>,
    place: &'a PolicyPath<'a>,
}

/// Every AgentgatewayModel of a snapshot, read for one place.
#[derive(Debug, Default)]
pub(in crate::domain::compile) struct Models {
    concrete: BTreeMap<ObjectName, Arc<ConcreteModel>>,
    virtual_models: BTreeMap<ObjectName, Arc<VirtualModel>>,
    /// What is served differently of virtual models, in sentences.
    notes: BTreeMap<ObjectName, Vec<String>>,
    /// Those that no router takes: the controller would not translate them.
    pub(in crate::domain::compile) broken: BTreeMap<ObjectName, Reason>,
}

impl Models {
    pub(in crate::domain::compile) fn read(
        reading: &PolicyIndex<'_>,
        place: &PolicyPath<'_>,
    ) -> Self {
        let snapshot = reading.snapshot;
        let way = Way { reading, place };
        let mut models = Models::default();
        for model in snapshot.models.values().filter(|model| model.spec.virtual_model.is_none()) {
            match concrete(&way, model) {
                Ok(read) => drop(models.concrete.insert(model.name.clone(), Arc::new(read))),
                Err(why) => drop(models.broken.insert(model.name.clone(), why)),
            }
        }
        for model in snapshot.models.values() {
            let Some(written) = &model.spec.virtual_model else { continue };
            let notes = models.notes.entry(model.name.clone()).or_default();
            match routing(&way, model, written, notes) {
                Ok(routing) => {
                    let (object, created) = (model.name.clone(), created(model));
                    let name = asked(model);
                    let read = VirtualModel { object, name, created, routing };
                    models.virtual_models.insert(model.name.clone(), Arc::new(read));
                }
                Err(why) => drop(models.broken.insert(model.name.clone(), why)),
            }
        }
        models
    }

    /// The router of the models that one place offers.
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

    /// Why requests for a model get an error, and what is served differently.
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
        match backend {
            None => {
                let notes = self.notes.get(name).into_iter().flatten().cloned();
                (None, notes.map(Reason::Note).collect())
            }
            Some(Err(trouble)) => (Some(trouble.clone()), Vec::new()),
            Some(Ok(backend)) => {
                let trouble = backend.trouble().map(|trouble| *trouble.reason);
                (None, backend.notes.iter().cloned().chain(trouble).collect())
            }
        }
    }
}

/// The name by which requests ask for a model.
#[must_use]
pub fn asked(model: &Object<ModelSpec>) -> String {
    let matches = model.spec.matches.as_ref();
    matches.and_then(|m| m.model.clone()).unwrap_or_else(|| model.name.name.clone())
}

/// Seconds since 1970; 0 where the object does not say.
fn created(model: &Object<ModelSpec>) -> u64 {
    let text = model.meta.created.as_deref();
    let time = text.and_then(|text| text.parse::<jiff::Timestamp>().ok());
    time.and_then(|time| u64::try_from(time.as_second()).ok()).unwrap_or_default()
}

/// Holds where agentgateway's controller translates the `policies` of a model.
fn translated(model: &Object<ModelSpec>) -> Result<(), Reason> {
    model.misread().map_or(Ok(()), |why| Err(Reason::Invalid(why)))?;
    faults::translated(Kind::AgentgatewayModel, model.spec.policies.as_ref())
}

fn concrete(way: &Way<'_>, model: &Object<ModelSpec>) -> Result<ConcreteModel, Reason> {
    translated(model)?;
    let policies = model.spec.policies.as_ref();
    let of = |name: &str| policies.and_then(|policies| policies.others.get(name));
    Ok(ConcreteModel {
        object: model.name.clone(),
        pattern: asked(model),
        created: created(model),
        internal: model.spec.visibility.as_deref() == Some("Internal"),
        authorization: authorization(model)?,
        backend: backend(way, model),
        health: of("health").map(health).transpose()?.map(Arc::new),
    })
}

/// The policy of a model whose expressions all compile.
fn health(written: &Value) -> Result<Health, Reason> {
    Health::read(written, &mut Vec::new())
}

/// Who may ask for a model.
fn authorization(model: &Object<ModelSpec>) -> Result<Option<Arc<Authorization>>, Reason> {
    let policies = model.spec.policies.as_ref();
    let written = policies.and_then(|policies| policies.others.get("authorization"));
    Ok(written.map(Authorization::of_model).transpose()?.map(Arc::new))
}

fn backend(way: &Way<'_>, model: &Object<ModelSpec>) -> Result<Arc<ModelBackend>, BackendError> {
    let member = member(way, &model.name, model, ONLY_PROVIDER, None, None)?;
    let notes = member.upstream.as_ref().map(|up| up.notes.clone()).map_err(Clone::clone)?;
    let (kind, name) = (Kind::AgentgatewayModel, model.name.clone());
    Ok(Arc::new(ModelBackend { kind, name, groups: vec![vec![member]], notes }))
}

/// The provider of a model, called `name` inside the backend `of`. `sent` is the model that it sends, whatever the
/// request names.
fn member(
    way: &Way<'_>,
    of: &ObjectName,
    model: &Object<ModelSpec>,
    name: &str,
    sent: Option<&str>,
    otherwise: Option<&Arc<Health>>,
) -> Result<Member, BackendError> {
    let (mut provider, tls) =
        provider(&model.spec).map_err(|why| BackendError::new(Refusal::SERVICE_NOT_FOUND, why))?;
    if let Some(sent) = sent {
        settings(&mut provider).into_iter().for_each(|own| own.model = Some(sent.to_owned()));
    }
    let written = model.spec.policies.clone().unwrap_or_default();
    let said = |why: Reason| BackendError::unsupported(why);
    let health = written.others.get("health").map(health).transpose().map_err(said)?;
    let headers = written.others.get("headers").map(HeaderPolicy::read).transpose();
    let headers = headers.map_err(said)?.map(Arc::new);
    let own = policies(written, tls);
    let written = WrittenProvider {
        backend: of,
        name,
        provider: &provider,
        of_backend: None,
        own: Some(&own),
    };
    Ok(Member {
        name: name.to_owned(),
        upstream: model::resolve(way.reading, way.place, written).map(Arc::new),
        health: health.map(Arc::new).or_else(|| otherwise.map(Arc::clone)),
        headers,
        // Of a model that is asked for by its name, or chosen by it, the router asks.
        authorization: None,
    })
}

/// A model's policies as those of a provider: what changes bodies stands under `ai` there, and the route types are
/// those of the model router.
fn policies(mut written: Policies, tls: Option<Tls>) -> Policies {
    let mut ai = AiPolicies::default();
    for name in ["transformations", "finalTransformations", "promptGuard"] {
        if let Some(policy) = written.others.remove(name) {
            ai.others.insert(name.to_owned(), policy);
        }
    }
    for read in ["authorization", "headers", "health"] {
        written.others.remove(read);
    }
    let row = |(suffix, kind): &(&str, RouteType)| ((*suffix).to_owned(), kind.name().to_owned());
    ai.routes = Some(RECOMMENDED_ROUTES.iter().map(row).collect());
    written.ai = Some(ai);
    written.tls = written.tls.or(tls);
    written
}

/// The provider as an AgentgatewayBackend would write it, and the TLS that its address asks for.
fn provider(spec: &ModelSpec) -> Result<(Provider, Option<Tls>), Reason> {
    let name = spec.provider.as_deref().ok_or("it names neither `provider` nor `virtualModel`")?;
    let plain = || Some(ProviderConfig::default());
    let block = |block: &Option<Value>, field: &str| {
        let block = block.clone().ok_or_else(|| format!("provider {name} needs `{field}`"))?;
        serde_json::from_value::<ProviderConfig>(block)
            .map(Some)
            .map_err(|error| redaction::without_keys(&format!("`{field}`: {error}")).into_owned())
    };
    let mut provider = Provider::default();
    let mut tls = None;
    match name {
        "OpenAI" => provider.openai = plain(),
        "Anthropic" => provider.anthropic = plain(),
        "Gemini" => provider.gemini = plain(),
        "Azure" => provider.azure = block(&spec.azure, "azure")?,
        "VertexAI" => provider.vertexai = block(&spec.vertexai, "vertexai")?,
        "Bedrock" => provider.bedrock = block(&spec.bedrock, "bedrock")?,
        "Custom" => provider.custom = block(&spec.custom, "custom")?,
        preset => {
            let preset = PRESETS.iter().find(|row| row.model_provider == Some(preset));
            let preset = preset.ok_or_else(|| format!("provider {name:?} is none"))?;
            provider.custom = Some(formats(preset)?);
            provider.host = preset.host.map(str::to_owned);
            provider.port = Some(preset.port);
            provider.path_prefix = Some(preset.path_prefix.to_owned());
            tls = preset.tls.then(Tls::default);
        }
    }
    if let Some(url) = &spec.base_url {
        tls = base_url(&mut provider, url)?;
    }
    if name == "Ollama" && provider.host.is_none() {
        return Err("provider Ollama needs `baseURL`".into());
    }
    Ok((provider, tls))
}

fn formats(preset: &Preset) -> Result<ProviderConfig, Reason> {
    let formats = preset.formats.iter().map(|(kind, path)| match path {
        None => json!({"type": kind.name()}),
        Some(path) => json!({"type": kind.name(), "path": path}),
    });
    let written = json!({"formats": formats.collect::<Vec<_>>()});
    serde_json::from_value(written).map_err(|error| error.to_string().into())
}

/// The settings of whatever provider is set.
fn settings(provider: &mut Provider) -> Option<&mut ProviderConfig> {
    let Provider { openai, anthropic, gemini, azure, vertexai, bedrock, custom, .. } = provider;
    [openai, anthropic, gemini, azure, vertexai, bedrock, custom]
        .into_iter()
        .find_map(Option::as_mut)
}

/// Puts `baseURL` in the place of the provider's own address.
fn base_url(provider: &mut Provider, url: &str) -> Result<Option<Tls>, Reason> {
    let wrong = |why: &str| Reason::Invalid(format!("`baseURL` {url:?} {why}"));
    let uri: http::Uri = url.parse().map_err(|_| wrong("is no URL"))?;
    let tls = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(wrong("is neither http nor https")),
    };
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    if host.is_empty() || has_user || uri.query().is_some() || url.contains('#') {
        return Err(wrong("must be a scheme, a host, a port and a path alone"));
    }
    if is_local(host) {
        return Err(wrong("targets a loopback or link-local address, which no API server takes"));
    }
    provider.host = Some(host.to_owned());
    provider.port = Some(uri.port_u16().unwrap_or(if tls { 443 } else { 80 }));
    let path = uri.path().trim_end_matches('/');
    provider.path_prefix = (!path.is_empty()).then(|| path.to_owned());
    Ok(tls.then(Tls::default))
}

fn is_local(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    match host.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => address.is_loopback() || address.is_link_local(),
        Ok(std::net::IpAddr::V6(address)) => {
            address.is_loopback() || address.is_unicast_link_local()
        }
        Err(_) => lower == "localhost" || lower.ends_with(".localhost"),
    }
}

/// What agentgateway does with a virtual model whose targets say nothing of health.
fn default_health() -> Result<Health, Reason> {
    health(&json!({"unhealthyCondition": "response.code >= 500", "eviction":
        {"duration": "60s", "consecutiveFailures": 3, "restoreHealth": 100}}))
}

fn routing(
    way: &Way<'_>,
    model: &Object<ModelSpec>,
    written: &Value,
    notes: &mut Vec<String>,
) -> Result<Routing, Reason> {
    if model.spec.policies.is_some() {
        // The CRD rejects it; a guard written here would be one that nothing enforces.
        return Err("`policies` cannot be used with `virtualModel`".into());
    }
    let targets =
        |kind: &str| written.pointer(&format!("/{kind}/targets")).and_then(Value::as_array);
    let name = |target: &Value| Ok::<_, Reason>(target_of(way.reading.snapshot, model, target)?.1);
    if let Some(targets) = targets("weighted") {
        let weight = |target: &Value| target.get("weight").and_then(Value::as_u64).unwrap_or(1);
        let one = |target: &Value| Ok((name(target)?, u32::try_from(weight(target)).unwrap_or(1)));
        return targets.iter().map(one).collect::<Result<_, Reason>>().map(Routing::Weighted);
    }
    if let Some(targets) = targets("conditional") {
        let one = |target: &Value| {
            let when = target.get("when").and_then(Value::as_str);
            Ok((name(target)?, when.map(|by| Expression::permissive(by, notes)).transpose()?))
        };
        return targets.iter().map(one).collect::<Result<_, Reason>>().map(Routing::Conditional);
    }
    let targets = targets("failover")
        .ok_or("`virtualModel` has neither `weighted`, `failover` nor `conditional`")?;
    let health = Arc::new(default_health()?);
    let mut groups: BTreeMap<u64, Vec<(String, Member)>> = BTreeMap::new();
    for target in targets {
        let (referred, sent) = target_of(way.reading.snapshot, model, target)?;
        let called = &referred.name.name;
        if referred.spec.virtual_model.is_some() {
            return Err(format!("target {} is itself a virtual model", referred.name).into());
        }
        translated(referred)?;
        let priority = target.get("priority").and_then(Value::as_u64).unwrap_or_default();
        // The router does not ask for the target by its name here: the provider asks who may call it.
        let authorization = authorization(referred)?;
        let member = member(way, &model.name, referred, called, Some(&sent), Some(&health));
        let member = match member {
            Ok(member) => Member { authorization, ..member },
            Err(trouble) => return Ok(Routing::Failover(Err(trouble))),
        };
        groups.entry(priority).or_default().push((called.clone(), member));
    }
    let in_order = |mut group: Vec<(String, Member)>| -> Vec<Member> {
        group.sort_by(|a, b| a.0.cmp(&b.0));
        group.into_iter().map(|(_, member)| member).collect()
    };
    let groups: Vec<_> = groups.into_values().map(in_order).collect();
    let (kind, name) = (Kind::AgentgatewayModel, model.name.clone());
    let backend = ModelBackend { kind, name, groups, notes: Vec::new() };
    Ok(Routing::Failover(Ok(Arc::new(backend))))
}

/// The model that a target refers to, and the name that is asked for there.
fn target_of<'s>(
    snapshot: &'s Snapshot,
    model: &Object<ModelSpec>,
    target: &Value,
) -> Result<(&'s Object<ModelSpec>, String), Reason> {
    let referred = target.pointer("/modelRef/name").and_then(Value::as_str).unwrap_or_default();
    let name = ObjectName::new(&model.name.namespace, referred);
    let found =
        snapshot.models.get(&name).ok_or_else(|| format!("target {name} does not exist"))?;
    let named = target.get("model").and_then(Value::as_str).map(str::to_owned);
    Ok((found, named.unwrap_or_else(|| asked(found))))
}
