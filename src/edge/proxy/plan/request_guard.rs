//! What guards make of a request's body.
//!
//! Source: `crates/agentgateway/src/llm/policy/mod.rs` of agentgateway at 75b4e6ce6.

use bytes::Bytes;

use crate::domain::llm::format::RouteType;
use crate::domain::llm::strict;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::json_budget;

/// A request's body after its guards: the same bytes where they change nothing.
///
/// # Errors
/// 400 for a body that is not JSON; the answer of a guard that rejects it.
pub(in crate::edge::proxy) fn request(
    guards: &Guards,
    route_type: RouteType,
    bytes: Bytes,
) -> Result<Bytes, Refusal> {
    let mut body = strict::object(&bytes).map_err(Refusal::unparsable)?;
    if !guards.request(route_type, &mut body)? {
        return Ok(bytes);
    }
    json_budget::written(&body, bytes.len()).map_err(|error| Refusal::llm_request(500, error))
}
