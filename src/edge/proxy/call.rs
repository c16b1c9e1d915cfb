//! Calls of upstreams: which provider, how often, what is sent, and for how long it is waited for.

pub(super) mod attempts;
mod guarding;
mod http_call;
pub(super) mod mirror;
mod model_call;
pub(super) mod models;
pub(super) mod request;
mod transforming;
mod within;
