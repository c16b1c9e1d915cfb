//! RequestMirror: a share of the requests goes elsewhere as well, without a body, and what comes back is thrown away
//! (reference/agentgateway.md §4.3).

use std::sync::Arc;

use crate::domain::crd::gateway_api::{MirrorRef, RequestMirror};
use crate::domain::route::http_upstream::HttpUpstream;

/// One mirror.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// The backend as it is written.
    pub backend: MirrorRef,
    /// None until it is resolved, and where it cannot be.
    pub upstream: Option<Arc<HttpUpstream>>,
    numerator: u32,
    denominator: u32,
}

impl Mirror {
    pub(super) fn read(filter: &RequestMirror) -> Result<Self, String> {
        let wrong = "a mirror's share is not between none and all";
        let part = |number: i32| u32::try_from(number).map_err(|_| wrong.to_owned());
        let (numerator, denominator) = match (&filter.percent, &filter.fraction) {
            (Some(percent), None) => (part(*percent)?, 100),
            (None, Some(of)) => (part(of.numerator)?, part(of.denominator.unwrap_or(100))?),
            (None, None) => (1, 1),
            (Some(_), Some(_)) => {
                return Err("a mirror has both `percent` and `fraction`".to_owned());
            }
        };
        if denominator == 0 || numerator > denominator {
            return Err(wrong.to_owned());
        }
        let backend = filter.backend_ref.clone();
        Ok(Mirror { backend, upstream: None, numerator, denominator })
    }

    /// Where copies go, and of how many requests: `Service n/shadow (5 of 100)`. None where they go nowhere.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let to = self.upstream.as_ref()?;
        let share = match self.numerator == self.denominator {
            true => String::new(),
            false => format!(" ({} of {})", self.numerator, self.denominator),
        };
        Some(format!("{} {}{share}", to.kind, to.name))
    }

    /// Whether one request is mirrored. `chance` is uniform over all of `u64`.
    #[must_use]
    pub fn takes(&self, chance: u64) -> bool {
        let scaled = (u128::from(chance) * u128::from(self.denominator)) >> 64;
        scaled < u128::from(self.numerator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(mut share: Value) -> Result<Mirror, String> {
        share["backendRef"] = json!({"name": "m", "port": 80});
        Mirror::read(&serde_json::from_value(share).expect("a filter"))
    }

    #[test]
    fn the_share_is_exact_at_both_ends_and_between() {
        let none = read(json!({"percent": 0})).expect("valid");
        let all = read(json!({})).expect("valid");
        let third = read(json!({"fraction": {"numerator": 1, "denominator": 3}})).expect("valid");
        for chance in [0, u64::MAX / 2, u64::MAX] {
            assert!(!none.takes(chance) && all.takes(chance), "{chance}");
        }
        assert!(third.takes(u64::MAX / 3 - 1) && !third.takes(u64::MAX / 3 + 1));
        let percent = read(json!({"percent": 20})).expect("valid");
        assert!(percent.takes(u64::MAX / 5 - 1) && !percent.takes(u64::MAX / 5 + 1));
    }

    #[test]
    fn a_share_that_is_none_is_said() {
        for share in [
            json!({"percent": -1}),
            json!({"percent": 101}),
            json!({"fraction": {"numerator": 1, "denominator": 0}}),
            json!({"percent": 1, "fraction": {"numerator": 1}}),
        ] {
            assert!(read(share.clone()).is_err(), "{share}");
        }
    }
}
