//! Request bodies that their client has compressed: undone before they are looked into, within the same limit and
//! budget as plain ones. What is forwarded without being looked into stays as it is.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` and `…/http/compression/mod.rs` of agentgateway at 75b4e6ce6.

use std::fmt;
use std::io::Read;

use bytes::Bytes;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, HeaderValue};

use super::budget::BudgetPermit;
use crate::domain::route::refusal::Refusal;

/// A shorter body is decoded on the thread that serves it. Bytes.
const SHORT: usize = 16 * 1024;
const STEP: usize = 64 * 1024;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::edge::proxy) enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// Every coding by its name.
const CODINGS: [(&[u8], Coding); 4] = [
    (b"gzip", Coding::Gzip),
    (b"deflate", Coding::Deflate),
    (b"br", Coding::Brotli),
    (b"zstd", Coding::Zstd),
];

/// Why a body cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edge::proxy) enum Undecoded {
    /// An unknown coding, or several of them combined.
    Unsupported(String),
    /// Bytes that are not what their label says.
    Broken(String),
    /// More than the limit.
    TooLarge,
    /// More than the budget of bodies.
    NoRoom(Refusal),
}

impl Undecoded {
    /// The answer where it is a request's body: 415, 503, 413, 503.
    pub(in crate::edge::proxy) fn of_request(self) -> Refusal {
        match self {
            Undecoded::Unsupported(_) => Refusal::llm_request(415, self),
            Undecoded::Broken(_) => Refusal::llm_request(503, self),
            Undecoded::TooLarge => Refusal::REQUEST_TOO_LARGE,
            Undecoded::NoRoom(refusal) => refusal,
        }
    }

    /// The answer where it is a reply's.
    pub(in crate::edge::proxy) fn of_reply(self) -> Refusal {
        Refusal::llm_response(self)
    }
}

impl fmt::Display for Undecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Undecoded::Unsupported(coding) => write!(f, "unsupported content encoding: {coding}"),
            Undecoded::Broken(why) => write!(f, "failed to decode request: {why}"),
            Undecoded::TooLarge => f.write_str("request was too large"),
            Undecoded::NoRoom(refusal) => f.write_str(&refusal.body),
        }
    }
}

/// The coding that the headers name, in any case; `identity` is none (RFC 9110 §8.4.1).
///
/// # Errors
/// One that is unknown, or several on top of each other.
pub(in crate::edge::proxy) fn coding(headers: &HeaderMap) -> Result<Option<Coding>, Undecoded> {
    let mut found = None;
    let named = || headers.get_all(CONTENT_ENCODING).iter().map(HeaderValue::as_bytes);
    for token in named().flat_map(|value| value.split(|byte| *byte == b',')) {
        let token = token.trim_ascii();
        if token.is_empty() || token.eq_ignore_ascii_case(b"identity") {
            continue;
        }
        let known = CODINGS.iter().find(|(name, _)| token.eq_ignore_ascii_case(name));
        match known {
            Some((_, coding)) if found.is_none() => found = Some(*coding),
            _ => {
                let all = named().collect::<Vec<_>>().join(&b", "[..]);
                return Err(Undecoded::Unsupported(String::from_utf8_lossy(&all).into_owned()));
            }
        }
    }
    Ok(found)
}

/// The body as it was before it was compressed, which takes from the share `held`. A long one is undone where it holds
/// up nobody.
///
/// # Errors
/// It is over `limit` or the budget, or its bytes are not what their label says.
pub(in crate::edge::proxy) async fn decode(
    coding: Coding,
    body: Bytes,
    limit: usize,
    held: BudgetPermit,
) -> Result<(Bytes, BudgetPermit), Undecoded> {
    if body.len() < SHORT {
        return undo(coding, &body, limit, held);
    }
    let undone = tokio::task::spawn_blocking(move || undo(coding, &body, limit, held)).await;
    undone.unwrap_or_else(|_| Err(broken(&"it couldn't be read")))
}

