//! AgentgatewayPolicies on the way of a request: which are in force, and what they come to. One that this twin does not
//! carry makes its way refuse, because a guard that is skipped in silence is worse than none.
//!
//! Source: reference/agentgateway.md §5.

pub mod api_key;
pub mod attached;
pub mod attempts;
pub mod authorization;
pub mod basic;
pub mod copies;
pub mod credential_mode;
pub mod direct_response;
pub mod guard;
pub mod jwks;
pub mod jwt;
pub mod llm;
pub mod location;
pub mod merge;
pub mod on_backend;
pub mod passage;
pub mod rate_limit;
pub mod skip;
pub mod small;
pub mod table;
pub mod transformation;

use std::sync::Arc;
use std::time::Duration;

use super::cel::{Expression, Facts};
use super::filter::cors::Cors;
use super::refusal::Refusal;
use super::retry::Retry;
use crate::domain::route::filter::header_modifier::HeaderEdits;
use crate::domain::snapshot::Snapshot;
use crate::domain::value::pattern::Patterns;
use api_key::ApiKeys;
use attached::Attached;
use authorization::Authorization;
use basic::Basic;
use direct_response::DirectResponse;
use jwt::Jwt;
use merge::{InForce, Place, Setting};
use rate_limit::Limit;
use skip::Skips;
use small::{Csrf, Delay, Hold};
use table::Stance;
use transformation::Transformation;

/// What policies are read from.
#[derive(Debug)]
pub struct Reading<'s> {
    pub snapshot: &'s Snapshot,
    pub attached: Attached<'s>,
    /// Policies that the user wants left out.
    pub skips: &'s Skips,
    /// The regular expressions of the table that is made.
    pub patterns: Patterns,
    /// Whether a policy is not understood whole.
    has_faults: bool,
}

