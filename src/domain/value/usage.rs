//! Token counts of one reply, in OpenTelemetry's GenAI words.

use serde::{Deserialize, Serialize};

/// Tokens a reply reports to have used. Units: tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// All that went in, the provider's cache included.
    pub input_tokens: u64,
    /// All that came out, thoughts included.
    pub output_tokens: u64,
    /// Of the input, what the cache gave.
    pub cache_read_tokens: u64,
    /// Of the input, what was written to the cache.
    pub cache_write_tokens: u64,
    /// Of the output, the model's thoughts.
    pub reasoning_tokens: u64,
}

impl Usage {
    /// Input and output together.
    #[must_use]
    pub fn total(self) -> u64 {
        self.input_tokens.saturating_add(self.output_tokens)
    }

    /// The counts by their names in agentgateway's access log; those of parts only where there are any.
    ///
    /// Source: agentgateway's `crates/agentgateway/src/telemetry/log.rs` at 75b4e6ce6.
    pub fn reported(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
        let parts = [
            ("gen_ai.usage.cache_creation.input_tokens", self.cache_write_tokens),
            ("gen_ai.usage.cache_read.input_tokens", self.cache_read_tokens),
        ];
        let thoughts = [("gen_ai.usage.reasoning_tokens", self.reasoning_tokens)];
        [("gen_ai.usage.input_tokens", self.input_tokens)]
            .into_iter()
            .chain(parts.into_iter().filter(|(_, tokens)| *tokens > 0))
            .chain([("gen_ai.usage.output_tokens", self.output_tokens)])
            .chain(thoughts.into_iter().filter(|(_, tokens)| *tokens > 0))
    }

    /// Reads an OpenAI `usage` object (`prompt_tokens`, `completion_tokens`; the Responses API's and
    /// Anthropic's `input_tokens`, `output_tokens`). What Anthropic's cache gave or took, which stands beside the
    /// rest of the input, is counted with it, as agentgateway does.
    #[must_use]
    pub fn from_json(usage: &serde_json::Value) -> Option<Usage> {
        let number = |names: [&str; 2]| names.iter().find_map(|name| usage.get(name)?.as_u64());
        let input = number(["prompt_tokens", "input_tokens"]);
        let output = number(["completion_tokens", "output_tokens"]);
        let beside = |name: &str| usage.get(name).and_then(serde_json::Value::as_u64);
        let read = beside("cache_read_input_tokens");
        let written = beside("cache_creation_input_tokens");
        let cached = read.unwrap_or_default().saturating_add(written.unwrap_or_default());
        // OpenAI's details are parts of the counts.
        let part = |details: [&str; 2], name: &str| {
            details.iter().find_map(|details| usage.get(*details)?.get(name)?.as_u64())
        };
        let of_input = ["prompt_tokens_details", "input_tokens_details"];
        let of_output = ["completion_tokens_details", "output_tokens_details"];
        (input.is_some() || output.is_some()).then(|| Usage {
            input_tokens: input.unwrap_or_default().saturating_add(cached),
            output_tokens: output.unwrap_or_default(),
            cache_read_tokens: read.or_else(|| part(of_input, "cached_tokens")).unwrap_or_default(),
            cache_write_tokens: written
                .or_else(|| part(of_input, "cache_write_tokens"))
                .unwrap_or_default(),
            reasoning_tokens: part(of_output, "reasoning_tokens").unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_providers_words_are_understood() {
        let openai = serde_json::json!({"prompt_tokens": 3, "completion_tokens": 4});
        let anthropic = serde_json::json!({"input_tokens": 3, "output_tokens": 4});
        let expected = Usage { input_tokens: 3, output_tokens: 4, ..Usage::default() };
        assert_eq!(Usage::from_json(&openai), Some(expected));
        assert_eq!(Usage::from_json(&anthropic), Some(expected));
        assert_eq!(Usage::from_json(&serde_json::json!({})), None);
        let cached = serde_json::json!({"input_tokens": 1, "output_tokens": 4,
            "cache_read_input_tokens": 2, "cache_creation_input_tokens": null});
        let of_cache = Usage { cache_read_tokens: 2, ..expected };
        assert_eq!(Usage::from_json(&cached), Some(of_cache));
        assert_eq!(expected.total(), 7);
    }

    #[test]
    fn the_parts_of_the_counts_are_read_in_both_of_openais_formats() {
        let chat = serde_json::json!({"prompt_tokens": 9, "completion_tokens": 5,
            "prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens_details": {"reasoning_tokens": 3}});
        let responses = serde_json::json!({"input_tokens": 9, "output_tokens": 5,
            "input_tokens_details": {"cached_tokens": 4}, "output_tokens_details": {"reasoning_tokens": 3}});
        let expected = Usage {
            input_tokens: 9,
            output_tokens: 5,
            cache_read_tokens: 4,
            cache_write_tokens: 0,
            reasoning_tokens: 3,
        };
        assert_eq!(Usage::from_json(&chat), Some(expected));
        assert_eq!(Usage::from_json(&responses), Some(expected));
    }
}
