//! Why something cannot be written to a manifest: every reason, with its words in one place.
//!
//! Each `Display` is the whole sentence that a user reads. What may be a key is in no variant, so that no sentence can
//! repeat it.

mod provider;

use std::fmt;

use crate::domain::value::near;

pub use provider::InvalidProvider;

/// A flag or an argument that no cluster would accept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// `what` is the kind of object, or the flag; `better` a name that obeys the rule, empty if there is none.
    #[error(
        "invalid {what} name `{name}`: use lowercase letters, digits, - and ., starting and ending with a \
         letter or digit, at most 253 characters{}",
        suggestion(better)
    )]
    ObjectName { what: &'static str, name: String, better: String },
    #[error(
        "invalid namespace `{name}`: use lowercase letters, digits and -, starting and ending with a letter \
         or digit, at most 63 characters{}",
        suggestion(better)
    )]
    Namespace { name: String, better: String },
    #[error("{what} has {length} characters; at most {most} are allowed")]
    TooLong { what: LengthOf, length: usize, most: usize },
    #[error("too many {what} ({count}); {} can have {most}", what.holder())]
    TooMany { what: CountOf, count: usize, most: usize },

    /// A header of a match; `instead` is how it should be written.
    #[error("invalid header `{text}`: it has no `=`; use {instead}")]
    HeaderWithoutEquals { text: String, instead: String },
    #[error("invalid header name `{0}`: use letters, digits and -, without spaces or colons")]
    HeaderName(String),
    #[error("header {0} has no value; use {0}=VALUE")]
    HeaderWithoutValue(String),
    #[error(
        "the value of header {0} can never match: it has control characters, or leading or trailing white \
         space, which requests don't have"
    )]
    HeaderNeverMatches(String),
    #[error(
        "duplicate header {0}; all headers of a route must match, so use a separate backend for each \
         alternative"
    )]
    HeaderTwice(String),

    #[error("path `{0}` must start with `/`; use `/{0}`")]
    PathWithoutSlash(String),
    #[error("path `{path}` contains `{part}`, which routes can't match")]
    PathPart { path: String, part: &'static str },
    #[error("path `{0}` ends with a `.` segment, which routes can't match")]
    PathEndsInDots(String),
    #[error("path `{0}` has a query; routes match the path only")]
    PathWithQuery(String),
    #[error("path `{0}` has invalid characters; write them as %XX")]
    PathCharacters(String),

    #[error("hostname `{0}` is an address or has a port; routes match names")]
    HostnameIsAddress(String),
    #[error("invalid hostname `{name}`: use a lowercase DNS name{}", suggestion(better))]
    Hostname { name: String, better: String },
    /// The host of a provider; `bare` is the host in it, where it is a URL.
    #[error(
        "invalid host `{host}`: use a lowercase DNS name or an IP address{}",
        bare.as_ref().map(|bare| format!("; try --host {bare}, with --port and --path-prefix for the rest"))
            .unwrap_or_default()
    )]
    Host { host: String, bare: Option<String> },

    #[error("the model is empty; set it with --model")]
    ModelEmpty,
    #[error("model `{0}` contains spaces; no provider has such a model")]
    ModelBlanks(String),
    /// The name that requests ask for.
    #[error("invalid --match `{0}`: * must be alone, first or last, e.g. gpt-*")]
    ModelStars(String),
    #[error("unknown provider `{name}` of a model{}; known are {}", near::hint(known.iter().copied(), name), known.join(", "))]
    ModelProvider { name: String, known: Vec<&'static str> },
    #[error("invalid --base-url `{0}`: use an http or https URL with a host")]
    BaseUrl(String),
    #[error("--base-url `{0}` has a query, a fragment or a user; use scheme, host, port and path")]
    BaseUrlParts(String),
    #[error(
        "--base-url `{0}` is the gateway's own Pod; use a Service: http://NAME.NAMESPACE.svc.cluster.local"
    )]
    BaseUrlIsGateway(String),

    /// What `--secret` was given.
    #[error(
        "invalid name of a Secret for --secret (not repeated here, since it may be a key); write a key to a \
         Secret with `kubectl agw key set NAME`"
    )]
    Secret,
    /// What `--secret-key` was given.
    #[error(
        "invalid name for --secret-key: use letters, digits, -, _ and .; it is the name of a data key, never \
         its value"
    )]
    SecretKey,
    /// The argument of `key set` and its siblings.
    #[error(
        "invalid name of a Secret (not repeated here, since it may be a key); pass keys through standard \
         input, --from-env, --from-file or the hidden prompt"
    )]
    SecretName,
    /// What this flag was given.
    #[error(
        "{0} requires the name of a data key: letters, digits, -, _ and . (the value is not repeated here, \
         since it may be a key)"
    )]
    DataKey(&'static str),
    #[error(
        "--from-env requires the name of a variable, without the $, e.g. --from-env OPENAI_API_KEY (the \
         value is not repeated here, since it may be a key)"
    )]
    Variable,

    #[error("invalid rate limit `{0}`; use e.g. 100/minute or 10000tokens/hour")]
    RateLimit(String),
    #[error("invalid unit of a rate limit: use second, minute or hour")]
    RateLimitByDay,

    #[error("invalid alias `{0}`; use FROM=TO: the requested model and the model to send")]
    Alias(String),
    #[error("duplicate alias {0}")]
    AliasTwice(String),
    #[error(
        "alias {alias} is never used: with --model {model} that model is always sent; remove --model"
    )]
    AliasUnused { alias: String, model: String },

    #[error(transparent)]
    Provider(#[from] InvalidProvider),
    #[error(
        "fallback {provider}:{model} can only have ,secret=NAME and ,secret-key=KEY after the model; for \
         anything else, add a separate backend and pass its name to --fallback"
    )]
    FallbackOptions { provider: String, model: String },
    #[error("fallback {provider}:{model}: {why}")]
    Fallback { provider: String, model: String, why: Box<Invalid> },
}

/// What was measured, and is too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LengthOf {
    HeaderName,
    /// Of the header of this name.
    HeaderValue(String),
    Path,
    Model,
}

impl fmt::Display for LengthOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LengthOf::HeaderName => f.write_str("the header's name"),
            LengthOf::HeaderValue(name) => write!(f, "the value of header {name}"),
            LengthOf::Path => f.write_str("the path"),
            LengthOf::Model => f.write_str("the model"),
        }
    }
}

/// What was counted, and is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountOf {
    Headers,
    Hostnames,
    Aliases,
}

impl CountOf {
    /// What they are listed in.
    fn holder(self) -> &'static str {
        match self {
            CountOf::Headers => "a match",
            CountOf::Hostnames => "a route",
            CountOf::Aliases => "a backend",
        }
    }
}

impl fmt::Display for CountOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CountOf::Headers => "headers",
            CountOf::Hostnames => "hostnames",
            CountOf::Aliases => "aliases",
        })
    }
}

fn suggestion(better: &str) -> String {
    match better {
        "" => String::new(),
        better => format!("; try `{better}`"),
    }
}