/// The traffic policies in force on one rule at one listener, or on a listener before routing; in the order in which
/// they run.
#[derive(Debug, Default)]
pub struct Traffic {
    pub cors: Option<Cors>,
    pub jwt: Option<Jwt>,
    pub basic: Option<Basic>,
    pub api_keys: Option<ApiKeys>,
    pub authorization: Option<Authorization>,
    pub limits: Vec<Limit>,
    /// Conditions of limits, where they have some: those of the first case that holds count.
    pub limit_cases: Vec<Option<Expression>>,
    /// The most that is read of a body on this Gateway (`frontend.http.maxBufferSize`). Bytes.
    pub max_buffer: Option<usize>,
    /// Of a request's body.
    pub buffer: Option<Hold>,
    /// Of a reply's body.
    pub buffer_reply: Option<Hold>,
    pub transformations: Vec<Transformation>,
    pub csrf: Option<Csrf>,
    pub request_headers: Option<HeaderEdits>,
    /// The client's `Host` goes on (`hostRewrite.mode: None`).
    pub keeps_host: bool,
    pub response_headers: Option<HeaderEdits>,
    pub delay: Option<Delay>,
    pub direct: Option<DirectResponse>,
    /// Why requests are refused, in one sentence.
    pub refuses: Option<String>,
    /// Whether that is because something may not be read.
    pub unread: bool,
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
        let Traffic { cors, jwt, api_keys, authorization, limits, buffer, .. } = self;
        let Traffic { transformations, csrf, request_headers, response_headers, .. } = self;
        let Traffic { delay, direct, request_timeout, refuses, .. } = self;
        let keeps_host = self.keeps_host;
        [
            cors.is_some(),
            jwt.is_some(),
            self.basic.is_some(),
            api_keys.is_some(),
            authorization.is_some(),
            !limits.is_empty(),
            buffer.or(self.buffer_reply).is_some(),
            self.max_buffer.is_some(),
            !transformations.is_empty(),
            keeps_host,
            csrf.is_some(),
            request_headers.is_some(),
            response_headers.is_some(),
            delay.is_some(),
            direct.is_some(),
            request_timeout.is_some(),
            self.retry.is_some(),
            refuses.is_some(),
        ]
        .contains(&true)
    }

    /// The answer to every request, where it is a refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let why = self.refuses.clone()?;
        Some(if self.unread { Refusal::not_read(why) } else { Refusal::unsupported(why) })
    }

    /// The most that is read of a request's body, where the proxy itself reads up to `most`. Bytes.
    #[must_use]
    pub fn limit(&self, most: usize) -> usize {
        let said = self.buffer.and_then(|hold| hold.most).or(self.max_buffer);
        said.map_or(most, |said| said.min(most))
    }

    /// The same of a reply's.
    #[must_use]
    pub fn reply_limit(&self, most: usize) -> usize {
        let said = self.buffer_reply.and_then(|hold| hold.most).or(self.max_buffer);
        said.map_or(most, |said| said.min(most))
    }

    /// The transformation that a request gets.
    #[must_use]
    pub fn transformation(&self, facts: &Facts<'_>) -> Option<&Transformation> {
        transformation::chosen(&self.transformations, facts)
    }

    /// The limits that count a request.
    pub fn limits_of(&self, facts: &Facts<'_>) -> impl Iterator<Item = &Limit> {
        let holds = |case: &Option<Expression>| case.as_ref().is_none_or(|by| by.holds(facts));
        let case = self.limit_cases.iter().position(holds);
        let any = self.limit_cases.is_empty();
        self.limits.iter().filter(move |limit| any || Some(limit.case) == case)
    }

    /// Something where a policy says anything of replies.
    #[must_use]
    pub fn says_of_replies(&self) -> Option<()> {
        let made = self.transformations.iter().any(|made| !made.response.is_empty());
        (made || self.response_headers.is_some()).then_some(())
    }

    /// Whether an expression looks into the request's body.
    #[must_use]
    pub fn needs_body(&self) -> bool {
        self.expressions().any(|expression| expression.needs().request_body())
    }

    fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let rules = self.authorization.iter().flat_map(Authorization::rules);
        let made = self.transformations.iter();
        let made = made.flat_map(|made| {
            let of_both = made.request.expressions().chain(made.response.expressions());
            made.when.iter().chain(of_both)
        });
        let limited = self.limit_cases.iter().flatten();
        let delay = self.delay.iter().filter_map(|delay| match delay {
            Delay::Reckoned(expression) => Some(expression),
            Delay::Fixed(_) => None,
        });
        let direct = self.direct.iter().flat_map(DirectResponse::expressions);
        rules.chain(made).chain(limited).chain(delay).chain(direct)
    }
}

impl<'s> Reading<'s> {
    /// Looks through the policies of a snapshot.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot, skips: &'s Skips) -> Self {
        Reading::with(snapshot, skips, Patterns::default())
    }

    /// The same with the patterns of an earlier table, of which this one keeps rules.
    #[must_use]
    pub fn with(snapshot: &'s Snapshot, skips: &'s Skips, patterns: Patterns) -> Self {
        Reading {
            snapshot,
            attached: Attached::new(snapshot),
            skips,
            patterns,
            has_faults: snapshot.policies.values().any(|policy| !policy.faults.is_empty()),
        }
    }

    /// The traffic policies of one phase on a way.
    #[must_use]
    pub fn traffic(&self, place: &Place<'_>, phase: merge::Phase) -> Traffic {
        let in_force = merge::traffic(self.snapshot, &self.attached, place, phase);
        let mut traffic = self.read(&in_force);
        traffic.refuses = traffic.refuses.or_else(|| self.misread(place));
        traffic
    }

    /// Why a way refuses: a policy on it has fields that nobody understands, which may be its guard.
    #[must_use]
    pub fn misread(&self, place: &Place<'_>) -> Option<String> {
        if !self.has_faults {
            return None;
        }
        let mut on_way = merge::policies(self.snapshot, &self.attached, place).into_iter();
        on_way.find_map(|policy| {
            Some(format!("AgentgatewayPolicy {}: {}", policy.name, policy.misread()?))
        })
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
