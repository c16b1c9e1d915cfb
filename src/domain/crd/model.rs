//! AgentgatewayModel, as far as we read it: which model it answers for, and who provides it.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_model_types.go` of agentgateway at 75b4e6ce6.

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::status::RouteStatus;
use crate::domain::value::typed::{self, FieldError};

/// A model offered under a name, by a provider or by other models.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "agentgateway.dev",
    version = "v1alpha1",
    kind = "AgentgatewayModel",
    plural = "agentgatewaymodels",
    shortname = "agmodel",
    category = "agentgateway",
    namespaced,
    status = "RouteStatus",
    printcolumn(name = "Model Match", type_ = "string", json_path = ".spec.match.model"),
    printcolumn(name = "Age", type_ = "date", json_path = ".metadata.creationTimestamp")
)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
#[serde(rename_all = "camelCase")]
pub struct ModelSpec {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parent_refs: Vec<ModelParentRef>,
    #[serde(default, rename = "match", skip_serializing_if = "Option::is_none")]
    pub matches: Option<ModelMatch>,
    /// `OpenAI`, `Anthropic`, …; absent on a virtual model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    #[serde(default, rename = "baseURL", skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// What the provider of that name needs; present with it only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "any_object")]
    pub azure: Option<Value>,
    /// What the provider of that name needs; present with it only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "any_object")]
    pub vertexai: Option<Value>,
    /// What the provider of that name needs; present with it only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "any_object")]
    pub bedrock: Option<Value>,
    /// What the provider of that name needs; present with it only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "any_object")]
    pub custom: Option<Value>,
    /// `Public` or `Internal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "any_object")]
    pub virtual_model: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<super::backend::Policies>,
}

impl ModelSpec {
    /// What the provider needs, in its field.
    #[must_use]
    pub fn settings(&self, field: &str) -> Option<&Value> {
        let all = [
            ("azure", &self.azure),
            ("vertexai", &self.vertexai),
            ("bedrock", &self.bedrock),
            ("custom", &self.custom),
        ];
        all.into_iter().find(|(name, _)| *name == field)?.1.as_ref()
    }

    /// `virtualModel`, where the model is one.
    ///
    /// # Errors
    /// A field that is unknown or not of its type.
    pub fn virtual_model(&self) -> Result<Option<VirtualModelSpec>, FieldError> {
        let read = self.virtual_model.as_ref().map(typed::from_value).transpose();
        read.map_err(|fault| fault.within("virtualModel"))
    }
}

/// `virtualModel`: exactly one way to come to other models.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VirtualModelSpec {
    pub weighted: Option<Targets<WeightedTarget>>,
    pub failover: Option<Targets<FailoverTarget>>,
    pub conditional: Option<Targets<ConditionalTarget>>,
}

/// The models that one way comes to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets<T> {
    pub targets: Vec<T>,
}

/// A model that gets its share of the requests.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeightedTarget {
    pub model_ref: ModelRef,
    /// The name that is asked for there; its own when absent.
    pub model: Option<String>,
    /// 1 when absent.
    pub weight: Option<u32>,
}

/// A model that stands in for those of a lower number.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FailoverTarget {
    pub model_ref: ModelRef,
    /// The name that is asked for there; its own when absent.
    pub model: Option<String>,
    pub priority: u32,
}

/// A model that gets the requests for which its expression holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConditionalTarget {
    pub model_ref: ModelRef,
    /// The name that is asked for there; its own when absent.
    pub model: Option<String>,
    /// CEL; without one the target takes what is left.
    pub when: Option<String>,
}

/// An AgentgatewayModel of the same namespace.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRef {
    #[serde(default)]
    pub name: String,
}

impl VirtualModelSpec {
    /// The names of the models that it comes to, in whichever way.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let weighted = self.weighted.iter().flat_map(|all| &all.targets).map(|to| &to.model_ref);
        let failover = self.failover.iter().flat_map(|all| &all.targets).map(|to| &to.model_ref);
        let conditional = self.conditional.iter().flat_map(|all| &all.targets);
        let conditional = conditional.map(|to| &to.model_ref);
        weighted.chain(failover).chain(conditional).map(|to| to.name.as_str())
    }
}

/// A Gateway, ListenerSet or HTTPRoute that offers the model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct ModelParentRef {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section_name: Option<String>,
}

/// Which requested names the model answers to: exact, `prefix*`, `*suffix` or `*`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-kubernetes-preserve-unknown-fields" = true))]
pub struct ModelMatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

fn any_object(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"type": "object", "x-kubernetes-preserve-unknown-fields": true})
}
