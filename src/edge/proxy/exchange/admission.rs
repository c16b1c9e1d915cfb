//! What lets requests in, of what connections share, and their place in the audit log.

use std::sync::Arc;

use http::request::Parts;

use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::plan::admission::Admission;
use crate::edge::proxy::shared::{ServingTable, Shared};
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
) -> Result<(), Refusal> {
    let Some(audit) = shared.log.audit() else { return Ok(()) };
    let slot = match audit.reserve() {
        Some(slot) => slot,
        // Boxed: waiting is rare, and no part of every request.
        None => Box::pin(audit.wait()).await.map_err(Refusal::unrecorded)?,
    };
    record.recorded(slot, Arc::clone(rules), head);
    Ok(())
}

/// What lets requests in here.
pub(super) fn of<'a>(shared: &'a Shared, live: &'a ServingTable) -> Admission<'a> {
    Admission {
        client_key: shared.client_key.as_ref(),
        browsers: shared.browsers.as_deref(),
        mark: shared.upstreams.mark(),
        table: &live.table,
    }
}
