//! References of the Gateway API's kinds to other objects, and the grants that let them reach other namespaces.
//!
//! Source: Gateway API 1.5, ReferenceGrant (<https://gateway-api.sigs.k8s.io/reference/spec/#referencegrant>).

use serde::Deserialize;

/// An object of the same namespace.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct LocalReference {
    pub group: String,
    pub kind: String,
    pub name: String,
}

/// An object of any namespace. What kind it is where none is named, its field says.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ObjectReference {
    pub group: Option<String>,
    pub kind: Option<String>,
    pub name: String,
    pub namespace: Option<String>,
}

/// A Service, or another backend, and its port.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct BackendObjectReference {
    pub group: Option<String>,
    pub kind: Option<String>,
    pub name: String,
    pub namespace: Option<String>,
    pub port: Option<i32>,
}

/// `spec` of a ReferenceGrant.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ReferenceGrantSpec {
    pub from: Vec<GrantFrom>,
    pub to: Vec<GrantTo>,
}

/// Who may refer.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct GrantFrom {
    pub group: String,
    pub kind: String,
    pub namespace: String,
}

/// To what.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct GrantTo {
    pub group: String,
    pub kind: String,
    pub name: Option<String>,
}
