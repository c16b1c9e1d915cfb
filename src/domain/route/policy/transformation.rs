//! `traffic.transformation`: headers, and the request's body, as CEL makes them.
//!
//! Source: reference/agentgateway.md §5.2.

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::cel::{Expression, Facts};
use super::merge::Setting;
use super::{Reading, Traffic};

/// What is changed of requests and of responses.
#[derive(Debug, Default)]
pub struct Transformation {
    /// Of several, the first whose condition holds is made; one without a condition always is.
    pub when: Option<Expression>,
    pub request: Changes,
    pub response: Changes,
}

/// Changes of one of them, made in this order: set, add, remove, body.
#[derive(Debug, Default)]
pub struct Changes {
    set: Vec<(HeaderName, Expression)>,
    add: Vec<(HeaderName, Expression)>,
    remove: Vec<HeaderName>,
    pub body: Option<Expression>,
}

/// Headers as an expression comes to them.
#[derive(Debug, Default)]
pub struct Made {
    set: Vec<(HeaderName, Option<HeaderValue>)>,
    add: Vec<(HeaderName, HeaderValue)>,
}

impl Changes {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.add.is_empty() && self.remove.is_empty() && self.body.is_none()
    }

    /// Every expression.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.set.iter().chain(&self.add).map(|(_, expression)| expression).chain(&self.body)
    }

    /// What the headers come to, all from the same facts. A header whose expression fails is taken away: what a client
    /// wrote there must not stand for what was meant.
    #[must_use]
    pub fn make(&self, facts: &Facts<'_>) -> Made {
        let value = |expression: &Expression| {
            expression.text(facts).and_then(|text| HeaderValue::from_str(&text).ok())
        };
        Made {
            set: self.set.iter().map(|(name, by)| (name.clone(), value(by))).collect(),
            add: self
                .add
                .iter()
                .filter_map(|(name, by)| Some((name.clone(), value(by)?)))
                .collect(),
        }
    }

    /// Changes the headers to what they came to.
    pub fn apply(&self, made: Made, headers: &mut HeaderMap) {
        for (name, value) in made.set {
            match value {
                Some(value) => headers.insert(name, value),
                None => headers.remove(name),
            };
        }
        for (name, value) in made.add {
            headers.append(name, value);
        }
        for name in &self.remove {
            headers.remove(name);
        }
    }

    fn read(written: Option<&Value>) -> Result<Self, String> {
        let Some(written) = written else { return Ok(Changes::default()) };
        if written.get("metadata").is_some() {
            return Err("`metadata` is not carried by serve".to_owned());
        }
        let pairs = |field: &str| -> Result<Vec<_>, String> {
            let pairs = written.get(field).and_then(Value::as_array).into_iter().flatten();
            let read = pairs.map(|pair| {
                let text = |field| pair.get(field).and_then(Value::as_str).unwrap_or_default();
                Ok((name(text("name"))?, Expression::compile(text("value"))?))
            });
            read.collect()
        };
        let removed = written.get("remove").and_then(Value::as_array).into_iter().flatten();
        let body = written.get("body").and_then(Value::as_str);
        Ok(Changes {
            set: pairs("set")?,
            add: pairs("add")?,
            remove: removed
                .map(|one| name(one.as_str().unwrap_or_default()))
                .collect::<Result<_, _>>()?,
            body: body.map(Expression::compile).transpose()?,
        })
    }
}

fn name(written: &str) -> Result<HeaderName, String> {
    if written.starts_with(':') {
        return Err(format!("pseudo-header {written:?} is not carried by serve"));
    }
    HeaderName::from_bytes(written.as_bytes()).map_err(|_| format!("{written:?} is no header name"))
}

/// Reads the policy.
///
/// # Errors
/// What of it this twin does not carry, or an expression that does not compile.
pub fn read(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    let Some(written) = settings.last().and_then(|setting| setting.value) else { return Ok(()) };
    into.transformations = match written.get("conditional").and_then(Value::as_array) {
        None => vec![of_one(None, written)?],
        Some(cases) => {
            let case = |case: &Value| {
                let when = case.get("condition").and_then(Value::as_str);
                of_one(when, case.get("policy").unwrap_or(&Value::Null))
            };
            cases.iter().map(case).collect::<Result<_, _>>()?
        }
    };
    Ok(())
}

fn of_one(when: Option<&str>, written: &Value) -> Result<Transformation, String> {
    let read = Transformation {
        when: when.map(Expression::compile).transpose()?,
        request: Changes::read(written.get("request"))?,
        response: Changes::read(written.get("response"))?,
    };
    match read.response.body {
        Some(_) => Err("`response.body` is not carried by serve".to_owned()),
        None => Ok(read),
    }
}
