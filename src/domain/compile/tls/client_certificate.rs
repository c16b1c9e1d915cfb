//! The client certificate that a Gateway presents to upstreams: `tls.backend.clientCertificateRef`. It is presented
//! where a BackendTLSPolicy asks for TLS, and nowhere else.
//!
//! Source: GEP-3155 (<https://gateway-api.sigs.k8s.io/geps/gep-3155/>); agentgateway's
//! `controller/pkg/agentgateway/plugins/backend_tls_plugin.go` at 75b4e6ce6, `applyGatewayBackendClientCert`.

use std::sync::Arc;

use crate::domain::compile::listeners;
use crate::domain::compile::rejected::{ConditionReason, Rejected};
use crate::domain::crd::gateway_api::{self, GatewaySpec};
use crate::domain::route::certificate::Certificate;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectRef};

/// The client certificate of a Gateway; none where it names none.
///
/// # Errors
/// The reason `InvalidClientCertificateRef`, or that of a missing ReferenceGrant.
pub fn of(
    snapshot: &Snapshot,
    gateway: &Object<GatewaySpec>,
) -> Result<Option<Arc<Certificate>>, Rejected> {
    let Some(reference) = gateway_api::client_certificate(&gateway.spec) else { return Ok(None) };
    let home = ObjectRef::new(Kind::Gateway, gateway.name.clone());
    let found = listeners::certificate(snapshot, &home, reference);
    found.map(Some).map_err(|fault| match fault.reason {
        ConditionReason::InvalidCertificateRef => {
            Rejected::new(ConditionReason::InvalidClientCertificateRef, fault.message)
        }
        _ => fault,
    })
}
