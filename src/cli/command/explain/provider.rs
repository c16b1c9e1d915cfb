//! `explain provider NAME`: what it needs, where it is called, how its key looks, and a sample.

use serde::Serialize;
use serde_json::{Value, json};

use super::ExplainFormat;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, shape::List, shape::One, table};
use crate::domain::crd::backend::ProviderConfig;
use crate::domain::llm::provider::{self, Ambient, Credential, PROVIDERS, Provider};
use crate::domain::manifest::backend::{self, BackendWishes, Place, SecretWish};
use crate::domain::manifest::documents;
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
    /// Fields of the sample that `add-backend` does not write.
    sample: &'static [(&'static str, &'static str)],
}

const MODEL: (&str, bool, &str) = ("model", false, "sent whatever the request names");

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
            ("deploymentName", false, "takes the place of the model"),
            ("apiVersion", false, "v1 if absent; any other needs deploymentName"),
        ],
        model: "gpt-4o",
        key_shape: "32 or more letters and digits; needs `auth.location: {header: {name: api-key}}`",
        sample: &[("endpoint", "my-resource.openai.azure.com"), ("deploymentName", "gpt-4o")],
    },
    Page {
        key: "azure",
        fields: &[
            ("resourceName", true, "the part before .openai.azure.com or .services.ai.azure.com"),
            ("resourceType", true, "OpenAI or Foundry"),
            ("projectName", false, "needed for Foundry"),
            ("apiVersion", false, "v1 if absent"),
            MODEL,
        ],
        model: "gpt-4o",
        key_shape: "32 or more letters and digits; needs `auth.location: {header: {name: api-key}}`",
        sample: &[("resourceName", "my-resource"), ("resourceType", "OpenAI"), ("model", "gpt-4o")],
    },
    Page {
        key: "anthropic",
        fields: &[MODEL],
        model: "claude-sonnet-4-5",
        key_shape: "sk-ant-api…; OAuth tokens begin with sk-ant-oat",
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
            ("projectId", true, "of Google Cloud"),
            ("region", false, "global if absent"),
            MODEL,
        ],
        model: "gemini-2.5-flash",
        key_shape: "none as a rule: Google's application default credentials; a key is sent as a Bearer token",
        sample: &[
            ("projectId", "my-project"),
            ("region", "europe-west1"),
            ("model", "gemini-2.5-flash"),
        ],
    },
    Page {
        key: "bedrock",
        fields: &[
            ("region", false, "us-east-1 if absent"),
            ("guardrail", false, "identifier and version"),
            MODEL,
        ],
        model: "anthropic.claude-sonnet-4-5-20250929-v1:0",
        key_shape: "a Bedrock API key; without one requests are signed with the AWS default chain",
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
                "a Service or InferencePool of the namespace, in the place of host and port",
            ),
            MODEL,
        ],
        model: "llama3.3",
        key_shape: "whatever the host wants, sent as a Bearer token",
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
    command: Option<String>,
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
    let shapes: Vec<_> = PROVIDERS.iter().filter_map(shape_of).collect();
    match format {
        ExplainFormat::Json => output::json(&List::new("ProviderList", &shapes))?,
        ExplainFormat::Text => {
            let row = |shape: &Shape| {
                let host = shape.host.clone().unwrap_or_else(|| "<yours>".to_owned());
                let variable = shape.key.variable.unwrap_or("<none>");
                vec![shape.name.to_owned(), host, variable.to_owned()]
            };
            let rows: Vec<_> = shapes.iter().map(row).collect();
            output::data(&table::draw(Some(&["PROVIDER", "HOST", "KEY VARIABLE"]), &rows))?;
        }
    }
    Ok(Exit::Done)
}

/// `explain provider NAME`.
pub(super) fn run(name: &str, format: ExplainFormat) -> Result<Exit, Failure> {
    let shape = provider::named(name).and_then(shape_of).ok_or_else(|| {
        let names: Vec<_> = PROVIDERS.iter().map(|row| row.key).collect();
        Failure::usage(format!("provider `{name}` does not exist; there are {}", names.join(", ")))
    })?;
    match format {
        ExplainFormat::Json => output::json(&One::new("Provider", &shape))?,
        ExplainFormat::Text => output::data(&text(&shape)?)?,
    }
    Ok(Exit::Done)
}

fn shape_of(row: &'static Provider) -> Option<Shape> {
    let page = PAGES.iter().find(|page| page.key == row.key)?;
    let field = |(name, required, about): &(&str, bool, &'static str)| FieldShape {
        path: format!("spec.ai.provider.{}.{name}", row.key),
        required: *required,
        about,
    };
    Some(Shape {
        name: row.key,
        fields: page.fields.iter().map(field).collect(),
        host: (row.default_host)(&config(page)),
        port: 443,
        key: KeyShape { looks: page.key_shape, variable: row.env_key, sent: sent(row) },
        formats: row.native.iter().map(|format| format.name()).collect(),
        command: command(page),
        manifest: manifest(row, page),
    })
}

