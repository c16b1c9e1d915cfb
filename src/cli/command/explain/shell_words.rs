//! The words of a command line, as a shell reads them.

use std::str::Chars;

use anyhow::anyhow;

/// Splits a command line into words as a POSIX shell does, without expanding anything: `$KEY` stays as written. Comments
/// and redirections are dropped, and what another command begins with ends the line (`|`, `;`, `&`). No library supports
/// `$'…'`, which browsers use when they copy a request as curl, so this is our own (docs/ARCHITECTURE.md).
///
/// # Errors
/// A quote that does not end.
///
/// Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting, 2.3 Token Recognition and 2.7 Redirection.
pub(super) fn words(line: &str) -> anyhow::Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    // Whether the next word is the file of a redirection.
    let mut is_target = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' | '\r' => finish(&mut words, &mut word, &mut is_target),
            '|' | ';' | '&' => break,
            '<' | '>' => {
                // A number right before it says which of the program's files is meant.
                word.take_if(|word| word.chars().all(|c| c.is_ascii_digit()));
                finish(&mut words, &mut word, &mut is_target);
                is_target = true;
                let rest = chars.as_str().trim_start_matches(['<', '>', '&', '|']);
                chars = rest.chars();
            }
            '#' if word.is_none() => while chars.next().is_some_and(|c| c != '\n') {},
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some('\'') => break,
                        Some(c) => word.push(c),
                        None => return Err(endless('\'')),
                    }
                }
            }
            '"' => quoted(&mut chars, word.get_or_insert_default())?,
            '$' if chars.as_str().starts_with('\'') => {
                chars.next();
                word.get_or_insert_default().push_str(&escaped(&mut chars)?);
            }
            '\\' => match chars.next() {
                // A line that goes on.
                None | Some('\n') => {}
                Some('\r') if chars.as_str().starts_with('\n') => drop(chars.next()),
                Some(c) => word.get_or_insert_default().push(c),
            },
            c => word.get_or_insert_default().push(c),
        }
    }
    finish(&mut words, &mut word, &mut is_target);
    Ok(words)
}

/// Ends a word. The target of a redirection is none of the command's.
fn finish(words: &mut Vec<String>, word: &mut Option<String>, is_target: &mut bool) {
    let Some(word) = word.take() else { return };
    if !std::mem::take(is_target) {
        words.push(word);
    }
}

/// A quote without its other half.
fn endless(quote: char) -> anyhow::Error {
    anyhow!("unterminated {quote} in the curl command")
}

/// Up to the closing `"`, in which a backslash guards only a few characters.
fn quoted(chars: &mut Chars<'_>, word: &mut String) -> anyhow::Result<()> {
    loop {
        match chars.next() {
            Some('"') => return Ok(()),
            Some('\\') => match chars.next() {
                Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                Some('\n') => {}
                Some(c) => word.extend(['\\', c]),
                None => break,
            },
            Some(c) => word.push(c),
            None => break,
        }
    }
    Err(endless('"'))
}

/// Up to the closing `'` of `$'…'`, in which a backslash writes what else cannot be written. Bytes that are no UTF-8 are
/// replaced.
fn escaped(chars: &mut Chars<'_>) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    loop {
        match chars.next() {
            Some('\'') => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Some('\\') => escape(chars, &mut bytes)?,
            Some(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => return Err(endless('\'')),
        }
    }
}

/// What is behind a backslash in `$'…'`. `\u` is none of POSIX's, but every shell's that has it.
fn escape(chars: &mut Chars<'_>, into: &mut Vec<u8>) -> anyhow::Result<()> {
    let before = chars.as_str();
    let escape = chars.next().ok_or_else(|| endless('\''))?;
    into.push(match escape {
        'a' => 0x07,
        'b' => 0x08,
        'e' | 'E' => 0x1b,
        'f' => 0x0c,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 0x0b,
        '"' => b'"',
        '\'' => b'\'',
        '\\' => b'\\',
        'x' => u8::try_from(digits(chars, 16, 2)).unwrap_or_default(),
        '0'..='7' => {
            *chars = before.chars();
            u8::try_from(digits(chars, 8, 3)).unwrap_or_default()
        }
        'u' | 'U' => {
            let most = if escape == 'u' { 4 } else { 8 };
            let c = char::from_u32(digits(chars, 16, most)).unwrap_or(char::REPLACEMENT_CHARACTER);
            into.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return Ok(());
        }
        other => {
            into.push(b'\\');
            into.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
            return Ok(());
        }
    });
    Ok(())
}

/// The number that the next digits write, at most so many.
fn digits(chars: &mut Chars<'_>, radix: u32, most: usize) -> u32 {
    let mut number: u32 = 0;
    for _ in 0..most {
        let Some(digit) = chars.as_str().chars().next().and_then(|c| c.to_digit(radix)) else {
            break;
        };
        chars.next();
        number = number.wrapping_mul(radix).wrapping_add(digit);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_dollars() {
        assert_eq!(words("a#b '#c' #d\ne").expect("words"), ["a#b", "#c", "e"]);
        assert_eq!(words(r#""$'x'" $KEY $(id)"#).expect("words"), ["$'x'", "$KEY", "$(id)"]);
    }

    #[test]
    fn what_a_shell_reads_is_what_is_read() {
        let lines = [
            r"a\ b 'it'\''s' x$'\t\'\\\x41\101'y",
            "\"a \\\" \\\\ \\q\" ''\\\n c # d\ne",
            r"-H'A: b' --data='{}' a#b",
            "a 2>/dev/null b >/dev/null 2>&1 c </dev/null d",
            "a '|' b\\; c|cat",
            "a 'b&c' d & e",
            "a; false",
        ];
        for line in lines {
            let shell = std::process::Command::new("bash")
                .args(["-c", &format!("w() {{ printf '%s\\0' \"$@\" >&7; }}; {{ w {line}\n}} 7>&1 >/dev/null; wait")])
                .output()
                .expect("bash, which the test command itself runs in");
            let read: Vec<String> = String::from_utf8_lossy(&shell.stdout)
                .split_terminator('\0')
                .map(str::to_owned)
                .collect();
            // What a comment is followed by is another command to a shell.
            let until = line.split(" #").next().unwrap_or(line);
            assert_eq!(words(until).expect("words"), read, "{line}");
        }
    }

    #[test]
    fn what_does_not_end_is_said() {
        for (open, quote) in
            [("curl 'x", '\''), ("curl \"x", '"'), ("curl $'x", '\''), ("curl $'x\\", '\'')]
        {
            let why = words(open).expect_err("refused").to_string();
            assert_eq!(why, format!("unterminated {quote} in the curl command"), "{open}");
        }
    }
}
