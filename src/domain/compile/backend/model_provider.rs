//! The provider of an AgentgatewayModel, as an AgentgatewayBackend would write it.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/translator/model_collections.go` at 75b4e6ce6.

use serde_json::json;

use crate::domain::crd::backend::{Provider, ProviderConfig, Tls};
use crate::domain::crd::model::ModelSpec;
use crate::domain::crd::release::Release;
use crate::domain::llm::preset::{self, PRESETS, Preset};
use crate::domain::llm::provider;
use crate::domain::manifest;
use crate::domain::route::reason::{FieldFault, ModelFault, Reason, UrlFault};
use crate::domain::value::redaction;

/// The provider as an AgentgatewayBackend would write it, and the TLS that its address asks for.
pub(super) fn provider(
    spec: &ModelSpec,
    release: Release,
) -> Result<(Provider, Option<Tls>), Reason> {
    let name = spec.provider.as_deref().ok_or(ModelFault::NoProvider)?;
    let block = |field: &'static str| {
        let lacks = || ModelFault::ProviderLacks { provider: name.to_owned(), field };
        let block = spec.settings(field).cloned().ok_or_else(lacks)?;
        serde_json::from_value::<ProviderConfig>(block).map_err(|error| {
            let why = redaction::without_keys(&error.to_string()).into_owned();
            ModelFault::Settings { field, why }
        })
    };
    let mut provider = Provider::default();
    let mut tls = None;
    match provider::of_model(name) {
        Some((row, of_model)) => {
            let settings = of_model.settings.map(block).transpose()?;
            *(row.slot)(&mut provider) = Some(settings.unwrap_or_default());
        }
        None => {
            let preset = PRESETS.iter().find(|row| row.model_provider == Some(name));
            let preset = preset.ok_or_else(|| ModelFault::UnknownProvider(name.to_owned()))?;
            provider.custom = Some(formats(preset)?);
            provider.host = preset.host.map(str::to_owned);
            provider.port = Some(preset.port);
            provider.path_prefix = Some(preset.path_prefix.to_owned());
            tls = preset.tls.then(Tls::default);
        }
    }
    if let Some(url) = &spec.base_url {
        tls = base_url(&mut provider, url, release)?;
    }
    if name == "Ollama" && provider.host.is_none() {
        let provider = name.to_owned();
        return Err(ModelFault::ProviderLacks { provider, field: "baseURL" }.into());
    }
    Ok((provider, tls))
}

/// The environment variable in which people keep the key of a model's provider; a vendor at a base URL is known by its host.
#[must_use]
pub fn variable(spec: &ModelSpec) -> Option<&'static str> {
    let of_word = manifest::model::variable(spec.provider.as_deref()?);
    let of_host = || {
        let url: http::Uri = spec.base_url.as_deref()?.parse().ok()?;
        preset::at(url.host()?)?.env_key
    };
    of_word.or_else(of_host)
}

fn formats(preset: &Preset) -> Result<ProviderConfig, Reason> {
    let formats = preset.formats.iter().map(|(kind, path)| match path {
        None => json!({"type": kind.name()}),
        Some(path) => json!({"type": kind.name(), "path": path}),
    });
    let written = json!({"formats": formats.collect::<Vec<_>>()});
    serde_json::from_value(written).map_err(|error| FieldFault::Json(error.to_string()).into())
}

/// The settings of the provider that is set; none where there is none.
pub(super) fn settings(provider: &mut Provider) -> Option<&mut ProviderConfig> {
    let (row, _) = provider::of(provider)?;
    (row.slot)(provider).as_mut()
}

/// Replaces the provider's own address by `baseURL`; returns the TLS settings of its scheme. Since 1.6 a URL without a path
/// has the path `/`, and none of the provider's own is before what is called.
///
/// Source: <https://github.com/agentgateway/agentgateway/pull/3403>.
fn base_url(provider: &mut Provider, url: &str, release: Release) -> Result<Option<Tls>, Reason> {
    let wrong = |why| Reason::from(ModelFault::BaseUrl { url: url.to_owned(), why });
    let uri: http::Uri = url.parse().map_err(|_| wrong(UrlFault::Syntax))?;
    let tls = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(wrong(UrlFault::Scheme)),
    };
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    if host.is_empty() || has_user || uri.query().is_some() || url.contains('#') {
        return Err(wrong(UrlFault::Parts));
    }
    if is_local(host) {
        return Err(wrong(UrlFault::Local));
    }
    provider.host = Some(host.to_owned());
    provider.port = Some(uri.port_u16().unwrap_or(if tls { 443 } else { 80 }));
    let path = uri.path().trim_end_matches('/');
    let is_whole = !path.is_empty() || release >= Release::V1_6;
    provider.path_prefix = is_whole.then(|| path.to_owned());
    Ok(tls.then(Tls::default))
}

fn is_local(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    match host.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => address.is_loopback() || address.is_link_local(),
        Ok(std::net::IpAddr::V6(address)) => {
            address.is_loopback() || address.is_unicast_link_local()
        }
        Err(_) => lower == "localhost" || lower.ends_with(".localhost"),
    }
}
