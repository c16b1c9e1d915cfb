//! The shapes in which people wrote backends, each a row that knows its own and turns it into the canonical form.

pub mod workshop;

use serde_json::Value;

/// One shape of a backend object.
pub struct Dialect {
    /// What messages call it.
    pub name: &'static str,
    /// Whether `object` is written in this shape.
    pub speaks: fn(object: &Value) -> bool,
    /// The same object in the canonical shape, or what is wrong with it.
    pub canonical: fn(object: Value) -> Result<Value, String>,
}

/// Every dialect, the canonical one last: it takes what no other knows.
pub const DIALECTS: &[Dialect] = &[workshop::DIALECT, CANONICAL];

/// agentgateway's own form.
pub const CANONICAL: Dialect =
    Dialect { name: "canonical", speaks: |_| true, canonical: known_provider };

/// The dialect that `object` is written in.
#[must_use]
pub fn of(object: &Value) -> &'static Dialect {
    DIALECTS.iter().find(|dialect| (dialect.speaks)(object)).unwrap_or(&CANONICAL)
}

/// Refuses an `ai` block that says nothing we know, naming what it does say.
fn known_provider(object: Value) -> Result<Value, String> {
    let Some(ai) = object.pointer("/spec/ai") else { return Ok(object) };
    if ai.get("provider").is_some() || ai.get("groups").is_some() {
        return Ok(object);
    }
    let said: Vec<_> = ai.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    Err(format!(
        "unknown dialect: `spec.ai` has neither `provider` nor `groups` (it has: {}); write `spec.ai.provider.<name>` \
         or the workshop's `spec.ai.openAI`",
        if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
    ))
}
