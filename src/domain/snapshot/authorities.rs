//! `caCertificateRefs` and `mtlsCertificateRef`: the objects from which a `tls` policy takes the certificates of
//! authorities, and its own.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::crd::backend::SecretRef;
use crate::domain::crd::gateway_api::AuthorityRef;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The data key of an authority's certificates.
pub const KEY: &str = "ca.crt";

/// One reference, to an object of the policy's own namespace.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateRef {
    /// `ConfigMap` when absent.
    kind: Option<AuthorityKind>,
    pub name: String,
    key: Option<String>,
}

/// A kind of object that certificates stand in.
#[derive(Clone, Copy, Debug, Deserialize)]
enum AuthorityKind {
    ConfigMap,
    Secret,
}

impl CertificateRef {
    /// The data key of the certificates.
    #[must_use]
    pub fn data_key(&self) -> &str {
        self.key.as_deref().unwrap_or(KEY)
    }

    /// The kind of the object.
    #[must_use]
    pub fn of_kind(&self) -> Kind {
        match self.kind {
            Some(AuthorityKind::Secret) => Kind::Secret,
            Some(AuthorityKind::ConfigMap) | None => Kind::ConfigMap,
        }
    }
}

/// Whether a BackendTLSPolicy takes certificates from a ConfigMap there: it may from nothing else.
#[must_use]
pub fn is_config_map(reference: &AuthorityRef) -> bool {
    Kind::ConfigMap.is(&reference.group, &reference.kind)
}

/// The objects in `namespace` that the fields of a `tls` policy name.
#[must_use]
pub fn wanted(namespace: &str, tls: &Map<String, Value>) -> Vec<ObjectRef> {
    let refs = tls.get("caCertificateRefs").cloned().unwrap_or_default();
    let refs: Vec<CertificateRef> = serde_json::from_value(refs).unwrap_or_default();
    let object = |reference: CertificateRef| {
        ObjectRef::new(reference.of_kind(), ObjectName::new(namespace, &reference.name))
    };
    let clients = tls.get("mtlsCertificateRef").cloned().unwrap_or_default();
    let clients: Vec<SecretRef> = serde_json::from_value(clients).unwrap_or_default();
    let secret = |reference: SecretRef| {
        ObjectRef::new(Kind::Secret, ObjectName::new(namespace, &reference.name))
    };
    refs.into_iter().map(object).chain(clients.into_iter().map(secret)).collect()
}
