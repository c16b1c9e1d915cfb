//! Vendors that speak as OpenAI does under a host of their own: a row each, with where they are, what they speak and
//! where people keep their key. `lmstudio`, `ollama` and `vllm` run wherever somebody started them, so they have no
//! host.
//!
//! Source: `crates/llm/src/custom.rs` of agentgateway at 75b4e6ce6.

use super::format::RouteType;

/// A vendor.
#[derive(Debug)]
pub struct Preset {
    /// What `--provider` calls it.
    pub name: &'static str,
    /// None where everybody has their own.
    pub host: Option<&'static str>,
    pub port: u16,
    /// What stands in the place of OpenAI's `/v1`.
    pub path_prefix: &'static str,
    pub tls: bool,
    /// The environment variable in which people keep its key; none where there is no key.
    pub env_key: Option<&'static str>,
    /// What it speaks. A path is given where it is not the prefix and OpenAI's own suffix.
    pub formats: &'static [(RouteType, Option<&'static str>)],
    /// AgentgatewayModel's name for it, where it has one.
    pub model_provider: Option<&'static str>,
}

const COMPLETIONS: (RouteType, Option<&str>) = (RouteType::Completions, None);
const MESSAGES: (RouteType, Option<&str>) = (RouteType::Messages, None);
const RESPONSES: (RouteType, Option<&str>) = (RouteType::Responses, None);
const EMBEDDINGS: (RouteType, Option<&str>) = (RouteType::Embeddings, None);
const RERANK: (RouteType, Option<&str>) = (RouteType::Rerank, None);
const REALTIME: (RouteType, Option<&str>) = (RouteType::Realtime, None);

/// A row with the settings that most have: a host of the vendor's, on 443 with TLS, with a key.
const fn vendor(
    name: &'static str,
    host: &'static str,
    path_prefix: &'static str,
    env_key: &'static str,
    formats: &'static [(RouteType, Option<&'static str>)],
    model_provider: Option<&'static str>,
) -> Preset {
    let (host, env_key) = (Some(host), Some(env_key));
    Preset { name, host, port: 443, path_prefix, tls: true, env_key, formats, model_provider }
}

/// A row of a server that people run themselves.
const fn own(
    name: &'static str,
    port: u16,
    formats: &'static [(RouteType, Option<&'static str>)],
    model_provider: Option<&'static str>,
) -> Preset {
    let path_prefix = "/v1";
    Preset {
        name,
        host: None,
        port,
        path_prefix,
        tls: false,
        env_key: None,
        formats,
        model_provider,
    }
}

