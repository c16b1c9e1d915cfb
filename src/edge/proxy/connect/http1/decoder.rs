//! Where a reply's body ends (RFC 9112 §6.3), and what of the bytes on the wire is body (§7.1).

use bytes::BytesMut;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version};

use super::Http1Error;

/// The most that chunk extensions and trailers may take. Bytes.
const ASIDE: usize = 16 * 1024;

/// The state of a body that is being read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoder {
    /// So many bytes are still to come.
    Length(u64),
    Chunked(Chunked),
    UntilClose,
}

/// Where in its chunks a body is. Each number counts what is still to come, or, aside, what has come.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chunked {
    Size {
        size: u64,
        has_digit: bool,
    },
    Extension {
        size: u64,
        seen: usize,
    },
    SizeEnd {
        size: u64,
    },
    Data {
        left: u64,
    },
    DataCr,
    DataLf,
    /// At the beginning of a line of trailers, or within one.
    Trailer {
        seen: usize,
        is_start: bool,
    },
    TrailerLf {
        seen: usize,
        is_last: bool,
    },
    End,
}

impl Decoder {
    /// The body that a head announces as the answer to `method`.
    ///
    /// # Errors
    /// It announces none that can be told from what follows it.
    pub(super) fn of(method: &Method, head: &Parts) -> Result<Self, Http1Error> {
        let status = head.status;
        let bodiless = method == Method::HEAD
            || status.is_informational()
            || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        if bodiless {
            return Ok(Decoder::Length(0));
        }
        let mut codings = head.headers.get_all(TRANSFER_ENCODING).iter();
        if let Some(coding) = codings.next() {
            if head.version < Version::HTTP_11 {
                return Err(Http1Error::Framing("transfer-encoding in HTTP/1.0"));
            }
            // A client could not tell any other one: none goes on beyond us, and none was asked for.
            if codings.next().is_some() || !coding.as_bytes().eq_ignore_ascii_case(b"chunked") {
                return Err(Http1Error::Framing("unsupported transfer-encoding"));
            }
            return Ok(Decoder::Chunked(Chunked::Size { size: 0, has_digit: false }));
        }
        Ok(length(&head.headers)?.map_or(Decoder::UntilClose, Decoder::Length))
    }

    /// Takes bytes from the wire, puts what is body into `body`, and says how many it took. Those behind the body's end
    /// it leaves.
    ///
    /// # Errors
    /// They are no chunks.
    pub(super) fn decode(&mut self, wire: &[u8], body: &mut BytesMut) -> Result<usize, Http1Error> {
        match self {
            Decoder::Length(left) => {
                let taken = share(wire, left);
                body.extend_from_slice(taken);
                Ok(taken.len())
            }
            Decoder::UntilClose => {
                body.extend_from_slice(wire);
                Ok(wire.len())
            }
            Decoder::Chunked(chunked) => chunked.decode(wire, body),
        }
    }

    /// Whether the body is complete.
    pub(super) fn has_ended(&self) -> bool {
        matches!(self, Decoder::Length(0) | Decoder::Chunked(Chunked::End))
    }

    /// How many bytes are still to come; none where the head does not say.
    pub(super) fn left(&self) -> Option<u64> {
        match self {
            Decoder::Length(left) => Some(*left),
            Decoder::Chunked(_) | Decoder::UntilClose => None,
        }
    }
}

/// Makes of a reply's lengths the one that they agree on, written as RFC 9110 §8.6 has it; none in a reply that may
/// tell none.
///
/// # Errors
/// They disagree, or one is no number.
pub(in crate::edge::proxy::connect) fn settle_length(
    status: StatusCode,
    headers: &mut HeaderMap,
) -> Result<(), Http1Error> {
    let mut said = headers.get_all(CONTENT_LENGTH).iter();
    let Some(first) = said.next().map(HeaderValue::as_bytes) else { return Ok(()) };
    if status.is_informational() || status == StatusCode::NO_CONTENT {
        headers.remove(CONTENT_LENGTH);
        return Ok(());
    }
    let is_plain = first.len() < 19 && first.iter().all(u8::is_ascii_digit);
    if said.next().is_some() || !is_plain || (first.starts_with(b"0") && first.len() > 1) {
        let length = length(headers)?;
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length.unwrap_or_default()));
    }
    Ok(())
}

