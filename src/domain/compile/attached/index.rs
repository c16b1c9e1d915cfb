//! The policies of a snapshot, looked through once, with what the user wants skipped.

use super::merge::{self, PolicyPath};
use crate::domain::compile::attached::targets::Attached;
use crate::domain::route::policy::skip::Skips;
use crate::domain::route::reason::Reason;
use crate::domain::snapshot::Snapshot;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::domain::value::pattern::Patterns;

/// What policies are read from.
#[derive(Debug)]
pub struct PolicyIndex<'s> {
    pub snapshot: &'s Snapshot,
    pub attached: Attached<'s>,
    /// Policies that the user wants skipped.
    pub skips: &'s Skips,
    /// The regular expressions of the table that is made.
    pub patterns: Patterns,
    /// Whether a policy is not understood whole.
    has_faults: bool,
}

impl<'s> PolicyIndex<'s> {
    /// Looks through the policies of a snapshot.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot, skips: &'s Skips) -> Self {
        PolicyIndex::with(snapshot, skips, Patterns::default())
    }

    /// The same with the patterns of an earlier table, of which this one keeps rules.
    #[must_use]
    pub fn with(snapshot: &'s Snapshot, skips: &'s Skips, patterns: Patterns) -> Self {
        PolicyIndex {
            snapshot,
            attached: Attached::new(snapshot),
            skips,
            patterns,
            has_faults: snapshot.policies.values().any(|policy| !policy.faults.is_empty()),
        }
    }

    /// Why a way refuses: a policy on it has fields that nobody understands, which may be its guard.
    #[must_use]
    pub fn misread(&self, path: &PolicyPath<'_>) -> Option<Reason> {
        if !self.has_faults {
            return None;
        }
        let mut on_way = merge::policies(self.snapshot, &self.attached, path).into_iter();
        on_way.find_map(|policy| {
            let why = policy.misread()?;
            let policy = ObjectRef::new(Kind::AgentgatewayPolicy, policy.name.clone());
            Some(Reason::PolicyMisread { policy, why })
        })
    }
}
