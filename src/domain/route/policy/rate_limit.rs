//! `traffic.rateLimit.local`: buckets of requests and of tokens. Time is an argument.
//!
//! Source: reference/agentgateway.md §5.2.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;

use super::merge::Setting;
use super::{Reading, Traffic};
use crate::domain::route::cel::Expression;

/// One limit of one policy on one target.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Tells limits apart: the same limit keeps its bucket over changes of everything else.
    pub id: Arc<str>,
    pub of: Unit,
    /// Which of several cases it belongs to.
    pub case: usize,
    /// What the bucket holds when it is full.
    pub capacity: u64,
    /// What is put into it each interval.
    pub fill: u64,
    pub interval: Duration,
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
    /// When it is filled next, in nanoseconds of whoever asks.
    fills_at: AtomicU64,
}

/// How a bucket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub limit: u64,
    pub left: u64,
    /// Until it is filled again.
    pub reset: Duration,
}

impl Limit {
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
    pub fn take(&self, limit: &Limit, now: Duration) -> Result<Standing, Standing> {
        self.fill(limit, now);
        let taken = |left: u64| left.checked_sub(1);
        let outcome = self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, taken);
        match outcome {
            Ok(_) => Ok(self.standing(limit, now)),
            Err(_) => Err(self.standing(limit, now)),
        }
    }

    /// Looks whether there is one.
    ///
    /// # Errors
    /// There is none.
    pub fn look(&self, limit: &Limit, now: Duration) -> Result<Standing, Standing> {
        self.fill(limit, now);
        let standing = self.standing(limit, now);
        if standing.left > 0 { Ok(standing) } else { Err(standing) }
    }

    /// Takes out what was used, as far as it is there.
    pub fn charge(&self, used: u64) {
        let less = |left: u64| Some(left.saturating_sub(used));
        let _ = self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
    }

    fn standing(&self, limit: &Limit, now: Duration) -> Standing {
        let fills_at = self.fills_at.load(Ordering::Acquire);
        Standing {
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

/// Reads the policy.
///
/// # Errors
/// A limit of something else than this proxy's own counting; a condition that does not compile: its limit would be gone.
pub fn read(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    let Some(setting) = settings.last() else { return Ok(()) };
    let written = setting.value.unwrap_or(&Value::Null);
    let Some(cases) = written.get("conditional").and_then(Value::as_array) else {
        return add(&setting.from, 0, written, into);
    };
    for (case, written) in cases.iter().enumerate() {
        let when = written.get("condition").and_then(Value::as_str);
        into.limit_cases.push(when.map(Expression::compile).transpose()?);
        let from = format!("{} case {case}", setting.from);
        add(&from, case, written.get("policy").unwrap_or(&Value::Null), into)?;
    }
    Ok(())
}

/// Reads the limits of one case.
fn add(from: &str, case: usize, written: &Value, into: &mut Traffic) -> Result<(), String> {
    if written.get("global").is_some() {
        return Err("`global` is not carried by serve".to_owned());
    }
    let local = written.get("local").and_then(Value::as_array);
    for (index, one) in local.into_iter().flatten().enumerate() {
        let number = |field: &str| one.get(field).and_then(Value::as_u64);
        let (of, fill) = match (number("requests"), number("tokens")) {
            (Some(requests), None) => (Unit::Requests, requests),
            (None, Some(tokens)) => (Unit::Tokens, tokens),
            _ => return Err(format!("limit {index} is of neither `requests` nor `tokens`")),
        };
        let seconds = match one.get("unit").and_then(Value::as_str) {
            Some("Seconds") => 1,
            Some("Minutes") => 60,
            Some("Hours") => 3600,
            _ => return Err(format!("the `unit` of limit {index} is none")),
        };
        let capacity = fill.saturating_add(number("burst").unwrap_or_default());
        into.limits.push(Limit {
            id: format!("{from} #{index} {of:?} {fill}/{seconds}s {capacity}").into(),
            of,
            case,
            capacity,
            fill,
            interval: Duration::from_secs(seconds),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(of: Unit, fill: u64, burst: u64) -> Limit {
        let interval = Duration::from_secs(60);
        Limit { id: "x".into(), of, case: 0, capacity: fill + burst, fill, interval }
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
        assert_eq!(refused, Standing { limit: 3, left: 0, reset: Duration::from_secs(40) });
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