/// The settings of the sample, for the host that follows from them.
fn config(page: &Page) -> ProviderConfig {
    let field = |name: &str| page.sample.iter().find(|row| row.0 == name).map(|r| r.1.to_owned());
    ProviderConfig {
        resource_name: field("resourceName"),
        resource_type: field("resourceType"),
        endpoint: field("endpoint"),
        region: field("region"),
        ..ProviderConfig::default()
    }
}

fn sent(row: &Provider) -> &'static str {
    match (row.credential, row.ambient) {
        (Credential::Anthropic, _) => "x-api-key (OAuth tokens as Authorization: Bearer)",
        (Credential::Google, _) => {
            "x-goog-api-key on Gemini's own paths, else Authorization: Bearer"
        }
        (Credential::Bearer, Ambient::Entra) => {
            "Authorization: Bearer, or where `auth.location` says"
        }
        (Credential::Bearer, _) => "Authorization: Bearer",
    }
}

/// The line that writes the sample, where `add-backend` can.
fn command(page: &Page) -> Option<String> {
    let name = page.key;
    let is_custom = name == "custom";
    backend::provider(name, is_custom).ok()?;
    let place = match is_custom {
        true => " \\\n    --host ollama.models.svc --port 11434",
        false => "",
    };
    Some(format!(
        "kubectl agw add-backend my-{name} --provider {name} --model {} \\\n    --secret {name}-api-key --path /{name}{place}",
        page.model
    ))
}

fn manifest(row: &'static Provider, page: &Page) -> Value {
    let name = row.key;
    let place = Place { host: "ollama.models.svc".to_owned(), port: 11434, path_prefix: None };
    let mut object = backend::backend(&BackendWishes {
        name: ObjectName::new("default", format!("my-{name}")),
        provider: row,
        model: page.model.to_owned(),
        secret: Some(SecretWish { name: format!("{name}-api-key"), key: None }),
        place: (name == "custom").then_some(place),
    });
    if !page.sample.is_empty() {
        let fields = page.sample.iter().map(|(field, value)| ((*field).to_owned(), json!(value)));
        object["spec"]["ai"]["provider"][name] = Value::Object(fields.collect());
    }
    match row.ambient {
        Ambient::Entra => {
            object["spec"]["policies"]["auth"]["location"] = json!({"header": {"name": "api-key"}});
        }
        // The cloud's own identity is the usual way there.
        Ambient::Google => {
            if let Some(policies) = object["spec"]["policies"].as_object_mut() {
                policies.remove("auth");
            }
        }
        Ambient::None | Ambient::Aws => {}
    }
    object
}

fn text(shape: &Shape) -> Result<String, Failure> {
    let mut text = format!("PROVIDER {}\n\nFIELDS\n", shape.name);
    for field in &shape.fields {
        let need = if field.required { "required" } else { "optional" };
        text += &format!("  {}  ({need})  {}\n", field.path, field.about);
    }
    let host = match &shape.host {
        Some(host) => format!("https://{host} unless `host` and `port` say otherwise"),
        None => "no host of its own: `host` and `port` are needed".to_owned(),
    };
    text += &format!("\nCALLED AT\n  {host}\n");
    if !shape.formats.is_empty() {
        text += &format!("  speaks {}\n", shape.formats.join(", "));
    }
    text +=
        &format!("\nKEY\n  looks like  {}\n  is sent as  {}\n", shape.key.looks, shape.key.sent);
    if let Some(variable) = shape.key.variable {
        let name = shape.name;
        text += &format!(
            "  variable    {variable}\n  printf %s \"${variable}\" | kubectl create secret generic {name}-api-key \\\n      \
             --from-file=Authorization=/dev/stdin\n"
        );
    }
    if let Some(command) = &shape.command {
        text += &format!("\nCOMMAND\n  {}\n", command.replace('\n', "\n  "));
    }
    let manifest = documents(std::slice::from_ref(&shape.manifest)).map_err(Failure::usage)?;
    let lines: String = manifest.lines().map(|line| format!("  {line}\n")).collect();
    text += &format!("\nMANIFEST\n{lines}");
    text += &format!(
        "\nEVERY FIELD OF THIS CLUSTER\n  kubectl explain agentgatewaybackend.spec.ai.provider.{}\n",
        shape.name
    );
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::check::{self, facts::Facts, finding::Severity};
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;

    #[test]
    fn every_provider_has_its_page_and_its_sample_passes_check() {
        for row in PROVIDERS {
            let shape = shape_of(row).unwrap_or_else(|| panic!("{} has no page", row.key));
            assert!(text(&shape).is_ok_and(|text| text.contains(row.key)));
            let mut objects = Objects::new(World::Files);
            objects.apply(Kind::AgentgatewayBackend, shape.manifest, Origin::Cluster);
            let report = check::run(&objects.snapshot(), &Facts::default(), |_| true);
            let wrong = report.findings.iter().filter(|f| f.rule.severity > Severity::Info);
            let wrong: Vec<_> = wrong.map(|f| (f.rule.code, &f.finding.message)).collect();
            assert!(wrong.is_empty(), "{}: {wrong:?}", row.key);
        }
        assert_eq!(PAGES.len(), PROVIDERS.len());
    }
}
