//! The traffic policies in force on a path, read into what a route or listener does with its requests. One that is not
//! supported makes it reject every request: a guard that is silently skipped is worse than none. That rule is this
//! program's own; how policies merge, with its source, is in `attached::merge`.

use super::readers::reader;
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{self, EffectivePolicies, PolicyPath};
use crate::domain::compile::attached::support::{Support, support};
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::reason::Reason;

impl<'s> PolicyIndex<'s> {
    /// The traffic policies of one phase in force on a path.
    #[must_use]
    pub fn traffic(&self, path: &PolicyPath<'_>, phase: merge::Phase) -> RoutePolicies {
        let effective = merge::traffic(self.snapshot, self.attached, path, phase);
        let mut policies = self.read(&effective);
        // What no cluster would take is said before what is not supported of it.
        policies.refuses = self.misread(path).or(policies.refuses);
        policies
    }

    /// The `frontend` policies in force on a Gateway's listener.
    #[must_use]
    pub fn frontend(&self, path: &PolicyPath<'_>) -> RoutePolicies {
        self.read(&merge::frontend(self.snapshot, self.attached, path))
    }

    fn read(&self, effective: &EffectivePolicies<'s>) -> RoutePolicies {
        let mut policies = RoutePolicies::default();
        for (name, merged) in effective {
            // The rule's own filters, timeouts and retry are read with the rule.
            let written = merged.settings.iter().filter(|setting| setting.value.is_some());
            let written: Vec<_> = written.cloned().collect();
            let Some(first) = written.first() else { continue };
            let field = || first.field(name);
            if self.skips.has(name) {
                policies.ignored.push(Reason::PolicySkipped(field()));
                continue;
            }
            match support(name) {
                Support::Noted => {
                    policies.ignored.push(Reason::PolicyNotSupported(field()));
                }
                Support::Refused => {
                    policies.refuses.get_or_insert(Reason::PolicyNotSupported(field()));
                }
                Support::Unknown => {
                    policies.refuses.get_or_insert(Reason::PolicyUnknown(field()));
                }
                Support::Traffic => {
                    let read = reader(name).map(|read| read(self, &written, &mut policies));
                    if let Some(Err(why)) = read {
                        let (policy, why) = (field(), Box::new(why));
                        policies.refuses.get_or_insert(Reason::Policy { policy, why });
                    }
                }
                Support::Upstream => {}
            }
        }
        policies
    }
}
