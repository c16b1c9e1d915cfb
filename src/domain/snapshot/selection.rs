//! Objects that a policy chooses by label: which it asks for, and what is known of those that have the labels.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go`, `APIKeyAuthentication`, of
//! agentgateway at 75b4e6ce6.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::json::{name_of, secret_data, texts};
use super::{Snapshot, World};
use crate::domain::crd::policy::PolicySpec;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::secret::bytes::SecretBytes;

/// Objects of one kind and namespace that have all these labels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Selection {
    /// Secret or ConfigMap.
    pub kind: Kind,
    pub namespace: String,
    pub labels: BTreeMap<String, String>,
}

/// The data of each object that a selection chose; the bytes cannot be printed.
pub type Selected = BTreeMap<ObjectName, BTreeMap<String, SecretBytes>>;

/// What is known of a selection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SelectionState {
    Read(Selected),
    /// The cluster does not let this user list the kind in that namespace.
    Forbidden,
    /// Asked for and not answered yet.
    #[default]
    Pending,
}

/// Why it is not known what a selection chose.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unlisted {
    #[error("no permission to list {0}")]
    Forbidden(Selection),
    #[error("the cluster did not list {0} yet")]
    Pending(Selection),
}

impl Selection {
    /// The selection of one field of a policy in `namespace`; none where the field is not there.
    #[must_use]
    pub fn read(kind: Kind, namespace: &str, selector: Option<&Value>) -> Option<Self> {
        let labels = selector?.get("matchLabels").and_then(Value::as_object).into_iter().flatten();
        let text =
            |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
        let namespace = namespace.to_owned();
        Some(Selection { kind, namespace, labels: labels.filter_map(text).collect() })
    }

    /// What `apiKeyAuthentication` of a policy in `namespace` chooses.
    #[must_use]
    pub fn of_api_keys(namespace: &str, written: &Value) -> Option<Self> {
        let by = |kind, field| Selection::read(kind, namespace, written.get(field));
        by(Kind::Secret, "secretSelector").or_else(|| by(Kind::ConfigMap, "configMapSelector"))
    }

    /// What a policy in `namespace` chooses.
    #[must_use]
    pub fn of_policy(namespace: &str, spec: &PolicySpec) -> Option<Self> {
        let written = spec.traffic.as_ref()?.policies.get("apiKeyAuthentication")?;
        Selection::of_api_keys(namespace, written)
    }

    /// As the API server reads it: `team=a,tier=b`.
    #[must_use]
    pub fn selector(&self) -> String {
        let each = self.labels.iter().map(|(key, value)| format!("{key}={value}"));
        each.collect::<Vec<_>>().join(",")
    }

    fn takes(&self, name: &ObjectName, labels: &BTreeMap<String, String>) -> bool {
        name.namespace == self.namespace
            && self.labels.iter().all(|(key, value)| labels.get(key) == Some(value))
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}s in namespace {} with labels {}", self.kind, self.namespace, self.selector())
    }
}

impl SelectionState {
    /// Says that these, and no others, have the labels.
    pub fn replace(&mut self, kind: Kind, objects: &[Value]) {
        *self = SelectionState::Read(Selected::new());
        objects.iter().for_each(|object| self.apply(kind, object));
    }

    /// Says that an object has the labels. One that cannot be read has nothing in it.
    pub fn apply(&mut self, kind: Kind, object: &Value) {
        let data = match kind {
            Kind::Secret => secret_data(object).unwrap_or_default(),
            _ => texts(object).into_iter().map(|(key, text)| (key, text.into())).collect(),
        };
        if !matches!(self, SelectionState::Read(_)) {
            *self = SelectionState::Read(Selected::new());
        }
        if let SelectionState::Read(selected) = self {
            selected.insert(name_of(object), data);
        }
    }

    /// Says that an object has the labels no more.
    pub fn remove(&mut self, name: &ObjectName) {
        if let SelectionState::Read(selected) = self {
            selected.remove(name);
        }
    }
}

impl Snapshot {
    /// What a selection chose.
    ///
    /// # Errors
    /// Why that is not known.
    pub fn selected(&self, selection: &Selection) -> Result<Selected, Unlisted> {
        if self.world == World::Files {
            return Ok(self.chosen_of_files(selection));
        }
        match self.selections.get(selection) {
            Some(SelectionState::Read(selected)) => Ok(selected.clone()),
            Some(SelectionState::Forbidden) => Err(Unlisted::Forbidden(selection.clone())),
            Some(SelectionState::Pending) | None => Err(Unlisted::Pending(selection.clone())),
        }
    }

    fn chosen_of_files(&self, selection: &Selection) -> Selected {
        let marks = match selection.kind {
            Kind::Secret => &self.secret_marks,
            _ => &self.config_map_marks,
        };
        let names = marks.iter().filter(|(name, mark)| selection.takes(name, &mark.meta.labels));
        let data = |name: &ObjectName| match selection.kind {
            Kind::Secret => self.secret_data(name).cloned(),
            _ => {
                let texts = self.config_maps.get(name)?.clone();
                Some(texts.into_iter().map(|(key, text)| (key, text.into())).collect())
            }
        };
        names.filter_map(|(name, _)| Some((name.clone(), data(name)?))).collect()
    }
}
