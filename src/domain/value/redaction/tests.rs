//! What is masked as a key, and what is none.

use serde_json::json;

use super::*;

#[test]
fn a_reason_behind_the_name_of_a_secret_is_no_key() {
    for reason in REASONS {
        let text = format!("Secret n/openai-api-key: {reason}: it does not exist");
        assert_eq!(without_keys(&text), text);
    }
    assert!(holds_key("x-api-key: SecretNotFound1"));
}

#[test]
fn a_name_that_begins_as_a_key_does_is_shown() {
    for name in ["xai-stand-in", "xai-grok-4", "pplx-sonar-large", "nvapi-gateway.example"] {
        assert_eq!(without_keys(name), name);
    }
    for key in ["xai-0123456789abcdef0123", "xai-ABCdef123", "sk-learned-by-heart"] {
        assert!(holds_key(key), "{key}");
    }
}

#[test]
fn what_looks_like_a_key_is_not_shown_wherever_it_is() {
    for text in [
        "sk-CANARY",
        "invalid type: string \"sk-proj-CANARY_1-x\", expected struct",
        "%22sk-CANARY0%22",
        "a\\nsk-CANARY0",
        "field `sk-ant-api03-CANARY`",
        "AIzaCANARYxxxxxxxxxxxx",
        "ghp_CANARY0123456789",
        "eyJhbGciOiJIUzI1NiJ9.CANARY.CANARY",
        "-----BEGIN RSA PRIVATE KEY-----\nCANARY",
        "https://user:CANARY@host/v1",
        "https://CANARY@host/v1",
        "GET /v1?key=CANARY&a=b",
        "/v1?a=b&api_key=CANARY",
        "\"model=x?key=CANARY\"",
        "/v1?a=b&amp;access-token=CANARY#x",
        "Authorization: Bearer CANARY12",
        "Basic Q0FOQVJZ CANARY".trim_end_matches(" CANARY"),
        "x-api-key: CANARY12",
        "\"api-key\":\"CANARY12\"",
        "u:CANARY@gw/v1",
        "curl 'u:CANARY@gw/v1'",
        "`host` is u:CANARY@h, and",
        "host: [u:CANARY@h]",
        "u:CANARY@127.0.0.1:1",
        ":CANARY@[::1]:8080",
        "curl -H 'x-auth-token: CANARY12'",
        "x-amz-security-token: CANARY12",
        "X-Password=CANARY12",
    ] {
        let shown = without_keys(text);
        assert!(!shown.contains("CANARY") && !shown.contains("Q0FOQVJZ"), "{text}: {shown}");
        assert!(shown.contains(MASK), "{text}: {shown}");
        assert_eq!(without_keys(&shown), shown, "once is enough");
    }
}

#[test]
fn every_pattern_compiles() {
    assert!(KEY_PATTERNS.iter().all(|known| known.pattern.is_some()));
}

#[test]
fn what_is_no_key_is_shown_as_it_is() {
    for text in [
        "task-scheduler risk-assessment",
        "a Bearer token, Basic authentication",
        "sk-…, sk-..., sk-ant-api…",
        "Authorization: Bearer $KEY",
        "-H \"Authorization: Bearer ${GATEWAY_KEY}\"",
        "http://localhost:8080/v1/chat/completions?model=gpt-4o&stream=true",
        "needs `auth.location: {header: {name: api-key}}`",
        "Secret ns/openai-api-key, key Authorization",
        "registry.example/agw:1.5@sha256:9f86d081884c7d659a2f",
        "vertex:claude-sonnet-4@20250514",
        "ann@example.test, bob@example.test",
        "git@github.com:owner/name",
        "x-model-tier: smart-large",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ] {
        assert_eq!(without_keys(text), text);
    }
}

#[test]
fn the_words_of_a_plugin_hold_no_secret() {
    for text in [
        "password: CANARY",
        "refresh_token=CANARY",
        "the client-secret is CANARY",
        "{\"token\":\"CANARY\"}",
        "cannot use CANARYabcdefgh0123456789",
        "https://u:CANARY@login.example",
    ] {
        let shown = without_secrets(text);
        assert!(!shown.contains("CANARY") && shown.contains(MASK), "{text}: {shown}");
    }
    for text in ["run `aws sso login --profile dev`: not logged in", "error: expired at 10:00"] {
        assert_eq!(without_secrets(text), text);
    }
}

#[test]
fn names_tell_credentials() {
    for name in [
        "Authorization",
        "x-api-key",
        "API_KEY",
        "Cookie",
        "key",
        "x-goog-api-key",
        "X-Amz-Security-Token",
    ] {
        assert_eq!(value_of(name, "CANARY"), MASK, "{name}");
    }
    for name in ["x-model-tier", "content-type", "model", "monkey"] {
        assert_eq!(value_of(name, "smart"), "smart", "{name}");
    }
}

#[test]
fn a_tree_is_masked_to_its_field_names() {
    let mut tree = json!({"a": ["sk-CANARY1"], "sk-CANARY2": {"b": "x"}, "n": 1});
    assert!(mask(&mut tree));
    assert_eq!(tree, json!({"a": ["***"], "***": {"b": "x"}, "n": 1}));
    assert!(!mask(&mut tree));
}
