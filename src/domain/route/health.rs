//! When a provider counts as unhealthy, and for how long it is evicted.
//!
//! Source: `crates/agentgateway/src/http/health.rs` and `crates/agentgateway/src/types/loadbalancer.rs` of agentgateway
//! at 75b4e6ce6.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::cel::{Activation, Expression, ResponseFacts};
use super::duration;
use crate::domain::route::reason::{FieldFault, Reason};
use crate::domain::value::typed;

/// The policy `health`.
#[derive(Debug)]
pub struct Health {
    condition: Option<Expression>,
    pub eviction: Option<Eviction>,
}

/// `health.eviction`: without it no provider is ever evicted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Eviction {
    /// None where it is not written: what the response says decides, then the backoff of a retry, then [`EVICTION`].
    pub duration: Option<Duration>,
    /// The health on return, from 0 to 1; none leaves it as it was.
    pub restore_health: Option<f64>,
    /// Failed attempts in a row after which it is evicted.
    pub consecutive_failures: Option<u64>,
    /// Evicted where its health is below; from 0 to 1.
    pub health_threshold: Option<f64>,
}

/// The block of policies that contains it. The other policies there have their own readers.
#[derive(Deserialize)]
struct Block {
    health: Option<Spec>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    unhealthy_condition: Option<String>,
    eviction: Option<EvictionSpec>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EvictionSpec {
    duration: Option<String>,
    restore_health: Option<u32>,
    consecutive_failures: Option<u64>,
    health_threshold: Option<u32>,
}

/// The header of gRPC's own status: anything but 0 is a failure (<https://grpc.io/docs/guides/status-codes/>).
const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");

/// How long a provider is evicted by default.
pub const EVICTION: Duration = Duration::from_secs(3);

/// The outcome of one attempt.
#[derive(Clone, Copy, Debug)]
pub enum HealthOutcome<'a> {
    /// No connection, no name, no head in time.
    NoResponse,
    Response(ResponseFacts<'a>),
}

/// A provider's record before the attempt that is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreBefore {
    /// Moving average of its attempts, from 0 to 1.
    pub health: f64,
    /// Attempts since the last that went well.
    pub consecutive_failures: u64,
    /// Evictions since the last attempt that went well.
    pub times_ejected: u32,
}

impl Health {
    /// A policy with `eviction` alone, all of whose fields have their defaults.
    #[must_use]
    pub fn evicting() -> Self {
        let (duration, restore_health) = (None, None);
        let (consecutive_failures, health_threshold) = (None, None);
        let eviction =
            Eviction { duration, restore_health, consecutive_failures, health_threshold };
        Health { condition: None, eviction: Some(eviction) }
    }

    /// Reads the policy. A condition that does not compile holds for no response, which is noted.
    ///
    /// # Errors
    /// A condition that serve does not support, or a field that is no number or duration, in words.
    pub fn read(written: &Value, notes: &mut Vec<Reason>) -> Result<Self, Reason> {
        let spec = typed::from_value(written).map_err(|fault| fault.within("health"))?;
        Health::of(spec, notes)
    }

    /// Reads the policy among those of a backend, where it is there.
    ///
    /// # Errors
    /// As [`Health::read`].
    pub fn of_policies(
        all: &Map<String, Value>,
        notes: &mut Vec<Reason>,
    ) -> Result<Option<Self>, Reason> {
        let Block { health } = typed::fields(all)?;
        health.map(|spec| Health::of(spec, notes)).transpose()
    }

    fn of(written: Spec, notes: &mut Vec<Reason>) -> Result<Self, Reason> {
        let Spec { unhealthy_condition, eviction } = written;
        let condition = unhealthy_condition.map(|text| Expression::without_bodies(&text, notes));
        let (condition, eviction) =
            (condition.transpose()?, eviction.map(Eviction::read).transpose()?);
        Ok(Health { condition, eviction })
    }

