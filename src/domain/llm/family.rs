//! Whose a model is, by what its name begins with, and which of a provider's models is cheap to try.

/// The models whose names begin alike.
struct Family {
    prefix: &'static str,
    /// What `--provider` calls the maker.
    maker: &'static str,
}

const fn of(maker: &'static str, prefix: &'static str) -> Family {
    Family { prefix, maker }
}

/// Names that only one maker gives. `gpt-oss` is missing, for everybody serves it.
const FAMILIES: &[Family] = &[
    of("openai", "gpt-3.5"),
    of("openai", "gpt-4"),
    of("openai", "gpt-5"),
    of("openai", "chatgpt-"),
    of("openai", "o1"),
    of("openai", "o3"),
    of("openai", "o4-"),
    of("openai", "text-embedding-3"),
    of("anthropic", "claude-"),
    of("gemini", "gemini-"),
    of("cohere", "command-"),
    of("deepseek", "deepseek-chat"),
    of("deepseek", "deepseek-reasoner"),
    of("xai", "grok-"),
];

/// The maker of a model, as `--provider` calls it; none where the name does not tell.
#[must_use]
pub fn maker(model: &str) -> Option<&'static str> {
    FAMILIES.iter().find(|family| model.starts_with(family.prefix)).map(|family| family.maker)
}

/// Whether a provider makes models, of which others have no copy.
#[must_use]
pub fn sells_own(provider: &str) -> bool {
    FAMILIES.iter().any(|family| family.maker == provider)
}

/// What all models of a provider begin with; none where they begin in several ways, or in none.
#[must_use]
pub fn only_prefix(provider: &str) -> Option<&'static str> {
    let mut own = FAMILIES.iter().filter(|family| family.maker == provider);
    let first = own.next()?;
    own.next().is_none().then_some(first.prefix)
}

/// A small chat model of each provider, for a first request where no model is named.
///
/// Source: the providers' lists of models: <https://platform.openai.com/docs/models>,
/// <https://docs.claude.com/en/docs/about-claude/models/overview>, <https://ai.google.dev/gemini-api/docs/models>,
/// <https://docs.mistral.ai/getting-started/models/>, <https://console.groq.com/docs/models>,
/// <https://api-docs.deepseek.com/quick_start/pricing>.
const SMALL: &[(&str, &str)] = &[
    ("openai", "gpt-4o-mini"),
    ("anthropic", "claude-haiku-4-5"),
    ("gemini", "gemini-2.5-flash"),
    ("mistral", "mistral-small-latest"),
    ("groq", "llama-3.1-8b-instant"),
    ("deepseek", "deepseek-chat"),
];

/// A small chat model of a provider, for a first request; none where none is known.
#[must_use]
pub fn small(provider: &str) -> Option<&'static str> {
    SMALL.iter().find(|(name, _)| *name == provider).map(|(_, model)| *model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_maker_or_nothing() {
        for (model, whose) in [
            ("gpt-4o-mini", Some("openai")),
            ("o3-mini", Some("openai")),
            ("claude-sonnet-4-5", Some("anthropic")),
            ("gemini-2.5-pro", Some("gemini")),
            ("grok-4", Some("xai")),
            ("gpt-oss-120b", None),
            ("llama3.2", None),
            ("", None),
        ] {
            assert_eq!(maker(model), whose, "{model}");
        }
    }

    #[test]
    fn a_provider_of_several_families_has_no_prefix() {
        assert_eq!(only_prefix("anthropic"), Some("claude-"));
        assert_eq!(only_prefix("openai"), None);
        assert_eq!(only_prefix("groq"), None);
    }

    #[test]
    fn every_provider_of_a_table_is_one() {
        let known = |name| {
            super::super::provider::named(name).is_some()
                || super::super::preset::named(name).is_some()
        };
        assert!(FAMILIES.iter().all(|family| known(family.maker)));
        assert!(SMALL.iter().all(|(name, _)| known(name)));
        for (name, model) in SMALL {
            assert!(maker(model).is_none_or(|whose| whose == *name), "{model}");
        }
    }
}
