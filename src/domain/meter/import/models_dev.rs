//! The format of models.dev: providers, their models, prices for a million tokens.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Imported, NotImported, price};
use crate::domain::meter::catalog::{Limits, ModelPrices, Rates, Tier};

/// Our name of each provider.
const PROVIDERS: &[(&str, &str)] = &[
    ("amazon-bedrock", "aws.bedrock"),
    ("anthropic", "anthropic"),
    ("azure", "azure"),
    ("baseten", "baseten"),
    ("cerebras", "cerebras"),
    ("cohere", "cohere"),
    ("deepinfra", "deepinfra"),
    ("deepseek", "deepseek"),
    ("fireworks-ai", "fireworks"),
    ("github-copilot", "copilot"),
    ("google", "gcp.gemini"),
    ("google-vertex", "gcp.vertex_ai"),
    ("groq", "groq"),
    ("huggingface", "huggingface"),
    ("mistral", "mistral"),
    ("openai", "openai"),
    ("openrouter", "openrouter"),
    ("togetherai", "togetherai"),
    ("xai", "xai"),
];

#[derive(Deserialize)]
struct Provider {
    #[serde(default)]
    models: BTreeMap<String, Model>,
}

#[derive(Deserialize)]
struct Model {
    #[serde(default)]
    cost: Cost,
    #[serde(default)]
    limit: Limit,
}

#[derive(Default, Deserialize)]
struct Cost {
    #[serde(flatten)]
    prices: Prices,
    #[serde(default)]
    tiers: Vec<LongContext>,
    context_over_200k: Option<Prices>,
}

#[derive(Clone, Default, Deserialize)]
struct Prices {
    input: Option<f64>,
    output: Option<f64>,
    cache_read: Option<f64>,
    cache_write: Option<f64>,
    reasoning: Option<f64>,
    input_audio: Option<f64>,
    output_audio: Option<f64>,
}

#[derive(Deserialize)]
struct LongContext {
    #[serde(flatten)]
    prices: Prices,
    tier: TierKind,
}

#[derive(Deserialize)]
struct TierKind {
    r#type: String,
    #[serde(default)]
    size: u64,
}

#[derive(Default, Deserialize)]
struct Limit {
    context: Option<u64>,
    output: Option<u64>,
}

pub(super) fn read(all: Map<String, Value>) -> Result<Imported, NotImported> {
    let mut imported = Imported::default();
    for (name, provider) in all {
        let read: Provider = serde_json::from_value(provider)
            .map_err(|error| NotImported::Model(name.clone(), error))?;
        let ours = PROVIDERS.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours);
        for (model, read) in read.models {
            imported.add(ours, &model, prices(read));
        }
    }
    Ok(imported)
}

fn prices(model: Model) -> ModelPrices {
    let Model { cost: Cost { prices, tiers, context_over_200k }, limit } = model;
    let of_context = tiers.into_iter().filter(|tier| tier.tier.r#type == "context");
    let mut tiers: BTreeMap<u64, Prices> =
        of_context.map(|tier| (tier.tier.size, tier.prices)).collect();
    if let (Some(prices), true) = (context_over_200k, tiers.is_empty()) {
        tiers.insert(200_000, prices);
    }
    let tiers = tiers.into_iter();
    ModelPrices {
        rates: rates(&prices),
        tiers: tiers
            .map(|(context_over, prices)| Tier { context_over, rates: rates(&prices) })
            .collect(),
        limits: Limits { context_window: limit.context, max_output_tokens: limit.output },
        tags: Vec::new(),
    }
}

fn rates(of: &Prices) -> Rates {
    let price = |dollars| price(dollars, 1_000_000.0);
    Rates {
        input: price(of.input),
        output: price(of.output),
        cache_read: price(of.cache_read),
        cache_write: price(of.cache_write),
        reasoning: price(of.reasoning),
        input_audio: price(of.input_audio),
        output_audio: price(of.output_audio),
    }
}
