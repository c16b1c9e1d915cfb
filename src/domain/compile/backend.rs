//! What routes refer to, resolved: references to upstreams that the proxy can call.

pub mod credential;
pub mod http_backend;
pub mod model;
pub mod model_routers;
pub mod provider_groups;
pub mod reference;
