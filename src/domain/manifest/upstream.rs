//! Who answers, as one entry of `spec.ai`: the provider's own block, where it is reached, and with which key.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_backend_types.go` and `crates/llm/src/lib.rs` of
//! agentgateway at 75b4e6ce6.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::invalid::{Invalid, InvalidProvider};
use super::names;
use crate::domain::llm::format::RouteType;
use crate::domain::llm::preset::{self, PRESETS, Preset};
use crate::domain::llm::provider::{self, AmbientCredential, CUSTOM, PROVIDERS, Prefix, Provider};

/// What the flags say of a provider.
#[derive(Clone, Debug, Default)]
pub struct UpstreamOptions {
    /// A key of the CRD's union, or a preset's name.
    pub provider: String,
    /// None sends the model that the request names.
    pub model: Option<String>,
    /// Values of [`FIELDS`], by flag.
    pub fields: Vec<(&'static str, String)>,
    /// `TYPE` or `TYPE=PATH`.
    pub formats: Vec<String>,
    pub host: Option<String>,
    pub port: Option<u16>,
    pub path_prefix: Option<String>,
    pub tls: Option<bool>,
    pub secret: Option<SecretOption>,
}

/// The Secret that holds the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretOption {
    pub name: String,
    /// The data key, where it is not `Authorization`.
    pub key: Option<String>,
}

/// A host, port and path prefix instead of the provider's own; agentgateway's `host_override`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostOverride {
    pub host: String,
    pub port: u16,
    /// None where the formats name their paths themselves.
    pub path_prefix: Option<String>,
    /// A backend with a host of its own has none until it asks for it, even on 443, and would send its key in the clear.
    pub tls: bool,
}

/// A provider, found to be possible.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// What `--provider` called it.
    pub called: &'static str,
    pub provider: &'static Provider,
    /// The block under the provider's key.
    pub config: Map<String, Value>,
    pub host_override: Option<HostOverride>,
    pub secret: Option<SecretOption>,
    /// The variable in which people keep the key.
    pub env_key: Option<&'static str>,
}

/// A flag that some providers have beside the model.
pub struct Field {
    pub flag: &'static str,
    /// The key in the provider's block.
    pub key: &'static str,
    /// Providers that have it, and whether they cannot do without.
    pub providers: &'static [(&'static str, bool)],
}

/// Every such flag.
pub const FIELDS: &[Field] = &[
    Field { flag: "project-id", key: "projectId", providers: &[("vertexai", true)] },
    Field { flag: "region", key: "region", providers: &[("vertexai", false), ("bedrock", false)] },
    Field { flag: "resource-name", key: "resourceName", providers: &[("azure", true)] },
    Field { flag: "resource-type", key: "resourceType", providers: &[("azure", true)] },
    Field { flag: "project-name", key: "projectName", providers: &[("azure", false)] },
    Field {
        flag: "api-version",
        key: "apiVersion",
        providers: &[("azure", false), ("azureopenai", false)],
    },
    Field { flag: "endpoint", key: "endpoint", providers: &[("azureopenai", true)] },
    Field { flag: "deployment-name", key: "deploymentName", providers: &[("azureopenai", false)] },
];

const V1: &str = "/v1";

/// What a custom provider is taken to speak: what nearly everything that calls itself OpenAI-compatible does. Other
/// formats are translated to these.
pub(super) const USUAL_FORMATS: &[RouteType] = &[RouteType::Completions, RouteType::Embeddings];

/// What the CRD's `custom.formats` takes.
const FORMATS: &[RouteType] = &[
    RouteType::AnthropicTokenCount,
    RouteType::Completions,
    RouteType::Embeddings,
    RouteType::Messages,
    RouteType::Realtime,
    RouteType::Rerank,
    RouteType::Responses,
];

/// Every name that `--provider` takes: the CRD's, then the presets'.
pub fn known() -> impl Iterator<Item = &'static str> {
    PROVIDERS.iter().map(|row| row.key).chain(PRESETS.iter().map(|row| row.name))
}

