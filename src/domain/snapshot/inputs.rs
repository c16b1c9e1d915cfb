//! What a table is compiled from, as a text that can be kept and hashed: the rules that decide of requests. Values of
//! Secrets are left out; of them only names and data keys are known here.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};

use super::{Named, Object, SecretState, ServiceState, Snapshot};
use crate::domain::audit::record::ObjectChange;
use crate::domain::value::digest;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The inputs of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableInputs {
    /// By object: its generation, and the digest of what it says.
    objects: BTreeMap<String, (Option<i64>, String)>,
    /// A line for each.
    text: String,
}

impl TableInputs {
    /// Those of a snapshot, and what else decides: one line each.
    #[must_use]
    pub fn of(snapshot: &Snapshot, more: impl IntoIterator<Item = String>) -> Self {
        let mut inputs = TableInputs::default();
        for line in more {
            inputs.add(format!("option {line}"), None, &"");
        }
        inputs.all(Kind::Gateway, &snapshot.gateways);
        inputs.all(Kind::ListenerSet, &snapshot.listener_sets);
        inputs.all(Kind::HttpRoute, &snapshot.routes);
        inputs.all(Kind::AgentgatewayBackend, &snapshot.backends);
        inputs.all(Kind::AgentgatewayModel, &snapshot.models);
        inputs.all(Kind::AgentgatewayPolicy, &snapshot.policies);
        inputs.all(Kind::BackendTlsPolicy, &snapshot.tls_policies);
        inputs.all(Kind::ReferenceGrant, &snapshot.grants);
        inputs.all(Kind::AgentgatewayParameters, &snapshot.parameters);
        inputs.named(snapshot);
        for (object, broken) in &snapshot.broken {
            inputs.add(format!("broken {object}"), None, &broken.reason);
        }
        for (kind, why) in &snapshot.unread {
            inputs.add(format!("unread {kind}"), None, why);
        }
        inputs
    }

    /// What is read by name.
    fn named(&mut self, snapshot: &Snapshot) {
        for (name, state) in &snapshot.secrets {
            let keys = match state {
                SecretState::Read(data) => data.keys().map(String::as_str).collect(),
                SecretState::Forbidden => vec!["<no permission>"],
                SecretState::Pending => vec!["<not read yet>"],
            };
            self.add(object(Kind::Secret, name), None, &keys);
        }
        for (name, state) in &snapshot.services {
            match state {
                ServiceState::Read(service) => self.one(Kind::Service, service),
                state => self.add(object(Kind::Service, name), None, state),
            }
        }
        for (name, state) in &snapshot.namespaces {
            self.add(object(Kind::Namespace, name), None, state);
        }
        for (name, texts) in &snapshot.config_maps {
            let digests: BTreeMap<_, _> = texts
                .iter()
                .map(|(key, text)| (key, digest::sha256_hex(text.as_bytes())))
                .collect();
            self.add(object(Kind::ConfigMap, name), None, &digests);
        }
    }

    fn all<T: Debug>(&mut self, kind: Kind, objects: &Named<T>) {
        objects.values().for_each(|object| self.one(kind, object));
    }

    fn one<T: Debug>(&mut self, kind: Kind, of: &Object<T>) {
        self.add(object(kind, &of.name), of.meta.generation, &of.spec);
    }

    fn add(&mut self, name: String, generation: Option<i64>, says: &dyn Debug) {
        let begin = self.text.len();
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{name} {says:?}");
        let said = self.text.get(begin..).unwrap_or_default();
        self.objects.insert(name, (generation, digest::sha256_hex(said.as_bytes())));
    }

    /// The digest of all of it.
    #[must_use]
    pub fn digest(&self) -> String {
        format!("sha256:{}", digest::sha256_hex(self.text.as_bytes()))
    }

    /// All of it. What is hashed is this text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same without its text, to compare with later ones.
    #[must_use]
    pub fn without_text(self) -> Self {
        TableInputs { text: String::new(), ..self }
    }

    /// What is different now, by object.
    #[must_use]
    pub fn changes(before: &TableInputs, now: &TableInputs) -> Vec<ObjectChange> {
        let change = |object: &String, change: &str, generation| ObjectChange {
            object: object.clone(),
            change: change.to_owned(),
            generation,
        };
        let mut changes: Vec<_> = now
            .objects
            .iter()
            .filter_map(|(name, (generation, digest))| match before.objects.get(name) {
                None => Some(change(name, "added", *generation)),
                Some((_, old)) if old != digest => Some(change(name, "changed", *generation)),
                Some(_) => None,
            })
            .collect();
        let gone = before.objects.keys().filter(|name| !now.objects.contains_key(*name));
        changes.extend(gone.map(|name| change(name, "removed", None)));
        changes
    }
}

fn object(kind: Kind, name: &ObjectName) -> String {
    format!("{kind} {name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::{Value, json};

    fn inputs(objects: &[(Kind, Value)]) -> TableInputs {
        let mut all = Objects::new(World::Files);
        for (kind, object) in objects {
            all.apply(*kind, object.clone(), Origin::Cluster);
        }
        TableInputs::of(&all.snapshot(), ["--skip-policy cors".to_owned()])
    }

    fn route(name: &str, generation: i64, host: &str) -> (Kind, Value) {
        let object = json!({"metadata": {"name": name, "namespace": "n", "generation": generation},
            "spec": {"hostnames": [host]}});
        (Kind::HttpRoute, object)
    }

    #[test]
    fn what_decides_changes_the_digest_and_is_named() {
        let before = inputs(&[route("a", 1, "a.test"), route("b", 1, "b.test")]);
        let now = inputs(&[route("a", 2, "c.test"), route("c", 1, "b.test")]);
        assert_ne!(before.digest(), now.digest());
        assert_eq!(
            before.digest(),
            inputs(&[route("b", 1, "b.test"), route("a", 1, "a.test")]).digest()
        );
        let changes = TableInputs::changes(&before.without_text(), &now);
        let words: Vec<_> = changes
            .iter()
            .map(|one| format!("{} {} {:?}", one.object, one.change, one.generation))
            .collect();
        assert_eq!(
            words,
            [
                "HTTPRoute n/a changed Some(2)",
                "HTTPRoute n/c added Some(1)",
                "HTTPRoute n/b removed None"
            ]
        );
    }

    #[test]
    fn values_of_secrets_are_no_part_of_it() {
        let secret = |value: &str| {
            let object = json!({"metadata": {"name": "k", "namespace": "n"}, "stringData": {"api-key": value}});
            (Kind::Secret, object)
        };
        let backend = |key: &str| {
            let object = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": {
                "ai": {"provider": {"openai": {}}}, "policies": {"auth": {"key": key}}}});
            (Kind::AgentgatewayBackend, object)
        };
        let of = |one: &str, two: &str| inputs(&[secret(one), backend(two)]);
        let found = of("canary-1", "canary-2");
        assert!(!found.text().contains("canary"), "{}", found.text());
        assert!(found.text().contains("Secret n/k [\"api-key\"]"), "{}", found.text());
        assert_eq!(found.digest(), of("canary-3", "canary-2").digest());
    }
}
