//! AgentgatewayModels of one listener or rule: which of them a request asks for, and the answers where there is none.
//! Unlike the answers of routes these are JSON.
//!
//! Source: `crates/agentgateway/src/llm/model_router.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use super::backend_error::BackendError;
use super::cel::{Activation, Expression};
use super::chance;
use super::health::Health;
use super::model_backend::ModelBackend;
use super::policy::authorization::Authorization;
use super::refusal::Refusal;
use crate::domain::value::clip;
use crate::domain::value::object_ref::ObjectName;

/// The models that can be asked for at one place.
#[derive(Debug, Default)]
pub struct ModelRouter {
    /// In the order in which they are asked: exact names, then the longest pattern.
    pub models: Vec<Arc<ConcreteModel>>,
    pub virtual_models: Vec<Arc<VirtualModel>>,
}

/// A model of a provider.
#[derive(Debug)]
pub struct ConcreteModel {
    pub object: ObjectName,
    /// Exact, `prefix*`, `*suffix` or `*`.
    pub pattern: String,
    /// Seconds since 1970.
    pub created: u64,
    /// Only through a virtual model.
    pub internal: bool,
    pub authorization: Option<Arc<Authorization>>,
    pub backend: Result<Arc<ModelBackend>, BackendError>,
    /// Who judges it among others of a virtual model.
    pub health: Option<Arc<Health>>,
}

/// A model whose requests go to other models, by condition or weight.
#[derive(Debug)]
pub struct VirtualModel {
    pub object: ObjectName,
    /// Exact.
    pub name: String,
    /// Seconds since 1970.
    pub created: u64,
    pub routing: Routing,
}

/// How a virtual model chooses another model.
#[derive(Debug)]
pub enum Routing {
    /// By chance and weight.
    Weighted(Vec<(String, u32)>),
    /// The first that is well.
    Failover(Result<Arc<ModelBackend>, BackendError>),
    /// The first whose condition holds; none always does.
    Conditional(Vec<(String, Option<Expression>)>),
}

/// The model that a request is routed to.
#[derive(Clone, Copy, Debug)]
pub struct SelectedModel<'r> {
    pub backend: &'r Result<Arc<ModelBackend>, BackendError>,
    /// The name to ask for instead of the one that the client asked for.
    pub rename: Option<&'r str>,
}

impl ModelRouter {
    /// Whether a request is for the list of models, with any method: `/v1/models`, `/models`, and what is below them.
    #[must_use]
    pub fn is_list(path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let below = |list| {
            path.strip_prefix(list)
                .is_some_and(|rest: &str| rest.is_empty() || rest.starts_with('/'))
        };
        below("/v1/models") || below("/models")
    }

    /// Every model with the names that it answers to.
    pub fn objects(&self) -> impl Iterator<Item = (&ObjectName, &str)> {
        let concrete = self.models.iter().map(|model| (&model.object, model.pattern.as_str()));
        let others = self.virtual_models.iter().map(|model| (&model.object, model.name.as_str()));
        concrete.chain(others)
    }

