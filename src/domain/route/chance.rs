//! What chance decides: a number that is uniform over all of `u64` comes in, so that the same number decides the same.

/// A number below `total`, each as likely as the others; 0 where `total` is 0.
#[must_use]
pub fn below(total: u64, chance: u64) -> u64 {
    let scaled = (u128::from(chance) * u128::from(total)) >> 64;
    // The product of two u64 has 128 bits, so that its upper half is a u64.
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// The smallest chance for which [`below`] gives at least `least` of `total`.
#[must_use]
pub fn at_least(least: u64, total: u64) -> u64 {
    let chance = (u128::from(least) << 64).div_ceil(u128::from(total.max(1)));
    u64::try_from(chance).unwrap_or(u64::MAX)
}

/// One of several by weight; none where no weight is above 0.
pub fn weighted<T>(all: impl Iterator<Item = (T, u32)> + Clone, chance: u64) -> Option<T> {
    let total = all.clone().map(|(_, weight)| u64::from(weight)).sum();
    let mut rest = below(total, chance);
    for (one, weight) in all {
        match rest.checked_sub(u64::from(weight)) {
            None => return Some(one),
            Some(less) => rest = less,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_shares_of_all_chances() {
        let all = [("a", 1), ("b", 0), ("c", 3)];
        let of = |chance| weighted(all.iter().copied(), chance);
        assert_eq!((of(0), of(u64::MAX)), (Some("a"), Some("c")));
        let first_of_c = at_least(1, 4);
        assert_eq!((of(first_of_c - 1), of(first_of_c)), (Some("a"), Some("c")));
        assert_eq!(weighted([("a", 0)].into_iter(), 7), None);
        assert_eq!(weighted::<()>([].into_iter(), 7), None);
        assert_eq!((below(0, u64::MAX), at_least(1, 0)), (0, u64::MAX));
    }
}
