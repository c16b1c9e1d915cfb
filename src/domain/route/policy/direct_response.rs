//! `traffic.directResponse`: an answer that no upstream is asked for.
//!
//! Source: reference/agentgateway.md §5.2.

use http::{HeaderName, HeaderValue};
use serde_json::Value;

use super::cel::{Expression, Facts};
use super::merge::Setting;
use super::{Reading, Traffic};

/// The answers, in the order in which they are considered.
#[derive(Debug, Default)]
pub struct DirectResponse(Vec<(Option<Expression>, Answer)>);

/// One answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Text(String),
    Expression(Expression),
}

impl DirectResponse {
    /// The answer to a request; none where every one has a condition and none holds.
    #[must_use]
    pub fn answer(&self, facts: &Facts<'_>) -> Option<&Answer> {
        let holds = |condition: &Option<Expression>| {
            condition.as_ref().is_none_or(|condition| condition.holds(facts))
        };
        self.0.iter().find(|(condition, _)| holds(condition)).map(|(_, answer)| answer)
    }

    /// Every expression.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.0.iter().flat_map(|(condition, answer)| {
            let body = match &answer.body {
                Body::Expression(body) => Some(body),
                Body::Text(_) => None,
            };
            condition.iter().chain(body)
        })
    }
}

impl Answer {
    /// Its body; an expression that fails comes to nothing.
    #[must_use]
    pub fn body(&self, facts: &Facts<'_>) -> Vec<u8> {
        match &self.body {
            Body::Text(text) => text.clone().into_bytes(),
            Body::Expression(body) => body.bytes(facts).unwrap_or_default(),
        }
    }

    fn read(written: &Value) -> Result<Self, String> {
        let status = written.get("status").and_then(Value::as_u64);
        let status = status.and_then(|status| u16::try_from(status).ok());
        let status = status.filter(|status| (200..=599).contains(status));
        let mut headers = Vec::new();
        for header in written.get("headers").and_then(Value::as_array).into_iter().flatten() {
            let text = |field| header.get(field).and_then(Value::as_str).unwrap_or_default();
            let (name, value) = (text("name"), text("value"));
            let pair = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
            match pair {
                (Ok(name), Ok(value)) => headers.push((name, value)),
                _ => return Err(format!("header {name:?} cannot be sent")),
            }
        }
        let text = |field| written.get(field).and_then(Value::as_str);
        let body = match text("bodyExpression") {
            Some(expression) => Body::Expression(Expression::compile(expression)?),
            None => Body::Text(text("body").unwrap_or_default().to_owned()),
        };
        Ok(Answer { status: status.ok_or("its `status` is none")?, headers, body })
    }
}

/// Reads the policy.
///
/// # Errors
/// A status that is none, a header that cannot be sent, an expression that does not compile.
pub fn read(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    let Some(written) = settings.last().and_then(|setting| setting.value) else { return Ok(()) };
    let mut read = DirectResponse::default();
    match written.get("conditional").and_then(Value::as_array) {
        None => read.0.push((None, Answer::read(written)?)),
        Some(all) => {
            for one in all {
                let condition = one.get("condition").and_then(Value::as_str);
                let condition = condition.map(Expression::compile).transpose()?;
                let policy = one.get("policy").unwrap_or(&Value::Null);
                read.0.push((condition, Answer::read(policy)?));
            }
        }
    }
    into.direct = Some(read);
    Ok(())
}
