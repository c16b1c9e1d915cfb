//! `traffic.rateLimit.local`: buckets of requests and of tokens. Time is an argument.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/localratelimit.rs` at 75b4e6ce6.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::spec;
use crate::domain::route::cel::{Activation, Expression};
use crate::domain::route::reason::{PolicyFault, Reason, Unsupported};

/// One limit of one policy on one target.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Tells limits apart: the same limit keeps its bucket over changes of everything else.
    pub id: Arc<str>,
    pub of: Unit,
    /// Which of several cases it belongs to, from 0.
    pub case: usize,
    /// What the bucket holds when it is full: the burst. Requests or tokens, as `of` says.
    pub capacity: u64,
    /// What is put into it each interval, in the same unit.
    pub fill: u64,
    pub interval: Duration,
    /// Requests of the same value share a bucket; one without a value shares that of all such.
    pub key: Option<Arc<Expression>>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Requests,
    Tokens,
}

/// What is left of a limit.
#[derive(Debug)]
pub struct Bucket {
    left: AtomicU64,
    /// When it is filled next, in nanoseconds of the caller's clock.
    fills_at: AtomicU64,
}

/// The state of a bucket, as the `x-ratelimit-*` headers of a reply say it. Requests or tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BucketState {
    /// What it holds when it is full.
    pub limit: u64,
    /// What it holds now.
    pub left: u64,
    /// Time until it is filled again; the header has whole seconds.
    pub reset: Duration,
}

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

impl BucketState {
    /// The tighter of two.
    #[must_use]
    pub fn tighter(self, other: Option<BucketState>) -> BucketState {
        match other {
            Some(other) if other.left <= self.left => other,
            _ => self,
        }
    }

    /// Writes it into the head of a reply.
    pub fn tell(self, headers: &mut HeaderMap) {
        headers.insert(LIMIT, HeaderValue::from(self.limit));
        headers.insert(REMAINING, HeaderValue::from(self.left));
        headers.insert(RESET, HeaderValue::from(self.reset.as_secs()));
    }
}

/// The limits of tokens that apply to one request. They are looked at when a language model is about to be called, and
/// only then.
#[derive(Debug, Default)]
pub struct TokenLimits {
    all: Vec<Limit>,
    /// How the tightest of them stood.
    told: Mutex<Option<BucketState>>,
}

impl TokenLimits {
    /// The same, and one more.
    #[must_use]
    pub fn and(&self, limit: &Limit) -> Self {
        let mut all = self.all.clone();
        all.push(limit.clone());
        TokenLimits { all, told: Mutex::default() }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Limit] {
        &self.all
    }

    /// Whether the bucket of each has something left, in the same order; what it has is told.
    pub fn pass(&self, buckets: &[Arc<Bucket>], now: Duration) -> bool {
        let mut tightest = None;
        let looked = self.all.iter().zip(buckets).try_for_each(|(limit, bucket)| {
            bucket.look(limit, now).map(|state| tightest = Some(state.tighter(tightest)))
        });
        let told = looked.err().or(tightest);
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = told;
        looked.is_ok()
    }

