//! The program as its user calls it, without a cluster.

mod bad_input;
mod dialects;
mod files;
mod kubeconfig;
mod readme;
mod speed;