/// Every preset, by name.
pub const PRESETS: &[Preset] = &[
    vendor(
        "baseten",
        "inference.baseten.co",
        "/v1",
        "BASETEN_API_KEY",
        &[COMPLETIONS, MESSAGES],
        Some("Baseten"),
    ),
    vendor(
        "cerebras",
        "api.cerebras.ai",
        "/v1",
        "CEREBRAS_API_KEY",
        &[COMPLETIONS],
        Some("Cerebras"),
    ),
    vendor(
        "cohere",
        "api.cohere.ai",
        "/compatibility/v1",
        "COHERE_API_KEY",
        &[COMPLETIONS, EMBEDDINGS, (RouteType::Rerank, Some("/v2/rerank"))],
        Some("Cohere"),
    ),
    vendor(
        "deepinfra",
        "api.deepinfra.com",
        "/v1/openai",
        "DEEPINFRA_API_KEY",
        &[COMPLETIONS, (RouteType::Messages, Some("/anthropic/v1/messages")), EMBEDDINGS],
        Some("Deepinfra"),
    ),
    vendor(
        "deepseek",
        "api.deepseek.com",
        "/v1",
        "DEEPSEEK_API_KEY",
        &[COMPLETIONS, (RouteType::Messages, Some("/anthropic/v1/messages")), RESPONSES],
        Some("Deepseek"),
    ),
    vendor(
        "fireworks",
        "api.fireworks.ai",
        "/inference/v1",
        "FIREWORKS_API_KEY",
        &[COMPLETIONS, MESSAGES, RESPONSES, EMBEDDINGS, RERANK],
        Some("Fireworks"),
    ),
    vendor(
        "groq",
        "api.groq.com",
        "/openai/v1",
        "GROQ_API_KEY",
        &[COMPLETIONS, RESPONSES],
        Some("Groq"),
    ),
    vendor(
        "huggingface",
        "router.huggingface.co",
        "/v1",
        "HF_TOKEN",
        &[COMPLETIONS, RESPONSES],
        Some("Huggingface"),
    ),
    own("lmstudio", 1234, &[COMPLETIONS, RESPONSES, EMBEDDINGS], None),
    vendor(
        "mistral",
        "api.mistral.ai",
        "/v1",
        "MISTRAL_API_KEY",
        &[COMPLETIONS, EMBEDDINGS],
        Some("Mistral"),
    ),
    own("ollama", 11434, &[COMPLETIONS, RESPONSES, EMBEDDINGS], Some("Ollama")),
    vendor(
        "openrouter",
        "openrouter.ai",
        "/api/v1",
        "OPENROUTER_API_KEY",
        &[COMPLETIONS, MESSAGES, RESPONSES, EMBEDDINGS, RERANK],
        Some("Openrouter"),
    ),
    vendor(
        "together",
        "api.together.xyz",
        "/v1",
        "TOGETHER_API_KEY",
        &[COMPLETIONS, EMBEDDINGS, RERANK],
        Some("TogetherAI"),
    ),
    own("vllm", 8000, &[COMPLETIONS, RESPONSES, EMBEDDINGS, RERANK], None),
    vendor(
        "xai",
        "api.x.ai",
        "/v1",
        "XAI_API_KEY",
        &[COMPLETIONS, RESPONSES, REALTIME],
        Some("XAI"),
    ),
];

/// The preset of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// The environment variable in which people keep the key of a provider, by the name that flags have for it.
#[must_use]
pub fn env_key(name: &str) -> Option<&'static str> {
    let of_crd = super::provider::named(name).and_then(|row| row.env_key);
    of_crd.or_else(|| named(name)?.env_key)
}

/// The host of a provider, by the name that flags have for it; none where the user has to name one.
#[must_use]
pub fn host(name: &str) -> Option<String> {
    let of_crd = super::provider::named(name)
        .and_then(|row| (row.default_host)(&super::provider::config::Config::default()));
    of_crd.or_else(|| named(name)?.host.map(str::to_owned))
}

/// The preset whose own host this is.
#[must_use]
pub fn at(host: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.host == Some(host))
}

/// What OpenAI's clients put after `/v1` for a format, and Anthropic's for theirs.
#[must_use]
pub fn suffix(format: RouteType) -> &'static str {
    match format {
        RouteType::Messages => "/messages",
        RouteType::Responses => "/responses",
        RouteType::Embeddings => "/embeddings",
        RouteType::Rerank => "/rerank",
        RouteType::Realtime => "/realtime",
        RouteType::AnthropicTokenCount => "/messages/count_tokens",
        _ => "/chat/completions",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_no_name_is_a_provider_of_the_crd() {
        assert!(PRESETS.windows(2).all(|pair| pair[0].name < pair[1].name));
        let taken = PRESETS.iter().find(|row| super::super::provider::named(row.name).is_some());
        assert!(taken.is_none(), "{taken:?}");
    }

    #[test]
    fn every_row_speaks_completions_below_a_clean_prefix() {
        for row in PRESETS {
            assert!(row.formats.contains(&COMPLETIONS), "{}", row.name);
            let clean = row.path_prefix.starts_with('/') && !row.path_prefix.ends_with('/');
            assert!(clean, "{}", row.name);
            assert_eq!(row.tls, row.port == 443, "{}", row.name);
        }
    }

    #[test]
    fn a_server_of_ones_own_has_neither_host_nor_key() {
        for row in PRESETS.iter().filter(|row| row.host.is_none()) {
            assert_eq!(row.env_key, None, "{}", row.name);
        }
    }
}
