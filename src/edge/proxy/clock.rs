//! Time and chance, for who has to hand them to the domain.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What `random()` gives.
pub(super) fn chance() -> f64 {
    fastrand::f64()
}

/// Since 1970.
pub(super) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO)
}
