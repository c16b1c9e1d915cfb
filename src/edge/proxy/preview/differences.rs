//! The changes of a planned call in words. They say where keys go, without the keys. The words are this program's own.

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::domain::llm::splice::Edit;
use crate::domain::value::{clip, redaction};
use crate::edge::proxy::plan::model::{PlannedBody, RewrittenBody};

/// How a body is changed on its way: `"max_tokens" becomes "max_completion_tokens"`.
pub(super) fn of_body(arrived: &[u8], body: &PlannedBody, finishes: bool) -> Vec<String> {
    let mut words = between(arrived, &body.read);
    let text = String::from_utf8_lossy(&body.read);
    words.extend(body.edits.iter().map(|edit| of_edit(&text, edit)));
    if let Some(RewrittenBody { before, sent }) = body.made.as_ref().filter(|_| finishes) {
        words.extend(differences(before, sent));
    }
    words
}

/// How one body differs from another; nothing where they are equal.
pub(super) fn between(old: &[u8], new: &[u8]) -> Vec<String> {
    if old == new {
        return Vec::new();
    }
    let is_object = |bytes| serde_json::from_slice::<serde_json::Map<String, Value>>(bytes).is_ok();
    match is_object(old) && is_object(new) {
        true => differences(old, new),
        false => vec![replaced(new)],
    }
}

/// The words for a body that cannot be compared field by field.
fn replaced(new: &[u8]) -> String {
    match serde_json::from_slice::<Value>(new) {
        _ if new.is_empty() => "is removed".to_owned(),
        Ok(mut value) => {
            redaction::mask_named(&mut value);
            format!("is replaced by {}", clip::clipped(&value.to_string()))
        }
        Err(_) => {
            let text = String::from_utf8_lossy(new);
            format!("is replaced by {:?}", clip::clipped(&redaction::without_keys(&text)))
        }
    }
}

fn of_edit(text: &str, edit: &Edit) -> String {
    let before = text.get(..edit.range.start).unwrap_or_default();
    let old = text.get(edit.range.clone()).unwrap_or_default();
    let new = String::from_utf8_lossy(&edit.with);
    let (old, new) = (edited_text(before, old), edited_text(before, &new));
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("{new} is added"),
        (_, true) => format!("{old} is removed"),
        _ => format!("{old} becomes {new}"),
    }
}

fn object(bytes: &[u8]) -> serde_json::Map<String, Value> {
    serde_json::from_slice(bytes).unwrap_or_default()
}

/// How each field of a body has changed.
fn differences(old: &[u8], new: &[u8]) -> Vec<String> {
    let (old, new) = (object(old), object(new));
    let mut words = Vec::new();
    for (field, value) in &new {
        match old.get(field) {
            None => words.push(format!("\"{field}\":{} is added", value_of(field, value))),
            Some(was) if was != value => {
                let (was, value) = (value_of(field, was), value_of(field, value));
                words.push(format!("\"{field}\":{was} becomes {value}"));
            }
            Some(_) => {}
        }
    }
    let gone = old.keys().filter(|field| !new.contains_key(*field));
    words.extend(gone.map(|field| format!("\"{field}\" is removed")));
    words
}

/// A field's value without what is a credential, at any depth.
fn value_of(field: &str, value: &Value) -> Value {
    let mut value = value.clone();
    match redaction::carries_credential(field) {
        true => Value::from(redaction::MASK),
        false => {
            redaction::mask_named(&mut value);
            value
        }
    }
}

/// The same of what an edit takes or puts: fields with their values, or the value of the field that is before it.
fn edited_text(before: &str, part: &str) -> String {
    let part = part.trim_matches(',');
    let field =
        before.trim_end().strip_suffix(':').and_then(|text| text.trim_end().strip_suffix('"'));
    if let Some(field) = field.and_then(|text| text.rsplit('"').next()) {
        let value = serde_json::from_str(part);
        return value.map_or(part.to_owned(), |value| value_of(field, &value).to_string());
    }
    let Ok(fields) = serde_json::from_str::<Value>(&format!("{{{part}}}")) else {
        return part.to_owned();
    };
    let mut masked = fields.clone();
    redaction::mask_named(&mut masked);
    match masked == fields {
        true => part.to_owned(),
        false => {
            let text = masked.to_string();
            text.get(1..text.len().saturating_sub(1)).unwrap_or_default().to_owned()
        }
    }
}

/// The headers as they are sent, but for `content-length`, which is the body's.
pub(super) fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = |(name, value): (&HeaderName, &HeaderValue)| {
        let hidden = value.is_sensitive() || redaction::carries_credential(name.as_str());
        let value = match hidden {
            true => "[redacted]".to_owned(),
            false => {
                redaction::without_keys(&String::from_utf8_lossy(value.as_bytes())).into_owned()
            }
        };
        (name.as_str().to_owned(), value)
    };
    let mut headers: Vec<_> =
        headers.iter().filter(|(name, _)| *name != CONTENT_LENGTH).map(shown).collect();
    headers.sort();
    headers
}