    /// The state of the tightest of them, once they were checked.
    #[must_use]
    pub fn told(&self) -> Option<BucketState> {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    conditional: Option<Vec<CaseSpec>>,
    #[serde(default)]
    local: Vec<LimitSpec>,
    global: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseSpec {
    condition: Option<String>,
    policy: LimitsSpec,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsSpec {
    #[serde(default)]
    local: Vec<LimitSpec>,
    global: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitSpec {
    requests: Option<u64>,
    tokens: Option<u64>,
    unit: Interval,
    #[serde(default)]
    burst: u64,
    /// Since 1.6.
    key: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
enum Interval {
    Seconds,
    Minutes,
    Hours,
}

/// Reads the policy: its limits, and the conditions of their cases where they have some. `from` is the policy and where
/// it is set, in words.
///
/// # Errors
/// A limit of something else than this proxy's own counting; a condition that does not compile: its limit would be
/// gone.
pub(in crate::domain) fn read(
    from: &str,
    written: &Value,
) -> Result<(Vec<Limit>, Vec<Option<Expression>>), Reason> {
    let Spec { conditional, local, global } = spec::read_cases(written)?;
    let Some(all) = conditional else {
        return Ok((of_case(from, 0, LimitsSpec { local, global })?, Vec::new()));
    };
    let (mut limits, mut cases) = (Vec::new(), Vec::new());
    for (case, CaseSpec { condition, policy }) in all.into_iter().enumerate() {
        cases.push(condition.as_deref().map(Expression::compile).transpose()?);
        limits.append(&mut of_case(&format!("{from} case {case}"), case, policy)?);
    }
    Ok((limits, cases))
}

fn of_case(from: &str, case: usize, written: LimitsSpec) -> Result<Vec<Limit>, Reason> {
    if written.global.is_some() {
        return Err(Reason::not_supported("global"));
    }
    let all = written.local.into_iter().enumerate();
    all.map(|(index, one)| Limit::read(from, case, index, &one)).collect()
}

impl Limit {
    fn read(from: &str, case: usize, index: usize, written: &LimitSpec) -> Result<Self, Reason> {
        let (of, fill) = match (written.requests, written.tokens) {
            (Some(requests), None) => (Unit::Requests, requests),
            (None, Some(tokens)) => (Unit::Tokens, tokens),
            _ => return Err(PolicyFault::LimitOfNothing(index).into()),
        };
        let seconds = match written.unit {
            Interval::Seconds => 1,
            Interval::Minutes => 60,
            Interval::Hours => 3600,
        };
        let capacity = fill.saturating_add(written.burst);
        let key = written.key.as_deref().map(Expression::compile).transpose()?.map(Arc::new);
        if of == Unit::Tokens && key.as_ref().is_some_and(|key| key.needs().llm_request()) {
            return Err(Unsupported::KeyOfTokens.into());
        }
        let by = key.as_ref().map(|key| format!(" by {}", key.source())).unwrap_or_default();
        let id = format!("{from} #{index} {of:?} {fill}/{seconds}s {capacity}{by}").into();
        let interval = Duration::from_secs(seconds);
        Ok(Limit { id, of, case, capacity, fill, interval, key })
    }

    /// Which of its buckets a request takes from: none where there is one for all, and for what has no value.
    #[must_use]
    pub fn value(&self, facts: &Activation<'_>) -> Option<String> {
        self.key.as_ref()?.text(facts)
    }

    /// A full bucket at this time.
    #[must_use]
    pub fn bucket(&self, now: Duration) -> Bucket {
        Bucket {
            left: AtomicU64::new(self.capacity),
            fills_at: AtomicU64::new(nanos(now.saturating_add(self.interval))),
        }
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

impl Bucket {
    /// Takes one out.
    ///
    /// # Errors
    /// There is none.
    pub fn take(&self, limit: &Limit, now: Duration) -> Result<BucketState, BucketState> {
        self.fill(limit, now);
        let taken = |left: u64| left.checked_sub(1);
        let outcome = self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, taken);
        match outcome {
            Ok(_) => Ok(self.state(limit, now)),
            Err(_) => Err(self.state(limit, now)),
        }
    }

    /// Looks whether there is one.
    ///
    /// # Errors
    /// There is none.
    pub fn look(&self, limit: &Limit, now: Duration) -> Result<BucketState, BucketState> {
        self.fill(limit, now);
        let state = self.state(limit, now);
        if state.left > 0 { Ok(state) } else { Err(state) }
    }

    /// Takes out the tokens that were used, as far as there are any.
    pub fn charge(&self, used: u64) {
        let less = |left: u64| Some(left.saturating_sub(used));
        let _ = self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
    }

    fn state(&self, limit: &Limit, now: Duration) -> BucketState {
        let fills_at = self.fills_at.load(Ordering::Acquire);
        BucketState {
            limit: limit.capacity,
            left: self.left.load(Ordering::Acquire),
            reset: Duration::from_nanos(fills_at.saturating_sub(nanos(now))),
        }
    }

    fn fill(&self, limit: &Limit, now: Duration) {
        let now = nanos(now);
        let interval = nanos(limit.interval).max(1);
        let due = |at: u64| (at <= now).then(|| at + ((now - at) / interval + 1) * interval);
        let filled = self.fills_at.fetch_update(Ordering::AcqRel, Ordering::Acquire, due);
        let Ok(at) = filled else { return };
        let more = ((now - at) / interval + 1).saturating_mul(limit.fill);
        let add = |left: u64| Some(left.saturating_add(more).min(limit.capacity));
        let _ = self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, add);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(of: Unit, fill: u64, burst: u64) -> Limit {
        let interval = Duration::from_secs(60);
        Limit { id: "x".into(), of, case: 0, capacity: fill + burst, fill, interval, key: None }
    }

    const START: Duration = Duration::from_secs(1000);

    fn after(seconds: u64) -> Duration {
        START + Duration::from_secs(seconds)
    }

    #[test]
    fn a_bucket_starts_full_empties_and_is_filled_by_whole_intervals() {
        let limit = limit(Unit::Requests, 2, 1);
        let bucket = limit.bucket(START);
        let left: Vec<_> = (0..3).map(|_| bucket.take(&limit, START).map(|s| s.left)).collect();
        assert_eq!(left, [Ok(2), Ok(1), Ok(0)]);
        let refused = bucket.take(&limit, after(20)).expect_err("empty");
        assert_eq!(refused, BucketState { limit: 3, left: 0, reset: Duration::from_secs(40) });
        assert!(bucket.take(&limit, after(59)).is_err());
        assert_eq!(bucket.take(&limit, after(60)).map(|s| s.left), Ok(1));
        // However long it is left alone, it never holds more than it can.
        assert_eq!(bucket.look(&limit, after(6000)).map(|s| s.left), Ok(3));
    }

    #[test]
    fn tokens_are_charged_afterwards_and_never_below_nothing() {
        let limit = limit(Unit::Tokens, 10, 0);
        let bucket = limit.bucket(START);
        assert!(bucket.look(&limit, START).is_ok());
        bucket.charge(25);
        assert_eq!(bucket.look(&limit, after(1)).expect_err("empty").left, 0);
        assert_eq!(bucket.look(&limit, after(60)).map(|s| s.left), Ok(10));
    }
}
