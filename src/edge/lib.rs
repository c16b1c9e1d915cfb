//! What is done: clusters, files, sockets, logs.

pub use agw_domain::domain;

// The name is that of the floor, so that a path reads the same on every floor.
#[path = "."]
pub mod edge {
    pub mod attempt;
    pub mod audit;
    pub mod cluster;
    pub mod disk;
    pub mod kills;
    pub mod proxy;
    pub mod simulator;
    pub mod source;
    pub mod telemetry;
    pub mod tls;
}
