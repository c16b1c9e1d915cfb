//! Objects with the values of keys hidden: Secrets, and keys that somebody wrote into a backend. Two values that differ
//! still show that they do.

use serde_json::{Map, Value};

const MASK: &str = "***";
const BEFORE: &str = "*** (before)";
const AFTER: &str = "*** (after)";

/// kubectl's note of what was applied last: the whole object once more, values and all.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Hides the values of one object. Whether there was anything to hide.
pub fn one(object: &mut Value) -> bool {
    let mut nothing = Value::Null;
    pair(object, &mut nothing)
}

/// Hides the values of two states of one object, as kubectl's diff does: `***` where they are equal, else
/// `*** (before)` and `*** (after)`. Null is an object that is not there. Whether there was anything to hide.
pub fn pair(before: &mut Value, after: &mut Value) -> bool {
    let mut hidden = false;
    let is_secret = |object: &Value| object.get("kind").and_then(Value::as_str) == Some("Secret");
    if is_secret(before) || is_secret(after) {
        for part in ["data", "stringData"] {
            for key in keys(before, after, &format!("/{part}")) {
                hidden |= hide(before, after, &format!("/{part}/{}", escaped(&key)));
            }
        }
    }
    for at in inline_keys(before).into_iter().chain(inline_keys(after)) {
        hidden |= hide(before, after, &at);
    }
    for side in [before, after] {
        let notes = side.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut);
        hidden |= notes.is_some_and(|notes| notes.remove(LAST_APPLIED).is_some());
    }
    hidden
}

fn keys(before: &Value, after: &Value, at: &str) -> Vec<String> {
    let of =
        |side: &Value| side.pointer(at).and_then(Value::as_object).cloned().unwrap_or_default();
    let all: Map<String, Value> = of(before).into_iter().chain(of(after)).collect();
    all.into_iter().map(|(key, _)| key).collect()
}

fn hide(before: &mut Value, after: &mut Value, at: &str) -> bool {
    let is_mask = |value: &Value| value.as_str().is_some_and(|text| text.starts_with(MASK));
    let (one, other) = (before.pointer_mut(at), after.pointer_mut(at));
    match (one, other) {
        // Reached twice: once from each side.
        (Some(one), _) if is_mask(one) => {}
        (Some(one), Some(other)) => {
            let same = one == other;
            *one = Value::from(if same { MASK } else { BEFORE });
            *other = Value::from(if same { MASK } else { AFTER });
        }
        (Some(only), None) | (None, Some(only)) => *only = Value::from(MASK),
        (None, None) => return false,
    }
    true
}

/// Pointers to `policies.auth.key` of a backend and of its providers.
fn inline_keys(object: &Value) -> Vec<String> {
    let mut places = vec!["/spec/policies".to_owned(), "/spec/backend".to_owned()];
    let groups = object.pointer("/spec/ai/groups").and_then(Value::as_array);
    for (group, value) in groups.into_iter().flatten().enumerate() {
        let count = value.get("providers").and_then(Value::as_array).map_or(0, Vec::len);
        places.extend(
            (0..count).map(|at| format!("/spec/ai/groups/{group}/providers/{at}/policies")),
        );
    }
    let keys = places.into_iter().map(|place| format!("{place}/auth/key"));
    keys.filter(|at| object.pointer(at).is_some_and(Value::is_string)).collect()
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_that_differ_still_show_that_they_do() {
        let secret = |data: Value| json!({"kind": "Secret", "data": data});
        let mut before = secret(json!({"same": "a", "other": "a", "gone": "a"}));
        let mut after = secret(json!({"same": "a", "other": "b", "new": "b"}));
        assert!(pair(&mut before, &mut after));
        assert_eq!(before["data"], json!({"same": "***", "other": "*** (before)", "gone": "***"}));
        assert_eq!(after["data"], json!({"same": "***", "other": "*** (after)", "new": "***"}));
    }

    #[test]
    fn keys_inside_backends_and_kubectls_note_are_hidden_too() {
        let mut backend = json!({"kind": "AgentgatewayBackend",
            "metadata": {"annotations": {LAST_APPLIED: "canary"}},
            "spec": {"policies": {"auth": {"key": "canary"}},
                "ai": {"groups": [{"providers": [{"policies": {"auth": {"key": "canary"}}}]}]}}});
        assert!(one(&mut backend));
        assert!(!backend.to_string().contains("canary"), "{backend}");
        assert!(!one(&mut json!({"kind": "HTTPRoute", "data": {"a": "b"}})));
    }
}
