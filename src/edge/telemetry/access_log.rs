//! The access log: one line a request, in agentgateway's keys and order, so that one grep fits both
//! (`crates/agentgateway/src/telemetry/log.rs` at 75b4e6ce6). No query strings, no headers, no bodies: keys live there.

mod audited;
mod ending;
mod lines;
mod reader;
mod text;

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::request::Parts;

use crate::domain::audit::record::Attempt;
use crate::domain::kill::Passage;
use crate::domain::llm::error_format::ErrorFormat;
use crate::domain::llm::sse;
use crate::domain::meter::catalogs::{Called, Catalogs};
use crate::domain::route::policy::context;
use crate::domain::route::policy::rate_limit::Bucket;
use crate::domain::route::refusal::RefusalKind;
use crate::domain::value::usage::Usage;
use crate::domain::value::{clip, redaction};
use crate::edge::audit::{AuditLog, Slot};
use audited::{Audit, Audited};
use lines::Lines;
use reader::Reader;
use text::{field, plain};

pub use audited::{PolicyDecision, Rules};
pub use ending::Ending;

/// Where lines go. Clones share the writer.
#[derive(Clone, Default)]
pub struct AccessLog {
    lines: Option<Arc<Lines>>,
    audit: Option<Audit>,
    /// The prices in effect, beside the built-in ones.
    prices: Arc<ArcSwap<Catalogs>>,
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
        AccessLog { lines: Some(Arc::new(Lines::to(out))), ..AccessLog::default() }
    }

    /// Lines are kept, for who asks for them.
    #[must_use]
    pub fn kept() -> (Self, Arc<Mutex<Vec<u8>>>) {
        let kept = Arc::new(Mutex::new(Vec::new()));
        (AccessLog::to(Shared(Arc::clone(&kept))), kept)
    }

    /// The same, and each request is recorded in an audit log too.
    #[must_use]
    pub fn audited(self, log: AuditLog) -> Self {
        AccessLog { audit: Some(Audit::new(log)), ..self }
    }

    /// From now on, requests cost what these catalogues say.
    pub fn priced(&self, prices: Arc<Catalogs>) {
        self.prices.store(prices);
    }

    /// The audit log, where there is one.
    #[must_use]
    pub fn audit(&self) -> Option<&AuditLog> {
        self.audit.as_ref().map(|audit| &audit.log)
    }

    /// From the next table on, requests are decided by these rules.
    pub fn governed(&self, rules: Arc<Rules>) {
        if let Some(audit) = &self.audit {
            audit.rules.store(Some(rules));
        }
    }

    /// The rules of the next table.
    #[must_use]
    pub fn rules(&self) -> Option<Arc<Rules>> {
        self.audit.as_ref()?.rules.load_full()
    }

    /// Writes a line for what never became a request: where it came in, whence, how it was answered and why.
    pub fn unread(&self, gateway: &str, peer: SocketAddr, status: Option<u16>, error: &str) {
        if let Some(audit) = &self.audit {
            audit.unread(gateway, peer, status, error);
        }
        let Some(lines) = &self.lines else { return };
        let mut out = String::new();
        field(&mut out, "gateway", gateway);
        plain(&mut out, "src.addr", Some(peer));
        plain(&mut out, "http.status", status);
        field(&mut out, "error", error);
        field(&mut out, "reason", RefusalKind::InvalidRequest.word());
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
        let grpc = context::is_grpc(&head.headers);
        let errors = ErrorFormat::of_path(head.uri.path());
        let passage = Passage::default();
        Record {
            log: self.clone(),
            started: Instant::now(),
            grpc,
            errors,
            passage,
            line,
            held: None,
        }
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
    /// Whose errors it reads.
    errors: ErrorFormat,
    /// Its way through the gateway.
    passage: Passage,
    line: Option<Box<Line>>,
    /// Dropped with the record.
    held: Option<Box<dyn Send + Sync>>,
}

struct Line {
    listener: String,
    endpoint: String,
    peer: SocketAddr,
    method: http::Method,
    host: String,
    /// A copy: a piece of the head would keep the buffer it came in for as long as the reply takes.
    path: String,
    version: http::Version,
    status: u16,
    /// Why the answer is ours; none where an upstream answered.
    own: Option<RefusalKind>,
    provider: Cow<'static, str>,
    /// Attempts before the one that was answered.
    retried: u32,
    reply: Reader,
    pays: Vec<Arc<Bucket>>,
    /// The client has left before its request was whole.
    left: bool,
    /// Where the exchange is audited.
    audited: Option<Box<Audited>>,
}

/// How an exchange ended.
#[derive(Clone, Copy)]
struct Ended<'a> {
    usage: Option<Usage>,
    /// Millionths of a US dollar; none where it is not known.
    cost: Option<u64>,
    /// The model that answered.
    model: Option<&'a str>,
    ending: Ending<'a>,
    took: Duration,
}

impl Line {
    fn new(head: &Parts, peer: SocketAddr) -> Self {
        let host = head.headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
        Line {
            listener: String::new(),
            endpoint: String::new(),
            peer,
            method: head.method.clone(),
            host: clip::clipped(host.unwrap_or_default()).into_owned(),
            path: clip::clipped(&redaction::of_request(head.uri.path())).into_owned(),
            version: head.version,
            status: 0,
            own: None,
            provider: Cow::Borrowed(""),
            retried: 0,
            reply: Reader::None,
            pays: Vec::new(),
            left: false,
            audited: None,
        }
    }
}

impl Record {
    /// Whether the client speaks gRPC.
    #[must_use]
    pub fn of_grpc(&self) -> bool {
        self.grpc
    }

