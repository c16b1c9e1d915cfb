//! Which provider of a backend a request goes to, and what is remembered of each.
//!
//! Source: `crates/agentgateway/src/types/loadbalancer.rs` of agentgateway at 75b4e6ce6.

use std::time::{Duration, Instant};

use super::health::{Eviction, ScoreBefore};

/// How much the newest value counts in a moving average.
const ALPHA: f64 = 0.3;

/// What is remembered of one provider.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointStats {
    /// Moving average of its attempts, 1 for well and 0 for unwell.
    health: f64,
    /// Moving average of the times to the reply's head of attempts that went well. Seconds.
    latency: f64,
    /// Requests that have not ended.
    pending: u32,
    /// Attempts since the last that went well.
    consecutive_failures: u64,
    /// Evictions since the last attempt that went well; each makes the next one longer.
    times_ejected: u32,
    evicted: Option<Evicted>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Evicted {
    until: Instant,
    restore_health: Option<f64>,
}

/// How an attempt went.
#[derive(Clone, Copy, Debug)]
pub struct AttemptResult {
    pub unhealthy: bool,
    /// Time to the reply's head.
    pub latency: Duration,
    /// The default of a duration that the policy does not set.
    pub otherwise: Option<Duration>,
}

impl Default for EndpointStats {
    fn default() -> Self {
        EndpointStats {
            health: 1.0,
            latency: 0.0,
            pending: 0,
            consecutive_failures: 0,
            times_ejected: 0,
            evicted: None,
        }
    }
}

impl EndpointStats {
    /// Whether it is left out at `now`. One whose time is over comes back, with the health that it returns with.
    pub fn is_evicted(&mut self, now: Instant) -> bool {
        let Some(evicted) = self.evicted else { return false };
        if now < evicted.until {
            return true;
        }
        self.evicted = None;
        self.health = evicted.restore_health.unwrap_or(self.health);
        false
    }

    /// Health divided by latency (seconds, longer with requests pending): higher is better, 1 at most.
    #[must_use]
    pub fn score(&self) -> f64 {
        self.health / (1.0 + self.latency * (1.0 + f64::from(self.pending) * 0.1))
    }

    /// A request begins.
    pub fn begin(&mut self) {
        self.pending = self.pending.saturating_add(1);
    }

    /// A request has ended.
    pub fn end(&mut self) {
        self.pending = self.pending.saturating_sub(1);
    }

    /// Remembers an attempt, and leaves the provider out where that is due.
    pub fn record(&mut self, attempt: &AttemptResult, eviction: Option<&Eviction>, now: Instant) {
        let before = ScoreBefore {
            health: self.health,
            consecutive_failures: self.consecutive_failures,
            times_ejected: self.times_ejected,
        };
        if !attempt.unhealthy {
            average(&mut self.latency, attempt.latency.as_secs_f64());
            average(&mut self.health, 1.0);
            self.consecutive_failures = 0;
            self.times_ejected = 0;
            return;
        }
        // A failure is often quick, so its time says nothing.
        average(&mut self.health, 0.0);
        self.consecutive_failures = self.consecutive_failures.saturating_add(1);
        let Some(eviction) = eviction else { return };
        let Some(time) = eviction.after(&before, attempt.otherwise) else { return };
        self.times_ejected = self.times_ejected.saturating_add(1);
        let until = now.checked_add(time).unwrap_or(now + LONGEST);
        let restore_health = eviction.restore_health;
        // One that is left out already, and is asked because all are, does not begin anew.
        self.evicted.get_or_insert(Evicted { until, restore_health });
    }
}

/// What an eviction lasts at the most where its time cannot be told.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// A moving average that begins with its first value.
fn average(old: &mut f64, new: f64) {
    *old = if *old == 0.0 { new } else { ALPHA * new + (1.0 - ALPHA) * *old };
}

/// The provider for a request, as its group and its place in it: of the first group that has one which is not left
/// out, the better of two that are drawn, which may be the same. Where all are left out, one of the first group.
/// `score` tells of a provider; `draw` gives a number below its argument, at random.
///
/// ```
/// use agw_domain::domain::route::balance::{EndpointScore, select};
///
/// // Two groups: the second is used once every member of the first is evicted.
/// let groups = [1, 2];
/// let well = |_, _| EndpointScore { evicted: false, score: 1.0 };
/// assert_eq!(select(&groups, well, |_| 0), Some((0, 0)));
/// let first_is_down = |group, member| EndpointScore { evicted: group == 0, score: member as f64 };
/// let mut drawn = [0, 1].into_iter();
/// assert_eq!(select(&groups, first_is_down, |_| drawn.next().unwrap_or_default()), Some((1, 1)));
/// ```
pub fn select(
    groups: &[usize],
    score: impl FnMut(usize, usize) -> EndpointScore,
    mut draw: impl FnMut(usize) -> usize,
) -> Option<(usize, usize)> {
    select_by(groups, score, |_, choices| better(choices, &mut draw))
}

/// The same, where `choose` takes one of the providers of a group that may be used.
pub fn select_by(
    groups: &[usize],
    mut score: impl FnMut(usize, usize) -> EndpointScore,
    mut choose: impl FnMut(usize, &[&(usize, EndpointScore)]) -> usize,
) -> Option<(usize, usize)> {
    let mut first = None;
    for (group, members) in groups.iter().enumerate() {
        let choices = (0..*members).map(|member| (member, score(group, member)));
        let choices: Vec<_> = choices.collect();
        let active: Vec<_> = choices.iter().filter(|(_, choice)| !choice.evicted).collect();
        if !active.is_empty() {
            return Some((group, choose(group, &active)));
        }
        if first.is_none() && !choices.is_empty() {
            first = Some((group, choices));
        }
    }
    let (group, choices) = first?;
    Some((group, choose(group, &choices.iter().collect::<Vec<_>>())))
}

