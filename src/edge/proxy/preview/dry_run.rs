//! A request as far as it is known, and what the traffic policies on its way make of it: by what serve asks of them,
//! without its waits and its buckets. What depends on more than the request is said, and left open.

use std::time::Duration;

use bytes::Bytes;
use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Uri};

use crate::domain::route::cel::Expression;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::policy::Traffic;
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::policy::buffer::Hold;
use crate::domain::route::policy::direct_response::DirectResponse;
use crate::domain::route::policy::passage::{Own, Passage, Stop};
use crate::domain::route::policy::rate_limit::{Limit, Unit};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::edge::proxy::clock;
use crate::edge::proxy::plan::{head, transforming};

/// A request on its way.
#[derive(Clone, Debug)]
pub struct DryRun {
    pub(super) head: Parts,
    pub(super) passage: Passage,
    /// None where it is not given, which is another thing than empty.
    pub(super) body: Option<Bytes>,
    /// As the client sends it.
    pub(super) arrived: Option<Bytes>,
    /// Whether a policy made it.
    pub(super) is_made: bool,
    /// What the policies make it wait.
    waits: Duration,
    /// What else may become of it, and on what that depends, in sentences.
    pub depends: Vec<String>,
}

/// The answer of a policy.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// `traffic.cors`.
    pub by: &'static str,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// What a person should know beyond the body.
    pub hint: Option<String>,
}

impl Stopped {
    fn of(by: &'static str, stop: Stop) -> Box<Self> {
        Box::new(match stop {
            Stop::Refuse(Refusal { status, body, hint, .. }) => Stopped {
                by,
                status,
                headers: HeaderMap::new(),
                body: body.into_owned(),
                hint: hint.map(std::borrow::Cow::into_owned),
            },
            Stop::Answer(own) => {
                let Own { status, headers, body } = *own;
                let body = String::from_utf8_lossy(&body).into_owned();
                Stopped { by, status, headers, body, hint: None }
            }
        })
    }
}

