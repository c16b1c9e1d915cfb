//! Traffic policies, read into what a route or listener does with its requests.

pub mod api_keys;
pub mod in_force;
pub mod readers;
pub mod rows;
pub mod tokens;
pub mod users;
