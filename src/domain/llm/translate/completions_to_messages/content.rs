//! What a message of OpenAI's says, part by part: texts and images. A part that a message of Anthropic's has no place for is an
//! error: left out, nobody would know that the model has not read it.

use serde_json::{Value, json};

use crate::domain::llm::translate::{Untranslatable, each, text};

pub(super) fn text_block(text: String) -> Value {
    json!({"type": "text", "text": text})
}

/// The text of a content that is no list; none where it says nothing.
pub(super) fn whole(content: Value) -> Result<Option<String>, Untranslatable> {
    match content {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        _ => Err(Untranslatable::field("", "must be a string")),
    }
}

/// The texts of a content that are not empty.
pub(super) fn texts(content: Value) -> Result<Vec<String>, Untranslatable> {
    of(content, |part| part_text(part, &["text"]))
}

/// The same of what a model answered, where a refusal is said too.
pub(super) fn answers(content: Value) -> Result<Vec<String>, Untranslatable> {
    of(content, |part| part_text(part, &["text", "refusal"]))
}

/// The texts and images of a content.
pub(super) fn blocks(content: Value) -> Result<Vec<Value>, Untranslatable> {
    let block = |mut part: Value| match text(&part, "type") {
        Some("image_url") => {
            let url = part.pointer_mut("/image_url/url").map(Value::take);
            match url {
                Some(Value::String(url)) => {
                    Ok(Some(json!({"type": "image", "source": source(&url)})))
                }
                _ => Err(Untranslatable::field(".image_url", "must be an object with a `url`")),
            }
        }
        _ => part_text(part, &["text"]).map(|text| text.map(text_block)),
    };
    match content {
        Value::Array(_) => of(content, block),
        content => Ok(texts(content)?.into_iter().map(text_block).collect()),
    }
}

/// What a content says: a text, or what its parts become.
fn of<T>(
    content: Value,
    part: impl FnMut(Value) -> Result<Option<T>, Untranslatable>,
) -> Result<Vec<T>, Untranslatable> {
    let parts = match content {
        Value::Array(parts) => parts,
        Value::Null => Vec::new(),
        Value::String(_) => vec![json!({"type": "text", "text": content})],
        _ => return Err(Untranslatable::field(".content", "must be a string or a list of parts")),
    };
    Ok(each(parts, ".content", part)?.into_iter().flatten().collect())
}

/// The text of a part of one of these types; none where it is empty.
fn part_text(mut part: Value, types: &[&str]) -> Result<Option<String>, Untranslatable> {
    if !part.is_object() {
        return Err(Untranslatable::field("", "must be an object"));
    }
    // Some clients leave the type of a text out.
    let kind = text(&part, "type").unwrap_or("text");
    let Some(kind) = types.iter().find(|known| **known == kind) else {
        return Err(Untranslatable::field(".type", "is a part that can't be translated"));
    };
    match part.get_mut(*kind).map(Value::take) {
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Some(Value::Null) => Ok(None),
        _ => Err(Untranslatable::field(".text", "must be a string")),
    }
}

/// An image: `data:TYPE;base64,DATA`, or where it is.
fn source(url: &str) -> Value {
    match data_url(url) {
        Some((kind, data)) => json!({"type": "base64", "media_type": kind, "data": data}),
        None => json!({"type": "url", "url": url}),
    }
}

fn data_url(url: &str) -> Option<(&str, &str)> {
    let (about, data) = url.strip_prefix("data:")?.split_once(',')?;
    let (kind, coding) = about.rsplit_once(';')?;
    let kind = kind.split(';').next().unwrap_or_default();
    coding.eq_ignore_ascii_case("base64").then_some((kind, data))
}
