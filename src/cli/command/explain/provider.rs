//! `explain provider NAME`: what it needs, where it is called, how its key looks, and a sample.

pub mod page;

use serde::Serialize;
use serde_json::Value;

use super::ExplainFormat;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::{List, One};
use crate::cli::output::{self, table};
use crate::domain::llm::provider::config::Config;
use crate::domain::llm::provider::{self, AmbientCredential, Credential, PROVIDERS, Provider};
use crate::domain::manifest::backend::{self, BackendOptions};
use crate::domain::manifest::documents;
use crate::domain::manifest::upstream::{FIELDS, SecretOption, UpstreamOptions};
use crate::domain::value::near;
use crate::domain::value::object_ref::ObjectName;

/// What people ask about a provider that its row does not say.
struct Page {
    key: &'static str,
    /// Fields under `spec.ai.provider.<key>`: name, whether it must be there, words.
    fields: &'static [(&'static str, bool, &'static str)],
    /// A model for the sample.
    model: &'static str,
    /// How a key begins, or what it is.
    key_shape: &'static str,
    /// Fields of the sample beside the model.
    sample: &'static [(&'static str, &'static str)],
}

const MODEL: (&str, bool, &str) = ("model", false, "overrides the model in the request");

const PAGES: &[Page] = &[
    Page {
        key: "openai",
        fields: &[MODEL],
        model: "gpt-4o",
        key_shape: "sk-… (sk-proj-…, sk-svcacct-…)",
        sample: &[],
    },
    Page {
        key: "azureopenai",
        fields: &[
            ("endpoint", true, "NAME.openai.azure.com, without https://"),
            ("deploymentName", false, "replaces the model"),
            ("apiVersion", false, "default v1; any other requires deploymentName"),
        ],
        model: "gpt-4o",
        key_shape: "32 or more letters and digits; requires `auth.location: {header: {name: api-key}}`",
        sample: &[("endpoint", "my-resource.openai.azure.com"), ("deploymentName", "gpt-4o")],
    },
    Page {
        key: "azure",
        fields: &[
            ("resourceName", true, "the part before .openai.azure.com or .services.ai.azure.com"),
            ("resourceType", true, "OpenAI or Foundry"),
            ("projectName", false, "required for Foundry"),
            ("apiVersion", false, "default v1"),
            MODEL,
        ],
        model: "gpt-4o",
        key_shape: "32 or more letters and digits; requires `auth.location: {header: {name: api-key}}`",
        sample: &[("resourceName", "my-resource"), ("resourceType", "OpenAI")],
    },
    Page {
        key: "anthropic",
        fields: &[MODEL],
        model: "claude-sonnet-4-5",
        key_shape: "sk-ant-api…; OAuth tokens start with sk-ant-oat",
        sample: &[],
    },
    Page {
        key: "gemini",
        fields: &[MODEL],
        model: "gemini-2.5-flash",
        key_shape: "AIza…",
        sample: &[],
    },
    Page {
        key: "vertexai",
        fields: &[
            ("projectId", true, "Google Cloud project"),
            ("region", false, "default global"),
            MODEL,
        ],
        model: "gemini-2.5-flash",
        key_shape: "usually none: Google's application default credentials; a key is sent as a bearer token",
        sample: &[("projectId", "my-project"), ("region", "europe-west1")],
    },
    Page {
        key: "bedrock",
        fields: &[
            ("region", false, "default us-east-1"),
            ("guardrail", false, "identifier and version"),
            MODEL,
        ],
        model: "anthropic.claude-sonnet-4-5-20250929-v1:0",
        key_shape: "a Bedrock API key; without one, requests are signed with the AWS default credential \
                    chain",
        sample: &[],
    },
    Page {
        key: "custom",
        fields: &[
            (
                "formats",
                true,
                "1 to 6 of type and path: Completions, Messages, Responses, Embeddings, …",
            ),
            (
                "backendRef",
                false,
                "a Service or InferencePool in the namespace, instead of host and port",
            ),
            MODEL,
        ],
        model: "llama3.3",
        key_shape: "depends on the host; sent as a bearer token",
        sample: &[],
    },
];

