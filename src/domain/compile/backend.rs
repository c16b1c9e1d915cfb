//! Backends: the references of routes, resolved to upstreams that the proxy can call. Each file names its own source.

pub mod credential;
pub mod http_backend;
pub mod model;
pub mod model_provider;
pub mod model_routers;
pub mod provider_groups;
pub mod reference;
