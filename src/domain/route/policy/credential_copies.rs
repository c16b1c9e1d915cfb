//! Further places in which a client shows a credential. SDKs put one key into several headers, Google's into the query,
//! browsers into the subprotocols of a WebSocket: what let a client in here is nobody else's to see, wherever it is.
//!
//! Source: the subprotocols are those of RFC 6455 §1.9. agentgateway removes a credential only where it found it
//! (`remove` in `crates/agentgateway/src/http/auth/mod.rs` at 75b4e6ce6).

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, HeaderMap,
    HeaderName, HeaderValue, PROXY_AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL,
};
use http::request::Parts;
use memchr::memmem;
use percent_encoding::percent_decode;

use super::location;

/// Headers that are for credentials.
const HEADERS: [HeaderName; 6] = [
    AUTHORIZATION,
    PROXY_AUTHORIZATION,
    HeaderName::from_static("x-api-key"),
    HeaderName::from_static("api-key"),
    HeaderName::from_static("x-goog-api-key"),
    SEC_WEBSOCKET_PROTOCOL,
];
/// Parameters of a query that are.
const PARAMETERS: [&str; 6] = ["key", "$key", "api_key", "api-key", "apikey", "access_token"];
/// Headers by which a request is read; they are not looked into.
const FRAME: [HeaderName; 4] = [HOST, CONTENT_LENGTH, CONTENT_TYPE, CONTENT_ENCODING];
/// How OpenAI's browser clients write a key among subprotocols.
const SUBPROTOCOL: &str = "openai-insecure-api-key.";
/// A shorter credential could be part of any text: it is looked for where credentials are, as a whole word. Bytes.
const SHORT: usize = 8;

/// Takes a credential that was found good out of every header, cookie, subprotocol and parameter of the query that holds
/// it. What stands beside it stays.
pub fn take_out(head: &mut Parts, credential: &str) {
    if credential.is_empty() {
        return;
    }
    let sought = CredentialBytes(credential.as_bytes());
    let mut holding: Vec<HeaderName> = Vec::new();
    for (name, value) in &head.headers {
        if sought.is_in_header(name, value.as_bytes()) && !holding.contains(name) {
            holding.push(name.clone());
        }
    }
    for name in holding {
        let left: Vec<_> =
            head.headers.get_all(&name).iter().filter_map(|v| sought.left_of(&name, v)).collect();
        head.headers.remove(&name);
        for value in left {
            head.headers.append(&name, value);
        }
    }
    let query = head.uri.query().unwrap_or_default();
    if query.split('&').any(|pair| sought.is_in_pair(pair)) {
        let left = query.split('&').filter(|pair| !sought.is_in_pair(pair));
        let left = left.collect::<Vec<_>>().join("&");
        location::set_query(head, &left);
    }
}

/// Takes any key out of the subprotocols of a WebSocket, for an upstream that gets ours.
pub fn take_out_of_subprotocols(headers: &mut HeaderMap) {
    let is_key = |member: &[u8]| member.starts_with(SUBPROTOCOL.as_bytes());
    let all = headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .flat_map(|v| v.as_bytes().split(|b| *b == b','));
    let (keys, left): (Vec<_>, Vec<_>) = all.map(<[u8]>::trim_ascii).partition(|one| is_key(one));
    if keys.is_empty() {
        return;
    }
    let left = HeaderValue::from_bytes(&left.join(&b", "[..]));
    headers.remove(SEC_WEBSOCKET_PROTOCOL);
    if let Some(left) = left.ok().filter(|left| !left.is_empty()) {
        headers.insert(SEC_WEBSOCKET_PROTOCOL, left);
    }
}

/// A credential that is looked for.
struct CredentialBytes<'c>(&'c [u8]);

