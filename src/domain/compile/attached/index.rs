//! The policies of a snapshot by what they target, with those that the user wants skipped. A mechanism of this program:
//! how policies merge, with its source, is in `merge`.

use std::cell::RefCell;
use std::collections::HashMap;

use super::astray::Astray;
use super::merge::{self, PolicyPath};
use super::targets::{self, Attached};
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::skip::Skips;
use crate::domain::route::reason::{PolicyField, Reason};
use crate::domain::snapshot::Snapshot;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::pattern::Patterns;

/// Everything that policies are read from.
#[derive(Debug)]
pub struct PolicyIndex<'s> {
    pub snapshot: &'s Snapshot,
    /// The policies by what they target.
    pub attached: &'s Attached,
    /// Policies that the user wants skipped.
    pub skips: &'s Skips,
    /// The compiled regular expressions of the table, or of the rows of one view.
    pub patterns: Patterns,
    /// What places say of traffic policies, as far as it was read: by the address of the value and the words of the place.
    pub(in crate::domain::compile) settings: RefCell<HashMap<(usize, String), RoutePolicies>>,
}

impl<'s> PolicyIndex<'s> {
    /// With these compiled expressions, and nothing read yet.
    #[must_use]
    pub fn new(
        snapshot: &'s Snapshot,
        attached: &'s Attached,
        skips: &'s Skips,
        patterns: Patterns,
    ) -> Self {
        PolicyIndex { snapshot, attached, skips, patterns, settings: RefCell::default() }
    }

    /// Why a path rejects every request: a policy on it has unknown fields, which may be a guard. None where all is
    /// known.
    #[must_use]
    pub fn misread(&self, path: &PolicyPath<'_>) -> Option<Reason> {
        if let Some(astray) = self.astray(path) {
            return Some(Reason::PolicyMisread {
                policy: astray.policy.clone(),
                why: format!("`{}`: {astray}", astray.at),
            });
        }
        if !self.attached.has_faults {
            return None;
        }
        let mut on_way = merge::policies(self.snapshot, self.attached, path).into_iter();
        on_way.find_map(|policy| {
            let object = || ObjectRef::new(Kind::AgentgatewayPolicy, policy.name.clone());
            let unserved = policy.unserved.as_ref().map(|field| {
                let (field, policy) = (field.clone(), policy.name.clone());
                Reason::PolicyNotSupported(PolicyField::Of { field, policy })
            });
            let misread = policy.misread();
            misread.map(|why| Reason::PolicyMisread { policy: object(), why }).or(unserved)
        })
    }

    /// A guard that may be meant for something on a way, and is in another namespace.
    fn astray(&self, path: &PolicyPath<'_>) -> Option<&Astray> {
        let (set, _) = targets::section(path.listener);
        let objects = [
            (Kind::Gateway, path.gateway),
            (Kind::ListenerSet, set.as_ref()),
            (Kind::HttpRoute, path.route.map(|(name, _)| name)),
            (Kind::AgentgatewayBackend, path.backend),
            (Kind::Service, path.service.map(|(name, _)| name)),
        ];
        let there = objects.into_iter().filter_map(|(kind, name)| Some((kind, name?)));
        self.attached.astray.on(there)
    }

    /// An invalid guard of a kind of which nobody can tell what in a namespace it guards.
    #[must_use]
    pub fn invalid(&self, kind: Kind, namespace: &str) -> Option<Reason> {
        let first = ObjectRef::new(kind, ObjectName::new(namespace, ""));
        let is_own = |one: &&ObjectRef| one.kind == kind && one.name.namespace == namespace;
        let own = self.snapshot.broken.range(first..).map(|(object, _)| object).take_while(is_own);
        let adrift = self.attached.astray.adrift().filter(|object| object.kind == kind);
        let mut counts = own.chain(adrift).filter(|object| !self.skips.has_object(&object.name));
        counts.next().map(|object| Reason::PolicyInvalid(object.clone()))
    }
}
