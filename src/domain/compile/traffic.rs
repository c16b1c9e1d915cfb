//! Traffic policies, read into what a route or listener does with its requests. What they decide, with its sources, is
//! in `domain::route::policy`; here is how they are written in objects.

pub mod api_keys;
pub mod basic;
pub mod jwt;

pub mod readers;
pub mod route_policies;
pub mod rows;
