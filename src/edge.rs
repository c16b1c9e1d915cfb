//! What is done: clusters, files, sockets, logs.

pub mod attempt;
pub mod audit;
pub mod cluster;
pub mod proxy;
pub mod simulator;
pub mod source;
pub mod telemetry;
pub mod tls;
