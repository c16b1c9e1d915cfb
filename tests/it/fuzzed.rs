//! The property of the fuzz target, over bodies that are made from what has broken others: escapes in keys, keys that
//! stand twice, a `model` inside, brackets in strings, ends that are missing. The same ones each time.

#[path = "../fuzz/property.rs"]
mod property;

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
        property::holds(&bytes);
    }
}
