//! The record of one request, from its arrival to the end of its reply.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::request::Parts;

use super::audited::{Audited, Rules};
use super::facts::{Ended, Facts};
use super::reader::Reader;
use super::{AccessLog, Ending, counted};
use crate::domain::audit::record::Attempt;
use crate::domain::kill::Passage;
use crate::domain::llm::error_format::ErrorFormat;
use crate::domain::llm::sse;
use crate::domain::meter::catalogs::Called;
use crate::domain::route::policy::context;
use crate::domain::route::policy::rate_limit::Bucket;
use crate::domain::route::refusal::RefusalKind;
use crate::domain::value::redaction;
use crate::domain::value::usage::Usage;
use crate::edge::audit::Slot;

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
    facts: Box<Facts>,
    /// What is audited; none where it is not.
    audited: Option<Box<Audited>>,
    /// Its lines have been written.
    is_written: bool,
    /// Dropped with the record.
    held: Option<Box<dyn Send + Sync>>,
}

impl Record {
    pub(super) fn new(log: &AccessLog, head: &Parts, peer: SocketAddr) -> Self {
        // An audited request has the number of its line there.
        let id = log.audit.is_none().then(|| log.number());
        Record {
            log: log.clone(),
            started: Instant::now(),
            grpc: context::is_grpc(&head.headers),
            errors: ErrorFormat::of_path(head.uri.path()),
            passage: Passage::default(),
            facts: Box::new(Facts::new(id, head, peer)),
            audited: None,
            is_written: false,
            held: None,
        }
    }

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
    pub fn recorded(&mut self, slot: Slot, rules: Arc<Rules>, head: &Parts) {
        self.facts.id = Some(slot.number());
        self.audited = Some(Box::new(Audited::new(slot, rules, head)));
    }

    /// The field of the policy that has answered; none where none has.
    pub fn decided(&mut self, field: &'static str) {
        if let Some(audited) = &mut self.audited {
            audited.field = field;
        }
    }

    /// An attempt after which another one follows.
    pub fn attempted(&mut self, status: u16, own: Option<RefusalKind>) {
        let Some(audited) = &mut self.audited else { return };
        let reason = own.map_or("", RefusalKind::word);
        let (endpoint, provider) = (self.facts.endpoint.clone(), self.facts.provider.clone());
        audited.attempts.push(Attempt { endpoint, provider, status, reason });
    }

    /// The rule that was found.
    pub fn route(&mut self, gateway: String, port: u16, listener: &str, route: &str) {
        self.passage.gateway = gateway;
        self.passage.route = route.to_owned();
        self.facts.port = port;
        self.facts.listener = listener.to_owned();
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
        self.facts.endpoint = endpoint;
        self.facts.provider = provider;
    }

    /// Whether the model that is called is one that the backend's configuration names, not the client alone.
    pub fn configured(&mut self, is_configured: bool) {
        self.facts.is_configured = is_configured;
    }

    /// The formats of the client and of the provider.
    pub fn formats(&mut self, client: &'static str, upstream: &'static str) {
        self.facts.formats = [client, upstream];
    }

    /// The upstream that is called, where it is no model.
    pub fn upstream(&mut self, backend: String, endpoint: String) {
        self.model(backend, endpoint, Cow::Borrowed(""), "");
    }

    /// The provider and the model that are called, without what looks like a key; none where it is no model.
    #[must_use]
    pub fn called(&self) -> Option<(&str, Cow<'_, str>)> {
        let provider = &*self.facts.provider;
        let model = || redaction::of_request(&self.passage.model);
        (!provider.is_empty()).then(|| (provider, model()))
    }

    /// The buckets that pay for the tokens of the reply.
    pub fn pays<'b>(&mut self, buckets: impl Iterator<Item = &'b Arc<Bucket>>) {
        self.facts.pays = buckets.cloned().collect();
    }

    /// The number of an attempt after the first one.
    pub fn retried(&mut self, attempt: u32) {
        self.facts.retried = attempt;
    }

    /// Something that ends with the exchange.
    pub fn holds(&mut self, held: Box<dyn Send + Sync>) {
        self.held = Some(held);
    }

    /// The reply's status code.
    pub fn status(&mut self, status: u16) {
        self.facts.status = status;
    }

    /// That the answer is ours, and why.
    pub fn answers(&mut self, why: RefusalKind) {
        self.facts.own = Some(why);
    }

    /// That the client has left before its request was whole, whether or not it still listens.
    pub fn left(&mut self) {
        self.facts.left = true;
    }

    /// That usage is to be looked for, in events or in JSON.
    pub fn reads(&mut self, stream: bool) {
        if matches!(self.facts.reply, Reader::Known(..)) {
            return;
        }
        self.facts.reply = match stream {
            true => Reader::Stream(sse::Reader::default()),
            false => Reader::Tail(Vec::new()),
        };
    }

    /// A whole reply that does not go on: what it used counts all the same.
    pub fn read_through(&mut self, reply: &Bytes, stream: bool) {
        self.reads(stream);
        let reader = &mut self.facts.reply;
        reader.see(reply);
        let (usage, model) = std::mem::replace(reader, Reader::None).finish();
        *reader = Reader::Known(usage, model);
    }

    /// A piece of the reply, on its way to the client.
    pub fn see(&mut self, data: &Bytes) {
        self.facts.sends(data.len(), self.started);
        self.facts.reply.see(data);
    }

    /// Writes the lines.
    pub fn finish(mut self, ending: Ending<'_>) {
        self.write(ending);
    }

    fn write(&mut self, ending: Ending<'_>) {
        if std::mem::replace(&mut self.is_written, true) {
            return;
        }
        let Record { log, passage, facts, audited, .. } = self;
        if let Cow::Owned(masked) = redaction::of_request(&passage.model) {
            passage.model = masked;
        }
        let is_stream = matches!(facts.reply, Reader::Stream(_));
        let (usage, model) = std::mem::replace(&mut facts.reply, Reader::None).finish();
        let model = model.as_deref().map(redaction::of_request);
        if let Some(usage) = usage {
            facts.pays.iter().for_each(|bucket| bucket.charge(usage.total()));
        }
        let model = model.as_deref();
        let ended = Ended {
            usage,
            cost: usage.and_then(|usage| cost(log, passage, facts, model, usage)),
            model,
            ending: match ending {
                Ending::Whole if facts.left => Ending::ClientLeft,
                ending => ending,
            },
            first_token: facts.first_byte.filter(|_| is_stream),
            took: self.started.elapsed(),
        };
        log.push(|out| facts.fields(passage, &ended, out));
        if let Some(audited) = audited.take() {
            (*audited).push(facts, passage, &ended);
        }
        counted::count(&log.shared.metrics, facts, passage, &ended);
    }
}

/// What the tokens of the reply cost.
fn cost(
    log: &AccessLog,
    passage: &Passage,
    facts: &Facts,
    model: Option<&str>,
    usage: Usage,
) -> Option<u64> {
    let answered_as = model.unwrap_or_default();
    let called = Called { provider: &facts.provider, model: &passage.model, answered_as };
    log.shared.prices.load().cost(&passage.gateway, &called, usage)
}

impl Drop for Record {
    fn drop(&mut self) {
        self.write(Ending::ClientLeft);
    }
}
