//! kubectl-agw: one registry of every model behind agentgateway, one vault of keys, one audit log.
//!
//! Read in this order: [`domain`], what is true; [`edge`], what is done; [`cli`], what is said. A floor may use the
//! floors under it and never one above (`tests/tidy/`).

pub mod cli;

pub use agw_domain::domain;
pub use agw_edge::edge;
