//! Time and randomness, which the pure domain gets as arguments.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A random number from 0 to below 1, which `random()` gives in an expression.
pub(super) fn chance() -> f64 {
    fastrand::f64()
}

/// The time since 1970-01-01 UTC.
pub(super) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO)
}
