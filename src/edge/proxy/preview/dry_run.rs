//! A request as far as it is known, and how the traffic policies in force change it: by the same code as in `serve`,
//! without waiting or counting. What depends on more than the request is reported as open. A mechanism of this program;
//! the sources are with the policies.

use std::time::Duration;

use bytes::Bytes;
use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Uri};

use crate::domain::route::cel::Expression;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::policy::buffer::BufferPolicy;
use crate::domain::route::policy::context::{LocalReply, PolicyContext, ShortCircuit};
use crate::domain::route::policy::direct_response::DirectResponse;
use crate::domain::route::policy::rate_limit::{Limit, Unit};
use crate::domain::route::policy::steps::Step;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::edge::proxy::clock;
use crate::edge::proxy::plan::{head, request_transformation};

/// A request on its way through the policies, without being sent.
#[derive(Clone, Debug)]
pub struct DryRun {
    pub(super) head: Parts,
    pub(super) context: PolicyContext,
    /// The body; none where it is not given, which is not the same as empty.
    pub(super) body: Option<Bytes>,
    /// The body as the client sends it.
    pub(super) arrived: Option<Bytes>,
    /// Whether a policy made it.
    pub(super) is_made: bool,
    /// How long policies delay it.
    waits: Duration,
    /// What else may happen to it, and on what that depends, in sentences.
    pub depends: Vec<String>,
    /// As `depends`, but only if a language model is called, whose tokens count towards limits.
    pub(super) tokens: Vec<String>,
}

/// The answer of a policy.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// The policy: `traffic.cors`.
    pub by: &'static str,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// What the user should know beyond the body.
    pub hint: Option<String>,
}

impl Stopped {
    fn of(by: &'static str, stop: ShortCircuit) -> Box<Self> {
        Box::new(match stop {
            ShortCircuit::Refuse(Refusal { status, body, hint, .. }) => Stopped {
                by,
                status,
                headers: HeaderMap::new(),
                body: body.into_owned(),
                hint: hint.map(std::borrow::Cow::into_owned),
            },
            ShortCircuit::Answer(own) => {
                let LocalReply { status, headers, body } = *own;
                let body = String::from_utf8_lossy(&body).into_owned();
                Stopped { by, status, headers, body, hint: None }
            }
        })
    }
}

impl DryRun {
    /// A request before any policy. `authority` is its `Host`, with the port if there is one; `body` is none where it
    /// is not given.
    #[must_use]
    pub fn new(request: &RequestParts<'_>, authority: &str, body: Option<&str>) -> Self {
        let mut head = Request::new(()).into_parts().0;
        head.method = request.method.clone();
        let query = request.query.map(|query| format!("?{query}")).unwrap_or_default();
        head.uri = format!("{}{query}", request.path).parse::<Uri>().unwrap_or_default();
        head.headers = request.headers.clone();
        if let Ok(host) = HeaderValue::from_str(authority) {
            head.headers.insert(HOST, host);
        }
        // The caller has said what the host is.
        let _ = head::arrive(&mut head);
        let body = body.map(|text| Bytes::copy_from_slice(text.as_bytes()));
        DryRun {
            head,
            context: PolicyContext::new(None, request.host),
            arrived: body.clone(),
            body,
            is_made: false,
            waits: Duration::ZERO,
            depends: Vec::new(),
            tokens: Vec::new(),
        }
    }

