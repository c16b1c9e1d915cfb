//! The JSON and YAML shapes that scripts rely on. A field is added, never renamed or removed, within a version.

use serde::Serialize;

use crate::domain::snapshot::coverage::NotRead;

/// The version of every shape here.
pub const API_VERSION: &str = "cli.kubectl-agw.dev/v1alpha1";

/// A list of derived things.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    api_version: &'static str,
    kind: &'static str,
    /// What may not be read, where something may not: the items are then not all there are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<NotRead>,
    items: T,
}

impl<T: Serialize> List<T> {
    /// The list called `kind`.
    pub fn new(kind: &'static str, items: T) -> Self {
        List { api_version: API_VERSION, kind, unread: Vec::new(), items }
    }

    /// The same, with what could not be read.
    #[must_use]
    pub fn without(self, unread: &[NotRead]) -> Self {
        List { unread: unread.to_vec(), ..self }
    }
}

/// One derived thing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct One<T> {
    api_version: &'static str,
    kind: &'static str,
    /// What may not be read, where something may not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<NotRead>,
    #[serde(flatten)]
    content: T,
}

impl<T: Serialize> One<T> {
    /// The thing called `kind`.
    pub fn new(kind: &'static str, content: T) -> Self {
        One { api_version: API_VERSION, kind, unread: Vec::new(), content }
    }

    /// The same, with what could not be read.
    #[must_use]
    pub fn without(self, unread: &[NotRead]) -> Self {
        One { unread: unread.to_vec(), ..self }
    }
}
