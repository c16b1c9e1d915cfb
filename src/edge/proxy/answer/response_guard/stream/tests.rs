//! What passes a guarded stream, and what never does.

use proptest::prelude::*;

use super::property::{self, GUARDS, WORD, guarded};
use super::*;

fn through(pieces: Vec<Bytes>, action: &str) -> Vec<u8> {
    guarded(pieces, &GUARDS[usize::from(action == "Mask")])
}

fn shows(out: &[u8]) -> bool {
    memchr::memmem::find(out, WORD.as_bytes()).is_some()
}

fn escaped(text: &str) -> String {
    text.chars().map(|one| format!("\\u{:04x}", u32::from(one))).collect()
}

/// Bodies of events that say a text, in every shape that somebody streams.
fn saying(text: &str) -> Vec<String> {
    vec![
        format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"{text}"}}}}]}}"#),
        format!(
            r#"{{"choices":[{{"index":0,"delta":{{}}}},{{"index":1,"delta":{{"content":"{text}"}}}}]}}"#
        ),
        format!(
            r#"{{"choices":[{{"delta":{{"tool_calls":[{{"index":0,"function":{{"arguments":"{text}"}}}}]}}}}]}}"#
        ),
        format!(r#"{{"choices":[{{"delta":{{"reasoning_content":"{text}"}}}}]}}"#),
        format!(
            r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{text}"}}}}"#
        ),
        format!(
            r#"{{"type":"content_block_delta","index":1,"delta":{{"type":"input_json_delta","partial_json":"{text}"}}}}"#
        ),
        format!(r#"{{"type":"response.output_text.delta","output_index":0,"delta":"{text}"}}"#),
        format!(r#"{{"type":"response.novelty","a":{{"b":["{text}"]}}}}"#),
        format!(
            r#"{{"candidates":[{{"content":{{"parts":[{{"text":"{text}","thought":true}}]}}}}]}}"#
        ),
        format!(r#"{{"x":"{text}","x":"ok"}}"#),
        format!(r#"{{"choices":[{{"delta":{{"content":"{text}"}}}}],}}"#),
        format!(r#"["{text}"]"#),
        format!("\"{text}\""),
        text.to_owned(),
    ]
}

fn cut(bytes: &[u8], sizes: &[usize]) -> Vec<Bytes> {
    let mut rest = bytes;
    let mut pieces = Vec::new();
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at((*size).min(rest.len()));
        pieces.push(Bytes::copy_from_slice(piece));
        rest = after;
    }
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_word_never_passes_in_any_shape_of_an_event_and_any_cut_of_the_wire(
        shape in 0..14_usize,
        ends in prop::sample::select(vec!["\n", "\r", "\r\n"]),
        last in prop::sample::select(vec!["", "\n", "\r", "\n\n", "\r\r", "\r\n\r\n"]),
        begin in prop::sample::select(vec!["", "\u{feff}", ": note\n", "event: x\n", "id: 1\n\n"]),
        is_escaped in any::<bool>(),
        long in prop::sample::select(vec![0_usize, 10, 1100, 70_000]),
        action in prop::sample::select(vec!["Reject", "Mask"]),
        sizes in prop::collection::vec(1..3000_usize, 1..6),
    ) {
        let word = if is_escaped && shape != 13 { escaped(WORD) } else { WORD.to_owned() };
        let data = &saying(&word)[shape];
        let before = format!(
            "data: {}{ends}{ends}", saying(&"y".repeat(long))[0]);
        let stream = format!("{begin}{before}data: {data}{last}");
        let out = through(cut(stream.as_bytes(), &sizes), action);
        prop_assert!(!shows(&out), "{}", String::from_utf8_lossy(&out));
        prop_assert!(memchr::memmem::find(&out, word.as_bytes()).is_none());
    }

    #[test]
    fn a_stream_without_the_word_goes_on_byte_by_byte(
        ends in prop::sample::select(vec!["\n", "\r", "\r\n"]),
        texts in prop::collection::vec("[a-z ]{0,40}", 0..60),
        done in any::<bool>(),
        sizes in prop::collection::vec(1..3000_usize, 1..6),
    ) {
        let mut stream = String::from("event: x\n: note\nid: 7\n");
        for text in &texts {
            for data in saying(text).iter().take(8) {
                stream.push_str(&format!("data: {data}{ends}{ends}"));
            }
        }
        if done {
            stream.push_str("data: [DONE]");
        }
        let out = through(cut(stream.as_bytes(), &sizes), "Reject");
        prop_assert_eq!(String::from_utf8_lossy(&out), stream);
    }
}

#[test]
fn the_property_that_is_fuzzed_holds_of_its_seeds_in_any_cut() {
    for seed in property::SEEDS {
        let rest = seed.as_bytes().split_first().expect("a byte").1;
        for first in 0..=u8::MAX {
            property::holds(&[&[first], rest].concat());
        }
    }
}

#[test]
fn a_word_in_two_events_is_found_though_others_come_between() {
    let choice = |index: u64, text: &str| {
        format!(r#"data: {{"choices":[{{"index":{index},"delta":{{"content":"{text}"}}}}]}}"#)
    };
    let events = [choice(0, "topse"), choice(1, "zzz"), choice(0, "cret42")].join("\n\n");
    assert!(!shows(&through(vec![Bytes::from(events)], "Reject")));
    let both = |out: Vec<u8>| {
        let out = String::from_utf8_lossy(&out).into_owned();
        out.contains("topse") && out.contains("cret42")
    };
    let events = [choice(0, "topse"), choice(1, "zzz"), choice(0, "cret42")].join("\n\n");
    assert!(!both(through(vec![Bytes::from(events)], "Reject")));
}

#[test]
fn lines_that_are_not_data_are_looked_at_too() {
    for stream in [
        ": topsecret42\n\n",
        "event: topsecret42\ndata: {}\n\n",
        "data : topsecret42\n\n",
        "topsecret42",
        "id: topsecret42\r\r",
    ] {
        let out = through(vec![Bytes::from_static(stream.as_bytes())], "Mask");
        assert!(!shows(&out), "{stream}");
    }
}

#[test]
fn what_cannot_be_looked_at_ends_the_stream_and_is_never_held_without_end() {
    let long = format!("data: {{\"x\":\"{}{WORD}\"}}\n\n", "y".repeat(HELD));
    let comments = ": x\n".repeat(HELD / 2);
    let endless = format!("data: {}", "y".repeat(3 * HELD));
    for (stream, why) in [
        (long, "longer than 2 MiB"),
        (comments, "longer than 2 MiB"),
        (endless, "longer than 2 MiB"),
        ("data: {\"a\":1,\"a\":2}\n\n".to_owned(), "duplicate field"),
        ("data: nonsense".to_owned(), "not valid JSON"),
    ] {
        let out = through(cut(stream.as_bytes(), &[100_000]), "Reject");
        let out = String::from_utf8_lossy(&out);
        assert!(out.contains("guardrail_blocked") && out.contains(why), "{out:.200}");
        assert!(!out.contains(WORD));
    }
}

/// Streams in which a client joins what stands in two fields.
#[test]
fn a_word_in_two_fields_that_a_client_joins_is_found() {
    let block = |kind: &str, field: &str, added: &str| {
        [
            format!(
                r#"{{"type":"content_block_start","index":1,"content_block":{{"type":"{kind}","{field}":"tops"}}}}"#
            ),
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"zz"}}"#
                .to_owned(),
            format!(
                r#"{{"type":"content_block_delta","index":1,"delta":{{"type":"{kind}_delta","{added}":"ecret42"}}}}"#
            ),
        ]
    };
    let three = |events: [&str; 3]| events.map(str::to_owned);
    for events in [
        block("text", "text", "text"),
        block("thinking", "thinking", "thinking"),
        block("input_json", "input", "partial_json"),
        three([
            r#"{"candidates":[{"content":{"parts":[{"text":"tops"}]}}]}"#,
            r#"{"candidates":[{"content":{"parts":[{"text":"zz","thought":true}]}}]}"#,
            r#"{"candidates":[{"content":{"parts":[{"text":"ecret42"}]}}]}"#,
        ]),
        three([
            r#"{"choices":[{"index":0,"delta":{"content":"tops"}}]}"#,
            r#"{"choices":[{"index":1,"delta":{"content":"zz"}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"ecret42"}]}}]}"#,
        ]),
        three([
            r#"{"choices":[{"index":0,"delta":{"content":"tops"}}]}"#,
            "{}",
            r#"{"choices":[{"message":{"content":"ecret42"}}]}"#,
        ]),
        three([
            r#"{"type":"response.content_part.added","output_index":1,"content_index":0,"part":{"type":"output_text","text":"tops"}}"#,
            r#"{"type":"response.novelty.delta","output_index":1,"content_index":0,"delta":"zz"}"#,
            r#"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"ecret42"}"#,
        ]),
    ] {
        let stream: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
        let out = through(vec![Bytes::from(stream)], "Reject");
        let out = String::from_utf8_lossy(&out);
        assert!(!out.contains("ecret42"), "{out}");
    }
}
