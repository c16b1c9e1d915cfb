//! The buckets of rate limits. They outlive tables: a change elsewhere fills no bucket.
//!
//! Source: `crates/agentgateway/src/http/localratelimit.rs` of agentgateway at 75b4e6ce6.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::route::cel::Activation;
use crate::domain::route::policy::rate_limit::{Bucket, Limit};
use crate::domain::value::digest;

/// The most buckets of one limit that has a key. Beyond that the half that was used longest ago is dropped, and whoever
/// comes back finds a full one.
const MOST_KEYED: usize = 10_000;

/// Every bucket by its limit.
pub(in crate::edge::proxy) struct Buckets {
    began: Instant,
    all: Mutex<HashMap<Arc<str>, OfLimit>>,
}

/// The buckets of one limit.
struct OfLimit {
    /// For what has no value, and for all where the limit has no key.
    shared: Arc<Bucket>,
    /// By the digest of a value, which may be a key; with the time of the last use.
    keyed: HashMap<String, (Arc<Bucket>, Duration)>,
}

impl OfLimit {
    /// The bucket of a value.
    fn keyed(&mut self, limit: &Limit, value: &str, now: Duration) -> Arc<Bucket> {
        let digest = digest::sha256_hex(value.as_bytes());
        if !self.keyed.contains_key(&digest) && self.keyed.len() >= MOST_KEYED {
            let mut uses: Vec<_> = self.keyed.values().map(|(_, used)| *used).collect();
            let half = uses.len() / 2;
            let (_, middle, _) = uses.select_nth_unstable(half);
            let middle = *middle;
            self.keyed.retain(|_, (_, used)| *used > middle);
        }
        let new = || (Arc::new(limit.bucket(now)), now);
        let (bucket, used) = self.keyed.entry(digest).or_insert_with(new);
        *used = now;
        Arc::clone(bucket)
    }
}

impl Default for Buckets {
    fn default() -> Self {
        Buckets { began: Instant::now(), all: Mutex::default() }
    }
}

impl Buckets {
    /// The bucket of a limit, of one value where it has a key, and the time it goes by. It is full the first time.
    fn of(&self, limit: &Limit, value: Option<&str>) -> (Arc<Bucket>, Duration) {
        let now = self.began.elapsed();
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || OfLimit { shared: Arc::new(limit.bucket(now)), keyed: HashMap::new() };
        let of_limit = all.entry(Arc::clone(&limit.id)).or_insert_with(new);
        let bucket = match value {
            Some(value) => of_limit.keyed(limit, value, now),
            None => Arc::clone(&of_limit.shared),
        };
        (bucket, now)
    }

    /// The same of a request, of which `facts` tells.
    pub(in crate::edge::proxy) fn of_request<'f>(
        &self,
        limit: &Limit,
        facts: impl FnOnce() -> Activation<'f>,
    ) -> (Arc<Bucket>, Duration) {
        let value = limit.key.is_some().then(|| limit.value(&facts())).flatten();
        self.of(limit, value.as_deref())
    }

    /// The time that buckets go by.
    pub(in crate::edge::proxy) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Forgets the buckets of limits that are gone.
    pub(in crate::edge::proxy) fn keep<'t>(&self, limits: impl Iterator<Item = &'t Limit>) {
        let kept: std::collections::HashSet<_> = limits.map(|limit| &limit.id).collect();
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|id, _| kept.contains(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::route::policy::rate_limit::Unit;

    fn limit() -> Limit {
        let interval = Duration::from_secs(3600);
        Limit {
            id: "l".into(),
            of: Unit::Requests,
            case: 0,
            capacity: 1,
            fill: 1,
            interval,
            key: None,
        }
    }

    #[test]
    fn each_value_has_its_bucket_and_those_without_share_one() {
        let (buckets, limit) = (Buckets::default(), limit());
        let takes = |value| {
            let (bucket, now) = buckets.of(&limit, value);
            bucket.take(&limit, now).is_ok()
        };
        assert!(takes(Some("a")) && takes(Some("b")) && takes(None));
        assert!(!takes(Some("a")) && !takes(Some("b")) && !takes(None));
    }

    #[test]
    fn values_without_end_are_held_within_bounds() {
        let (buckets, limit) = (Buckets::default(), limit());
        for value in 0..MOST_KEYED * 3 {
            buckets.of(&limit, Some(&value.to_string()));
        }
        let all = buckets.all.lock().expect("not poisoned");
        assert!(all["l"].keyed.len() <= MOST_KEYED);
    }
}
