//! A request on its way through the traffic policies: what is known of its client, and what the policies have changed
//! so far. What each policy decides is in [`super::steps`].
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` and
//! `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go` of agentgateway at 75b4e6ce6.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, VARY};
use http::request::Parts;
use http::uri::Scheme;
use serde_json::Value;

use super::rate_limit::TokenLimits;
use crate::domain::audit::record::Client;
use crate::domain::route::cel::unknown::RequestPart;
use crate::domain::route::cel::{Activation, Cost, Expression, RequestFacts, Unknown};
use crate::domain::route::refusal::{LocalReply, Refusal};
use crate::domain::value::secret::Secret;

/// A request that goes no further, and how it is answered.
#[derive(Debug)]
pub enum ShortCircuit {
    Refuse(Refusal),
    Answer(Box<LocalReply>),
}

/// Whether a client speaks gRPC, by its `Content-Type`.
#[must_use]
pub fn is_grpc(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc"))
}

impl From<Refusal> for ShortCircuit {
    fn from(refusal: Refusal) -> Self {
        ShortCircuit::Refuse(refusal)
    }
}

/// A client's token that was found good: who calls the upstream may pass it on.
#[derive(Clone, Debug)]
pub struct ClientToken(pub Secret);

/// The client of a request, and what policies have changed so far.
#[derive(Clone, Debug)]
pub struct PolicyContext {
    /// The client's address; none where there is no client yet.
    peer: Option<SocketAddr>,
    host: String,
    /// Whether the client speaks TLS.
    https: bool,
    /// What a transformation has written as `:scheme`.
    pub(super) scheme: Option<Scheme>,
    /// What transformations have noted, by name.
    pub metadata: Option<Value>,
    /// Headers for the reply, whether it is the upstream's or our own.
    pub reply_headers: HeaderMap,
    /// Limits of tokens, for a language model that is called.
    pub tokens: Option<Arc<TokenLimits>>,
    pub(super) jwt: Option<Value>,
    pub(super) user: Option<Value>,
    pub(super) api_key: Option<Value>,
    /// The body, where an expression looks into it.
    pub body: Option<Bytes>,
    /// What the expressions of its policies have cost.
    cost: Arc<Cost>,
    /// The field of the policy that is running, or has answered.
    pub field: &'static str,
    /// What is not known of a request that is only explained; none of one that is served.
    pub unknown: Option<Box<Unknown>>,
}

impl PolicyContext {
    /// A request for a host, at its beginning.
    #[must_use]
    pub fn new(peer: Option<SocketAddr>, host: &str) -> Self {
        PolicyContext {
            peer,
            host: host.to_owned(),
            https: false,
            scheme: None,
            metadata: None,
            reply_headers: HeaderMap::new(),
            tokens: None,
            jwt: None,
            user: None,
            api_key: None,
            body: None,
            cost: Arc::default(),
            field: "",
            unknown: None,
        }
    }

    /// Whether all expressions so far could be evaluated.
    ///
    /// # Errors
    /// The answer where an expression cost too much: what it guards is unknown.
    pub fn affordable(&self) -> Result<(), Refusal> {
        match self.cost.is_exceeded() {
            true => Err(Refusal::TOO_COSTLY),
            false => Ok(()),
        }
    }

    /// The same, to try something: what that costs does not count here.
    #[must_use]
    pub fn fork(&self) -> Self {
        PolicyContext { cost: Arc::new(self.cost.fork()), ..self.clone() }
    }

    /// Who asks, as far as policies found out, for the audit log. Never a credential.
    #[must_use]
    pub fn client(&self) -> Client {
        let first = |of: &Option<Value>, names: &[&str]| {
            let of = of.as_ref();
            let found = names.iter().find_map(|name| of?.get(*name)?.as_str());
            found.unwrap_or_default().to_owned()
        };
        Client {
            key: first(&self.api_key, &["name", "id", "user", "owner"]),
            subject: first(&self.jwt, &["sub"]),
            user: first(&self.user, &["username"]),
        }
    }

    /// The requested host, without its port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The client's address, where there is a client.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// The same by TLS, or not.
    #[must_use]
    pub fn by(mut self, https: bool) -> Self {
        self.https = https;
        self
    }

    /// The scheme that a policy has written.
    #[must_use]
    pub fn scheme(&self) -> Option<&str> {
        self.scheme.as_ref().map(Scheme::as_str)
    }

    /// Changes the requested host.
    pub fn asks_for(&mut self, host: &str) {
        host.clone_into(&mut self.host);
    }

    /// What expressions see of a request.
    #[must_use]
    pub fn facts<'a>(&'a self, head: &'a Parts, chance: f64) -> Activation<'a> {
        Activation {
            request: Some(RequestFacts {
                method: &head.method,
                version: head.version,
                scheme: self.scheme().unwrap_or(if self.https { "https" } else { "http" }),
                host: &self.host,
                path: head.uri.path(),
                query: head.uri.query(),
                headers: &head.headers,
                body: self.body.as_deref(),
            }),
            source: self.peer,
            metadata: self.metadata.as_ref(),
            jwt: self.jwt.as_ref(),
            basic_auth: self.user.as_ref(),
            api_key: self.api_key.as_ref(),
            chance,
            cost: Some(&self.cost),
            unknown: self.unknown.as_deref(),
            ..Activation::default()
        }
    }

    /// Whether it cannot be told what an expression writes somewhere, because the request is only explained; then what that
    /// depends on.
    pub(super) fn leaves_open(&mut self, by: &Expression, place: RequestPart) -> Option<String> {
        let unknown = self.unknown.as_deref_mut()?;
        let why = unknown.of(by)?;
        unknown.add(place, &why);
        Some(why)
    }

    /// That a part of a request is known from here on, whatever it was before.
    pub(super) fn knows(&mut self, place: &RequestPart) {
        if let Some(unknown) = &mut self.unknown {
            unknown.forget(place);
        }
    }

    /// Puts the headers of policies into the reply's head.
    pub fn leave(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.reply_headers {
            // What else a reply depends on is for whoever made it to say.
            match name == VARY {
                true => drop(headers.append(name, value.clone())),
                false => drop(headers.insert(name, value.clone())),
            }
        }
        if let Some(state) = self.tokens.as_ref().and_then(|tokens| tokens.told()) {
            state.tell(headers);
        }
    }
}