    /// Whose errors the client reads.
    #[must_use]
    pub fn errors(&self) -> ErrorFormat {
        self.errors
    }

    /// That the exchange is recorded in the audit log, at this place and decided by these rules.
    pub fn recorded(&mut self, slot: Slot, rules: Arc<Rules>, head: &Parts, peer: SocketAddr) {
        let line = self.line.get_or_insert_with(|| Box::new(Line::new(head, peer)));
        line.audited = Some(Box::new(Audited::new(slot, rules, head)));
    }

    /// What is audited of the exchange; none where it is not.
    pub fn audited(&mut self) -> Option<&mut Audited> {
        self.line.as_mut()?.audited.as_deref_mut()
    }

    /// An attempt after which another one follows.
    pub fn attempted(&mut self, status: u16, own: Option<RefusalKind>) {
        if let Some(line) = &mut self.line
            && let Some(audited) = &mut line.audited
        {
            let (endpoint, provider) = (line.endpoint.clone(), line.provider.clone());
            let reason = own.map_or("", RefusalKind::word);
            audited.attempts.push(Attempt { endpoint, provider, status, reason });
        }
    }

    /// The rule that was found.
    pub fn route(&mut self, gateway: String, listener: &str, route: &str) {
        self.passage.gateway = gateway;
        self.passage.route = route.to_owned();
        if let Some(line) = &mut self.line {
            line.listener = listener.to_owned();
        }
    }

    /// Its way through the gateway, as far as it is known.
    #[must_use]
    pub fn passage(&self) -> &Passage {
        &self.passage
    }

    /// The same, for what has become known.
    pub fn passage_mut(&mut self) -> &mut Passage {
        &mut self.passage
    }

    /// The model that is called.
    pub fn model(
        &mut self,
        backend: String,
        endpoint: String,
        provider: Cow<'static, str>,
        model: &str,
    ) {
        self.passage.backend = backend;
        self.passage.model = model.to_owned();
        if let Some(line) = &mut self.line {
            line.endpoint = endpoint;
            line.provider = provider;
        }
    }

    /// The buckets that pay for the tokens of the reply. The reply is read for them, whether there is a log or not.
    pub fn pays<'b>(
        &mut self,
        head: &Parts,
        peer: SocketAddr,
        buckets: impl Iterator<Item = &'b Arc<Bucket>>,
    ) {
        let line = self.line.get_or_insert_with(|| Box::new(Line::new(head, peer)));
        line.pays = buckets.cloned().collect();
    }

    /// That what becomes known of the exchange is kept, whether there is a log or not.
    pub fn keeps(&mut self, head: &Parts, peer: SocketAddr) {
        self.line.get_or_insert_with(|| Box::new(Line::new(head, peer)));
    }

    /// The provider and the model that are called, without what looks like a key; none where it is no model, or nothing is kept.
    #[must_use]
    pub fn called(&self) -> Option<(&str, Cow<'_, str>)> {
        let line = self.line.as_ref().filter(|line| !line.provider.is_empty())?;
        Some((&line.provider, redaction::of_request(&self.passage.model)))
    }

    /// The upstream that is called, where it is no model.
    pub fn upstream(&mut self, backend: String, endpoint: String) {
        self.model(backend, endpoint, Cow::Borrowed(""), "");
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

    /// That the answer is ours, and why.
    pub fn answers(&mut self, why: RefusalKind) {
        if let Some(line) = &mut self.line {
            line.own = Some(why);
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
        if let Some(line) = &mut self.line {
            line.reply.see(reply);
            let (usage, model) = std::mem::replace(&mut line.reply, Reader::None).finish();
            line.reply = Reader::Known(usage, model);
        }
    }

    /// A piece of the reply, on its way to the client.
    pub fn see(&mut self, data: &Bytes) {
        let Some(line) = &mut self.line else { return };
        if let Some(audited) = &mut line.audited {
            audited.sends(data.len(), self.started);
        }
        line.reply.see(data);
    }

    /// Writes the line.
    pub fn finish(mut self, ending: Ending<'_>) {
        self.write(ending);
    }

    fn write(&mut self, ending: Ending<'_>) {
        let Some(mut line) = self.line.take() else { return };
        let ending = match ending {
            Ending::Whole if line.left => Ending::ClientLeft,
            ending => ending,
        };
        if let Cow::Owned(masked) = redaction::of_request(&self.passage.model) {
            self.passage.model = masked;
        }
        let is_stream = matches!(line.reply, Reader::Stream(_));
        let (usage, model) = std::mem::replace(&mut line.reply, Reader::None).finish();
        if let Some(usage) = usage {
            line.pays.iter().for_each(|bucket| bucket.charge(usage.total()));
        }
        let model = model.as_deref();
        let called = Called {
            provider: &line.provider,
            model: &self.passage.model,
            answered_as: model.unwrap_or_default(),
        };
        // Where usage is read for a limit alone, nobody asks what it costs.
        let is_logged = self.log.lines.is_some() || line.audited.is_some();
        let cost = usage
            .filter(|_| is_logged)
            .and_then(|usage| self.log.prices.load().cost(&self.passage.gateway, &called, usage));
        let ended = Ended { usage, cost, model, ending, took: self.started.elapsed() };
        if let Some(lines) = &self.log.lines {
            lines.push(&line.text(&self.passage, &ended));
        }
        if let Some(audited) = line.audited.take() {
            audited.push(&line, &self.passage, &ended, is_stream);
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.write(Ending::ClientLeft);
    }
}
