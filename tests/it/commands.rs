//! The program as its user calls it, without a cluster.

mod bad_input;
mod child;
mod dialects;
mod files;
mod kubeconfig;
mod readme;
mod speed;
