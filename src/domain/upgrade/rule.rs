//! The changes, one file each. The third digit of a code is the release: AGW70 is 1.5, AGW71 is 1.6.

mod ai_policies_merge;
mod base_url_without_path;
mod catalog_variable_removed;
mod credit_cards_by_check_digit;
mod delegation_needs_grant;
mod groups_evict_by_default;
mod guard_ends_streams;
mod input_tokens_include_cache;
mod jwt_claims_required;
mod jwt_not_before;
mod legacy_token_variable;
mod messages_become_responses;
mod messages_variable;
mod model_paths_exact;
mod policy_services_have_time_limits;
mod proxy_protocol_identity_removed;
mod request_timeout_covers_bodies;
mod telemetry_renamed;
mod transformation_twice;
mod wildcards_expanded;

use super::ReleaseChange;

/// Every change that is known, in the order of codes. A new one is a file, its `mod` line, its row here and its place in
/// the folder of a test.
pub const CHANGES: &[ReleaseChange] = &[
    jwt_claims_required::CHANGE,
    delegation_needs_grant::CHANGE,
    input_tokens_include_cache::CHANGE,
    ai_policies_merge::CHANGE,
    catalog_variable_removed::CHANGE,
    proxy_protocol_identity_removed::CHANGE,
    legacy_token_variable::CHANGE,
    groups_evict_by_default::CHANGE,
    base_url_without_path::CHANGE,
    model_paths_exact::CHANGE,
    messages_become_responses::CHANGE,
    transformation_twice::CHANGE,
    wildcards_expanded::CHANGE,
    credit_cards_by_check_digit::CHANGE,
    telemetry_renamed::CHANGE,
    guard_ends_streams::CHANGE,
    policy_services_have_time_limits::CHANGE,
    jwt_not_before::CHANGE,
    request_timeout_covers_bodies::CHANGE,
    messages_variable::CHANGE,
];
