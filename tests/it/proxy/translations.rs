//! Translations between the formats of chats, held to the pairs of `tests/translate`: what is asked and what is sent,
//! what is answered and what the client gets; and to what must hold for whatever comes.

use std::path::PathBuf;

use kubectl_agw::domain::llm::translate::{TRANSLATIONS, Translation};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// When everything here is answered.
const NOW: u64 = 1_700_000_000;

/// The fixtures of one translation whose names begin so, each with its name; there must be some.
fn fixtures(translation: &Translation, kind: &str) -> Vec<(String, String)> {
    let from = translation.from.name().to_lowercase();
    let to = translation.asked_as.name().to_lowercase();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/translate");
    let folder = folder.join(format!("{from}-to-{to}"));
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let files = files.map(|file| file.expect("a file").path());
    let read: Vec<_> = files
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            let text = std::fs::read_to_string(&path).expect("text");
            name.starts_with(kind).then_some((name, text))
        })
        .collect();
    assert!(!read.is_empty(), "{folder:?} has no {kind}");
    read
}

/// The members of a fixture: what goes in, what comes out, or the words about what is wrong.
fn pair(name: &str, text: &str, keys: [&str; 2]) -> (Value, Result<Value, String>) {
    let fixture: Value =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let expected = match fixture.get("wrong").and_then(Value::as_str) {
        Some(words) => Err(words.to_owned()),
        None => Ok(fixture[keys[1]].clone()),
    };
    (fixture, expected)
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

#[test]
fn requests_become_what_the_provider_speaks() {
    for translation in TRANSLATIONS {
        for (name, text) in fixtures(translation, "request-") {
            let (fixture, expected) = pair(&name, &text, ["asked", "sent"]);
            let sent = (translation.request)(object(&fixture["asked"])).map(Value::Object);
            assert_eq!(sent.map_err(|why| why.to_string()), expected, "{name}");
        }
    }
}

#[test]
fn replies_and_errors_become_the_clients() {
    for translation in TRANSLATIONS {
        for (name, text) in fixtures(translation, "reply-") {
            let (fixture, expected) = pair(&name, &text, ["answered", "got"]);
            let got = (translation.reply)(fixture["answered"].clone(), NOW);
            assert_eq!(got.map_err(|why| why.to_string()), expected, "{name}");
        }
        for (name, text) in fixtures(translation, "error-") {
            let (fixture, expected) = pair(&name, &text, ["answered", "got"]);
            let status = fixture["status"].as_u64().and_then(|status| status.try_into().ok());
            let body = fixture["answered"].as_str().expect("text");
            let got = (translation.error)(status.expect("a status"), body.as_bytes());
            assert_eq!(Ok(got), expected, "{name}");
        }
    }
}

/// What a client gets of a stream that comes in these pieces, and how it ends.
fn translated<'p>(
    translation: &Translation,
    pieces: impl Iterator<Item = &'p [u8]>,
) -> (Vec<u8>, Result<(), String>) {
    let (mut stream, mut out) = (translation.stream(NOW), Vec::new());
    for piece in pieces {
        if let Err(why) = stream.feed(piece, &mut out) {
            return (out, Err(why.to_string()));
        }
    }
    let end = stream.finish(&mut out);
    (out, end.map_err(|why| why.to_string()))
}

/// The parts of a fixture of a stream: what comes, what goes on, and why it breaks off.
fn stream(text: &str) -> (&str, &str, Result<(), String>) {
    let (coming, rest) = text.split_once("=====\n").expect("two parts");
    match rest.split_once("===== ") {
        Some((going, why)) => (coming, going, Err(why.trim_end().to_owned())),
        None => (coming, rest, Ok(())),
    }
}

