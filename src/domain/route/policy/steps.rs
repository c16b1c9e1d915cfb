//! What the traffic policies decide of a request, one step after another. The proxy takes the steps with its waits
//! between them, an explanation takes the same ones and says what it cannot know.
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use http::header::{PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, WWW_AUTHENTICATE};
use http::request::Parts;
use serde_json::Value;

use super::api_key::ApiKeys;
use super::basic::{Basic, Login};
use super::context::{ClientToken, PolicyContext, ShortCircuit};
use super::credential_mode::Mode;
use super::jwks::TokenError;
use super::jwt::{Fetched, Jwt};
use super::{RoutePolicies, credential_copies};
use crate::domain::route::filter::cors::{Cors, CorsDecision};
use crate::domain::route::refusal::{LocalReply, Refusal};
use crate::domain::value::secret::Secret;

/// One step of the policies of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Cors,
    JwtAuthentication,
    BasicAuthentication,
    ApiKeyAuthentication,
    /// The body is read where an expression of the steps behind this one looks into it.
    Body,
    Authorization,
    RateLimit,
    Buffer,
    Transformation,
    Csrf,
    HeaderModifiers,
    Delay,
    DirectResponse,
}

impl Step {
    /// All of them, in agentgateway's order.
    pub const ORDER: [Step; 13] = [
        Step::Cors,
        Step::JwtAuthentication,
        Step::BasicAuthentication,
        Step::ApiKeyAuthentication,
        Step::Body,
        Step::Authorization,
        Step::RateLimit,
        Step::Buffer,
        Step::Transformation,
        Step::Csrf,
        Step::HeaderModifiers,
        Step::Delay,
        Step::DirectResponse,
    ];

    /// The field of the policy that it runs.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Step::Cors => "traffic.cors",
            Step::JwtAuthentication => "traffic.jwtAuthentication",
            Step::BasicAuthentication => "traffic.basicAuthentication",
            Step::ApiKeyAuthentication => "traffic.apiKeyAuthentication",
            Step::Body => "traffic",
            Step::Authorization => "traffic.authorization",
            Step::RateLimit => "traffic.rateLimit",
            Step::Buffer => "traffic.buffer",
            Step::Transformation => "traffic.transformation",
            Step::Csrf => "traffic.csrf",
            Step::HeaderModifiers => "traffic.headerModifiers",
            Step::Delay => "traffic.delay",
            Step::DirectResponse => "traffic.directResponse",
        }
    }
}

impl PolicyContext {
    /// `cors`.
    ///
    /// # Errors
    /// The answer to a preflight.
    pub fn cors(&mut self, policies: &RoutePolicies, head: &Parts) -> Result<(), ShortCircuit> {
        policies.cors.as_ref().map_or(Ok(()), |cors| self.allow(cors, head))
    }

