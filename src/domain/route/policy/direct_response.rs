//! `traffic.directResponse`: an answer without calling an upstream.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/filters.rs` at 75b4e6ce6, `DirectResponse`.

use http::{HeaderMap, HeaderName};
use serde::Deserialize;
use serde_json::Value;

use super::{spec, transformation};
use crate::domain::route::cel::{Activation, Expression, unknown};
use crate::domain::route::reason::{FieldFault, PolicyFault, Reason};
use crate::domain::route::refusal::Refusal;

/// The answers, in the order in which they are considered.
#[derive(Clone, Debug, Default)]
pub struct DirectResponse(Vec<(Option<Expression>, ConditionalResponse)>);

/// One answer of a policy, with the headers and the body that its expressions give.
#[derive(Clone, Debug)]
pub struct ConditionalResponse {
    pub status: u16,
    headers: Vec<(HeaderName, Expression)>,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    Text(String),
    Expression(Expression),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    conditional: Option<Vec<CaseSpec>>,
    status: Option<u64>,
    #[serde(default)]
    headers: Vec<HeaderSpec>,
    body: Option<String>,
    body_expression: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseSpec {
    condition: Option<String>,
    policy: AnswerSpec,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AnswerSpec {
    status: Option<u64>,
    #[serde(default)]
    headers: Vec<HeaderSpec>,
    body: Option<String>,
    body_expression: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderSpec {
    name: String,
    value: String,
}

impl DirectResponse {
    /// Reads the policy. The expressions of headers and bodies may be such that do not compile, which is noted.
    ///
    /// # Errors
    /// A status that is none, a header that cannot be sent; a condition that does not compile: without its answer,
    /// which may be there to shut a path, requests would go on to the upstream.
    pub(in crate::domain) fn read(
        written: &Value,
        notes: &mut Vec<Reason>,
    ) -> Result<Self, Reason> {
        let Spec { conditional, status, headers, body, body_expression } =
            spec::read_cases(written)?;
        let Some(all) = conditional else {
            let only = AnswerSpec { status, headers, body, body_expression };
            return Ok(DirectResponse(vec![(None, ConditionalResponse::read(only, notes)?)]));
        };
        let case = |CaseSpec { condition, policy }: CaseSpec| {
            let condition = condition.as_deref().map(Expression::compile).transpose()?;
            Ok((condition, ConditionalResponse::read(policy, notes)?))
        };
        all.into_iter().map(case).collect::<Result<_, Reason>>().map(DirectResponse)
    }

    /// The answer to a request; none where every one has a condition and none holds.
    #[must_use]
    pub fn answer(&self, facts: &Activation<'_>) -> Option<&ConditionalResponse> {
        let holds = |condition: &Option<Expression>| {
            condition.as_ref().is_none_or(|condition| condition.holds(facts))
        };
        self.0.iter().find(|(condition, _)| holds(condition)).map(|(_, answer)| answer)
    }

    /// Whether every request gets an answer.
    #[must_use]
    pub fn answers_all(&self) -> bool {
        self.0.iter().any(|(condition, _)| condition.is_none())
    }

    /// Whether it cannot be told which answer a request gets, because it is only explained; then what that depends on.
    #[must_use]
    pub fn open(&self, facts: &Activation<'_>) -> Option<String> {
        for (condition, _) in &self.0 {
            let condition = condition.as_ref()?;
            let open = facts.open(condition);
            if open.is_some() || condition.holds(facts) {
                return open;
            }
        }
        None
    }

    /// Every expression.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.0.iter().flat_map(|(condition, answer)| {
            let body = match &answer.body {
                Body::Expression(body) => Some(body),
                Body::Text(_) => None,
            };
            let headers = answer.headers.iter().map(|(_, value)| value);
            condition.iter().chain(body).chain(headers)
        })
    }
}

impl ConditionalResponse {
    /// Its body, in bytes.
    ///
    /// # Errors
    /// The answer for the client where its expression fails.
    pub fn body(&self, facts: &Activation<'_>) -> Result<Vec<u8>, Refusal> {
        match &self.body {
            Body::Text(text) => Ok(text.clone().into_bytes()),
            Body::Expression(body) => match facts.open(body) {
                Some(why) => Ok(unknown::marked(&why).into_bytes()),
                None => body.bytes(facts).ok_or(Refusal::NO_DIRECT_BODY),
            },
        }
    }

    /// Its headers; one whose expression fails is absent.
    #[must_use]
    pub fn headers(&self, facts: &Activation<'_>) -> HeaderMap {
        let made = self.headers.iter();
        made.filter_map(|(name, by)| Some((name.clone(), transformation::value(by, facts)?)))
            .collect()
    }

    fn read(written: AnswerSpec, notes: &mut Vec<Reason>) -> Result<Self, Reason> {
        let status = written.status.and_then(|status| u16::try_from(status).ok());
        let status = status.filter(|status| (200..=599).contains(status));
        let mut headers = Vec::new();
        for HeaderSpec { name, value } in written.headers {
            let read = HeaderName::from_bytes(name.as_bytes());
            let name = read.map_err(|_| FieldFault::HeaderName(name.clone()))?;
            headers.push((name, Expression::permissive(&value, notes)?));
        }
        let body = match written.body_expression {
            Some(expression) => Body::Expression(Expression::permissive(&expression, notes)?),
            None => Body::Text(written.body.unwrap_or_default()),
        };
        Ok(ConditionalResponse { status: status.ok_or(PolicyFault::DirectStatus)?, headers, body })
    }
}
