//! RequestHeaderModifier and ResponseHeaderModifier. agentgateway applies add, then set, then remove
//! (`crates/agentgateway/src/http/filters.rs` at 75b4e6ce6).

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use crate::domain::crd::gateway_api::HeaderModifier;
use crate::domain::route::reason::Reason;

/// Changes to a set of headers.
#[derive(Clone, Debug, Default)]
pub struct HeaderEdits {
    add: Vec<(HeaderName, HeaderValue)>,
    set: Vec<(HeaderName, HeaderValue)>,
    remove: Vec<HeaderName>,
}

impl HeaderEdits {
    /// Whether they leave every message as it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.set.is_empty() && self.remove.is_empty()
    }

    pub(super) fn read(filter: &HeaderModifier) -> Result<Self, Reason> {
        Ok(HeaderEdits {
            add: fields(filter.add.iter().flatten().map(|h| (&h.name, &h.value)))?,
            set: fields(filter.set.iter().flatten().map(|h| (&h.name, &h.value)))?,
            remove: names(filter.remove.iter().flatten())?,
        })
    }

    /// Reads `{add, set, remove}`, as an AgentgatewayPolicy has them.
    ///
    /// # Errors
    /// A header that cannot be sent.
    pub fn of_value(written: &serde_json::Value) -> Result<Self, Reason> {
        let filter = serde_json::from_value(written.clone()).map_err(|error| error.to_string())?;
        HeaderEdits::read(&filter)
    }

    pub(super) fn merge(&mut self, other: HeaderEdits) {
        self.add.extend(other.add);
        self.set.extend(other.set);
        self.remove.extend(other.remove);
    }

    /// The changes in words, in their order: `x-a: b is added`.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let line = |(name, value): &(HeaderName, HeaderValue), done: &str| {
            format!("{name}: {} is {done}", String::from_utf8_lossy(value.as_bytes()))
        };
        let added = self.add.iter().map(move |field| line(field, "added"));
        let set = self.set.iter().map(move |field| line(field, "set"));
        added.chain(set).chain(self.remove.iter().map(|name| format!("{name} is removed")))
    }

    /// Applies the changes.
    pub fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.add {
            headers.append(name.clone(), value.clone());
        }
        for (name, value) in &self.set {
            headers.insert(name.clone(), value.clone());
        }
        for name in &self.remove {
            headers.remove(name);
        }
    }
}

/// The policy `headers` of an AgentgatewayModel.
#[derive(Clone, Debug, Default)]
pub struct HeaderPolicy {
    pub request: HeaderEdits,
    pub response: HeaderEdits,
}

impl HeaderPolicy {
    /// Reads the policy.
    ///
    /// # Errors
    /// A header that cannot be sent, in words.
    pub fn read(written: &Value) -> Result<Self, Reason> {
        let of =
            |side: &str| written.get(side).cloned().unwrap_or_else(|| Value::Object(Map::new()));
        let wrong = |error: serde_json::Error| format!("`headers`: {error}");
        let edits = |side| {
            let modifier: HeaderModifier = serde_json::from_value(of(side)).map_err(wrong)?;
            HeaderEdits::read(&modifier)
        };
        Ok(HeaderPolicy { request: edits("request")?, response: edits("response")? })
    }
}

fn fields<'a>(
    pairs: impl Iterator<Item = (&'a String, &'a String)>,
) -> Result<Vec<(HeaderName, HeaderValue)>, Reason> {
    pairs
        .map(|(written, value)| {
            let value = HeaderValue::from_str(value)
                .map_err(|_| format!("the value for header {written:?} cannot be sent"))?;
            Ok((name(written)?, value))
        })
        .collect()
}

fn names<'a>(written: impl Iterator<Item = &'a String>) -> Result<Vec<HeaderName>, Reason> {
    written.map(|written| name(written)).collect()
}

fn name(written: &str) -> Result<HeaderName, Reason> {
    HeaderName::from_bytes(written.as_bytes())
        .map_err(|_| format!("{written:?} is no header name").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn add_comes_before_set_and_remove_last() {
        let filter = serde_json::from_value(json!({
            "add": [{"name": "A", "value": "added"}, {"name": "b", "value": "added"}],
            "set": [{"name": "a", "value": "set"}],
            "remove": ["B"]}));
        let edits = HeaderEdits::read(&filter.expect("a filter")).expect("valid");
        let mut headers = HeaderMap::new();
        headers.insert("a", HeaderValue::from_static("sent"));
        edits.apply(&mut headers);
        let all: Vec<_> = headers.iter().map(|(k, v)| (k.as_str(), v.as_bytes())).collect();
        assert_eq!(all, [("a", b"set".as_slice())]);
    }

    #[test]
    fn a_value_with_a_line_break_is_refused() {
        let filter = serde_json::from_value(json!({"set": [{"name": "a", "value": "x\r\ny: z"}]}));
        assert!(HeaderEdits::read(&filter.expect("a filter")).is_err());
    }
}