    /// What other origins may do by this.
    ///
    /// # Errors
    /// The answer to a preflight.
    pub fn allow(&mut self, cors: &Cors, head: &Parts) -> Result<(), ShortCircuit> {
        match cors.judge(&head.method, &head.headers) {
            CorsDecision::Preflight(headers) => Err(ShortCircuit::Answer(Box::new(LocalReply {
                status: 200,
                headers,
                body: Bytes::new(),
            }))),
            CorsDecision::Pass(headers) => {
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
        policies: &RoutePolicies,
        head: &mut Parts,
        now: impl FnOnce() -> Duration,
        fetched: Fetched<'_>,
    ) -> Result<(), Refusal> {
        let Some(jwt) = &policies.jwt else { return Ok(()) };
        let shown = jwt.location.find(&self.facts(head, 0.0));
        if let Some(claims) = by_token(jwt, head, shown, now, fetched)? {
            self.jwt = Some(claims);
        }
        Ok(())
    }

    /// The same for a token whose keys are not at hand: it is taken to be good, whoever it is of.
    pub fn token_unjudged(&self, policies: &RoutePolicies, head: &mut Parts) {
        let Some(jwt) = &policies.jwt else { return };
        if let Some(token) = jwt.location.find(&self.facts(head, 0.0)) {
            taken(jwt, head, token);
        }
    }

    /// `basicAuthentication`: the name and password that are to be judged, where there are some.
    ///
    /// # Errors
    /// The answer to a request without credentials, or with malformed ones.
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

    /// The refusal says what is asked for. A realm that no header carries is left out. Whoever reads
    /// `Proxy-Authorization` is a proxy to its clients: 407 with `Proxy-Authenticate` (RFC 9110 §11.7).
    fn challenged(&mut self, basic: &Basic, refusal: Refusal) -> Refusal {
        let (status, name) = match basic.location.is_header(&PROXY_AUTHORIZATION) {
            true => (407, PROXY_AUTHENTICATE),
            false => (refusal.status, WWW_AUTHENTICATE),
        };
        if let Ok(challenge) = HeaderValue::try_from(basic.challenge()) {
            self.reply_headers.insert(name, challenge);
        }
        Refusal { status, ..refusal }
    }

    /// `apiKeyAuthentication`. A key that was good goes no further.
    ///
    /// # Errors
    /// The refusal of a key, or of a request without one.
    pub fn key(&mut self, policies: &RoutePolicies, head: &mut Parts) -> Result<(), Refusal> {
        let Some(keys) = &policies.api_keys else { return Ok(()) };
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
    pub fn authorize(
        &self,
        policies: &RoutePolicies,
        head: &Parts,
        chance: f64,
    ) -> Result<(), Refusal> {
        let Some(rules) = &policies.authorization else { return Ok(()) };
        let allows = rules.allows(&self.facts(head, chance));
        self.affordable()?;
        if allows { Ok(()) } else { Err(Refusal::NOT_AUTHORIZED) }
    }

    /// `transformation` of the request. The body that it makes, where it makes one.
    pub fn transform(
        &mut self,
        policies: &RoutePolicies,
        head: &mut Parts,
        chance: f64,
    ) -> Option<Bytes> {
        if policies.transformations.is_empty() {
            return None;
        }
        let made = policies.transformation(&self.facts(head, chance))?;
        made.request.of_request(self, head, chance)
    }

    /// `csrf`.
    ///
    /// # Errors
    /// The refusal of a request that looks forged.
    pub fn csrf(policies: &RoutePolicies, head: &Parts) -> Result<(), Refusal> {
        match &policies.csrf {
            Some(csrf) if !csrf.allows(&head.method, &head.headers) => Err(Refusal::FORGED),
            _ => Ok(()),
        }
    }

    /// `headerModifiers.request`.
    pub fn edit(policies: &RoutePolicies, head: &mut Parts) {
        if let Some(edits) = &policies.request_headers {
            edits.apply(&mut head.headers);
        }
    }

    /// `delay`: how long the request waits, if it does.
    #[must_use]
    pub fn delay(&self, policies: &RoutePolicies, head: &Parts, chance: f64) -> Option<Duration> {
        let delay = policies.delay.as_ref().map(|delay| delay.of(&self.facts(head, chance)));
        delay.filter(|delay| !delay.is_zero())
    }

    /// `directResponse`.
    ///
    /// # Errors
    /// The answer of `directResponse`, without calling an upstream.
    pub fn direct(
        &self,
        policies: &RoutePolicies,
        head: &Parts,
        chance: f64,
    ) -> Result<(), ShortCircuit> {
        let Some(direct) = &policies.direct else { return Ok(()) };
        let facts = self.facts(head, chance);
        let Some(answer) = direct.answer(&facts) else { return Ok(()) };
        let (headers, body) = (answer.headers(&facts), Bytes::from(answer.body(&facts)?));
        Err(ShortCircuit::Answer(Box::new(LocalReply { status: answer.status, headers, body })))
    }
}

/// A good token goes no further, but for who may pass it on, or where the policy preserves it.
fn taken(jwt: &Jwt, head: &mut Parts, token: String) {
    if !jwt.preserves {
        jwt.location.take_out(head);
        credential_copies::take_out(head, &token);
    }
    head.extensions.insert(ClientToken(Secret::new(token)));
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
            taken(jwt, head, token);
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
            credential_copies::take_out(head, &key);
            // The key itself is shown to no expression in the clear.
            let mut known = owner.as_object().cloned().unwrap_or_default();
            known.insert("key".to_owned(), Value::from("<redacted>"));
            Ok(Some(Value::Object(known)))
        }
        None if keys.mode == Mode::Permissive => Ok(None),
        None => Err(Refusal::WRONG_API_KEY),
    }
}