    /// Whether an attempt speaks against its provider. Nothing that answers is unwell, whatever the condition; without
    /// a condition every 5xx and every failure of gRPC is, and 429 is not.
    #[must_use]
    pub fn is_unhealthy(&self, outcome: &HealthOutcome<'_>) -> bool {
        match (outcome, &self.condition) {
            (HealthOutcome::NoResponse, _) => true,
            (HealthOutcome::Response(response), None) => {
                let grpc = response.headers.get(GRPC_STATUS);
                response.status >= 500 || grpc.is_some_and(|status| status != "0")
            }
            (HealthOutcome::Response(response), Some(condition)) => {
                condition.holds(&Activation { response: Some(*response), ..Activation::default() })
            }
        }
    }
}

/// Whether an attempt speaks against a provider without the policy `health`.
#[must_use]
pub fn is_unhealthy(health: Option<&Health>, outcome: &HealthOutcome<'_>) -> bool {
    let plain = Health { condition: None, eviction: None };
    health.unwrap_or(&plain).is_unhealthy(outcome)
}

impl Eviction {
    fn read(written: EvictionSpec) -> Result<Self, Reason> {
        let percent = |field, percent: Option<u32>| match percent {
            Some(101..) => Err(FieldFault::Percent(field)),
            percent => Ok(percent.map(|percent| f64::from(percent) / 100.0)),
        };
        let duration = written.duration.map(|text| {
            let read = duration::parse(&text);
            let field = "health.eviction.duration";
            read.ok_or(FieldFault::Duration { field, written: text })
        });
        Ok(Eviction {
            duration: duration.transpose()?,
            restore_health: percent("health.eviction.restoreHealth", written.restore_health)?,
            consecutive_failures: written.consecutive_failures,
            health_threshold: percent("health.eviction.healthThreshold", written.health_threshold)?,
        })
    }

    /// How long a provider is evicted after an attempt that failed; none where it is not. `otherwise` is used for a
    /// duration that is not written.
    #[must_use]
    pub fn after(&self, before: &ScoreBefore, otherwise: Option<Duration>) -> Option<Duration> {
        let failures = before.consecutive_failures.saturating_add(1);
        let often = self.consecutive_failures.map(|limit| limit > 0 && failures >= limit);
        let unwell = self.health_threshold.map(|threshold| before.health < threshold);
        let due = match (often, unwell) {
            (None, None) => true,
            (often, unwell) => often.unwrap_or_default() || unwell.unwrap_or_default(),
        };
        let base = self.duration.or(otherwise).unwrap_or(EVICTION);
        due.then(|| base.saturating_mul(before.times_ejected.saturating_add(1)))
    }
}

/// How long a provider that has reached its limits asks to be left alone, by its `Retry-After` in seconds or as a date
/// (RFC 9110 §10.2.3). `now` is the time since 1970-01-01 UTC.
#[must_use]
pub fn retry_after(status: u16, headers: &HeaderMap, now: Duration) -> Option<Duration> {
    if status != 429 {
        return None;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let after = text(RETRY_AFTER.as_str()).and_then(|text| {
        text.parse().ok().map(Duration::from_secs).or_else(|| since(date(text)?, now))
    });
    let reset = || {
        let seconds: u64 = text("x-ratelimit-reset")?.parse().ok()?;
        // A number as large as that is a point in time.
        const MONTH: u64 = 30 * 24 * 3600;
        let said = Duration::from_secs(seconds);
        if seconds < MONTH { Some(said) } else { since(said, now) }
    };
    let soonest = || RESETS.iter().filter_map(|name| span(text(name)?)).min();
    after.or_else(reset).or_else(soonest)
}

/// Of OpenAI and of Cerebras; the soonest counts.
const RESETS: &[&str] = &[
    "x-ratelimit-reset-requests",
    "x-ratelimit-reset-tokens",
    "x-ratelimit-reset-requests-day",
    "x-ratelimit-reset-tokens-minute",
];

fn since(then: Duration, now: Duration) -> Option<Duration> {
    then.checked_sub(now)
}

/// An HTTP date, as the time since 1970.
fn date(text: &str) -> Option<Duration> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    u64::try_from(zoned.timestamp().as_second()).ok().map(Duration::from_secs)
}

