//! Bodies of requests: how they arrive, how much memory and time they may take, and how they are forwarded. A mechanism
//! of this program; each file names the limits that have a source.

pub(super) mod budget;
pub(super) mod client;
pub(super) mod decode;
pub(super) mod json_budget;
pub(super) mod offload;
pub(super) mod upstream;
pub(super) mod wire;
