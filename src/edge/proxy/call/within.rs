//! Bounds on time.

use std::pin::Pin;
use std::time::Duration;

use crate::domain::route::refusal::Refusal;

/// An answer within a time, or this refusal. The answer stays where it is pinned: taken by value it would have a place
/// in each of the two branches, and every request would be twice as large for each bound on it.
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
