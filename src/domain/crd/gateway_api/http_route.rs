//! HTTPRoute: which requests of a Gateway go where, and what is changed on the way.
//!
//! Source: Gateway API 1.5, experimental channel, HTTPRoute (<https://gateway-api.sigs.k8s.io/reference/spec/#httproute>).

use serde::{Deserialize, Deserializer, Serialize};

use super::reference::{BackendObjectReference, LocalReference};

/// `spec` of an HTTPRoute.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpRouteSpec {
    pub hostnames: Option<Vec<String>>,
    pub parent_refs: Option<Vec<ParentRef>>,
    #[serde(default = "every_request", deserialize_with = "or_every_request")]
    pub rules: Option<Vec<Rule>>,
    pub use_default_gateways: Option<DefaultGateways>,
}

/// The default of `rules`, which the CRD writes into a route without any: one that matches every request.
fn every_request() -> Option<Vec<Rule>> {
    Some(vec![Rule::default()])
}

fn or_every_request<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<Rule>>, D::Error> {
    Ok(Option::deserialize(from)?.or_else(every_request))
}

/// A Gateway, a ListenerSet or a Service that a route belongs to. A status names it too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParentRef {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section_name: Option<String>,
}

/// Which of the Gateways that are a default a route belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum DefaultGateways {
    All,
    None,
}

/// One of `rules`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    pub name: Option<String>,
    pub matches: Option<Vec<Match>>,
    pub filters: Option<Vec<Filter>>,
    pub backend_refs: Option<Vec<BackendRef>>,
    pub timeouts: Option<Timeouts>,
    pub retry: Option<Retry>,
    pub session_persistence: Option<SessionPersistence>,
}

/// One of `matches`: all of its conditions together.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Match {
    pub path: Option<PathMatch>,
    pub headers: Option<Vec<ValueMatch>>,
    pub query_params: Option<Vec<ValueMatch>>,
    pub method: Option<MatchMethod>,
}

/// `path` of a match.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct PathMatch {
    pub r#type: Option<PathMatchType>,
    pub value: Option<String>,
}

/// How a path is compared.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum PathMatchType {
    Exact,
    PathPrefix,
    RegularExpression,
}

/// One of the `headers` or `queryParams` of a match.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ValueMatch {
    pub r#type: Option<ValueMatchType>,
    pub name: String,
    pub value: String,
}

/// How a value is compared.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum ValueMatchType {
    Exact,
    RegularExpression,
}

/// `method` of a match.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MatchMethod {
    Get,
    Head,
    Post,
    Put,
    Delete,
    Connect,
    Options,
    Trace,
    Patch,
}

/// One of `backendRefs`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct BackendRef {
    pub group: Option<String>,
    pub kind: Option<String>,
    pub name: String,
    pub namespace: Option<String>,
    pub port: Option<i32>,
    pub weight: Option<i32>,
    pub filters: Option<Vec<Filter>>,
}

/// One of the `filters` of a rule or a backendRef.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    pub r#type: FilterType,
    pub request_header_modifier: Option<HeaderModifier>,
    pub response_header_modifier: Option<HeaderModifier>,
    pub request_mirror: Option<RequestMirror>,
    pub request_redirect: Option<RequestRedirect>,
    pub url_rewrite: Option<UrlRewrite>,
    pub cors: Option<Cors>,
    pub external_auth: Option<ExternalAuth>,
    pub extension_ref: Option<LocalReference>,
}

/// Which of a filter's blocks counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum FilterType {
    RequestHeaderModifier,
    ResponseHeaderModifier,
    RequestMirror,
    RequestRedirect,
    #[serde(rename = "URLRewrite")]
    UrlRewrite,
    ExtensionRef,
    #[serde(rename = "CORS")]
    Cors,
    ExternalAuth,
}

/// `requestHeaderModifier` and `responseHeaderModifier`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct HeaderModifier {
    pub set: Option<Vec<HeaderValue>>,
    pub add: Option<Vec<HeaderValue>>,
    pub remove: Option<Vec<String>>,
}

/// A header and its value.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct HeaderValue {
    pub name: String,
    pub value: String,
}

/// `requestMirror`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestMirror {
    pub backend_ref: BackendObjectReference,
    pub percent: Option<i32>,
    pub fraction: Option<Fraction>,
}

/// A share of requests; the denominator is 100 where it is absent.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Fraction {
    pub numerator: i32,
    pub denominator: Option<i32>,
}

/// `requestRedirect`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestRedirect {
    pub scheme: Option<RedirectScheme>,
    pub hostname: Option<String>,
    pub path: Option<PathModifier>,
    pub port: Option<i32>,
    pub status_code: Option<i64>,
}

/// `scheme` of a redirect.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RedirectScheme {
    Http,
    Https,
}

/// `urlRewrite`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct UrlRewrite {
    pub hostname: Option<String>,
    pub path: Option<PathModifier>,
}

/// The path of a redirect or rewrite.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PathModifier {
    pub r#type: PathModifierType,
    pub replace_full_path: Option<String>,
    pub replace_prefix_match: Option<String>,
}

/// What of a path is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum PathModifierType {
    ReplaceFullPath,
    ReplacePrefixMatch,
}

/// `cors`. It is written again for the reader of the policy of this name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cors {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_credentials: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_headers: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_methods: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_origins: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expose_headers: Option<Vec<String>>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<i32>,
}

/// `externalAuth`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalAuth {
    pub backend_ref: BackendObjectReference,
    pub protocol: ExternalAuthProtocol,
    pub grpc: Option<ExternalAuthGrpc>,
    pub http: Option<ExternalAuthHttp>,
    pub forward_body: Option<ForwardBody>,
}

/// How an external authorization is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ExternalAuthProtocol {
    Http,
    Grpc,
}

/// `grpc` of `externalAuth`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalAuthGrpc {
    pub allowed_headers: Option<Vec<String>>,
}

/// `http` of `externalAuth`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalAuthHttp {
    pub path: Option<String>,
    pub allowed_headers: Option<Vec<String>>,
    pub allowed_response_headers: Option<Vec<String>>,
}

/// `forwardBody` of `externalAuth`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForwardBody {
    /// Bytes.
    pub max_size: Option<i64>,
}

/// `timeouts` of a rule: durations (GEP-2257).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Timeouts {
    pub request: Option<String>,
    pub backend_request: Option<String>,
}

/// `retry` of a rule. It is written again for the reader of the policy of this name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Retry {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<i64>,
    /// A duration (GEP-2257).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backoff: Option<String>,
}

/// `sessionPersistence` of a rule.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionPersistence {
    pub session_name: Option<String>,
    pub r#type: Option<SessionPersistenceType>,
    pub absolute_timeout: Option<String>,
    pub idle_timeout: Option<String>,
    pub cookie_config: Option<CookieConfig>,
}

/// Where a session is noted down.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum SessionPersistenceType {
    Cookie,
    Header,
}

/// `cookieConfig` of `sessionPersistence`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CookieConfig {
    pub lifetime_type: Option<CookieLifetime>,
}

/// How long a session's cookie lives.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum CookieLifetime {
    Permanent,
    Session,
}
