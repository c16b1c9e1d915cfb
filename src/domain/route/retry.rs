//! Whether an exchange that went wrong is tried again.
//!
//! Source: `crates/agentgateway/src/http/retry/mod.rs` of agentgateway at 75b4e6ce6.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::cel::{Activation, Expression, RequestFacts};
use super::duration;
use super::health::HealthOutcome;
use crate::domain::route::reason::{FieldFault, Reason};
use crate::domain::value::typed;

/// `retry` of an HTTPRoute's rule or of an AgentgatewayPolicy.
#[derive(Debug)]
pub struct Retry {
    /// Tries after the first one.
    pub attempts: u32,
    codes: Vec<u16>,
    /// The pause before each further try.
    pub backoff: Option<Duration>,
    precondition: Option<Expression>,
    condition: Option<Expression>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    attempts: Option<u32>,
    #[serde(default)]
    codes: Vec<u16>,
    backoff: Option<String>,
    precondition: Option<String>,
    condition: Option<String>,
}

/// Further tries where the number is not written.
const ATTEMPTS: u32 = 1;

impl Retry {
    /// Reads the field. A condition that does not compile is one that is never met, which is noted.
    ///
    /// # Errors
    /// A condition that serve does not support, or a field that is no number or duration, in words.
    pub fn read(written: &Value, notes: &mut Vec<Reason>) -> Result<Self, Reason> {
        let written: Spec = typed::from_value(written).map_err(|fault| fault.within("retry"))?;
        let backoff = written.backoff.as_deref().and_then(duration::parse);
        // No pause is none, and no duration is something else.
        if let (None, Some(text)) = (backoff, &written.backoff)
            && !text.starts_with('0')
        {
            return Err(
                FieldFault::Duration { field: "retry.backoff", written: text.clone() }.into()
            );
        }
        let mut expression = |text: Option<String>| {
            text.map(|text| Expression::without_bodies(&text, notes)).transpose()
        };
        Ok(Retry {
            attempts: written.attempts.unwrap_or(ATTEMPTS),
            codes: written.codes,
            backoff,
            precondition: expression(written.precondition)?,
            condition: expression(written.condition)?,
        })
    }

    /// Reads the field of an HTTPRoute's rule, where it has one (Gateway API, HTTPRouteRetry).
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn of_rule(written: Option<&impl Serialize>) -> Result<Option<Self>, Reason> {
        let Some(written) = written else { return Ok(None) };
        let written =
            serde_json::to_value(written).map_err(|error| FieldFault::Json(error.to_string()))?;
        // It has no expressions.
        Retry::read(&written, &mut Vec::new()).map(Some)
    }

    /// Whether this request may be tried again at all.
    #[must_use]
    pub fn applies(&self, request: RequestFacts<'_>) -> bool {
        let facts = Activation { request: Some(request), ..Activation::default() };
        self.attempts > 0 && self.precondition.as_ref().is_none_or(|before| before.holds(&facts))
    }

    /// Whether the outcome of an attempt calls for another one. No response always does.
    #[must_use]
    pub fn again(&self, outcome: &HealthOutcome<'_>) -> bool {
        let HealthOutcome::Response(response) = outcome else { return true };
        let facts = Activation { response: Some(*response), ..Activation::default() };
        self.codes.contains(&response.status)
            || self.condition.as_ref().is_some_and(|condition| condition.holds(&facts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::route::cel::ResponseFacts;
    use crate::domain::route::reason::Note;
    use http::{HeaderMap, HeaderValue, Method};
    use serde_json::json;

    fn retry(written: Value) -> Retry {
        Retry::read(&written, &mut Vec::new()).expect("a retry")
    }

    fn after(retry: &Retry, status: u16, headers: &HeaderMap) -> bool {
        retry.again(&HealthOutcome::Response(ResponseFacts { status, headers }))
    }

    #[test]
    fn codes_and_the_condition_decide_and_no_response_always_does() {
        let retry = retry(json!({"attempts": 2, "codes": [503, 429], "backoff": "25ms",
            "condition": "response.headers['x-again'] == 'yes'"}));
        assert_eq!((retry.attempts, retry.backoff), (2, Some(Duration::from_millis(25))));
        let mut headers = HeaderMap::new();
        assert!(after(&retry, 503, &headers) && after(&retry, 429, &headers));
        assert!(!after(&retry, 500, &headers) && !after(&retry, 200, &headers));
        headers.insert("x-again", HeaderValue::from_static("yes"));
        assert!(after(&retry, 200, &headers));
        assert!(retry.again(&HealthOutcome::NoResponse));
    }

    #[test]
    fn the_precondition_decides_before_the_first_try() {
        let headers = HeaderMap::new();
        let request = |method| RequestFacts {
            method,
            version: http::Version::HTTP_11,
            scheme: "http",
            host: "h",
            path: "/",
            query: None,
            headers: &headers,
            body: None,
        };
        let only_get = retry(json!({"precondition": "request.method == 'GET'"}));
        assert!(
            only_get.applies(request(&Method::GET)) && !only_get.applies(request(&Method::POST))
        );
        assert!(retry(json!({})).applies(request(&Method::POST)));
        assert!(!retry(json!({"attempts": 0})).applies(request(&Method::POST)));
        let broken = retry(json!({"precondition": "request.method =="}));
        assert!(!broken.applies(request(&Method::GET)));
    }

    #[test]
    fn what_makes_no_sense_is_an_error_that_names_the_field() {
        for (written, named) in [
            (json!({"attempts": "many"}), "retry.attempts"),
            (json!({"backoff": "soon"}), "retry.backoff"),
            (json!({"condition": "json(response.body).again"}), "refers to a body"),
        ] {
            let error = Retry::read(&written, &mut Vec::new()).expect_err(named);
            assert!(error.to_string().contains(named), "{error}");
        }
        assert_eq!(retry(json!({"backoff": "0s"})).backoff, None);
    }

    #[test]
    fn a_condition_that_does_not_compile_is_never_met_and_is_noted() {
        let mut notes = Vec::new();
        let written = json!({"codes": [503], "condition": "response.code >"});
        let read = Retry::read(&written, &mut notes).expect("a retry");
        let none = HeaderMap::new();
        assert!(after(&read, 503, &none) && !after(&read, 500, &none));
        let fails = |note: &Reason| matches!(note, Reason::Note(Note::FailingExpression(_)));
        assert!(notes.len() == 1 && fails(&notes[0]), "{notes:?}");
    }
}
