//! The access log: one line a request, in agentgateway's keys and order, so that one grep fits both
//! (`crates/agentgateway/src/telemetry/log.rs` at 75b4e6ce6). No query strings, no headers, no bodies: keys live there.

mod lines;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use http::request::Parts;

use crate::domain::llm::sse;
use crate::domain::route::policy::rate_limit::Bucket;
use crate::domain::value::clip;
use crate::domain::value::usage::Usage;
use lines::Lines;

/// The error of an exchange that its client did not wait for.
pub const LEFT: &str = "client left";
/// Of a reply that is no stream, the end of this size is kept to find its usage in. Bytes.
const TAIL: usize = 16 * 1024;

/// Where lines go. Clones share the writer.
#[derive(Clone, Default)]
pub struct AccessLog {
    lines: Option<Arc<Lines>>,
}

impl AccessLog {
    /// Nothing is written down.
    #[must_use]
    pub fn off() -> Self {
        AccessLog::default()
    }

    /// Lines go to `out`, from a thread of their own.
    #[must_use]
    pub fn to(out: impl std::io::Write + Send + 'static) -> Self {
        AccessLog { lines: Some(Arc::new(Lines::to(out))) }
    }

    /// Lines are kept, for who asks for them.
    #[must_use]
    pub fn kept() -> (Self, Arc<Mutex<Vec<u8>>>) {
        let kept = Arc::new(Mutex::new(Vec::new()));
        (AccessLog::to(Shared(Arc::clone(&kept))), kept)
    }

    /// Writes a line for what never became a request: where it came in, whence, how it was answered and why.
    pub fn unread(&self, gateway: &str, peer: SocketAddr, status: Option<u16>, error: &str) {
        let Some(lines) = &self.lines else { return };
        let mut out = String::new();
        field(&mut out, "gateway", gateway);
        plain(&mut out, "src.addr", Some(peer));
        plain(&mut out, "http.status", status);
        field(&mut out, "error", error);
        field(&mut out, "reason", "InvalidRequest");
        out.push_str("duration=0ms\n");
        lines.push(&out);
    }

    /// Lines that were lost because the writer could not keep up, or could not write.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.lines.as_ref().map_or(0, |lines| lines.dropped())
    }

    /// Opens the record of a request.
    #[must_use]
    pub fn open(&self, head: &Parts, peer: SocketAddr) -> Record {
        let line = self.lines.is_some().then(|| Box::new(Line::new(head, peer)));
        let kind = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let grpc = kind.is_some_and(|kind| kind.starts_with(b"application/grpc"));
        Record { log: self.clone(), started: Instant::now(), grpc, line, held: None }
    }
}

