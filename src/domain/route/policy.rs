//! The policies of a route or listener, as they run: in which order, and what each does. `compile::traffic` reads
//! them. One that is not supported makes its path refuse, because a guard that is skipped in silence is worse than
//! none.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/` and
//! `controller/pkg/agentgateway/plugins/traffic_plugin.go` at 75b4e6ce6.

pub mod api_key;
pub mod authorization;
pub mod basic;
pub mod buffer;
pub mod context;
pub mod credential_copies;
pub mod credential_mode;
pub mod csrf;
pub mod delay;
pub mod direct_response;
pub mod guard;
pub mod jwks;
pub mod jwt;
pub mod llm;
pub mod location;
pub mod rate_limit;
pub mod skip;
pub mod spec;
pub mod steps;
pub mod transformation;

use std::sync::Arc;
use std::time::Duration;

use super::cel::{Activation, Expression};
use super::filter::HostRewrite;
use super::filter::cors::Cors;
use super::refusal::Refusal;
use super::retry::Retry;
use crate::domain::route::filter::header_modifier::HeaderEdits;
use crate::domain::route::reason::Reason;
use api_key::ApiKeys;
use authorization::Authorization;
use basic::Basic;
use buffer::BufferPolicy;
use csrf::Csrf;
use delay::Delay;
use direct_response::DirectResponse;
use jwt::Jwt;
use rate_limit::Limit;
use transformation::Transformation;

/// The traffic policies in force on one rule at one listener, or on a listener before routing; in the order in which
/// they run.
#[derive(Clone, Debug, Default)]
pub struct RoutePolicies {
    pub cors: Option<Cors>,
    pub jwt: Option<Arc<Jwt>>,
    pub basic: Option<Arc<Basic>>,
    pub api_keys: Option<Arc<ApiKeys>>,
    pub authorization: Option<Authorization>,
    pub limits: Vec<Limit>,
    /// Conditions of limits, where they have some: those of the first case that holds count.
    pub limit_cases: Vec<Option<Expression>>,
    /// The most that is read of a body on this Gateway (`frontend.http.maxBufferSize`). Bytes.
    pub max_buffer: Option<usize>,
    /// Of a request's body.
    pub buffer: Option<BufferPolicy>,
    /// Of a reply's body.
    pub buffer_reply: Option<BufferPolicy>,
    pub transformations: Vec<Transformation>,
    pub csrf: Option<Csrf>,
    pub request_headers: Option<HeaderEdits>,
    /// `hostRewrite`.
    pub host: Option<HostRewrite>,
    pub response_headers: Option<HeaderEdits>,
    pub delay: Option<Delay>,
    pub direct: Option<DirectResponse>,
    /// Why requests are refused.
    pub refuses: Option<Reason>,
    /// Whether that is because something may not be read.
    pub unread: bool,
    /// Policies, and parts of them, that are not applied: they are harmless to skip, the user wants them skipped, or they
    /// do nothing in a cluster either.
    pub ignored: Vec<Reason>,
    /// What is done otherwise than one might think, in sentences.
    pub notes: Vec<Reason>,
    /// `traffic.retry`.
    pub retry: Option<Arc<Retry>>,
    /// `traffic.timeouts.request`.
    pub request_timeout: Option<Duration>,
    /// `traffic.timeouts.responseIdle`.
    pub response_idle: Option<Duration>,
}

impl RoutePolicies {
    /// Whether a request is treated otherwise than without these policies.
    #[must_use]
    pub fn does_something(&self) -> bool {
        // Every field by name: whoever adds one decides here whether it does something.
        let RoutePolicies {
            cors,
            jwt,
            basic,
            api_keys,
            authorization,
            limits,
            limit_cases: _,
            max_buffer,
            buffer,
            buffer_reply,
            transformations,
            csrf,
            request_headers,
            host,
            response_headers,
            delay,
            direct,
            refuses,
            unread: _,
            ignored: _,
            notes: _,
            retry,
            request_timeout,
            response_idle,
        } = self;
        [
            cors.is_some(),
            jwt.is_some(),
            basic.is_some(),
            api_keys.is_some(),
            authorization.is_some(),
            !limits.is_empty(),
            max_buffer.is_some(),
            buffer.is_some(),
            buffer_reply.is_some(),
            !transformations.is_empty(),
            csrf.is_some(),
            request_headers.is_some(),
            host.is_some(),
            response_headers.is_some(),
            delay.is_some(),
            direct.is_some(),
            refuses.is_some(),
            retry.is_some(),
            request_timeout.is_some(),
            response_idle.is_some(),
        ]
        .contains(&true)
    }

