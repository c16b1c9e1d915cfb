//! AgentgatewayBackend: the canonical form, as far as we read it. Fields we do not read survive in the cluster
//! (`crds/` preserves them) and are not looked at here.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_backend_types.go` of agentgateway at 75b4e6ce6.

use std::collections::BTreeMap;

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::dialect::workshop::WorkshopOpenAi;
use crate::domain::value::secret::Secret;

/// What stands under `spec`: exactly one kind of backend, and the policies of it.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "agentgateway.dev",
    version = "v1alpha1",
    kind = "AgentgatewayBackend",
    plural = "agentgatewaybackends",
    shortname = "agbe",
    category = "agentgateway",
    namespaced,
    status = "super::status::ConditionStatus",
    printcolumn(
        name = "Accepted",
        type_ = "string",
        json_path = ".status.conditions[?(@.type=='Accepted')].status"
    ),
    printcolumn(name = "Age", type_ = "date", json_path = ".metadata.creationTimestamp")
)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
#[serde(rename_all = "camelCase")]
pub struct BackendSpec {
    /// A language model: one provider, or groups of them in order of priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai: Option<Ai>,
    /// A fixed host and port.
    #[serde(default, rename = "static", skip_serializing_if = "Option::is_none")]
    pub static_host: Option<StaticHost>,
    /// Whatever host a request names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dynamic_forward_proxy: Option<Presence>,
    /// Servers of the Model Context Protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mcp: Option<Mcp>,
    /// An agent that speaks A2A.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a2a: Option<Agent>,
    /// A service of AWS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws: Option<Presence>,
    /// How requests to this backend are changed, authenticated and secured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<Policies>,
}

impl BackendSpec {
    /// The hosts that it names, of whatever kind it is.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        let ai = self.ai.iter();
        let groups = ai.clone().flat_map(|ai| ai.groups.iter().flatten());
        let in_groups = groups.flat_map(|group| &group.providers).map(|named| &named.provider);
        let providers = ai.filter_map(|ai| ai.provider.as_ref()).chain(in_groups);
        let fixed = self.static_host.iter().filter_map(|fixed| fixed.host.as_deref());
        let agent = self.a2a.iter().map(|agent| agent.host.as_str());
        let targets = self.mcp.iter().flat_map(|mcp| &mcp.targets);
        let of_targets = targets.filter_map(|target| target.fixed.as_ref()?.host.as_deref());
        let of_providers = providers.filter_map(|provider| provider.host.as_deref());
        fixed.chain(agent).chain(of_targets).chain(of_providers)
    }

    /// The Services of its own namespace that it names.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        let targets = self.mcp.iter().flat_map(|mcp| &mcp.targets);
        targets
            .filter_map(|target| Some(target.fixed.as_ref()?.backend_ref.as_ref()?.name.as_str()))
    }
}

/// `spec.static`: host and port, or a socket of the gateway's own machine.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct StaticHost {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 65535))]
    pub port: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unix_path: Option<String>,
}

/// A block of which only the presence is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Presence {}

/// `spec.a2a`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Agent {
    pub host: String,
    #[schemars(range(min = 1, max = 65535))]
    pub port: u16,
}

/// `spec.mcp`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Mcp {
    pub targets: Vec<McpTarget>,
    /// `Always`, `Conditional` or `Never`: whether names of tools carry their target's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix_mode: Option<String>,
}

/// One server, or those that a selector finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct McpTarget {
    pub name: String,
    #[serde(default, rename = "static", skip_serializing_if = "Option::is_none")]
    pub fixed: Option<McpServer>,
}

/// `targets[].static`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct McpServer {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[schemars(range(min = 1, max = 65535))]
    pub port: u16,
    /// `/mcp` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// `StreamableHTTP` or `SSE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// A Service of the same namespace in the host's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backend_ref: Option<LocalName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<Policies>,
}

/// The name of an object in the same namespace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct LocalName {
    pub name: String,
}

/// `spec.ai`: exactly one of `provider`, `groups` and the workshop's `openAI`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, KubeSchema)]
#[x_kube(validation = Rule::new(
    "(has(self.provider) ? 1 : 0) + (has(self.groups) ? 1 : 0) + (has(self.openAI) ? 1 : 0) == 1"
).message("exactly one of provider, groups and openAI must be set"))]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Ai {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// Groups in order of priority: the first with a healthy provider is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 8))]
    pub groups: Option<Vec<Group>>,
    /// The workshop's dialect; read as `provider.openai` with `policies.auth`.
    #[serde(default, rename = "openAI", skip_serializing_if = "Option::is_none")]
    pub workshop: Option<WorkshopOpenAi>,
}

