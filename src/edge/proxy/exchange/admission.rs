//! Which requests are admitted: those with the client key where one is set, otherwise those for a host of ours that no
//! web page of another origin has sent. A protection of this program, as it runs on people's machines; its sources are
//! in `domain::route::browser`.

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

/// Reserves a line in the audit log for a request; does nothing where there is no audit log.
///
/// # Errors
/// The log cannot record it, so it is not served.
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

/// Admits a request by its client key where one is set, otherwise by its host; returns the host.
///
/// # Errors
/// The key is missing or wrong; `Host` is missing, invalid or not ours; or the request has passed through here before.
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

/// Rejects a request that a web page of another origin made a browser send, unless one of the CORS policies `by` allows
/// that origin.
///
/// # Errors
/// 403, with an explanation.
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

/// As [`of_page`]. Where no CORS policy applies, it also answers pages whose origin the user allows.
///
/// # Errors
/// As [`of_page`]; or the answer to a preflight request.
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