    /// The request as it is now.
    #[must_use]
    pub fn parts(&self) -> RequestParts<'_> {
        RequestParts {
            method: &self.head.method,
            host: self.context.host(),
            path: self.head.uri.path(),
            query: self.head.uri.query(),
            headers: &self.head.headers,
        }
    }

    /// The body that a policy made; none where it is the client's own.
    #[must_use]
    pub fn made_body(&self) -> Option<&str> {
        let made = self.body.as_deref().filter(|_| self.is_made)?;
        std::str::from_utf8(made).ok()
    }

    /// The changes of the reply's head, in words.
    pub fn reply(&self) -> impl Iterator<Item = String> {
        let shown = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = self.context.reply_headers.iter();
        headers.map(move |(name, value)| format!("{name} set to {}", shown(value)))
    }

    /// The policies of the listener that run before a route is looked for.
    ///
    /// # Errors
    /// The answer of one of them.
    pub fn before(&mut self, table: &RouteTable, bind: &BindKey) -> Result<(), Box<Stopped>> {
        let Ok(listener) = table.listener(bind, self.context.host()) else { return Ok(()) };
        match listener.before.as_deref() {
            Some(policies) if policies.refuses.is_none() => self.pass(policies, None),
            _ => Ok(()),
        }
    }

    /// Runs policies. `limit` is the timeout of the whole request.
    ///
    /// # Errors
    /// The answer of one of them, or the error where their expressions cost too much.
    pub fn pass(
        &mut self,
        policies: &RoutePolicies,
        limit: Option<Duration>,
    ) -> Result<(), Box<Stopped>> {
        let passed = self.steps(policies, limit);
        self.context.affordable().map_err(|no| Stopped::of("traffic", no.into()))?;
        passed
    }

    fn steps(
        &mut self,
        policies: &RoutePolicies,
        limit: Option<Duration>,
    ) -> Result<(), Box<Stopped>> {
        Step::ORDER.into_iter().try_for_each(|step| {
            self.step(step, policies, limit).map_err(|stop| Stopped::of(step.field(), stop))
        })
    }

    fn step(
        &mut self,
        step: Step,
        policies: &RoutePolicies,
        limit: Option<Duration>,
    ) -> Result<(), ShortCircuit> {
        let DryRun { head, context, .. } = self;
        match step {
            Step::Cors => context.cors(policies, head)?,
            Step::JwtAuthentication => self.token(policies)?,
            Step::BasicAuthentication => self.login(policies)?,
            Step::ApiKeyAuthentication => context.key(policies, head)?,
            Step::Body => {
                if policies.needs_body() && context.body.is_none() {
                    context.body.clone_from(&self.body);
                }
            }
            Step::Authorization => {
                let rules = policies.authorization.iter().flat_map(Authorization::rules);
                let otherwise = "403 where its rules do not let that pass";
                if self.decides("authorization", rules, otherwise) {
                    self.context.authorize(policies, &self.head, 0.0)?;
                }
            }
            Step::RateLimit => {
                let (of_tokens, of_requests): (Vec<_>, Vec<_>) =
                    policies.limits.iter().partition(|limit| limit.of == Unit::Tokens);
                self.depends.extend(of_requests.into_iter().map(limited));
                self.tokens.extend(of_tokens.into_iter().map(limited));
            }
            Step::Buffer => self.buffered(policies)?,
            Step::Transformation => self.transform(policies),
            Step::Csrf => PolicyContext::csrf(policies, head)?,
            Step::HeaderModifiers => PolicyContext::edit(policies, head),
            Step::Delay => self.delay(policies, limit)?,
            Step::DirectResponse => {
                let answers = policies.direct.iter().flat_map(DirectResponse::expressions);
                if self.decides("directResponse", answers, "its answer where a condition holds") {
                    self.context.direct(policies, &self.head, 0.0)?;
                }
            }
        }
        Ok(())
    }

    fn login(&mut self, policies: &RoutePolicies) -> Result<(), Refusal> {
        let DryRun { head, context, .. } = self;
        let Some(basic) = &policies.basic else { return Ok(()) };
        let Some(login) = context.login(basic, head)? else { return Ok(()) };
        let good = login.fits(&basic.users);
        context.judged(basic, head, login, good)
    }

    fn transform(&mut self, policies: &RoutePolicies) {
        let made = request_transformation::expressions(&policies.transformations);
        if self.decides("transformation", made, "what it makes of that is left out")
            && let Some(body) = self.context.transform(policies, &mut self.head, 0.0)
        {
            (self.body, self.is_made) = (Some(body), true);
        }
    }

    fn delay(&mut self, policies: &RoutePolicies, limit: Option<Duration>) -> Result<(), Refusal> {
        if let Some(delay) = self.context.delay(policies, &self.head, 0.0) {
            self.waits += delay;
            self.depends.push(format!("it waits {} s first", delay.as_secs_f64()));
        }
        match limit.is_some_and(|limit| self.waits >= limit) {
            true => Err(Refusal::REQUEST_TIMEOUT),
            false => Ok(()),
        }
    }

    /// The token of the request, as far as its keys are at hand.
    fn token(&mut self, policies: &RoutePolicies) -> Result<(), Refusal> {
        let DryRun { head, context, depends, .. } = self;
        let shown = policies
            .jwt
            .as_ref()
            .filter(|jwt| jwt.location.find(&context.facts(head, 0.0)).is_some());
        let fetched = shown.is_some_and(|jwt| jwt.remotes().next().is_some());
        if shown.is_some() {
            let said = match fetched {
                true => "401 where the token is not good: its keys are fetched by serve only",
                false => "the token is judged as of now: each is good for its time only",
            };
            depends.push(said.to_owned());
        }
        match fetched {
            true => Ok(()),
            false => context.token(policies, head, clock::now, &|_| None),
        }
    }

    /// Whether the request alone tells what expressions come to; where it does not, that is said.
    fn decides<'e>(
        &mut self,
        policy: &str,
        expressions: impl Iterator<Item = &'e Expression>,
        otherwise: &str,
    ) -> bool {
        let unknown = unknown(expressions, self.context.body.is_some());
        let depends = unknown.map(|what| format!("{policy} looks at {what}: {otherwise}"));
        let decides = depends.is_none();
        self.depends.extend(depends);
        decides
    }

    fn buffered(&mut self, policies: &RoutePolicies) -> Result<(), Refusal> {
        let refuses = |hold: &BufferPolicy| !hold.lets_go;
        let of_reply = policies.buffer_reply.filter(refuses).and(Some(policies.reply_limit(ANY)));
        if let Some(most) = of_reply.filter(|most| *most != ANY) {
            self.depends.push(format!("502 where the reply's body has more than {most} bytes"));
        }
        let of_request = policies.buffer.filter(refuses).and(Some(policies.limit(ANY)));
        let Some(most) = of_request.filter(|most| *most != ANY) else { return Ok(()) };
        match &self.body {
            Some(body) if body.len() > most => Err(Refusal::REQUEST_TOO_LARGE),
            Some(_) => Ok(()),
            None => {
                let status = Refusal::REQUEST_TOO_LARGE.status;
                let said = format!("{status} where the body has more than {most} bytes");
                self.depends.push(said);
                Ok(())
            }
        }
    }
}

