//! Texts that a client reads as one: tokens, and parts that stand one after another.

use serde_json::{Map, Value};

pub(super) fn word(fields: &Map<String, Value>, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

pub(super) fn has_text(fields: &Map<String, Value>) -> bool {
    let is_thought = fields.get("thought").and_then(Value::as_bool) == Some(true);
    !is_thought && fields.get("text").is_some_and(Value::is_string)
}

pub(super) fn is_text(part: &Value) -> bool {
    part.as_object().is_some_and(has_text)
}

pub(super) fn join_tokens(value: &Value, into: &mut String) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| join_tokens(item, into)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(token) if name == "token" => into.push_str(token),
                    Value::Array(_) | Value::Object(_) if name != "bytes" => {
                        join_tokens(value, into);
                    }
                    _ => {}
                }
            }
        }
        // Completions of old list the tokens alone.
        Value::String(token) => into.push_str(token),
        _ => {}
    }
}

/// Texts next to each other are shown as one, so that nothing hides in the seam; where it is changed, it goes into the
/// last of them, and the others go. So are all of a list together: clients leave out what stands between.
pub(super) fn runs(parts: &mut Vec<Value>, between: &str, see: &mut dyn FnMut(&mut String)) {
    if !parts.iter().any(is_text) {
        return;
    }
    let mut kept = Vec::with_capacity(parts.len());
    let mut rest = std::mem::take(parts).into_iter().peekable();
    while let Some(first) = rest.next() {
        if !is_text(&first) {
            kept.push(first);
            continue;
        }
        let mut run = vec![first];
        while let Some(next) = rest.next_if(is_text) {
            run.push(next);
        }
        let texts: Vec<_> = run.iter().filter_map(|part| part.get("text")?.as_str()).collect();
        let mut after = shown(texts.join(between), see);
        if after.is_none() && texts.len() > 1 && !between.is_empty() {
            // A model may read them without anything between.
            after = shown(texts.concat(), see);
        }
        if let Some(after) = after {
            run.drain(..run.len() - 1);
            run.iter_mut().for_each(|last| last["text"] = Value::from(after.as_str()));
        }
        kept.append(&mut run);
    }
    *parts = kept;
    let texts: Vec<_> = parts
        .iter()
        .filter(|part| is_text(part))
        .filter_map(|part| part.get("text")?.as_str())
        .collect();
    if texts.len() < 2 {
        return;
    }
    if let Some(after) = shown(texts.concat(), see) {
        let last = parts.iter().rposition(is_text);
        let mut position = 0..;
        parts.retain(|part| position.next() == last || !is_text(part));
        if let Some(part) = parts.iter_mut().rfind(|part| is_text(part)) {
            part["text"] = Value::from(after);
        }
    }
}

/// A text as it is changed; none where it is not.
pub(super) fn shown(before: String, see: &mut dyn FnMut(&mut String)) -> Option<String> {
    let mut after = before.clone();
    see(&mut after);
    (after != before).then_some(after)
}
