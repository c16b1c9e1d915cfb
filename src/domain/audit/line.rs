//! One line on its way into the log: its members in the order they were written, without what the chain adds.

use serde::Serialize;

use crate::domain::value::clip;

/// Microseconds since 1970 in UTC.
pub type Micros = i64;

/// The members of a line, without braces, ordinal and hash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(Vec<u8>);

impl Line {
    /// Begins a line of this type. `room` is what it will take, about. Bytes.
    #[must_use]
    pub fn new(time: Micros, kind: &str, room: usize) -> Self {
        let mut line = Line(Vec::with_capacity(room));
        line.exactly("time", &rfc3339(time));
        line.exactly("type", kind);
        line
    }

    /// A text, clipped as the access log clips it; nothing where it is empty.
    pub fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.exactly(name, &clip::clipped(value));
        }
    }

    /// A text as it is.
    pub fn exactly(&mut self, name: &str, value: &str) {
        self.name(name);
        // Writing text to memory cannot fail.
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    /// A number; nothing where there is none.
    pub fn number(&mut self, name: &str, value: impl Into<Option<u64>>) {
        if let Some(value) = value.into() {
            self.json(name, &value);
        }
    }

    /// A member that is said only where it holds.
    pub fn flag(&mut self, name: &str, holds: bool) {
        if holds {
            self.json(name, &true);
        }
    }

    /// Any JSON, without whitespace.
    pub fn json(&mut self, name: &str, value: &impl Serialize) {
        self.name(name);
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    /// All members of a record.
    pub fn members(&mut self, record: &(impl Serialize + ?Sized)) {
        let Ok(object) = serde_json::to_vec(record) else { return };
        let inside = object.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
        if let Some(inside) = inside.filter(|inside| !inside.is_empty()) {
            self.0.push(b',');
            self.0.extend_from_slice(inside);
        }
    }

    /// The members as they are written.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn name(&mut self, name: &str) {
        if !self.0.is_empty() {
            self.0.push(b',');
        }
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }
}

/// A time as every line has it: RFC 3339 in UTC, with six digits of a second.
#[must_use]
pub fn rfc3339(time: Micros) -> String {
    const PRINTER: jiff::fmt::temporal::DateTimePrinter =
        jiff::fmt::temporal::DateTimePrinter::new().precision(Some(6));
    let time = jiff::Timestamp::from_microsecond(time).unwrap_or_default();
    PRINTER.timestamp_to_string(&time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_in_their_order_and_what_is_not_known_is_left_out() {
        let mut line = Line::new(1_700_000_000_000_001, "request", 64);
        line.text("gateway", "n/g");
        line.text("route", "");
        line.number("http.status", 200);
        line.number("tokens", None);
        line.flag("unpriced", false);
        line.exactly("http.path", "/a\"\n\u{7f}ü");
        assert_eq!(
            std::str::from_utf8(line.bytes()),
            Ok(
                "\"time\":\"2023-11-14T22:13:20.000001Z\",\"type\":\"request\",\"gateway\":\"n/g\",\
                \"http.status\":200,\"http.path\":\"/a\\\"\\n\u{7f}ü\""
            )
        );
    }

    #[test]
    fn times_have_six_digits_whatever_they_are() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000000Z");
        assert_eq!(rfc3339(-1), "1969-12-31T23:59:59.999999Z");
    }
}
