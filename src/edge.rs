//! What is done: clusters, files, sockets, logs.

pub mod proxy;
pub mod simulator;
pub mod source;
pub mod telemetry;
