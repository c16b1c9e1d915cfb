//! Which of the exchanges that were begun are accounted for.

use std::collections::BTreeMap;

/// Numbers of exchanges from 1 on, as ranges: a stream that stays open for hours costs one entry, not one for each request
/// that ended meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// First and last, without gaps inside and none that touch.
    taken: BTreeMap<u64, u64>,
}

impl Tally {
    /// Counts one; whether it was not counted before.
    pub fn take(&mut self, number: u64) -> bool {
        let before = self.taken.range(..=number).next_back().map(|(first, last)| (*first, *last));
        if before.is_some_and(|(_, last)| number <= last) {
            return false;
        }
        let after = number.checked_add(1).and_then(|next| self.taken.remove(&next));
        let last = after.unwrap_or(number);
        match before.filter(|(_, end)| end + 1 == number) {
            Some((first, _)) => self.taken.insert(first, last),
            None => self.taken.insert(number, last),
        };
        true
    }

    /// Counts all of a range; whether none was counted before.
    pub fn take_all(&mut self, first: u64, last: u64) -> bool {
        let before = self.taken.range(..=last).next_back();
        if first > last || before.is_some_and(|(_, end)| *end >= first) {
            return false;
        }
        let joined_after = last.checked_add(1).and_then(|next| self.taken.remove(&next));
        let end = joined_after.unwrap_or(last);
        let start = self.taken.range(..first).next_back().map(|(start, end)| (*start, *end));
        match start.filter(|(_, end)| end + 1 == first) {
            Some((start, _)) => self.taken.insert(start, end),
            None => self.taken.insert(first, end),
        };
        true
    }

    /// The ranges of numbers from 1 to `begun` that were not counted.
    #[must_use]
    pub fn open(&self, begun: u64) -> Vec<[u64; 2]> {
        let mut open = Vec::new();
        let mut next = 1;
        for (first, last) in &self.taken {
            if next < *first && next <= begun {
                open.push([next, (*first - 1).min(begun)]);
            }
            next = last.saturating_add(1);
        }
        if next <= begun {
            open.push([next, begun]);
        }
        open
    }

    /// The ranges of numbers that were counted.
    #[must_use]
    pub fn runs(&self) -> Vec<[u64; 2]> {
        self.taken.iter().map(|(first, last)| [*first, *last]).collect()
    }
}

/// How many numbers some ranges have.
#[must_use]
pub fn count(ranges: &[[u64; 2]]) -> u64 {
    let of = |[first, last]: &[u64; 2]| match last.checked_sub(*first) {
        Some(more) => more.saturating_add(1),
        None => 0,
    };
    ranges.iter().map(of).fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_open_is_named_and_nothing_is_counted_twice() {
        let mut tally = Tally::default();
        assert!(tally.take(2) && tally.take(5) && tally.take(3));
        assert!(!tally.take(3) && !tally.take_all(4, 5) && !tally.take_all(9, 8));
        assert_eq!(tally.open(7), [[1, 1], [4, 4], [6, 7]]);
        assert!(tally.take_all(6, 7) && tally.take(4) && tally.take(1));
        assert_eq!(tally.open(7), Vec::<[u64; 2]>::new());
        assert_eq!(tally.taken.len(), 1);
        assert_eq!((tally.runs(), count(&[[1, 1], [4, 7]])), (vec![[1, 7]], 5));
    }

    proptest! {
        #[test]
        fn it_counts_as_a_set_does(numbers in proptest::collection::vec((1_u64..40, 0_u64..4), 0..60)) {
            let mut tally = Tally::default();
            let mut set = std::collections::BTreeSet::new();
            for (first, more) in numbers {
                let all: Vec<_> = (first..=first + more).collect();
                let is_new = all.iter().all(|one| !set.contains(one));
                let taken = if more == 0 { tally.take(first) } else { tally.take_all(first, first + more) };
                prop_assert_eq!(taken, is_new);
                if taken {
                    set.extend(all);
                }
            }
            let open: Vec<_> = tally.open(45).into_iter().flat_map(|[a, b]| a..=b).collect();
            prop_assert_eq!(open, (1..=45).filter(|one| !set.contains(one)).collect::<Vec<_>>());
        }
    }
}
