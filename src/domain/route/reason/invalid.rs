//! What nothing can be made of, by the part of a manifest that it is written in: the words are here, what is wrong is
//! data. Reasons of this program; what is invalid is what the Gateway API's or agentgateway's definitions say.

use super::{AuthorityFault, CertificateFault, Reason, list};
use crate::domain::value::htpasswd::ByCrypt;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::{pattern, typed};

/// What nothing can be made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error(transparent)]
pub enum Invalid {
    Field(#[from] FieldFault),
    Expression(#[from] ExpressionFault),
    Rule(#[from] RuleFault),
    Policy(#[from] PolicyFault),
    Backend(#[from] BackendFault),
    Model(#[from] ModelFault),
    Tls(#[from] TlsFault),
}

impl From<typed::FieldError> for Invalid {
    fn from(fault: typed::FieldError) -> Self {
        Invalid::Field(FieldFault::Type(fault))
    }
}

impl From<pattern::PatternError> for Invalid {
    fn from(failure: pattern::PatternError) -> Self {
        Invalid::Field(FieldFault::Pattern(failure))
    }
}

/// The value of a field, of whatever object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum FieldFault {
    /// It is not of its type, or unknown.
    #[error("{0}")]
    Type(#[from] typed::FieldError),
    /// A regular expression that is none, or too large.
    #[error("{0}")]
    Pattern(#[from] pattern::PatternError),
    /// The same of a field whose name is not in the error yet.
    #[error("`{field}` {why}")]
    PatternOf { field: &'static str, why: pattern::PatternError },
    /// The same of a value that is a credential by its `name`, and is not quoted.
    #[error(
        "the regular expression in `{field}` of {name:?} is invalid or too large (the value is not shown)"
    )]
    SecretPattern { field: &'static str, name: String },
    #[error("invalid duration {written:?} of `{field}`")]
    Duration { field: &'static str, written: String },
    /// As JSON.
    #[error("invalid size {0}")]
    Size(String),
    #[error("`{0}` must be between 0 and 100")]
    Percent(&'static str),
    #[error("invalid header name {0:?}")]
    HeaderName(String),
    /// Of a header with this name.
    #[error("invalid value for header {0:?}")]
    HeaderValue(String),
    /// It cannot be written as JSON: a library's words.
    #[error("{0}")]
    Json(String),
    /// What a schema finds in an object.
    #[error("{0}")]
    Schema(String),
}

/// A CEL expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ExpressionFault {
    /// `shown` is its beginning; `why` is what the parser says, where it says anything.
    #[error("CEL expression {shown} does not compile{}{}", if why.is_some() { ": " } else { "" }, why.as_deref().unwrap_or_default())]
    Syntax { shown: String, why: Option<String> },
    /// One because of which agentgateway does not translate the object that it is in.
    #[error("`{field}`: {why}; agentgateway rejects the whole {}", kind.names().kind)]
    Untranslated { field: String, why: Box<ExpressionFault>, kind: Kind },
}

/// A rule of an HTTPRoute: its matches, filters and backendRefs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum RuleFault {
    #[error("`headers` has the invalid header name {0:?}")]
    MatchHeader(String),
    #[error("`path.value` {0:?} must start with `/`")]
    MatchPath(String),
    #[error("a filter lacks `{0}`, which its type requires")]
    FilterLacks(&'static str),
    #[error("a redirect's `statusCode` must be 3xx")]
    RedirectStatus,
    #[error("a path rewrite requires one of `replaceFullPath` and `replacePrefixMatch`")]
    PathRewrite,
    #[error("a mirror's share must be between 0 and all requests")]
    MirrorShare,
    #[error("a mirror has both `percent` and `fraction`")]
    MirrorShares,
    #[error("a language model can't be a mirror")]
    MirrorsModel,
    #[error("a rule refers to AgentgatewayModels with a single backendRef named `*`")]
    ModelsAmongOthers,
    #[error("a rule with AgentgatewayModels can only match paths by PathPrefix")]
    ModelsByPath,
    #[error("a rule with AgentgatewayModels can't have URLRewrite or RequestRedirect")]
    ModelsRewritten,
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum PolicyFault {
    /// A field next to conditional cases.
    #[error("`{field}` can't be set together with `{cases}`")]
    BesideCases { field: String, cases: &'static str },
    /// A limit, by its index.
    #[error("limit {0} has neither `requests` nor `tokens`")]
    LimitOfNothing(usize),
    #[error("its `status` is invalid")]
    DirectStatus,
    #[error("`policies.ai.promptGuard.{side}[{index}]` must be exactly one kind of guard")]
    Guard { side: &'static str, index: usize },
    #[error("unknown mode \"Permissive\"")]
    PermissiveUsers,
    #[error("{0}")]
    HashedByCrypt(#[from] ByCrypt),
    #[error("a provider has no `jwks`")]
    NoKeySet,
    #[error("a key can't be placed by an expression")]
    KeyByExpression,
    /// A field of `policies` of a backend, and its value.
    #[error("`policies.{field}` is invalid: {written:?}")]
    Time { field: &'static str, written: String },
}

/// A backend, or a reference to one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum BackendFault {
    #[error("the reference to Service {0} has no `port`")]
    NoPort(ObjectName),
    #[error("`policies.ai` of AgentgatewayBackend {0} needs `ai`")]
    PoliciesOfModel(ObjectName),
    #[error("AgentgatewayBackend {0} is of a kind unknown to agentgateway")]
    UnknownKind(ObjectName),
    #[error("the `mcp` target has neither `host` nor `backendRef`")]
    NoTarget,
    #[error("`spec.ai` has no provider")]
    NoProvider,
    #[error("`spec.ai.provider` has no known provider")]
    UnknownProvider,
    #[error("the provider has no default host, and none is set")]
    NoHost,
    #[error("host {host} has no address: Service {service} not found")]
    NoAddress { host: String, service: ObjectName },
    #[error("Service {service} has no port {port}")]
    NoPodPort { service: ObjectName, port: u16 },
}

/// An AgentgatewayModel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ModelFault {
    #[error("it has neither `provider` nor `virtualModel`")]
    NoProvider,
    #[error("unknown provider {0:?}")]
    UnknownProvider(String),
    #[error("provider {provider} requires `{field}`")]
    ProviderLacks { provider: String, field: &'static str },
    /// The settings of a provider; `why` is a library's, without keys.
    #[error("`{field}`: {why}")]
    Settings { field: &'static str, why: String },
    #[error("`baseURL` {url:?} {why}")]
    BaseUrl { url: String, why: UrlFault },
    #[error("`policies` cannot be used with `virtualModel`")]
    PoliciesOfVirtual,
    #[error("`virtualModel` has none of `weighted`, `failover` and `conditional`")]
    NoRouting,
    #[error("`virtualModel` has several of `weighted`, `failover` and `conditional`")]
    Routings,
    #[error("target {0} does not exist")]
    TargetNotFound(ObjectName),
    #[error("target {0} is itself a virtual model")]
    TargetIsVirtual(ObjectName),
    /// A target that a request selects, by the name that it asks for.
    #[error(
        "target {0} is the name of no model on the same listener or route that has a provider; requests that \
         select it get 404"
    )]
    TargetNotOffered(String),
    #[error("`headers`: {0}")]
    Headers(Box<Reason>),
}

/// The `baseURL` of an AgentgatewayModel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum UrlFault {
    #[error("is not a valid URL")]
    Syntax,
    #[error("is neither http nor https")]
    Scheme,
    #[error("must consist of a scheme, a host, a port and a path only")]
    Parts,
    #[error("is a loopback or link-local address, which API servers reject")]
    Local,
}

/// TLS to an upstream.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum TlsFault {
    /// A BackendTLSPolicy that trusts nobody.
    #[error("BackendTLSPolicy {policy}: {why}")]
    TrustsNobody { policy: ObjectName, why: Box<AuthorityFault> },
    #[error("`tls.backend` of the Gateway: {0}")]
    GatewayCertificate(Box<CertificateFault>),
    #[error(
        "its target is a {kind} of group {}, which can't be called",
        super::group_or_core(group)
    )]
    NotCallable { group: String, kind: String },
    #[error("its target {target} has no port named {port}")]
    NoSuchPort { target: ObjectRef, port: String },
    #[error(
        "no client certificate in `tls.crt` and `tls.key` of Secret {0}: it is missing, has none, or you have \
         no permission to read it"
    )]
    NoClientCertificate(ObjectName),
    #[error("{0}")]
    Authority(Box<AuthorityFault>),
}

impl TlsFault {
    /// The kind of the object whose certificates it is for want of, as far as is known here.
    #[must_use]
    pub const fn lacks(&self) -> Option<Kind> {
        match self {
            TlsFault::TrustsNobody { why, .. } | TlsFault::Authority(why) => why.lacks(),
            TlsFault::NoClientCertificate(_) => Some(Kind::Secret),
            _ => None,
        }
    }
}

/// A target of a policy that is not there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum TargetFault {
    #[error("policies can't target {kind} of group {}", super::group_or_core(group))]
    Kind { group: String, kind: String },
    #[error("target {0} not found")]
    NotFound(ObjectRef),
    /// A section that the object does not have. `part` is what its sections are (`listener`), `there` those that it has.
    #[error("{object} has no {part} {section} ({})", available(there))]
    Section { object: ObjectRef, part: &'static str, section: String, there: Vec<String> },
}

impl TargetFault {
    /// One CamelCase word for it.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            TargetFault::Section { .. } => "SectionNotFound",
            TargetFault::Kind { .. } | TargetFault::NotFound(_) => "TargetNotFound",
        }
    }

    /// Whether the target is there, and lacks the section.
    #[must_use]
    pub const fn is_section(&self) -> bool {
        matches!(self, TargetFault::Section { .. })
    }
}

fn available(there: &[String]) -> String {
    match there.is_empty() {
        true => "none has a name".to_owned(),
        false => format!("available: {}", list(there)),
    }
}
