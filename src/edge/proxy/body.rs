//! Bodies of requests: how they come, what they may take of memory and time, and what of them goes on.

pub(super) mod budget;
pub(super) mod client;
pub(super) mod decode;
pub(super) mod json_budget;
pub(super) mod offload;
pub(super) mod upstream;
pub(super) mod wire;
