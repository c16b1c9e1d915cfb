//! One page of a list, read straight into what is kept of it. Who manages which field is half of an object, nobody here
//! asks for it, and thousands of objects are read at once: it is skipped over instead of read and thrown away.

use std::fmt;

use kube::api::ApiResource;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

/// A page.
#[derive(Deserialize)]
pub(super) struct Page {
    #[serde(default)]
    pub metadata: Metadata,
    // Go writes an empty list as null.
    #[serde(default)]
    items: Option<Vec<Item>>,
}

/// What is read of the page's own metadata.
#[derive(Default, Deserialize)]
pub(super) struct Metadata {
    /// Where the next page begins; empty or absent on the last one.
    #[serde(default, rename = "continue")]
    pub continue_: Option<String>,
}

impl Page {
    /// The objects, with the `apiVersion` and `kind` that lists leave out of their items.
    pub(super) fn objects(self, resource: &ApiResource) -> impl Iterator<Item = Value> {
        self.items.into_iter().flatten().map(|Item(mut fields)| {
            fields.insert("apiVersion".into(), resource.api_version.clone().into());
            fields.insert("kind".into(), resource.kind.clone().into());
            Value::Object(fields)
        })
    }
}

/// An object without its managed fields.
struct Item(Map<String, Value>);

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Fields { skipped: None, below: Some("metadata") };
        deserializer.deserialize_map(read).map(Item)
    }
}

/// Reads a mapping without one of its fields; `below` is the field in which the managed fields are.
struct Fields {
    skipped: Option<&'static str>,
    below: Option<&'static str>,
}

const METADATA: Fields = Fields { skipped: Some("managedFields"), below: None };

impl<'de> Visitor<'de> for Fields {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if self.skipped == Some(key.as_str()) {
                map.next_value::<IgnoredAny>()?;
            } else if self.below == Some(key.as_str()) {
                fields.insert(key, map.next_value::<MetadataFields>()?.0.into());
            } else {
                fields.insert(key, map.next_value()?);
            }
        }
        Ok(fields)
    }
}

struct MetadataFields(Map<String, Value>);

impl<'de> Deserialize<'de> for MetadataFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(METADATA).map(MetadataFields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn managed_fields_are_left_out_and_nothing_else_is() {
        let item = json!({"metadata": {"name": "a", "labels": {"managedFields": "kept"},
                "managedFields": [{"manager": "x", "fieldsV1": {"f:spec": {}}}]},
            "spec": {"managedFields": 1, "metadata": {"managedFields": [2]}}});
        let text = json!({"metadata": {"continue": "next"}, "items": [item]}).to_string();
        let page: Page = serde_json::from_str(&text).expect("a page");
        assert_eq!(page.metadata.continue_.as_deref(), Some("next"));
        let resource = ApiResource {
            group: "g".into(),
            version: "v1".into(),
            api_version: "g/v1".into(),
            kind: "K".into(),
            plural: "ks".into(),
        };
        let objects: Vec<_> = page.objects(&resource).collect();
        let kept = json!({"apiVersion": "g/v1", "kind": "K",
            "metadata": {"name": "a", "labels": {"managedFields": "kept"}},
            "spec": {"managedFields": 1, "metadata": {"managedFields": [2]}}});
        assert_eq!(objects, [kept]);
    }

    #[test]
    fn an_empty_list_may_be_null() {
        let page: Page = serde_json::from_str(r#"{"items": null}"#).expect("a page");
        assert!(page.items.is_none() && page.metadata.continue_.is_none());
    }
}
