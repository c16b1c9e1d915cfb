//! A curl line, read as a shell and curl read it, as far as it says which request is meant.

use std::str::Chars;

use anyhow::{Context as _, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What a line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curl {
    pub method: Option<String>,
    /// A whole URL, or a path.
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

/// Options of curl that take the next word and say nothing of the request's route.
const WITH_VALUE: &[&str] = &[
    "-o",
    "--output",
    "-m",
    "--max-time",
    "--connect-timeout",
    "--cacert",
    "--cert",
    "--key",
    "-w",
    "--write-out",
    "--resolve",
    "--retry",
    "-x",
    "--proxy",
    "--connect-to",
];

/// Reads a line.
///
/// # Errors
/// A quote that does not end, or a line without a URL.
pub fn read(line: &str) -> anyhow::Result<Curl> {
    let mut words = words(line)?.into_iter().peekable();
    words.next_if(|word| word == "curl" || word.ends_with("/curl"));
    let mut curl = Curl::default();
    let mut url = None;
    while let Some(word) = words.next() {
        // `--data=x` and `-Hx` are one word, `--data x` and `-H x` two.
        let (name, joined) = split(&word);
        let mut value = || {
            let next = joined.clone().or_else(|| words.next());
            next.with_context(|| format!("`{name}` of the curl line has no value"))
        };
        match name.as_str() {
            "-X" | "--request" => curl.method = Some(value()?),
            "-H" | "--header" => {
                let text = value()?;
                if let Some((name, value)) = text.split_once(':') {
                    curl.header(name, value);
                }
            }
            "-A" | "--user-agent" => curl.header("user-agent", &value()?),
            "-u" | "--user" => {
                let login = STANDARD.encode(value()?);
                curl.header("authorization", &format!("Basic {login}"));
            }
            "--oauth2-bearer" => curl.header("authorization", &format!("Bearer {}", value()?)),
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" | "--json" => {
                curl.body = Some(value()?);
            }
            "-G" | "--get" => curl.method = Some("GET".to_owned()),
            "-I" | "--head" => curl.method = Some("HEAD".to_owned()),
            "--url" => url = Some(value()?),
            option if WITH_VALUE.contains(&option) => drop(value()?),
            option if option.starts_with('-') && option.len() > 1 => {}
            _ => url = Some(word),
        }
    }
    curl.url = url.context("the curl line has no URL")?;
    Ok(curl)
}

impl Curl {
    /// White space around a value is none of it (RFC 9110 §5.5).
    fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
}

/// An option and the value that is part of the same word.
fn split(word: &str) -> (String, Option<String>) {
    if word.starts_with("--") {
        return match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word.to_owned(), None),
        };
    }
    let takes = ["-X", "-H", "-d", "-A", "-u", "-o", "-m", "-w", "-x"];
    match takes.iter().find(|name| word.starts_with(**name) && word.len() > 2) {
        Some(name) => ((*name).to_owned(), Some(word[2..].to_owned())),
        None => (word.to_owned(), None),
    }
}

/// Splits a command line into words as a POSIX shell does, without expanding anything: `$KEY` stays as written. Comments
/// are dropped. No library supports `$'…'`, which browsers use when they copy a request as curl, so this is our own
/// (docs/ARCHITECTURE.md).
///
/// Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting and 2.3 Token Recognition.
fn words(line: &str) -> anyhow::Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' | '\r' => words.extend(word.take()),
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
    words.extend(word);
    Ok(words)
}

/// A quote without its other half.
fn endless(quote: char) -> anyhow::Error {
    anyhow!("a {quote} of the curl line does not end")
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
    fn a_line_as_people_paste_it() {
        let line = "curl -sSN http://gw:8080/v1/chat/completions \\\n  -H 'X-Model-Tier: smart' \\\n  \
                    -H \"Authorization: Bearer $KEY\" --data='{\"model\": \"it'\\''s\"}' -o /dev/null";
        let read = read(line).expect("read");
        assert_eq!(read.url, "http://gw:8080/v1/chat/completions");
        assert_eq!(read.headers[0], ("X-Model-Tier".to_owned(), "smart".to_owned()));
        assert_eq!(read.headers[1].1, "Bearer $KEY");
        assert_eq!(read.body.as_deref(), Some("{\"model\": \"it's\"}"));
        assert_eq!(read.method, None);
    }

    #[test]
    fn a_line_as_browsers_copy_it() {
        let line = "curl 'http://gw/v1' \\\r\n  -H $'x-a: it\\'s' --data-raw $'{\"a\":\"\\u0021 \\x41\\101\\n\\q\"}' # try it";
        let read = read(line).expect("read");
        assert_eq!(read.url, "http://gw/v1");
        assert_eq!(read.headers, [("x-a".to_owned(), "it's".to_owned())]);
        assert_eq!(read.body.as_deref(), Some("{\"a\":\"! AA\n\\q\"}"));
        assert_eq!(words("a#b '#c' #d\ne").expect("words"), ["a#b", "#c", "e"]);
        assert_eq!(words(r#""$'x'" $KEY $(id)"#).expect("words"), ["$'x'", "$KEY", "$(id)"]);
    }

    #[test]
    fn what_a_shell_reads_is_what_is_read() {
        let lines = [
            r"a\ b 'it'\''s' x$'\t\'\\\x41\101'y",
            "\"a \\\" \\\\ \\q\" ''\\\n c # d\ne",
            r"-H'A: b' --data='{}' a#b",
        ];
        for line in lines {
            let shell = std::process::Command::new("bash")
                .args(["-c", &format!("printf '%s\\0' {line}")])
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
    fn values_may_stand_in_the_options_own_word() {
        let read = read("curl -XPUT -HX-A:1 --url=/v1 -u me:secret").expect("read");
        assert_eq!((read.method.as_deref(), read.url.as_str()), (Some("PUT"), "/v1"));
        // Policies judge it, and what is shown of a request leaves such headers out.
        assert_eq!(read.headers[1].1, "Basic bWU6c2VjcmV0");
    }

    #[test]
    fn what_does_not_end_is_said() {
        let wrong = |line: &str| read(line).expect_err("refused").to_string();
        for (open, quote) in
            [("curl 'x", '\''), ("curl \"x", '"'), ("curl $'x", '\''), ("curl $'x\\", '\'')]
        {
            assert_eq!(wrong(open), format!("a {quote} of the curl line does not end"), "{open}");
        }
        assert_eq!(wrong("curl -H"), "`-H` of the curl line has no value");
        assert_eq!(wrong("curl -s"), "the curl line has no URL");
    }
}
