//! AGW2007 secret-unused: a Secret with a key is used by nobody.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::snapshot::selection::Chosen;
use crate::domain::snapshot::{SecretBytes, SecretState, World};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use serde_json::Value;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2007",
    slug: "secret-unused",
    severity: Severity::Info,
    title: "a Secret with a key is used by nobody",
    what: "Among the files is a Secret that looks like a provider's key, and no backend, model or policy of its namespace names it. In a cluster only the Secrets that backends name are read, so nothing can be said there.",
    why: "A misspelt `secretRef` leaves exactly this behind; and a key that nobody uses is a key that nobody watches.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
---
apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: sk-key-of-openai
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-api-key
---
apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: sk-key-of-openai
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let snapshot = input.snapshot;
    if snapshot.world == World::Cluster || snapshot.backends.is_empty() {
        return Vec::new();
    }
    let mut wanted = snapshot.wanted_secrets();
    let chosen = snapshot.wanted_selections();
    let chosen = chosen.iter().filter(|one| one.kind == Kind::Secret);
    wanted.extend(chosen.filter_map(|one| snapshot.chosen(one).ok()).flat_map(Chosen::into_keys));
    let unused = |(name, state): (&ObjectName, &SecretState)| {
        let SecretState::Read(data) = state else { return None };
        let is_key = |(key, bytes): (&String, &SecretBytes)| {
            key == DEFAULT_DATA_KEY || bytes.shape().issuer.is_some()
        };
        let idle = data.iter().any(is_key) && !wanted.contains(name) && !is_mentioned(input, name);
        idle.then(|| Finding::on(Kind::Secret, name, "no backend, model or policy uses it"))
    };
    snapshot.secrets.iter().filter_map(unused).collect()
}

/// Whether a policy or model of the namespace has the name anywhere in it.
fn is_mentioned(input: &Input<'_>, name: &ObjectName) -> bool {
    let near = |other: &ObjectName| other.namespace == name.namespace;
    let policies = input.snapshot.policies.values().filter(|object| near(&object.name));
    let models = input.snapshot.models.values().filter(|object| near(&object.name));
    let specs = policies.map(|object| serde_json::to_value(&object.spec));
    let specs = specs.chain(models.map(|object| serde_json::to_value(&object.spec)));
    specs.flatten().any(|spec| says(&spec, &name.name))
}

fn says(value: &Value, word: &str) -> bool {
    match value {
        Value::String(text) => text == word,
        Value::Array(items) => items.iter().any(|item| says(item, word)),
        Value::Object(fields) => fields.values().any(|field| says(field, word)),
        _ => false,
    }
}
