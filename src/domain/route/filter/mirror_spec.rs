//! RequestMirror as it is written: where copies are to go, and of which share of the requests.
//!
//! Source: Gateway API, HTTPRequestMirrorFilter (<https://gateway-api.sigs.k8s.io/reference/spec/>).

use crate::domain::crd::gateway_api::RequestMirror;
use crate::domain::route::chance;
use crate::domain::route::reason::{Reason, RuleFault};

/// A mirror that is not resolved yet: where copies are to go, and of which requests.
#[derive(Clone, Debug)]
pub struct MirrorSpec {
    /// Empty for the core group.
    pub group: String,
    pub kind: String,
    /// None for the route's own.
    pub namespace: Option<String>,
    pub name: String,
    /// None where it is not given, or is none.
    pub port: Option<u16>,
    pub share: MirrorShare,
}

/// A share of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MirrorShare {
    numerator: u32,
    /// Never 0, and never less than the numerator.
    denominator: u32,
}

impl MirrorSpec {
    /// Reads the filter.
    ///
    /// # Errors
    /// A share that is not between none and all, or that is given twice.
    pub(super) fn read(filter: &RequestMirror) -> Result<Self, Reason> {
        let wrong = || RuleFault::MirrorShare;
        let part = |number: i32| u32::try_from(number).map_err(|_| wrong());
        let (numerator, denominator) = match (&filter.percent, &filter.fraction) {
            (Some(percent), None) => (part(*percent)?, 100),
            (None, Some(of)) => (part(of.numerator)?, part(of.denominator.unwrap_or(100))?),
            (None, None) => (1, 1),
            (Some(_), Some(_)) => {
                return Err(RuleFault::MirrorShares.into());
            }
        };
        if denominator == 0 || numerator > denominator {
            return Err(wrong().into());
        }
        let share = MirrorShare { numerator, denominator };
        let to = &filter.backend_ref;
        Ok(MirrorSpec {
            group: to.group.clone().unwrap_or_default(),
            kind: to.kind.clone().unwrap_or_else(|| "Service".to_owned()),
            namespace: to.namespace.clone(),
            name: to.name.clone(),
            port: to.port.and_then(|port| u16::try_from(port).ok()),
            share,
        })
    }
}

impl MirrorShare {
    /// ` (5 of 100)`; nothing where it is all of them.
    #[must_use]
    pub fn words(&self) -> String {
        match self.numerator == self.denominator {
            true => String::new(),
            false => format!(" ({} of {})", self.numerator, self.denominator),
        }
    }

    /// Whether one request is of the share. `chance` is uniform over all of `u64`.
    #[must_use]
    pub fn takes(&self, chance: u64) -> bool {
        chance::below(u64::from(self.denominator), chance) < u64::from(self.numerator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(mut share: Value) -> Result<MirrorShare, Reason> {
        share["backendRef"] = json!({"name": "m", "port": 80});
        let spec = MirrorSpec::read(&serde_json::from_value(share).expect("a filter"));
        spec.map(|spec| spec.share)
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
