//! The shapes in which people wrote backends, each a row that knows its own and turns it into the canonical form.

pub mod blog;
pub mod kgateway_2_0;
pub mod kgateway_2_1;
pub mod misplaced;
pub mod reference;
pub mod route_types;
mod unconvertible;
pub mod workshop;

pub use unconvertible::Unconvertible;

mod change;
mod kgateway;

use serde_json::Value;

pub use change::{Changes, FieldChange, FieldEffect};

/// One shape of a backend object.
pub struct Dialect {
    /// What messages call it.
    pub name: &'static str,
    /// Whether `object` is written in this shape.
    pub speaks: fn(object: &Value) -> bool,
    /// Whether it keeps fields in places of its own, where the canonical form would have them misplaced.
    pub has_own_places: bool,
    /// The same object without what this dialect says otherwise, or what is wrong with it. Every change is noted down.
    pub canonical: fn(object: Value, changes: &mut Changes) -> Result<Value, Unconvertible>,
}

/// Every dialect, the canonical one last. An object may speak several: whole shapes come first, slips inside the
/// canonical shape after them.
pub const DIALECTS: &[Dialect] = &[
    kgateway_2_0::DIALECT,
    kgateway_2_1::DIALECT,
    blog::DIALECT,
    workshop::DIALECT,
    misplaced::DIALECT,
    route_types::DIALECT,
    CANONICAL,
];

/// agentgateway's own form.
pub const CANONICAL: Dialect = Dialect {
    name: "canonical",
    speaks: |_| true,
    has_own_places: false,
    canonical: known_provider,
};

/// An object in the canonical form, and how it came to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Canonical {
    pub object: Value,
    /// The dialect it was written in; none for agentgateway's own form.
    pub dialect: Option<&'static str>,
    /// Whether a dialect that it was written in keeps fields in places of its own.
    pub has_own_places: bool,
    pub changes: Vec<FieldChange>,
}

/// Turns a backend into the canonical form.
///
/// # Errors
/// What it says that has no canonical form.
pub fn canonical(mut object: Value) -> Result<Canonical, Unconvertible> {
    let mut changes = Changes::default();
    let mut spoken = None;
    let mut has_own_places = false;
    for dialect in DIALECTS.iter().filter(|dialect| dialect.name != CANONICAL.name) {
        if (dialect.speaks)(&object) {
            spoken = spoken.or(Some(dialect.name));
            has_own_places |= dialect.has_own_places;
            object = (dialect.canonical)(object, &mut changes)?;
        }
    }
    let object = (CANONICAL.canonical)(object, &mut changes)?;
    Ok(Canonical { object, dialect: spoken, has_own_places, changes: changes.into_vec() })
}

/// The dialect that a backend is written in; none for agentgateway's own form.
#[must_use]
pub fn of(object: &Value) -> Option<&'static str> {
    let spoken = DIALECTS.iter().find(|dialect| (dialect.speaks)(object));
    spoken.map(|dialect| dialect.name).filter(|name| *name != CANONICAL.name)
}

/// Refuses an `ai` block that says nothing we know, naming what it does say.
fn known_provider(object: Value, _: &mut Changes) -> Result<Value, Unconvertible> {
    let Some(ai) = object.pointer("/spec/ai") else { return Ok(object) };
    if ai.get("provider").is_some() || ai.get("groups").is_some() {
        return Ok(object);
    }
    let there = ai.as_object().into_iter().flatten().map(|(key, _)| key.clone());
    Err(Unconvertible::UnknownDialect(there.collect()))
}
