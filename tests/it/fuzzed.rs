//! The properties of the fuzz target, over inputs that are made from what has broken others: changed seeds of each, and
//! bodies of pieces with escapes in keys, keys that stand twice, a `model` inside. The same ones each time.

#[path = "../fuzz/properties.rs"]
mod properties;

use properties::{PROPERTIES, Property};

const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "\n",
    "null",
    "true",
    "false",
    "0",
    "-1.5e3",
    "1e",
    "\"model\":\"m\"",
    "\"mod\\u0065l\":\"m\"",
    "\"model\":null",
    "\"model\":{\"model\":\"x\"}",
    "\"stream\":true",
    "\"str\\u0065am\":true",
    "\"stream_options\":null",
    "\"stream_options\":{\"include_usage\":false}",
    "\"max_tokens\":5",
    "\"max\\u005ftokens\":null",
    "\"max_completion_tokens\":7",
    "\"max_completion_tokens\":null",
    "\"messages\":[{\"model\":\"y\",\"content\":\"}]\\\"\"}]",
    "\"input\":\"\\\\\"",
    "\"a\":[[{\"b\":[]}]]",
    "\"\\ud83d\\ude00\":1",
    "\"\\ud800\"",
    "\u{e9}",
    "\"\":{}",
    "data: ",
    "\n\n",
    "\r",
    "\"usage\":{\"prompt_tokens\":1}",
    "/*",
];

/// A body of members, most of them in order.
fn body(random: &mut fastrand::Rng) -> String {
    let mut body = String::from("{");
    for index in 0..random.usize(..8) {
        if index > 0 {
            body.push(',');
        }
        // From the members on; the rest breaks the body, or not.
        let from = if random.u8(..8) == 0 { 0 } else { 16 };
        body.push_str(PIECES[random.usize(from..PIECES.len())]);
    }
    body.push('}');
    body
}

#[test]
fn what_is_sent_on_is_what_was_asked_with_what_was_wished() {
    let mut random = fastrand::Rng::with_seed(6);
    for round in 0..60_000 {
        let mut bytes = match round % 3 {
            0 => (0..random.usize(..12)).map(|_| PIECES[random.usize(..PIECES.len())]).collect(),
            _ => body(&mut random),
        }
        .into_bytes();
        if round % 5 == 0 && !bytes.is_empty() {
            let at = random.usize(..bytes.len());
            bytes[at] = random.u8(..);
        }
        (named("bodies").holds)(&bytes);
    }
}

fn named(name: &str) -> &'static Property {
    PROPERTIES.iter().find(|property| property.name == name).expect("a property of this name")
}

/// A seed with a few bytes changed, doubled, moved from elsewhere, or gone.
fn changed(random: &mut fastrand::Rng, seeds: &[&str]) -> Vec<u8> {
    let pick = |random: &mut fastrand::Rng| seeds[random.usize(..seeds.len())].as_bytes().to_vec();
    let mut bytes = pick(random);
    for _ in 0..random.usize(..5) {
        let from = random.usize(..=bytes.len());
        let to = (from + random.usize(..12)).min(bytes.len());
        let piece = match random.u8(..5) {
            0 => Vec::new(),
            1 => bytes[from..to].repeat(1 + random.usize(..40)),
            2 => vec![random.u8(..)],
            3 => PIECES[random.usize(..PIECES.len())].as_bytes().to_vec(),
            _ => {
                let other = pick(random);
                let at = random.usize(..=other.len());
                other[at..(at + 30).min(other.len())].to_vec()
            }
        };
        bytes.splice(from..to, piece);
    }
    bytes
}

#[test]
fn every_reader_of_outside_bytes_holds_its_property() {
    let mut random = fastrand::Rng::with_seed(12);
    for Property { name, seeds, holds } in PROPERTIES {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(2);
        for round in 0..4_000 {
            // A slow machine tries fewer, and each at least a few hundred times.
            if round > 300 && std::time::Instant::now() > until {
                break;
            }
            let bytes = changed(&mut random, seeds);
            let held = std::panic::catch_unwind(|| holds(&bytes));
            assert!(held.is_ok(), "{name}: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}
