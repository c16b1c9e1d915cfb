//! Traffic policies, read into what a route or listener does with its requests.

pub mod api_keys;
pub mod basic;
pub mod jwt;

pub mod readers;
pub mod route_policies;
pub mod rows;
