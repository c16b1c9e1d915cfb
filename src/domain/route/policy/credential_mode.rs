//! `mode` of the policies that authenticate clients: what becomes of a request without a good credential.

use serde_json::Value;

/// What becomes of a request without a good credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is refused.
    Strict,
    /// With a bad one it is refused, without one it passes.
    Optional,
    /// It passes.
    Permissive,
}

impl Mode {
    /// Reads a `mode`; without one it is strict.
    ///
    /// # Errors
    /// A word that is none.
    pub fn read(written: &Value) -> Result<Self, String> {
        match written.get("mode").and_then(Value::as_str).unwrap_or("Strict") {
            "Strict" => Ok(Mode::Strict),
            "Optional" => Ok(Mode::Optional),
            "Permissive" => Ok(Mode::Permissive),
            other => Err(format!("{other:?} is no mode")),
        }
    }
}
