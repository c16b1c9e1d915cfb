//! A line of the access log, as text or as JSON: time, level and scope, then its fields, as agentgateway writes them.
//!
//! Source: agentgateway's `crates/core/src/telemetry.rs` at 75b4e6ce6, `log` and `write_json_log`.

use std::fmt::{Display, Write as _};
use std::time::Duration;

use crate::domain::audit::line::{Line, Micros, rfc3339};
use crate::domain::value::clip;

/// What a line of an average request takes. Bytes.
const ROOM: usize = 640;
const LEVEL: &str = "info";
const SCOPE: &str = "request";

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// `key=value`, after the time, the level and the scope.
    #[default]
    Text,
    /// An object a line.
    Json,
}

impl LogFormat {
    /// A line with these fields and its line break.
    pub(super) fn line(self, time: Micros, fields: impl FnOnce(&mut dyn Fields)) -> Vec<u8> {
        match self {
            LogFormat::Text => {
                let mut out = String::with_capacity(ROOM);
                for piece in [&rfc3339(time), "\t", LEVEL, "\t", SCOPE] {
                    out.push_str(piece);
                }
                fields(&mut out);
                out.push('\n');
                out.into_bytes()
            }
            LogFormat::Json => {
                let mut line = Line::default();
                line.exactly("level", LEVEL);
                line.exactly("time", &rfc3339(time));
                line.exactly("scope", SCOPE);
                fields(&mut line);
                [b"{", line.bytes(), b"}\n"].concat()
            }
        }
    }
}

/// Takes the fields of a line, in their order.
pub(super) trait Fields {
    /// A text, clipped; nothing where it is empty.
    fn text(&mut self, key: &str, value: &str);

    /// A text that is one word whatever it is.
    fn shown(&mut self, key: &str, value: &dyn Display);

    /// A number; nothing where there is none.
    fn number(&mut self, key: &str, value: Option<u64>);

    /// A time in seconds; nothing where there is none.
    fn seconds(&mut self, key: &str, value: Option<Duration>);
}

impl Fields for String {
    /// Quoted where it could be taken for more than one word.
    fn text(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let value = &*clip::clipped(value);
        let is_plain = value.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
        if is_plain {
            for piece in [" ", key, "=", value] {
                self.push_str(piece);
            }
        } else {
            let _ = write!(self, " {key}={value:?}");
        }
    }

    fn shown(&mut self, key: &str, value: &dyn Display) {
        let _ = write!(self, " {key}={value}");
    }

    fn number(&mut self, key: &str, value: Option<u64>) {
        if let Some(value) = value {
            // Cheaper than a formatter.
            self.text(key, &value.to_string());
        }
    }

    fn seconds(&mut self, key: &str, value: Option<Duration>) {
        if let Some(value) = value {
            self.shown(key, &value.as_secs_f64());
        }
    }
}

impl Fields for Line {
    fn text(&mut self, key: &str, value: &str) {
        Line::text(self, key, value);
    }

    fn shown(&mut self, key: &str, value: &dyn Display) {
        self.exactly(key, &value.to_string());
    }

    fn number(&mut self, key: &str, value: Option<u64>) {
        Line::number(self, key, value);
    }

    fn seconds(&mut self, key: &str, value: Option<Duration>) {
        if let Some(value) = value {
            self.json(key, &value.as_secs_f64());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(out: &mut dyn Fields) {
        out.text("http.path", "/a\nhttp.status=200 \u{1b}[31m");
        out.text("route", "");
        out.number("http.status", Some(404));
        out.number("retry.attempt", None);
        out.seconds("agw.ai.time_to_first_token", Some(Duration::from_millis(1500)));
        out.shown("duration", &"2ms");
    }

    #[test]
    fn a_value_cannot_forge_a_line() {
        let line = LogFormat::Text.line(0, fields);
        assert_eq!(
            String::from_utf8_lossy(&line),
            "1970-01-01T00:00:00.000000Z\tinfo\trequest http.path=\"/a\\nhttp.status=200 \\u{1b}[31m\" \
             http.status=404 agw.ai.time_to_first_token=1.5 duration=2ms\n"
        );
    }

    #[test]
    fn json_has_the_same_fields() {
        let line = LogFormat::Json.line(0, fields);
        assert_eq!(
            String::from_utf8_lossy(&line),
            "{\"level\":\"info\",\"time\":\"1970-01-01T00:00:00.000000Z\",\"scope\":\"request\",\
             \"http.path\":\"/a\\nhttp.status=200 \\u001b[31m\",\"http.status\":404,\
             \"agw.ai.time_to_first_token\":1.5,\"duration\":\"2ms\"}\n"
        );
    }
}
