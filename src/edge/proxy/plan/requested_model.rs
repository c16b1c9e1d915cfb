//! A request for one of several models: which one its body names, and the request renamed to the one that was found.
//!
//! Source: `crates/agentgateway/src/llm/model_router.rs` of agentgateway at 75b4e6ce6.

use std::ops::Range;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::PlannedHead;
use crate::domain::llm::rewrite::{self, Rewrite};
use crate::domain::llm::splice::{self, Edit, Spliced};
use crate::domain::llm::{multipart, path_model, peek};
use crate::domain::route::model_router;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::budget::Budget;
use crate::edge::proxy::body::decode::Undecoded;
use crate::edge::proxy::body::json_budget;

/// Where a body names its model.
pub(in crate::edge::proxy) struct ModelLocation {
    pub(in crate::edge::proxy) model: String,
    /// Its place in a form; none where the body is JSON.
    pub(in crate::edge::proxy) form: Option<Range<usize>>,
}

/// Finds the model that a body names.
///
/// # Errors
/// The router's answer where it names none.
pub(in crate::edge::proxy) fn named(
    headers: &HeaderMap,
    bytes: &[u8],
    budget: &Budget,
) -> Result<ModelLocation, Refusal> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let Some(boundary) = multipart::boundary(kind) else {
        return Ok(ModelLocation { model: in_body(bytes, budget)?, form: None });
    };
    let form = multipart::model(bytes, boundary).map_err(|_| model_router::body::no_form())?;
    let form = form.ok_or_else(model_router::body::no_model_in_form)?;
    let model = String::from_utf8_lossy(&bytes[form.clone()]).into_owned();
    Ok(ModelLocation { model, form: Some(form) })
}

fn in_body(bytes: &[u8], budget: &Budget) -> Result<String, Refusal> {
    let no_model = model_router::body::no_model;
    match peek::peek(bytes) {
        Ok(peek) => peek.model().map(str::to_owned).ok_or_else(no_model),
        // JSON that is no object, or whose model is no text, has no model to name.
        Err(_) => {
            let _room = json_budget::room(budget, bytes, 1).map_err(in_json)?;
            let body = serde_json::from_slice::<Value>(bytes);
            let named = body.map(|body| body.get("model").is_some_and(Value::is_string));
            Err(if named.is_ok_and(|named| !named) {
                no_model()
            } else {
                model_router::body::not_json()
            })
        }
    }
}

/// The router's answer to a body that cannot be decompressed.
pub(in crate::edge::proxy) fn undecoded(error: Undecoded) -> Refusal {
    match error {
        Undecoded::Unsupported(_) | Undecoded::Broken(_) => model_router::body::not_decoded(),
        error => in_json(error.of_request()),
    }
}

/// The router words its refusals as JSON.
pub(in crate::edge::proxy) fn in_json(refusal: Refusal) -> Refusal {
    match refusal.status {
        413 => model_router::body::too_large(),
        400 => model_router::body::broken_off(),
        _ => refusal,
    }
}

/// Puts a model's name into the path that names another.
pub(in crate::edge::proxy) fn rename_in_path(planned: &mut PlannedHead, name: &str) {
    if let Some(path) = path_model::with_model(&planned.path, name) {
        planned.path = path;
    }
}

/// Puts a model's name into the body that names another; `form` is where it is in one that is no JSON.
///
/// # Errors
/// It is no JSON.
pub(in crate::edge::proxy) fn renamed(
    bytes: Bytes,
    form: Option<Range<usize>>,
    name: &str,
) -> Result<Bytes, Refusal> {
    let edits = match form {
        Some(range) => vec![Edit { range, with: Bytes::copy_from_slice(name.as_bytes()) }],
        None => {
            let peek = peek::peek(&bytes).map_err(|_| model_router::body::not_json())?;
            rewrite::plan(&peek, &Rewrite { model: Some(name), ..Rewrite::default() })
        }
    };
    if edits.is_empty() {
        return Ok(bytes);
    }
    let spliced: Spliced =
        splice::splice(&bytes, edits).map_err(|error| Refusal::llm_request(500, error))?;
    Ok(spliced.into_iter().collect::<Vec<_>>().concat().into())
}