/// One group of providers of equal priority.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Group {
    #[schemars(length(min = 1, max = 16))]
    pub providers: Vec<GroupProvider>,
}

/// A provider inside a group: named, with policies of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct GroupProvider {
    pub name: String,
    #[serde(flatten)]
    pub provider: Provider,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<Policies>,
}

/// The names in [`Provider`]'s union, in the order of the CRD.
pub const PROVIDERS: &[&str] =
    &["openai", "azureopenai", "azure", "anthropic", "gemini", "vertexai", "bedrock", "custom"];

/// A provider: exactly one of the union, and where it is reached when not at its own host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Provider {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openai: Option<ProviderConfig>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub azureopenai: Option<ProviderConfig>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub azure: Option<ProviderConfig>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anthropic: Option<ProviderConfig>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gemini: Option<ProviderConfig>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vertexai: Option<ProviderConfig>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bedrock: Option<ProviderConfig>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<ProviderConfig>,
    /// Host to call instead of the provider's own; switches its TLS and path building off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 65535))]
    pub port: Option<u16>,
    /// Replaces path and query of every request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Put in the place of the provider's `/v1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
}

/// The fields of all providers that we read; which of them a provider has is the real CRD's matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct ProviderConfig {
    /// The model that is always sent, whatever the request names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment_name: Option<String>,
    /// The version of Azure's API; `v1` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// The project of an Azure AI Foundry resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_name: Option<String>,
    /// The Google Cloud project of Vertex AI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    /// What a custom provider speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formats: Option<Vec<CustomFormat>>,
    /// The name of a custom provider in telemetry, instead of `custom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub provider_override: Option<String>,
    /// A Service or an InferencePool instead of `host`, which `serve` does not support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub backend_ref: Option<Value>,
    /// What OpenAI is to look for in requests and replies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderation: Option<Value>,
}

/// A format that a custom provider speaks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct CustomFormat {
    /// A route type: `Completions`, `Messages`, …
    #[serde(rename = "type")]
    pub r#type: String,
    /// The path of this format, with the query it may carry; the usual one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// `policies` of a backend or of a provider in a group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Policies {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Auth>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai: Option<AiPolicies>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// Policies by name that this version does not read one by one.
    #[serde(flatten)]
    #[schemars(skip)]
    pub others: Map<String, Value>,
}

/// `policies.auth`: exactly one way to authenticate to the provider.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Auth {
    /// The key itself, sent as it is. Printing it is impossible; prefer `secretRef`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub key: Option<InlineKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_ref: Option<SecretRef>,
    /// Ways by name that this version does not read one by one.
    #[serde(flatten)]
    #[schemars(skip)]
    pub others: Map<String, Value>,
}

impl Auth {
    /// The names of all Secrets that it takes keys from, that of its own key first.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        let own = self.secret_ref.iter().map(|reference| reference.name.as_str());
        own.chain(self.others.get("credentials").into_iter().flat_map(secrets_of_credentials))
    }
}

/// The names of the Secrets in the list `auth.credentials`.
pub fn secrets_of_credentials(written: &Value) -> impl Iterator<Item = &str> {
    let all = written.as_array().into_iter().flatten();
    all.filter_map(|one| one.pointer("/secretRef/name")?.as_str())
}

/// A key written into the object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct InlineKey(pub Secret);

impl From<String> for InlineKey {
    fn from(text: String) -> Self {
        InlineKey(Secret::new(text))
    }
}

/// A Secret in the backend's namespace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct SecretRef {
    pub name: String,
    /// The data key; `Authorization` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The group of a credential that is no Secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The kind of a credential that is no Secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// `policies.ai`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct AiPolicies {
    /// Path suffix → route type; `*` is the rest. Without a map every path is chat completions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routes: Option<BTreeMap<String, String>>,
    /// Model asked for → model sent.
    #[serde(default, rename = "modelAliases", skip_serializing_if = "Option::is_none")]
    pub model_aliases: Option<BTreeMap<String, String>>,
    /// Policies by name that this version does not read one by one.
    #[serde(flatten)]
    #[schemars(skip)]
    pub others: Map<String, Value>,
}

/// `policies.tls`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Tls {
    /// The server name asked for and verified; the host when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sni: Option<String>,
    /// Settings by name that this version does not read one by one.
    #[serde(flatten)]
    #[schemars(skip)]
    pub others: Map<String, Value>,
}
