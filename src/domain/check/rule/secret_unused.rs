//! AGW2007 secret-unused: Secret with a key is unused.

use std::collections::HashSet;

use serde_json::Value;

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, backend_with_key, documents, secret};
use crate::domain::snapshot::selection::Selected;
use crate::domain::snapshot::{SecretState, Snapshot, World};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use crate::domain::value::secret::bytes::SecretBytes;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2007",
    slug: "secret-unused",
    severity: Severity::Info,
    title: "Secret with a key is unused",
    what: "The files contain a Secret that looks like a provider's key, and no backend, model or policy in its namespace references it. In a cluster only the Secrets that backends reference are read, so this isn't reported there.",
    why: "This is what a misspelled `secretRef` leaves behind; besides, a leak of an unused key goes unnoticed.",
    wrong: documents!(backend!(), secret!()),
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let snapshot = input.snapshot;
    if snapshot.world == World::Cluster || snapshot.backends.is_empty() {
        return Vec::new();
    }
    let mut wanted = snapshot.wanted_secrets();
    let selected = snapshot.wanted_selections();
    let selected = selected.iter().filter(|one| one.kind == Kind::Secret);
    wanted.extend(
        selected.filter_map(|one| snapshot.selected(one).ok()).flat_map(Selected::into_keys),
    );
    let mentioned = mentioned(snapshot);
    let unused = |(name, state): (&ObjectName, &SecretState)| {
        let SecretState::Read(data) = state else { return None };
        let is_key = |(key, bytes): (&String, &SecretBytes)| {
            key == DEFAULT_DATA_KEY || bytes.shape().issuer.is_some()
        };
        let idle = data.iter().any(is_key) && !wanted.contains(name) && !mentioned.contains(name);
        idle.then(|| Finding::on(Kind::Secret, name, "no backend, model or policy uses it"))
    };
    snapshot.secrets.iter().filter_map(unused).collect()
}

/// Whatever text policies and models have in them, as a name in their namespace.
fn mentioned(snapshot: &Snapshot) -> HashSet<ObjectName> {
    let policies = snapshot.policies.values();
    let policies = policies.map(|one| (&one.name, serde_json::to_value(&one.spec)));
    let models = snapshot.models.values();
    let models = models.map(|one| (&one.name, serde_json::to_value(&one.spec)));
    let mut mentioned = HashSet::new();
    for (name, spec) in policies.chain(models) {
        if let Ok(spec) = spec {
            texts(&spec, &mut |text| {
                mentioned.insert(ObjectName::new(&name.namespace, text));
            });
        }
    }
    mentioned
}

fn texts(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}