/// What is to be known of a provider to choose it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EndpointScore {
    pub evicted: bool,
    pub score: f64,
}

fn better(choices: &[&(usize, EndpointScore)], draw: &mut impl FnMut(usize) -> usize) -> usize {
    let (one, other) = (choices[draw(choices.len())], choices[draw(choices.len())]);
    if one.1.score > other.1.score { one.0 } else { other.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn good(seconds: f64) -> AttemptResult {
        let latency = Duration::from_secs_f64(seconds);
        AttemptResult { unhealthy: false, latency, otherwise: None }
    }

    fn bad() -> AttemptResult {
        AttemptResult { unhealthy: true, latency: SECOND, otherwise: None }
    }

    fn at_once(seconds: u64) -> Eviction {
        Eviction { duration: Some(Duration::from_secs(seconds)), ..Eviction::default() }
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn health_begins_at_1_and_moves_by_three_tenths() {
        let now = Instant::now();
        let mut stats = EndpointStats::default();
        close(stats.score(), 1.0);
        stats.record(&bad(), None, now);
        close(stats.health, 0.7);
        stats.record(&bad(), None, now);
        close(stats.health, 0.49);
        stats.record(&good(0.0), None, now);
        close(stats.health, 0.3 + 0.7 * 0.49);
    }

    #[test]
    fn latency_begins_with_its_first_value_and_failures_do_not_count() {
        let now = Instant::now();
        let mut stats = EndpointStats::default();
        stats.record(&good(2.0), None, now);
        close(stats.latency, 2.0);
        stats.record(&bad(), None, now);
        close(stats.latency, 2.0);
        stats.record(&good(1.0), None, now);
        close(stats.latency, 0.3 + 1.4);
    }

    #[test]
    fn the_score_falls_with_latency_and_with_what_is_pending() {
        let mut stats = EndpointStats { latency: 1.0, ..EndpointStats::default() };
        close(stats.score(), 0.5);
        for _ in 0..10 {
            stats.begin();
        }
        close(stats.score(), 1.0 / 3.0);
        (0..20).for_each(|_| stats.end());
        close(stats.score(), 0.5);
    }

    #[test]
    fn without_eviction_nothing_is_ever_left_out() {
        let now = Instant::now();
        let mut stats = EndpointStats::default();
        (0..100).for_each(|_| stats.record(&bad(), None, now));
        assert!(!stats.is_evicted(now));
    }

    #[test]
    fn who_comes_back_has_the_health_of_the_policy_and_fails_longer_the_next_time() {
        let now = Instant::now();
        let eviction = Eviction { restore_health: Some(0.2), ..at_once(5) };
        let mut stats = EndpointStats::default();
        stats.record(&bad(), Some(&eviction), now);
        assert!(stats.is_evicted(now + 4 * SECOND));
        close(stats.health, 0.7);
        assert!(!stats.is_evicted(now + 5 * SECOND));
        close(stats.health, 0.2);
        stats.record(&bad(), Some(&eviction), now + 5 * SECOND);
        assert!(stats.is_evicted(now + 14 * SECOND));
        assert!(!stats.is_evicted(now + 15 * SECOND));
        stats.record(&good(0.1), Some(&eviction), now + 15 * SECOND);
        stats.record(&bad(), Some(&eviction), now + 15 * SECOND);
        assert!(!stats.is_evicted(now + 20 * SECOND), "what went well makes good");
    }

    #[test]
    fn who_is_left_out_already_does_not_begin_anew() {
        let now = Instant::now();
        let mut stats = EndpointStats::default();
        stats.record(&bad(), Some(&at_once(5)), now);
        stats.record(&bad(), Some(&at_once(5)), now + 4 * SECOND);
        assert!(!stats.is_evicted(now + 5 * SECOND));
    }

    fn choices(evicted: &'static [&'static [bool]]) -> impl FnMut(usize, usize) -> EndpointScore {
        // Later members score better.
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        |group, member| EndpointScore { evicted: evicted[group][member], score: member as f64 }
    }

    #[test]
    fn the_first_group_with_someone_in_it_is_asked() {
        let first = select(&[1, 1], choices(&[&[false], &[false]]), |_| 0);
        assert_eq!(first, Some((0, 0)));
        let second = select(&[1, 1], choices(&[&[true], &[false]]), |_| 0);
        assert_eq!(second, Some((1, 0)));
    }

    #[test]
    fn where_all_are_left_out_the_first_group_is_asked() {
        let all = select(&[2, 1], choices(&[&[true, true], &[true]]), |below| below - 1);
        assert_eq!(all, Some((0, 1)));
        assert_eq!(select(&[], choices(&[]), |_| 0), None);
    }

    #[test]
    fn the_better_of_two_draws_wins_and_both_may_be_the_same() {
        let drawn = |draws: [usize; 2]| {
            let mut draws = draws.into_iter();
            let next = move |_| draws.next().expect("two draws");
            select(&[3], choices(&[&[false, false, false]]), next)
        };
        assert_eq!(drawn([0, 2]), Some((0, 2)));
        assert_eq!(drawn([2, 0]), Some((0, 2)));
        assert_eq!(drawn([0, 0]), Some((0, 0)), "the worst is not starved");
    }

    #[test]
    fn who_is_left_out_is_not_drawn_while_others_of_the_group_serve() {
        let found = select(&[3], choices(&[&[false, true, false]]), |below| {
            assert_eq!(below, 2);
            1
        });
        assert_eq!(found, Some((0, 2)));
    }
}
