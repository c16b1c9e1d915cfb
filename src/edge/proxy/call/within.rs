//! Time limits. A mechanism of this program.

use std::pin::Pin;
use std::time::Duration;

use crate::domain::route::refusal::Refusal;

/// Waits for an answer, at most `limit`. The answer is pinned by the caller: taken by value it would be stored once in
/// each of the two branches, and every limit would double the size of the future of a request.
///
/// # Errors
/// The answer's own, or `refusal` after the time limit.
pub(in crate::edge::proxy) async fn within<T>(
    limit: Option<Duration>,
    refusal: Refusal,
    answer: Pin<&mut impl Future<Output = Result<T, Refusal>>>,
) -> Result<T, Refusal> {
    match limit {
        None => answer.await,
        Some(limit) => tokio::time::timeout(limit, answer).await.unwrap_or(Err(refusal)),
    }
}
