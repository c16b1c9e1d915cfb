//! Traffic policies, read into what a route or listener does with its requests.

pub mod api_keys;

pub mod readers;
pub mod route_policies;
pub mod rows;
pub mod tokens;
pub mod users;
