//! Why the flags of a provider do not make one.

use crate::domain::llm::format::RouteType;
use crate::domain::value::near;

/// Flags of a provider that are wrong, missing, or exclude each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProvider {
    #[error(
        "unknown provider `{name}`{}; known are {}. For any other OpenAI-compatible provider: --provider \
         custom with --host, --port and --path-prefix",
        near::hint(known.iter().copied(), name),
        known.join(", ")
    )]
    Unknown { name: String, known: Vec<&'static str> },

    /// A field that only `owners` have.
    #[error("--{flag} is only supported for --provider {}; {provider} has no such field", owners.join(" and "))]
    ForeignField { flag: &'static str, owners: Vec<&'static str>, provider: String },
    /// Fields that the provider cannot do without, by flag.
    #[error("provider {provider} requires {}", flags(fields))]
    MissingFields { provider: String, fields: Vec<&'static str> },
    #[error("--{flag} `{value}` is empty or contains spaces")]
    FieldBlanks { flag: &'static str, value: String },
    #[error("invalid --resource-type `{0}`; use OpenAI or Foundry")]
    ResourceType(String),
    #[error("--resource-type Foundry requires the project's name: --project-name")]
    FoundryWithoutProject,
    #[error("invalid --endpoint `{0}`: use a host, e.g. my-resource.openai.azure.com")]
    Endpoint(String),
    #[error("--model and --deployment-name are the same for azureopenai; use only one of them")]
    ModelAndDeployment,
    #[error("an --api-version other than v1 requires --deployment-name")]
    ApiVersionWithoutDeployment,

    #[error("--format requires --provider custom; the formats of {0} are fixed")]
    ForeignFormat(&'static str),
    #[error("unknown format `{name}`{}; known are {}", near::hint(known.iter().copied(), name), known.join(", "))]
    UnknownFormat { name: String, known: Vec<&'static str> },
    #[error("duplicate format {}", .0.name())]
    FormatTwice(RouteType),

    /// A provider that people run themselves; `port` is its usual one.
    #[error(
        "provider {name} is self-hosted, and localhost would be the gateway's own Pod; set its host with \
         --host, e.g. --host {name}.{name}.svc.cluster.local (port {port} unless --port is set)"
    )]
    PresetWithoutHost { name: &'static str, port: u16 },
    #[error("provider custom has no default host; set it with --host and --port")]
    CustomWithoutHost,
    /// A flag that says how `--host` is called.
    #[error("{0} applies to --host; set the host too")]
    FlagWithoutHost(&'static str),
    #[error("--host {0} requires a port: --port 443, or the one that it listens on")]
    HostWithoutPort(String),
    #[error(
        "--host with provider {0} requires --path-prefix, which is prepended to the provider's paths; \
         without it the gateway forwards the client's path unchanged. If there is no prefix: --path-prefix /"
    )]
    HostWithoutPrefix(&'static str),
    #[error(
        "--path-prefix and a --format with a path are mutually exclusive; give every format its full path"
    )]
    PrefixAndPaths,

    /// Of a set of providers.
    #[error(
        "unknown provider `{name}`{}; known are {}",
        near.map(|near| format!(" (did you mean {near}?)")).unwrap_or_default(),
        known.join(", ")
    )]
    UnknownInSet { name: String, near: Option<&'static str>, known: Vec<&'static str> },
    #[error(
        "provider {0} requires more than an API key\nhint: write its manifests with `kubectl agw add-backend \
         --provider {0} … --export`, and serve them with -f"
    )]
    MoreThanKey(&'static str),
    #[error("provider {0} is given twice\nhint: give all its models after one --provider {0}")]
    GivenTwice(&'static str),
    #[error("model {0} is given twice")]
    ModelTwice(String),
    #[error(
        "requests for any model would go to both {0} and {1}\nhint: name the models of one of them, e.g. \
         --provider {1} --model MODEL"
    )]
    BothAny(&'static str, &'static str),
    #[error("unknown provider of model `{0}`\nhint: name it first: --provider NAME --model {0}")]
    UnknownMaker(String),
    #[error("provider custom has no default host; set it with --base-url")]
    CustomWithoutBaseUrl,
    #[error("--base-url `{0}` is on this machine, where only http is supported")]
    LocalTls(String),
}

fn flags(fields: &[&str]) -> String {
    let flags: Vec<_> = fields.iter().map(|field| format!("--{field}")).collect();
    flags.join(" and ")
}
