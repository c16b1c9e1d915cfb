//! Calls of upstreams: which provider, how often, what is sent, and for how long it is waited for.

pub(super) mod attempts;
mod backend_transformation;
mod guard_offload;
mod http_call;
pub(super) mod mirror;
mod model_call;
pub(super) mod model_selection;
pub(super) mod request;
mod within;
