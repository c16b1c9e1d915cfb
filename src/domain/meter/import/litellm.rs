//! The format of LiteLLM: models, each with its provider and prices for one token.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Imported, NotImported, price};
use crate::domain::meter::catalog::{Limits, ModelPrices, Rates, Tier};

/// Our name of each provider.
const PROVIDERS: &[(&str, &str)] = &[
    ("anthropic", "anthropic"),
    ("azure", "azure"),
    ("baseten", "baseten"),
    ("bedrock", "aws.bedrock"),
    ("bedrock_converse", "aws.bedrock"),
    ("cerebras", "cerebras"),
    ("cohere", "cohere"),
    ("cohere_chat", "cohere"),
    ("deepinfra", "deepinfra"),
    ("deepseek", "deepseek"),
    ("fireworks_ai", "fireworks"),
    ("gemini", "gcp.gemini"),
    ("github_copilot", "copilot"),
    ("groq", "groq"),
    ("huggingface", "huggingface"),
    ("mistral", "mistral"),
    ("openai", "openai"),
    ("openrouter", "openrouter"),
    ("text-completion-openai", "openai"),
    ("together_ai", "togetherai"),
    ("vertex_ai", "gcp.vertex_ai"),
    ("xai", "xai"),
];

/// An example of the format among its models.
const EXAMPLE: &str = "sample_spec";

pub(super) fn read(all: Map<String, Value>) -> Result<Imported, NotImported> {
    let mut imported = Imported::default();
    for (name, model) in all.iter().filter(|(name, _)| *name != EXAMPLE) {
        let provider = model.get("litellm_provider").and_then(Value::as_str).unwrap_or_default();
        // `vertex_ai-language-models` and others are parts of one provider.
        let whole = provider.split_once("-language-").or(provider.split_once("-embedding-"));
        let whole = whole.map_or(provider, |(whole, _)| whole);
        let ours = PROVIDERS.iter().find(|(theirs, _)| *theirs == whole).map(|(_, ours)| *ours);
        let sent = name.strip_prefix(whole).and_then(|rest| rest.strip_prefix('/'));
        imported.add(ours, sent.unwrap_or(name), prices(model));
    }
    Ok(imported)
}

fn prices(model: &Value) -> ModelPrices {
    let limit = |name| model.get(name).and_then(Value::as_u64);
    ModelPrices {
        rates: rates(model, ""),
        tiers: tiers(model),
        limits: Limits {
            context_window: limit("max_input_tokens"),
            max_output_tokens: limit("max_output_tokens"),
        },
        tags: Vec::new(),
    }
}

/// `input_cost_per_token_above_200k_tokens` and the like.
fn tiers(model: &Value) -> Vec<Tier> {
    let names = model.as_object().into_iter().flat_map(Map::keys);
    let sizes = names.filter_map(|name| {
        let (_, size) = name.strip_suffix("k_tokens")?.rsplit_once("_above_")?;
        Some((size.parse::<u64>().ok()?.checked_mul(1000)?, format!("_above_{size}k_tokens")))
    });
    let tiers = sizes.collect::<BTreeMap<_, _>>().into_iter();
    let tiers =
        tiers.map(|(context_over, suffix)| Tier { context_over, rates: rates(model, &suffix) });
    tiers.filter(|tier| tier.rates != Rates::default()).collect()
}

fn rates(model: &Value, suffix: &str) -> Rates {
    let price = |name: &str| {
        let dollars = model.get(format!("{name}{suffix}")).and_then(Value::as_f64);
        price(dollars, 1.0)
    };
    Rates {
        input: price("input_cost_per_token"),
        output: price("output_cost_per_token"),
        cache_read: price("cache_read_input_token_cost"),
        cache_write: price("cache_creation_input_token_cost"),
        reasoning: price("output_cost_per_reasoning_token"),
        input_audio: price("input_cost_per_audio_token"),
        output_audio: price("output_cost_per_audio_token"),
    }
}
