//! Providers by their usual keys, as objects: one Gateway, and an AgentgatewayModel for each model. Requests name the
//! model in their body, so that a client needs one base URL for all of them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::gateway::{GatewayOptions, gateway};
use super::invalid::{Invalid, InvalidProvider};
use super::model::{self, ModelOptions, base_url, is_here, model};
use super::upstream::{SecretOption, USUAL_FORMATS, written};
use crate::domain::llm::family;
use crate::domain::llm::format::RouteType;
use crate::domain::llm::preset::{self, PRESETS};
use crate::domain::llm::provider::{self, ANY_KEY};
use crate::domain::value::near;
use crate::domain::value::object_ref::ObjectName;

/// What the flags say of one provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderOptions {
    /// Its name in the table of providers or of presets.
    pub provider: String,
    /// Names or patterns of models; none for any model.
    pub models: Vec<String>,
    /// Where it is, if not at its own host.
    pub base_url: Option<String>,
}

/// A provider of the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetProvider {
    pub name: &'static str,
    /// The names and patterns by which requests ask for its models.
    pub models: Vec<String>,
    /// The Secret with its key, and the environment variable that is used instead; none where no key is sent.
    pub key: Option<(ObjectName, &'static str)>,
    /// Where it is, if not at its own host.
    pub base_url: Option<String>,
    /// The `--resolve` that leads the Service in the objects to this machine.
    pub resolve: Option<String>,
}

/// The objects, and the providers in them.
#[derive(Clone, Debug)]
pub struct ProviderSet {
    pub objects: Vec<Value>,
    pub providers: Vec<SetProvider>,
}

/// What is known of a provider by its name.
struct Known {
    name: &'static str,
    /// The CRD's word.
    word: &'static str,
    formats: Option<Value>,
    variable: Option<&'static str>,
    /// The port of a server that people run themselves.
    own_port: Option<u16>,
}

/// Providers that one key is enough for.
const OF_CRD: [&str; 3] = ["openai", "anthropic", "gemini"];

/// The name of every provider that can be in a set.
pub fn known() -> impl Iterator<Item = &'static str> {
    let presets = PRESETS.iter().map(|preset| preset.name);
    OF_CRD.into_iter().chain(presets).chain([provider::CUSTOM.key])
}

/// The environment variable with the key of each provider that has one.
pub fn variables() -> impl Iterator<Item = (&'static str, &'static str)> {
    known().filter_map(|name| Some((name, preset::env_key(name)?)))
}

/// The objects of these providers, on a Gateway of this name. `is_set` tells whether an environment variable is set: a
/// server at another address than the vendor's may need no key.
///
/// # Errors
/// What is wrong with a provider, a model or a URL.
pub fn provider_set(
    wishes: &[ProviderOptions],
    on: &ObjectName,
    is_set: &dyn Fn(&str) -> bool,
) -> Result<ProviderSet, Invalid> {
    let mut known: Vec<(&ProviderOptions, Known)> = Vec::new();
    for wish in wishes {
        let row = Known::of(&wish.provider)?;
        if known.iter().any(|(_, other)| other.name == row.name) {
            return Err(InvalidProvider::GivenTwice(row.name).into());
        }
        known.push((wish, row));
    }
    let models = patterns(&known)?;
    let mut objects = vec![gateway(&GatewayOptions {
        name: on.clone(),
        class: "agentgateway".to_owned(),
        port: 80,
        hostname: None,
        from_all: false,
        models: true,
    })];
    let mut names = BTreeSet::new();
    let mut providers = Vec::new();
    for ((wish, row), models) in known.iter().zip(models) {
        let (base_url, resolve) = row.address(wish, &on.namespace)?;
        let is_sent = |variable: &&str| wish.base_url.is_none() || is_set(variable);
        let secret = || ObjectName::new(&on.namespace, format!("{}-api-key", row.name));
        let key = row.variable.filter(is_sent).map(|variable| (secret(), variable));
        for asked in &models {
            objects.push(model(&ModelOptions {
                name: ObjectName::new(&on.namespace, free_name(row.name, asked, &mut names)),
                gateway: on.clone(),
                asked: asked.clone(),
                provider: row.word,
                settings: row.settings(),
                base_url: base_url.clone(),
                secret: key.as_ref().map(|(secret, _)| of_name(secret)),
                internal: false,
            }));
        }
        let base_url = wish.base_url.clone().or(base_url.filter(|_| resolve.is_none()));
        providers.push(SetProvider { name: row.name, models, key, base_url, resolve });
    }
    Ok(ProviderSet { objects, providers })
}

fn of_name(secret: &ObjectName) -> SecretOption {
    SecretOption { name: secret.name.clone(), key: None }
}

