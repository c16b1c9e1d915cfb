//! Policies that the user wants skipped: `--skip-policy traffic.extAuth`.

use std::collections::BTreeSet;

/// Names of policies, whole or from a dot on: `traffic.extAuth`, `extAuth`, `promptGuard.webhook`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skips {
    named: BTreeSet<String>,
    unread: bool,
}

impl Skips {
    /// These.
    #[must_use]
    pub fn of(names: impl IntoIterator<Item = String>) -> Self {
        Skips { named: names.into_iter().collect(), unread: false }
    }

    /// The same, and where policies may not be read, all of them (`--without-policies`).
    #[must_use]
    pub fn and_unread(self, unread: bool) -> Self {
        Skips { unread, ..self }
    }

    /// Whether policies that may not be read are done without.
    #[must_use]
    pub fn skips_unread(&self) -> bool {
        self.unread
    }

    /// Whether a policy, by its whole name, is to be left out.
    #[must_use]
    pub fn has(&self, policy: &str) -> bool {
        self.named.iter().any(|name| names(name, policy))
    }

    /// Whether nothing is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// The names, as they were given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(String::as_str)
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
}
