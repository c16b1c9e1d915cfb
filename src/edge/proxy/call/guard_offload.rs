//! Guards of requests at work: each body is looked at before it is sent.
//!
//! Source: `crates/agentgateway/src/llm/policy/mod.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use bytes::Bytes;

use crate::domain::llm::format::RouteType;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::budget::Budget;
use crate::edge::proxy::body::json_budget;
use crate::edge::proxy::body::offload::{SHORT, TOO_SLOW, offload};
use crate::edge::proxy::plan::request_guard::request;

/// As [`request`]; a long body is inspected on a separate thread, for a limited time.
///
/// # Errors
/// As [`request`]; the guards took too long, or there is no memory for the parsed body.
pub(in crate::edge::proxy) async fn checked(
    guards: Arc<Guards>,
    route_type: RouteType,
    bytes: Bytes,
    budget: &Budget,
) -> Result<Bytes, Refusal> {
    if bytes.len() <= SHORT {
        return request(&guards, route_type, bytes);
    }
    let budget = budget.clone();
    let looked = offload(move || {
        let _room = json_budget::room(&budget, &bytes, 1)?;
        request(&guards, route_type, bytes)
    });
    looked.await.unwrap_or_else(|| Err(Refusal::llm_request(503, TOO_SLOW)))
}
