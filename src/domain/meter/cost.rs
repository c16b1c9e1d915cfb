//! What a request costs: the tokens of its reply at the rates of its model, exact to the millionth of a dollar.
//!
//! Source: agentgateway's `crates/agentgateway/src/llm/catalog/model.rs` and `mod.rs` at 75b4e6ce6, `Rates::breakdown`,
//! `Model::effective_rates` and `usage_for`.

use std::fmt;

use super::catalog::{ModelPrices, Rates};
use super::price::Price;
use crate::domain::value::usage::Usage;

/// Prices are per million tokens.
const MILLION: u128 = 1_000_000;

impl ModelPrices {
    /// What these tokens cost, rounded to the nearest millionth of a US dollar; none if a rate that they need is missing.
    /// Cached and reasoning tokens without a rate of their own cost as much as other input and output.
    #[must_use]
    pub fn cost(&self, usage: Usage) -> Option<u64> {
        let rates = self.rates_at(usage.input_tokens);
        let read = usage.cache_read_tokens.min(usage.input_tokens);
        let written = usage.cache_write_tokens.min(usage.input_tokens - read);
        let thoughts = usage.reasoning_tokens.min(usage.output_tokens);
        let parts = [
            (usage.input_tokens - read - written, rates.input),
            (read, rates.cache_read.or(rates.input)),
            (written, rates.cache_write.or(rates.input)),
            (usage.output_tokens - thoughts, rates.output),
            (thoughts, rates.reasoning.or(rates.output)),
        ];
        let sum = parts.into_iter().try_fold(0_u128, |sum, (tokens, rate)| {
            Some(sum + u128::from(tokens) * u128::from(rate_of(tokens, rate)?.micro_dollars()))
        })?;
        u64::try_from((sum + MILLION / 2) / MILLION).ok()
    }

    /// The rates of a context of so many tokens: those of the highest tier below it are laid over the others.
    fn rates_at(&self, context: u64) -> Rates {
        let tier = self.tiers.iter().rev().find(|tier| context > tier.context_over);
        let mut rates = self.rates;
        if let Some(tier) = tier {
            rates.overlay(tier.rates);
        }
        rates
    }
}

/// No tokens need no rate.
fn rate_of(tokens: u64, rate: Option<Price>) -> Option<Price> {
    if tokens == 0 { Some(Price::default()) } else { rate }
}

/// An amount of money in millionths of a US dollar, written as a decimal number of dollars: `0.000035`, `1.25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dollars(pub u64);

impl fmt::Display for Dollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = format!("{:06}", self.0 % 1_000_000);
        write!(f, "{}.{:0<2}", self.0 / 1_000_000, part.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::meter::catalog::Tier;

    fn price(text: &str) -> Option<Price> {
        Some(text.parse().expect("a price"))
    }

    fn prices() -> ModelPrices {
        let rates = Rates {
            input: price("3"),
            output: price("15"),
            cache_read: price("0.3"),
            cache_write: price("3.75"),
            ..Rates::default()
        };
        let dear = Rates { input: price("6"), output: price("22.5"), ..Rates::default() };
        let tiers = vec![Tier { context_over: 200_000, rates: dear }];
        ModelPrices { rates, tiers, ..ModelPrices::default() }
    }

    fn tokens(input: u64, read: u64, written: u64, output: u64) -> Usage {
        Usage {
            input_tokens: input,
            output_tokens: output,
            cache_read_tokens: read,
            cache_write_tokens: written,
            ..Usage::default()
        }
    }

    #[test]
    fn each_kind_of_token_has_its_rate_and_nothing_is_lost() {
        // 100 × 3 + 700 × 0.3 + 200 × 3.75 + 50 × 15 = 2010 millionths.
        assert_eq!(prices().cost(tokens(1000, 700, 200, 50)), Some(2010));
        // Rounded once, at the end.
        let cheap = ModelPrices {
            rates: Rates { input: price("0.000001"), ..Rates::default() },
            ..ModelPrices::default()
        };
        assert_eq!(cheap.cost(tokens(499_999, 0, 0, 0)), Some(0));
        assert_eq!(cheap.cost(tokens(500_000, 0, 0, 0)), Some(1));
    }

    #[test]
    fn a_long_context_costs_what_its_tier_says_and_the_rest_stays() {
        assert_eq!(prices().cost(tokens(200_000, 0, 0, 0)), Some(600_000));
        assert_eq!(prices().cost(tokens(200_001, 0, 0, 0)), Some(1_200_006));
        assert_eq!(prices().cost(tokens(200_001, 200_001, 0, 0)), Some(60_000));
    }

    #[test]
    fn what_has_no_rate_is_unpriced_and_never_free() {
        let mut prices = prices();
        prices.rates.output = None;
        assert_eq!(prices.cost(tokens(1, 0, 0, 1)), None);
        assert_eq!(prices.cost(tokens(1, 0, 0, 0)), Some(3), "no output needs no rate");
        prices.rates.cache_read = None;
        assert_eq!(prices.cost(tokens(10, 10, 0, 0)), Some(30), "the input's rate");
        assert_eq!(prices.cost(tokens(u64::MAX, 0, 0, 0)), None, "more than a number holds");
    }

    #[test]
    fn a_reply_that_says_more_of_a_part_than_of_the_whole_costs_the_whole() {
        assert_eq!(prices().cost(tokens(10, 20, 20, 0)), Some(3));
    }

    #[test]
    fn money_is_written_with_as_many_digits_as_it_takes() {
        for (micro, text) in
            [(0, "0.00"), (35, "0.000035"), (100_000, "0.10"), (12_345_678, "12.345678")]
        {
            assert_eq!(Dollars(micro).to_string(), text);
        }
    }
}