/// What expressions look at beyond the request, in words; none where the request alone tells what they come to.
pub(super) fn unknown<'e>(
    expressions: impl Iterator<Item = &'e Expression>,
    has_body: bool,
) -> Option<String> {
    let mut unknown: Vec<&str> = Vec::new();
    for needs in expressions.map(Expression::needs) {
        let of_body = needs.request_body() && !has_body;
        let all = [
            (of_body, "the body, which is not given"),
            (needs.source(), "the client's address"),
            (needs.chance(), "chance"),
        ];
        unknown.extend(all.iter().filter(|(is, _)| *is).map(|(_, what)| what));
    }
    unknown.sort_unstable();
    unknown.dedup();
    (!unknown.is_empty()).then(|| unknown.join(" and at "))
}

/// No limit, where only that of the proxy counts. Bytes.
const ANY: usize = usize::MAX;

/// A limit in words: how full it is only the running proxy knows.
fn limited(limit: &Limit) -> String {
    let of = match limit.of {
        Unit::Requests => "requests",
        Unit::Tokens => "tokens",
    };
    let (most, fill, every) = (limit.capacity, limit.fill, limit.interval.as_secs_f64());
    let status = Refusal::RATE_LIMITED.status;
    format!("{status} once the limit of {most} {of} is used up; {fill} come back every {every} s")
}
