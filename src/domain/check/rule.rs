//! The rules, in the order of their codes: 1 references, 2 credentials, 3 routing, 4 traps of providers, 5 what is not
//! supported everywhere, 6 what definitions reject, 9 surroundings.

mod alias_never_asked;
mod azure_key_as_token;
mod backend_is_the_gateway;
mod backend_kind_unknown;
mod backend_not_found;
mod backend_without_route;
mod base_url_local;
mod bearer_doubled;
mod client_credential_forwarded;
mod cloud_identity;
mod crd_too_old;
mod credential_empty;
mod credential_no_header_value;
mod credential_optional;
mod credential_padded;
mod credential_placeholder;
mod credential_shared;
mod credential_wrapped;
mod expression_invalid;
mod field_misplaced;
mod field_needs_release;
mod field_newer;
mod field_required;
mod field_twice;
mod filter_not_carried;
mod foreign_dialect;
mod gateway_not_found;
mod groups_without_eviction;
mod host_is_a_url;
mod host_without_path_prefix;
mod host_without_port;
mod hostname_meets_no_listener;
mod hostname_not_lowercase;
mod inline_key;
mod key_of_another_provider;
mod kill_expired;
mod kill_unreadable;
mod kind_misspelt;
mod kind_not_installed;
mod kind_not_read;
mod kubeconfig_absent;
mod kubeconfig_readable;
mod listener_not_carried;
mod listener_not_found;
mod match_invalid;
mod model_ignored;
mod model_of_another_provider;
mod model_parent_not_found;
mod model_pinned;
mod models_not_implemented;
mod not_served;
mod not_served_here;
mod object_not_understood;
mod object_twice;
mod part_without_effect;
mod path_and_prefix;
mod path_literal;
mod path_pins_every_route;
mod plugin_shadowed;
mod policy_field_invalid;
mod policy_not_carried;
mod policy_secret_not_found;
mod policy_section_not_found;
mod policy_target_not_found;
mod provider_name_twice;
mod provider_not_one;
mod reference_not_granted;
mod required_field_missing;
mod route_not_allowed;
mod route_suffix_never_matches;
mod route_type_misspelt;
mod route_type_unknown;
mod route_without_parent;
mod routes_map_missing;
mod rule_broken;
mod rule_field_not_carried;
mod rule_without_backend;
mod secret_key_not_found;
mod secret_not_found;
mod secret_unused;
mod server_unchecked;
mod service_backend;
mod shadowed_match;
mod tie_decided_by_name;
mod timeout_too_short;
mod tls_missing;
mod tls_policy_broken;
mod translation_needed;
mod two_default_routes;
mod unknown_field;
mod unreachable_rule;
mod value_not_taken;
mod weights_all_zero;

use super::Rule;

/// Every rule. A new one is a file, its `mod` line, its row here and its two fixtures.
pub const RULES: &[Rule] = &[
    backend_not_found::RULE,
    secret_not_found::RULE,
    secret_key_not_found::RULE,
    gateway_not_found::RULE,
    listener_not_found::RULE,
    reference_not_granted::RULE,
    backend_kind_unknown::RULE,
    policy_target_not_found::RULE,
    model_parent_not_found::RULE,
    route_not_allowed::RULE,
    route_without_parent::RULE,
    object_not_understood::RULE,
    object_twice::RULE,
    tls_policy_broken::RULE,
    policy_section_not_found::RULE,
    expression_invalid::RULE,
    policy_secret_not_found::RULE,
    policy_field_invalid::RULE,
    not_served::RULE,
    part_without_effect::RULE,
    credential_empty::RULE,
    bearer_doubled::RULE,
    credential_padded::RULE,
    credential_no_header_value::RULE,
    credential_shared::RULE,
    inline_key::RULE,
    secret_unused::RULE,
    credential_placeholder::RULE,
    key_of_another_provider::RULE,
    client_credential_forwarded::RULE,
    azure_key_as_token::RULE,
    credential_optional::RULE,
    credential_wrapped::RULE,
    unreachable_rule::RULE,
    shadowed_match::RULE,
    tie_decided_by_name::RULE,
    backend_without_route::RULE,
    hostname_meets_no_listener::RULE,
    weights_all_zero::RULE,
    rule_without_backend::RULE,
    two_default_routes::RULE,
    match_invalid::RULE,
    hostname_not_lowercase::RULE,
    timeout_too_short::RULE,
    path_literal::RULE,
    host_without_path_prefix::RULE,
    tls_missing::RULE,
    routes_map_missing::RULE,
    groups_without_eviction::RULE,
    model_pinned::RULE,
    alias_never_asked::RULE,
    field_misplaced::RULE,
    host_is_a_url::RULE,
    path_pins_every_route::RULE,
    route_type_misspelt::RULE,
    route_type_unknown::RULE,
    route_suffix_never_matches::RULE,
    models_not_implemented::RULE,
    provider_not_one::RULE,
    host_without_port::RULE,
    path_and_prefix::RULE,
    provider_name_twice::RULE,
    required_field_missing::RULE,
    model_of_another_provider::RULE,
    base_url_local::RULE,
    backend_is_the_gateway::RULE,
    model_ignored::RULE,
    policy_not_carried::RULE,
    translation_needed::RULE,
    listener_not_carried::RULE,
    filter_not_carried::RULE,
    service_backend::RULE,
    rule_field_not_carried::RULE,
    cloud_identity::RULE,
    foreign_dialect::RULE,
    kind_not_read::RULE,
    not_served_here::RULE,
    unknown_field::RULE,
    value_not_taken::RULE,
    field_required::RULE,
    rule_broken::RULE,
    field_newer::RULE,
    kind_misspelt::RULE,
    field_twice::RULE,
    field_needs_release::RULE,
    plugin_shadowed::RULE,
    crd_too_old::RULE,
    kubeconfig_readable::RULE,
    server_unchecked::RULE,
    kubeconfig_absent::RULE,
    kind_not_installed::RULE,
    kill_expired::RULE,
    kill_unreadable::RULE,
];
