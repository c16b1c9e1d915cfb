//! Replies on their way to the client: ours, the upstream's, the simulator's, and what is made of them.

pub(super) mod local_reply;
pub(super) mod read;
pub(super) mod response;
pub(super) mod response_body;
pub(super) mod response_buffer;
pub(super) mod response_guard;
pub(super) mod response_transformation;
pub(super) mod response_translation;
pub(super) mod source;
