//! The policies of a snapshot by what they target, with what the user wants skipped.

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
    pub attached: &'s Attached,
    /// Policies that the user wants skipped.
    pub skips: &'s Skips,
    /// The regular expressions of what is made: a table, or the rows of one view.
    pub patterns: Patterns,
}

impl PolicyIndex<'_> {
    /// Why a way refuses: a policy on it has fields that nobody understands, which may be its guard.
    #[must_use]
    pub fn misread(&self, path: &PolicyPath<'_>) -> Option<Reason> {
        if !self.attached.has_faults {
            return None;
        }
        let mut on_way = merge::policies(self.snapshot, self.attached, path).into_iter();
        on_way.find_map(|policy| {
            let why = policy.misread()?;
            let policy = ObjectRef::new(Kind::AgentgatewayPolicy, policy.name.clone());
            Some(Reason::PolicyMisread { policy, why })
        })
    }
}
