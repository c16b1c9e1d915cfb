//! Who may ask: with the client key where there is one, for a host of ours where there is none, and no page of another
//! site. The proxy lets requests in by it, and `explain` says by it which are not.

use http::request::Parts;

use super::client_key;
use super::loops::LoopMark;
use crate::domain::route::browser::BrowserGuard;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::context::{PolicyContext, ShortCircuit};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::RouteTable;
use crate::domain::value::secret::Secret;

/// What lets requests in.
#[derive(Clone, Copy)]
pub(in crate::edge::proxy) struct Admission<'a> {
    /// What clients must show; without it everybody is let in.
    pub(in crate::edge::proxy) client_key: Option<&'a Secret>,
    /// What keeps web pages out.
    pub(in crate::edge::proxy) browsers: Option<&'a BrowserGuard>,
    /// What this proxy is called in the requests that have passed it.
    pub(in crate::edge::proxy) mark: &'a LoopMark,
    pub(in crate::edge::proxy) table: &'a RouteTable,
}

impl Admission<'_> {
    /// Who may ask at all: with the client key where there is one, for a host of ours where there is none. `host` is what
    /// [`arrive`](super::head::arrive) has found; returns it.
    ///
    /// # Errors
    /// 401 without the key, 403 for another host, 508 for what has been here already, and what is wrong with the host.
    pub(in crate::edge::proxy) fn admitted(
        self,
        head: &mut Parts,
        host: Result<String, Refusal>,
    ) -> Result<String, Refusal> {
        if let Some(key) = self.client_key {
            client_key::authenticate(key, head)?;
        }
        let host = host?;
        self.mark.check(&head.headers)?;
        if let Some(guard) = self.browsers {
            guard.check(&host, &head.headers, Some(self.table))?;
        }
        Ok(host)
    }

    /// Refuses what a page of another site made a browser send, unless a CORS policy on its way allows that origin.
    ///
    /// # Errors
    /// 403.
    pub(in crate::edge::proxy) fn of_page<'t>(
        self,
        head: &Parts,
        by: impl FnOnce() -> [Option<&'t RoutePolicies>; 2],
    ) -> Result<(), Refusal> {
        if !self.browsers.is_some_and(|guard| guard.is_foreign(&head.headers)) {
            return Ok(());
        }
        let mut cors = by().into_iter().flatten().filter_map(|policies| policies.cors.as_ref());
        match cors.any(|cors| cors.answers(&head.method, &head.headers)) {
            true => Ok(()),
            false => Err(BrowserGuard::refused(&head.headers)),
        }
    }

    /// Refuses what a page of another site sends, and answers one whose origin the user allows, where no CORS policy on its
    /// way does either.
    ///
    /// # Errors
    /// 403, or the answer to a preflight.
    pub(in crate::edge::proxy) fn page(
        self,
        head: &Parts,
        context: &mut PolicyContext,
        by: [Option<&RoutePolicies>; 2],
    ) -> Result<(), ShortCircuit> {
        self.of_page(head, || by)?;
        if by.into_iter().flatten().any(|policies| policies.cors.is_some()) {
            return Ok(());
        }
        let cors = self.browsers.and_then(|guard| guard.allowed(&head.headers));
        cors.map_or(Ok(()), |cors| context.allow(cors, head))
    }
}