/// The page as data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shape {
    name: &'static str,
    fields: Vec<FieldShape>,
    host: Option<String>,
    port: u16,
    key: KeyShape,
    formats: Vec<&'static str>,
    command: String,
    manifest: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldShape {
    path: String,
    required: bool,
    about: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KeyShape {
    looks: &'static str,
    variable: Option<&'static str>,
    sent: &'static str,
}

/// `explain provider`: all of them.
pub(super) fn list(format: ExplainFormat) -> Result<Exit, Failure> {
    let shapes: Vec<_> = PROVIDERS.iter().filter_map(shape_of).collect::<Result<_, _>>()?;
    match format {
        ExplainFormat::Json | ExplainFormat::Yaml => {
            let list = List::new("ProviderList", &shapes);
            output::structured(&list, format == ExplainFormat::Yaml)?;
        }
        ExplainFormat::Text => output::verbatim(&table_of(&shapes))?,
    }
    Ok(Exit::Done)
}

fn table_of(shapes: &[Shape]) -> String {
    let row = |shape: &Shape| {
        let host = shape.host.clone().unwrap_or_else(|| "<yours>".to_owned());
        let variable = shape.key.variable.unwrap_or("<none>");
        vec![shape.name.to_owned(), host, variable.to_owned()]
    };
    let rows: Vec<_> = shapes.iter().map(row).collect();
    table::draw(Some(&["PROVIDER", "HOST", "KEY VARIABLE"]), &rows)
}

/// `explain provider NAME`.
pub(super) fn run(name: &str, format: ExplainFormat) -> Result<Exit, Failure> {
    let shape = provider::named(name).and_then(shape_of).ok_or_else(|| {
        let names: Vec<_> = PROVIDERS.iter().map(|row| row.key).collect();
        let near = near::hint(names.iter().copied(), name);
        Failure::usage(format!("unknown provider `{name}`{near}; known are {}", names.join(", ")))
    })??;
    match format {
        ExplainFormat::Json | ExplainFormat::Yaml => {
            output::structured(&One::new("Provider", &shape), format == ExplainFormat::Yaml)?;
        }
        ExplainFormat::Text => output::verbatim(&text(&shape)?)?,
    }
    Ok(Exit::Done)
}

/// None for a provider without a page, which a test forbids.
fn shape_of(row: &'static Provider) -> Option<Result<Shape, Failure>> {
    let page = PAGES.iter().find(|page| page.key == row.key)?;
    Some(shape(row, page))
}

fn shape(row: &'static Provider, page: &Page) -> Result<Shape, Failure> {
    let field = |(name, required, about): &(&str, bool, &'static str)| FieldShape {
        path: format!("spec.ai.provider.{}.{name}", row.key),
        required: *required,
        about,
    };
    Ok(Shape {
        name: row.key,
        fields: page.fields.iter().map(field).collect(),
        host: (row.default_host)(&config(page)),
        port: 443,
        key: KeyShape { looks: page.key_shape, variable: row.env_key, sent: sent(row) },
        formats: row.native.iter().map(|format| format.name()).collect(),
        command: command(page),
        manifest: manifest(page)?,
    })
}

/// The settings of the sample, for the host that follows from them.
fn config(page: &Page) -> Config {
    let field = |name: &str| page.sample.iter().find(|row| row.0 == name).map(|r| r.1.to_owned());
    Config {
        resource_name: field("resourceName"),
        resource_type: field("resourceType"),
        endpoint: field("endpoint"),
        region: field("region"),
        ..Config::default()
    }
}

fn sent(row: &Provider) -> &'static str {
    match (row.credential, row.ambient) {
        (Credential::Anthropic, _) => "x-api-key (OAuth tokens as Authorization: Bearer)",
        (Credential::Google, _) => {
            "x-goog-api-key on Gemini's native paths, else Authorization: Bearer"
        }
        (Credential::Bearer, AmbientCredential::Entra) => {
            "Authorization: Bearer, or as `auth.location` specifies"
        }
        (Credential::Bearer, _) => "Authorization: Bearer",
    }
}

/// A custom provider has no host of its own; the sample's is one in the cluster.
const HOST: (&str, u16) = ("ollama.models.svc", 11434);

