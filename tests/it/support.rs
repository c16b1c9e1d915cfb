//! What tests run against: a control plane, a gateway, an upstream whose every answer is scripted.

pub mod between;
pub mod control_plane;
pub mod definitions;
pub mod gateway;
pub mod load;
pub mod open_streams;
pub mod plain_http;
pub mod schema;
pub mod scripted_api;
pub mod serving;
pub mod terminal;
pub mod upstream;
pub mod worlds;
