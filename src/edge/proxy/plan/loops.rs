//! Requests that come back through another proxy: two that lead to each other would call each other for as long as there
//! are descriptors. Each leaves its mark on what it sends to this machine, and answers what bears it already. Nothing of
//! it goes anywhere else: no provider learns of it.
//!
//! Source: RFC 9110 §7.6.3, which has `Via` for this; that one goes on to everybody.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::domain::route::refusal::Refusal;

/// The marks of the proxies that a request has passed.
const PASSED: HeaderName = HeaderName::from_static("x-agw-passed");
/// The most proxies on one machine that a request may pass.
const MOST: usize = 16;

/// What this proxy is called in the requests that it sends to this machine.
#[derive(Clone)]
pub(in crate::edge::proxy) struct LoopMark(HeaderValue);

/// The marks for the next proxy.
#[derive(Clone)]
pub(in crate::edge::proxy) struct ForwardedMarks(HeaderValue);

impl LoopMark {
    /// The mark of a process: `number` is drawn by chance, anew with each start.
    pub(in crate::edge::proxy) fn of(number: u64) -> LoopMark {
        let name = format!("{number:016x}");
        LoopMark(HeaderValue::try_from(name).unwrap_or_else(|_| HeaderValue::from_static("0")))
    }

    /// Refuses what has been here already.
    ///
    /// # Errors
    /// 508.
    pub(in crate::edge::proxy) fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut count = 0;
        for value in headers.get_all(PASSED) {
            for mark in value.as_bytes().split(|byte| *byte == b',') {
                count += 1;
                if mark.trim_ascii() == self.0.as_bytes() || count > MOST {
                    return Err(Refusal::LOOP);
                }
            }
        }
        Ok(())
    }

    /// Takes the marks off a request, which nobody else is to see.
    pub(in crate::edge::proxy) fn take(&self, headers: &mut HeaderMap) -> ForwardedMarks {
        let Some(earlier) = headers.remove(PASSED) else { return ForwardedMarks(self.0.clone()) };
        let all = [earlier.as_bytes(), b", ", self.0.as_bytes()].concat();
        ForwardedMarks(HeaderValue::from_bytes(&all).unwrap_or_else(|_| self.0.clone()))
    }
}

impl ForwardedMarks {
    /// Shows the marks to the next proxy.
    pub(in crate::edge::proxy) fn show(&self, headers: &mut HeaderMap) {
        headers.insert(PASSED, self.0.clone());
    }

    /// Keeps them to ourselves.
    pub(in crate::edge::proxy) fn hide(headers: &mut HeaderMap) {
        headers.remove(PASSED);
    }

    /// The same in a head that is written already.
    pub(in crate::edge::proxy) fn written(&self, head: &[u8]) -> Bytes {
        let lines = head.strip_suffix(b"\r\n").unwrap_or(head);
        let name = PASSED;
        Bytes::from(
            [lines, name.as_str().as_bytes(), b": ", self.0.as_bytes(), b"\r\n\r\n"].concat(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_been_here_is_refused_and_nothing_else() {
        let (mine, other) = (LoopMark::of(1), LoopMark::of(2));
        let mut headers = HeaderMap::new();
        assert_eq!(mine.check(&headers), Ok(()));
        mine.take(&mut headers).show(&mut headers);
        assert_eq!(other.check(&headers), Ok(()));
        assert_eq!(mine.check(&headers), Err(Refusal::LOOP));
        other.take(&mut headers).show(&mut headers);
        assert_eq!(mine.check(&headers), Err(Refusal::LOOP));
        assert_eq!(other.check(&headers), Err(Refusal::LOOP));
        mine.take(&mut headers);
        assert!(headers.is_empty());
        let mut passed = HeaderMap::new();
        for number in 2..=2 + MOST as u64 {
            assert_eq!(mine.check(&passed), Ok(()));
            LoopMark::of(number).take(&mut passed).show(&mut passed);
        }
        assert_eq!(mine.check(&passed), Err(Refusal::LOOP));
        let head = ForwardedMarks(HeaderValue::from_static("m"))
            .written(b"GET / HTTP/1.1\r\na: b\r\n\r\n");
        assert_eq!(head, "GET / HTTP/1.1\r\na: b\r\nx-agw-passed: m\r\n\r\n");
    }
}
