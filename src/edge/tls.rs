//! TLS towards others: what the system trusts, or what a policy says instead.

use std::fmt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{
    CertificateError, ClientConfig, ConfigBuilder, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme, WantsVerifier,
};

use crate::domain::route::trust::{Trust, Verify};
use crate::domain::value::object_ref::ObjectName;

/// Why nobody can be trusted as it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsError {
    /// This machine has no root certificates, and why.
    NoSystemRoots(String),
    /// The certificates of authorities are no PEM.
    NoPem,
    /// None of the certificates is a root.
    NoRoots,
    /// A name that no certificate can have.
    NoServerName(String),
    /// The certificate to show, in this Secret, cannot be used, and why.
    ClientCertificate { secret: ObjectName, why: String },
    /// What rustls says.
    Rustls(String),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TlsError::NoSystemRoots(why) => {
                let hint = "SSL_CERT_FILE can be set to a file of them";
                write!(f, "no trusted root certificates on this machine; {hint} ({why})")
            }
            TlsError::NoPem => f.write_str("the CA certificates are not valid PEM"),
            TlsError::NoRoots => f.write_str("no trusted root certificate"),
            TlsError::NoServerName(name) => write!(f, "invalid server name {name:?}"),
            TlsError::ClientCertificate { secret, why } => {
                write!(f, "the client certificate in Secret {secret}: {why}")
            }
            TlsError::Rustls(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for TlsError {}

/// Trusts the system's roots.
///
/// # Errors
/// There are none on this machine.
pub fn trusting_system() -> Result<ClientConfig, TlsError> {
    use hyper_rustls::ConfigBuilderExt as _;
    Ok(builder()?
        .with_native_roots()
        .map_err(|error| TlsError::NoSystemRoots(error.to_string()))?
        .with_no_client_auth())
}

/// For addresses without TLS: a connector wants a configuration even where it is never used.
///
/// # Errors
/// The cryptography has no protocol version, which does not happen.
pub fn trusting_nobody() -> Result<ClientConfig, TlsError> {
    Ok(builder()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// Trusts as a policy says, and shows `client` where it is asked who calls.
///
/// # Errors
/// Certificates that are none, names that are none, no certificates to trust.
pub fn trusting(trust: &Trust, client: Option<CertifiedKey>) -> Result<ClientConfig, TlsError> {
    let roots = Arc::new(roots(trust.authorities.as_deref())?);
    let config = builder()?.with_root_certificates(Arc::clone(&roots));
    let mut config = match client {
        Some(key) => config.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(key))),
        None => config.with_no_client_auth(),
    };
    let provider = Arc::clone(config.crypto_provider());
    let looks = match &trust.verify {
        Verify::Name => None,
        Verify::Nothing => Some(ServerCheck::Nothing),
        Verify::AnyName => Some(ServerCheck::AnyName(verifier(roots, &provider)?)),
        Verify::Names(names) => {
            let names: Result<Vec<_>, _> = names.iter().map(|name| wanted(name)).collect();
            Some(ServerCheck::Names(verifier(roots, &provider)?, names?))
        }
    };
    if let Some(looks) = looks {
        config.dangerous().set_certificate_verifier(Arc::new(Lenient { looks, provider }));
    }
    config.alpn_protocols = trust.alpn.iter().map(|name| name.clone().into_bytes()).collect();
    Ok(config)
}

fn roots(authorities: Option<&str>) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    let certificates = match authorities {
        Some(pem) => CertificateDer::pem_slice_iter(pem.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| TlsError::NoPem)?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    let (valid, _) = roots.add_parsable_certificates(certificates);
    if valid == 0 {
        return Err(TlsError::NoRoots);
    }
    Ok(roots)
}

fn verifier(
    roots: Arc<RootCertStore>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, TlsError> {
    let builder = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(provider));
    builder.build().map_err(|error| TlsError::Rustls(error.to_string()))
}

/// What is looked at in a certificate instead of the usual.
#[derive(Debug)]
enum ServerCheck {
    Nothing,
    AnyName(Arc<WebPkiServerVerifier>),
    Names(Arc<WebPkiServerVerifier>, Vec<NamePattern>),
}

/// A name that a certificate may have.
#[derive(Debug)]
enum NamePattern {
    Server(ServerName<'static>),
    /// `spiffe://…` and others.
    Uri(String),
}

fn wanted(name: &str) -> Result<NamePattern, TlsError> {
    match ServerName::try_from(name.to_owned()) {
        Ok(name) => Ok(NamePattern::Server(name)),
        Err(_) if name.contains("://") => Ok(NamePattern::Uri(name.to_owned())),
        Err(_) => Err(TlsError::NoServerName(name.to_owned())),
    }
}

/// The outcome, where nothing but the name may be wrong.
fn of_any_name(outcome: Result<ServerCertVerified, Error>) -> Result<ServerCertVerified, Error> {
    match outcome {
        Err(Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        )) => Ok(ServerCertVerified::assertion()),
        outcome => outcome,
    }
}

fn has_uri(end: &CertificateDer<'_>, uri: &str) -> bool {
    let certificate = webpki::EndEntityCert::try_from(end);
    certificate.is_ok_and(|certificate| certificate.valid_uri_names().any(|name| name == uri))
}

/// A judge of certificates who looks at less, or elsewhere, because a policy says so.
#[derive(Debug)]
struct Lenient {
    looks: ServerCheck,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match &self.looks {
            ServerCheck::Nothing => Ok(ServerCertVerified::assertion()),
            ServerCheck::AnyName(strict) => {
                of_any_name(strict.verify_server_cert(end, between, name, ocsp, now))
            }
            ServerCheck::Names(strict, names) => {
                let mut outcome = Err(CertificateError::NotValidForName.into());
                for wanted in names {
                    outcome = match wanted {
                        NamePattern::Server(name) => {
                            strict.verify_server_cert(end, between, name, ocsp, now)
                        }
                        NamePattern::Uri(uri) => {
                            let any = strict.verify_server_cert(end, between, name, ocsp, now);
                            of_any_name(any).and_then(|good| match has_uri(end, uri) {
                                true => Ok(good),
                                false => Err(CertificateError::NotValidForName.into()),
                            })
                        }
                    };
                    if outcome.is_ok() {
                        break;
                    }
                }
                outcome
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::Rustls(error.to_string()))
}
