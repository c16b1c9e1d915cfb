//! A request as far as it is known, and whether serve lets it in.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Uri};

use crate::domain::kill::{InForce, Passage};
use crate::domain::llm::error_format::ErrorFormat;
use crate::domain::route::browser::BrowserGuard;
use crate::domain::route::cel::Unknown;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::policy::context::{PolicyContext, ShortCircuit, is_grpc};
use crate::domain::route::refusal::{HINT, LocalReply, Refusal};
use crate::domain::route::table::{BindKey, Listener, RouteTable, Rule};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::proxy::plan::admission::Admission;
use crate::edge::proxy::plan::head;
use crate::edge::proxy::plan::loops::LoopMark;

/// How serve is started, as far as its answers depend on that.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Request bodies that must be read are read up to this size. Bytes.
    pub max_body: usize,
    /// All bodies held at once. Bytes.
    pub max_held: usize,
    /// What keeps web pages out.
    pub browsers: Option<BrowserGuard>,
    /// What the kill switch stops.
    pub killed: InForce,
}

/// A request on its way through the policies, without being sent.
#[derive(Clone, Debug)]
pub struct Preview {
    pub(super) head: Parts,
    pub(super) context: PolicyContext,
    /// The body; none where it is not given, which is not the same as empty.
    pub(super) body: Option<Bytes>,
    /// The body as the client sends it.
    pub(super) arrived: Option<Bytes>,
    /// Whether a policy made it.
    pub(super) is_made: bool,
    /// Whether it is held already: who reads it then asks for no limit.
    pub(super) is_held: bool,
    pub(super) terms: Arc<Terms>,
    /// Its host without the port, or what is wrong with that.
    host: Result<String, Refusal>,
    /// Its way through the gateway up to here.
    pub(super) passage: Passage,
    is_grpc: bool,
    /// Whose errors its client reads.
    errors: ErrorFormat,
    /// What the policies make it wait.
    pub(super) waits: Duration,
    /// What else may become of it, and on what that depends, in sentences.
    pub depends: Vec<String>,
    /// As `depends`, but only if a language model is called, whose tokens count towards limits.
    pub(super) tokens: Vec<String>,
}

/// The answer of a policy.
#[derive(Clone, Debug)]
pub struct PolicyAnswer {
    /// `traffic.cors`; none where it is no policy's.
    pub by: Option<&'static str>,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// What the user should know beyond the body.
    pub hint: Option<String>,
}

impl From<LocalReply> for PolicyAnswer {
    fn from(LocalReply { status, mut headers, body }: LocalReply) -> Self {
        let body = String::from_utf8_lossy(&body).into_owned();
        let hint = headers.remove(HINT);
        let hint = hint.map(|hint| String::from_utf8_lossy(hint.as_bytes()).into_owned());
        PolicyAnswer { by: None, status, headers, body, hint }
    }
}