/// The length that all of a head's announcements agree on; none where there is none.
fn length(headers: &HeaderMap) -> Result<Option<u64>, Http1Error> {
    let mut agreed = None;
    for value in headers.get_all(CONTENT_LENGTH) {
        for said in value.as_bytes().split(|b| *b == b',') {
            let said = std::str::from_utf8(said.trim_ascii()).ok();
            // `parse` would take a sign.
            let digits = said.filter(|said| said.bytes().all(|b| b.is_ascii_digit()));
            let length = digits.and_then(|said| said.parse::<u64>().ok());
            match (length, agreed) {
                (Some(length), None) => agreed = Some(length),
                (Some(length), Some(before)) if length == before => {}
                _ => return Err(Http1Error::Framing("invalid content-length parsed")),
            }
        }
    }
    Ok(agreed)
}

/// As much of `wire` as is left of something, which becomes less by it.
fn share<'w>(wire: &'w [u8], left: &mut u64) -> &'w [u8] {
    let taken = usize::try_from(*left).map_or(wire.len(), |left| left.min(wire.len()));
    *left -= taken as u64;
    &wire[..taken]
}

impl Chunked {
    fn decode(&mut self, wire: &[u8], body: &mut BytesMut) -> Result<usize, Http1Error> {
        let mut taken = 0;
        while let Some(byte) = wire.get(taken).filter(|_| *self != Chunked::End) {
            if let Chunked::Data { left } = self {
                let data = share(&wire[taken..], left);
                body.extend_from_slice(data);
                taken += data.len();
                if *left == 0 {
                    *self = Chunked::DataCr;
                }
                continue;
            }
            *self = self.after(*byte)?;
            taken += 1;
        }
        Ok(taken)
    }