    /// The list of the models that this request may ask for, as OpenAI's clients read it.
    #[must_use]
    pub fn list(&self, facts: &Activation<'_>) -> String {
        let entry = |(id, created): (&str, u64)| {
            let id = serde_json::Value::from(id);
            format!(r#"{{"id":{id},"object":"model","created":{created},"owned_by":"openai"}}"#)
        };
        let entries: Vec<_> = self.listed(|model| model.allows(facts)).map(entry).collect();
        format!(r#"{{"data":[{}],"object":"list"}}"#, entries.join(","))
    }

    /// The name and the time of creation (seconds since 1970) of each model that clients can ask for by name; of those
    /// with a provider, the ones that `may` is true for.
    pub fn listed(
        &self,
        may: impl Fn(&ConcreteModel) -> bool,
    ) -> impl Iterator<Item = (&str, u64)> {
        let concrete = self.models.iter().filter(move |model| !model.internal && may(model));
        let concrete = concrete.map(|model| (model.pattern.as_str(), model.created));
        let others = self.virtual_models.iter().map(|model| (model.name.as_str(), model.created));
        concrete.chain(others)
    }

    /// The model that is asked for. `chance` is uniform over all of `u64`.
    ///
    /// # Errors
    /// The answer for the client, in OpenAI's form: 404 `model_not_found` where no model has the name, and why where
    /// one is not to be used by it.
    pub fn find(
        &self,
        asked: &str,
        facts: &Activation<'_>,
        chance: u64,
    ) -> Result<SelectedModel<'_>, Refusal> {
        if let Some(model) = self.virtual_models.iter().find(|model| model.name == asked) {
            return self.find_virtual(model, facts, chance);
        }
        let found = self
            .concrete(asked, false, facts)?
            .ok_or_else(|| refusal(404, "Model not found", "model_not_found"))?;
        Ok(SelectedModel { backend: &found.backend, rename: None })
    }

    fn find_virtual<'r>(
        &'r self,
        model: &'r VirtualModel,
        facts: &Activation<'_>,
        chance: u64,
    ) -> Result<SelectedModel<'r>, Refusal> {
        let name = &model.name;
        let target = match &model.routing {
            Routing::Failover(backend) => return Ok(SelectedModel { backend, rename: None }),
            Routing::Weighted(targets) => {
                let targets = targets.iter().map(|(name, weight)| (name, *weight));
                chance::weighted(targets, chance).ok_or_else(|| {
                    let message = format!("Virtual model {name} could not be resolved");
                    refusal(404, &message, "virtual_model_not_resolved")
                })?
            }
            Routing::Conditional(targets) => {
                let holds =
                    |when: &Option<Expression>| when.as_ref().is_none_or(|w| w.holds(facts));
                let first = targets.iter().find(|(_, when)| holds(when)).map(|(name, _)| name);
                first.ok_or_else(|| {
                    let message =
                        format!("Virtual model {name} did not match any conditional target");
                    refusal(400, &message, "virtual_model_no_matching_target")
                })?
            }
        };
        let found = self.concrete(target, true, facts)?.ok_or_else(|| {
            let message = format!(
                "Virtual model {name} selected target {target}, but no matching model was found"
            );
            refusal(404, &message, "virtual_model_target_not_found")
        })?;
        Ok(SelectedModel { backend: &found.backend, rename: Some(target) })
    }

    fn concrete(
        &self,
        asked: &str,
        internal: bool,
        facts: &Activation<'_>,
    ) -> Result<Option<&ConcreteModel>, Refusal> {
        let fits = |model: &&Arc<ConcreteModel>| {
            (internal || !model.internal) && matches(&model.pattern, asked)
        };
        let mut fitting = self.models.iter().filter(fits).peekable();
        if fitting.peek().is_none() {
            return Ok(None);
        }
        match fitting.find(|model| model.allows(facts)) {
            Some(model) => Ok(Some(model)),
            None => Err(refusal(403, "Model authorization denied", "model_authorization_denied")),
        }
    }

    /// What a virtual model may lead to.
    #[must_use]
    pub fn targets<'r>(&'r self, model: &'r VirtualModel) -> Vec<SelectedModel<'r>> {
        let names: Vec<&str> = match &model.routing {
            Routing::Failover(backend) => return vec![SelectedModel { backend, rename: None }],
            Routing::Weighted(all) => {
                let there = all.iter().filter(|(_, weight)| *weight > 0);
                there.map(|(name, _)| name.as_str()).collect()
            }
            Routing::Conditional(all) => all.iter().map(|(name, _)| name.as_str()).collect(),
        };
        let found = |name: &&'r str| self.models.iter().find(|one| matches(&one.pattern, name));
        let selected = |name: &&'r str| {
            Some(SelectedModel { backend: &found(name)?.backend, rename: Some(*name) })
        };
        names.iter().filter_map(selected).collect()
    }

    /// The targets of a virtual model that no model of this router has, by name; whether it has any other target.
    #[must_use]
    pub fn unresolved(&self, object: &ObjectName) -> (Vec<&str>, bool) {
        let model = self.virtual_models.iter().find(|model| model.object == *object);
        let targets: Vec<&str> = match model.map(|model| &model.routing) {
            Some(Routing::Weighted(all)) => all.iter().map(|(name, _)| name.as_str()).collect(),
            Some(Routing::Conditional(all)) => all.iter().map(|(name, _)| name.as_str()).collect(),
            Some(Routing::Failover(_)) | None => Vec::new(),
        };
        let is_there = |name: &&str| self.models.iter().any(|m| matches(&m.pattern, name));
        let (there, missing): (Vec<_>, Vec<_>) = targets.into_iter().partition(is_there);
        (missing, !there.is_empty())
    }

    /// Whether finding this model takes a look into the body.
    #[must_use]
    pub fn looks_into_body(&self, asked: &str) -> bool {
        let model = self.virtual_models.iter().find(|model| model.name == asked);
        model.is_some_and(|model| matches!(model.routing, Routing::Conditional(_)))
    }

    /// The expressions that decide which model a request is for that asks for this one.
    pub fn expressions(&self, asked: &str) -> impl Iterator<Item = &Expression> {
        let model = self.virtual_models.iter().find(|model| model.name == asked);
        let targets = model.and_then(|model| match &model.routing {
            Routing::Conditional(targets) => Some(targets),
            Routing::Weighted(_) | Routing::Failover(_) => None,
        });
        let conditions = targets.into_iter().flatten().filter_map(|(_, when)| when.as_ref());
        let rules = self.models.iter().filter_map(|model| model.authorization.as_ref());
        conditions.chain(rules.flat_map(|rules| rules.rules()))
    }

    /// What chance decides for a request that asks for this model: each target's share in percent, with a chance that it
    /// has for [`ModelRouter::find`].
    #[must_use]
    pub fn shares(&self, asked: &str) -> Vec<(u64, u64)> {
        let model = self.virtual_models.iter().find(|model| model.name == asked);
        let Some(Routing::Weighted(targets)) = model.map(|model| &model.routing) else {
            return vec![(100, 0)];
        };
        let total: u64 = targets.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut before = 0;
        let shares = targets.iter().filter(|(_, weight)| *weight > 0).map(|(_, weight)| {
            let weight = u64::from(*weight);
            let first = chance::at_least(before, total);
            before += weight;
            ((weight * 100 + total / 2) / total, first)
        });
        let shares: Vec<_> = shares.collect();
        if shares.is_empty() { vec![(100, 0)] } else { shares }
    }

    /// Every backend that a request may come to.
    pub fn backends(&self) -> impl Iterator<Item = &Arc<ModelBackend>> {
        let failover = self.virtual_models.iter().filter_map(|model| match &model.routing {
            Routing::Failover(Ok(backend)) => Some(backend),
            _ => None,
        });
        self.models.iter().filter_map(|model| model.backend.as_ref().ok()).chain(failover)
    }
}

