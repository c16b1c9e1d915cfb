//! BackendTLSPolicy: whom a Gateway trusts behind a Service.
//!
//! Source: Gateway API 1.5, BackendTLSPolicy (<https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicy>).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::reference::LocalReference;

/// `spec` of a BackendTLSPolicy.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTlsPolicySpec {
    pub target_refs: Vec<TlsTarget>,
    pub validation: BackendTlsPolicyValidation,
    pub options: Option<BTreeMap<String, String>>,
}

/// One of `targetRefs`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TlsTarget {
    pub group: String,
    pub kind: String,
    pub name: String,
    pub section_name: Option<String>,
}

/// `validation`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTlsPolicyValidation {
    pub hostname: String,
    pub ca_certificate_refs: Option<Vec<LocalReference>>,
    #[serde(rename = "wellKnownCACertificates")]
    pub well_known_ca_certificates: Option<String>,
    pub subject_alt_names: Option<Vec<AltName>>,
}

/// One of `subjectAltNames`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AltName {
    pub r#type: AltNameType,
    pub hostname: Option<String>,
    pub uri: Option<String>,
}

/// What an alternative name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum AltNameType {
    Hostname,
    #[serde(rename = "URI")]
    Uri,
}