impl Known {
    fn of(name: &str) -> Result<Self, Invalid> {
        if let Some(preset) = preset::named(name) {
            let formats =
                preset.formats.iter().map(|(kind, path)| (*kind, path.map(str::to_owned)));
            let formats: Vec<(RouteType, Option<String>)> = formats.collect();
            return Ok(Known {
                name: preset.name,
                word: preset.model_provider.unwrap_or("Custom"),
                formats: preset.model_provider.is_none().then(|| written(&formats)),
                variable: preset.env_key,
                own_port: preset.host.is_none().then_some(preset.port),
            });
        }
        let row = provider::named(name).ok_or_else(|| {
            let all: Vec<_> = known().collect();
            let near = near::nearest(all.iter().copied(), name);
            let near = all.iter().copied().find(|one| Some(*one) == near);
            Invalid::from(InvalidProvider::UnknownInSet { name: name.to_owned(), near, known: all })
        })?;
        let is_custom = row.key == provider::CUSTOM.key;
        if !is_custom && !OF_CRD.contains(&row.key) {
            return Err(InvalidProvider::MoreThanKey(row.key).into());
        }
        let usual: Vec<_> = USUAL_FORMATS.iter().map(|format| (*format, None)).collect();
        Ok(Known {
            name: row.key,
            word: model::provider(row.key)?.0,
            formats: is_custom.then(|| written(&usual)),
            variable: row.env_key.or(is_custom.then_some(ANY_KEY)),
            own_port: None,
        })
    }

    fn settings(&self) -> Option<(&'static str, Map<String, Value>)> {
        let formats = self.formats.clone()?;
        Some(("custom", Map::from_iter([("formats".to_owned(), formats)])))
    }

    /// The base URL to write, and the `--resolve` to this machine. Localhost would be the gateway's own Pod, so a server
    /// on this machine is written as a Service of the cluster.
    fn address(
        &self,
        wish: &ProviderOptions,
        namespace: &str,
    ) -> Result<(Option<String>, Option<String>), Invalid> {
        let own = self.own_port.map(|port| format!("http://localhost:{port}/v1"));
        let Some(url) = wish.base_url.clone().or(own) else {
            return match self.name == provider::CUSTOM.key {
                true => Err(InvalidProvider::CustomWithoutBaseUrl.into()),
                false => Ok((None, None)),
            };
        };
        if !is_here(&url) {
            base_url(&url)?;
            return Ok((Some(url), None));
        }
        let uri: http::Uri = url.parse().map_err(|_| Invalid::BaseUrl(url.clone()))?;
        if uri.scheme_str() != Some("http") {
            return Err(InvalidProvider::LocalTls(url).into());
        }
        let host = uri.host().unwrap_or_default();
        let has_port = uri.authority().is_some_and(|authority| authority.as_str() != host);
        let port = uri.port_u16().or((!has_port).then_some(80));
        let port = port.ok_or_else(|| Invalid::BaseUrl(url.clone()))?;
        let (name, path) = (self.name, uri.path().trim_end_matches('/'));
        let service = format!("http://{name}.{namespace}.svc.cluster.local:{port}{path}");
        base_url(&service)?;
        Ok((Some(service), Some(format!("{namespace}/{name}:{port}={host}:{port}"))))
    }
}

/// The names and patterns of each provider's models. Where several providers name none, each gets what only its own
/// models begin with, and one may have all others.
fn patterns(known: &[(&ProviderOptions, Known)]) -> Result<Vec<Vec<String>>, Invalid> {
    let is_alone = known.iter().filter(|(wish, _)| wish.models.is_empty()).count() == 1;
    let mut any: Option<&'static str> = None;
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (wish, row) in known {
        for asked in &wish.models {
            model::validate(asked)?;
            if !seen.insert(asked.clone()) {
                return Err(InvalidProvider::ModelTwice(asked.clone()).into());
            }
        }
        let prefix = family::only_prefix(row.name).filter(|_| !is_alone);
        all.push(match (wish.models.as_slice(), prefix) {
            ([_, ..], _) => wish.models.clone(),
            ([], Some(prefix)) => vec![format!("{prefix}*")],
            ([], None) => {
                if let Some(other) = any.replace(row.name) {
                    return Err(InvalidProvider::BothAny(other, row.name).into());
                }
                vec!["*".to_owned()]
            }
        });
    }
    Ok(all)
}

/// A name for the object of a model: its own as far as Kubernetes allows, or its provider's.
fn free_name(provider: &str, asked: &str, taken: &mut BTreeSet<String>) -> String {
    const MOST: usize = 60;
    let plain = asked.to_lowercase();
    let plain = plain.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.', "-");
    let plain: String = plain.chars().take(MOST).collect();
    let parts = plain.split('.').map(|part| part.trim_matches('-')).filter(|part| !part.is_empty());
    let plain = parts.collect::<Vec<_>>().join(".");
    let plain = if plain.is_empty() { provider.to_owned() } else { plain };
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    let free = std::iter::once(plain.clone()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or(plain);
    taken.insert(free.clone());
    free
}

/// The providers that models without one belong to, by their names.
///
/// # Errors
/// A model whose name does not tell.
pub fn makers(models: &[String]) -> Result<Vec<ProviderOptions>, Invalid> {
    let mut wishes: Vec<ProviderOptions> = Vec::new();
    for asked in models {
        let maker = family::maker(asked);
        let maker = maker.ok_or_else(|| InvalidProvider::UnknownMaker(asked.clone()))?;
        match wishes.iter_mut().find(|wish| wish.provider == maker) {
            Some(wish) => wish.models.push(asked.clone()),
            None => wishes.push(ProviderOptions {
                provider: maker.to_owned(),
                models: vec![asked.clone()],
                base_url: None,
            }),
        }
    }
    Ok(wishes)
}

#[cfg(test)]
mod tests;
