//! Why something cannot be written to a manifest: every reason, with its words in one place.
//!
//! Each `Display` is the whole sentence that a user reads. What may be a key is in no variant, so that no sentence can
//! repeat it.

mod provider;

use std::fmt;

pub use provider::InvalidProvider;

/// A flag or an argument that no cluster would accept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// `what` is the kind of object, or the flag; `better` a name that obeys the rule, empty if there is none.
    #[error(
        "{what} `{name}` is no name for an object: lowercase letters, digits, - and ., with a letter or digit at \
         both ends, 253 characters at most{}",
        suggestion(better)
    )]
    ObjectName { what: &'static str, name: String, better: String },
    #[error(
        "namespace `{name}` is no name for a namespace: lowercase letters, digits and -, with a letter or digit at \
         both ends, 63 characters at most{}",
        suggestion(better)
    )]
    Namespace { name: String, better: String },
    #[error("{what} has {length} characters; {most} are the most")]
    TooLong { what: Measured, length: usize, most: usize },
    #[error("{count} {what} are too many; {} takes {most}", what.holder())]
    TooMany { what: Listed, count: usize, most: usize },

    /// A header of a match; `instead` is how it should be written.
    #[error("header `{text}` has no `=`; write it as {instead}")]
    HeaderWithoutEquals { text: String, instead: String },
    #[error(
        "header name `{0}` is not valid: letters, digits and - are safe, no blanks and no colon"
    )]
    HeaderName(String),
    #[error("header {0} has no value; write {0}=VALUE")]
    HeaderWithoutValue(String),
    #[error(
        "the value of header {0} can never match: it has control characters, or blanks at an end, which no request \
         carries"
    )]
    HeaderNeverMatches(String),
    #[error(
        "header {0} is given twice; all headers of a route must match together, so alternatives need a backend each"
    )]
    HeaderTwice(String),

    #[error("path `{0}` does not begin with `/`; write `/{0}`")]
    PathWithoutSlash(String),
    #[error("path `{path}` contains `{part}`, which a route must not match by")]
    PathPart { path: String, part: &'static str },
    #[error("path `{0}` ends with a `.` segment, which a route must not match by")]
    PathEndsInDots(String),
    #[error("path `{0}` has a query; a route matches the path alone")]
    PathWithQuery(String),
    #[error("path `{0}` has characters that a path cannot have; write them as %XX")]
    PathCharacters(String),

    #[error("hostname `{0}` is an address or has a port; a route matches names")]
    HostnameIsAddress(String),
    #[error("hostname `{name}` is no DNS name in lower case{}", suggestion(better))]
    Hostname { name: String, better: String },
    /// The host of a provider; `bare` is the host in it, where it is a URL.
    #[error(
        "host `{host}` is neither a DNS name in lower case nor an address{}",
        bare.as_ref().map(|bare| format!("; try --host {bare}, with --port and --path-prefix for the rest"))
            .unwrap_or_default()
    )]
    Host { host: String, bare: Option<String> },

    #[error("the model is empty; name one with --model")]
    ModelEmpty,
    #[error("model `{0}` has blanks in it; no provider has such a model")]
    ModelBlanks(String),
    /// The name that requests ask for.
    #[error("--match `{0}`: a * stands alone, first or last, as in gpt-*")]
    ModelStars(String),
    #[error("a model has no provider `{name}`; there are {}", known.join(", "))]
    ModelProvider { name: String, known: Vec<&'static str> },
    #[error("--base-url `{0}` is no http or https URL with a host")]
    BaseUrl(String),
    #[error(
        "--base-url `{0}` has a query, a fragment or a user in it; give scheme, host, port and path"
    )]
    BaseUrlParts(String),
    #[error(
        "--base-url `{0}` is the gateway's own pod; name a Service: http://NAME.NAMESPACE.svc.cluster.local"
    )]
    BaseUrlIsGateway(String),

    /// What `--secret` was given.
    #[error(
        "--secret takes the name of a Secret, and what was given is none (it is not repeated here, for it may be a \
         key); put a key into a Secret with `kubectl agw key set NAME`"
    )]
    Secret,
    /// What `--secret-key` was given.
    #[error(
        "the key of a Secret is made of letters, digits, -, _ and .; --secret-key takes its name, never its value"
    )]
    SecretKey,
    /// The argument of `key set` and its siblings.
    #[error(
        "the name of a Secret is asked for, and what was given is none (it is not repeated here, for it may be a \
         key); keys come by standard input, --from-env, --from-file or a hidden prompt"
    )]
    SecretName,
    /// What this flag was given.
    #[error(
        "{0} takes the name of a data key: letters, digits, -, _ and . (what was given is not repeated here, for \
         it may be a key)"
    )]
    DataKey(&'static str),
    #[error(
        "--from-env takes the name of a variable, without a $: --from-env OPENAI_API_KEY (what was given is not \
         repeated here, for it may be a key)"
    )]
    Variable,

    #[error("rate limit `{0}` is not like 100/minute or 10000tokens/hour")]
    RateLimit(String),
    #[error("rate limits are counted by the second, minute or hour; there is no day")]
    RateLimitByDay,

    #[error("alias `{0}` is not FROM=TO: the model asked for, the model sent")]
    Alias(String),
    #[error("alias {0} is given twice")]
    AliasTwice(String),
    #[error(
        "alias {alias} is never used: with --model {model} that model is sent whatever is asked for; leave --model away"
    )]
    AliasUnused { alias: String, model: String },

    #[error(transparent)]
    Provider(#[from] InvalidProvider),
    #[error(
        "fallback {provider}:{model} takes ,secret=NAME and ,secret-key=KEY after the model; anything longer is a \
         backend of its own, which --fallback takes by its name"
    )]
    FallbackOptions { provider: String, model: String },
    #[error("fallback {provider}:{model}: {why}")]
    Fallback { provider: String, model: String, why: Box<Invalid> },
}

/// What was measured, and is too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    HeaderName,
    /// Of the header of this name.
    HeaderValue(String),
    Path,
    Model,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Measured::HeaderName => f.write_str("the header's name"),
            Measured::HeaderValue(name) => write!(f, "the value of header {name}"),
            Measured::Path => f.write_str("the path"),
            Measured::Model => f.write_str("the model"),
        }
    }
}

/// What was counted, and is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    Headers,
    Hostnames,
    Aliases,
}

impl Listed {
    /// What they are listed in.
    fn holder(self) -> &'static str {
        match self {
            Listed::Headers => "a match",
            Listed::Hostnames => "a route",
            Listed::Aliases => "a backend",
        }
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Listed::Headers => "headers",
            Listed::Hostnames => "hostnames",
            Listed::Aliases => "aliases",
        })
    }
}

fn suggestion(better: &str) -> String {
    match better {
        "" => String::new(),
        better => format!("; try `{better}`"),
    }
}
