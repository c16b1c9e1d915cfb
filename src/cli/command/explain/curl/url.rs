//! The URL that curl asks for: what is guessed of one that is not whole, and its path without `.` and `..`.
//!
//! Source: RFC 3986 §5.2.4, and `lib/urlapi.c` of curl 7.88.

use std::net::Ipv6Addr;

use anyhow::{Context as _, ensure};

/// Writes a URL as curl sends it, without its fragment. A path alone, of which curl would make nothing, stays one.
pub(super) fn normal(written: &str, path_as_is: bool) -> String {
    let whole = written.split('#').next().unwrap_or_default();
    let (scheme, rest) = match whole.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => (scheme, rest),
        _ if whole.starts_with('/') => ("", whole),
        _ => ("http", whole),
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (target, String::new()),
    };
    let path = match (path.is_empty(), path_as_is) {
        (true, _) => "/".to_owned(),
        (false, true) => path.to_owned(),
        (false, false) => without_dots(path),
    };
    match scheme {
        "" => format!("{path}{query}"),
        _ => format!("{scheme}://{}{path}{query}", without_own_port(scheme, authority)),
    }
}

/// The first URL of what curl's globs make: of `{a,b}` the first word, of `[1-9]` the first of the range.
///
/// # Errors
/// A bracket without its other half, or with nothing in it.
pub(super) fn first(written: &str) -> anyhow::Result<String> {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find(['{', '[', '\\']) {
        out.push_str(&rest[..at]);
        let (bracket, after) = (rest.as_bytes()[at], &rest[at + 1..]);
        if bracket == b'\\' {
            let guarded = after.starts_with(['{', '}', '[', ']']);
            out.push_str(if guarded { &after[..1] } else { "\\" });
            rest = if guarded { &after[1..] } else { after };
            continue;
        }
        let close = if bracket == b'{' { '}' } else { ']' };
        let end = after.find(close);
        let end = end.with_context(|| format!("curl finds no `{close}` in the URL {written}"))?;
        let inside = &after[..end];
        rest = &after[end + 1..];
        if bracket == b'{' {
            let word = inside.split(',').next().unwrap_or_default();
            ensure!(!inside.is_empty(), "curl finds nothing between {{}} in the URL {written}");
            out.push_str(word);
        } else if inside.is_empty() || inside.contains(':') && inside.parse::<Ipv6Addr>().is_ok() {
            // An address, and what no range is, stay as they are.
            out.push_str(&format!("[{inside}]"));
        } else {
            let (from, _) = inside.split_once('-').with_context(|| {
                format!("curl finds no range in [{inside}] of the URL {written}")
            })?;
            out.push_str(from);
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The URL to which a file is uploaded: a path that ends in a folder gets the file's name.
pub(super) fn with_file(url: &str, file: &str) -> String {
    let whole = url.split('#').next().unwrap_or_default();
    let (whole, query) = match whole.split_once('?') {
        Some((whole, query)) => (whole, format!("?{query}")),
        None => (whole, String::new()),
    };
    let rest = whole.split_once("://").map_or(whole, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    let names_file = path.rsplit('/').next().is_some_and(|last| !last.is_empty());
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    if names_file || name.is_empty() || file == "-" || file == "." {
        return url.to_owned();
    }
    let name = percent_encoding::utf8_percent_encode(name, super::URLENCODE);
    let between = if path.is_empty() { "/" } else { "" };
    format!("{whole}{between}{name}{query}")
}

/// The authority without a port that its scheme has anyway.
fn without_own_port<'a>(scheme: &str, authority: &'a str) -> &'a str {
    let own = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    authority.strip_suffix(own).unwrap_or(authority)
}

/// Puts more behind the query.
pub(super) fn with_query(url: &str, more: &str) -> String {
    let (url, fragment) = match url.split_once('#') {
        Some((url, fragment)) => (url, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let between = match url.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    format!("{url}{between}{more}{fragment}")
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_make_their_first_url_first() {
        for (written, expected) in [
            ("http://gw/{a,b}/c", "http://gw/a/c"),
            ("http://gw/[1-3]", "http://gw/1"),
            ("http://gw/[001-100:2]", "http://gw/001"),
            ("http://[::1]:80/[a-z]", "http://[::1]:80/a"),
            ("http://gw/[]", "http://gw/[]"),
            ("http://gw/\\{a\\}", "http://gw/{a}"),
        ] {
            assert_eq!(first(written).expect("a URL"), expected);
        }
        for wrong in ["http://gw/{a", "http://gw/{}", "http://gw/[a"] {
            assert!(first(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_asked_for() {
        for (written, sent) in [
            ("http://gw", "http://gw/"),
            ("gw:8080/a", "http://gw:8080/a"),
            ("http://gw:80?x=1#y", "http://gw/?x=1"),
            ("HTTPS://gw:443/", "HTTPS://gw/"),
            ("/v1/x?y=http://z", "/v1/x?y=http://z"),
            ("http://gw/a/./b/../c", "http://gw/a/c"),
            ("http://gw/../a/..", "http://gw/"),
            ("http://gw/a/b/.", "http://gw/a/b/"),
            ("http://gw/a//../b", "http://gw/a/b"),
            ("http://gw/a?b/../c", "http://gw/a?b/../c"),
        ] {
            assert_eq!(normal(written, false), sent);
        }
        assert_eq!(normal("http://gw/a/../b", true), "http://gw/a/../b");
        assert_eq!(with_query("http://gw/a?", "b"), "http://gw/a?b");
        assert_eq!(with_query("http://gw/a?b#c", "d"), "http://gw/a?b&d#c");
    }
}
