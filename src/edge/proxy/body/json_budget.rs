//! JSON bodies that are parsed: what becomes of them stays in proportion to the body and counts in the budget.

use bytes::Bytes;
use serde::Serialize;

use super::budget::{Budget, BudgetPermit};
use crate::domain::llm::tree;
use crate::domain::route::refusal::Refusal;

/// Room for so many trees of a body at once, for as long as they are there. None where it is too little to count.
///
/// # Errors
/// 413 for a body of too many values, 503 over the budget.
pub(in crate::edge::proxy) fn room(
    budget: &Budget,
    body: &[u8],
    trees: usize,
) -> Result<Option<BudgetPermit>, Refusal> {
    let bytes = tree::room(body, trees).filter(|bytes| budget.has_room_for(*bytes));
    let bytes = bytes.ok_or(Refusal::TOO_MANY_VALUES)?;
    (bytes > 0).then(|| budget.hold(bytes)).transpose()
}

/// The same for what expressions may make of a body. What is out of proportion they refuse to parse themselves.
///
/// # Errors
/// 503 over the budget.
pub(in crate::edge::proxy) fn aside(
    budget: &Budget,
    body: Option<&[u8]>,
) -> Result<Option<BudgetPermit>, Refusal> {
    match body.map(|body| room(budget, body, 2)) {
        None => Ok(None),
        Some(Err(refusal)) if !refusal.is_overload() => Ok(None),
        Some(room) => room,
    }
}

/// JSON that will be about as long as `like`. Memory that is asked for at once is not grown through.
pub(in crate::edge::proxy) fn written(
    json: &impl Serialize,
    like: usize,
) -> Result<Bytes, serde_json::Error> {
    let mut out = Vec::with_capacity(like + 256);
    serde_json::to_writer(&mut out, json)?;
    Ok(out.into())
}
