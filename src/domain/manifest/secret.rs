//! Secrets as they are shown: which keys they have, and never a value.

use serde_json::{Map, Value, json};

use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use crate::domain::value::shell::CommandLine;

/// What stands in the place of a value. It is no base64, so that a masked Secret cannot be applied by mistake.
pub const MASK: &str = "***";

/// Where kubectl keeps a copy of the whole object, values included.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The command that writes a key into a Secret, from a variable: no command line ever carries a key.
#[must_use]
pub fn key_set(name: &ObjectName, data_key: &str, variable: Option<&str>) -> String {
    let variable = variable.unwrap_or("API_KEY");
    key_command("set", name, data_key).flag("--from-env", variable).to_string()
}

/// `kubectl agw key ACTION` of one data key of a Secret.
#[must_use]
pub fn key_command(action: &str, name: &ObjectName, data_key: &str) -> CommandLine {
    let command = CommandLine::new("kubectl agw key").plain(action).arg(&name.name);
    let command = command.namespace(&name.namespace);
    match data_key {
        DEFAULT_DATA_KEY => command,
        other => command.flag("--data-key", other),
    }
}

/// A Secret with these `data`.
#[must_use]
pub fn secret(name: &ObjectName, data: Map<String, Value>) -> Value {
    let names = Kind::Secret.names();
    json!({
        "apiVersion": names.api_version(),
        "kind": names.kind,
        "metadata": {"name": name.name, "namespace": name.namespace},
        "data": data,
    })
}

/// The Secret that would be written, with its values masked.
#[must_use]
pub fn shown(name: &ObjectName, data_keys: &[&str]) -> Value {
    let data = data_keys.iter().map(|key| ((*key).to_owned(), json!(MASK))).collect();
    let mut shown = secret(name, data);
    shown["type"] = json!("Opaque");
    shown
}

/// A whole Secret without its values.
#[must_use]
pub fn masked(mut object: Value) -> Value {
    for block in ["data", "stringData"] {
        let values = object.get_mut(block).and_then(Value::as_object_mut);
        for value in values.into_iter().flat_map(Map::values_mut) {
            *value = json!(MASK);
        }
    }
    let annotations = object.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut);
    if let Some(annotations) = annotations {
        annotations.remove(LAST_APPLIED);
        if annotations.is_empty()
            && let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
        {
            metadata.remove("annotations");
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_is_left_wherever_it_stood() {
        let object = json!({"kind": "Secret", "data": {"a": "canary"}, "stringData": {"b": "canary"},
            "metadata": {"name": "s", "annotations": {LAST_APPLIED: "{\"data\":\"canary\"}"}}});
        let masked = masked(object);
        assert!(!masked.to_string().contains("canary"), "{masked}");
        assert_eq!(masked["data"], json!({"a": MASK}));
        assert_eq!(masked["metadata"], json!({"name": "s"}));
    }

    #[test]
    fn what_is_shown_is_opaque_and_has_its_keys() {
        let shown = shown(&ObjectName::new("n", "s"), &["Authorization"]);
        assert_eq!(shown["type"], "Opaque");
        assert_eq!(shown["data"], json!({"Authorization": MASK}));
        assert_eq!(shown["metadata"], json!({"name": "s", "namespace": "n"}));
    }
}
