//! The price catalogue, in agentgateway's format: provider, model, rates in US dollars for a million tokens.
//!
//! Source: `crates/agentgateway/src/llm/catalog/model.rs` of agentgateway at 75b4e6ce6.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::price::Price;
use crate::domain::value::typed;

/// Where a text departs from the format.
#[derive(Debug, thiserror::Error)]
pub enum InvalidCatalog {
    #[error(transparent)]
    NoJson(#[from] serde_json::Error),
    /// An unknown field, or a value that is not of its field's type.
    #[error(transparent)]
    Field(#[from] typed::FieldError),
    #[error(
        "`providers.{provider}.models.{model}.tiers`: `contextOver` must increase from tier to tier"
    )]
    TiersOutOfOrder { provider: String, model: String },
}

/// Prices by provider (OpenTelemetry's name: `openai`, `gcp.gemini`) and model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// When it was made, of those that agentgateway publishes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata>,
    #[serde(default)]
    pub providers: BTreeMap<String, ProviderPrices>,
}

/// What a published catalogue says of itself: read by nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Metadata {}

/// The models of one provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderPrices {
    #[serde(default)]
    pub models: BTreeMap<String, ModelPrices>,
}

/// What one model costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelPrices {
    #[serde(default)]
    pub rates: Rates,
    /// Dearer rates of long contexts, laid over the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<Tier>,
    /// How much it takes and gives, where the catalogue says so.
    #[serde(default, skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// `openai_completions`, …: what the model can be asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// Bounds of one request. Tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// What goes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_window: Option<u64>,
    /// What comes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_output_tokens: Option<u64>,
}

impl Limits {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Limits::default()
    }
}

/// Prices by the kind of token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rates {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Price>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Price>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_read: Option<Price>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_write: Option<Price>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<Price>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_audio: Option<Price>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_audio: Option<Price>,
}

/// Rates that hold where the context is longer than `context_over` tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tier {
    pub context_over: u64,
    pub rates: Rates,
}

/// Parsed once. Tests make sure that it can be.
static BUILT_IN: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::read(include_str!("built_in.json")).unwrap_or_default());

impl Catalog {
    /// The prices that this program brings along, so that a first run shows what it costs. `built_in.json` says where
    /// and when they were taken.
    #[must_use]
    pub fn built_in() -> &'static Catalog {
        &BUILT_IN
    }

    /// Reads a catalogue from JSON.
    ///
    /// # Errors
    /// An unknown field, an invalid price, tiers out of order.
    pub fn read(text: &str) -> Result<Catalog, InvalidCatalog> {
        let written = serde_json::from_str(text)?;
        let catalog: Catalog = typed::from_value(&written)?;
        for (provider, prices) in &catalog.providers {
            for (model, prices) in &prices.models {
                let rising = |pair: &[Tier]| pair[0].context_over < pair[1].context_over;
                if !prices.tiers.windows(2).all(rising) {
                    let (provider, model) = (provider.clone(), model.clone());
                    return Err(InvalidCatalog::TiersOutOfOrder { provider, model });
                }
            }
        }
        Ok(catalog)
    }

    /// The prices of a model. `provider` is OpenTelemetry's name of it.
    #[must_use]
    pub fn find(&self, provider: &str, model: &str) -> Option<&ModelPrices> {
        self.providers.get(provider)?.models.get(model)
    }

    /// Lays a later catalogue over this one: what it says of a model counts, what it does not say stays.
    pub fn overlay(&mut self, later: Catalog) {
        for (provider, prices) in later.providers {
            let known = &mut self.providers.entry(provider).or_default().models;
            for (model, prices) in prices.models {
                known.entry(model).or_default().overlay(prices);
            }
        }
    }
}

impl Rates {
    /// Lays later rates over these: what they do not say stays.
    pub(super) fn overlay(&mut self, later: Rates) {
        for (own, later) in [
            (&mut self.input, later.input),
            (&mut self.output, later.output),
            (&mut self.cache_read, later.cache_read),
            (&mut self.cache_write, later.cache_write),
            (&mut self.reasoning, later.reasoning),
            (&mut self.input_audio, later.input_audio),
            (&mut self.output_audio, later.output_audio),
        ] {
            *own = later.or(*own);
        }
    }
}

