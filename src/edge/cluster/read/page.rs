//! One page of a list, read straight into what is kept of it. Who manages which field is half of an object, nobody here
//! asks for it, and thousands of objects are read at once: it is skipped over instead of read and thrown away.

use std::fmt;

use kube::api::ApiResource;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

/// A page.
#[derive(Deserialize)]
pub(in crate::edge::cluster) struct Page {
    #[serde(rename = "kind", deserialize_with = "list")]
    _kind: (),
    #[serde(default)]
    pub metadata: Metadata,
    #[serde(deserialize_with = "nullable")]
    items: Vec<Item>,
}

/// Every API server says of a list that it is one; JSON of another server reads as no empty list.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    let kind = String::deserialize(deserializer)?;
    match kind.ends_with("List") {
        true => Ok(()),
        false => Err(D::Error::custom("no list")),
    }
}

/// Go writes an empty list as null.
fn nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Item>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// What is read of the page's own metadata.
#[derive(Default, Deserialize)]
pub(in crate::edge::cluster) struct Metadata {
    /// Where the next page begins; empty or absent on the last one.
    #[serde(default, rename = "continue")]
    pub continue_: Option<String>,
    /// Of when the list is: a watch goes on from there.
    #[serde(default, rename = "resourceVersion")]
    pub resource_version: Option<String>,
}

impl Page {
    /// The objects, with the `apiVersion` and `kind` that lists leave out of their items.
    pub(super) fn objects(self, resource: &ApiResource) -> impl Iterator<Item = Value> {
        self.items.into_iter().map(|Item(mut fields)| {
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
        let text =
            json!({"kind": "KList", "metadata": {"continue": "next"}, "items": [item]}).to_string();
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
        let page: Page =
            serde_json::from_str(r#"{"kind": "KList", "items": null}"#).expect("a page");
        assert!(page.items.is_empty() && page.metadata.continue_.is_none());
    }

    #[test]
    fn other_json_is_no_empty_list() {
        for other in
            [r#"{}"#, r#"{"kind": "KList"}"#, r#"{"items": []}"#, r#"{"kind": "K", "items": []}"#]
        {
            assert!(serde_json::from_str::<Page>(other).is_err(), "{other}");
        }
    }
}
