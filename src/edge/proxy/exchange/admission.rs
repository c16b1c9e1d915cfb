//! Who may ask: with the client key where there is one, for a host of ours where there is none, and no page of another
//! site.

use std::net::SocketAddr;
use std::sync::Arc;

use http::request::Parts;

use crate::domain::route::browser::BrowserGuard;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::context::{PolicyContext, ShortCircuit};
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::plan::client_key;
use crate::edge::proxy::shared::{Live, Shared};
use crate::edge::telemetry::access_log::{Record, Rules};

/// Gives a request its place in the audit log; where there is none for it, it is not served.
pub(super) async fn recorded(
    shared: &Shared,
    rules: &Arc<Rules>,
    record: &mut Record,
    head: &Parts,
    peer: SocketAddr,
) -> Result<(), Refusal> {
    let Some(audit) = shared.log.audit() else { return Ok(()) };
    let slot = match audit.reserve() {
        Some(slot) => slot,
        // Boxed: waiting is rare, and no part of every request.
        None => Box::pin(audit.wait()).await.map_err(Refusal::unrecorded)?,
    };
    record.recorded(slot, Arc::clone(rules), head, peer);
    Ok(())
}

/// Who may ask at all: with the client key where there is one, for a host of ours where there is none.
pub(super) fn admitted(
    shared: &Shared,
    live: &Live,
    head: &mut Parts,
    host: Result<String, Refusal>,
) -> Result<String, Refusal> {
    if let Some(key) = &shared.client_key {
        client_key::authenticate(key, head)?;
    }
    let host = host?;
    shared.upstreams.check_loop(&head.headers)?;
    if let Some(guard) = &shared.browsers {
        guard.check(&host, &head.headers, Some(&live.table))?;
    }
    Ok(host)
}

/// Refuses what a page of another site made a browser send, unless a CORS policy on its way allows that origin.
pub(super) fn of_page<'t>(
    shared: &Shared,
    head: &Parts,
    by: impl FnOnce() -> [Option<&'t RoutePolicies>; 2],
) -> Result<(), Refusal> {
    let guard = shared.browsers.as_ref();
    if !guard.is_some_and(|guard| guard.is_foreign(&head.headers)) {
        return Ok(());
    }
    let mut cors = by().into_iter().flatten().filter_map(|policies| policies.cors.as_ref());
    match cors.any(|cors| cors.answers(&head.method, &head.headers)) {
        true => Ok(()),
        false => Err(BrowserGuard::refused(&head.headers)),
    }
}

/// Refuses what a page of another site sends, and answers one whose origin the user allows, where no CORS policy on its way
/// does either.
pub(super) fn page(
    shared: &Shared,
    head: &Parts,
    context: &mut PolicyContext,
    by: [Option<&RoutePolicies>; 2],
) -> Result<(), ShortCircuit> {
    of_page(shared, head, || by)?;
    if by.into_iter().flatten().any(|policies| policies.cors.is_some()) {
        return Ok(());
    }
    let cors = shared.browsers.as_ref().and_then(|guard| guard.allowed(&head.headers));
    cors.map_or(Ok(()), |cors| context.allow(cors, head))
}
