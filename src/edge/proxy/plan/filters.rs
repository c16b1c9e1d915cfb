//! What filters make of a request: those of its rule, then those of the backendRef that was chosen.
//!
//! Source: `crates/agentgateway/src/http/filters.rs` of agentgateway at 75b4e6ce6.

use http::header::HOST;

use super::PlannedHead;
use crate::domain::route::filter::redirect::RedirectContext;
use crate::domain::route::filter::{Filters, HostRewrite};
use crate::domain::route::matcher::host::without_port;
use crate::domain::route::matcher::path::PathMatcher;
use crate::domain::route::table::Candidate;
use crate::domain::route::target::WeightedTarget;

/// A redirect instead of a call.
#[derive(Clone, Debug)]
pub struct Redirected {
    pub status: u16,
    pub location: String,
}

/// The rule that a request has matched, as its filters see it.
#[derive(Clone, Copy)]
pub(in crate::edge::proxy) struct MatchedRoute<'r> {
    pub(in crate::edge::proxy) candidate: &'r Candidate,
    /// The host that was asked for, without its port.
    pub(in crate::edge::proxy) host: &'r str,
    /// What a policy has written as `:scheme`.
    pub(in crate::edge::proxy) scheme: Option<&'r str>,
}

impl MatchedRoute<'_> {
    /// Applies the filters of the rule.
    ///
    /// # Errors
    /// It redirects.
    pub(in crate::edge::proxy) fn rule(self, planned: &mut PlannedHead) -> Result<(), Redirected> {
        let filters = &self.candidate.rule.filters;
        self.redirect(filters, planned)?;
        filters.request_headers.apply(&mut planned.head.headers);
        if let Some(rewrite) = &filters.rewrite {
            if let Some(rewritten) = &rewrite.path {
                planned.path = rewritten.apply(self.matched(), &planned.path);
            }
            planned.host.clone_from(&rewrite.hostname);
        }
        match filters.host.filter(|_| planned.host.is_none()) {
            None => {}
            Some(HostRewrite::Auto) => planned.names_service = true,
            Some(HostRewrite::Keep) => {
                let own = planned.head.headers.get(HOST).and_then(|own| own.to_str().ok());
                planned.host = own.map(str::to_owned);
            }
        }
        Ok(())
    }

    /// Applies the filters of the backendRef.
    ///
    /// # Errors
    /// It redirects.
    pub(in crate::edge::proxy) fn target(
        self,
        target: &WeightedTarget,
        planned: &mut PlannedHead,
    ) -> Result<(), Redirected> {
        target.filters.request_headers.apply(&mut planned.head.headers);
        self.redirect(&target.filters, planned)
    }

    fn redirect(self, filters: &Filters, planned: &PlannedHead) -> Result<(), Redirected> {
        let Some(redirect) = &filters.redirect else { return Ok(()) };
        let own = if self.candidate.https { "https" } else { "http" };
        let named = planned.head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let authority = named.filter(|named| !named.is_empty()).unwrap_or(self.host);
        let location = redirect.location(&RedirectContext {
            authority,
            host: without_port(authority),
            scheme: self.scheme.unwrap_or(own),
            matched: self.matched(),
            path: planned.path.as_str(),
            query: planned.head.uri.query(),
        });
        Err(Redirected { status: redirect.status, location })
    }

    /// The prefix by which the rule was matched.
    fn matched(&self) -> Option<&str> {
        match &self.candidate.matcher.path {
            PathMatcher::Prefix(prefix) => Some(prefix.as_str()),
            _ => None,
        }
    }
}
