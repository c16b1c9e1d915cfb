//! What a JSON text takes once it is parsed: a text of a few bytes for each value becomes a hundred times as large as a
//! tree. Counted in one pass before anything is built.

use std::collections::BTreeMap;

use memchr::memchr2;
use serde_json::Value;

/// A shorter text is not counted: its tree is small whatever it holds. Bytes.
pub const LITTLE: usize = 64 * 1024;
/// Trees up to this size are built whatever their text. Bytes.
pub const FREE: usize = 16 * 1024 * 1024;
/// Larger ones may take so many times their text.
pub const MOST: usize = 3;

/// serde_json reads no deeper.
const DEPTH: usize = 128;
/// Members in one node of a map at the most, and at least where there are several nodes.
const NODE: (usize, usize) = (11, 5);
/// What an allocator adds, and the least it gives. Bytes.
const CHUNK: (usize, usize) = (8, 32);
/// A longer list is grown in place. Items.
const LONG: usize = 4096;

/// The room that `trees` trees of a text need together, in bytes; none where that is out of proportion.
#[must_use]
pub fn room(text: &[u8], trees: usize) -> Option<usize> {
    if text.len() < LITTLE {
        return Some(0);
    }
    let bytes = weight(text).saturating_mul(trees);
    (bytes <= FREE.max(text.len().saturating_mul(MOST))).then_some(bytes)
}

/// The bytes that `serde_json::Value` takes for a text, rather more than less. JSON within a tool's `arguments` counts
/// as if it were parsed too, as translations do it.
#[must_use]
pub fn weight(text: &[u8]) -> usize {
    walk(text, true)
}

/// Items or members of a container that is open.
#[derive(Clone, Copy, Default)]
struct Open {
    is_map: bool,
    count: usize,
}

impl Open {
    fn bytes(self) -> usize {
        let Open { is_map, count } = self;
        match (is_map, count) {
            (_, 0) => 0,
            (true, 1..=11) => node(),
            (true, _) => count.div_ceil(NODE.1).saturating_mul(node() + node() / 4),
            (false, ..=LONG) => chunk(count.next_power_of_two().max(4) * size_of::<Value>()),
            (false, _) => count.saturating_mul(size_of::<Value>()),
        }
    }
}

/// One node of a map with its names and values.
fn node() -> usize {
    chunk(NODE.0 * (size_of::<String>() + size_of::<Value>()) + size_of::<BTreeMap<u8, u8>>())
}

/// What so many bytes take from an allocator.
fn chunk(bytes: usize) -> usize {
    match bytes {
        0 => 0,
        _ => (bytes + CHUNK.0).next_multiple_of(16).max(CHUNK.1),
    }
}

fn walk(text: &[u8], looks_within: bool) -> usize {
    let mut open = [Open::default(); DEPTH];
    let (mut depth, mut at, mut total) = (0, 0, size_of::<Value>());
    // The string that comes next may be parsed as JSON itself.
    let mut argues = false;
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => continue,
            b'}' | b']' => {
                total += open[depth].bytes();
                depth = depth.saturating_sub(1);
                continue;
            }
            b',' => {
                open[depth].count += 1;
                argues = false;
                continue;
            }
            _ => {}
        }
        // Whatever it is, the container is not empty.
        open[depth].count = open[depth].count.max(1);
        match byte {
            b'{' | b'[' if depth + 1 == DEPTH => break,
            b'{' | b'[' => {
                depth += 1;
                open[depth] = Open { is_map: *byte == b'{', count: 0 };
                argues = false;
            }
            b'"' => {
                let end = end_of_string(text, at);
                let inside = text.get(at..end).unwrap_or_default();
                total += chunk(inside.len());
                if std::mem::take(&mut argues) {
                    total += within(inside);
                }
                // Of a name with escapes nobody knows which one it is without reading it.
                argues = looks_within && (inside == b"arguments" || inside.contains(&b'\\'));
                at = end + 1;
                argues &= is_name(text, at);
            }
            _ => {}
        }
    }
    // What is not closed was built up to there.
    total + open[..=depth].iter().skip(1).map(|open| open.bytes()).sum::<usize>()
}

