//! What can be said of a credential without showing it: how it begins and ends, and whose it looks like.

/// The outside of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyShape {
    /// Blanks or line breaks at either end.
    pub padded: bool,
    /// How often `Bearer` stands in front, in any case.
    pub bearers: usize,
    /// Whether the first of them is spelt `Bearer `, which is taken off.
    pub literal: bool,
    /// Words that stand where a key should: `$OPENAI_API_KEY`, `<your key>`, `changeme`.
    pub placeholder: bool,
    /// The provider (its key in the CRD) whose keys begin like this.
    pub issuer: Option<&'static str>,
}

/// How keys begin, the longest first where one begins like another.
const ISSUERS: &[(&str, &str)] = &[
    ("sk-ant-", "anthropic"),
    ("sk-proj-", "openai"),
    ("sk-svcacct-", "openai"),
    ("AIza", "gemini"),
];

/// Words of tutorials, in lower case.
const PLACEHOLDERS: &[&str] = &[
    "changeme",
    "change-me",
    "replace",
    "your-",
    "your_",
    "todo",
    "xxxx",
    "example-key",
    "sk-...",
];

impl KeyShape {
    /// Looks at a value from outside. What is not UTF-8 has no shape.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let Ok(text) = std::str::from_utf8(bytes) else { return KeyShape::default() };
        let mut rest = text.trim();
        let mut bearers = 0;
        while let Some(after) = after_bearer(rest) {
            bearers += 1;
            rest = after;
        }
        let lower = rest.to_ascii_lowercase();
        let framed = [("<", ">"), ("{{", "}}"), ("${", "}")];
        let placeholder = !rest.is_empty()
            && (rest.starts_with('$')
                || framed.iter().any(|(a, b)| rest.starts_with(a) && rest.ends_with(b))
                || PLACEHOLDERS.iter().any(|word| lower.starts_with(word)));
        KeyShape {
            padded: text.trim() != text,
            bearers,
            literal: text.trim().starts_with("Bearer "),
            placeholder,
            issuer: ISSUERS.iter().find(|(start, _)| rest.starts_with(start)).map(|row| row.1),
        }
    }

    /// How many `Bearer` are left once agentgateway has taken one off, which it does under the default data key only.
    #[must_use]
    pub fn bearers_sent(&self, default_key: bool) -> usize {
        self.bearers - usize::from(default_key && self.literal && self.bearers > 0)
    }
}

fn after_bearer(text: &str) -> Option<&str> {
    let (word, rest) = text.split_once(char::is_whitespace)?;
    word.eq_ignore_ascii_case("bearer").then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bearers_are_counted_in_any_case() {
        for (text, bearers) in
            [("sk-1", 0), ("Bearer sk-1", 1), ("bearer Bearer  sk-1", 2), ("Bearer", 0)]
        {
            assert_eq!(KeyShape::of(text.as_bytes()).bearers, bearers, "{text}");
        }
    }

    #[test]
    fn keys_are_told_by_how_they_begin_and_placeholders_too() {
        let of = |text: &str| KeyShape::of(text.as_bytes());
        assert_eq!(of("Bearer sk-ant-api03-x").issuer, Some("anthropic"));
        assert_eq!(of("sk-1").issuer, None);
        for text in ["$OPENAI_API_KEY", "Bearer ${KEY}", "<your key>", "changeme", "YOUR-KEY"] {
            assert!(of(text).placeholder, "{text}");
        }
        assert!(!of("sk-proj-a$b").placeholder);
        assert!(of("sk-1\n").padded && !of("sk-1").padded);
    }
}
