//! What the traffic policies make of a request that is explained: by what serve asks of them, without its waits and its
//! buckets. What depends on more than the request is said, and left open.

use std::time::Duration;

use super::dry_run::{PolicyAnswer, Preview};
use crate::domain::route::cel::Expression;
use crate::domain::route::cel::unknown::RequestPart;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::policy::buffer::BufferPolicy;
use crate::domain::route::policy::context::{PolicyContext, ShortCircuit};
use crate::domain::route::policy::delay::Delay;
use crate::domain::route::policy::rate_limit::{Limit, Unit};
use crate::domain::route::policy::steps::Step;
use crate::domain::route::policy::transformation;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::client;
use crate::edge::proxy::clock;

impl Preview {
    /// Goes through the policies. `limit` bounds the exchange.
    ///
    /// # Errors
    /// The answer of one of them, or that where their expressions are too costly.
    pub fn pass(
        &mut self,
        policies: &RoutePolicies,
        limit: Option<Duration>,
    ) -> Result<(), Box<PolicyAnswer>> {
        let passed = self.steps(policies, limit);
        let affordable = self.context.affordable();
        affordable.map_err(|no| self.stopped(Some("traffic"), no.into()))?;
        passed
    }

    fn steps(
        &mut self,
        policies: &RoutePolicies,
        limit: Option<Duration>,
    ) -> Result<(), Box<PolicyAnswer>> {
        Step::ORDER.into_iter().try_for_each(|step| {
            let passed = self.step(step, policies, limit);
            passed.map_err(|stop| self.stopped(Some(step.field()), stop))
        })
    }

    fn step(
        &mut self,
        step: Step,
        policies: &RoutePolicies,
        limit: Option<Duration>,
    ) -> Result<(), ShortCircuit> {
        let Preview { head, context, .. } = self;
        match step {
            Step::Cors => context.cors(policies, head)?,
            Step::JwtAuthentication => self.token(policies)?,
            Step::BasicAuthentication => self.login(policies)?,
            Step::ApiKeyAuthentication => context.key(policies, head)?,
            Step::Body => {
                if policies.needs_body() && context.body.is_none() {
                    self.hold(policies)?;
                    self.context.body.clone_from(&self.body);
                }
            }
            Step::Authorization => {
                let rules = policies.authorization.iter().flat_map(Authorization::rules);
                match self.open(rules) {
                    None => self.context.authorize(policies, &self.head, 0.0)?,
                    Some(why) => self.depends.push(guarded(&why)),
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
                let tried = context.fork();
                let facts = tried.facts(head, 0.0);
                match policies.direct.as_ref().and_then(|direct| direct.open(&facts)) {
                    None => context.direct(policies, head, 0.0)?,
                    Some(why) => self.depends.push(format!(
                        "directResponse depends on {why}: it responds if a condition is met"
                    )),
                }
            }
        }
        Ok(())
    }

    fn login(&mut self, policies: &RoutePolicies) -> Result<(), Refusal> {
        let Preview { head, context, .. } = self;
        let Some(basic) = &policies.basic else { return Ok(()) };
        let Some(login) = context.login(basic, head)? else { return Ok(()) };
        let good = login.fits(&basic.users);
        context.judged(basic, head, login, good)
    }

    fn transform(&mut self, policies: &RoutePolicies) {
        let Preview { head, context, .. } = self;
        let before = context.unknown.clone().unwrap_or_default();
        let made = match transformation::leaves_open(&policies.transformations, context, head) {
            true => None,
            false => context.transform(policies, head, 0.0),
        };
        if let Some(body) = made {
            (self.body, self.is_made, self.is_held) = (Some(body), true, true);
        }
        let unknown = self.context.unknown.as_deref();
        self.depends.extend(unknown.into_iter().flat_map(|unknown| unknown.since(&before)));
        if unknown.is_some_and(|unknown| unknown.has(&RequestPart::LlmRequest)) {
            (self.body, self.is_made) = (None, false);
        }
    }

    fn delay(&mut self, policies: &RoutePolicies, limit: Option<Duration>) -> Result<(), Refusal> {
        let by = policies.delay.as_ref().and_then(Delay::expression);
        if let Some(why) = self.open(by.into_iter()) {
            self.depends.push(format!("it waits first, for a time that depends on {why}"));
        } else if let Some(delay) = self.context.delay(policies, &self.head, 0.0) {
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
        let Preview { head, context, depends, .. } = self;
        let shown = policies
            .jwt
            .as_ref()
            .filter(|jwt| jwt.location.find(&context.facts(head, 0.0)).is_some());
        let fetched = shown.is_some_and(|jwt| jwt.remotes().next().is_some());
        if shown.is_some() {
            let said = match fetched {
                true => "401 if the token is invalid: its keys are only fetched by serve",
                false => "the token is valid as of now, until it expires",
            };
            depends.push(said.to_owned());
        }
        match fetched {
            true => {
                let unknown = context.unknown.get_or_insert_default();
                unknown.add(RequestPart::Jwt, "the token, whose keys serve fetches");
                context.token_unjudged(policies, head);
                Ok(())
            }
            false => context.token(policies, head, clock::now, &|_| None),
        }
    }

    fn open<'e>(&self, expressions: impl Iterator<Item = &'e Expression>) -> Option<String> {
        open(&self.context, expressions)
    }

    fn buffered(&mut self, policies: &RoutePolicies) -> Result<(), Refusal> {
        let refuses = |hold: &BufferPolicy| !hold.lets_go;
        let of_reply = policies.buffer_reply.filter(refuses).and(Some(policies.reply_limit(ANY)));
        if let Some(most) = of_reply.filter(|most| *most != ANY) {
            self.depends.push(format!("502 if the reply's body has more than {most} bytes"));
        }
        match policies.buffer.filter(refuses) {
            Some(_) => self.hold(policies),
            None => Ok(()),
        }
    }

    /// Reads the body whole, where it is given.
    fn hold(&mut self, policies: &RoutePolicies) -> Result<(), Refusal> {
        let most = policies.limit(self.terms.max_body);
        match &self.body {
            Some(body) => {
                client::fits(body.len(), most)?;
                self.is_held = true;
            }
            None if most < self.terms.max_body => {
                let status = Refusal::REQUEST_TOO_LARGE.status;
                let said = format!("{status} if the body has more than {most} bytes");
                if !self.depends.contains(&said) {
                    self.depends.push(said);
                }
            }
            None => {}
        }
        Ok(())
    }
}

/// What expressions look at that is not known, in words; none where it can be told what they come to.
pub(super) fn open<'e>(
    context: &PolicyContext,
    expressions: impl Iterator<Item = &'e Expression>,
) -> Option<String> {
    let unknown = context.unknown.as_deref()?;
    let mut why: Vec<_> = expressions.filter_map(|by| unknown.of(by)).collect();
    why.sort_unstable();
    why.dedup();
    (!why.is_empty()).then(|| why.join(" and "))
}

/// What rules may answer that look at something unknown.
pub(super) fn guarded(why: &str) -> String {
    format!("authorization depends on {why}: 403 if its rules deny it")
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
    let by = limit.key.as_ref().map(|key| format!(" for each value of `{}`", key.source()));
    let by = by.unwrap_or_default();
    format!(
        "{status} once the limit of {most} {of}{by} is used up; {fill} are refilled every {every} s"
    )
}
