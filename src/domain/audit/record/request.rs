//! The line of one request.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::time::Duration;

use serde::Serialize;

use crate::domain::audit::line::{Line, Micros};
use crate::domain::value::usage::Usage;

/// What a line of an average request takes. Bytes.
const ROOM: usize = 1024;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The rules let it pass, and it was answered.
    Allowed,
    /// The gateway did not let it pass.
    Refused,
    /// The kill switch stopped it, before it passed or while it was answered.
    Killed,
    /// It was let pass, and something behind the gateway, or the gateway itself, failed.
    Failed,
}

impl Decision {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Decision::Allowed => "allowed",
            Decision::Refused => "refused",
            Decision::Killed => "killed",
            Decision::Failed => "failed",
        }
    }
}

/// Who asked, as the policies found out; nothing where none looked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// What is known of an API key's owner: its name, where its metadata has one.
    pub key: String,
    /// `sub` of a token.
    pub subject: String,
    /// Who logged in by password.
    pub user: String,
}

/// An attempt before the one that was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attempt {
    pub endpoint: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub provider: Cow<'static, str>,
    /// The status of its reply, or of the answer that it would have come to.
    pub status: u16,
    /// Why there was no reply.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: &'static str,
}

/// All that is recorded of a request. Never a header, a body, a query or a key.
pub struct Request<'a> {
    /// Its number in the session.
    pub exchange: u64,
    /// The digest of the rules that decided.
    pub rules: &'a str,
    pub decision: Decision,
    /// The policy that answered: its field, and the object it is of.
    pub field: &'a str,
    pub policy: &'a str,
    pub reason: &'a str,
    pub error: &'a str,
    pub client: &'a Client,
    pub peer: SocketAddr,
    pub gateway: &'a str,
    pub listener: &'a str,
    pub route: &'a str,
    pub backend: &'a str,
    pub endpoint: &'a str,
    /// None of what never became a request.
    pub head: Option<Head<'a>>,
    pub status: Option<u16>,
    pub provider: &'a str,
    /// The formats of the client and of the provider, by their names.
    pub formats: [&'a str; 2],
    pub model: &'a str,
    pub answered_as: &'a str,
    pub usage: Option<Usage>,
    /// Millionths of a US dollar; none where no catalogue prices the model.
    pub cost: Option<u64>,
    pub attempts: &'a [Attempt],
    /// Bytes of the reply's body that went to the client.
    pub sent: u64,
    /// Until the first byte of the reply's body.
    pub first_byte: Option<Duration>,
    /// Until the first event of a stream.
    pub first_token: Option<Duration>,
    pub took: Duration,
}

/// What a request asked for.
pub struct Head<'a> {
    pub method: &'a str,
    pub host: &'a str,
    /// Without its query.
    pub path: &'a str,
    pub version: http::Version,
    /// The length that it announced. Bytes.
    pub length: Option<u64>,
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

impl Request<'_> {
    /// The member `type` of it.
    pub const TYPE: &'static str = "request";

    /// The line; `time` is that of its end.
    #[must_use]
    pub fn line(&self, time: Micros) -> Line {
        let mut line = Line::new(time, Self::TYPE, ROOM);
        line.number("exchange", self.exchange);
        line.text("rules", self.rules);
        line.exactly("decision", self.decision.word());
        line.text("policy.name", self.policy);
        line.text("policy.field", self.field);
        line.text("reason", self.reason);
        line.text("error", self.error);
        self.place(&mut line);
        self.model(&mut line);
        if !self.attempts.is_empty() {
            line.number("retry.attempt", self.attempts.len() as u64);
            line.json("attempts", &self.attempts);
        }
        line.number("http.response.body.size", self.sent);
        line.number("time_to_first_byte_us", self.first_byte.map(micros));
        line.number("agw.ai.time_to_first_token_us", self.first_token.map(micros));
        line.number("duration_us", micros(self.took));
        line
    }

    fn place(&self, line: &mut Line) {
        line.text("api_key.name", &self.client.key);
        line.text("jwt.sub", &self.client.subject);
        line.text("basic_auth.user", &self.client.user);
        line.text("gateway", self.gateway);
        line.text("listener", self.listener);
        line.text("route", self.route);
        line.text("backend", self.backend);
        line.text("endpoint", self.endpoint);
        line.exactly("src.addr", &self.peer.to_string());
        if let Some(head) = &self.head {
            line.text("http.method", head.method);
            line.text("http.host", head.host);
            line.text("http.path", head.path);
            line.text("http.version", &format!("{:?}", head.version));
            line.number("http.request.body.size", head.length);
        }
        line.number("http.status", self.status.map(u64::from));
    }

    fn model(&self, line: &mut Line) {
        if self.provider.is_empty() {
            return;
        }
        let [client, upstream] = self.formats;
        line.exactly("protocol", "llm");
        line.text("gen_ai.provider.name", self.provider);
        line.text("agw.ai.format.client", client);
        line.text("agw.ai.format.upstream", upstream);
        line.text("gen_ai.request.model", self.model);
        line.text("gen_ai.response.model", self.answered_as);
        for (name, tokens) in self.usage.iter().flat_map(Usage::reported) {
            line.number(name, tokens);
        }
        line.number("agw.ai.usage.cost.micro_usd", self.cost);
    }
}
