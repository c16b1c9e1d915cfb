//! BackendTLSPolicy: whom a Gateway trusts behind a Service. Every field is known: one that is misspelt would leave a
//! server trusted that must not be.
//!
//! Source: Gateway API 1.5, BackendTLSPolicy (<https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicy>).

use std::collections::BTreeMap;

use serde::Deserialize;

/// What connections to some objects have to see of a server.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackendTlsPolicySpec {
    pub target_refs: Vec<TlsTarget>,
    pub validation: BackendTlsPolicyValidation,
    /// Settings of single implementations; agentgateway has none.
    pub options: Option<BTreeMap<String, String>>,
}

/// An object of the policy's own namespace, or a section of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TlsTarget {
    pub group: String,
    pub kind: String,
    pub name: String,
    pub section_name: Option<String>,
    /// Not in the definition, whose policies target objects of their own namespace. Where somebody wrote it all the same,
    /// it says what refuses until it is mended.
    pub namespace: Option<String>,
}

/// Whom connections trust.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackendTlsPolicyValidation {
    pub ca_certificate_refs: Option<Vec<AuthorityRef>>,
    /// The server name that is asked for.
    pub hostname: String,
    pub subject_alt_names: Option<Vec<AltName>>,
    /// `System`.
    #[serde(rename = "wellKnownCACertificates")]
    pub well_known_ca_certificates: Option<String>,
}

/// An object that holds certificates of authorities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityRef {
    pub group: String,
    pub kind: String,
    pub name: String,
}

/// A name that a server's certificate may have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum AltName {
    Hostname {
        hostname: String,
    },
    #[serde(rename = "URI")]
    Uri {
        uri: String,
    },
}
