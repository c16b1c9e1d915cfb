//! TLS to upstreams: what the policies of backends and BackendTLSPolicies say of it, and what a controller would say of
//! them.
pub mod backend_tls;
pub mod client_certificate;
pub mod connection;
