//! Rows of metrics by their labels: as many as there is room for, and one for all others.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use super::labels::Bounded;

/// Rows of one kind. Each takes up to 24 KB of every scrape.
const MOST: usize = 1000;

#[derive(Debug)]
pub(super) struct Rows<L, R>(RwLock<HashMap<L, Arc<R>>>);

impl<L, R> Default for Rows<L, R> {
    fn default() -> Self {
        Rows(RwLock::default())
    }
}

impl<L: Bounded + Clone + Eq + Hash + Ord, R: Default> Rows<L, R> {
    /// Observes something of the row with these labels, which come back.
    pub(super) fn observe(&self, labels: L, observe: impl FnOnce(&R)) -> L {
        // A panic elsewhere leaves rows behind, which are still rows.
        let rows = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let other = || rows.get(&L::other()).filter(|_| rows.len() > MOST);
        if let Some(row) = rows.get(&labels).or_else(other) {
            observe(row);
            return labels;
        }
        drop(rows);
        let mut rows = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let key = if rows.len() < MOST { labels.clone() } else { L::other() };
        let row = Arc::clone(rows.entry(key).or_default());
        drop(rows);
        observe(&row);
        labels
    }

    /// All rows, in their order. They are not locked while they are read.
    pub(super) fn all(&self) -> Vec<(L, Arc<R>)> {
        let rows = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> =
            rows.iter().map(|(labels, row)| (labels.clone(), Arc::clone(row))).collect();
        drop(rows);
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        all
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    struct Number(usize);

    impl Bounded for Number {
        fn other() -> Self {
            Number(usize::MAX)
        }
    }

    #[test]
    fn past_the_bound_one_row_counts_all_others_and_those_before_go_on() {
        let rows = Rows::<Number, AtomicU64>::default();
        let count = |number| {
            let labels = rows.observe(Number(number), |row| {
                row.fetch_add(1, Ordering::Relaxed);
            });
            assert_eq!(labels, Number(number));
        };
        (0..MOST + 25).for_each(count);
        (0..MOST + 25).for_each(count);
        let all = rows.all();
        assert_eq!(all.len(), MOST + 1);
        let counts: Vec<u64> = all.iter().map(|(_, row)| row.load(Ordering::Relaxed)).collect();
        assert!(counts.iter().take(MOST).all(|count| *count == 2), "{counts:?}");
        assert_eq!(counts.last(), Some(&50));
    }
}