    /// One byte of what is not data.
    fn after(&self, byte: u8) -> Result<Self, Http1Error> {
        let next = match (self, byte) {
            (Chunked::Size { size, .. }, b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => {
                let digit = char::from(byte).to_digit(16).map_or(0, u64::from);
                let size = size.checked_mul(16).and_then(|size| size.checked_add(digit));
                size.map(|size| Chunked::Size { size, has_digit: true })
            }
            (Chunked::Size { size, has_digit: true }, b'\r') => {
                Some(Chunked::SizeEnd { size: *size })
            }
            (Chunked::Size { size, has_digit: true }, b';' | b' ' | b'\t') => {
                Some(Chunked::Extension { size: *size, seen: 0 })
            }
            (Chunked::Extension { size, .. }, b'\r') => Some(Chunked::SizeEnd { size: *size }),
            (Chunked::Extension { size, seen }, _) if byte != b'\n' && *seen < ASIDE => {
                Some(Chunked::Extension { size: *size, seen: seen + 1 })
            }
            (Chunked::SizeEnd { size: 0 }, b'\n') => {
                Some(Chunked::Trailer { seen: 0, is_start: true })
            }
            (Chunked::SizeEnd { size }, b'\n') => Some(Chunked::Data { left: *size }),
            (Chunked::DataCr, b'\r') => Some(Chunked::DataLf),
            (Chunked::DataLf, b'\n') => Some(Chunked::Size { size: 0, has_digit: false }),
            (Chunked::Trailer { seen, is_start }, b'\r') => {
                Some(Chunked::TrailerLf { seen: *seen, is_last: *is_start })
            }
            (Chunked::Trailer { seen, .. }, _) if byte != b'\n' && *seen < ASIDE => {
                Some(Chunked::Trailer { seen: seen + 1, is_start: false })
            }
            (Chunked::TrailerLf { is_last: true, .. }, b'\n') => Some(Chunked::End),
            (Chunked::TrailerLf { seen, .. }, b'\n') => {
                Some(Chunked::Trailer { seen: *seen, is_start: true })
            }
            _ => None,
        };
        next.ok_or(Http1Error::Framing("invalid chunk"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chunked() -> Decoder {
        Decoder::Chunked(Chunked::Size { size: 0, has_digit: false })
    }

    fn head(status: u16, headers: &[(&'static str, &'static str)]) -> Parts {
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        response.body(()).expect("a head").into_parts().0
    }

    #[test]
    fn a_head_says_where_its_body_ends() {
        let of =
            |method: &Method, status, headers: &[_]| Decoder::of(method, &head(status, headers));
        let get = |headers: &[_]| of(&Method::GET, 200, headers).ok();
        assert_eq!(get(&[("content-length", "7")]), Some(Decoder::Length(7)));
        assert_eq!(
            get(&[("content-length", "7, 7"), ("content-length", "7")]),
            Some(Decoder::Length(7))
        );
        assert_eq!(get(&[]), Some(Decoder::UntilClose));
        assert_eq!(
            get(&[("transfer-encoding", "Chunked"), ("content-length", "7")]),
            Some(chunked())
        );
        for wrong in ["gzip, chunked", "chunked, gzip", "gzip", "identity", "chunked, chunked", ""]
        {
            assert_eq!(get(&[("transfer-encoding", wrong)]), None, "{wrong}");
        }
        for wrong in ["7, 8", "+7", "-1", "", "7 7", "99999999999999999999"] {
            assert_eq!(get(&[("content-length", wrong)]), None, "{wrong}");
        }
        let long = [("content-length", "7")];
        assert_eq!(of(&Method::HEAD, 200, &long).ok(), Some(Decoder::Length(0)));
        assert_eq!(of(&Method::GET, 204, &long).ok(), Some(Decoder::Length(0)));
        assert_eq!(of(&Method::GET, 304, &long).ok(), Some(Decoder::Length(0)));
        let mut old = head(200, &[("transfer-encoding", "chunked")]);
        old.version = Version::HTTP_10;
        assert!(Decoder::of(&Method::GET, &old).is_err());
    }

    #[test]
    fn what_is_no_chunk_is_refused() {
        for wrong in [
            "\r\n",
            "g\r\n",
            ";x\r\n",
            "5\n",
            "5\r\r",
            "5\r\nhello5",
            "0\r\n\n",
            "0\r\nx\n",
            "11111111111111111\r\n",
            "1;\n",
            "-1\r\n",
        ] {
            let decoded = chunked().decode(wrong.as_bytes(), &mut BytesMut::new());
            assert!(decoded.is_err(), "{wrong:?}");
        }
        let endless = format!("1;{}", "x".repeat(2 * ASIDE));
        assert!(chunked().decode(endless.as_bytes(), &mut BytesMut::new()).is_err());
        let endless = format!("0\r\n{}", "x: y\r\n".repeat(ASIDE));
        assert!(chunked().decode(endless.as_bytes(), &mut BytesMut::new()).is_err());
    }

    proptest! {
        /// Whatever the pieces that a body was chunked into, and those that the wire brings.
        #[test]
        fn chunks_come_out_whole(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..50), 0..8),
            step in 1usize..40,
            extension in prop::sample::select(vec!["", ";a", " ; a=\"b\""]),
            trailers in prop::sample::select(vec!["", "x: y\r\n", "x: y\r\nz:\r\n"]),
        ) {
            let mut wire = Vec::new();
            for piece in &pieces {
                wire.extend(format!("{:X}{extension}\r\n", piece.len()).bytes());
                wire.extend(piece);
                wire.extend(b"\r\n");
            }
            wire.extend(format!("0{extension}\r\n{trailers}\r\n").bytes());
            let whole = wire.len();
            wire.extend(b"HTTP/1.1");
            let (mut decoder, mut body, mut taken) = (chunked(), BytesMut::new(), 0);
            for piece in wire.chunks(step) {
                prop_assert_eq!(decoder.has_ended(), taken == whole);
                taken += decoder.decode(piece, &mut body).expect("chunks");
            }
            prop_assert_eq!((taken, decoder.has_ended()), (whole, true));
            prop_assert_eq!(&body[..], &pieces.concat()[..]);
        }

        #[test]
        fn whatever_comes_is_taken_or_refused(wire in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut body = BytesMut::new();
            if let Ok(taken) = chunked().decode(&wire, &mut body) {
                prop_assert!(taken <= wire.len() && body.len() <= taken);
            }
        }
    }
}
