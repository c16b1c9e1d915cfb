//! Why an object in another dialect has no canonical form: the one place of these words.

use std::fmt;

/// Why an object cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unconvertible {
    /// The object has no `spec`.
    NoSpec,
    /// A field that has to be a mapping, by its path: `spec.ai`.
    NotMapping(String),
    /// A field that has to be a list.
    NotList(String),
    /// A field that is not of its type, and why.
    Misread { at: &'static str, why: String },
    /// A block says the same in two dialects.
    Both { at: &'static str, one: &'static str, other: &'static str },
    /// Two fields of this name that say different things about a provider.
    Disagree(&'static str),
    /// A provider's field without a provider.
    NoProvider(&'static str),
    /// A block that does not name exactly one of these providers.
    NotOneProvider { at: String, known: &'static [&'static str], there: Vec<String> },
    /// An authentication of none of the known ways.
    UnknownAuth(String),
    /// A kgateway Backend of a type that is no language model.
    NoModel(String),
    /// An `ai` block that says nothing known.
    UnknownDialect(Vec<String>),
}

impl fmt::Display for Unconvertible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unconvertible::NoSpec => f.write_str("it has no `spec`"),
            Unconvertible::NotMapping(at) => write!(f, "`{at}` is not a mapping"),
            Unconvertible::NotList(at) => write!(f, "`{at}` is not a list"),
            Unconvertible::Misread { at, why } => write!(f, "`{at}`: {why}"),
            Unconvertible::Both { at, one, other } => {
                write!(f, "`{at}` has both `{one}` and `{other}`; keep one of them")
            }
            Unconvertible::Disagree(field) => write!(
                f,
                "`spec.ai.provider.{field}` conflicts with another `{field}`; keep one of them"
            ),
            Unconvertible::NoProvider(field) => write!(
                f,
                "`spec.ai.{field}` belongs to a provider, and there is no `spec.ai.provider` to move it to"
            ),
            Unconvertible::NotOneProvider { at, known, there } => write!(
                f,
                "`{at}` must have exactly one of {} (it has: {})",
                known.join(", "),
                there.join(", ")
            ),
            Unconvertible::UnknownAuth(at) => {
                write!(f, "`{at}` has none of secretRef, inline and Passthrough")
            }
            Unconvertible::NoModel(kind) => write!(
                f,
                "kgateway's Backend of type {kind} is not a language model; only `spec.ai` is supported"
            ),
            Unconvertible::UnknownDialect(there) => {
                let there = if there.is_empty() { "nothing".to_owned() } else { there.join(", ") };
                write!(
                    f,
                    "unknown format: `spec.ai` has neither `provider` nor `groups` (it has: {there}); use \
                     `spec.ai.provider.<name>` or the workshop's `spec.ai.openAI`"
                )
            }
        }
    }
}

impl std::error::Error for Unconvertible {}
