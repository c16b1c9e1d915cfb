//! Why the flags of a provider do not make one.

use crate::domain::llm::format::RouteType;

/// Flags of a provider that are wrong, missing, or exclude each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProvider {
    #[error(
        "provider `{name}` does not exist; there are {}. \
         For anything else that is OpenAI-compatible: --provider custom with --host, --port and --path-prefix",
        known.join(", ")
    )]
    Unknown { name: String, known: Vec<&'static str> },

    /// A field that only `owners` have.
    #[error("--{flag} belongs to --provider {}, and {provider} has no such field", owners.join(" and "))]
    ForeignField { flag: &'static str, owners: Vec<&'static str>, provider: String },
    /// Fields that the provider cannot do without, by flag.
    #[error("provider {provider} needs {}", flags(fields))]
    MissingFields { provider: String, fields: Vec<&'static str> },
    #[error("--{flag} `{value}` is empty or has blanks in it")]
    FieldBlanks { flag: &'static str, value: String },
    #[error("--resource-type is OpenAI or Foundry, not `{0}`")]
    ResourceType(String),
    #[error("--resource-type Foundry needs the project's name: --project-name")]
    FoundryWithoutProject,
    #[error("--endpoint `{0}` is no host; write my-resource.openai.azure.com")]
    Endpoint(String),
    #[error("--model and --deployment-name say the same thing of azureopenai; give one of them")]
    ModelAndDeployment,
    #[error("an --api-version other than v1 needs --deployment-name")]
    ApiVersionWithoutDeployment,

    #[error("--format belongs to --provider custom; {0} speaks formats of its own")]
    ForeignFormat(&'static str),
    #[error("format `{name}` does not exist; there are {}", known.join(", "))]
    UnknownFormat { name: String, known: Vec<&'static str> },
    #[error("format {} is given twice", .0.name())]
    FormatTwice(RouteType),

    /// A provider that people run themselves; `port` is its usual one.
    #[error(
        "provider {name} runs where somebody started it, and localhost would be the gateway's own pod; \
         say where with --host, for example --host {name}.{name}.svc.cluster.local (port {port} unless --port)"
    )]
    PresetWithoutHost { name: &'static str, port: u16 },
    #[error("provider custom has no host of its own; say where it is with --host and --port")]
    CustomWithoutHost,
    /// A flag that says how `--host` is called.
    #[error("{0} says how --host is called; name the host too")]
    FlagWithoutHost(&'static str),
    #[error("--host {0} needs its port: --port 443, or what it listens on")]
    HostWithoutPort(String),
    #[error(
        "--host with provider {0} needs --path-prefix, which is put before the provider's own paths; \
         without one the gateway sends the client's path unchanged. Where nothing stands before them: --path-prefix /"
    )]
    HostWithoutPrefix(&'static str),
    #[error(
        "--path-prefix and a --format with a path exclude each other; write the whole path of every format"
    )]
    PrefixAndPaths,
}

fn flags(fields: &[&str]) -> String {
    let flags: Vec<_> = fields.iter().map(|field| format!("--{field}")).collect();
    flags.join(" and ")
}
