//! AgentgatewayPolicy, as far as we read it: what it targets, and which policies it carries by name.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go` of agentgateway at 75b4e6ce6.

use std::collections::BTreeMap;

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Policies of three places of the request path, attached to objects of the same namespace.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "agentgateway.dev",
    version = "v1alpha1",
    kind = "AgentgatewayPolicy",
    plural = "agentgatewaypolicies",
    shortname = "agpol",
    category = "agentgateway",
    namespaced,
    status = "super::status::ConditionStatus",
    printcolumn(name = "Age", type_ = "date", json_path = ".metadata.creationTimestamp")
)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
#[serde(rename_all = "camelCase")]
pub struct PolicySpec {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target_refs: Vec<TargetRef>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target_selectors: Vec<TargetSelector>,
    /// Policies of the listener's side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frontend: Option<ByName>,
    /// Policies of the request on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traffic: Option<Traffic>,
    /// Policies of the upstream's side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backend: Option<ByName>,
    /// How it merges with policies of other places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub strategy: Option<Strategy>,
}

/// `spec.strategy`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strategy {
    /// `Override`: traffic policies of less specific places win over more specific ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inheritance: Option<String>,
}

/// Policies of the request on its way, by their name in the CRD, and when they run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct Traffic {
    /// After routing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub phase: Option<Phase>,
    #[serde(flatten)]
    #[schemars(skip)]
    pub policies: Map<String, Value>,
}

/// When a traffic policy runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Before a route is looked for; on Gateways only.
    PreRouting,
    PostRouting,
}

/// Policies by their name in the CRD (`rateLimit`, `apiKeyAuthentication`, …).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct ByName {
    #[serde(flatten)]
    #[schemars(skip)]
    pub policies: Map<String, Value>,
}

/// An object that the policy is attached to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct TargetRef {
    pub group: String,
    pub kind: String,
    pub name: String,
    /// A listener, a rule, a Service's port or a backend's provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section_name: Option<String>,
    /// Not in the CRD, whose policies target objects of their own namespace. Where somebody wrote it all the same, it says
    /// what refuses until it is mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub namespace: Option<String>,
}

/// Objects that the policy is attached to by their labels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct TargetSelector {
    pub group: String,
    pub kind: String,
    /// A section of each object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section_name: Option<String>,
    #[serde(default)]
    pub match_labels: BTreeMap<String, String>,
}
