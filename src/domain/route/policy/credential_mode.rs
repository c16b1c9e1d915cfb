//! `mode` of the policies that authenticate clients: whether a request without a valid credential is rejected.
//!
//! Source: `Mode` in `crates/agentgateway/src/http/jwt.rs`, `apikey.rs` and `basicauth.rs` of agentgateway at
//! 75b4e6ce6.

use serde::Deserialize;

/// What is done with a request without a valid credential.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Mode {
    /// It is refused.
    #[default]
    Strict,
    /// With a bad one it is refused, without one it passes.
    Optional,
    /// It passes.
    Permissive,
}
