//! A curl line, read as a shell and curl read it: the request that curl would send for it.
//!
//! Source: <https://curl.se/docs/manpage.html>; `src/tool_getparam.c` and `lib/http.c` of curl 7.88, which a test compares.

mod options;
mod url;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

use super::shell_words::words;
use options::CurlOption;

/// What curl says it is: which version that would be, no line tells.
const AS_CURL: &str = "curl/VERSION";
/// What curl leaves as it is where it encodes data for a URL.
const URLENCODE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The request of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curl {
    pub method: String,
    /// A whole URL, or a path.
    pub url: String,
    /// With those that curl adds by itself; `Host` where it is given.
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
}

/// Gives the content of a file that a line names.
pub type Files<'f> = &'f dyn Fn(&str) -> anyhow::Result<Vec<u8>>;

/// Reads a line.
///
/// # Errors
/// A quote that does not end, an option without its value, a file that cannot be read, a line without a URL, and what is
/// not supported.
pub fn parse(line: &str, files: Files<'_>) -> anyhow::Result<Curl> {
    let mut words = words(line)?.into_iter().peekable();
    while words.next_if(|word| is_assignment(word)).is_some() {}
    words.next_if(|word| word == "curl" || word.ends_with("/curl"));
    let mut line = Line::new(files);
    let mut only_urls = false;
    while let Some(word) = words.next() {
        let options = if only_urls { None } else { options::options(&word)? };
        let Some(options) = options else {
            line.url.get_or_insert(word);
            continue;
        };
        for CurlOption { name, written, joined, has_value } in options {
            let value = match has_value {
                false => String::new(),
                true => {
                    let value = joined.map(str::to_owned).or_else(|| words.next());
                    value
                        .with_context(|| format!("`{written}` in the curl command has no value"))?
                }
            };
            match name {
                "next" => return line.request(),
                // The end of options.
                "" => only_urls = true,
                name => line.option(name, &written, value)?,
            }
        }
    }
    line.request()
}

/// A URL as it is written after `curl`, whole. A path stays one.
pub fn url_of(written: &str) -> String {
    url::normal(written, true)
}

/// `NAME=value` in front of a command.
fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map(|(name, _)| name).unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && name.chars().all(is_name) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// What of a line is known so far.
struct Line<'f> {
    files: Files<'f>,
    url: Option<String>,
    method: Option<String>,
    /// As they are written after `-H`.
    custom: Vec<String>,
    /// Those that curl adds unless they are written: name and value.
    own: Vec<(&'static str, String)>,
    data: Option<Vec<u8>>,
    upload: Option<Vec<u8>>,
    query: Vec<String>,
    /// The file that is uploaded, by its name.
    uploaded: Option<String>,
    is_json: bool,
    /// `-u` was given.
    has_login: bool,
    /// The server is asked for a challenge first.
    is_digest: bool,
    globs: bool,
    is_get: bool,
    is_head: bool,
    path_as_is: bool,
}

impl<'f> Line<'f> {
    fn new(files: Files<'f>) -> Self {
        Line {
            files,
            url: None,
            method: None,
            custom: Vec::new(),
            own: vec![("User-Agent", AS_CURL.to_owned()), ("Accept", "*/*".to_owned())],
            data: None,
            upload: None,
            query: Vec::new(),
            uploaded: None,
            is_json: false,
            has_login: false,
            is_digest: false,
            globs: true,
            is_get: false,
            is_head: false,
            path_as_is: false,
        }
    }

