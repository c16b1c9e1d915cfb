//! The readers of traffic policies, by name.

use super::{api_keys, rows, tokens, users};
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::PolicySource;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::reason::Reason;

/// Reads one policy into what is in force. The settings are those that count, the weakest first: one, or several where
/// the policy adds up.
pub type ReadTraffic =
    fn(&PolicyIndex<'_>, &[PolicySource<'_>], &mut RoutePolicies) -> Result<(), Reason>;

/// Every policy that `compile::attached::support` calls a traffic policy, and no other.
const READERS: &[(&str, ReadTraffic)] = &[
    ("frontend.http", rows::frontend_http),
    ("traffic.apiKeyAuthentication", api_keys::read),
    ("traffic.authorization", rows::authorization),
    ("traffic.basicAuthentication", users::read),
    ("traffic.buffer", rows::buffer),
    ("traffic.cors", rows::cors),
    ("traffic.csrf", rows::csrf),
    ("traffic.delay", rows::delay),
    ("traffic.directResponse", rows::direct_response),
    ("traffic.headerModifiers.request", rows::request_headers),
    ("traffic.headerModifiers.response", rows::response_headers),
    ("traffic.hostRewrite", rows::host_rewrite),
    ("traffic.jwtAuthentication", tokens::read),
    ("traffic.rateLimit", rows::rate_limit),
    ("traffic.retry", rows::retry),
    ("traffic.timeouts", rows::timeouts),
    ("traffic.transformation", rows::transformation),
];

/// The reader of the policy of this name; a policy before routing has the reader of its name under `traffic`.
#[must_use]
pub fn reader(name: &str) -> Option<ReadTraffic> {
    let is_it = |own: &str| match name.strip_prefix("preRouting.") {
        Some(rest) => own.strip_prefix("traffic.") == Some(rest),
        None => own == name,
    };
    READERS.iter().find(|(own, _)| is_it(own)).map(|(_, read)| *read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::compile::attached::support::{ROWS, Support};

    #[test]
    fn what_is_supported_has_a_reader_and_nothing_else_has() {
        for row in ROWS {
            let is_traffic = row.support == Support::Traffic;
            assert_eq!(reader(row.name).is_some(), is_traffic, "{}", row.name);
        }
        assert!(READERS.iter().all(|(name, _)| ROWS.iter().any(|row| row.name == *name)));
        assert!(reader("preRouting.cors").is_some() && reader("preRouting.extAuth").is_none());
    }
}
