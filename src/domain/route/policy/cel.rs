//! CEL expressions of policies, and what they are asked about: a request, a response. The only file that names the CEL
//! crate.
//!
//! Source: reference/agentgateway.md §1.7, §4.3, §5.2, §6.1.

use std::fmt;
use std::sync::Arc;

use cel::objects::{Key, Map};
use cel::{Context, Program, Value};
use http::{HeaderMap, Method};
use serde_json::Value as Json;

/// A compiled expression.
pub struct Expression {
    program: Program,
    text: String,
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.text).finish()
    }
}

/// What an expression may name. Whatever is not set is unknown to it, and an expression that needs it fails.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    pub request: Option<RequestFacts<'a>>,
    pub response: Option<ResponseFacts<'a>>,
    /// The request's body, parsed.
    pub llm_request: Option<&'a Json>,
}

/// A request as its client sent it.
#[derive(Clone, Copy, Debug)]
pub struct RequestFacts<'a> {
    pub method: &'a Method,
    pub host: &'a str,
    pub path: &'a str,
    pub query: Option<&'a str>,
    pub headers: &'a HeaderMap,
}

/// A response's head.
#[derive(Clone, Copy, Debug)]
pub struct ResponseFacts<'a> {
    pub status: u16,
    pub headers: &'a HeaderMap,
}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// What is wrong with it, as one line.
    pub fn compile(text: &str) -> Result<Self, String> {
        let program = Program::compile(text).map_err(|errors| {
            let words = errors.to_string();
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("CEL expression {text:?} does not compile: {words}")
        })?;
        Ok(Expression { program, text: text.to_owned() })
    }

    /// The value of the expression.
    ///
    /// # Errors
    /// What it names that is not there, or does with what is no use.
    pub fn evaluate(&self, facts: &Facts<'_>) -> Result<Value, String> {
        let mut context = Context::default();
        if let Some(request) = &facts.request {
            context.add_variable_from_value("request", request.value());
        }
        if let Some(response) = &facts.response {
            let code = Value::Int(i64::from(response.status));
            let response = [("code", code), ("headers", headers(response.headers))];
            context.add_variable_from_value("response", map(response));
        }
        if let Some(body) = facts.llm_request {
            context.add_variable_from_value("llmRequest", value(body));
        }
        self.program.execute(&context).map_err(|error| error.to_string())
    }

    /// Whether the expression is true. One that fails, or that is no truth value, is not.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        matches!(self.evaluate(facts), Ok(Value::Bool(true)))
    }
}

impl RequestFacts<'_> {
    fn value(&self) -> Value {
        let query = self.query.map(|query| format!("?{query}")).unwrap_or_default();
        map([
            ("method", text(self.method.as_str())),
            ("host", text(self.host)),
            ("path", text(self.path)),
            ("pathAndQuery", text(&format!("{}{query}", self.path))),
            ("headers", headers(self.headers)),
        ])
    }
}

fn text(text: &str) -> Value {
    Value::String(Arc::new(text.to_owned()))
}

fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let entries = entries.into_iter().map(|(key, value)| (Key::from(key.to_owned()), value));
    Value::Map(Map { map: Arc::new(entries.collect()) })
}

/// By name in lower case; of a header given several times the values joined by commas.
fn headers(headers: &HeaderMap) -> Value {
    map(headers.keys().map(|name| {
        let values = headers.get_all(name).iter();
        let values: Vec<_> = values.map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        (name.as_str(), text(&values.join(",")))
    }))
}

/// A JSON value. Whole numbers are signed, as in what people write beside them.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => Value::Int(whole),
            (None, Some(whole)) => Value::UInt(whole),
            (None, None) => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(string) => text(string),
        Json::Array(items) => Value::List(Arc::new(items.iter().map(value).collect())),
        Json::Object(fields) => map(fields.iter().map(|(key, field)| (key.as_str(), value(field)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, headers: &HeaderMap) -> Facts<'_> {
        Facts { response: Some(ResponseFacts { status, headers }), ..Facts::default() }
    }

    #[test]
    fn a_response_is_asked_for_its_code_and_headers() {
        let mut headers = HeaderMap::new();
        headers.insert("x-failed", http::HeaderValue::from_static("yes"));
        let facts = response(429, &headers);
        for (text, holds) in [
            ("response.code >= 500 || response.code == 429", true),
            ("response.code >= 500", false),
            ("response.headers['x-failed'] == 'yes'", true),
            ("'x-absent' in response.headers", false),
        ] {
            assert_eq!(Expression::compile(text).expect(text).holds(&facts), holds, "{text}");
        }
    }

    #[test]
    fn an_expression_that_fails_or_is_no_truth_value_does_not_hold() {
        let headers = HeaderMap::new();
        for text in
            ["response.headers['x-absent'] == 'yes'", "request.method == 'GET'", "response.code"]
        {
            assert!(
                !Expression::compile(text).expect(text).holds(&response(200, &headers)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_body_is_asked_for_its_numbers_and_lists() {
        let body = serde_json::json!({"max_tokens": 256, "temperature": 0.5, "messages": [{"role": "user"}]});
        let facts = Facts { llm_request: Some(&body), ..Facts::default() };
        for (text, holds) in [
            ("llmRequest.max_tokens <= 1024", true),
            ("llmRequest.temperature > 0.7", false),
            ("llmRequest.messages[0].role == 'user'", true),
            ("size(llmRequest.messages) == 1", true),
            ("has(llmRequest.tools)", false),
        ] {
            assert_eq!(Expression::compile(text).expect(text).holds(&facts), holds, "{text}");
        }
    }

    #[test]
    fn nonsense_is_an_error_that_names_it_in_one_line() {
        for text in ["response.code >=", "((", "a b", "'"] {
            let error = Expression::compile(text).expect_err(text);
            assert!(error.contains(&format!("{text:?}")) && !error.contains('\n'), "{error}");
        }
    }
}
