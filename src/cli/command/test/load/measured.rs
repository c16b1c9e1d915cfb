//! What the requests of a load test came to, in a bounded space.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::histogram::Histogram;
use super::super::reply::{Deltas, usage_of};
use crate::cli::exit_code::Exit;
use crate::cli::output::table;
use crate::domain::llm::sse;
use crate::edge::attempt::{AttemptError, Outcome};

/// All of them.
#[derive(Default)]
pub(super) struct Measured {
    /// Failures, by status or reason.
    errors: BTreeMap<String, u64>,
    /// Those that nothing answered.
    unreachable: u64,
    latency: Histogram,
    first_token: Histogram,
    output_tokens: u64,
    /// Requests that were due, and never sent.
    pub(super) unsent: u64,
    pub(super) elapsed: Duration,
}

/// One reply, as it comes.
pub(super) struct Reading {
    due: Instant,
    first_token: Option<Duration>,
    /// Until the first token came.
    deltas: Deltas,
    left: usize,
    events: sse::Reader,
}

impl Reading {
    /// Bytes of a reply that are kept.
    pub(super) const KEPT: usize = 64 * 1024;

    pub(super) fn since(due: Instant) -> Self {
        Reading {
            due,
            first_token: None,
            deltas: Deltas::default(),
            left: Self::KEPT,
            events: sse::Reader::default(),
        }
    }

    /// Reads the next piece.
    pub(super) fn read(&mut self, piece: &[u8]) {
        self.events.feed(piece);
        if self.first_token.is_none() && self.left > 0 {
            self.left = self.left.saturating_sub(piece.len());
            if !self.deltas.feed(piece).is_empty() {
                self.first_token = Some(self.due.elapsed());
            }
        }
    }
}

impl Measured {
    /// Counts a request that has ended.
    pub(super) fn add(&mut self, reading: &Reading, outcome: Result<&Outcome, &AttemptError>) {
        let failure = match outcome {
            Ok(outcome) if outcome.status.is_success() => {
                self.latency.add(reading.due.elapsed());
                if let Some(time) = reading.first_token {
                    self.first_token.add(time);
                }
                let usage = reading.events.seen().usage.or_else(|| usage_of(&outcome.body));
                self.output_tokens += usage.map_or(0, |usage| usage.output_tokens);
                return;
            }
            Ok(outcome) => outcome.status.as_str().to_owned(),
            Err(AttemptError::Timeout { .. }) => "timeout".to_owned(),
            Err(AttemptError::BrokenOff { .. }) => "disconnected".to_owned(),
            Err(AttemptError::Unreachable { .. }) => {
                self.unreachable += 1;
                "unreachable".to_owned()
            }
        };
        *self.errors.entry(failure).or_default() += 1;
    }

    fn failed(&self) -> u64 {
        self.errors.values().sum()
    }

    pub(super) fn exit(&self) -> Exit {
        match (self.failed() + self.unsent, self.latency.total()) {
            (0, _) => Exit::Done,
            (failed, 0) if failed == self.unreachable => Exit::Unreachable,
            _ => Exit::Findings,
        }
    }

    fn per_second(&self, count: u64) -> f64 {
        let rate = count as f64 / self.elapsed.as_secs_f64().max(f64::MIN_POSITIVE);
        (rate * 10.0).round() / 10.0
    }

    /// For scripts.
    pub(super) fn shape(&self, name: &str, simulated: bool) -> Value {
        let (succeeded, failed) = (self.latency.total(), self.failed());
        json!({
            "name": name,
            "simulated": simulated,
            "seconds": (self.elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
            "requests": {"sent": succeeded + failed, "succeeded": succeeded, "failed": failed,
                "notSent": self.unsent, "perSecond": self.per_second(succeeded + failed)},
            "errors": self.errors,
            "latencyMilliseconds": percentiles(&self.latency),
            "firstTokenMilliseconds": percentiles(&self.first_token),
            "outputTokens": self.output_tokens,
            "outputTokensPerSecond": self.per_second(self.output_tokens),
        })
    }

    /// For people.
    pub(super) fn table(&self) -> String {
        let (succeeded, failed) = (self.latency.total(), self.failed());
        let seconds = self.elapsed.as_secs_f64();
        let mut rows = vec![
            ("requests", format!("{} sent in {seconds:.1} s", succeeded + failed)),
            ("succeeded", succeeded.to_string()),
        ];
        let errors = self.errors.iter().map(|(why, count)| format!("{count} × {why}"));
        let errors = errors.collect::<Vec<_>>().join(", ");
        if failed > 0 {
            rows.push(("failed", format!("{failed} ({errors})")));
        }
        if self.unsent > 0 {
            rows.push(("not sent", self.unsent.to_string()));
        }
        for (what, times) in [("latency", &self.latency), ("first token", &self.first_token)] {
            if times.total() > 0 {
                rows.push((what, words(times)));
            }
        }
        if self.output_tokens > 0 {
            let rate = self.per_second(self.output_tokens);
            rows.push(("output tokens", format!("{} ({rate}/s)", self.output_tokens)));
        }
        let rows: Vec<_> =
            rows.into_iter().map(|(key, value)| vec![key.to_owned(), value]).collect();
        table::draw(None, &rows)
    }
}

const SHOWN: [(&str, u64); 4] = [("p50", 50), ("p90", 90), ("p99", 99), ("max", 100)];

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

fn percentiles(times: &Histogram) -> Value {
    let each = SHOWN.iter().map(|(name, hundredths)| {
        ((*name).to_owned(), json!(times.percentile(*hundredths).map(millis)))
    });
    each.collect::<serde_json::Map<_, _>>().into()
}

fn words(times: &Histogram) -> String {
    let word = |(name, hundredths): &(&str, u64)| {
        let time = times.percentile(*hundredths).map(millis)?;
        Some(format!("{name} {time} ms"))
    };
    SHOWN.iter().filter_map(word).collect::<Vec<_>>().join(", ")
}
