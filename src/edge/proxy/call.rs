//! Calls of upstreams: which provider, how many attempts, what is sent, and how long to wait. Each file names its own
//! source.

pub(super) mod attempts;
mod backend_transformation;
mod guard_offload;
mod http_call;
pub(super) mod mirror;
mod model_call;
pub(super) mod model_selection;
pub(super) mod request;
mod within;
