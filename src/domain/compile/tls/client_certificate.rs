//! The client certificate that a Gateway presents to upstreams: `tls.backend.clientCertificateRef`. It is presented
//! where a BackendTLSPolicy asks for TLS, and nowhere else.
//!
//! Source: GEP-3155 (<https://gateway-api.sigs.k8s.io/geps/gep-3155/>); agentgateway's
//! `controller/pkg/agentgateway/plugins/backend_tls_plugin.go` at 75b4e6ce6, `applyGatewayBackendClientCert`.

use std::sync::Arc;

use crate::domain::compile::listeners;
use crate::domain::crd::gateway_api::{self, GatewaySpec};
use crate::domain::route::certificate::Certificate;
use crate::domain::route::reason::CertificateFault;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectRef};

/// The client certificate of a Gateway; none where it names none.
///
/// # Errors
/// It does not exist, is invalid, or no ReferenceGrant allows the reference.
pub fn of(
    snapshot: &Snapshot,
    gateway: &Object<GatewaySpec>,
) -> Result<Option<Arc<Certificate>>, CertificateFault> {
    let Some(reference) = gateway_api::client_certificate(&gateway.spec) else { return Ok(None) };
    let home = ObjectRef::new(Kind::Gateway, gateway.name.clone());
    listeners::certificate(snapshot, &home, reference).map(Some)
}
