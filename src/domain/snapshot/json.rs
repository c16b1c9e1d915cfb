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

/// `data` (base64) with `stringData` over it, as the API server merges them.
pub(crate) fn secret_data(object: &Value) -> Result<BTreeMap<String, SecretBytes>, String> {
    use base64::Engine as _;
    let mut data = BTreeMap::new();
    for (key, value) in object.get("data").and_then(Value::as_object).into_iter().flatten() {
        let text = value.as_str().ok_or_else(|| format!("`data.{key}` is not text"))?;
        let text: String = text.split_ascii_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(text).map_err(|_| {
            format!("`data.{key}` is not base64; plain text goes under `stringData`")
        })?;
        data.insert(key.clone(), SecretBytes::new(bytes));
    }
    for (key, value) in object.get("stringData").and_then(Value::as_object).into_iter().flatten() {
        let text = value.as_str().ok_or_else(|| format!("`stringData.{key}` is not text"))?;
        data.insert(key.clone(), SecretBytes::new(text.as_bytes().to_vec()));
    }
    Ok(data)
}