    fn option(&mut self, name: &str, written: &str, value: String) -> anyhow::Result<()> {
        match name {
            "request" => self.method = Some(value),
            "header" => match value.strip_prefix('@') {
                Some(file) => {
                    let text = String::from_utf8_lossy(&(self.files)(file)?).into_owned();
                    self.custom.extend(text.lines().map(str::to_owned));
                }
                None => self.custom.push(value),
            },
            "user-agent" => self.put("User-Agent", value),
            "referer" => {
                self.put("Referer", value.split(";auto").next().unwrap_or_default().into())
            }
            "cookie" if value.contains('=') => self.cookie(&value),
            "user" => {
                self.has_login = true;
                self.put("Authorization", format!("Basic {}", STANDARD.encode(value)));
            }
            "oauth2-bearer" => self.put("Authorization", format!("Bearer {value}")),
            "digest" | "basic" => self.is_digest = name == "digest",
            "globoff" => self.globs = false,
            "compressed" => self.put("Accept-Encoding", "deflate, gzip, br, zstd".to_owned()),
            "range" => self.put("Range", format!("bytes={value}")),
            "data" | "data-ascii" | "data-raw" | "data-binary" | "data-urlencode" | "json" => {
                self.data(name, &value)?;
            }
            "url-query" => {
                let encoded = match value.strip_prefix('+') {
                    Some(raw) => raw.to_owned(),
                    None => self.urlencoded(&value)?,
                };
                self.query.push(encoded);
            }
            "upload-file" => {
                self.upload = Some((self.files)(&value)?);
                self.uploaded = Some(value);
            }
            "get" => self.is_get = true,
            "head" => self.is_head = true,
            "path-as-is" => self.path_as_is = true,
            "url" => drop(self.url.get_or_insert(value)),
            "time-cond" | "etag-compare" => bail!(
                "`{written}` in the curl command is not supported; pass the header that it makes with -H, e.g. \
                 -H 'If-Modified-Since: DATE'"
            ),
            "ntlm" | "ntlm-wb" | "negotiate" | "anyauth" => bail!(
                "`{written}` in the curl command is not supported: what is sent depends on the server's answers"
            ),
            "form" | "form-string" | "request-target" | "aws-sigv4" | "config" | "variable" => {
                bail!(
                    "`{written}` in the curl command is not supported; pass the body with --data-binary and \
                     its Content-Type with -H"
                )
            }
            // It says nothing of the request.
            _ => {}
        }
        Ok(())
    }

    /// Sets one of curl's own headers, replacing any other of this name. An empty value removes it.
    fn put(&mut self, name: &'static str, value: String) {
        self.own.retain(|(other, _)| *other != name);
        // White space around a value is none of it (RFC 9110 §5.5).
        let value = value.trim();
        if !value.is_empty() {
            self.own.push((name, value.to_owned()));
        }
    }

    fn cookie(&mut self, value: &str) {
        let before = self.own.iter().find(|(name, _)| *name == "Cookie");
        let all = before.map_or(value.to_owned(), |(_, before)| format!("{before};{value}"));
        self.put("Cookie", all);
    }

    /// More of the body.
    fn data(&mut self, name: &str, value: &str) -> anyhow::Result<()> {
        let more = match value.strip_prefix('@') {
            _ if name == "data-urlencode" => self.urlencoded(value)?.into_bytes(),
            Some(file) if name != "data-raw" => {
                let mut content = (self.files)(file)?;
                if name.starts_with("data") && name != "data-binary" {
                    content.retain(|byte| !matches!(byte, b'\r' | b'\n' | 0));
                }
                content
            }
            _ => value.as_bytes().to_vec(),
        };
        self.is_json |= name == "json";
        let all = self.data.get_or_insert_default();
        if name != "json" && !all.is_empty() {
            all.push(b'&');
        }
        all.extend(more);
        Ok(())
    }

    /// `content`, `=content`, `name=content`, `@file` or `name@file`, encoded for a URL but for the name.
    fn urlencoded(&self, value: &str) -> anyhow::Result<String> {
        let (name, content) = match value.find(['=', '@']) {
            None => ("", value.as_bytes().to_vec()),
            Some(at) => {
                let (name, rest) = value.split_at(at);
                match rest.strip_prefix('@') {
                    Some(file) => (name, (self.files)(file)?),
                    None => (name, rest.bytes().skip(1).collect()),
                }
            }
        };
        let encoded = percent_encoding::percent_encode(&content, URLENCODE).to_string();
        let encoded = encoded.replace("%20", "+");
        Ok(if name.is_empty() { encoded } else { format!("{name}={encoded}") })
    }

    /// The whole of it.
    fn request(mut self) -> anyhow::Result<Curl> {
        let mut url = self.url.take().context("the curl command has no URL")?;
        if self.globs {
            url = url::first(&url)?;
        }
        if let Some(file) = &self.uploaded {
            url = url::with_file(&url, file);
        }
        let mut data = self.data.take();
        if self.is_get
            && let Some(data) = data.take()
        {
            self.query.push(String::from_utf8_lossy(&data).into_owned());
        }
        for query in &self.query {
            url = url::with_query(&url, query);
        }
        let usual = match (self.is_head, &self.upload, &data) {
            (true, ..) => "HEAD",
            (_, Some(_), _) => "PUT",
            (_, _, Some(_)) => "POST",
            _ => "GET",
        };
        if self.is_json {
            self.put("Content-Type", "application/json".to_owned());
            self.put("Accept", "application/json".to_owned());
        } else if data.is_some() && self.upload.is_none() {
            self.put("Content-Type", "application/x-www-form-urlencoded".to_owned());
        }
        let mut body = self.upload.take().or(data);
        if self.is_digest && self.has_login {
            // The first request only asks for the challenge, so it has no credentials, and no body either.
            self.put("Authorization", String::new());
            body = body.map(|_| Vec::new());
        }
        Ok(Curl {
            method: self.method.take().unwrap_or_else(|| usual.to_owned()),
            url: url::normal(&url, self.path_as_is),
            headers: self.headers(),
            body,
        })
    }

