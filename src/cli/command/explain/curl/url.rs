//! The URL that curl asks for: what is guessed of one that is not whole, and its path without `.` and `..`.
//!
//! Source: RFC 3986 §5.2.4, and `lib/urlapi.c` of curl 7.88.

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
