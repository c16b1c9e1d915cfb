//! A curl line, read as a shell and curl read it, as far as it says which request is meant.

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
pub fn read(line: &str) -> Result<Curl, String> {
    let mut words = words(line)?.into_iter().peekable();
    words.next_if(|word| word == "curl" || word.ends_with("/curl"));
    let mut curl = Curl::default();
    let mut url = None;
    while let Some(word) = words.next() {
        // `--data=x` and `-Hx` are one word, `--data x` and `-H x` two.
        let (name, joined) = split(&word);
        let mut value = || {
            let next = joined.clone().or_else(|| words.next());
            next.ok_or_else(|| format!("`{name}` of the curl line has no value"))
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
    curl.url = url.ok_or("the curl line has no URL")?;
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

/// The words of a POSIX shell, without expanding anything: `$KEY` stays as it is.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' | '\r' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some('\'') => break,
                        Some(c) => word.push(c),
                        None => return Err("a ' of the curl line does not end".to_owned()),
                    }
                }
            }
            '"' => quoted(&mut chars, word.get_or_insert_default())?,
            '\\' => match chars.next() {
                // A line that goes on.
                None | Some('\n') => {}
                Some(c) => word.get_or_insert_default().push(c),
            },
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

/// Up to the closing `"`, in which a backslash guards only a few characters.
fn quoted(chars: &mut std::str::Chars<'_>, word: &mut String) -> Result<(), String> {
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
    Err("a \" of the curl line does not end".to_owned())
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
    fn values_may_stand_in_the_options_own_word() {
        let read = read("curl -XPUT -HX-A:1 --url=/v1 -u me:secret").expect("read");
        assert_eq!((read.method.as_deref(), read.url.as_str()), (Some("PUT"), "/v1"));
        // Policies judge it, and what is shown of a request leaves such headers out.
        assert_eq!(read.headers[1].1, "Basic bWU6c2VjcmV0");
    }

    #[test]
    fn what_does_not_end_is_said() {
        assert!(read("curl 'x").is_err_and(|error| error.contains("does not end")));
        assert!(read("curl -H").is_err_and(|error| error.contains("no value")));
        assert!(read("curl -s").is_err_and(|error| error.contains("no URL")));
    }
}
