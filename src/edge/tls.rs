//! TLS towards others: what the system trusts, and nothing else.

use std::sync::Arc;

use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};

/// Trusts the system's roots.
///
/// # Errors
/// There are none on this machine.
pub fn trusting_system() -> Result<ClientConfig, String> {
    use hyper_rustls::ConfigBuilderExt as _;
    let roots =
        "no root certificates to trust on this machine; SSL_CERT_FILE may name a file of them";
    Ok(builder()?
        .with_native_roots()
        .map_err(|error| format!("{roots} ({error})"))?
        .with_no_client_auth())
}

/// For addresses without TLS: a connector wants a configuration even where it is never used.
///
/// # Errors
/// The cryptography has no protocol version, which does not happen.
pub fn trusting_nobody() -> Result<ClientConfig, String> {
    Ok(builder()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())
}
