//! Memory for JSON bodies that are parsed: it is in proportion to the body, and counts towards the budget of bodies. A
//! mechanism of this program.

use bytes::Bytes;
use serde::Serialize;

use super::budget::{Budget, BudgetPermit};
use crate::domain::llm::tree;
use crate::domain::route::refusal::Refusal;

/// Reserves memory for this many parsed copies of a body, until the permit is dropped. None where it is too little to
/// count.
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

/// Reserves memory for what expressions make of a body. They do not parse a body of too many values themselves, so that
/// is no error here.
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

/// Writes JSON that will be about `like` bytes long: memory is allocated once instead of growing.
///
/// # Errors
/// As [`serde_json::to_writer`].
pub(in crate::edge::proxy) fn written(
    json: &impl Serialize,
    like: usize,
) -> Result<Bytes, serde_json::Error> {
    let mut out = Vec::with_capacity(like + 256);
    serde_json::to_writer(&mut out, json)?;
    Ok(out.into())
}