/// Those that a name and a key are enough for; others have fields of their own.
pub fn known_by_name_alone() -> impl Iterator<Item = &'static str> {
    let is_enough = |name: &&str| {
        let provider = (*name).to_owned();
        UpstreamOptions { provider, ..UpstreamOptions::default() }.upstream().is_ok()
    };
    known().filter(is_enough)
}

impl UpstreamOptions {
    /// The provider that is meant.
    ///
    /// # Errors
    /// What is wrong or missing, and what to write.
    pub fn upstream(&self) -> Result<Upstream, Invalid> {
        if let Some(model) = &self.model {
            names::model(model)?;
        }
        if let Some(prefix) = &self.path_prefix {
            names::path(prefix)?;
        }
        if let Some(host) = &self.host {
            names::host(host)?;
        }
        match (provider::named(&self.provider), preset::named(&self.provider)) {
            (Some(provider), _) => self.of_crd(provider),
            (None, Some(preset)) => self.of_preset(preset),
            (None, None) => {
                let name = self.provider.clone();
                Err(InvalidProvider::Unknown { name, known: known().collect() }.into())
            }
        }
    }

    fn of_crd(&self, provider: &'static Provider) -> Result<Upstream, Invalid> {
        let mut config = self.fields(provider.key)?;
        self.put_model(provider, &mut config)?;
        let mut formats = Vec::new();
        if provider.key == CUSTOM.key {
            formats = match self.formats.is_empty() {
                true => USUAL_FORMATS.iter().map(|format| (*format, None)).collect(),
                false => read_formats(&self.formats)?,
            };
            config.insert("formats".into(), written(&formats));
        } else if !self.formats.is_empty() {
            return Err(InvalidProvider::ForeignFormat(provider.key).into());
        }
        let host_override =
            self.host_override(provider, formats.iter().any(|format| format.1.is_some()))?;
        let env_key = provider.env_key;
        Ok(Upstream {
            called: provider.key,
            provider,
            config,
            host_override,
            secret: self.secret.clone(),
            env_key,
        })
    }

    fn of_preset(&self, preset: &'static Preset) -> Result<Upstream, Invalid> {
        self.fields(preset.name)?;
        let Some(host) = self.host.as_deref().or(preset.host) else {
            let Preset { name, port, .. } = *preset;
            return Err(InvalidProvider::PresetWithoutHost { name, port }.into());
        };
        let port = self.port.unwrap_or(preset.port);
        let tls = self.tls.unwrap_or(if self.port.is_some() { port == 443 } else { preset.tls });
        let prefix = self.path_prefix.as_deref().unwrap_or(preset.path_prefix);
        let mut formats: Vec<(RouteType, Option<String>)> = match self.formats.is_empty() {
            true => preset.formats.iter().map(|row| (row.0, row.1.map(str::to_owned))).collect(),
            false => read_formats(&self.formats)?,
        };
        // The CRD takes a prefix or paths, not both: with one path of its own, every format names its path.
        let by_paths = formats.iter().any(|format| format.1.is_some());
        if by_paths {
            for (format, path) in &mut formats {
                path.get_or_insert_with(|| format!("{prefix}{}", preset::suffix(*format)));
            }
        }
        let mut config = Map::from_iter([("formats".to_owned(), written(&formats))]);
        self.put_model(CUSTOM, &mut config)?;
        let path_prefix = (!by_paths).then(|| prefix.to_owned());
        let host_override = HostOverride { host: host.to_owned(), port, path_prefix, tls };
        let secret = self.secret.clone();
        Ok(Upstream {
            called: preset.name,
            provider: CUSTOM,
            config,
            host_override: Some(host_override),
            secret,
            env_key: preset.env_key,
        })
    }

