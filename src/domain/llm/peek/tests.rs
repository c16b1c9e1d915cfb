//! The peek against serde_json: the same answer where there is one, the same words where there is none.

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::*;

/// Spellings of keys: ours, ours with escapes, and near misses.
const KEYS: [&str; 15] = [
    r#""model""#,
    r#""mod\u0065l""#,
    r#""\u006d\u006f\u0064\u0065\u006C""#,
    r#""Model""#,
    r#""mod\\u0065l""#,
    r#""stream""#,
    r#""str\u0065am""#,
    r#""stream_options""#,
    r#""max_tokens""#,
    r#""max\u005ftokens""#,
    r#""max_completion_tokens""#,
    r#""messages""#,
    r#""input""#,
    r#""a\"b\\""#,
    r#""""#,
];

fn space() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(""), Just(" "), Just("\n"), Just("\t \r\n")]
}

fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>().prop_map(|text| Value::from(text).to_string()),
        Just(r#""\ud83d\ude00 \"model\": \"x\" }]""#.to_owned()),
        Just(r#""\\""#.to_owned()),
    ]
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        string(),
        any::<i64>().prop_map(|number| number.to_string()),
        Just("-0.5e+10".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("null".to_owned()),
    ]
}

fn join(open: &str, items: Vec<String>, between: &str, close: &str) -> String {
    format!("{open}{between}{}{between}{close}", items.join(&format!("{between},{between}")))
}

/// Any JSON value, up to three levels deep, as text.
fn any_value() -> impl Strategy<Value = String> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        let member = (0..KEYS.len(), space(), inner.clone())
            .prop_map(|(key, space, value)| format!("{}{space}:{space}{value}", KEYS[key]));
        prop_oneof![
            (proptest::collection::vec(inner, 0..4), space())
                .prop_map(|(items, space)| join("[", items, space, "]")),
            (proptest::collection::vec(member, 0..4), space())
                .prop_map(|(items, space)| join("{", items, space, "}")),
        ]
    })
}

/// A value of the type that the key asks for, or `null`.
fn value_of(name: &str) -> BoxedStrategy<String> {
    match name {
        "model" => prop_oneof![string(), Just("null".to_owned())].boxed(),
        "stream" => {
            prop_oneof![Just("true"), Just("false"), Just("null")].prop_map(str::to_owned).boxed()
        }
        _ => any_value().boxed(),
    }
}

fn name_of(key: &str) -> String {
    serde_json::from_str(key).expect("a key of the pool")
}

/// A body with no key twice, its members in random order.
pub(crate) fn body() -> impl Strategy<Value = String> {
    let keys = Just((0..KEYS.len()).collect::<Vec<_>>()).prop_shuffle();
    (keys, 0..KEYS.len(), space()).prop_flat_map(|(mut keys, count, space)| {
        keys.truncate(count);
        let mut seen = std::collections::BTreeSet::new();
        keys.retain(|key| seen.insert(name_of(KEYS[*key])));
        let members: Vec<_> = keys
            .into_iter()
            .map(|key| {
                value_of(&name_of(KEYS[key]))
                    .prop_map(move |value| format!("{}{space}:{space}{value}", KEYS[key]))
            })
            .collect();
        members.prop_map(move |members| format!("{space}{}", join("{", members, space, "}")))
    })
}

