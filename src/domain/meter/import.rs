//! Prices from the catalogs of others: <https://models.dev/api.json> and LiteLLM's `model_prices_and_context_window.json`.
//! Which of their providers is which of ours is what agentgateway's `controller/pkg/cli/catalog` says at 75b4e6ce6.

mod litellm;
mod models_dev;

use serde_json::Value;

use super::catalog::{Catalog, ModelPrices};
use super::price::Price;

/// What became of a foreign catalog.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub catalog: Catalog,
    /// Models of providers that agentgateway doesn't have, or without a price for tokens.
    pub skipped: usize,
}

/// Why a text has no prices.
#[derive(Debug, thiserror::Error)]
pub enum NotImported {
    #[error(transparent)]
    NoJson(#[from] serde_json::Error),
    #[error("{0}: {1}")]
    Model(String, serde_json::Error),
    #[error(
        "neither the format of models.dev (providers with `models`) nor that of LiteLLM (models with \
         `litellm_provider`)"
    )]
    UnknownFormat,
    #[error("no model has a price for tokens")]
    NoPrices,
}

impl Imported {
    /// Reads a catalog of models.dev or LiteLLM.
    ///
    /// # Errors
    /// It is neither, or has no prices.
    pub fn read(text: &str) -> Result<Self, NotImported> {
        let all: serde_json::Map<String, Value> = serde_json::from_str(text)?;
        let has = |name: &str| all.values().any(|one| one.get(name).is_some());
        let imported = match (has("models"), has("litellm_provider")) {
            (true, _) => models_dev::read(all)?,
            (false, true) => litellm::read(all)?,
            (false, false) => return Err(NotImported::UnknownFormat),
        };
        match imported.catalog.providers.is_empty() {
            true => Err(NotImported::NoPrices),
            false => Ok(imported),
        }
    }

    /// Adds a model of one of our providers; skips it if it has no price.
    fn add(&mut self, provider: Option<&str>, model: &str, prices: ModelPrices) {
        let has_price = prices.rates.input.or(prices.rates.output).is_some();
        match provider.filter(|_| has_price) {
            None => self.skipped += 1,
            Some(provider) => {
                let of = self.catalog.providers.entry(provider.to_owned()).or_default();
                of.models.insert(model.to_owned(), prices);
            }
        }
    }
}

/// A number of US dollars for so many tokens as a price for a million; none where it is no price. The sources write
/// decimals of few digits, which come back exactly.
fn price(dollars: Option<f64>, tokens: f64) -> Option<Price> {
    let micro = (dollars? * (1_000_000.0 / tokens) * 1_000_000.0).round();
    // What is beyond it is a mistake. Below it everything is exact.
    (0.0..=1e15).contains(&micro).then_some(Price::of_micro_dollars(micro as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(imported: &Imported, provider: &str, model: &str) -> String {
        let prices = imported.catalog.find(provider, model).expect(model);
        serde_json::to_string(prices).expect("JSON")
    }

    #[test]
    fn models_dev_has_prices_for_a_million_tokens() {
        let text = r#"{
          "google": {"id": "google", "models": {"gemini-2.5-pro": {"cost": {"input": 1.25, "output": 10, "cache_read": 0.125,
            "tiers": [{"input": 2.5, "tier": {"type": "context", "size": 200000}}, {"tier": {"type": "batch"}}]},
            "limit": {"context": 1048576, "output": 65536}}}},
          "openai": {"models": {"gpt-4o": {"cost": {"input": 2.5, "output": 10, "context_over_200k": {"input": 5}}},
            "whisper": {}, "broken": {"cost": {"input": -1}}}},
          "someone": {"models": {"m": {"cost": {"input": 1, "output": 1}}}}}"#;
        let imported = Imported::read(text).expect("prices");
        assert_eq!(
            rates(&imported, "gcp.gemini", "gemini-2.5-pro"),
            r#"{"rates":{"input":"1.25","output":"10","cacheRead":"0.125"},"tiers":[{"contextOver":200000,"rates":{"input":"2.5"}}],"limits":{"contextWindow":1048576,"maxOutputTokens":65536}}"#
        );
        let gpt = rates(&imported, "openai", "gpt-4o");
        assert!(gpt.contains(r#""tiers":[{"contextOver":200000,"rates":{"input":"5"}}]"#), "{gpt}");
        assert_eq!(imported.skipped, 3);
    }

    #[test]
    fn litellm_has_prices_for_one_token() {
        let text = r#"{
          "sample_spec": {"litellm_provider": "one of many", "input_cost_per_token": 0.0},
          "gpt-4o-mini": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.5e-07,
            "output_cost_per_token": 6e-07, "cache_read_input_token_cost": 7.5e-08, "max_input_tokens": 128000},
          "gemini/gemini-2.5-pro": {"litellm_provider": "gemini", "input_cost_per_token": 1.25e-06,
            "output_cost_per_token": 1e-05, "input_cost_per_token_above_200k_tokens": 2.5e-06, "max_tokens": "unknown"},
          "dall-e-3": {"litellm_provider": "openai", "input_cost_per_image": 0.04}}"#;
        let imported = Imported::read(text).expect("prices");
        assert_eq!(
            rates(&imported, "openai", "gpt-4o-mini"),
            r#"{"rates":{"input":"0.15","output":"0.6","cacheRead":"0.075"},"limits":{"contextWindow":128000}}"#
        );
        assert_eq!(
            rates(&imported, "gcp.gemini", "gemini-2.5-pro"),
            r#"{"rates":{"input":"1.25","output":"10"},"tiers":[{"contextOver":200000,"rates":{"input":"2.5"}}]}"#
        );
        assert_eq!(imported.skipped, 1, "an image has no price for tokens");
    }

    #[test]
    fn what_is_imported_is_a_catalog_and_what_is_none_says_so() {
        let text = r#"{"openai":{"models":{"m":{"cost":{"input":0.1234567,"output":3}}}}}"#;
        let imported = Imported::read(text).expect("prices");
        let written = serde_json::to_string(&imported.catalog).expect("JSON");
        assert_eq!(Catalog::read(&written).expect("a catalog"), imported.catalog);
        for (text, why) in [
            ("[]", "invalid type"),
            ("{}", "neither"),
            (r#"{"providers":{}}"#, "neither"),
            (r#"{"openai":{"models":{}}}"#, "no model"),
            (r#"{"openai":{"models":{"m":{"cost":{"input":"much"}}}}}"#, "openai: "),
        ] {
            let said = Imported::read(text).expect_err(text).to_string();
            assert!(said.contains(why), "{text}: {said}");
        }
    }
}
