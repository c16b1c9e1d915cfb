//! Objects with the values of keys hidden: Secrets, and keys that somebody wrote into a backend. Two values that differ
//! still show that they do.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::domain::value::redaction;

const MASK: &str = "***";
const BEFORE: &str = "*** (before)";
const AFTER: &str = "*** (after)";

/// kubectl's note of what was applied last: the whole object once more, values and all.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Hides the values of one object, and whatever else looks like a key in it. Whether there was anything to hide.
pub fn one(object: &mut Value) -> bool {
    let mut nothing = Value::Null;
    pair(object, &mut nothing) | redaction::mask(object)
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

/// The values of keys in an object, in each form in which a message may quote them back: as they are written, decoded,
/// and in base64. Whoever sent the object knows them, so they can be found in words that others chose.
#[must_use]
pub fn values(object: &Value) -> Vec<String> {
    // What is shorter is no key, and would be found in the middle of words.
    const SHORTEST: usize = 4;
    let is_secret = object.get("kind").and_then(Value::as_str) == Some("Secret");
    let part = |part: &str| {
        let map = object.get(part).filter(|_| is_secret).and_then(Value::as_object);
        map.into_iter().flatten().filter_map(|(_, value)| value.as_str()).map(str::to_owned)
    };
    let encoded: Vec<String> = part("data").collect();
    let decode = |text: &String| String::from_utf8(STANDARD.decode(text).ok()?).ok();
    let inline = inline_keys(object);
    let inline = inline.iter().filter_map(|at| object.pointer(at)?.as_str()).map(str::to_owned);
    let plain: Vec<String> =
        encoded.iter().filter_map(decode).chain(part("stringData")).chain(inline).collect();
    let mut all = Vec::new();
    for text in plain {
        let key = text.trim().strip_prefix("Bearer ").unwrap_or(text.trim());
        for form in [text.as_str(), text.trim(), key] {
            all.extend([form.to_owned(), STANDARD.encode(form), format!("{form:?}")]);
        }
    }
    all.extend(encoded);
    let quotes = |text: String| text.trim_matches('"').to_owned();
    let mut all: Vec<String> = all.into_iter().map(quotes).collect();
    all.retain(|text| text.len() >= SHORTEST);
    // A value that holds another goes first.
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all.dedup();
    all
}

/// A text of somebody else with these values hidden.
#[must_use]
pub fn hide_values(text: &str, values: &[String]) -> String {
    values.iter().fold(text.to_owned(), |text, value| text.replace(value, MASK))
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

/// Pointers to `policies.auth.key` (and to a text at `policies.auth`) of a backend and of its providers.
fn inline_keys(object: &Value) -> Vec<String> {
    let mut places = vec!["/spec/policies".to_owned(), "/spec/backend".to_owned()];
    let groups = object.pointer("/spec/ai/groups").and_then(Value::as_array);
    for (group, value) in groups.into_iter().flatten().enumerate() {
        let count = value.get("providers").and_then(Value::as_array).map_or(0, Vec::len);
        places.extend(
            (0..count).map(|at| format!("/spec/ai/groups/{group}/providers/{at}/policies")),
        );
    }
    // A key in the place of the structure that names one is a key too.
    let keys =
        places.into_iter().flat_map(|place| [format!("{place}/auth/key"), format!("{place}/auth")]);
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
    fn a_message_that_quotes_a_sent_key_shows_none_of_it() {
        let object = json!({"kind": "Secret", "stringData": {"Authorization": "Bearer sk-canary-1"},
            "data": {"key": STANDARD.encode("sk-canary-2\n"), "short": "YQ=="}});
        let values = values(&object);
        let (one, two) = (STANDARD.encode("Bearer sk-canary-1"), STANDARD.encode("sk-canary-2\n"));
        let text = format!("a key {one} or {two}, sk-canary-1, \"sk-canary-2\\n\", is refused");
        let hidden = hide_values(&text, &values);
        assert_eq!(hidden, "a key *** or ***, ***, \"***\", is refused");
    }

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
