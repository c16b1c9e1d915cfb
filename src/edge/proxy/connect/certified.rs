//! Certificates with their keys, ready for handshakes. One of the places where a secret is opened.

use rustls::crypto;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use crate::domain::route::certificate::Certificate;

/// A certificate ready for handshakes.
///
/// # Errors
/// What is wrong with it, without showing it.
pub(in crate::edge::proxy) fn certified(certificate: &Certificate) -> Result<CertifiedKey, String> {
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(certificate.chain.expose()).collect();
    let chain = chain.map_err(|error| format!("`tls.crt`: {error}"))?;
    let key = PrivateKeyDer::from_pem_slice(certificate.key.expose());
    let key = key.map_err(|error| format!("`tls.key`: {error}"))?;
    CertifiedKey::from_der(chain, key, &crypto::ring::default_provider())
        .map_err(|error| error.to_string())
}
