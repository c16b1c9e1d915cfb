//! What only shows between processes and sockets: the proxy against scripted upstreams, the program as its user calls
//! it, and a real control plane.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has nothing better to do than to say why and stop"
)]

mod clients;
mod cluster;
mod commands;
mod conformance;
mod control_plane;
mod fuzzed;
mod hardening;
mod proxy;
mod register;
mod silence;
mod support;
