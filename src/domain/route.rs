//! From objects to decisions: a snapshot is compiled into an immutable [`table::RouteTable`], and the table is asked
//! where a request goes. `serve`, `list` and every explanation ask the same code.
//!
//! Semantics are agentgateway's (reference/agentgateway.md §4); where they differ from the Gateway API's text, theirs win.

pub mod address;
pub mod attach;
pub mod backend_error;
pub mod balance;
pub mod browser;
pub mod cel;
pub mod certificate;
pub mod compile;
pub mod conditions;
pub mod duration;
pub mod explain;
pub mod filter;
pub mod grant;
pub mod health;
mod hidden;
pub mod http_upstream;
pub mod listener_set;
pub mod listeners;
pub mod matcher;
pub mod mirror;
pub mod model_backend;
pub mod model_router;
pub mod namespaces;
pub mod policy;
pub mod refusal;
pub mod rejection;
pub mod retry;
pub mod sample;
pub mod table;
pub mod target;
pub mod trust;
pub mod unread;
pub mod upstream;