impl ConcreteModel {
    fn allows(&self, facts: &Activation<'_>) -> bool {
        self.authorization.as_ref().is_none_or(|authorization| authorization.allows(facts))
    }
}

/// Whether a model that answers to `pattern` (exact, `prefix*`, `*suffix` or `*`) is asked for by this name.
#[must_use]
pub fn matches(pattern: &str, asked: &str) -> bool {
    match (pattern.strip_suffix('*'), pattern.strip_prefix('*')) {
        (Some(prefix), _) => asked.starts_with(prefix),
        (None, Some(suffix)) => asked.ends_with(suffix),
        (None, None) => asked == pattern,
    }
}

/// An answer of the router's own.
fn refusal(status: u16, message: &str, code: &str) -> Refusal {
    let message = clip::to(message, 2 * clip::MOST);
    let (message, code) = (serde_json::Value::from(&*message), serde_json::Value::from(code));
    let body = format!(
        r#"{{"error":{{"message":{message},"type":"invalid_request_error","code":{code}}}}}"#
    );
    Refusal::json(status, body)
}

/// The answers to bodies in which no model is found, with agentgateway's statuses, messages and codes.
pub mod body {
    use super::refusal;
    use crate::domain::route::refusal::Refusal;

    /// 400: the body is not JSON.
    #[must_use]
    pub fn not_json() -> Refusal {
        refusal(400, "LLM request body must be valid JSON", "invalid_request_body")
    }

    /// 400: the JSON has no `model`.
    #[must_use]
    pub fn no_model() -> Refusal {
        refusal(400, "LLM request body is missing string field 'model'", "missing_model")
    }

    /// 413: the body is over the limit.
    #[must_use]
    pub fn too_large() -> Refusal {
        refusal(413, "LLM request body exceeded the buffer limit", "request_body_too_large")
    }

    /// 400: the body ended early.
    #[must_use]
    pub fn broken_off() -> Refusal {
        refusal(400, "Failed to read LLM request body", "request_body_read_failed")
    }

    /// 400: the body could not be decompressed.
    #[must_use]
    pub fn not_decoded() -> Refusal {
        refusal(400, "Failed to decode LLM request body", "request_body_decode_failed")
    }

    /// 400: the body is not a valid form.
    #[must_use]
    pub fn no_form() -> Refusal {
        let message = "LLM multipart request body must be valid multipart/form-data";
        refusal(400, message, "invalid_request_body")
    }

    /// 400: the form has no field `model`.
    #[must_use]
    pub fn no_model_in_form() -> Refusal {
        let message = "LLM multipart request body is missing string field 'model'";
        refusal(400, message, "missing_model")
    }
}

#[cfg(test)]
mod tests;
