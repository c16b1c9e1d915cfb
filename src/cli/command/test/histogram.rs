//! Times in a bounded space: counted in buckets that are never wider than a sixty-fourth of what is in them.

use std::time::Duration;

/// Buckets for each doubling, and microseconds that have a bucket of their own.
const PARTS: u64 = 64;
const SHIFT: u32 = PARTS.trailing_zeros();
/// Enough for all of `u64`.
const BUCKETS: usize = ((u64::BITS - SHIFT + 1) as usize) << SHIFT;

/// How often each time was measured.
pub(super) struct Histogram {
    counts: Vec<u64>,
    total: u64,
    longest: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram { counts: vec![0; BUCKETS], total: 0, longest: 0 }
    }
}

impl Histogram {
    /// Counts a time.
    pub(super) fn add(&mut self, time: Duration) {
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        if let Some(count) = self.counts.get_mut(bucket(micros)) {
            *count += 1;
        }
        self.total += 1;
        self.longest = self.longest.max(micros);
    }

    /// How many were counted.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// The time that so many hundredths of all do not exceed, a sixty-fourth too long at the most; none of none.
    pub(super) fn percentile(&self, hundredths: u64) -> Option<Duration> {
        let rank = (self.total * hundredths).div_ceil(100).max(1);
        let mut seen = 0;
        let found = self.counts.iter().position(|count| {
            seen += count;
            seen >= rank
        })?;
        Some(Duration::from_micros(last(found).min(self.longest)))
    }
}

/// The bucket of a time.
fn bucket(micros: u64) -> usize {
    let doublings = (u64::BITS - micros.leading_zeros()).saturating_sub(SHIFT + 1);
    let part = micros >> doublings;
    usize::try_from((u64::from(doublings) << SHIFT) + part).unwrap_or(usize::MAX)
}

/// The longest time of a bucket. Microseconds.
fn last(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    let doublings = (bucket >> SHIFT).saturating_sub(1);
    let part = bucket - (doublings << SHIFT);
    (part << doublings) + ((1 << doublings) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_a_sixty_fourth_too_long_at_the_most() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.percentile(50), None);
        for millis in 1..=1000 {
            histogram.add(Duration::from_millis(millis));
        }
        for (hundredths, millis) in [(1, 10), (50, 500), (90, 900), (99, 990), (100, 1000)] {
            let found = histogram.percentile(hundredths).expect("a time").as_secs_f64() * 1000.0;
            let true_one = f64::from(millis);
            assert!(
                found >= true_one && found <= true_one * (1.0 + 1.0 / 64.0),
                "{hundredths}: {found}"
            );
        }
        assert_eq!(histogram.percentile(100), Some(Duration::from_secs(1)));
        assert_eq!(histogram.total(), 1000);
    }

    #[test]
    fn each_time_has_a_bucket_that_ends_at_or_after_it() {
        let doublings = (0..64).map(|bits| 1_u64 << bits);
        for micros in doublings.flat_map(|one| [one - 1, one, one + 1]).chain([u64::MAX]) {
            let at = bucket(micros);
            assert!(at < BUCKETS && last(at) >= micros, "{micros} is in {at}");
            assert!(at == 0 || last(at - 1) < micros, "{micros} is in {at}");
        }
    }
}