impl Preview {
    /// A request before any policy. `authority` is its `Host`, with the port if there is one; `body` is none where it
    /// is not given.
    #[must_use]
    pub fn new(
        request: &RequestParts<'_>,
        authority: &str,
        body: Option<&[u8]>,
        terms: &Arc<Terms>,
    ) -> Self {
        let mut head = Request::new(()).into_parts().0;
        // What hyper gives to each request that could ask for another protocol.
        head.extensions.insert(hyper::upgrade::on(Request::new(())));
        head.method = request.method.clone();
        let query = request.query.map(|query| format!("?{query}")).unwrap_or_default();
        head.uri = format!("{}{query}", request.path).parse::<Uri>().unwrap_or_default();
        head.headers = request.headers.clone();
        if let Ok(host) = HeaderValue::from_str(authority) {
            head.headers.insert(HOST, host);
        }
        let is_grpc = is_grpc(&head.headers);
        let host = head::arrive(&mut head);
        let body = body.map(Bytes::copy_from_slice);
        Preview {
            head,
            context: unsent(host.as_deref().unwrap_or_default(), body.is_some()),
            arrived: body.clone(),
            body,
            is_made: false,
            is_held: false,
            terms: Arc::clone(terms),
            host,
            passage: Passage::default(),
            is_grpc,
            errors: ErrorFormat::of_path(request.path),
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
    pub fn made_body(&self) -> Option<&[u8]> {
        self.body.as_deref().filter(|_| self.is_made)
    }

    /// The changes of the reply's head, in words.
    pub fn reply(&self) -> impl Iterator<Item = String> {
        let shown = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = self.context.reply_headers.iter();
        headers.map(move |(name, value)| format!("{name} set to {}", shown(value)))
    }

    /// What becomes of the request before a route is looked for: whether it is let in, and the policies of the listener.
    ///
    /// # Errors
    /// The answer that it gets instead.
    pub fn before(&mut self, table: &RouteTable, bind: &BindKey) -> Result<(), Box<PolicyAnswer>> {
        let (mark, terms) = (LoopMark::of(fastrand::u64(..)), Arc::clone(&self.terms));
        let admission = admission(&terms, &mark, table);
        let host = admission.admitted(&mut self.head, self.host.clone());
        let host = host.map_err(|refusal| self.refused(refusal))?;
        let https = table.binds.get(bind).is_some_and(|bind| bind.https());
        self.passage.gateway = bind.gateway.as_ref().map(ObjectName::text).unwrap_or_default();
        self.not_killed()?;
        self.context = unsent(&host, self.body.is_some()).by(https);
        let Ok(listener) = table.listener(bind, &host) else { return Ok(()) };
        let Some(policies) = listener.before_routing() else { return Ok(()) };
        let foreign = admission.of_page(&self.head, || {
            let found = table.find(bind, &self.parts()).ok();
            [Some(policies), found.and_then(|found| found.candidate.rule.policies.as_deref())]
        });
        foreign.map_err(|refusal| self.refused(refusal))?;
        self.pass(policies, None)
    }

    /// That nothing is stopped by which it has come so far.
    ///
    /// # Errors
    /// 503, and why.
    pub(super) fn not_killed(&self) -> Result<(), Box<PolicyAnswer>> {
        let stopped = self.terms.killed.stops(&self.passage);
        stopped.map_or(Ok(()), |stop| Err(self.refused(Refusal::killed(stop.words()))))
    }

    /// Refuses what a page of another site made a browser send to this rule, and answers what the user allows.
    ///
    /// # Errors
    /// The answer.
    pub(super) fn page(
        &mut self,
        listener: &Listener,
        rule: &Rule,
    ) -> Result<(), Box<PolicyAnswer>> {
        let (mark, none) = (LoopMark::of(fastrand::u64(..)), RouteTable::default());
        let terms = Arc::clone(&self.terms);
        let by = [listener.before.as_deref(), rule.policies.as_deref()];
        let page = admission(&terms, &mark, &none).page(&self.head, &mut self.context, by);
        page.map_err(|stop| self.stopped(None, stop))
    }

    /// A refusal as this client gets it.
    #[must_use]
    pub fn refused(&self, refusal: Refusal) -> Box<PolicyAnswer> {
        self.stopped(None, refusal.into())
    }

    pub(super) fn stopped(
        &self,
        by: Option<&'static str>,
        stop: ShortCircuit,
    ) -> Box<PolicyAnswer> {
        Box::new(match stop {
            ShortCircuit::Refuse(refusal) if self.is_grpc => {
                PolicyAnswer { by, ..LocalReply::of_grpc(&refusal).into() }
            }
            ShortCircuit::Refuse(refusal) => {
                PolicyAnswer { by, ..LocalReply::of(&refusal, self.errors).into() }
            }
            ShortCircuit::Answer(own) => PolicyAnswer { by, ..(*own).into() },
        })
    }
}

/// What is known of who asks for a host, before anybody does.
fn unsent(host: &str, has_body: bool) -> PolicyContext {
    let mut context = PolicyContext::new(None, host);
    context.unknown = Some(Box::new(Unknown::before(has_body)));
    context
}

/// What lets requests in where no client key is asked for.
fn admission<'a>(terms: &'a Terms, mark: &'a LoopMark, table: &'a RouteTable) -> Admission<'a> {
    Admission { client_key: None, browsers: terms.browsers.as_ref(), mark, table }
}
