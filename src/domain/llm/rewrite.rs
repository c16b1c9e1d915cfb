//! What a request body has to become before it goes to an OpenAI-shaped provider, as edits of its bytes.
//!
//! Source: `crates/llm/src/types/completions.rs` and `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

use bytes::Bytes;

use super::peek::{KeySpan, Peek};
use super::splice::Edit;

/// What is wanted of a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewrite<'a> {
    /// The model to send, whatever the body names; `None` sends the body's own.
    pub model: Option<&'a str>,
    /// Ask a stream to report its token counts, unless the body has `stream_options` of its own.
    pub include_usage: bool,
    /// Send `max_tokens` as `max_completion_tokens` where the model begins with `gpt-`: its newer ones refuse the old
    /// name.
    pub rename_max_tokens: bool,
}

const USAGE_WANTED: &str = r#"{"include_usage":true}"#;

/// The edits that make the body of `peek` what `wishes` say; none where it is that already.
#[must_use]
pub fn plan(peek: &Peek, wishes: &Rewrite<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut new_members = Vec::new();
    if let Some(model) = wishes.model.filter(|model| peek.model() != Some(model)) {
        let value = serde_json::Value::from(model).to_string();
        match &peek.model {
            Some(field) => edits.push(replace(field.span.clone(), value)),
            None => new_members.push(format!(r#""model":{value}"#)),
        }
    }
    if wishes.include_usage && peek.streams() {
        match &peek.stream_options {
            Some(field) if field.value.is_none() => {
                edits.push(replace(field.span.clone(), USAGE_WANTED.to_owned()));
            }
            Some(_) => {}
            None => new_members.push(format!(r#""stream_options":{USAGE_WANTED}"#)),
        }
    }
    let model = wishes.model.or(peek.model()).unwrap_or_default();
    if wishes.rename_max_tokens && model.starts_with("gpt-") {
        edits.extend(rename_max_tokens(peek));
    }
    if !new_members.is_empty() {
        let mut text = new_members.join(",");
        if !peek.is_empty {
            text.push(',');
        }
        edits.push(replace(peek.object_start..peek.object_start, text));
    }
    edits
}

/// `max_completion_tokens` keeps what it has; a `null` there gives way. Of two members one goes, so that a name never
/// stands twice and the object never empties.
fn rename_max_tokens(peek: &Peek) -> Vec<Edit> {
    let Some(old) = &peek.max_tokens else { return Vec::new() };
    let remove = |place: &KeySpan| replace(place.member.clone(), String::new());
    let rename = replace(old.key.clone(), r#""max_completion_tokens""#.to_owned());
    match &peek.max_completion_tokens {
        Some(new) if new.is_null && !old.is_null => vec![remove(new), rename],
        Some(_) => vec![remove(old)],
        None => vec![rename],
    }
}

fn replace(range: std::ops::Range<usize>, with: String) -> Edit {
    Edit { range, with: Bytes::from(with) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::super::peek::{peek, tests::body};
    use super::super::splice::splice;
    use super::*;

    fn rewritten(body: &str, wishes: &Rewrite<'_>) -> String {
        let edits = plan(&peek(body.as_bytes()).expect("a peek"), wishes);
        let spliced = splice(&Bytes::from(body.to_owned()), edits).expect("edits that fit");
        let bytes: Vec<u8> = spliced.iter().flatten().copied().collect();
        assert_eq!(bytes.len(), spliced.len());
        String::from_utf8(bytes).expect("UTF-8")
    }

    /// The same wishes, granted on a parsed body.
    fn expected(mut body: Map<String, Value>, wishes: &Rewrite<'_>) -> Map<String, Value> {
        let is_absent = |value: Option<&Value>| value.is_none_or(Value::is_null);
        if let Some(model) = wishes.model {
            body.insert("model".into(), json!(model));
        }
        let is_stream = body.get("stream") == Some(&json!(true));
        if wishes.include_usage && is_stream && is_absent(body.get("stream_options")) {
            body.insert("stream_options".into(), json!({"include_usage": true}));
        }
        let is_gpt =
            body.get("model").and_then(Value::as_str).is_some_and(|m| m.starts_with("gpt-"));
        if wishes.rename_max_tokens
            && is_gpt
            && let Some(old) = body.remove("max_tokens")
            && is_absent(body.get("max_completion_tokens"))
        {
            body.insert("max_completion_tokens".into(), old);
        }
        body
    }

    const MODELS: [Option<&str>; 4] =
        [None, Some("gpt-4o"), Some("a \"b\"\\\n\u{1f600}"), Some("o3")];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn rewriting_bytes_equals_rewriting_values(
            body in body(),
            model in 0..MODELS.len(),
            include_usage: bool,
            rename_max_tokens: bool,
        ) {
            let wishes = Rewrite { model: MODELS[model], include_usage, rename_max_tokens };
            let before: Map<String, Value> = serde_json::from_str(&body).expect("generated");
            let text = rewritten(&body, &wishes);
            let after: Map<String, Value> = serde_json::from_str(&text).expect("still JSON");
            prop_assert_eq!(&after, &expected(before, &wishes));
            // Nothing is left to wish for, and no name stands twice.
            prop_assert_eq!(plan(&peek(text.as_bytes()).expect("a peek"), &wishes), Vec::new());
        }
    }

    #[test]
    fn a_body_that_is_right_already_is_left_alone() {
        let body = br#"{ "model" : "gpt-4o", "stream":true, "stream_options": {} }"#;
        let wishes =
            Rewrite { model: Some("gpt-4o"), include_usage: true, rename_max_tokens: true };
        assert_eq!(plan(&peek(body).expect("a peek"), &wishes), Vec::new());
    }

    #[test]
    fn every_other_byte_is_untouched() {
        let wishes =
            Rewrite { model: Some("gpt-4o"), include_usage: true, rename_max_tokens: true };
        let body = "\n{ \"max_tokens\" : 5,\t\"stream\":true, \"n\":1.0e2, \"x\":\"\\u0041\" , \"model\": \"m\"} ";
        assert_eq!(
            rewritten(body, &wishes),
            "\n{\"stream_options\":{\"include_usage\":true}, \"max_completion_tokens\" : 5,\t\"stream\":true, \
             \"n\":1.0e2, \"x\":\"\\u0041\" , \"model\": \"gpt-4o\"} "
        );
        assert_eq!(rewritten("{ }", &wishes), "{\"model\":\"gpt-4o\" }");
        assert_eq!(
            rewritten(r#"{"max_tokens":1,"max_completion_tokens":2}"#, &wishes),
            r#"{"model":"gpt-4o","max_completion_tokens":2}"#
        );
    }
}