impl ModelPrices {
    fn overlay(&mut self, later: ModelPrices) {
        let ModelPrices { rates, tiers, limits, tags } = later;
        self.rates.overlay(rates);
        if !tiers.is_empty() {
            self.tiers = tiers;
        }
        let own = &mut self.limits;
        own.context_window = limits.context_window.or(own.context_window);
        own.max_output_tokens = limits.max_output_tokens.or(own.max_output_tokens);
        let new = tags.into_iter().filter(|tag| !self.tags.contains(tag)).collect::<Vec<_>>();
        self.tags.extend(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOG: &str = r#"{"providers":{"openai":{"models":{"gpt-4o":{
        "rates":{"input":"2.5","output":"10","cacheRead":"1.25"},
        "tiers":[{"contextOver":200000,"rates":{"input":"5"}}],
        "tags":["openai_completions","openai_responses"]}}}}}"#;

    #[test]
    fn the_built_in_prices_are_a_catalogue_whose_models_all_have_a_price() {
        let read = Catalog::read(include_str!("built_in.json")).expect("a catalogue");
        assert_eq!(&read, Catalog::built_in());
        let models = read.providers.values().flat_map(|provider| provider.models.values());
        assert!(models.clone().count() > 10);
        assert!(models.map(|model| model.rates).all(|one| one.input.and(one.output).is_some()));
    }

    #[test]
    fn a_model_is_found_by_provider_and_name_with_its_exact_prices() {
        let catalog = Catalog::read(CATALOG).expect("a catalogue");
        let rates = catalog.find("openai", "gpt-4o").expect("a model").rates;
        assert_eq!(rates.input.map(|price| price.to_string()).as_deref(), Some("2.5"));
        assert_eq!(rates.output.map(Price::micro_dollars), Some(10_000_000));
        assert!(catalog.find("openai", "gpt-5").is_none());
        assert!(catalog.find("azure", "gpt-4o").is_none());
    }

    #[test]
    fn what_departs_from_the_format_is_refused_by_its_place() {
        let unknown = CATALOG.replace("cacheRead", "cached");
        let said = Catalog::read(&unknown).expect_err("refused").to_string();
        assert!(
            said.contains("providers.openai.models.gpt-4o.rates") && said.contains("cached"),
            "{said}"
        );
        let number = CATALOG.replace("\"2.5\"", "2.5");
        assert!(Catalog::read(&number).is_err());
        let falling =
            CATALOG.replace("\"tiers\":[", "\"tiers\":[{\"contextOver\":300000,\"rates\":{}},");
        assert!(Catalog::read(&falling).expect_err("refused").to_string().contains("increase"));
        assert!(Catalog::read(&format!("{CATALOG}x")).is_err());
    }

    #[test]
    fn a_published_catalogue_says_when_it_was_made_and_how_much_a_model_takes() {
        let published =
            CATALOG.replacen('{', r#"{"metadata":{"generatedAt":"2026-09-05T08:30:32Z"},"#, 1);
        let limits = r#""limits":{"contextWindow":128000,"maxOutputTokens":16384},"tags""#;
        let catalog = Catalog::read(&published.replace("\"tags\"", limits)).expect("a catalogue");
        let limits = catalog.find("openai", "gpt-4o").expect("a model").limits;
        assert_eq!(
            (limits.context_window, limits.max_output_tokens),
            (Some(128_000), Some(16_384))
        );
    }

    #[test]
    fn a_later_catalogue_adds_to_models_and_keeps_the_others() {
        let mut catalog = Catalog::read(CATALOG).expect("a catalogue");
        let later = CATALOG.replace("2.5", "3").replace("gpt-4o", "gpt-5");
        catalog.overlay(Catalog::read(&later).expect("a catalogue"));
        assert!(
            catalog.find("openai", "gpt-4o").is_some() && catalog.find("openai", "gpt-5").is_some()
        );
    }
}
