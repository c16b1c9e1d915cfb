//! The JSON and YAML shapes that scripts rely on. A field is added, never renamed or removed, within a version.

use serde::Serialize;

/// The version of every shape here.
pub const API_VERSION: &str = "cli.kubectl-agw.dev/v1alpha1";

/// A list of derived things.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    api_version: &'static str,
    kind: &'static str,
    items: T,
}

impl<T: Serialize> List<T> {
    /// The list called `kind`.
    pub fn new(kind: &'static str, items: T) -> Self {
        List { api_version: API_VERSION, kind, items }
    }
}

/// One derived thing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct One<T> {
    api_version: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    content: T,
}

impl<T: Serialize> One<T> {
    /// The thing called `kind`.
    pub fn new(kind: &'static str, content: T) -> Self {
        One { api_version: API_VERSION, kind, content }
    }
}
