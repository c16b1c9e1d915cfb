//! What becomes known of an exchange: the access log and the audit log are made of it.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::request::Parts;

use super::ending::Ending;
use super::fields::Fields;
use super::reader::Reader;
use crate::domain::kill::Passage;
use crate::domain::meter::cost::Dollars;
use crate::domain::route::policy::rate_limit::Bucket;
use crate::domain::route::refusal::RefusalKind;
use crate::domain::value::usage::Usage;
use crate::domain::value::{clip, redaction};

/// What is known of an exchange, beside its passage.
pub(super) struct Facts {
    /// Its number; none where the audit log had no place for it.
    pub(super) id: Option<u64>,
    /// The port of the listener in the Gateway; 0 where no route was found.
    pub(super) port: u16,
    pub(super) listener: String,
    pub(super) endpoint: String,
    pub(super) peer: SocketAddr,
    pub(super) method: http::Method,
    pub(super) host: String,
    /// A copy: a piece of the head would keep the buffer it came in for as long as the reply takes.
    pub(super) path: String,
    pub(super) version: http::Version,
    pub(super) status: u16,
    /// Why the answer is ours; none where an upstream answered.
    pub(super) own: Option<RefusalKind>,
    pub(super) provider: Cow<'static, str>,
    /// The model that is called is one that the backend's configuration names.
    pub(super) is_configured: bool,
    /// The formats of the client and of the provider.
    pub(super) formats: [&'static str; 2],
    /// Attempts before the one that was answered.
    pub(super) retried: u32,
    pub(super) reply: Reader,
    /// Bytes of the reply's body that were sent to the client.
    pub(super) sent: u64,
    /// Until the first of them.
    pub(super) first_byte: Option<Duration>,
    pub(super) pays: Vec<Arc<Bucket>>,
    /// The client has left before its request was whole.
    pub(super) left: bool,
}

/// How an exchange ended.
#[derive(Clone, Copy)]
pub(super) struct Ended<'a> {
    pub(super) usage: Option<Usage>,
    /// Millionths of a US dollar; none where it is not known.
    pub(super) cost: Option<u64>,
    /// The model that answered.
    pub(super) model: Option<&'a str>,
    pub(super) ending: Ending<'a>,
    /// Until the first event of a stream.
    pub(super) first_token: Option<Duration>,
    pub(super) took: Duration,
}

impl Ended<'_> {
    /// How long each token of the output took after the first event of a stream.
    pub(super) fn per_output_token(&self) -> Option<Duration> {
        let tokens = u32::try_from(self.usage?.output_tokens).ok().filter(|tokens| *tokens > 0)?;
        Some(self.took.saturating_sub(self.first_token?) / tokens)
    }
}

impl Facts {
    pub(super) fn new(id: Option<u64>, head: &Parts, peer: SocketAddr) -> Self {
        let host = head.headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
        Facts {
            id,
            port: 0,
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
            is_configured: false,
            formats: ["", ""],
            retried: 0,
            reply: Reader::None,
            sent: 0,
            first_byte: None,
            pays: Vec::new(),
            left: false,
        }
    }

    pub(super) fn sends(&mut self, bytes: usize, since: Instant) {
        self.first_byte.get_or_insert_with(|| since.elapsed());
        self.sent = self.sent.saturating_add(bytes as u64);
    }

    /// The fields of the access log.
    pub(super) fn fields(&self, passage: &Passage, ended: &Ended<'_>, out: &mut dyn Fields) {
        out.number("request.id", self.id);
        out.text("gateway", &passage.gateway);
        out.text("listener", &self.listener);
        out.text("route", &passage.route);
        out.text("backend", &passage.backend);
        out.text("endpoint", &self.endpoint);
        out.shown("src.addr", &self.peer);
        out.text("http.method", self.method.as_str());
        out.text("http.host", &self.host);
        out.text("http.path", &self.path);
        out.text("http.version", version(self.version));
        out.number("http.status", (self.status != 0).then_some(self.status.into()));
        if !self.provider.is_empty() {
            self.of_model(&passage.model, ended, out);
        }
        out.number("retry.attempt", (self.retried != 0).then_some(self.retried.into()));
        out.text("error", ended.ending.error().unwrap_or_default());
        out.text("reason", self.own.map_or("", RefusalKind::word));
        out.shown("duration", &format_args!("{}ms", ended.took.as_millis()));
    }

    fn of_model(&self, model: &str, ended: &Ended<'_>, out: &mut dyn Fields) {
        out.text("protocol", "llm");
        out.text("gen_ai.provider.name", &self.provider);
        out.text("gen_ai.request.model", model);
        out.text("gen_ai.response.model", ended.model.unwrap_or_default());
        for (key, tokens) in ended.usage.iter().flat_map(Usage::reported) {
            out.number(key, Some(tokens));
        }
        out.seconds("agw.ai.time_to_first_token", ended.first_token);
        out.seconds("agw.ai.time_per_output_token", ended.per_output_token());
        if let Some(cost) = ended.cost {
            out.shown("agw.ai.usage.cost.total", &Dollars(cost));
        }
    }
}

fn version(version: http::Version) -> &'static str {
    match version {
        http::Version::HTTP_09 => "HTTP/0.9",
        http::Version::HTTP_10 => "HTTP/1.0",
        http::Version::HTTP_2 => "HTTP/2.0",
        http::Version::HTTP_3 => "HTTP/3.0",
        _ => "HTTP/1.1",
    }
}
