//! Replies on their way to the client: ours, the upstream's, the simulator's, and what is made of them.

pub(super) mod buffering;
pub(super) mod guarding;
pub(super) mod local_reply;
pub(super) mod read;
pub(super) mod response;
pub(super) mod response_body;
pub(super) mod source;
pub(super) mod transforming;
pub(super) mod translating;
