//! What `serve` does not support of what agentgateway has. The words are here, what is meant is data.

use crate::domain::value::object_ref::ObjectName;

/// What `serve` does not support.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Unsupported {
    /// A field, by its name or path.
    #[error("`{0}` is not supported by serve")]
    Field(String),
    /// A field of which the cluster knows and this program does not.
    #[error("the newer field `{0}` is not supported by serve")]
    NewerField(String),
    #[error("filter ExternalAuth is not supported by serve")]
    ExternalAuth,
    #[error("filter ExtensionRef is not supported by agentgateway")]
    ExtensionRef,
    #[error("filter {0} on a backendRef is not supported by agentgateway")]
    FilterOfBackend(&'static str),
    #[error(
        "`secretRef` to a credential of kind `{kind}` and group `{group}` is not supported by serve"
    )]
    CredentialKind { kind: String, group: String },
    #[error("this `location` is not supported by serve")]
    Location,
    #[error("a `location.expression` that refers to chance is not supported by serve")]
    LocationByChance,
    #[error("a `location.expression` that refers to the body is not supported by serve")]
    LocationByBody,
    #[error("`llmRequest` in `local[].key` of a limit of tokens is not supported by serve")]
    KeyOfTokens,
    /// A rule of an AgentgatewayModel.
    #[error("`authorization` {0:?}, which refers to the request body, is not supported by serve")]
    AuthorizationByBody(String),
    /// A route type by its name.
    #[error("`ai.prompt` for {0} is not supported by serve")]
    PromptsFor(&'static str),
    #[error("provider {provider} without a key uses {identity}, which serve does not support")]
    Identity { provider: &'static str, identity: &'static str },
    #[error("{what} of AgentgatewayBackend {backend} is not supported by serve")]
    Mcp { what: McpPart, backend: ObjectName },
    #[error("the unix socket of AgentgatewayBackend {0} is on the gateway's own machine")]
    UnixSocket(ObjectName),
    #[error("AgentgatewayBackend {0} requires AWS signatures, which serve does not support")]
    Aws(ObjectName),
    #[error(
        "AgentgatewayBackend {0} is not a language model, and other backends are not supported by serve"
    )]
    NoModel(ObjectName),
    /// A backendRef to a kind that agentgateway has.
    #[error("{kind} of {group} as a backend is not supported by serve")]
    BackendKind { group: String, kind: String },
    /// A BackendTLSPolicy for a port whose number is unknown.
    #[error(
        "BackendTLSPolicy {policy} targets a named port of Service {service}, which has not been read: the \
         port's number is unknown to serve"
    )]
    NamedPort { policy: ObjectName, service: ObjectName },
    #[error("{0}")]
    Expression(#[from] UnsupportedExpression),
}

/// A CEL expression that `serve` does not evaluate. `shown` is its beginning, quoted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum UnsupportedExpression {
    #[error("CEL expression {shown} {bound}")]
    TooLarge { shown: String, bound: ExpressionBound },
    #[error("CEL expression {0} is too deep")]
    TooDeep(String),
    #[error("`{name}` of {shown} is not supported by serve")]
    Variable { name: String, shown: String },
    #[error("function `{name}` of {shown} is unknown to serve")]
    Function { name: String, shown: String },
    #[error("a message in {0} is not supported by serve")]
    Message(String),
    /// The whole expression.
    #[error("{0:?} refers to a body, which serve does not read for it")]
    Body(String),
}

/// Which bound an expression exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ExpressionBound {
    #[error("is longer than {0} bytes")]
    Length(usize),
    #[error("is nested more than {0} levels deep")]
    Nesting(usize),
    #[error("chains or nests more than {0} operators, members and calls")]
    Depth(usize),
}

/// A part of `spec.mcp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum McpPart {
    #[error("an `mcp` with several targets")]
    Targets,
    #[error("the `selector` of `mcp`")]
    Selector,
    #[error("`mcp.prefixMode: Always`")]
    Prefixes,
    #[error("the `SSE` protocol of `mcp`")]
    Sse,
    #[error("`policies` of the `mcp` target")]
    Policies,
}
