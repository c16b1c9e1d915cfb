//! What tests run against: a control plane, a gateway, an upstream whose every answer is scripted.

pub mod control_plane;
pub mod gateway;
pub mod upstream;