    /// Those that are written, and of curl's own those that are not: `Name:` without a value takes one away, and `Name;`
    /// sends one without a value.
    fn headers(&self) -> Vec<(String, String)> {
        let written: Vec<_> = self.custom.iter().filter_map(|text| header(text)).collect();
        let is_written = |name: &str| written.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let own = self.own.iter().filter(|(name, _)| !is_written(name));
        let own: Vec<_> = own.map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let written = written.into_iter();
        let sent = written.filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
        own.into_iter().chain(sent).collect()
    }
}

/// The name of a written header, and the value that is sent; none where none is.
fn header(text: &str) -> Option<(&str, Option<&str>)> {
    let (name, value) = match text.split_once(':') {
        // White space around a value is none of it (RFC 9110 §5.5).
        Some((name, value)) => (name, Some(value.trim()).filter(|value| !value.is_empty())),
        None => (text.trim_end().strip_suffix(';')?, Some("")),
    };
    let name = name.trim();
    (!name.is_empty()).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_file(name: &str) -> anyhow::Result<Vec<u8>> {
        match name {
            "there" => Ok(b"a\r\nb".to_vec()),
            other => bail!("{other} is not there"),
        }
    }

    fn request(line: &str) -> Curl {
        parse(line, &no_file).expect("read")
    }

    fn header_of<'c>(curl: &'c Curl, name: &str) -> Option<&'c str> {
        curl.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    #[test]
    fn a_line_as_people_paste_it() {
        let line = "curl -sSN http://gw:8080/v1/chat/completions \\\n  -H 'X-Model-Tier: smart' \\\n  \
                    -H \"Authorization: Bearer $KEY\" --data='{\"model\": \"it'\\''s\"}' -o /dev/null";
        let read = request(line);
        assert_eq!(read.url, "http://gw:8080/v1/chat/completions");
        assert_eq!(header_of(&read, "x-model-tier"), Some("smart"));
        assert_eq!(header_of(&read, "authorization"), Some("Bearer $KEY"));
        assert_eq!(header_of(&read, "content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(read.body.as_deref(), Some(&b"{\"model\": \"it's\"}"[..]));
        assert_eq!(read.method, "POST");
    }

    #[test]
    fn a_line_as_browsers_copy_it() {
        let line = "curl 'http://gw/v1' \\\r\n  -H $'x-a: it\\'s' --data-raw $'{\"a\":\"\\u0021 \\x41\\101\\n\\q\"}' # try it";
        let read = request(line);
        assert_eq!(read.url, "http://gw/v1");
        assert_eq!(header_of(&read, "x-a"), Some("it's"));
        assert_eq!(read.body.as_deref(), Some(&b"{\"a\":\"! AA\n\\q\"}"[..]));
    }

    #[test]
    fn values_may_stand_in_the_options_own_word() {
        let read = request("curl -sSXPUT -HX-A:1 --url=/v1 -u me:secret -ski");
        assert_eq!((read.method.as_str(), read.url.as_str()), ("PUT", "/v1"));
        // Policies judge it, and what is shown of a request leaves such headers out.
        assert_eq!(header_of(&read, "authorization"), Some("Basic bWU6c2VjcmV0"));
    }

    #[test]
    fn what_is_not_read_is_said() {
        let wrong = |line: &str| parse(line, &no_file).expect_err("refused").to_string();
        assert_eq!(wrong("curl -H"), "`-H` in the curl command has no value");
        assert_eq!(wrong("curl -s"), "the curl command has no URL");
        assert_eq!(wrong("curl x -d @gone"), "gone is not there");
        assert!(wrong("curl x -F a=b").starts_with("`-F` in the curl command is not supported"));
        assert_eq!(wrong("curl x --nonsense"), "curl has no option `--nonsense`");
        assert_eq!(wrong("curl x --no-nonsense"), "curl has no option `--no-nonsense`");
        assert_eq!(wrong("curl x -*"), "curl has no option `-*`");
        assert!(
            wrong("curl x --prox h").starts_with("`--prox` in the curl command is ambiguous: ")
        );
        assert!(wrong("curl x -z 2020-01-01").contains("If-Modified-Since"));
        assert!(wrong("curl 'http://gw/{a'").contains("{"));
        assert_eq!(request("curl x -d @there").body.as_deref(), Some(&b"ab"[..]));
        assert_eq!(request("A=b curl x --json @there").body.as_deref(), Some(&b"a\r\nb"[..]));
    }
}