/// `1m30s`, `12ms`, `6.5s`; a bare number is seconds.
fn span(text: &str) -> Option<Duration> {
    let mut total = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let number: f64 = rest[..digits].parse().ok()?;
        let unit = rest[digits..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let seconds = match &rest[digits..digits + unit] {
            "d" => 86_400.0,
            "h" => 3600.0,
            "m" => 60.0,
            "s" | "" => 1.0,
            "ms" => 0.001,
            "us" => 0.000_001,
            "ns" => 0.000_000_001,
            _ => return None,
        };
        total += number * seconds;
        rest = &rest[digits + unit..];
    }
    Duration::try_from_secs_f64(total).ok().filter(|_| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::route::reason::Note;
    use http::{HeaderName, HeaderValue};
    use serde_json::json;

    const SECOND: Duration = Duration::from_secs(1);

    fn response(status: u16, headers: &HeaderMap) -> HealthOutcome<'_> {
        HealthOutcome::Response(ResponseFacts { status, headers })
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    fn before(health: f64, consecutive_failures: u64, times_ejected: u32) -> ScoreBefore {
        ScoreBefore { health, consecutive_failures, times_ejected }
    }

    fn eviction(written: Value) -> Eviction {
        let health = json!({ "eviction": written });
        let health = Health::read(&health, &mut Vec::new()).expect("a policy");
        health.eviction.expect("an eviction")
    }

    #[test]
    fn without_a_condition_5xx_and_silence_are_unhealthy_and_429_is_not() {
        let none = HeaderMap::new();
        for (status, unhealthy) in
            [(200, false), (404, false), (429, false), (500, true), (503, true)]
        {
            assert_eq!(is_unhealthy(None, &response(status, &none)), unhealthy, "{status}");
        }
        for (status, unhealthy) in [("0", false), ("14", true)] {
            let grpc = HeaderMap::from_iter([(
                http::HeaderName::from_static("grpc-status"),
                http::HeaderValue::from_static(status),
            )]);
            assert_eq!(is_unhealthy(None, &response(200, &grpc)), unhealthy, "{status}");
        }
        assert!(is_unhealthy(None, &HealthOutcome::NoResponse));
    }

    #[test]
    fn with_a_condition_it_alone_judges_responses() {
        let health = json!({"unhealthyCondition": "response.code == 429"});
        let health = Health::read(&health, &mut Vec::new()).expect("a policy");
        let none = HeaderMap::new();
        assert!(health.is_unhealthy(&response(429, &none)));
        assert!(!health.is_unhealthy(&response(500, &none)));
        assert!(health.is_unhealthy(&HealthOutcome::NoResponse));
    }

    #[test]
    fn without_thresholds_one_failure_evicts_for_three_seconds() {
        let eviction = eviction(json!({}));
        assert_eq!(eviction.after(&before(1.0, 0, 0), None), Some(3 * SECOND));
        assert_eq!(eviction.after(&before(1.0, 0, 0), Some(SECOND)), Some(SECOND));
    }

    #[test]
    fn a_written_duration_wins_over_what_the_response_asks_for() {
        let eviction = eviction(json!({"duration": "7s"}));
        assert_eq!(eviction.after(&before(1.0, 0, 0), Some(SECOND)), Some(7 * SECOND));
    }

    #[test]
    fn each_further_eviction_lasts_longer() {
        let eviction = eviction(json!({"duration": "2s"}));
        for (times, seconds) in [(0, 2), (1, 4), (2, 6)] {
            let expected = Duration::from_secs(seconds);
            assert_eq!(eviction.after(&before(1.0, 0, times), None), Some(expected));
        }
    }

    #[test]
    fn consecutive_failures_count_the_one_at_hand_and_0_is_never() {
        let third = eviction(json!({"consecutiveFailures": 3}));
        assert_eq!(third.after(&before(1.0, 1, 0), None), None);
        assert!(third.after(&before(1.0, 2, 0), None).is_some());
        let never = eviction(json!({"consecutiveFailures": 0}));
        assert_eq!(never.after(&before(0.0, 99, 0), None), None);
    }

    #[test]
    fn the_threshold_is_compared_with_the_health_before_the_attempt() {
        let half = eviction(json!({"healthThreshold": 50}));
        assert_eq!(half.after(&before(0.5, 9, 0), None), None);
        assert!(half.after(&before(0.49, 0, 0), None).is_some());
    }

    #[test]
    fn of_two_thresholds_either_is_enough() {
        let both = eviction(json!({"healthThreshold": 50, "consecutiveFailures": 5}));
        assert!(both.after(&before(0.3, 0, 0), None).is_some());
        assert!(both.after(&before(0.9, 4, 0), None).is_some());
        assert_eq!(both.after(&before(0.9, 3, 0), None), None);
    }

    #[test]
    fn a_429_says_how_long_in_the_words_of_many() {
        const NOW: Duration = Duration::from_secs(1_800_000_000);
        let at = |pairs: &[(&'static str, &'static str)]| retry_after(429, &headers(pairs), NOW);
        for (pairs, seconds) in [
            (&[("retry-after", "120")][..], 120.0),
            (&[("retry-after", "Fri, 15 Jan 2027 08:00:30 GMT")], 30.0),
            (&[("retry-after", "soon"), ("x-ratelimit-reset", "40")], 40.0),
            (&[("x-ratelimit-reset", "1800000005")], 5.0),
            (&[("x-ratelimit-reset-requests", "2m"), ("x-ratelimit-reset-tokens", "1m30s")], 90.0),
            (&[("x-ratelimit-reset-requests", "12")], 12.0),
            (&[("x-ratelimit-reset-tokens-minute", "11.1")], 11.1),
            (&[("x-ratelimit-reset-requests-day", "24h")], 86_400.0),
            (&[("x-ratelimit-reset-tokens", "250ms")], 0.25),
        ] {
            let found = at(pairs).unwrap_or_else(|| panic!("{pairs:?}")).as_secs_f64();
            assert!((found - seconds).abs() < 0.001, "{pairs:?}: {found}");
        }
        for pairs in [
            &[][..],
            &[("retry-after", "120s")],
            &[("x-ratelimit-reset", "1700000000")],
            &[("x-ratelimit-reset-requests", "1m2x")],
            &[("x-ratelimit-reset-requests", "-1m")],
            &[("x-ratelimit-reset-requests", "")],
        ] {
            assert_eq!(at(pairs), None, "{pairs:?}");
        }
        assert_eq!(retry_after(503, &headers(&[("retry-after", "120")]), NOW), None);
    }

    #[test]
    fn a_policy_that_makes_no_sense_is_an_error_that_names_the_field() {
        for (written, named) in [
            (json!({"unhealthyCondition": "string(response.body) == ''"}), "refers to a body"),
            (json!({"eviction": {"duration": "soon"}}), "health.eviction.duration"),
            (json!({"eviction": {"healthThreshold": 101}}), "health.eviction.healthThreshold"),
            (
                json!({"eviction": {"consecutiveFailures": "x"}}),
                "health.eviction.consecutiveFailures",
            ),
        ] {
            let error = Health::read(&written, &mut Vec::new()).expect_err(named);
            assert!(error.to_string().contains(named), "{error}");
        }
    }

    #[test]
    fn a_condition_that_does_not_compile_blames_no_response_and_is_noted() {
        let (written, mut notes) = (json!({"unhealthyCondition": "response.code >="}), Vec::new());
        let health = Health::read(&written, &mut notes).expect("a policy");
        assert!(!health.is_unhealthy(&response(500, &HeaderMap::new())));
        assert!(health.is_unhealthy(&HealthOutcome::NoResponse));
        let fails = |note: &Reason| matches!(note, Reason::Note(Note::FailingExpression(_)));
        assert!(notes.len() == 1 && fails(&notes[0]), "{notes:?}");
    }
}
