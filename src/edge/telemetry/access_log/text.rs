//! A line of the access log as text: agentgateway's keys, in its order.

use std::fmt::Write as _;

use http::Version;

use super::{Ended, Line};
use crate::domain::kill::Passage;
use crate::domain::meter::cost::Dollars;
use crate::domain::route::refusal::RefusalKind;
use crate::domain::value::clip;
use crate::domain::value::usage::Usage;

impl Line {
    /// The line as text, with its line break.
    pub(super) fn text(&self, passage: &Passage, ended: &Ended<'_>) -> String {
        let Ended { usage, cost, model, ending, took } = *ended;
        let mut out = String::with_capacity(512);
        field(&mut out, "gateway", &passage.gateway);
        field(&mut out, "listener", &self.listener);
        field(&mut out, "route", &passage.route);
        field(&mut out, "backend", &passage.backend);
        field(&mut out, "endpoint", &self.endpoint);
        plain(&mut out, "src.addr", Some(self.peer));
        field(&mut out, "http.method", self.method.as_str());
        field(&mut out, "http.host", &self.host);
        field(&mut out, "http.path", &self.path);
        field(&mut out, "http.version", version(self.version));
        number(&mut out, "http.status", (self.status != 0).then_some(self.status.into()));
        field(&mut out, "protocol", if self.provider.is_empty() { "" } else { "llm" });
        field(&mut out, "gen_ai.provider.name", &self.provider);
        field(&mut out, "gen_ai.request.model", &passage.model);
        field(&mut out, "gen_ai.response.model", model.unwrap_or_default());
        for (key, tokens) in usage.iter().flat_map(Usage::reported) {
            number(&mut out, key, Some(tokens));
        }
        plain(&mut out, "agw.ai.usage.cost.total", cost.map(Dollars));
        number(&mut out, "retry.attempt", (self.retried != 0).then_some(self.retried.into()));
        field(&mut out, "error", ending.error().unwrap_or_default());
        field(&mut out, "reason", self.own.map_or("", RefusalKind::word));
        let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        for piece in ["duration=", &took.to_string(), "ms\n"] {
            out.push_str(piece);
        }
        out
    }
}

fn version(version: Version) -> &'static str {
    match version {
        Version::HTTP_09 => "HTTP/0.9",
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2.0",
        Version::HTTP_3 => "HTTP/3.0",
        _ => "HTTP/1.1",
    }
}

/// The same as [`field`], without a formatter.
fn number(out: &mut String, key: &str, value: Option<u64>) {
    if let Some(value) = value {
        field(out, key, &value.to_string());
    }
}

/// `key=value`, clipped, and quoted where it could be taken for more than one word; nothing where there is none.
pub(super) fn field(out: &mut String, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let value = &*clip::clipped(value);
    let is_plain = value.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
    if is_plain {
        for piece in [key, "=", value, " "] {
            out.push_str(piece);
        }
    } else {
        let _ = write!(out, "{key}={value:?} ");
    }
}

/// The same for a value that is one word whatever it is.
pub(super) fn plain(out: &mut String, key: &str, value: Option<impl std::fmt::Display>) {
    if let Some(value) = value {
        let _ = write!(out, "{key}={value} ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_forge_a_line() {
        let mut out = String::new();
        field(&mut out, "http.path", "/a\nhttp.status=200 \u{1b}[31m");
        assert_eq!(out, "http.path=\"/a\\nhttp.status=200 \\u{1b}[31m\" ");
    }
}
