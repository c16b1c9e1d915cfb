//! TLS to upstreams, from the policies of backends and from BackendTLSPolicies, and the conditions of the latter. Each
//! file names its own source.

pub mod backend_tls;
pub mod client_certificate;
pub mod connection;
