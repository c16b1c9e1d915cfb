//! The registry: one row a model, from every dialect, with the route that reaches it, its key and its state. Pure:
//! the same snapshot gives the same rows, from a cluster or from files.

pub mod backend;
pub mod condition;
pub mod default_route;
pub mod dependents;
pub mod effective;
pub mod gateway;
pub mod http_route;
pub mod key;
pub mod kill_policies;
mod kill_row;
pub mod killed;
pub mod model;
pub mod plan;
pub mod policy;
pub mod prices;
mod rows;
mod status;
pub mod topology;
pub mod vault;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::domain::llm::provider;
use crate::domain::value::object_ref::{Kind, ObjectName};

use super::compile::Compiled;
use super::snapshot::{Snapshot, Unread};
use crate::domain::value::shell::CommandLine;
use condition::ConditionRow;
pub use kill_row::KilledRow;
use killed::Killed;
pub use rows::rows;
use status::is_kept_elsewhere;
pub use status::{State, StatusReason, StatusRow};

/// Every model, of backends and of AgentgatewayModels, ordered by namespace and name.
#[must_use]
pub fn models(compiled: &Compiled) -> Vec<Row> {
    let Compiled { snapshot, table, rejections, .. } = compiled;
    let mut all = rows(compiled);
    let killed = Killed::of(compiled);
    let models = model::rows(snapshot, model::routes_of(table), rejections).into_iter();
    all.extend(models.map(|row| killed.model(row)));
    all.sort_by(|a, b| (&a.namespace, &a.name, a.source).cmp(&(&b.namespace, &b.name, b.source)));
    all
}

/// Whether kills may be recorded on Gateways that could not be read: those that routes name, or all of a cluster.
#[must_use]
pub fn may_hide_kills(snapshot: &Snapshot) -> bool {
    let is_unread = matches!(snapshot.unread.get(&Kind::Gateway), Some(Unread::Forbidden(_)));
    is_unread || !rows::unseen_gateways(snapshot).is_empty()
}

/// The command that leads requests to a backend.
#[must_use]
pub fn route_to(namespace: &str, backend: &str) -> String {
    CommandLine::new("kubectl agw add-route")
        .arg(backend)
        .namespace(namespace)
        .flag("--backend", backend)
        .flag("--path", &format!("/{backend}"))
        .to_string()
}

/// One model that an application can ask for, or that was meant to be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The kind that it is written as.
    pub source: ModelSource,
    pub namespace: String,
    pub name: String,
    /// `openai`, `anthropic`, …; none where it cannot be told.
    pub provider: Option<String>,
    /// The name that the backend gives a custom provider in telemetry and price catalogs.
    #[serde(skip)]
    pub telemetry: Option<String>,
    /// The model that is sent; none where the caller chooses.
    pub model: Option<String>,
    /// `provider:model` of those that are called when it fails, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fallbacks: Vec<String>,
    pub routes: Vec<RouteRow>,
    pub key: KeyRow,
    pub status: StatusRow,
    /// The dialect it was written in, where that is not agentgateway's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// `host:port` that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// What is served otherwise than agentgateway would.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The kinds of request it takes, in the CRD's words: `Completions`, `Embeddings`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ConditionRow>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

impl Row {
    /// The provider as price catalogs name it: the name that the backend gives it, or else OpenTelemetry's.
    #[must_use]
    pub fn priced_as(&self) -> Option<&str> {
        let own = self.telemetry.as_deref();
        own.or_else(|| {
            let provider = self.provider.as_deref()?;
            Some(provider::named(provider).map_or(provider, |known| known.telemetry))
        })
    }
}

/// What a model is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ModelSource {
    /// An AgentgatewayBackend.
    Backend,
    /// An AgentgatewayModel.
    Model,
}

impl ModelSource {
    /// The kind of the object.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            ModelSource::Backend => Kind::AgentgatewayBackend,
            ModelSource::Model => Kind::AgentgatewayModel,
        }
    }
}

/// One way to a model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteRow {
    /// The HTTPRoute; none, and empty in JSON, where a Gateway offers an AgentgatewayModel by itself.
    #[serde(serialize_with = "text_or_empty")]
    pub route: Option<ObjectName>,
    /// The rule in it, counted from 0.
    pub rule: usize,
    /// None for the implied one.
    pub gateway: Option<ObjectName>,
    /// The Gateways that the route names, where one is implied.
    #[serde(skip)]
    pub parents: Vec<ObjectName>,
    /// The listener's port, in the Gateway object.
    pub port: u16,
    pub listener: String,
    /// The match in words: `X-Model-Tier=smart`.
    pub matches: String,
    /// Share of the rule's requests, in per cent, rounded.
    pub percent: u32,
}

impl RouteRow {
    /// The Gateway as every view names it, implied or not.
    #[must_use]
    pub fn gateway_words(&self) -> String {
        match &self.gateway {
            Some(gateway) => gateway.to_string(),
            None if self.parents.is_empty() => "<implied>".to_owned(),
            None => self.parents.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        }
    }

    /// The HTTPRoute as views name it; empty where there is none.
    #[must_use]
    pub fn route_words(&self) -> String {
        self.route.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}

fn text_or_empty<S: Serializer>(
    name: &Option<ObjectName>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match name {
        Some(name) => serializer.collect_str(name),
        None => serializer.serialize_str(""),
    }
}

/// An object as a reference names it, whose kind may be any: in words and JSON `Kind namespace/name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WrittenRef {
    pub kind: String,
    pub name: ObjectName,
}

impl fmt::Display for WrittenRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}

impl Serialize for WrittenRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The key in words, never in text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyRow {
    pub source: KeySource,
    /// The Secret's name, or the variable's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_key: Option<String>,
    /// The Secret in whose place a variable is used.
    #[serde(skip)]
    pub replaces: Option<String>,
}

/// Where a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum KeySource {
    Secret,
    SecretForbidden,
    Inline,
    Environment,
    /// The client's own `Authorization` goes on.
    Client,
    Unknown,
}

#[cfg(test)]
mod tests;