/// The same at once, however long it takes.
///
/// # Errors
/// As [`decode`].
pub(in crate::edge::proxy) fn undo(
    coding: Coding,
    body: &[u8],
    limit: usize,
    mut held: BudgetPermit,
) -> Result<(Bytes, BudgetPermit), Undecoded> {
    let mut reader: Box<dyn Read + '_> = match coding {
        Coding::Gzip => Box::new(MultiGzDecoder::new(body)),
        Coding::Deflate => Box::new(ZlibDecoder::new(body)),
        Coding::Brotli => Box::new(brotli_decompressor::Decompressor::new(body, STEP)),
        Coding::Zstd => {
            Box::new(ruzstd::decoding::StreamingDecoder::new(body).map_err(|error| broken(&error))?)
        }
    };
    let mut plain = Vec::new();
    loop {
        // A little body can hold a large one: it is measured as it grows, never believed.
        let step = reader.by_ref().take(STEP as u64).read_to_end(&mut plain);
        let read = step.map_err(|error| broken(&error))?;
        if read == 0 {
            return Ok((plain.into(), held));
        }
        if plain.len() > limit {
            return Err(Undecoded::TooLarge);
        }
        held.grow(read).map_err(Undecoded::NoRoom)?;
    }
}

fn broken(why: &dyn fmt::Display) -> Undecoded {
    Undecoded::Broken(why.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::edge::proxy::body::budget::Budget;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(plain).expect("memory");
        encoder.finish().expect("memory")
    }

    fn zlib(plain: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(plain).expect("memory");
        encoder.finish().expect("memory")
    }

    fn undone(coding: Coding, body: &[u8], limit: usize) -> Result<Vec<u8>, u16> {
        let held = Budget::new(1 << 20).share();
        let undone = undo(coding, body, limit, held);
        undone.map(|(bytes, _)| bytes.to_vec()).map_err(|error| error.of_request().status)
    }

    #[test]
    fn a_coding_is_read_in_any_case_and_in_lists() {
        let read = |values: &[&str]| {
            let values = values.iter().map(|value| (CONTENT_ENCODING, value.parse().expect("one")));
            coding(&values.collect()).map_err(|wrong| wrong.to_string())
        };
        for values in
            [&["gzip"][..], &["GZip"], &["identity, gzip"], &["gzip,"], &["identity", "gzip"]]
        {
            assert_eq!(read(values), Ok(Some(Coding::Gzip)), "{values:?}");
        }
        for values in [&[][..], &["Identity"], &[" , "]] {
            assert_eq!(read(values), Ok(None), "{values:?}");
        }
        for (values, named) in [
            (&["gzip, br"][..], "gzip, br"),
            (&["gzip", "br"], "gzip, br"),
            (&["gzip, gzip"], "gzip, gzip"),
            (&["x-gzip"], "x-gzip"),
            (&["gzip, compress"], "gzip, compress"),
        ] {
            assert_eq!(read(values), Err(format!("unsupported content encoding: {named}")));
        }
    }

    #[test]
    fn every_coding_is_undone() {
        let plain = br#"{"model":"m"}"#.repeat(20_000);
        let zstd = ruzstd::encoding::compress_to_vec(
            &plain[..],
            ruzstd::encoding::CompressionLevel::Fastest,
        );
        for (coding, body) in
            [(Coding::Gzip, gzip(&plain)), (Coding::Deflate, zlib(&plain)), (Coding::Zstd, zstd)]
        {
            assert!(body.len() < plain.len() / 10, "{coding:?}");
            assert!(undone(coding, &body, plain.len()) == Ok(plain.clone()), "{coding:?}");
        }
        // `{"model":"m"}` as brotli writes it uncompressed: window, one stored block, the end.
        let stored = b"\x0b\x06\x80{\"model\":\"m\"}\x03";
        assert_eq!(undone(Coding::Brotli, stored, 100), Ok(br#"{"model":"m"}"#.to_vec()));
    }

    #[test]
    fn a_little_body_that_holds_a_large_one_is_too_large_before_it_is_whole() {
        let bomb = gzip(&vec![b' '; 64 << 20]);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(undone(Coding::Gzip, &bomb, 1000), Err(413));
        assert_eq!(undone(Coding::Gzip, &bomb, 32 << 20), Err(503), "the budget is less");
    }

    #[test]
    fn what_is_not_what_its_label_says_is_an_error() {
        for coding in [Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd] {
            assert_eq!(undone(coding, b"{\"model\":\"m\"}", 100), Err(503), "{coding:?}");
        }
        let whole = gzip(b"0123456789");
        assert_eq!(undone(Coding::Gzip, &whole[..whole.len() - 9], 100), Err(503));
    }
}