#[test]
fn streams_become_the_clients_however_they_are_cut() {
    for translation in TRANSLATIONS {
        for (name, text) in fixtures(translation, "stream-") {
            let (coming, going, end) = stream(&text);
            for lines in ["\n", "\r\n", "\r"] {
                let coming = coming.replace('\n', lines).into_bytes();
                for size in [1, 2, 3, 7, 64, 1000, coming.len()] {
                    let (out, ended) = translated(translation, coming.chunks(size));
                    let out = String::from_utf8(out).expect("text");
                    assert_eq!((out.as_str(), &ended), (going, &end), "{name} by {size}");
                }
            }
        }
    }
}

#[test]
fn what_a_client_gets_of_an_event_it_gets_before_the_next_has_come() {
    for translation in TRANSLATIONS {
        for (name, text) in fixtures(translation, "stream-") {
            let (coming, going, _) = stream(&text);
            let (mut stream, mut out) = (translation.stream(NOW), Vec::new());
            let events: Vec<_> = coming.split_inclusive("\n\n").collect();
            let mut wrote = 0;
            for event in &events {
                let before = out.len();
                let fed = stream.feed(event.as_bytes(), &mut out);
                wrote += usize::from(out.len() > before);
                if fed.is_err() {
                    break;
                }
            }
            // Of a stream that is not over, all but its end has gone on.
            assert!(going.as_bytes().starts_with(&out), "{name}");
            assert!(wrote > 1 || events.len() < 4, "{name}");
        }
    }
}

/// JSON of any kind, in which names of the formats are common.
fn json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(WORDS);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..6).prop_map(|pairs| {
                let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value));
                Value::Object(pairs.collect())
            }),
        ]
    })
}

const WORDS: &[&str] = &[
    "messages",
    "role",
    "user",
    "assistant",
    "system",
    "tool",
    "content",
    "type",
    "text",
    "image_url",
    "url",
    "data:image/png;base64,AA",
    "tool_calls",
    "function",
    "arguments",
    "{}",
    "id",
    "name",
    "tool_call_id",
    "tools",
    "tool_choice",
    "parameters",
    "stop",
    "max_tokens",
    "response_format",
    "json_schema",
    "schema",
    "usage",
    "input_tokens",
    "prompt_tokens",
    "prompt_tokens_details",
    "model",
    "message",
    "delta",
    "index",
    "choices",
    "finish_reason",
    "stop_reason",
    "content_block",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_start",
    "message_delta",
    "message_stop",
    "error",
    "tool_use",
    "tool_result",
    "tool_use_id",
    "input",
    "input_json_delta",
    "partial_json",
    "text_delta",
    "thinking",
    "thinking_delta",
    "thinking_budget_tokens",
    "reasoning_content",
    "source",
    "reasoning_effort",
    "high",
    "output_config",
    "format",
    "metadata",
    "user_id",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn whatever_comes_is_an_answer_or_words_never_a_panic(any in json(), bytes: Vec<u8>) {
        for translation in TRANSLATIONS {
            if let Value::Object(body) = &any {
                let _ = (translation.request)(body.clone());
            }
            let _ = (translation.reply)(any.clone(), NOW);
            let _ = (translation.error)(500, any.to_string().as_bytes());
            let _ = (translation.error)(500, &bytes);
        }
    }

    #[test]
    fn any_cut_of_any_stream_gives_the_same_bytes(
        events in prop::collection::vec(json(), 0..6),
        noise: Vec<u8>,
        cuts in prop::collection::vec(0usize..400, 0..6),
    ) {
        let mut coming: Vec<u8> = Vec::new();
        for event in events {
            coming.extend_from_slice(format!("data: {event}\n\n").as_bytes());
        }
        coming.extend_from_slice(&noise);
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(coming.len())).collect();
        cuts.extend([0, coming.len()]);
        cuts.sort_unstable();
        for translation in TRANSLATIONS {
            let whole = translated(translation, std::iter::once(&coming[..]));
            let pieces = cuts.windows(2).map(|cut| &coming[cut[0]..cut[1]]);
            prop_assert_eq!(&translated(translation, pieces), &whole);
            prop_assert_eq!(&translated(translation, coming.chunks(1)), &whole);
        }
    }
}
