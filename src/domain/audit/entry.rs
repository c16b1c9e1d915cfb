//! A line as it is read again.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::chain::{self, Hash};
use crate::domain::llm::strict;

/// One line of a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub ordinal: u64,
    /// RFC 3339.
    pub time: String,
    pub kind: String,
    /// Everything, the hash included.
    pub members: Map<String, Value>,
}

/// Why bytes are no line of a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotALine {
    #[error("it doesn't end like a line of the log: it was truncated or changed")]
    End,
    #[error("it isn't a JSON object with unique names: {0}")]
    Json(String),
    #[error("it has no `{0}`, or an unexpected one")]
    Member(&'static str),
}

impl Entry {
    /// Reads a line, with its line break.
    ///
    /// # Errors
    /// It is none: no object, a name twice, no ordinal, type or time.
    pub fn read(line: &[u8]) -> Result<Self, NotALine> {
        let json = line.strip_suffix(b"\n").ok_or(NotALine::End)?;
        let members = strict::object(json).map_err(|error| NotALine::Json(error.to_string()))?;
        let text = |name: &'static str| {
            let found = members.get(name).and_then(Value::as_str).map(str::to_owned);
            found.ok_or(NotALine::Member(name))
        };
        let ordinal = members.get("ordinal").and_then(Value::as_u64);
        let ordinal = ordinal.ok_or(NotALine::Member("ordinal"))?;
        let (time, kind) = (text("time")?, text("type")?);
        Ok(Entry { ordinal, time, kind, members })
    }

    /// Reads a line with what its hash is of, and its hash.
    ///
    /// # Errors
    /// As [`Entry::read`].
    pub fn bound(line: &[u8]) -> Result<(Self, &[u8], Hash), NotALine> {
        let (body, hash) = chain::parts(line).ok_or(NotALine::End)?;
        Ok((Entry::read(line)?, body, hash))
    }

    /// The members as a record of its type.
    ///
    /// # Errors
    /// They are not those of one.
    pub fn record<T: DeserializeOwned>(&self) -> Result<T, NotALine> {
        let whole = Value::Object(self.members.clone());
        serde_json::from_value(whole).map_err(|error| NotALine::Json(error.to_string()))
    }

    /// A member that is text; empty where there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.members.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A member that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.members.get(name).and_then(Value::as_u64)
    }
}
