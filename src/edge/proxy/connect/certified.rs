//! Certificates with their keys, ready for handshakes. One of the places where a secret is opened. Their form, with its
//! sources, is in `domain::route::certificate`.

use rustls::crypto;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use crate::domain::route::certificate::Certificate;

/// What is wrong with a certificate or its key, without showing it.
#[derive(Debug, thiserror::Error)]
pub(in crate::edge::proxy) enum InvalidCertificate {
    #[error("`tls.crt`: {0}")]
    Chain(pem::Error),
    #[error("`tls.key`: {0}")]
    Key(pem::Error),
    /// They cannot be used, or not together.
    #[error(transparent)]
    Pair(#[from] rustls::Error),
}

/// A certificate ready for handshakes.
///
/// # Errors
/// PEM that cannot be read; a key that is not the certificate's.
pub(in crate::edge::proxy) fn certified(
    certificate: &Certificate,
) -> Result<CertifiedKey, InvalidCertificate> {
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(certificate.chain.expose()).collect();
    let chain = chain.map_err(InvalidCertificate::Chain)?;
    let key = PrivateKeyDer::from_pem_slice(certificate.key.expose());
    let key = key.map_err(InvalidCertificate::Key)?;
    Ok(CertifiedKey::from_der(chain, key, &crypto::ring::default_provider())?)
}