proptest! {
    #[test]
    fn a_peek_sees_what_a_parse_sees(body in body()) {
        let value: Value = serde_json::from_str(&body).expect("generated");
        let peek = peek(body.as_bytes()).expect("a peek");
        prop_assert_eq!(peek.model(), value.get("model").and_then(Value::as_str));
        prop_assert_eq!(peek.model.is_some(), value.get("model").is_some());
        prop_assert_eq!(
            peek.stream.clone().map(|field| field.value),
            value.get("stream").map(Value::as_bool)
        );
        prop_assert_eq!(
            peek.stream_options.as_ref().map(|field| field.value.is_none()),
            value.get("stream_options").map(Value::is_null)
        );
        prop_assert_eq!(
            peek.max_tokens.as_ref().map(|place| place.is_null),
            value.get("max_tokens").map(Value::is_null)
        );
        prop_assert_eq!(
            peek.max_completion_tokens.as_ref().map(|place| place.is_null),
            value.get("max_completion_tokens").map(Value::is_null)
        );
        prop_assert_eq!(peek.has(Required::Messages), value.get("messages").is_some());
        prop_assert_eq!(peek.has(Required::Input), value.get("input").is_some());
        let is_list = value.get("messages").is_some_and(serde_json::Value::is_array);
        prop_assert_eq!(peek.require(Required::Messages).is_ok(), is_list);
        prop_assert_eq!(peek.is_empty, value.as_object().is_some_and(serde_json::Map::is_empty));
        prop_assert_eq!(body.as_bytes()[peek.object_start - 1], b'{');
        for place in [&peek.max_tokens, &peek.max_completion_tokens].into_iter().flatten() {
            let mut without = body.clone();
            without.replace_range(place.member.clone(), "");
            let expected = value.as_object().map(serde_json::Map::len).unwrap_or_default() - 1;
            let left: serde_json::Map<String, Value> = serde_json::from_str(&without)
                .expect("removing a member leaves an object");
            prop_assert_eq!(left.len(), expected);
        }
    }

    #[test]
    fn every_prefix_is_an_error(body in body()) {
        let body = body.trim_end().as_bytes();
        for end in 0..body.len() {
            prop_assert!(peek(&body[..end]).is_err(), "{}", String::from_utf8_lossy(&body[..end]));
        }
    }

    #[test]
    fn what_a_parse_accepts_is_accepted_and_read_alike(
        body in body(),
        at: proptest::sample::Index,
        byte in proptest::sample::select(&b"{}[]\",:\\ud0-e.ntfmx \n"[..]),
    ) {
        let mut bytes = body.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(parsed) = serde_json::from_slice::<Plain>(&bytes) {
            let peek = peek(&bytes);
            prop_assert!(peek.is_ok(), "{peek:?} {}", String::from_utf8_lossy(&bytes));
            let peek = peek.expect("checked");
            prop_assert_eq!(peek.model(), parsed.model.as_deref());
            prop_assert_eq!(peek.stream.and_then(|field| field.value), parsed.stream);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = peek(&bytes);
    }

    #[test]
    fn bytes_that_look_like_json_never_panic(
        pieces in proptest::collection::vec(0..16_usize, 0..40)
    ) {
        const PIECES: [&str; 16] = [
            "{", "}", "[", "]", "\"", "\\", ":", ",", "\"model\"", "\"\\u00", "1", "-", "e", "null", " ", "\u{e9}",
        ];
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        if serde_json::from_str::<serde_json::Map<String, Value>>(&text).is_err() {
            let accepted = peek(text.as_bytes()).is_ok();
            // Only what is inside a container may have gone unseen.
            let inner = text.matches(['{', '[']).count() > 1;
            prop_assert!(!accepted || inner || text.contains('\\'), "{text}");
        }
    }
}

/// What a provider written with serde would read.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "most of them are there to stand twice")]
struct Plain {
    model: Option<String>,
    stream: Option<bool>,
    stream_options: Option<IgnoredAny>,
    max_tokens: Option<IgnoredAny>,
    max_completion_tokens: Option<IgnoredAny>,
    messages: Option<IgnoredAny>,
    input: Option<IgnoredAny>,
}

fn words(body: &str) -> String {
    peek(body.as_bytes()).expect_err(body).to_string()
}

#[test]
fn malformed_bodies_are_refused_in_serdes_words() {
    for body in [
        "",
        " \n ",
        "x",
        "{",
        "{\"a",
        "{\"a\"",
        "{\"a\" 1",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
        "{} x",
        "{}\n\n  }",
        "{\"a\":tru}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":-",
        "{\"a\":[1,2",
        "{\"a\":[{\"b\":[]}",
        "{\"a\":[1}",
        "{\"a\":'x'}",
        "{\"a\":\n[/]}",
        "{\"mod\\x\":1}",
        "{\"model\":\"\\ud800\"}",
    ] {
        let expected = serde_json::from_str::<Value>(body).expect_err(body).to_string();
        assert_eq!(words(body), expected, "{body}");
    }
}

#[test]
fn wrong_types_and_duplicates_are_refused_in_serdes_words() {
    for body in [
        "{\"model\":5}",
        "{\"model\":1.5}",
        "{\"model\":true, \"stream\":true}",
        "{\"stream\":\"yes\"}",
        "{\"stream\":3 }",
        "{\"model\":\"a\",\n\"mod\\u0065l\":\"b\"}",
        "{\"stream\":true,\"stream\":true}",
    ] {
        let expected = serde_json::from_str::<Plain>(body).expect_err(body).to_string();
        assert_eq!(words(body), expected, "{body}");
    }
}

#[test]
fn a_nested_model_is_not_the_model() {
    let body = br#"{"metadata":{"model":"x","a":[{"model":"y"}]},"messages":"\"model\":\"z\""}"#;
    let peek = peek(body).expect("a peek");
    assert_eq!(peek.model, None);
    assert!(peek.has(Required::Messages) && !peek.is_empty);
}

#[test]
fn nesting_is_bounded_as_in_serde_json() {
    for (depth, is_fine) in [(126, true), (127, false), (100_000, false)] {
        let body = format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(peek(body.as_bytes()).is_ok(), is_fine, "{depth}");
        assert_eq!(serde_json::from_str::<Value>(&body).is_ok(), is_fine, "{depth}");
    }
}

#[test]
fn a_body_that_is_no_object_is_named_for_what_it_is() {
    assert_eq!(words("[1]"), "invalid type: sequence, expected a JSON object at line 1 column 3");
    assert!(words("null").starts_with("invalid type: null, expected a JSON object"));
}
