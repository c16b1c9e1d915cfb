//! The heads of requests and replies on the wire (RFC 9112 §3 to §5).

use bytes::{BufMut as _, Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, HeaderName, TRANSFER_ENCODING};
use http::{HeaderValue, Method, Response, StatusCode, Version, request, response};

use super::Http1Error;

/// A reply's head is not read beyond this. Bytes.
pub(super) const LIMIT: usize = 64 * 1024;
const HEADERS: usize = 128;

/// How a request's body is told from what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// So many bytes.
    Length(u64),
    Chunked,
}

/// Writes a request's head. Its own headers about the body's length are replaced by those of `framing`.
pub(super) fn write(head: &request::Parts, framing: Framing) -> Bytes {
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let lines = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    let mut out = BytesMut::with_capacity(64 + target.len() + lines.sum::<usize>());
    out.put_slice(head.method.as_str().as_bytes());
    out.put_slice(b" ");
    out.put_slice(target.as_bytes());
    out.put_slice(b" HTTP/1.1\r\n");
    for (name, value) in &head.headers {
        if name != CONTENT_LENGTH && name != TRANSFER_ENCODING {
            line(&mut out, name, value);
        }
    }
    match framing {
        Framing::Chunked => out.put_slice(b"transfer-encoding: chunked\r\n"),
        Framing::Length(0) if !expects_a_body(&head.method) => {}
        Framing::Length(length) => line(&mut out, &CONTENT_LENGTH, &HeaderValue::from(length)),
    }
    out.put_slice(b"\r\n");
    out.freeze()
}

fn line(out: &mut BytesMut, name: &HeaderName, value: &HeaderValue) {
    out.put_slice(name.as_str().as_bytes());
    out.put_slice(b": ");
    out.put_slice(value.as_bytes());
    out.put_slice(b"\r\n");
}

/// Whether a request without a body says so (RFC 9110 §8.6).
fn expects_a_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

/// Reads a reply's head from what came so far, and says how many bytes it had; none where it is not whole yet.
///
/// # Errors
/// It is no head.
pub(super) fn parse(wire: &[u8]) -> Result<Option<(response::Parts, usize)>, Http1Error> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Response::new(&mut headers);
    let length = match parsed.parse(wire) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(error) => return Err(Http1Error::Head(error)),
    };
    // One piece of memory for all values.
    let whole = Bytes::copy_from_slice(&wire[..length]);
    let (mut head, ()) = Response::new(()).into_parts();
    let status = parsed.code.and_then(|code| StatusCode::from_u16(code).ok());
    head.status = status.ok_or(Http1Error::Head(httparse::Error::Status))?;
    head.version = if parsed.version == Some(0) { Version::HTTP_10 } else { Version::HTTP_11 };
    head.headers.reserve(parsed.headers.len());
    for header in parsed.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        let name = name.map_err(|_| Http1Error::Head(httparse::Error::HeaderName))?;
        let at = header.value.as_ptr().addr().saturating_sub(wire.as_ptr().addr());
        // An empty value has no place of its own.
        let value = match header.value.is_empty() {
            true => Bytes::new(),
            false => whole.slice(at..at + header.value.len()),
        };
        let value = HeaderValue::from_maybe_shared(value);
        let value = value.map_err(|_| Http1Error::Head(httparse::Error::HeaderValue))?;
        head.headers.append(name, value);
    }
    Ok(Some((head, length)))
}

/// Whether the connection is meant to be used again after this reply (RFC 9112 §9.3).
pub(super) fn keeps(head: &response::Parts) -> bool {
    let says = |token: &str| {
        let values = head.headers.get_all(CONNECTION).iter();
        let mut tokens = values.flat_map(|value| value.as_bytes().split(|b| *b == b','));
        tokens.any(|one| one.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
    };
    // One length beside another way to tell the end: whoever sends that may mean either (RFC 9112 §6.3).
    let is_odd =
        head.headers.contains_key(TRANSFER_ENCODING) && head.headers.contains_key(CONTENT_LENGTH);
    !is_odd && !says("close") && (head.version == Version::HTTP_11 || says("keep-alive"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_written_with_the_length_that_it_has() {
        let request = http::Request::post("/v1/x?y=z")
            .header("host", "a.test")
            .header("content-length", "99")
            .header("x-empty", "");
        let (head, ()) = request.body(()).expect("a request").into_parts();
        let text = |framing| String::from_utf8(write(&head, framing).to_vec()).expect("text");
        let first = "POST /v1/x?y=z HTTP/1.1\r\nhost: a.test\r\nx-empty: \r\n";
        assert_eq!(text(Framing::Length(3)), format!("{first}content-length: 3\r\n\r\n"));
        assert_eq!(text(Framing::Length(0)), format!("{first}content-length: 0\r\n\r\n"));
        assert_eq!(text(Framing::Chunked), format!("{first}transfer-encoding: chunked\r\n\r\n"));
        let (get, ()) = http::Request::get("/").body(()).expect("a request").into_parts();
        assert_eq!(write(&get, Framing::Length(0)), "GET / HTTP/1.1\r\n\r\n");
    }

    #[test]
    fn a_head_is_read_once_it_is_whole() {
        let wire = b"HTTP/1.1 200 OK\r\na: b\r\nA: \r\nx:  y z \r\n\r\nbody";
        let end = wire.len() - 4;
        for cut in 0..end {
            assert!(parse(&wire[..cut]).expect("so far").is_none(), "{cut}");
        }
        let (head, length) = parse(wire).expect("a head").expect("whole");
        assert_eq!((head.status.as_u16(), length), (200, end));
        assert_eq!(head.headers.get_all("a").iter().collect::<Vec<_>>(), ["b", ""]);
        assert_eq!(head.headers["x"], "y z");
        for wrong in
            ["nonsense\r\n\r\n", "HTTP/1.1 99 x\r\n\r\n", "HTTP/1.1 200 OK\r\na b: c\r\n\r\n"]
        {
            assert!(parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_connection_is_kept_as_its_version_has_it() {
        let head = |text: &str| parse(text.as_bytes()).expect("a head").expect("whole").0;
        assert!(keeps(&head("HTTP/1.1 200 OK\r\n\r\n")));
        assert!(!keeps(&head("HTTP/1.1 200 OK\r\nConnection: x, Close\r\n\r\n")));
        assert!(!keeps(&head("HTTP/1.0 200 OK\r\n\r\n")));
        assert!(keeps(&head("HTTP/1.0 200 OK\r\nconnection: keep-alive\r\n\r\n")));
    }
}
