//! AgentgatewayPolicies on the way of a request: which are in force, and what they come to. One that this twin does not
//! carry makes its way refuse, because a guard that is skipped in silence is worse than none.
//!
//! Source: reference/agentgateway.md §5.

pub mod attached;
pub mod attempts;
pub mod cel;
pub mod merge;
pub mod on_backend;
pub mod skip;
pub mod table;

use std::sync::Arc;
use std::time::Duration;

use super::retry::Retry;
use crate::domain::snapshot::Snapshot;
use attached::Attached;
use merge::{InForce, Place, Setting};
use skip::Skips;
use table::Stance;

/// What policies are read from.
#[derive(Debug)]
pub struct Reading<'s> {
    pub snapshot: &'s Snapshot,
    pub attached: Attached<'s>,
    /// Policies that the user wants left out.
    pub skips: &'s Skips,
}

/// The traffic policies in force on one rule at one listener, or on a listener before routing.
#[derive(Debug, Default)]
pub struct Traffic {
    /// Why requests are refused, in one sentence.
    pub refuses: Option<String>,
    /// What is left undone without harm, or because the user wants it so.
    pub notes: Vec<String>,
    /// `traffic.retry`.
    pub retry: Option<Arc<Retry>>,
    /// `traffic.timeouts.request`.
    pub request_timeout: Option<Duration>,
}

impl Traffic {
    /// Whether a request is treated otherwise than without these policies.
    #[must_use]
    pub fn does_something(&self) -> bool {
        self.refuses.is_some() || self.retry.is_some() || self.request_timeout.is_some()
    }
}

impl<'s> Reading<'s> {
    /// Looks through the policies of a snapshot.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot, skips: &'s Skips) -> Self {
        Reading { snapshot, attached: Attached::new(snapshot), skips }
    }

    /// The traffic policies of one phase on a way.
    #[must_use]
    pub fn traffic(&self, place: &Place<'_>, phase: merge::Phase) -> Traffic {
        let in_force = merge::traffic(self.snapshot, &self.attached, place, phase);
        self.read(&in_force)
    }

    /// The policies of a Gateway's own side that this twin does not carry.
    #[must_use]
    pub fn frontend(&self, place: &Place<'_>) -> Traffic {
        self.read(&merge::frontend(self.snapshot, &self.attached, place))
    }

    fn read(&self, in_force: &InForce<'s>) -> Traffic {
        let mut traffic = Traffic::default();
        for (name, merged) in in_force {
            // What a rule says by itself is read with the rule.
            let written = merged.settings.iter().filter(|setting| setting.value.is_some());
            let written: Vec<_> = written.cloned().collect();
            let Some(first) = written.first() else { continue };
            let sentence = || {
                let from = first.policy.map(|policy| policy.name.to_string()).unwrap_or_default();
                format!("policy `{name}` of AgentgatewayPolicy {from}")
            };
            if self.skips.has(name) {
                let note = format!("{} is left out, as --skip-policy says", sentence());
                traffic.notes.push(note);
                continue;
            }
            match table::stance(name) {
                Stance::Noted => {
                    traffic.notes.push(format!("{} is not carried by serve", sentence()));
                }
                Stance::Refused => {
                    let why = format!("{} is not carried by serve", sentence());
                    traffic.refuses.get_or_insert(why);
                }
                Stance::Traffic(read) => {
                    if let Err(why) = read(self, &written, &mut traffic) {
                        traffic.refuses.get_or_insert(format!("{}: {why}", sentence()));
                    }
                }
                Stance::Upstream => {}
            }
        }
        traffic
    }
}

/// Reads one policy into what is in force. The settings are those that count, the weakest first: one, or several where
/// the policy adds up.
pub type ReadTraffic = fn(&Reading<'_>, &[Setting<'_>], &mut Traffic) -> Result<(), String>;
