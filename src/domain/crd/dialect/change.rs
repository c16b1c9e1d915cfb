//! What turning an object into the canonical form did to it, field by field.

use std::fmt;

/// One change, and the field of the original that it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field as a JSON pointer (RFC 6901) into the object as it was written.
    pub at: String,
    pub effect: FieldEffect,
    /// A lowercase fragment.
    pub said: String,
}

/// What became of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldEffect {
    /// The same thing is said elsewhere, or in other words.
    Rewritten,
    /// It has no canonical form, or none is needed.
    Dropped,
    /// Something was added so that the object goes on meaning what it did.
    Added,
    /// Nothing was done that a person should not know of.
    Note,
}

impl fmt::Display for FieldEffect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FieldEffect::Rewritten => "rewritten",
            FieldEffect::Dropped => "dropped",
            FieldEffect::Added => "added",
            FieldEffect::Note => "note",
        })
    }
}

/// The changes of one object, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub struct Changes(Vec<FieldChange>);

impl Changes {
    pub(super) fn rewritten(&mut self, at: &str, said: impl Into<String>) {
        self.add(at, FieldEffect::Rewritten, said.into());
    }

    pub(super) fn dropped(&mut self, at: &str, said: impl Into<String>) {
        self.add(at, FieldEffect::Dropped, said.into());
    }

    pub(super) fn added(&mut self, at: &str, said: impl Into<String>) {
        self.add(at, FieldEffect::Added, said.into());
    }

    pub(super) fn note(&mut self, at: &str, said: impl Into<String>) {
        self.add(at, FieldEffect::Note, said.into());
    }

    fn add(&mut self, at: &str, effect: FieldEffect, said: String) {
        self.0.push(FieldChange { at: at.to_owned(), effect, said });
    }

    /// All of them.
    #[must_use]
    pub fn into_vec(self) -> Vec<FieldChange> {
        self.0
    }
}

/// A JSON pointer as a person writes the field: `spec.ai.host`, `spec.rules[0]`.
#[must_use]
pub(super) fn dotted(pointer: &str) -> String {
    let mut text = String::new();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        match step.bytes().all(|byte| byte.is_ascii_digit()) {
            true => text.push_str(&format!("[{step}]")),
            false if step.contains(['/', '.', '*']) => text.push_str(&format!("[{step:?}]")),
            false if text.is_empty() => text.push_str(&step),
            false => text.push_str(&format!(".{step}")),
        }
    }
    text
}

impl fmt::Display for FieldChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}: {}", dotted(&self.at), self.effect, self.said)
    }
}
