//! What rules know beside objects: facts about this machine and the cluster, gathered outside and passed in as data.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::kill::Records;
use crate::domain::kill::state::key_of;

/// The surroundings. Everything is absent by default: rules say nothing of what was not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Environment {
    /// Programs on PATH that kubectl would run in the place of a command of ours.
    pub shadows: Vec<Shadow>,
    pub kubeconfig: Kubeconfig,
    /// For a CRD by its name, the paths of its schema that were looked for and are not there.
    pub crd_lacks: BTreeMap<String, BTreeSet<String>>,
    pub kills: KillFacts,
    /// What may not be read, by the code of the rule that would need it.
    pub not_permitted: BTreeMap<String, String>,
}

/// A program that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Shadow {
    pub path: String,
    /// The words after `kubectl` that it takes: `agw list`.
    pub takes: String,
}

/// The kubeconfig in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Kubeconfig {
    /// Files that others than their owner may read.
    pub readable_by_others: Vec<String>,
    /// Files that $KUBECONFIG names and that do not exist.
    pub absent: Vec<String>,
    /// The server whose certificate is not checked.
    pub unchecked_server: Option<String>,
}

/// What is wrong with the records of the kill switch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct KillFacts {
    pub unreadable: Vec<UnreadableKill>,
    pub expired: Vec<ExpiredKill>,
}

/// A record that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnreadableKill {
    /// The Gateway that has it; none where it is beside files.
    pub gateway: Option<String>,
    /// What is wrong with it, and how to fix it.
    pub reason: String,
}

/// A kill that has ended by itself, and whose record is still there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpiredKill {
    /// The Gateway that has it; none where it is beside files.
    pub gateway: Option<String>,
    /// `model gpt-4o`.
    pub target: String,
    pub until: Timestamp,
    /// The annotation that records it on a Gateway.
    pub annotation: String,
}

impl KillFacts {
    /// What is wrong with these records at `now`. That they may not be read is said of the Gateways.
    #[must_use]
    pub fn of(records: &Records, now: Timestamp) -> Self {
        let unreadable = records.unreadable();
        let unreadable = unreadable.map(|(place, why)| UnreadableKill {
            gateway: place.gateway().map(str::to_owned),
            reason: why.0.clone(),
        });
        let expired = records.read().flat_map(|(place, kills)| {
            let over = kills.iter().filter(|kill| kill.resumed.is_none() && !kill.holds(now));
            over.filter_map(|kill| {
                let subject = kill.subject();
                Some(ExpiredKill {
                    gateway: place.gateway().map(str::to_owned),
                    target: subject.to_string(),
                    until: kill.until?,
                    annotation: key_of(&subject),
                })
            })
        });
        KillFacts { unreadable: unreadable.collect(), expired: expired.collect() }
    }
}

/// Fields of an AgentgatewayBackend that this program writes or explains.
const WRITTEN: &[&str] = &[
    "spec.ai.groups",
    "spec.ai.provider.anthropic.model",
    "spec.ai.provider.azure.resourceName",
    "spec.ai.provider.bedrock.region",
    "spec.ai.provider.custom.formats",
    "spec.ai.provider.gemini.model",
    "spec.ai.provider.host",
    "spec.ai.provider.openai.model",
    "spec.ai.provider.pathPrefix",
    "spec.ai.provider.port",
    "spec.policies.ai.routes",
    "spec.policies.auth.secretRef.key",
    "spec.policies.auth.secretRef.name",
    "spec.policies.health.eviction",
    "spec.policies.tls.sni",
];

/// The fields among those that a CustomResourceDefinition does not know, in the version that stores.
#[must_use]
pub fn lacking(definition: &Value) -> BTreeSet<String> {
    let versions = definition.pointer("/spec/versions").and_then(Value::as_array);
    let stores = |version: &&Value| version.get("storage").and_then(Value::as_bool) == Some(true);
    let version = versions.into_iter().flatten().find(stores);
    let Some(schema) = version.and_then(|version| version.pointer("/schema/openAPIV3Schema"))
    else {
        return BTreeSet::new();
    };
    WRITTEN.iter().filter(|path| !knows(schema, path)).map(|path| (*path).to_owned()).collect()
}

/// Whether a schema has the field, or keeps whatever it does not know.
fn knows(schema: &Value, path: &str) -> bool {
    let mut here = schema;
    for name in path.split('.') {
        if here.get("x-kubernetes-preserve-unknown-fields").and_then(Value::as_bool) == Some(true) {
            return true;
        }
        let Some(next) = here.get("properties").and_then(|fields| fields.get(name)) else {
            return false;
        };
        here = next;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::crd::definition::definitions;
    use serde_json::json;

    #[test]
    fn our_own_definition_lacks_nothing() {
        let backend = definitions().into_iter().find(|definition| {
            definition.pointer("/spec/names/kind") == Some(&json!("AgentgatewayBackend"))
        });
        assert_eq!(lacking(&backend.expect("the definition")), BTreeSet::new());
    }

    #[test]
    fn an_older_definition_lacks_what_came_later() {
        let properties = |fields: Value| json!({"type": "object", "properties": fields});
        let provider = properties(json!({"openai": properties(json!({"model": {}})), "host": {}}));
        let spec = properties(json!({"ai": properties(json!({"provider": provider}))}));
        let definition = json!({"spec": {"versions": [{"storage": true,
            "schema": {"openAPIV3Schema": properties(json!({"spec": spec}))}}]}});
        let lacks = lacking(&definition);
        assert!(lacks.contains("spec.ai.provider.pathPrefix"), "{lacks:?}");
        assert!(
            !lacks.contains("spec.ai.provider.host") && lacks.contains("spec.policies.tls.sni")
        );
    }
}