/// What the sample wishes for.
fn wishes(page: &Page) -> UpstreamOptions {
    let flag = |key: &str| FIELDS.iter().find(|field| field.key == key).map(|field| field.flag);
    let fields =
        page.sample.iter().filter_map(|(key, value)| Some((flag(key)?, (*value).to_owned())));
    let custom = page.key == "custom";
    // A cloud's own identity is the usual way to Google's.
    let secret = (page.key != "vertexai")
        .then(|| SecretOption { name: format!("{}-api-key", page.key), key: None });
    UpstreamOptions {
        provider: page.key.to_owned(),
        model: takes_model(page).then(|| page.model.to_owned()),
        fields: fields.collect(),
        host: custom.then(|| HOST.0.to_owned()),
        port: custom.then_some(HOST.1),
        secret,
        ..UpstreamOptions::default()
    }
}

fn takes_model(page: &Page) -> bool {
    page.fields.iter().any(|(name, ..)| *name == MODEL.0)
}

/// The line that writes the sample.
fn command(page: &Page) -> String {
    let wishes = wishes(page);
    let name = page.key;
    let mut words = vec![format!("kubectl agw add-backend my-{name} --provider {name}")];
    words.extend(wishes.model.map(|model| format!("--model {model}")));
    words.extend(wishes.fields.iter().map(|(flag, value)| format!("--{flag} {value}")));
    words.extend(wishes.host.map(|host| format!("--host {host} --port {}", HOST.1)));
    words.extend(wishes.secret.map(|secret| format!("--secret {}", secret.name)));
    words.push(format!("--path /{name}"));
    words.join(" \\\n    ")
}

/// The object that the line writes.
fn manifest(page: &Page) -> Result<Value, Failure> {
    let upstream = wishes(page).upstream().map_err(Failure::usage)?;
    Ok(backend::backend(&BackendOptions {
        name: ObjectName::new("default", format!("my-{}", page.key)),
        upstream,
        aliases: Vec::new(),
        fallbacks: Vec::new(),
    }))
}

fn text(shape: &Shape) -> Result<String, Failure> {
    let mut text = format!("PROVIDER {}\n\nFIELDS\n", shape.name);
    for field in &shape.fields {
        let need = if field.required { "required" } else { "optional" };
        text += &format!("  {}  ({need})  {}\n", field.path, field.about);
    }
    let host = match &shape.host {
        Some(host) => format!("https://{host}, unless `host` and `port` are set"),
        None => "no default host: `host` and `port` are required".to_owned(),
    };
    text += &format!("\nCALLED AT\n  {host}\n");
    if !shape.formats.is_empty() {
        text += &format!("  formats {}\n", shape.formats.join(", "));
    }
    text +=
        &format!("\nKEY\n  looks like  {}\n  is sent as  {}\n", shape.key.looks, shape.key.sent);
    if let Some(variable) = shape.key.variable {
        let name = shape.name;
        text += &format!(
            "  variable    {variable}\n  kubectl agw key set {name}-api-key --from-env {variable}\n"
        );
    }
    text += &format!("\nCOMMAND\n  {}\n", shape.command.replace('\n', "\n  "));
    let manifest = documents(std::slice::from_ref(&shape.manifest)).map_err(Failure::usage)?;
    let lines: String = manifest.lines().map(|line| format!("  {line}\n")).collect();
    text += &format!("\nMANIFEST\n{lines}");
    text += &format!(
        "\nALL FIELDS IN THIS CLUSTER\n  kubectl explain agentgatewaybackend.spec.ai.provider.{}\n",
        shape.name
    );
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::check::{self, facts::Environment, finding::Severity};
    use crate::domain::compile::Compiled;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;

    #[test]
    fn every_provider_has_its_page_and_its_sample_passes_check() {
        for row in PROVIDERS {
            let shape = shape_of(row).unwrap_or_else(|| panic!("{} has no page", row.key));
            let shape = shape.expect("a shape");
            assert!(text(&shape).is_ok_and(|text| text.contains(row.key)));
            let mut objects = Objects::new(World::Files);
            objects.apply(Kind::AgentgatewayBackend, shape.manifest, Origin::Cluster);
            let report = check::run(
                &Compiled::of(objects.snapshot()),
                &Environment::default(),
                None,
                |_| true,
            );
            let wrong = report.findings.iter().filter(|f| f.rule.severity > Severity::Info);
            let wrong: Vec<_> = wrong.map(|f| (f.rule.code, &f.finding.message)).collect();
            assert!(wrong.is_empty(), "{}: {wrong:?}", row.key);
        }
        assert_eq!(PAGES.len(), PROVIDERS.len());
    }
}
