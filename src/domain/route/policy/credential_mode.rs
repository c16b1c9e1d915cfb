//! `mode` of the policies that authenticate clients: what becomes of a request without a good credential.
//!
//! Source: `Mode` in `crates/agentgateway/src/http/jwt.rs`, `apikey.rs` and `basicauth.rs` of agentgateway at
//! 75b4e6ce6.

use serde::Deserialize;

/// What becomes of a request without a good credential.
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
