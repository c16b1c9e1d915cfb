//! What expressions see of a request, and how it becomes values of theirs: each is built when it is asked for, with the
//! fields that the expression looks at.
//!
//! Source: `crates/agentgateway/src/cel/types.rs` of agentgateway at 75b4e6ce6.

use std::net::SocketAddr;
use std::sync::Arc;

use cel::Value;
use cel::context::VariableResolver;
use http::{HeaderMap, Method, Version};

use super::Expression;
use super::fuel::Cost;
use super::json::{from_json, map, text};
use super::needs::Needs;
use super::patterns::Patterns;
use super::unknown::Unknown;
use super::{fuel, functions, size};

/// What an expression can see. What is not there yet is an unknown variable to it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Activation<'a> {
    pub request: Option<RequestFacts<'a>>,
    pub response: Option<ResponseFacts<'a>>,
    /// None where it was not read.
    pub response_body: Option<&'a [u8]>,
    /// What transformations have noted.
    pub metadata: Option<&'a serde_json::Value>,
    pub source: Option<SocketAddr>,
    /// The claims of a verified token.
    pub jwt: Option<&'a serde_json::Value>,
    /// The metadata of an API key.
    pub api_key: Option<&'a serde_json::Value>,
    /// The user who authenticated by password.
    pub basic_auth: Option<&'a serde_json::Value>,
    /// The model asked for, and the provider.
    pub llm: Option<&'a serde_json::Value>,
    /// The body of a request to a language model.
    pub llm_request: Option<&'a serde_json::Value>,
    /// Variables of another kind than a request's, in the place of all above: the members of a line of the audit log.
    pub variables: Option<&'a serde_json::Value>,
    /// Uniform over 0 to 1: what `random()` gives.
    pub chance: f64,
    /// What all expressions of a request have cost so far, and whether that is too much.
    pub cost: Option<&'a Cost>,
    /// What is not known of a request that is only explained; none of one that is served.
    pub unknown: Option<&'a Unknown>,
}

impl Activation<'_> {
    /// What the value of an expression depends on that is not known; none where it can be told.
    #[must_use]
    pub fn open(&self, by: &Expression) -> Option<String> {
        self.unknown?.of(by)
    }
}

/// A request as expressions see it.
#[derive(Clone, Copy, Debug)]
pub struct RequestFacts<'a> {
    pub method: &'a Method,
    pub version: Version,
    /// Whether the client speaks TLS.
    pub scheme: &'a str,
    pub host: &'a str,
    pub path: &'a str,
    pub query: Option<&'a str>,
    pub headers: &'a HeaderMap,
    /// None where it was not read.
    pub body: Option<&'a [u8]>,
}

/// A response as expressions see it.
#[derive(Clone, Copy, Debug)]
pub struct ResponseFacts<'a> {
    pub status: u16,
    pub headers: &'a HeaderMap,
}

/// Builds a variable when it is read, with the fields that the expression reads.
pub(super) struct Scope<'a> {
    pub(super) facts: &'a Activation<'a>,
    pub(super) needs: &'a Needs,
    pub(super) patterns: &'a Patterns,
}

impl VariableResolver for Scope<'_> {
    fn resolve(&self, variable: &str) -> Option<Value> {
        let value = self.built(variable)?;
        // What is built anew each time is paid for each time.
        fuel::spend_value(&value).ok()?;
        Some(value)
    }
}

impl Scope<'_> {
    fn built(&self, variable: &str) -> Option<Value> {
        let facts = self.facts;
        if let Some(found) = facts.variables.and_then(|variables| variables.get(variable)) {
            return paid(found);
        }
        match variable {
            "request" => facts.request.as_ref().map(|request| self.request(request)),
            "response" => facts.response.as_ref().map(|response| self.response(response)),
            "source" => facts.source.map(source),
            "jwt" => facts.jwt.and_then(paid),
            "apiKey" => facts.api_key.and_then(paid),
            "basicAuth" => facts.basic_auth.and_then(paid),
            "llm" => facts.llm.and_then(paid),
            "llmRequest" => facts.llm_request.and_then(paid),
            "metadata" => facts.metadata.and_then(paid),
            functions::CHANCE => Some(Value::Float(facts.chance)),
            _ => self.patterns.get(variable),
        }
    }

    fn request(&self, request: &RequestFacts<'_>) -> Value {
        let asks = |field: &str| self.needs.asks("request", field);
        let with_query = || match request.query {
            Some(query) => format!("{}?{query}", request.path),
            None => request.path.to_owned(),
        };
        let scheme = request.scheme;
        let fields: [(&str, &dyn Fn() -> Option<Value>); 9] = [
            ("method", &|| Some(text(request.method.as_str()))),
            ("scheme", &|| Some(text(scheme))),
            ("host", &|| Some(text(request.host))),
            ("path", &|| Some(text(request.path))),
            ("pathAndQuery", &|| Some(text(&with_query()))),
            ("uri", &|| Some(text(&format!("{scheme}://{}{}", request.host, with_query())))),
            ("version", &|| Some(text(&format!("{:?}", request.version)))),
            ("headers", &|| Some(headers(request.headers))),
            ("body", &|| request.body.and_then(bytes)),
        ];
        object(fields.iter().filter(|(name, _)| asks(name)))
    }

    fn response(&self, response: &ResponseFacts<'_>) -> Value {
        let asks = |field: &str| self.needs.asks("response", field);
        let body = self.facts.response_body;
        let fields: [(&str, &dyn Fn() -> Option<Value>); 3] = [
            ("code", &|| Some(Value::Int(response.status.into()))),
            ("headers", &|| Some(headers(response.headers))),
            ("body", &|| body.and_then(bytes)),
        ];
        object(fields.iter().filter(|(name, _)| asks(name)))
    }
}

fn object<'a>(fields: impl Iterator<Item = &'a (&'a str, &'a dyn Fn() -> Option<Value>)>) -> Value {
    map(fields.filter_map(|(name, value)| Some(((*name).to_owned(), value()?))))
}

/// A body; none where there is not enough fuel for it.
fn bytes(body: &[u8]) -> Option<Value> {
    fuel::covers(size::of_bytes(body.len())).then(|| Value::Bytes(Arc::new(body.to_vec())))
}

/// The same of JSON.
fn paid(value: &serde_json::Value) -> Option<Value> {
    fuel::covers(size::of_json(value)).then(|| from_json(value))
}

fn source(peer: SocketAddr) -> Value {
    // Nothing stands before serve that speaks for a client.
    let (address, port) = (text(&peer.ip().to_string()), Value::Int(peer.port().into()));
    let fields = [
        ("address", address.clone()),
        ("port", port.clone()),
        ("rawAddress", address),
        ("rawPort", port),
    ];
    map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

/// By name in lower case; of a header given several times the values joined by commas.
fn headers(headers: &HeaderMap) -> Value {
    map(headers.keys().map(|name| {
        let values = headers.get_all(name).iter();
        let values: Vec<_> = values.map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        (name.as_str().to_owned(), text(&values.join(",")))
    }))
}
