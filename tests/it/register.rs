//! Where each row of agentgateway's error table, each rule of routing and each known trap is tested; that the tests named
//! here are there.
//!
//! Source: agentgateway at 75b4e6ce6: the errors of `crates/agentgateway/src/proxy/mod.rs`, the routing of
//! `crates/agentgateway/src/http/route.rs` and `crates/agentgateway/src/store/binds.rs`, and the calls of
//! `crates/agentgateway/src/proxy/httpproxy.rs`.

use std::path::Path;

/// A row, and where it is shown.
enum Shown {
    /// The file, and a test in it.
    By(&'static str, &'static str),
    /// It cannot occur, for this reason.
    Never(&'static str),
}

use Shown::{By, Never};

const ERRORS: &str = "tests/it/proxy/errors.rs";
const TLS: &str = "tests/it/proxy/tls.rs";
const AUTH: &str = "tests/it/proxy/auth.rs";
const POLICIES: &str = "tests/it/proxy/policies.rs";
const RETRY: &str = "tests/it/proxy/retry.rs";
const FAILOVER: &str = "tests/it/proxy/failover.rs";
const BODIES: &str = "tests/it/proxy/bodies.rs";
const HEADERS: &str = "tests/it/proxy/headers.rs";
const PATIENCE: &str = "tests/it/proxy/patience.rs";
const STREAMS: &str = "tests/it/proxy/streams.rs";
const FORMATS: &str = "tests/it/proxy/formats.rs";
const ROUTING: &str = "tests/it/proxy/routing.rs";
const TARGETS: &str = "tests/it/proxy/targets.rs";
const COMPILE: &str = "src/domain/compile/tests.rs";
const GUARDS: &str = "tests/it/proxy/guards.rs";
const TABLE: &str = "src/domain/route/table/tests.rs";
const HEALTH: &str = "src/domain/route/health.rs";
const BALANCE: &str = "src/domain/route/balance.rs";
const DURATION: &str = "src/domain/route/duration.rs";
const UPSTREAM: &str = "src/domain/compile/backend/model.rs";

/// The error table, condition by condition.
const ERROR_TABLE: &[(&str, Shown)] = &[
    ("no bind", By(ERRORS, "an_address_whose_gateway_is_gone_is_bind_not_found")),
    ("no listener", By(ERRORS, "a_host_of_no_listener_is_listener_not_found")),
    ("no route", By(ERRORS, "nothing_matches_is_route_not_found")),
    ("delegation loop", Never("a backendRef of kind HTTPRoute is `backend does not exist`")),
    (
        "wrong host on TLS listener",
        By(TLS, "the_server_name_chooses_the_listener_and_other_hosts_are_misdirected"),
    ),
    ("no backends, all weights 0", By(ERRORS, "references_that_lead_nowhere")),
    ("unsupported reference", By(ERRORS, "references_that_lead_nowhere")),
    ("ungranted reference", By(TARGETS, "a_service_of_another_namespace_needs_a_grant")),
    ("missing backend or Service", By(ERRORS, "references_that_lead_nowhere")),
    (
        "backend dropped for its Secret",
        By(UPSTREAM, "a_missing_secret_or_key_drops_the_backend_and_says_which"),
    ),
    ("wrong backend type", Never("such a backend refuses with 501 and a sentence")),
    ("Service without endpoints", By("tests/it/cluster/port_forward.rs", "no healthy backends")),
    ("DNS failure", By(ERRORS, "a_name_that_does_not_resolve_is_503")),
    ("connect failure", By(ERRORS, "a_refused_connection_is_503_in_the_words_of_the_system")),
    ("TLS failure", By(ERRORS, "an_upstream_that_speaks_no_tls_is_503")),
    ("reset before headers", By(ERRORS, "an_upstream_that_closes_before_its_head_is_503")),
    ("connect timeout", By(ERRORS, "an_upstream_that_takes_no_connection_is_504")),
    (
        "connect timeout, TLS",
        By(PATIENCE, "an_upstream_that_takes_a_connection_and_never_answers_the_hello_is_504"),
    ),
    (
        "backendRequest timeout, each attempt",
        By(PATIENCE, "each_attempt_has_its_time_for_the_first_byte_and_the_next_one_starts_afresh"),
    ),
    ("backendRequest and request timeout", By(ERRORS, "timeouts_are_504_and_say_which")),
    (
        "backend credential failure",
        By(ERRORS, "a_key_that_no_header_can_carry_is_500_and_not_sent_without"),
    ),
    (
        "filter error",
        Never("a filter that cannot be applied makes its rule refuse when it is compiled"),
    ),
    ("API key missing or wrong", By(AUTH, "only_a_known_key_passes_and_it_goes_no_further")),
    ("JWT", By(AUTH, "a_token_is_verified_taken_out_and_its_claims_are_seen")),
    ("basic", By(AUTH, "a_name_and_password_let_in_go_no_further_and_are_seen_by_rules")),
    ("authorization denied", By(AUTH, "rules_see_who_asks_and_what")),
    (
        "external authorization denied",
        Never("external servers are beyond this twin: 501 and a sentence"),
    ),
    (
        "rate limited",
        By("tests/it/proxy/rate_limit.rs", "requests_are_counted_and_the_reply_says_what_is_left"),
    ),
    ("body over the limit", By(ERRORS, "a_body_that_turns_out_too_large_is_413")),
    ("body over a policy's buffer", By(POLICIES, "a_body_over_its_buffer_is_413")),
    (
        "body not JSON or of a wrong shape",
        By(ERRORS, "bodies_that_cannot_be_read_are_400_in_the_words_of_serde"),
    ),
    ("no model", By(ERRORS, "no_model_anywhere_is_400")),
    ("no translation", By(FORMATS, "a_conversion_that_agentgateway_has_not_is_its_400")),
    (
        "unknown content-encoding",
        By(ERRORS, "an_encoding_nobody_knows_is_415_and_one_that_lies_503"),
    ),
    ("guard rejected", By(GUARDS, "who_is_refused_gets_the_guards_answer_and_nobody_is_asked")),
    ("guard webhook failed", Never("webhooks are beyond this twin: 501 and a sentence")),
    (
        "upstream 2xx body unparsable",
        Never("replies are passed on and read on the side; none is parsed to be sent"),
    ),
    ("upstream non-2xx", By(ERRORS, "what_the_upstream_refuses_comes_through_as_it_is")),
    ("Models route", By(ERRORS, "a_list_of_models_is_501_in_json")),
    ("direct response", By(POLICIES, "a_direct_response_asks_nobody")),
    (
        "gRPC requests get 200 and grpc-status",
        By("tests/it/proxy/http2.rs", "clients_of_grpc_read_our_refusals_as_trailers"),
    ),
];

/// Matches, precedence, filters, timeouts, retries, weights, and who is asked of several providers.
const RULES: &[(&str, Shown)] = &[
    (
        "hostname before path",
        By(ROUTING, "the_most_specific_match_wins_whatever_the_order_of_rules"),
    ),
    ("the wider host", By(ROUTING, "a_host_falls_through_to_wider_ones_where_no_path_matches")),
    ("all of precedence", By(TABLE, "the_table_finds_what_asking_everybody_finds")),
    ("PathPrefix", By("src/domain/route/matcher/path.rs", "a_prefix_ends_on_a_segment")),
    (
        "RegularExpression of a path",
        By("src/domain/route/matcher/path.rs", "a_regular_expression_covers_the_whole_path"),
    ),
    ("header match", By("src/domain/route/matcher/header.rs", "a_pattern_covers_the_whole_value")),
    (
        "query match",
        By("src/domain/route/matcher/query.rs", "parameters_are_decoded_and_the_last_one_counts"),
    ),
    (
        "header modifiers on rule and backend",
        By(ROUTING, "header_modifiers_change_requests_and_replies_on_rule_and_backend"),
    ),
    (
        "order of a header modifier",
        By("src/domain/route/filter/header_modifier.rs", "add_comes_before_set_and_remove_last"),
    ),
    ("URLRewrite", By(ROUTING, "a_rewrite_changes_path_and_host_and_keeps_the_query")),
    (
        "ReplacePrefixMatch",
        By(
            "src/domain/route/filter/url_rewrite.rs",
            "prefixes_are_replaced_as_the_gateway_api_tables_them",
        ),
    ),
    ("rewrite before route type", By(ROUTING, "the_route_type_is_chosen_after_the_rewrite")),
    ("RequestRedirect", By(ROUTING, "a_redirect_asks_no_upstream_and_is_no_broken_transfer")),
    (
        "redirect's defaults",
        By("src/domain/route/filter/redirect.rs", "what_is_not_named_stays_as_it_was"),
    ),
    ("redirect on a backendRef", By(TARGETS, "a_backend_reference_may_redirect_its_share")),
    ("RequestMirror", By(TARGETS, "mirrors_get_the_request_as_filtered_and_without_its_body")),
    (
        "mirror's share",
        By("src/domain/route/filter/mirror_spec.rs", "the_share_is_exact_at_both_ends_and_between"),
    ),
    ("CORS", By("tests/it/proxy/cors.rs", "policy_and_filter_answer_alike")),
    (
        "ExternalAuth, ExtensionRef",
        By(ERRORS, "a_filter_or_policy_that_is_not_carried_is_501_and_named"),
    ),
    ("request timeout", By(ERRORS, "the_request_timeout_counts_the_time_a_body_takes")),
    ("request timeout over attempts", By(RETRY, "the_exchange_as_a_whole_ends_at_its_bound")),
    ("0s is no timeout", By(DURATION, "durations_are_read_as_the_gateway_api_writes_them")),
    ("a stream outlives its bound", By(RETRY, "a_stream_that_has_begun_outlives_the_bound")),
    ("retry: attempts", By(RETRY, "a_code_of_the_list_is_tried_again_as_often_as_it_says")),
    ("retry: codes", By(RETRY, "other_codes_are_not_tried_again")),
    ("retry: backoff", By(RETRY, "the_pause_is_kept_between_attempts")),
    ("retry: connections", By(RETRY, "a_connection_that_breaks_before_the_head_is_tried_again")),
    ("retry: timeouts", By(RETRY, "an_attempt_out_of_its_time_is_tried_again")),
    ("retry: conditions", By(RETRY, "a_policy_tries_again_as_its_conditions_say")),
    ("weights", By(ROUTING, "weights_are_kept_and_zero_is_never")),
    ("first group", By(BALANCE, "the_first_group_with_someone_in_it_is_asked")),
    ("all left out", By(BALANCE, "where_all_are_left_out_the_first_group_is_asked")),
    ("two draws", By(BALANCE, "the_better_of_two_draws_wins_and_both_may_be_the_same")),
    ("score", By(BALANCE, "the_score_falls_with_latency_and_with_what_is_pending")),
    ("health", By(BALANCE, "health_begins_at_1_and_moves_by_three_tenths")),
    ("latency", By(BALANCE, "latency_begins_with_its_first_value_and_failures_do_not_count")),
    (
        "unhealthy without CEL",
        By(HEALTH, "without_a_condition_5xx_and_silence_are_unhealthy_and_429_is_not"),
    ),
    ("unhealthy by CEL", By(HEALTH, "with_a_condition_it_alone_judges_responses")),
    ("evict when", By(HEALTH, "of_two_thresholds_either_is_enough")),
    ("eviction's duration", By(HEALTH, "a_written_duration_wins_over_what_the_response_asks_for")),
    ("Retry-After, x-ratelimit-*", By(HEALTH, "a_429_says_how_long_in_the_words_of_many")),
    ("times ejected", By(HEALTH, "each_further_eviction_lasts_longer")),
    (
        "restoreHealth",
        By(BALANCE, "who_comes_back_has_the_health_of_the_policy_and_fails_longer_the_next_time"),
    ),
    ("failover within a request", By(FAILOVER, "a_retry_fails_over_within_the_same_request")),
];

/// The traps, by their number.
const TRAPS: &[(&str, Shown)] = &[
    (
        "1 the backend's model wins, aliases apply after it",
        By(BODIES, "aliases_apply_to_what_is_asked_and_to_an_override"),
    ),
    (
        "2 a host override has no TLS and no path of its own",
        By(UPSTREAM, "a_host_override_is_plain_http_and_keeps_the_clients_path"),
    ),
    (
        "3 every path is a chat, GET too",
        By(BODIES, "a_get_without_a_body_is_a_chat_that_does_not_parse"),
    ),
    (
        "4 Bearer is stripped under one key only",
        By("src/domain/value/secret.rs", "bearer_is_stripped_once_and_only_under_the_default_key"),
    ),
    (
        "5 Anthropic's key and version",
        By(HEADERS, "anthropic_gets_its_key_and_version_and_no_traces_of_a_browser"),
    ),
    ("6 without a key the client's goes on", By(HEADERS, "without_a_key_the_clients_own_goes_on")),
    (
        "7 a missing Secret drops the backend",
        By(UPSTREAM, "a_missing_secret_or_key_drops_the_backend_and_says_which"),
    ),
    ("8 no failover without eviction", By(FAILOVER, "without_eviction_nothing_fails_over")),
    ("9 a broken reference keeps its weight", By(ROUTING, "a_broken_reference_keeps_its_weight")),
    ("10 a tie goes to the name", By(COMPILE, "a_tie_goes_to_the_name")),
    ("11 errors of the model path are plain text", By(ERRORS, "no_model_anywhere_is_400")),
    (
        "12 streams are not buffered",
        By(STREAMS, "an_event_reaches_the_client_before_the_next_one_is_sent"),
    ),
    ("12 usage is asked for", By(BODIES, "a_stream_is_asked_for_its_usage_and_nothing_else_is")),
    ("13 max_tokens of gpt models", By(BODIES, "max_tokens_is_renamed_for_gpt_models_only")),
    (
        "14 token limits are paid afterwards",
        By("tests/it/proxy/rate_limit.rs", "tokens_are_paid_for_by_the_reply"),
    ),
    ("15 Models is 501", By(ERRORS, "a_list_of_models_is_501_in_json")),
    ("16 messages to OpenAI", By(ERRORS, "a_translation_that_is_not_carried_is_501_and_named")),
    (
        "17 Gemini's own paths",
        By(FORMATS, "geminis_own_paths_name_the_model_and_the_body_stays_as_it_is"),
    ),
    (
        "18 Azure's resource key",
        By(
            "src/domain/manifest/upstream/tests.rs",
            "a_resource_key_of_azure_goes_where_azure_looks_for_it",
        ),
    ),
    ("19 bodies over 64 KiB are not tried again", By(RETRY, "a_body_over_64_kib_is_sent_once")),
    (
        "20 what only the cluster reaches is said",
        By(TARGETS, "a_service_without_a_way_to_it_is_refused_and_said"),
    ),
];

#[test]
fn every_row_of_the_error_table_every_rule_and_every_trap_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let missing = |(row, shown): &(&str, Shown)| match shown {
        By(file, test) => {
            let text = std::fs::read_to_string(root.join(file)).unwrap_or_default();
            // The whole name of a function, or words that a long test asks for.
            let there =
                text.contains(&format!("fn {test}(")) || test.contains(' ') && text.contains(test);
            (!there).then(|| format!("{row}: {file} has no {test}"))
        }
        Never(why) => why.is_empty().then(|| format!("{row}: no reason")),
    };
    let missing: Vec<_> =
        ERROR_TABLE.iter().chain(RULES).chain(TRAPS).filter_map(missing).collect();
    assert_eq!(missing, Vec::<String>::new());
}
