//! One finding: the object, what is wrong with it, what to do next.

use serde::Serialize;

use crate::domain::snapshot::Origin;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// How bad it is; ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Works, and probably not as meant.
    Warning,
    /// Requests fail.
    Error,
}

impl Severity {
    /// One word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// None where it is no object that is wrong.
    pub object: Option<ObjectRef>,
    /// Where that object was read.
    pub origin: Option<Origin>,
    /// The field of the object that it is about, as `spec.rules[0]`, for whoever can find its line.
    pub field: Option<String>,
    /// A lowercase fragment: it stands behind the object's name.
    pub message: String,
    /// The command or the change that mends it.
    pub next: Option<String>,
}

impl Finding {
    /// A finding about an object.
    pub fn on(kind: Kind, name: &ObjectName, message: impl Into<String>) -> Self {
        let object = Some(ObjectRef::new(kind, name.clone()));
        Finding { object, origin: None, field: None, message: message.into(), next: None }
    }

    /// A finding about something that is no object.
    pub fn plain(message: impl Into<String>) -> Self {
        Finding { object: None, origin: None, field: None, message: message.into(), next: None }
    }

    /// The same with the field that it is about.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same with what to do.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }

    /// The same with what to do, where that is known.
    #[must_use]
    pub fn next_if(mut self, next: Option<String>) -> Self {
        self.next = next;
        self
    }
}
