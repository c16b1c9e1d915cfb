//! Query matches. Of a parameter that is given twice the last one counts, as in agentgateway
//! (`crates/agentgateway/src/http/route.rs` at 75b4e6ce6).

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::header::{ValueMatcher, unquoted};
use crate::domain::crd::gateway_api::{ValueMatch, ValueMatchType};
use crate::domain::route::reason::Reason;
use crate::domain::value::pattern::Patterns;
use crate::domain::value::redaction;

/// One entry of `matches[].queryParams`.
#[derive(Clone, Debug)]
pub struct QueryMatcher {
    name: String,
    value: ValueMatcher,
}

/// A query string by parameter, decoded.
pub(super) type Query<'a> = HashMap<Cow<'a, str>, Cow<'a, str>>;

impl QueryMatcher {
    /// Reads an entry of `queryParams`.
    ///
    /// # Errors
    /// An invalid regular expression.
    pub(super) fn read(entry: &ValueMatch, patterns: &Patterns) -> Result<Self, Reason> {
        let regex = matches!(entry.r#type, Some(ValueMatchType::RegularExpression));
        let value =
            ValueMatcher::read(&entry.value, regex.then_some(patterns), "queryParams.value")
                .map_err(|why| unquoted(&entry.name, "queryParams.value", why))?;
        Ok(QueryMatcher { name: entry.name.clone(), value })
    }

    /// A parameter that meets this, encoded; none where only a pattern is given.
    #[must_use]
    pub fn example(&self) -> Option<String> {
        let value = self.value.example()?;
        Some(
            form_urlencoded::Serializer::new(String::new())
                .append_pair(&self.name, &value)
                .finish(),
        )
    }

    /// Whether both ask for the same.
    #[must_use]
    pub fn is(&self, other: &QueryMatcher) -> bool {
        self.name == other.name && self.value.is(&other.value)
    }

    /// The parameter's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the parameter is in a query and its value matches.
    pub(super) fn matches(&self, query: &Query<'_>) -> bool {
        query.get(self.name.as_str()).is_some_and(|value| self.value.matches(value.as_bytes()))
    }
}

impl fmt::Display for QueryMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match redaction::carries_credential(&self.name) {
            true => write!(f, "{}{}", self.name, self.value.masked()),
            false => write!(f, "{}{}", self.name, self.value),
        }
    }
}

/// The parameters of a query string.
pub(super) fn parse(query: &str) -> Query<'_> {
    form_urlencoded::parse(query.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(name: &str, value: &str, query: &str) -> bool {
        let value = ValueMatcher::read(value, None, "queryParams.value").expect("valid");
        QueryMatcher { name: name.into(), value }.matches(&parse(query))
    }

    #[test]
    fn parameters_are_decoded_and_the_last_one_counts() {
        assert!(matches("a b", "ä", "a+b=%C3%A4"));
        assert!(matches("a", "2", "a=1&a=2"));
        assert!(!matches("a", "1", "a=1&a=2"));
        assert!(!matches("A", "1", "a=1"));
    }
}