    /// The fields of [`FIELDS`] as the provider's block has them.
    ///
    /// # Errors
    /// One that the provider has not, or one that it cannot do without.
    pub fn fields(&self, provider: &str) -> Result<Map<String, Value>, InvalidProvider> {
        let mut block = Map::new();
        for field in FIELDS {
            let given = self.fields.iter().find(|(flag, _)| *flag == field.flag);
            let takes = field.providers.iter().find(|(name, _)| *name == provider);
            match (given, takes) {
                (Some((flag, value)), Some(_)) => {
                    block.insert(field.key.to_owned(), json!(field_value(flag, value)?));
                }
                (Some((flag, _)), None) => {
                    let owners = field.providers.iter().map(|row| row.0).collect();
                    let provider = provider.to_owned();
                    return Err(InvalidProvider::ForeignField { flag, owners, provider });
                }
                (None, Some((_, true))) => return Err(missing(provider)),
                (None, _) => {}
            }
        }
        if block.get("resourceType") == Some(&json!("Foundry"))
            && !block.contains_key("projectName")
        {
            return Err(InvalidProvider::FoundryWithoutProject);
        }
        Ok(block)
    }

    /// Puts the model where the provider has it.
    fn put_model(
        &self,
        provider: &Provider,
        config: &mut Map<String, Value>,
    ) -> Result<(), InvalidProvider> {
        let key = provider.model_field;
        if let Some(model) = &self.model {
            if config.get(key).is_some_and(|deployment| deployment != model) {
                return Err(InvalidProvider::ModelAndDeployment);
            }
            config.insert(key.to_owned(), json!(model));
        }
        let version = config.get("apiVersion").and_then(Value::as_str);
        // Azure's older versions have the model in the path, as a deployment.
        if provider.has_deployments()
            && version.is_some_and(|v| v != "v1")
            && !config.contains_key(key)
        {
            return Err(InvalidProvider::ApiVersionWithoutDeployment);
        }
        Ok(())
    }

    /// Where it is reached, if not at its own host. Without a prefix agentgateway would send the client's own path.
    fn host_override(
        &self,
        provider: &Provider,
        by_paths: bool,
    ) -> Result<Option<HostOverride>, InvalidProvider> {
        let Some(host) = &self.host else {
            let alone = [
                ("--port", self.port.is_some()),
                ("--path-prefix", self.path_prefix.is_some()),
                ("--tls", self.tls.is_some()),
            ];
            if let Some((flag, _)) = alone.iter().find(|flag| flag.1) {
                return Err(InvalidProvider::FlagWithoutHost(flag));
            }
            return match provider.key == CUSTOM.key {
                true => Err(InvalidProvider::CustomWithoutHost),
                false => Ok(None),
            };
        };
        let port = self.port.ok_or_else(|| InvalidProvider::HostWithoutPort(host.clone()))?;
        if by_paths && self.path_prefix.is_some() {
            return Err(InvalidProvider::PrefixAndPaths);
        }
        let prefix = match (&self.path_prefix, provider.prefix) {
            _ if by_paths => None,
            (Some(prefix), _) => Some(prefix.clone()),
            (None, Prefix::ReplacesV1 | Prefix::ReplacesBuiltV1) => Some(V1.to_owned()),
            (None, Prefix::Before) => return Err(InvalidProvider::HostWithoutPrefix(provider.key)),
        };
        let tls = self.tls.unwrap_or(port == 443);
        Ok(Some(HostOverride { host: host.clone(), port, path_prefix: prefix, tls }))
    }
}

impl Upstream {
    /// The entry of the union with its siblings `host`, `port` and `pathPrefix`.
    #[must_use]
    pub fn union(&self) -> Map<String, Value> {
        let config = Value::Object(self.config.clone());
        let mut union = Map::from_iter([(self.provider.key.to_owned(), config)]);
        if let Some(host_override) = &self.host_override {
            union.insert("host".into(), json!(host_override.host));
            union.insert("port".into(), json!(host_override.port));
            if let Some(prefix) = &host_override.path_prefix {
                union.insert("pathPrefix".into(), json!(prefix));
            }
        }
        union
    }