    /// Adds what another policy says: it overrides, except that rules of `authorization` add up, and that the first
    /// refusal counts.
    pub fn add(&mut self, other: RoutePolicies) {
        let own = std::mem::take(self);
        let joined = |own: Vec<Reason>, other: Vec<Reason>| own.into_iter().chain(other).collect();
        // Every field by name: whoever adds one decides here how it adds up.
        *self = RoutePolicies {
            cors: other.cors.or(own.cors),
            jwt: other.jwt.or(own.jwt),
            basic: other.basic.or(own.basic),
            api_keys: other.api_keys.or(own.api_keys),
            authorization: Authorization::sum(own.authorization, other.authorization),
            limits: [own.limits, other.limits].concat(),
            limit_cases: [own.limit_cases, other.limit_cases].concat(),
            max_buffer: other.max_buffer.or(own.max_buffer),
            buffer: other.buffer.or(own.buffer),
            buffer_reply: other.buffer_reply.or(own.buffer_reply),
            transformations: [own.transformations, other.transformations].concat(),
            csrf: other.csrf.or(own.csrf),
            request_headers: other.request_headers.or(own.request_headers),
            host: other.host.or(own.host),
            response_headers: other.response_headers.or(own.response_headers),
            delay: other.delay.or(own.delay),
            direct: other.direct.or(own.direct),
            refuses: own.refuses.or(other.refuses),
            unread: own.unread || other.unread,
            ignored: joined(own.ignored, other.ignored),
            notes: joined(own.notes, other.notes),
            retry: other.retry.or(own.retry),
            request_timeout: other.request_timeout.or(own.request_timeout),
            response_idle: other.response_idle.or(own.response_idle),
        };
    }

    /// The answer to every request, where it is a refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let why = self.refuses.as_ref()?;
        Some(match why {
            Reason::PolicyMisread { .. } => why.refusal(),
            _ if self.unread => Refusal::not_read(why.to_string()),
            _ => Refusal::unsupported(why.to_string()),
        })
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
    pub fn transformation(&self, facts: &Activation<'_>) -> Option<&Transformation> {
        transformation::selected(&self.transformations, facts)
    }

    /// Whether a policy answers every request without calling an upstream.
    #[must_use]
    pub fn answers_all(&self) -> bool {
        self.direct.as_ref().is_some_and(DirectResponse::answers_all)
    }

    /// The limits that count a request.
    pub fn limits_of(&self, facts: &Activation<'_>) -> impl Iterator<Item = &Limit> {
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

    /// The expressions that may look into a body.
    fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let RoutePolicies {
            authorization,
            limit_cases,
            transformations,
            delay,
            direct,
            // Where credentials are found (`Location`) and when to retry (`Retry`): those look at no body.
            jwt: _,
            basic: _,
            api_keys: _,
            retry: _,
            // Without expressions.
            cors: _,
            limits,
            max_buffer: _,
            buffer: _,
            buffer_reply: _,
            csrf: _,
            request_headers: _,
            host: _,
            response_headers: _,
            refuses: _,
            unread: _,
            ignored: _,
            notes: _,
            request_timeout: _,
            response_idle: _,
        } = self;
        let rules = authorization.iter().flat_map(Authorization::rules);
        let made = transformations.iter().flat_map(|made| {
            let of_both = made.request.expressions().chain(made.response.expressions());
            made.when.iter().chain(of_both)
        });
        let keys = limits.iter().filter_map(|limit| limit.key.as_deref());
        let limited = limit_cases.iter().flatten().chain(keys);
        let delay = delay.iter().filter_map(Delay::expression);
        let direct = direct.iter().flat_map(DirectResponse::expressions);
        rules.chain(made).chain(limited).chain(delay).chain(direct)
    }
}