struct Shared(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Ok(mut kept) = self.0.lock() {
            kept.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is known of one request so far. Dropped before it is finished, the client has left.
pub struct Record {
    log: AccessLog,
    started: Instant,
    /// Whether the client speaks gRPC and reads no HTTP status.
    grpc: bool,
    line: Option<Box<Line>>,
    /// Dropped with the record.
    held: Option<Box<dyn Send + Sync>>,
}

struct Line {
    gateway: String,
    listener: String,
    route: String,
    endpoint: String,
    peer: SocketAddr,
    method: http::Method,
    host: String,
    /// A copy: a piece of the head would keep the buffer it came in for as long as the reply takes.
    path: String,
    version: http::Version,
    status: u16,
    reason: &'static str,
    provider: &'static str,
    asked: String,
    backend: String,
    /// Attempts before the one that was answered.
    retried: u32,
    reply: Reader,
    pays: Vec<Arc<Bucket>>,
    /// The client has left before its request was whole.
    left: bool,
}

/// How the reply's usage is found.
enum Reader {
    None,
    Stream(sse::Reader),
    Tail(Vec<Bytes>),
    /// It has been: another reply goes on in the place of the one that said it.
    Known(Option<Usage>, Option<String>),
}

impl Line {
    fn new(head: &Parts, peer: SocketAddr) -> Self {
        let host = head.headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
        Line {
            gateway: String::new(),
            listener: String::new(),
            route: String::new(),
            endpoint: String::new(),
            peer,
            method: head.method.clone(),
            host: clip::clipped(host.unwrap_or_default()).into_owned(),
            path: clip::clipped(head.uri.path()).into_owned(),
            version: head.version,
            status: 0,
            reason: "",
            provider: "",
            asked: String::new(),
            backend: String::new(),
            retried: 0,
            reply: Reader::None,
            pays: Vec::new(),
            left: false,
        }
    }
}

impl Record {
    /// Whether the client speaks gRPC.
    #[must_use]
    pub fn of_grpc(&self) -> bool {
        self.grpc
    }

    /// The rule that was found.
    pub fn route(&mut self, gateway: impl std::fmt::Display, listener: &str, route: String) {
        if let Some(line) = &mut self.line {
            line.gateway = gateway.to_string();
            line.listener = listener.to_owned();
            line.route = route;
        }
    }

    /// The model that is called.
    pub fn model(
        &mut self,
        backend: String,
        endpoint: String,
        provider: &'static str,
        model: &str,
    ) {
        if let Some(line) = &mut self.line {
            line.backend = backend;
            line.endpoint = endpoint;
            line.provider = provider;
            line.asked = model.to_owned();
        }
    }

    /// The buckets that pay for the tokens of the reply. The reply is read for them, whether there is a log or not.
    pub fn pays(&mut self, head: &Parts, peer: SocketAddr, buckets: Vec<Arc<Bucket>>) {
        if !buckets.is_empty() {
            self.line.get_or_insert_with(|| Box::new(Line::new(head, peer))).pays = buckets;
        }
    }

    /// That what becomes known of the exchange is kept, whether there is a log or not.
    pub fn keeps(&mut self, head: &Parts, peer: SocketAddr) {
        self.line.get_or_insert_with(|| Box::new(Line::new(head, peer)));
    }

    /// The provider and the model that are called; none where it is no model, or nothing is kept.
    #[must_use]
    pub fn called(&self) -> Option<(&'static str, &str)> {
        let line = self.line.as_ref().filter(|line| !line.provider.is_empty())?;
        Some((line.provider, &line.asked))
    }

    /// The upstream that is called, where it is no model.
    pub fn upstream(&mut self, backend: String, endpoint: String) {
        self.model(backend, endpoint, "", "");
    }

    /// The number of an attempt after the first one.
    pub fn retried(&mut self, attempt: u32) {
        if let Some(line) = &mut self.line {
            line.retried = attempt;
        }
    }

    /// Something that ends with the exchange.
    pub fn holds(&mut self, held: Box<dyn Send + Sync>) {
        self.held = Some(held);
    }

    /// The reply's status code.
    pub fn status(&mut self, status: u16) {
        if let Some(line) = &mut self.line {
            line.status = status;
        }
    }

    /// Why an answer is ours.
    pub fn reason(&mut self, reason: &'static str) {
        if let Some(line) = &mut self.line {
            line.reason = reason;
        }
    }

    /// That the client has left before its request was whole, whether or not it still listens.
    pub fn left(&mut self) {
        if let Some(line) = &mut self.line {
            line.left = true;
        }
    }

    /// That usage is to be looked for, in events or in JSON.
    pub fn reads(&mut self, stream: bool) {
        if let Some(line) = &mut self.line
            && !matches!(line.reply, Reader::Known(..))
        {
            line.reply = match stream {
                true => Reader::Stream(sse::Reader::default()),
                false => Reader::Tail(Vec::new()),
            };
        }
    }

    /// A whole reply that does not go on: what it used counts all the same.
    pub fn read_through(&mut self, reply: &Bytes, stream: bool) {
        self.reads(stream);
        self.see(reply);
        if let Some(line) = &mut self.line {
            let (usage, model) = std::mem::replace(&mut line.reply, Reader::None).finish();
            line.reply = Reader::Known(usage, model);
        }
    }

    /// A piece of the reply, on its way to the client.
    pub fn see(&mut self, data: &Bytes) {
        let Some(line) = &mut self.line else { return };
        match &mut line.reply {
            Reader::None | Reader::Known(..) => {}
            Reader::Stream(reader) => reader.feed(data),
            Reader::Tail(pieces) => {
                pieces.push(data.slice(data.len().saturating_sub(TAIL)..));
                let mut kept: usize = pieces.iter().map(Bytes::len).sum();
                while kept > TAIL && pieces.len() > 1 {
                    kept -= pieces.remove(0).len();
                }
            }
        }
    }

    /// Writes the line.
    pub fn finish(mut self, error: Option<&str>) {
        self.write(error);
    }

    fn write(&mut self, error: Option<&str>) {
        let Some(line) = self.line.take() else { return };
        let error = error.or(line.left.then_some(LEFT));
        let line = line.format(self.started.elapsed(), error);
        if let Some(lines) = &self.log.lines {
            lines.push(&line);
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.write(Some(LEFT));
    }
}

impl Line {
    fn format(self, took: std::time::Duration, error: Option<&str>) -> String {
        let mut out = String::with_capacity(512);
        let (usage, model) = self.reply.finish();
        if let Some(usage) = usage {
            let used = usage.input_tokens.saturating_add(usage.output_tokens);
            self.pays.iter().for_each(|bucket| bucket.charge(used));
        }
        field(&mut out, "gateway", &self.gateway);
        field(&mut out, "listener", &self.listener);
        field(&mut out, "route", &self.route);
        field(&mut out, "backend", &self.backend);
        field(&mut out, "endpoint", &self.endpoint);
        plain(&mut out, "src.addr", Some(self.peer));
        field(&mut out, "http.method", self.method.as_str());
        field(&mut out, "http.host", &self.host);
        field(&mut out, "http.path", &self.path);
        plain(&mut out, "http.version", Some(format_args!("{:?}", self.version)));
        plain(&mut out, "http.status", (self.status != 0).then_some(self.status));
        field(&mut out, "protocol", if self.provider.is_empty() { "" } else { "llm" });
        field(&mut out, "gen_ai.provider.name", self.provider);
        field(&mut out, "gen_ai.request.model", &self.asked);
        field(&mut out, "gen_ai.response.model", model.as_deref().unwrap_or_default());
        plain(&mut out, "gen_ai.usage.input_tokens", usage.map(|usage| usage.input_tokens));
        plain(&mut out, "gen_ai.usage.output_tokens", usage.map(|usage| usage.output_tokens));
        plain(&mut out, "retry.attempt", (self.retried != 0).then_some(self.retried));
        field(&mut out, "error", error.unwrap_or_default());
        field(&mut out, "reason", self.reason);
        // Writing to a String cannot fail.
        let _ = writeln!(out, "duration={}ms", took.as_millis());
        out
    }
}

impl Reader {
    fn finish(self) -> (Option<Usage>, Option<String>) {
        match self {
            Reader::None => (None, None),
            Reader::Known(usage, model) => (usage, model),
            Reader::Stream(reader) => {
                let seen = reader.finish();
                (seen.usage, seen.model)
            }
            Reader::Tail(pieces) => (usage_in(&pieces.concat()), None),
        }
    }
}

/// The last `usage` object in the end of a JSON reply.
fn usage_in(tail: &[u8]) -> Option<Usage> {
    let at = memchr::memmem::rfind(tail, b"\"usage\"")?;
    let rest = tail[at + b"\"usage\"".len()..].trim_ascii_start().strip_prefix(b":")?;
    let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<serde_json::Value>();
    Usage::from_json(&values.next()?.ok()?)
}

/// `key=value`, clipped, and quoted where it could be taken for more than one word; nothing where there is none.
fn field(out: &mut String, key: &str, value: &str) {
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
fn plain(out: &mut String, key: &str, value: Option<impl std::fmt::Display>) {
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

    #[test]
    fn usage_is_found_at_the_end_of_a_reply() {
        let reply = br#"{"choices":[{"text":"\"usage\": 1"}],"usage" : {"prompt_tokens":3,"completion_tokens":4},"x":1}"#;
        assert_eq!(usage_in(reply), Some(Usage { input_tokens: 3, output_tokens: 4 }));
        assert_eq!(usage_in(b"{\"usage\""), None);
    }
}
