//! Replies that are read whole, within a size limit and the budget of bodies. A mechanism of this program.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http_body::Body as _;
use http_body_util::BodyExt as _;

use super::source::BodySource;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::budget::{Budget, BudgetPermit, Limits};
use crate::edge::proxy::body::decode::{self, Undecoded};
use crate::edge::proxy::body::json_budget;

/// Reserves memory for this many parsed copies of a reply, as [`json_budget::room`] does for requests.
///
/// # Errors
/// 502 for one of too many values, 503 over the budget.
pub(in crate::edge::proxy) fn parsed(
    budget: &Budget,
    reply: &[u8],
    trees: usize,
) -> Result<Option<BudgetPermit>, Refusal> {
    json_budget::room(budget, reply, trees).map_err(|refusal| match refusal.is_overload() {
        true => refusal,
        false => Refusal::llm_response("response has too many small JSON values"),
    })
}

/// Reads a whole reply and decompresses it, each within a size limit and the budget of bodies.
///
/// # Errors
/// As [`whole`]; 502 for a coding that is unknown or invalid.
pub(in crate::edge::proxy) async fn plain(
    limits: Limits<'_>,
    headers: &HeaderMap,
    source: BodySource,
) -> Result<(Bytes, BudgetPermit), Refusal> {
    let coding = decode::coding(headers).map_err(Undecoded::of_reply)?;
    let (bytes, held) = whole(source, limits).await?;
    let Some(coding) = coding else { return Ok((bytes, held)) };
    decode::decode(coding, bytes, limits.most, held.another()).await.map_err(Undecoded::of_reply)
}

/// Reads a whole reply, within a size limit and the budget of bodies.
///
/// # Errors
/// 502 where it is too large or ends early, 503 over the budget.
pub(in crate::edge::proxy) async fn whole(
    mut source: BodySource,
    limits: Limits<'_>,
) -> Result<(Bytes, BudgetPermit), Refusal> {
    let mut held = limits.budget.share();
    let said = usize::try_from(source.size_hint().lower()).unwrap_or(usize::MAX);
    let mut read = BytesMut::with_capacity(said.min(limits.most));
    while let Some(frame) = source.frame().await {
        let frame =
            frame.map_err(|error| Refusal::llm_response(format!("it was cut off: {error}")))?;
        let Ok(data) = frame.into_data() else { continue };
        if read.len() + data.len() > limits.most {
            return Err(Refusal::llm_response("response was too large"));
        }
        held.grow(data.len())?;
        read.extend_from_slice(&data);
    }
    Ok((read.freeze(), held))
}
