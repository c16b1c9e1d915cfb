//! Replies to the client: this proxy's own, the upstream's and the simulator's, and how they are changed. Each file
//! names its own source.

mod idle_body;
pub(super) mod local_reply;
pub(super) mod read;
pub(super) mod response;
pub(super) mod response_body;
pub(super) mod response_buffer;
pub(super) mod response_guard;
pub(super) mod response_transformation;
pub(super) mod response_translation;
pub(super) mod source;
