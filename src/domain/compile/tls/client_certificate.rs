//! The certificate that a Gateway shows to upstreams which ask who calls: `tls.backend.clientCertificateRef`.
//!
//! As in agentgateway it is shown where a BackendTLSPolicy asks for TLS, and nowhere else.

use std::sync::Arc;

use crate::domain::compile::listeners;
use crate::domain::compile::rejected::Rejected;
use crate::domain::crd::gateway_api::{self, GatewaySpec};
use crate::domain::route::certificate::Certificate;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectRef};

/// The certificate of a Gateway; none where it names none.
///
/// # Errors
/// Why it cannot be shown.
pub fn of(
    snapshot: &Snapshot,
    gateway: &Object<GatewaySpec>,
) -> Result<Option<Arc<Certificate>>, Rejected> {
    let Some(reference) = gateway_api::client_certificate(&gateway.spec) else { return Ok(None) };
    let home = ObjectRef::new(Kind::Gateway, gateway.name.clone());
    let found = listeners::certificate(snapshot, &home, reference);
    found.map(Some).map_err(|fault| match fault.reason {
        listeners::INVALID_CERTIFICATE_REF => {
            Rejected::new("InvalidClientCertificateRef", fault.message)
        }
        _ => fault,
    })
}