impl DryRun {
    /// A request at its beginning. `authority` is its `Host`, with the port if there is one; `body` is none where it is
    /// not given.
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
            passage: Passage::new(None, request.host),
            arrived: body.clone(),
            body,
            is_made: false,
            waits: Duration::ZERO,
            depends: Vec::new(),
        }
    }

    /// The request as it is now.
    #[must_use]
    pub fn parts(&self) -> RequestParts<'_> {
        RequestParts {
            method: &self.head.method,
            host: self.passage.host(),
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

    /// What is changed in the reply's head.
    pub fn reply(&self) -> impl Iterator<Item = String> {
        let shown = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = self.passage.reply_headers.iter();
        headers.map(move |(name, value)| format!("{name} set to {}", shown(value)))
    }

    /// The policies of the listener that run before a route is looked for.
    ///
    /// # Errors
    /// The answer of one of them.
    pub fn before(&mut self, table: &RouteTable, bind: &BindKey) -> Result<(), Box<Stopped>> {
        let Ok(listener) = table.listener(bind, self.passage.host()) else { return Ok(()) };
        match listener.before.as_deref() {
            Some(traffic) if traffic.refuses.is_none() => self.pass(traffic, None),
            _ => Ok(()),
        }
    }

    /// Goes through the policies, in the order of [`gate::pass`]. `limit` bounds the exchange.
    ///
    /// # Errors
    /// The answer of one of them, or that where their expressions are too costly.
    pub fn pass(&mut self, traffic: &Traffic, limit: Option<Duration>) -> Result<(), Box<Stopped>> {
        let passed = self.steps(traffic, limit);
        self.passage.affordable().map_err(|no| Stopped::of("traffic", no.into()))?;
        passed
    }

    fn steps(&mut self, traffic: &Traffic, limit: Option<Duration>) -> Result<(), Box<Stopped>> {
        let DryRun { head, passage, .. } = self;
        let by = |policy: &'static str| move |stop: Stop| Stopped::of(policy, stop);
        let refused = |policy: &'static str| move |no: Refusal| Stopped::of(policy, no.into());
        passage.cors(traffic, head).map_err(by("traffic.cors"))?;
        self.token(traffic).map_err(refused("traffic.jwtAuthentication"))?;
        let DryRun { head, passage, .. } = self;
        if let Some(basic) = &traffic.basic {
            let no = "traffic.basicAuthentication";
            if let Some(login) = passage.login(basic, head).map_err(refused(no))? {
                let good = login.fits(&basic.users);
                passage.judged(basic, head, login, good).map_err(refused(no))?;
            }
        }
        passage.key(traffic, head).map_err(refused("traffic.apiKeyAuthentication"))?;
        if traffic.needs_body() && passage.body.is_none() {
            passage.body.clone_from(&self.body);
        }
        let rules = traffic.authorization.iter().flat_map(Authorization::rules);
        if self.decides("authorization", rules, "403 where its rules do not let that pass") {
            let allowed = self.passage.authorize(traffic, &self.head, 0.0);
            allowed.map_err(refused("traffic.authorization"))?;
        }
        self.depends.extend(traffic.limits.iter().map(limited));
        self.buffered(traffic).map_err(refused("traffic.buffer"))?;
        let made = transforming::expressions(&traffic.transformations);
        if self.decides("transformation", made, "what it makes of that is left out")
            && let Some(body) = self.passage.transform(traffic, &mut self.head, 0.0)
        {
            (self.body, self.is_made) = (Some(body), true);
        }
        Passage::csrf(traffic, &self.head).map_err(refused("traffic.csrf"))?;
        Passage::edit(traffic, &mut self.head);
        if let Some(delay) = self.passage.delay(traffic, &self.head, 0.0) {
            self.waits += delay;
            self.depends.push(format!("it waits {} s first", delay.as_secs_f64()));
        }
        if limit.is_some_and(|limit| self.waits >= limit) {
            return Err(Stopped::of("traffic.delay", Refusal::REQUEST_TIMEOUT.into()));
        }
        let answers = traffic.direct.iter().flat_map(DirectResponse::expressions);
        if self.decides("directResponse", answers, "its answer where a condition holds") {
            let answer = self.passage.direct(traffic, &self.head, 0.0);
            answer.map_err(by("traffic.directResponse"))?;
        }
        Ok(())
    }

    /// The token of the request, as far as its keys are at hand.
    fn token(&mut self, traffic: &Traffic) -> Result<(), Refusal> {
        let DryRun { head, passage, depends, .. } = self;
        let shown = traffic
            .jwt
            .as_ref()
            .filter(|jwt| jwt.location.find(&passage.facts(head, 0.0)).is_some());
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
            false => passage.token(traffic, head, clock::now, &|_| None),
        }
    }

    /// Whether the request alone tells what expressions come to; where it does not, that is said.
    fn decides<'e>(
        &mut self,
        policy: &str,
        expressions: impl Iterator<Item = &'e Expression>,
        otherwise: &str,
    ) -> bool {
        let unknown = unknown(expressions, self.passage.body.is_some());
        let depends = unknown.map(|what| format!("{policy} looks at {what}: {otherwise}"));
        let decides = depends.is_none();
        self.depends.extend(depends);
        decides
    }

    fn buffered(&mut self, traffic: &Traffic) -> Result<(), Refusal> {
        let refuses = |hold: &Hold| !hold.lets_go;
        let of_reply = traffic.buffer_reply.filter(refuses).and(Some(traffic.reply_limit(ANY)));
        if let Some(most) = of_reply.filter(|most| *most != ANY) {
            self.depends.push(format!("502 where the reply's body has more than {most} bytes"));
        }
        let of_request = traffic.buffer.filter(refuses).and(Some(traffic.limit(ANY)));
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
