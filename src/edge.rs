//! What is done: clusters, files, sockets, logs.

pub mod cluster;
pub mod source;
