//! A request on its way through the traffic policies: what each decides of it, and what is known of who asks. The proxy
//! asks them in agentgateway's order, with its waits between them; an explanation asks the same.
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` and
//! `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go` of agentgateway at 75b4e6ce6.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{VARY, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use super::api_key::ApiKeys;
use super::basic::{Basic, Login};
use super::credential_mode::Mode;
use super::jwks::TokenError;
use super::jwt::{Fetched, Jwt};
use super::rate_limit::Bucket;
use super::{Traffic, copies};
use crate::domain::route::cel::{Cost, Facts, RequestFacts};
use crate::domain::route::filter::cors::{Cors, Verdict};
use crate::domain::route::refusal::Refusal;
use crate::domain::value::secret::Secret;

/// A request that goes no further, and how it is answered.
#[derive(Debug)]
pub enum Stop {
    Refuse(Refusal),
    Answer(Box<Own>),
}

/// An answer that a policy gives.
#[derive(Debug)]
pub struct Own {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refuse(refusal)
    }
}

/// A client's token that was found good: who calls the upstream may pass it on.
#[derive(Clone, Debug)]
pub struct ClientToken(pub Secret);

/// Who asks, and what came of the policies so far.
#[derive(Clone, Debug)]
pub struct Passage {
    /// None where nobody asks yet.
    peer: Option<SocketAddr>,
    host: String,
    /// Whether the client speaks TLS.
    https: bool,
    /// What transformations have noted, by name.
    pub metadata: Option<Value>,
    /// Go into the reply, whoever answers.
    pub reply_headers: HeaderMap,
    /// Buckets that pay for the tokens of the reply.
    pub pays: Vec<Arc<Bucket>>,
    jwt: Option<Value>,
    user: Option<Value>,
    api_key: Option<Value>,
    /// The body, where an expression looks into it.
    pub body: Option<Bytes>,
    /// What the expressions of its policies have cost.
    cost: Arc<Cost>,
}

impl Passage {
    /// A request for a host, at its beginning.
    #[must_use]
    pub fn new(peer: Option<SocketAddr>, host: &str) -> Self {
        Passage {
            peer,
            host: host.to_owned(),
            https: false,
            metadata: None,
            reply_headers: HeaderMap::new(),
            pays: Vec::new(),
            jwt: None,
            user: None,
            api_key: None,
            body: None,
            cost: Arc::default(),
        }
    }

    /// Whether all expressions so far could be evaluated.
    ///
    /// # Errors
    /// The answer where one was too costly: what it guards is not known.
    pub fn affordable(&self) -> Result<(), Refusal> {
        match self.cost.is_exceeded() {
            true => Err(Refusal::TOO_COSTLY),
            false => Ok(()),
        }
    }

    /// The same, to try something: what that costs does not count here.
    #[must_use]
    pub fn fork(&self) -> Self {
        Passage { cost: Arc::new(self.cost.fork()), ..self.clone() }
    }

    /// The host that is asked for, without its port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Who asks, where somebody does.
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

    /// Changes the host that is asked for.
    pub fn asks_for(&mut self, host: &str) {
        host.clone_into(&mut self.host);
    }

    /// What expressions see of a request.
    #[must_use]
    pub fn facts<'a>(&'a self, head: &'a Parts, chance: f64) -> Facts<'a> {
        Facts {
            request: Some(RequestFacts {
                method: &head.method,
                version: head.version,
                https: self.https,
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
            ..Facts::default()
        }
    }

    /// `cors`.
    ///
    /// # Errors
    /// The answer to a preflight.
    pub fn cors(&mut self, traffic: &Traffic, head: &Parts) -> Result<(), Stop> {
        traffic.cors.as_ref().map_or(Ok(()), |cors| self.allow(cors, head))
    }

    /// What other origins may do by this.
    ///
    /// # Errors
    /// The answer to a preflight.
    pub fn allow(&mut self, cors: &Cors, head: &Parts) -> Result<(), Stop> {
        match cors.judge(&head.method, &head.headers) {
            Verdict::Preflight(headers) => {
                Err(Stop::Answer(Box::new(Own { status: 200, headers, body: Bytes::new() })))
            }
            Verdict::Pass(headers) => {
                self.reply_headers.extend(headers);
                Ok(())
            }
        }
    }

    /// `jwtAuthentication`, at this time since 1970 and with the keys that were fetched. A token that was good goes no
    /// further, wherever the client has shown it.
    ///
    /// # Errors
    /// The refusal of a token, or of a request without one.
    pub fn token(
        &mut self,
        traffic: &Traffic,
        head: &mut Parts,
        now: impl FnOnce() -> Duration,
        fetched: Fetched<'_>,
    ) -> Result<(), Refusal> {
        let Some(jwt) = &traffic.jwt else { return Ok(()) };
        let shown = jwt.location.find(&self.facts(head, 0.0));
        if let Some(claims) = by_token(jwt, head, shown, now, fetched)? {
            self.jwt = Some(claims);
        }
        Ok(())
    }

    /// `basicAuthentication`: the name and password that are to be judged, where there are some.
    ///
    /// # Errors
    /// The refusal of a request without them, and of what is none.
    pub fn login(&mut self, basic: &Basic, head: &Parts) -> Result<Option<Login>, Refusal> {
        match basic.location.find(&self.facts(head, 0.0)) {
            Some(shown) => match Login::read(&shown) {
                Some(login) => Ok(Some(login)),
                None => Err(self.challenged(basic, Refusal::WRONG_LOGIN)),
            },
            None if basic.mode == Mode::Strict => Err(self.challenged(basic, Refusal::NO_LOGIN)),
            None => Ok(None),
        }
    }

    /// What was judged of them. A password that was good goes no further.
    ///
    /// # Errors
    /// The refusal of one that was not.
    pub fn judged(
        &mut self,
        basic: &Basic,
        head: &mut Parts,
        login: Login,
        good: bool,
    ) -> Result<(), Refusal> {
        if !good {
            return Err(self.challenged(basic, Refusal::WRONG_LOGIN));
        }
        basic.location.take_out(head);
        login.take_out(head);
        self.user = Some(serde_json::json!({"username": login.user}));
        Ok(())
    }

    /// The refusal says what is asked for. A realm that no header carries is left out.
    fn challenged(&mut self, basic: &Basic, refusal: Refusal) -> Refusal {
        if let Ok(challenge) = HeaderValue::try_from(basic.challenge()) {
            self.reply_headers.insert(WWW_AUTHENTICATE, challenge);
        }
        refusal
    }

    /// `apiKeyAuthentication`. A key that was good goes no further.
    ///
    /// # Errors
    /// The refusal of a key, or of a request without one.
    pub fn key(&mut self, traffic: &Traffic, head: &mut Parts) -> Result<(), Refusal> {
        let Some(keys) = &traffic.api_keys else { return Ok(()) };
        let shown = keys.location.find(&self.facts(head, 0.0));
        if let Some(owner) = by_key(keys, head, shown)? {
            self.api_key = Some(owner);
        }
        Ok(())
    }

    /// `authorization`.
    ///
    /// # Errors
    /// The refusal of a request that the rules do not let pass.
    pub fn authorize(&self, traffic: &Traffic, head: &Parts, chance: f64) -> Result<(), Refusal> {
        let Some(rules) = &traffic.authorization else { return Ok(()) };
        let allows = rules.allows(&self.facts(head, chance));
        self.affordable()?;
        if allows { Ok(()) } else { Err(Refusal::NOT_AUTHORIZED) }
    }

    /// `transformation` of the request. The body that it makes, where it makes one.
    pub fn transform(&mut self, traffic: &Traffic, head: &mut Parts, chance: f64) -> Option<Bytes> {
        if traffic.transformations.is_empty() {
            return None;
        }
        let made = traffic.transformation(&self.facts(head, chance))?;
        made.request.of_request(self, head, chance)
    }

    /// `csrf`.
    ///
    /// # Errors
    /// The refusal of a request that looks forged.
    pub fn csrf(traffic: &Traffic, head: &Parts) -> Result<(), Refusal> {
        match &traffic.csrf {
            Some(csrf) if !csrf.allows(&head.method, &head.headers) => Err(Refusal::FORGED),
            _ => Ok(()),
        }
    }

    /// `headerModifiers.request`.
    pub fn edit(traffic: &Traffic, head: &mut Parts) {
        if let Some(edits) = &traffic.request_headers {
            edits.apply(&mut head.headers);
        }
    }

    /// `delay`: how long the request waits, if it does.
    #[must_use]
    pub fn delay(&self, traffic: &Traffic, head: &Parts, chance: f64) -> Option<Duration> {
        let delay = traffic.delay.as_ref().map(|delay| delay.of(&self.facts(head, chance)));
        delay.filter(|delay| !delay.is_zero())
    }

    /// `directResponse`.
    ///
    /// # Errors
    /// The answer that no upstream is asked for.
    pub fn direct(&self, traffic: &Traffic, head: &Parts, chance: f64) -> Result<(), Stop> {
        let Some(direct) = &traffic.direct else { return Ok(()) };
        let facts = self.facts(head, chance);
        let Some(answer) = direct.answer(&facts) else { return Ok(()) };
        let (headers, body) = (answer.headers(&facts), Bytes::from(answer.body(&facts)?));
        Err(Stop::Answer(Box::new(Own { status: answer.status, headers, body })))
    }

    /// The reply's head on its way out.
    pub fn leave(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.reply_headers {
            // What else a reply depends on is for whoever made it to say.
            match name == VARY {
                true => drop(headers.append(name, value.clone())),
                false => drop(headers.insert(name, value.clone())),
            }
        }
    }
}

fn by_token(
    jwt: &Jwt,
    head: &mut Parts,
    shown: Option<String>,
    now: impl FnOnce() -> Duration,
    fetched: Fetched<'_>,
) -> Result<Option<Value>, Refusal> {
    let refuse = |error: TokenError| Refusal::token_refused(&error);
    let Some(token) = shown else {
        return match jwt.mode {
            Mode::Strict => Err(refuse(TokenError::Missing)),
            Mode::Optional | Mode::Permissive => Ok(None),
        };
    };
    match jwt.verify(&token, now(), fetched) {
        Ok(claims) => {
            jwt.location.take_out(head);
            copies::take_out(head, &token);
            head.extensions.insert(ClientToken(Secret::new(token)));
            Ok(Some(claims))
        }
        Err(_) if jwt.mode == Mode::Permissive => Ok(None),
        Err(error) => Err(refuse(error)),
    }
}

fn by_key(
    keys: &ApiKeys,
    head: &mut Parts,
    shown: Option<String>,
) -> Result<Option<Value>, Refusal> {
    let Some(key) = shown else {
        return match keys.mode {
            Mode::Strict => Err(Refusal::NO_API_KEY),
            Mode::Optional | Mode::Permissive => Ok(None),
        };
    };
    match keys.owner(&key) {
        Some(owner) => {
            keys.location.take_out(head);
            copies::take_out(head, &key);
            // The key itself is shown to no expression in the clear.
            let mut known = owner.as_object().cloned().unwrap_or_default();
            known.insert("key".to_owned(), Value::from("<redacted>"));
            Ok(Some(Value::Object(known)))
        }
        None if keys.mode == Mode::Permissive => Ok(None),
        None => Err(Refusal::WRONG_API_KEY),
    }
}