    /// `auth` and `tls`, which belong to this provider alone.
    #[must_use]
    pub fn policies(&self) -> Map<String, Value> {
        let mut policies = Map::new();
        if let Some(secret) = &self.secret {
            let mut reference = json!({"name": secret.name});
            if let Some(key) = &secret.key {
                reference["key"] = json!(key);
            }
            let mut auth = json!({"secretRef": reference});
            // A resource's key is no Entra token, and Azure takes it in this header alone.
            if self.provider.ambient == AmbientCredential::Entra {
                auth["location"] = json!({"header": {"name": "api-key"}});
            }
            policies.insert("auth".into(), auth);
        }
        if let Some(host_override) =
            self.host_override.as_ref().filter(|host_override| host_override.tls)
        {
            // An address is no server name; an empty `tls` verifies against the address.
            let tls = match host_override.host.parse::<IpAddr>() {
                Ok(_) => json!({}),
                Err(_) => json!({"sni": host_override.host}),
            };
            policies.insert("tls".into(), tls);
        }
        policies
    }

    /// The model that is always sent.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.config.get(self.provider.model_field).and_then(Value::as_str)
    }
}

fn missing(provider: &str) -> InvalidProvider {
    let needs = FIELDS.iter().filter(|field| field.providers.contains(&(provider, true)));
    let fields = needs.map(|field| field.flag).collect();
    InvalidProvider::MissingFields { provider: provider.to_owned(), fields }
}

/// A value as the CRD wants it.
fn field_value(flag: &'static str, value: &str) -> Result<String, InvalidProvider> {
    match flag {
        "resource-type" => ["OpenAI", "Foundry"]
            .iter()
            .find(|kind| kind.eq_ignore_ascii_case(value))
            .map(ToString::to_string)
            .ok_or_else(|| InvalidProvider::ResourceType(value.to_owned())),
        // The gateway takes everything before a known suffix for the resource's name, a scheme too.
        "endpoint" => {
            let bare = value.split_once("://").map_or(value, |(_, rest)| rest);
            let bare = bare.trim_end_matches('/');
            let is_host = names::host(bare).is_ok();
            is_host
                .then(|| bare.to_owned())
                .ok_or_else(|| InvalidProvider::Endpoint(value.to_owned()))
        }
        _ if value.trim().is_empty() || value.chars().any(char::is_whitespace) => {
            let value = value.to_owned();
            Err(InvalidProvider::FieldBlanks { flag, value })
        }
        _ => Ok(value.to_owned()),
    }
}

/// Reads `TYPE[=PATH]`; the CRD has each type once.
///
/// # Errors
/// A type that does not exist, or one given twice; a path that is none.
pub fn read_formats(texts: &[String]) -> Result<Vec<(RouteType, Option<String>)>, Invalid> {
    let mut formats: Vec<(RouteType, Option<String>)> = Vec::new();
    for text in texts {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) => (name, Some(path.to_owned())),
            None => (text.as_str(), None),
        };
        let format = FORMATS.iter().find(|format| format.name().eq_ignore_ascii_case(name));
        let format = format.ok_or_else(|| InvalidProvider::UnknownFormat {
            name: name.to_owned(),
            known: FORMATS.iter().map(|format| format.name()).collect(),
        })?;
        if let Some(path) = &path {
            names::path(path)?;
        }
        if formats.iter().any(|known| known.0 == *format) {
            return Err(InvalidProvider::FormatTwice(*format).into());
        }
        formats.push((*format, path));
    }
    Ok(formats)
}

/// `formats` as the CRD has it.
#[must_use]
pub fn written(formats: &[(RouteType, Option<String>)]) -> Value {
    let row = |(format, path): &(RouteType, Option<String>)| match path {
        Some(path) => json!({"type": format.name(), "path": path}),
        None => json!({"type": format.name()}),
    };
    formats.iter().map(row).collect()
}

#[cfg(test)]
mod tests;
