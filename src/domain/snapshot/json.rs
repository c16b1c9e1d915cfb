//! Parts of Kubernetes objects that every reader of JSON needs: their names and their data.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::bytes::SecretBytes;

/// `data` of a ConfigMap.
#[must_use]
pub fn texts(object: &Value) -> BTreeMap<String, String> {
    let data = object.get("data").and_then(Value::as_object).into_iter().flatten();
    data.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

/// `metadata.namespace` (or `default`) and `metadata.name`.
#[must_use]
pub fn name_of(object: &Value) -> ObjectName {
    let text = |path| object.pointer(path).and_then(Value::as_str);
    ObjectName::new(
        text("/metadata/namespace").unwrap_or("default"),
        text("/metadata/name").unwrap_or_default(),
    )
}

/// A value of a Secret that cannot be read, by its place. It is not repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidData {
    /// Of `data` or `stringData`.
    #[error("`{field}.{key}` is not text")]
    NoText { field: &'static str, key: String },
    #[error("`data.{0}` is not valid base64; use `stringData` for plain text")]
    NoBase64(String),
}

/// `data` (base64) with `stringData` over it, as the API server merges them.
///
/// # Errors
/// The first value that cannot be read.
pub(crate) fn secret_data(object: &Value) -> Result<BTreeMap<String, SecretBytes>, InvalidData> {
    let no_text = |field, key: &String| InvalidData::NoText { field, key: key.clone() };
    let mut data = BTreeMap::new();
    for (key, value) in object.get("data").and_then(Value::as_object).into_iter().flatten() {
        let text = value.as_str().ok_or_else(|| no_text("data", key))?;
        let bytes = SecretBytes::from_base64(text);
        data.insert(key.clone(), bytes.ok_or_else(|| InvalidData::NoBase64(key.clone()))?);
    }
    for (key, value) in object.get("stringData").and_then(Value::as_object).into_iter().flatten() {
        // An API server takes a null for an empty text.
        let text = if value.is_null() { Some("") } else { value.as_str() };
        let text = text.ok_or_else(|| no_text("stringData", key))?;
        data.insert(key.clone(), SecretBytes::new(text.as_bytes().to_vec()));
    }
    Ok(data)
}
