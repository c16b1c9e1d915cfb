//! The buckets of rate limits. They outlive tables: a change elsewhere fills no bucket.
//!
//! Source: `crates/agentgateway/src/http/localratelimit.rs` of agentgateway at 75b4e6ce6.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::route::policy::rate_limit::{Bucket, Limit};

/// Every bucket by its limit.
pub(in crate::edge::proxy) struct Buckets {
    began: Instant,
    all: Mutex<HashMap<Arc<str>, Arc<Bucket>>>,
}

impl Default for Buckets {
    fn default() -> Self {
        Buckets { began: Instant::now(), all: Mutex::default() }
    }
}

impl Buckets {
    /// The bucket of a limit, and the time it goes by. It is full the first time.
    pub(in crate::edge::proxy) fn of(&self, limit: &Limit) -> (Arc<Bucket>, Duration) {
        let now = self.began.elapsed();
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = all.get(&limit.id) {
            return (Arc::clone(bucket), now);
        }
        let bucket = Arc::new(limit.bucket(now));
        all.insert(Arc::clone(&limit.id), Arc::clone(&bucket));
        (bucket, now)
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