/// What a text inside a string takes, where it is JSON.
fn within(inside: &[u8]) -> usize {
    let quoted = [b"\"", inside, b"\""].concat();
    serde_json::from_slice::<String>(&quoted).map_or(0, |text| walk(text.as_bytes(), false))
}

/// Whether a colon comes next.
fn is_name(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

/// Where the quote is that ends a string which begins at `at`.
fn end_of_string(text: &[u8], mut at: usize) -> usize {
    while let Some(found) = text.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if text.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a tree takes, of its containers and texts as they are.
    fn measured(value: &Value) -> usize {
        match value {
            Value::String(text) => chunk(text.capacity()),
            Value::Array(items) => {
                let own = items.capacity() * size_of::<Value>();
                own + items.iter().map(measured).sum::<usize>()
            }
            Value::Object(fields) => {
                let of =
                    |(name, value): (&String, &Value)| chunk(name.capacity()) + measured(value);
                let nodes = if fields.is_empty() { 0 } else { node() };
                nodes.max(fields.len() * 80) + fields.iter().map(of).sum::<usize>()
            }
            _ => 0,
        }
    }

    #[test]
    fn no_tree_takes_much_more_than_was_counted() {
        for unit in [
            r#"{"":0}"#,
            "0",
            "[]",
            "{}",
            r#""""#,
            r#""some text""#,
            r#"{"a":[1,2,{"b":null}],"c":"\n"}"#,
            "[[[[0]]]]",
            r#"{"role":"user","content":"hello, {you}[]"}"#,
        ] {
            for count in [1, 3, 5, 100, 5000] {
                let text = format!("[{}]", vec![unit; count].join(", "));
                let tree: Value = serde_json::from_str(&text).expect("JSON");
                let (counted, real) = (weight(text.as_bytes()), measured(&tree));
                // A long list's spare room is never touched.
                assert!(
                    counted * 2 >= real && counted <= real * 2 + 200,
                    "{unit} {counted} {real}"
                );
            }
        }
        let many: Vec<_> = (0..1000).map(|at| format!("\"{at}\":0")).collect();
        let text = format!("{{{}}}", many.join(","));
        assert!(weight(text.as_bytes()) > 1000 * 80);
    }

    #[test]
    fn ordinary_texts_have_room_and_those_of_tiny_values_have_none() {
        let large = |unit: &str| format!("[{}0]", unit.repeat(16 * 1024 * 1024 / unit.len()));
        let message = format!("{{\"role\":\"user\",\"content\":\"{}\"}},", "word ".repeat(800));
        assert!(room(large(&message).as_bytes(), 2).is_some());
        let image = format!("\"{}\",", "QUJD".repeat(100_000));
        assert!(room(large(&image).as_bytes(), 2).is_some_and(|bytes| bytes < 40 << 20));
        for unit in ["{\"\":0},", "0,", "[],", "\"\",", "{},", "\"a\","] {
            assert_eq!(room(large(unit).as_bytes(), 1), None, "{unit}");
        }
        // Tokens for embeddings: 300,000 of them.
        let tokens = format!("{{\"input\":[{}1]}}", "15339,".repeat(300_000));
        assert!(room(tokens.as_bytes(), 1).is_some());
    }

    #[test]
    fn json_in_a_tools_arguments_counts_as_if_it_were_parsed() {
        let tiny = "{\\\"\\\":0},".repeat(200_000);
        for name in ["arguments", "argument\\u0073"] {
            let text = format!("[{{\"{name}\" : \"[{tiny}0]\"}}]");
            assert_eq!(room(text.as_bytes(), 1), None, "{name}");
        }
        let text = format!("[{{\"content\":\"[{tiny}0]\"}}]");
        assert!(room(text.as_bytes(), 1).is_some());
    }

    #[test]
    fn nothing_that_is_no_json_is_a_trouble() {
        for text in ["", "]]]}", "\"", "\"\\", "{", "[,,", &"[".repeat(100_000), "\u{e9}"] {
            assert!(weight(text.as_bytes()) < 1 << 20);
        }
    }
}
