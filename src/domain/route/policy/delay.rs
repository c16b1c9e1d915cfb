//! `traffic.delay`: how long a request waits before it is forwarded.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/delay.rs` at 75b4e6ce6.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::spec;
use crate::domain::route::cel::{Activation, Expression};
use crate::domain::route::duration;
use crate::domain::route::reason::Reason;

/// `traffic.delay`.
#[derive(Clone, Debug)]
pub enum Delay {
    Fixed(Duration),
    Reckoned(Expression),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    duration: String,
}

impl Delay {
    /// Reads `duration`: a duration, or an expression whose value is in milliseconds.
    ///
    /// # Errors
    /// An expression that is too large or names what this twin has not. One that does not compile means no delay.
    pub(in crate::domain) fn read(
        written: &Value,
        notes: &mut Vec<Reason>,
    ) -> Result<Self, Reason> {
        let Spec { duration } = spec::parse(written)?;
        Ok(match duration::parse(&duration) {
            Some(fixed) => Delay::Fixed(fixed),
            None => Delay::Reckoned(Expression::permissive(&duration, notes)?),
        })
    }

    /// What tells how long, where that is no fixed time.
    #[must_use]
    pub fn expression(&self) -> Option<&Expression> {
        match self {
            Delay::Fixed(_) => None,
            Delay::Reckoned(by) => Some(by),
        }
    }

    /// How long a request waits.
    #[must_use]
    pub fn of(&self, facts: &Activation<'_>) -> Duration {
        match self {
            Delay::Fixed(delay) => *delay,
            Delay::Reckoned(delay) => {
                let millis = delay.millis(facts).and_then(|millis| u64::try_from(millis).ok());
                Duration::from_millis(millis.unwrap_or_default())
            }
        }
    }
}
