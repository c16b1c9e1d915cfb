//! The proxy in process, between a client and upstreams that do as they are told. One property a test.

mod auth;
mod bodies;
mod cors;
mod drain;
mod errors;
mod explained;
mod failover;
mod formats;
mod headers;
mod http2;
mod listeners;
mod models;
mod nodelay;
mod policies;
mod rate_limit;
mod reload;
mod retry;
mod routing;
mod secrets;
mod simulated;
mod smuggling;
mod streams;
mod targets;
mod tls;
mod upgrades;
mod upstream_tls;
