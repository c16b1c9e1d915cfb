//! Texts without the escapes of JSON, whether or not they are JSON: cut, with something behind, in single quotes.

/// What a text becomes as its escapes are undone once, twice, and so on to the last. Nothing where it has none.
pub fn layers(text: &str) -> impl Iterator<Item = String> {
    let undone = |text: &str| text.contains('\\').then(|| unescaped(text));
    // Each has half as many backslashes as the one before at most.
    std::iter::successors(undone(text), move |plain| undone(plain))
}

/// A text of JSON without its escapes, as far as they are whole. Those by two hexadecimal digits are JSON5's.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let mut chars = after.chars();
        rest = match chars.next() {
            Some(kind @ ('u' | 'x')) => {
                let end = if kind == 'u' { 5 } else { 3 };
                let code = after.get(1..end).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                plain.extend(code.and_then(char::from_u32));
                after.get(if code.is_some() { end } else { 1 }..).unwrap_or_default()
            }
            Some(one) => {
                plain.push(match one {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    other => other,
                });
                chars.as_str()
            }
            None => "",
        };
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layer_of_escapes_is_undone_and_the_last_has_none() {
        let all = |text: &str| layers(text).collect::<Vec<_>>();
        assert_eq!(all("plain"), [""; 0]);
        assert_eq!(all(r"a\u0062\x63\n"), ["abc\n"]);
        assert_eq!(all(r#"{\"a\":\"\\u0062"#), [r#"{"a":"\u0062"#, r#"{"a":"b"#]);
        assert_eq!(all(r"\\\\u0062").last().map(String::as_str), Some("b"));
        let many = "\\".repeat(1 << 12);
        assert_eq!(layers(&many).count(), 13);
    }
}
