//! How long the rule that matches lets a request take.

use serde::Serialize;

use crate::domain::route::table::Rule;

/// The timeouts of a rule; none without a bound.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleTimeouts {
    /// Seconds to the reply's head, over all attempts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timeout_seconds: Option<f64>,
    /// The same for each attempt, where its backend has no limit of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) backend_timeout_seconds: Option<f64>,
}

impl RuleTimeouts {
    /// Those of a rule.
    pub(super) fn of(rule: &Rule) -> Self {
        RuleTimeouts {
            timeout_seconds: rule.request_timeout.map(|limit| limit.as_secs_f64()),
            backend_timeout_seconds: rule.backend_timeout.map(|limit| limit.as_secs_f64()),
        }
    }
}
