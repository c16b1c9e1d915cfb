//! Token counts of one reply, in OpenTelemetry's GenAI words.

use serde::{Deserialize, Serialize};

/// Tokens a reply reports to have used. Units: tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    pub input_tokens: u64,
    pub output_tokens: u64,
}

impl Usage {
    /// Input and output together.
    #[must_use]
    pub fn total(self) -> u64 {
        self.input_tokens.saturating_add(self.output_tokens)
    }

    /// Reads an OpenAI `usage` object (`prompt_tokens`, `completion_tokens`; the Responses API's and
    /// Anthropic's `input_tokens`, `output_tokens`). What Anthropic's cache gave or took, which stands beside the
    /// rest of the input, is counted with it, as agentgateway does.
    #[must_use]
    pub fn from_json(usage: &serde_json::Value) -> Option<Usage> {
        let number = |names: [&str; 2]| names.iter().find_map(|name| usage.get(name)?.as_u64());
        let input = number(["prompt_tokens", "input_tokens"]);
        let output = number(["completion_tokens", "output_tokens"]);
        let beside = ["cache_read_input_tokens", "cache_creation_input_tokens"];
        let beside = beside.iter().filter_map(|name| usage.get(*name)?.as_u64());
        let cached = beside.fold(0, u64::saturating_add);
        (input.is_some() || output.is_some()).then(|| Usage {
            input_tokens: input.unwrap_or_default().saturating_add(cached),
            output_tokens: output.unwrap_or_default(),
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
        let expected = Some(Usage { input_tokens: 3, output_tokens: 4 });
        assert_eq!(Usage::from_json(&openai), expected);
        assert_eq!(Usage::from_json(&anthropic), expected);
        assert_eq!(Usage::from_json(&serde_json::json!({})), None);
        let cached = serde_json::json!({"input_tokens": 1, "output_tokens": 4,
            "cache_read_input_tokens": 2, "cache_creation_input_tokens": null});
        assert_eq!(Usage::from_json(&cached), expected);
        assert_eq!(expected.map(Usage::total), Some(7));
    }
}
