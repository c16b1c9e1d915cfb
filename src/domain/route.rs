//! What a route table is, and what it decides of a request: which rule, which filters and policies, which upstream.
//! `serve` and every explanation ask the same code. It knows no snapshot: `domain::compile` makes the table.
//!
//! Semantics are agentgateway's (`crates/agentgateway/src/http/route.rs` at 75b4e6ce6 and what it calls); where they differ from the Gateway API's text,
//! theirs win.

pub mod address;
pub mod backend_error;
pub mod balance;
pub mod browser;
pub mod cel;
pub mod certificate;
pub mod chance;
pub mod duration;
pub mod explain;
pub mod filter;
pub mod health;
pub mod http_upstream;
pub mod matcher;
pub mod mirror;
pub mod model_backend;
pub mod model_router;
pub mod policy;
pub mod reason;
pub mod refusal;
pub mod retry;
pub mod sample;
pub mod session_affinity;
pub mod table;
pub mod target;
pub mod trust;
pub mod upstream;
