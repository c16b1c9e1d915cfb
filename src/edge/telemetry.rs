//! What is written down about requests.

pub mod access_log;
pub mod metrics;
