//! Translates a request from the client's format into the provider's.
//!
//! Source: `crates/llm/src/conversion` of agentgateway at 75b4e6ce6.

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderValue;
use http::header::ACCEPT_ENCODING;
use serde_json::{Map, Value, json};

use super::credential::ANTHROPIC_VERSION;
use crate::domain::llm::format::RouteType;
use crate::domain::llm::translate::{Translation, Untranslatable};
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::budget::Budget;
use crate::edge::proxy::body::json_budget;

/// What the head of a request that was translated needs, and what must not be in it.
pub(in crate::edge::proxy) fn head(translation: &Translation, headers: &mut HeaderMap) {
    // What is translated has to be readable.
    headers.remove(ACCEPT_ENCODING);
    if translation.asked_as == RouteType::Messages {
        // Clients of other formats send none, and Claude is not asked without.
        let version = HeaderValue::from_static("2023-06-01");
        headers.entry(ANTHROPIC_VERSION).or_insert(version);
    }
}

/// A request's body in the provider's format.
///
/// # Errors
/// 400 for a body that cannot be translated, 413 and 503 as [`json_budget::room`].
pub(in crate::edge::proxy) fn request(
    translation: &Translation,
    body: &[u8],
    budget: &Budget,
) -> Result<Bytes, Refusal> {
    let _room = json_budget::room(budget, body, 2)?;
    let like = body.len();
    let body: Map<String, Value> = serde_json::from_slice(body).map_err(Refusal::unparsable)?;
    let body = (translation.request)(body).map_err(|wrong| match wrong {
        Untranslatable::Thread => threadless(&wrong),
        Untranslatable::Field(..) => Refusal::untranslatable(&wrong),
        wrong => Refusal::unparsable(&wrong),
    })?;
    json_budget::written(&body, like).map_err(|error| Refusal::llm_request(500, error))
}

/// The answer by which Anthropic's clients know that they have to send the whole conversation.
fn threadless(wrong: &Untranslatable) -> Refusal {
    let details = json!({"error_code": "thread_unsupported_request"});
    let error = json!({"type": "invalid_request_error", "message": wrong.to_string(),
        "details": details});
    Refusal::json(400, json!({"type": "error", "error": error}).to_string())
}
