//! What nobody may do to a user of this program, number by number, and the tests that show it; that the tests named here
//! are there.
//!
//! `docs/security.md` says what each of these protects from.

use std::path::Path;

/// A number, what it is about, and where it is shown: files, each with tests in it.
type Row = (u8, &'static str, &'static [(&'static str, &'static [&'static str])]);

const ROWS: &[Row] = &[
    (
        1,
        "what may not be read shuts routes, and never opens one",
        &[
            (
                "src/domain/compile/unread/tests.rs",
                &[
                    "whatever_kind_is_unread_shuts_the_routes_that_depend_on_it_and_names_the_right",
                    "who_wants_it_does_without_policies_that_may_not_be_read_and_without_nothing_else",
                    "no_listener_is_implied_where_gateways_may_not_be_read",
                    "a_crd_that_is_not_installed_is_no_lack_of_rights",
                ],
            ),
            (
                "src/edge/source/cluster/tests.rs",
                &[
                    "what_is_newer_waits_while_a_kind_that_was_read_may_not_be_read",
                    "a_refusal_that_lasts_gives_up_all_that_is_refused_and_forgets_no_object",
                ],
            ),
            (
                "src/edge/cluster/watch/tests.rs",
                &[
                    "a_watch_that_ends_at_once_or_is_refused_while_lists_work_is_no_storm",
                    "an_api_server_that_asks_for_time_is_given_it",
                    "refusals_of_an_api_server_that_starts_are_over_in_seconds",
                ],
            ),
            (
                "src/domain/snapshot/alike.rs",
                &["a_status_a_label_or_an_annotation_changes_no_route_and_a_spec_does"],
            ),
            (
                "tests/it/cluster/outages.rs",
                &[
                    "restarts_of_the_api_server_a_stopped_etcd_and_crds_that_go_fail_no_request",
                    "rights_that_are_away_for_a_while_fail_no_request_and_those_that_stay_away_shut_every_route",
                    "storms_of_429_and_connections_that_fall_silent_fail_no_request",
                    "a_certificate_that_expires_and_is_renewed_fails_no_request",
                ],
            ),
            (
                "src/edge/cluster/transport/tests.rs",
                &["a_rotated_token_file_is_used_after_a_refusal_with_and_without_a_final_newline"],
            ),
        ],
    ),
    (
        2,
        "one authority for routing, policies and the upstream",
        &[(
            "tests/it/proxy/arrival.rs",
            &[
                "the_host_that_is_allowed_is_the_host_that_is_called",
                "the_authority_of_the_target_wins_everywhere",
                "in_http2_the_authority_wins_over_a_host_beside_it",
            ],
        )],
    ),
    (
        3,
        "hop-by-hop headers go before any policy",
        &[(
            "tests/it/proxy/arrival.rs",
            &[
                "nothing_that_a_policy_sets_is_named_away_and_nothing_named_is_seen",
                "a_policy_sees_an_upgrade_and_may_take_it_off",
            ],
        )],
    ),
    (
        4,
        "nothing passes a guard unread",
        &[
            (
                "src/domain/llm/texts/tests.rs",
                &[
                    "escapes_hide_nothing_in_arguments_whether_or_not_they_are_json",
                    "a_masked_document_is_written_anew_and_one_that_cannot_be_read_stops_the_body",
                    "texts_of_one_list_are_one_whatever_stands_between",
                    "a_text_is_seen_wherever_it_is",
                    "words_written_as_tokens_are_told",
                ],
            ),
            (
                "src/domain/llm/texts/event.rs",
                &["texts_of_several_fields_that_clients_make_one_of_have_one_place"],
            ),
            (
                "src/edge/proxy/answer/response_guard/stream/tests.rs",
                &[
                    "a_word_in_two_fields_that_a_client_joins_is_found",
                    "the_word_never_passes_in_any_shape_of_an_event_and_any_cut_of_the_wire",
                    "what_cannot_be_looked_at_ends_the_stream_and_is_never_held_without_end",
                    "the_property_that_is_fuzzed_holds_of_its_seeds_in_any_cut",
                ],
            ),
            (
                "tests/it/proxy/guards.rs",
                &["a_body_that_can_be_read_in_two_ways_is_refused_where_guards_look"],
            ),
        ],
    ),
    (
        5,
        "models, listeners and ListenerSets keep their guards",
        &[
            ("tests/it/proxy/models.rs", &["a_failover_enforces_the_authorization_of_its_targets"]),
            (
                "src/domain/route/model_router/tests.rs",
                &["no_guard_of_a_model_goes_away_in_silence"],
            ),
            (
                "src/domain/compile/tests.rs",
                &["a_hostname_of_a_listener_that_is_left_out_falls_to_no_other"],
            ),
            (
                "tests/it/proxy/listeners.rs",
                &[
                    "a_host_of_a_listener_for_other_kinds_falls_to_no_other_listener",
                    "a_host_in_another_case_or_with_a_dot_falls_to_no_other_listener",
                    "a_policy_on_a_listener_set_guards_its_listeners_and_no_other",
                ],
            ),
        ],
    ),
    (
        6,
        "no web page spends the user's keys",
        &[
            ("tests/it/proxy/browsers.rs", &["the_routes_cors_policy_allows_its_origins"]),
            ("tests/it/commands/status.rs", &["no_web_page_reads_the_status_or_asks_a_model"]),
            (
                "src/domain/route/browser.rs",
                &["our_own_hosts_pass_and_no_other", "a_name_without_a_dot_passes_from_no_browser"],
            ),
        ],
    ),
    (
        7,
        "a client's key goes on from no place",
        &[(
            "tests/it/proxy/arrival.rs",
            &[
                "the_clients_key_goes_on_from_no_place_that_holds_it",
                "a_key_or_password_that_a_policy_found_good_goes_on_from_no_place",
            ],
        )],
    ),
    (
        8,
        "an expression that does not compile and a section that is not there are errors",
        &[
            (
                "src/domain/check/rule/policy_section_not_found.rs",
                &["each_kind_of_target_has_sections_of_its_own"],
            ),
            (
                "src/domain/check/rule/expression_invalid.rs",
                &["an_expression_is_looked_at_in_every_place_that_takes_one"],
            ),
            (
                "tests/it/proxy/auth.rs",
                &["a_rule_that_does_not_compile_allows_nothing_and_its_neighbors_stay"],
            ),
            ("tests/it/proxy/uncompiled.rs", &[]),
        ],
    ),
    (
        9,
        "no expression overflows the stack, or takes memory or time without bound",
        &[
            (
                "src/domain/route/cel/tests/bounded.rs",
                &[
                    "no_expression_overflows_the_stack",
                    "any_row_of_tokens_is_an_expression_or_an_error",
                    "whatever_makes_or_copies_values_pays_for_their_size",
                    "patterns_that_are_written_out_are_compiled_once",
                ],
            ),
            (
                "tests/it/proxy/auth.rs",
                &["an_expression_that_is_too_deep_or_too_costly_refuses_and_serve_lives"],
            ),
        ],
    ),
    (
        10,
        "guards and expressions cost what they may",
        &[
            (
                "src/domain/route/policy/guard/tests.rs",
                &["masking_takes_time_in_proportion_to_the_text"],
            ),
            ("tests/it/proxy/guards.rs", &["a_long_prompt_is_masked_while_others_are_served"]),
            (
                "src/domain/route/cel/tests/bounded.rs",
                &["what_costs_without_bound_ends_and_says_so"],
            ),
            (
                "src/domain/value/pattern.rs",
                &["the_patterns_of_a_table_share_one_bound_and_equal_ones_are_one"],
            ),
        ],
    ),
    (11, "what is parsed counts", &[("tests/it/proxy/amplified.rs", &[])]),
    (
        12,
        "a body that stalls locks nobody out",
        &[(
            "tests/it/proxy/uploads.rs",
            &[
                "a_body_that_stalls_is_408_and_gives_its_share_back",
                "a_stalled_stream_of_http2_is_408_and_its_connection_lives",
            ],
        )],
    ),
    (
        13,
        "files are bounded, and one costs the others nothing",
        &[
            (
                "src/domain/value/yaml/bounds.rs",
                &[
                    "aliases_are_bounded_by_the_bytes_that_they_make",
                    "brackets_are_counted_before_they_are_followed",
                ],
            ),
            (
                "src/edge/source/files/walk.rs",
                &["what_cannot_be_read_costs_only_itself_and_is_named"],
            ),
            ("src/edge/disk.rs", &["a_file_over_the_bound_is_an_error_and_never_cut"]),
            (
                "tests/it/commands/kubeconfig.rs",
                &["a_pipe_is_read_as_a_file_is_and_one_that_nothing_writes_to_is_named"],
            ),
            (
                "src/edge/source/files/tests.rs",
                &["a_file_that_holds_less_goes_on_as_it_was_until_that_has_settled"],
            ),
            (
                "src/edge/source/files/follow.rs",
                &["a_file_rewritten_in_its_place_is_never_empty_and_a_deleted_object_goes_soon"],
            ),
        ],
    ),
    (
        14,
        "serve does not call itself",
        &[(
            "tests/it/proxy/targets.rs",
            &[
                "a_request_that_leads_back_to_the_proxy_is_answered_once_whatever_name_it_uses",
                "a_local_model_that_is_not_running_is_not_the_proxy_that_has_its_port",
                "two_proxies_that_lead_to_each_other_answer_once_and_others_see_no_mark",
            ],
        )],
    ),
    (
        15,
        "nothing stops it that should not, and nothing panics",
        &[
            (
                "tests/it/commands/panics.rs",
                &[
                    "no_file_panics_or_hangs_any_command",
                    "no_value_of_a_flag_panics_or_hangs_any_command",
                    "no_kubeconfig_and_no_file_beside_it_panics_or_hangs_any_command",
                ],
            ),
            (
                "src/edge/proxy/socket/http2.rs",
                &[
                    "a_connection_that_says_nothing_certain_is_let_go_when_it_ends_and_when_its_time_is_up",
                ],
            ),
            (
                "src/edge/proxy/connect/http1/tests.rs",
                &["heads_that_announce_others_without_end_are_not_read_without_end"],
            ),
            (
                "src/edge/cluster/credentials.rs",
                &["no_credential_panics_whatever_bytes_it_has_and_none_is_repeated"],
            ),
            ("tests/it/commands/signals.rs", &[]),
        ],
    ),
    (
        16,
        "what looks like a key is masked",
        &[
            (
                "tests/it/commands/leaks.rs",
                &[
                    "a_key_that_is_planted_anywhere_is_shown_by_no_command",
                    "what_is_to_be_applied_keeps_its_values_and_what_cannot_be_does_not",
                    "no_command_shows_a_credential_by_its_name_or_place_nor_commands_a_terminal",
                ],
            ),
            (
                "src/domain/value/redaction/tests.rs",
                &[
                    "what_looks_like_a_key_is_not_shown_wherever_it_is",
                    "the_words_of_a_plugin_hold_no_secret",
                ],
            ),
        ],
    ),
    (
        17,
        "clients' values are clipped, and every request has its line",
        &[
            ("tests/it/proxy/logged.rs", &[]),
            ("tests/it/commands/status.rs", &["lost_lines_of_the_log_are_counted"]),
        ],
    ),
    (
        18,
        "a client's own fault is the client's",
        &[(
            "tests/it/proxy/uploads.rs",
            &[
                "a_client_that_breaks_its_own_body_is_no_failure_of_the_provider",
                "a_client_that_is_slower_than_the_rules_timeout_is_no_failure_of_the_provider",
            ],
        )],
    ),
    (
        19,
        "what may not be read is never shown as absent",
        &[
            (
                "tests/it/cluster/blind.rs",
                &[
                    "without_any_rights_no_view_says_that_there_is_nothing",
                    "rights_in_one_namespace_are_enough_for_it_and_others_are_named_as_unseen",
                    "a_namespace_that_does_not_exist_is_said_by_every_view",
                ],
            ),
            (
                "tests/it/cluster/scope.rs",
                &[
                    "some_namespaces_are_served_with_roles_in_them_and_nothing_else",
                    "who_may_not_watch_is_served_what_is_listed_every_few_seconds",
                ],
            ),
        ],
    ),
    (
        20,
        "what is printed for a shell, a terminal or a folder stays there",
        &[
            ("tests/it/commands/hints.rs", &["no_name_in_a_hint_is_obeyed_by_a_shell"]),
            (
                "tests/it/commands/leaks.rs",
                &["no_command_shows_a_credential_by_its_name_or_place_nor_commands_a_terminal"],
            ),
            ("src/cli/command/serve/endpoint.rs", &["only_addresses_of_this_machine_are_believed"]),
            (
                "tests/it/commands/child.rs",
                &[
                    "the_variables_lead_to_an_address_of_this_machine_only",
                    "a_serve_that_asks_for_a_key_is_not_shown_one_that_it_rejects",
                    "a_status_that_is_an_error_is_not_believed",
                ],
            ),
            ("src/cli/command/export.rs", &["nothing_is_written_outside_of_the_folder"]),
        ],
    ),
    (
        21,
        "a kept connection that closes loses no idempotent request",
        &[(
            "tests/it/proxy/kept.rs",
            &[
                "what_may_be_sent_twice_survives_a_kept_connection_that_closes",
                "what_may_not_be_sent_twice_is_sent_once",
            ],
        )],
    ),
    (
        22,
        "smaller ones",
        &[
            ("tests/it/proxy/upgrades.rs", &["a_protocol_is_the_same_in_any_case"]),
            ("tests/it/proxy/headers.rs", &["what_is_between_neighbours_is_forwarded_neither_way"]),
            (
                "tests/it/proxy/auth.rs",
                &[
                    "the_realm_is_one_quoted_string",
                    "a_wrong_password_takes_as_long_for_every_user_and_for_none",
                ],
            ),
            (
                "tests/it/proxy/kept.rs",
                &[
                    "lengths_that_agree_are_one_and_others_are_refused",
                    "a_reply_that_breaks_off_has_its_head_and_what_came_of_its_body",
                ],
            ),
            ("src/cli/command/graph/mermaid.rs", &["nothing_of_a_name_is_mermaids_or_htmls"]),
        ],
    ),
    (
        23,
        "many objects cost what they must",
        &[
            (
                "tests/it/cluster/connections.rs",
                &["four_hundred_secrets_are_watched_over_a_few_connections_and_within_any_limit"],
            ),
            ("src/cli/descriptors.rs", &["the_soft_limit_becomes_the_hard_one"]),
            ("tests/check.rs", &["ten_thousand_routes_of_one_host_are_checked_in_linear_time"]),
        ],
    ),
    (
        24,
        "add-backend again keeps what is there",
        &[(
            "tests/it/cluster/again.rs",
            &["add_backend_again_keeps_the_gateway_and_says_what_stays_in_force"],
        )],
    ),
];

#[test]
fn every_number_has_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let numbers: Vec<u8> = ROWS.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=24).collect::<Vec<_>>());
    let mut missing = Vec::new();
    for (number, what, shown) in ROWS {
        for (file, tests) in *shown {
            let text = std::fs::read_to_string(root.join(file)).unwrap_or_default();
            // A file without names is about nothing else.
            if !text.contains("#[test]")
                && !text.contains("#[tokio::test")
                && !text.contains("proptest!")
            {
                missing.push(format!("{number} ({what}): {file} has no test"));
            }
            let named = tests.iter().filter(|test| !text.contains(&format!("fn {test}(")));
            missing.extend(named.map(|test| format!("{number} ({what}): {file} has no {test}")));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
