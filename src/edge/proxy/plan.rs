//! What is sent, and where: heads, keys, paths and bodies as an upstream gets them. Nothing here waits or sends.

pub(super) mod client_key;
pub(super) mod credential;
pub(super) mod guarding;
pub(super) mod head;
pub(super) mod target;
pub(super) mod translate;
