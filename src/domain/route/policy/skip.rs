//! Policies that the user wants skipped: `--skip-policy traffic.extAuth`, or one object, `--skip-policy shop/guard`. An
//! option of `serve` alone.

use std::collections::BTreeSet;

use crate::domain::value::object_ref::ObjectName;

/// Names of policies, whole or from a dot on: `traffic.extAuth`, `extAuth`, `promptGuard.webhook`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skips {
    named: BTreeSet<String>,
    /// Names of AgentgatewayPolicies and BackendTLSPolicies, with or without their namespace.
    objects: BTreeSet<String>,
    unread: bool,
}

impl Skips {
    /// The policies with these names.
    #[must_use]
    pub fn of(names: impl IntoIterator<Item = String>) -> Self {
        Skips { named: names.into_iter().collect(), ..Skips::default() }
    }

    /// The same and whole objects, as `NAMESPACE/NAME`, or `NAME` in any namespace.
    #[must_use]
    pub fn and_objects(self, names: impl IntoIterator<Item = String>) -> Self {
        Skips { objects: names.into_iter().collect(), ..self }
    }

    /// These, and if `unread`, also all policies that may not be read (`--without-policies`).
    #[must_use]
    pub fn and_unread(self, unread: bool) -> Self {
        Skips { unread, ..self }
    }

    /// Whether policies that may not be read are skipped.
    #[must_use]
    pub fn skips_unread(&self) -> bool {
        self.unread
    }

    /// Whether a policy, given by its whole name, is skipped.
    #[must_use]
    pub fn has(&self, policy: &str) -> bool {
        self.named.iter().any(|name| names(name, policy))
    }

    /// Whether a whole object is to be left out.
    #[must_use]
    pub fn has_object(&self, object: &ObjectName) -> bool {
        self.objects.iter().any(|name| matches(name, object))
    }

    /// Whether any whole object is.
    #[must_use]
    pub fn has_objects(&self) -> bool {
        !self.objects.is_empty()
    }

    /// The names of objects, as they were given.
    pub fn objects(&self) -> impl Iterator<Item = &str> {
        self.objects.iter().map(String::as_str)
    }

    /// Whether no policy is skipped by name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// The names, as they were given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(String::as_str)
    }
}

/// Whether `name` means an object: `NAMESPACE/NAME`, or `NAME` alone.
#[must_use]
pub fn matches(name: &str, object: &ObjectName) -> bool {
    match name.split_once('/') {
        Some((namespace, name)) => object.namespace == namespace && object.name == name,
        None => object.name == name,
    }
}

/// Whether `name` means `policy`: all of it, or its end from a dot on.
#[must_use]
pub fn names(name: &str, policy: &str) -> bool {
    let rest = policy.strip_suffix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_whole_words() {
        let skips = Skips::of(["extAuth".to_owned(), "promptGuard.webhook".to_owned()]);
        for policy in ["traffic.extAuth", "backend.extAuth", "backend.ai.promptGuard.webhook"] {
            assert!(skips.has(policy), "{policy}");
        }
        for policy in ["traffic.nextAuth", "traffic.extAuth.x", "backend.ai.promptGuard"] {
            assert!(!skips.has(policy), "{policy}");
        }
    }

    #[test]
    fn an_object_is_meant_by_its_name_in_one_namespace_or_in_any() {
        let skips = Skips::default().and_objects(["shop/guard".to_owned(), "limits".to_owned()]);
        for (namespace, name, is_skipped) in [
            ("shop", "guard", true),
            ("prod", "guard", false),
            ("prod", "limits", true),
            ("shop", "guards", false),
        ] {
            let object = ObjectName::new(namespace, name);
            assert_eq!(skips.has_object(&object), is_skipped, "{object}");
        }
        assert!(!skips.has("traffic.guard"));
    }
}