impl CredentialBytes<'_> {
    fn is_in_header(&self, name: &HeaderName, value: &[u8]) -> bool {
        match self.0.len() < SHORT {
            true => HEADERS.contains(name) && self.is_word(value),
            false => !FRAME.contains(name) && self.is_part(value),
        }
    }

    fn is_in_pair(&self, pair: &str) -> bool {
        // A plus is a space to forms, and a plus to who reads the query of a URL as it is.
        let plain = pair.replace('+', "%2B");
        let pairs = form_urlencoded::parse(pair.as_bytes());
        let mut pairs = pairs.chain(form_urlencoded::parse(plain.as_bytes()));
        pairs.any(|(name, value)| match self.0.len() < SHORT {
            true => PARAMETERS.contains(&&*name) && value.as_bytes() == self.0,
            false => self.is_part(name.as_bytes()) || self.is_part(value.as_bytes()),
        })
    }

    /// Whether it stands in a value alone, behind a scheme, or in a list.
    fn is_word(&self, value: &[u8]) -> bool {
        let mut words = value.split(|b| b" \t,".contains(b));
        let bare = |word: &[u8]| word.strip_prefix(SUBPROTOCOL.as_bytes()) == Some(self.0);
        words.any(|word| word == self.0 || bare(word) || self.is_encoded(word))
    }

    /// Whether it is any part of a value, as it is, percent-encoded, or as one side of a name and password.
    fn is_part(&self, value: &[u8]) -> bool {
        let decoded = match value.contains(&b'%') {
            true => Cow::from(percent_decode(value)),
            false => Cow::Borrowed(value),
        };
        let mut words = value.split(|b| *b == b' ');
        memmem::find(&decoded, self.0).is_some() || words.any(|word| self.is_encoded(word))
    }

    fn is_encoded(&self, word: &[u8]) -> bool {
        let Ok(decoded) = STANDARD.decode(word) else { return false };
        let mut sides = decoded.splitn(2, |b| *b == b':');
        sides.any(|side| side == self.0)
    }

    /// A header's value without it; none where nothing is left.
    fn left_of(&self, name: &HeaderName, value: &HeaderValue) -> Option<HeaderValue> {
        if !self.is_in_header(name, value.as_bytes()) {
            return Some(value.clone());
        }
        let (between, joined) = match *name {
            COOKIE => (b';', "; "),
            SEC_WEBSOCKET_PROTOCOL => (b',', ", "),
            _ => return None,
        };
        let members = value.as_bytes().split(|b| *b == between).map(<[u8]>::trim_ascii);
        let left: Vec<_> = members.filter(|one| !self.is_in_header(name, one)).collect();
        let left = left.join(joined.as_bytes());
        HeaderValue::from_bytes(&left).ok().filter(|left| !left.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    /// What is left of a request that shows a credential here and there.
    fn left(target: &str, headers: &[(&str, &str)], credential: &str) -> (String, Vec<String>) {
        let mut request = Request::builder().uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut head = request.body(()).expect("a request").into_parts().0;
        take_out(&mut head, credential);
        let line = |(name, value): (&HeaderName, &HeaderValue)| {
            format!("{name}: {}", value.to_str().expect("text"))
        };
        (head.uri.to_string(), head.headers.iter().map(line).collect())
    }

    #[test]
    fn a_key_with_a_plus_goes_from_the_query_too() {
        for written in ["ck-0123+/456=", "ck-0123%2B/456=", "ck-0123%2b%2F456%3D"] {
            let (target, _) = left(&format!("/p?key={written}&a=1"), &[], "ck-0123+/456=");
            assert_eq!(target, "/p?a=1", "{written}");
        }
    }

    #[test]
    fn it_goes_wherever_it_is_and_what_is_beside_it_stays() {
        let sent = [
            ("host", "a.test"),
            ("authorization", "Bearer mine"),
            ("authorization", "Bearer sk-0123456789"),
            ("x-api-key", "sk-0123456789"),
            ("proxy-authorization", "Basic OnNrLTAxMjM0NTY3ODk="),
            ("x-custom", "token=sk-0123456789"),
            ("referer", "http://a.test/?key=sk%2D0123456789"),
            ("cookie", "a=1; session=sk-0123456789; b=2"),
            ("sec-websocket-protocol", "realtime, openai-insecure-api-key.sk-0123456789, v1"),
            ("accept", "*/*"),
        ];
        let target = "/p?a=1&key=sk-0123456789&x=sk%2d0123456789&b=%41";
        let (target, mut headers) = left(target, &sent, "sk-0123456789");
        headers.sort();
        assert_eq!(target, "/p?a=1&b=%41");
        let kept = [
            "accept: */*",
            "authorization: Bearer mine",
            "cookie: a=1; b=2",
            "host: a.test",
            "sec-websocket-protocol: realtime, v1",
        ];
        assert_eq!(headers, kept);
    }

    #[test]
    fn a_short_one_goes_only_where_credentials_are() {
        let sent = [
            ("dnt", "1"),
            ("content-length", "1"),
            ("x-api-key", "1"),
            ("authorization", "Bearer 1"),
        ];
        let (target, headers) = left("/1?n=1&key=1", &sent, "1");
        assert_eq!(target, "/1?n=1");
        assert_eq!(headers, ["dnt: 1", "content-length: 1"]);
        assert_eq!(left("/p?", &[("x-api-key", "")], "").0, "/p?");
    }

    #[test]
    fn nothing_is_written_anew_without_need() {
        let sent = [("cookie", "a=1;b=2")];
        assert_eq!(left("/p?&a=&&b", &sent, "sk-0123456789").0, "/p?&a=&&b");
        assert_eq!(left("/p", &sent, "sk-0123456789").1, ["cookie: a=1;b=2"]);
        assert_eq!(left("/p?key=sk-0123456789", &[], "sk-0123456789").0, "/p");
    }
}
