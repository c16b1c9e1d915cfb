//! The kinds we read, each in a file, and what `crds/` says of our own.

pub mod backend;
pub mod cel;
pub mod definition;
pub mod dialect;
pub mod gateway_api;
pub mod misplaced;
pub mod model;
pub mod newer;
pub mod parameters;
pub mod policy;
pub mod release;
pub mod released;
mod rules;
pub mod schema;
pub mod service;
pub mod shape;
pub mod status;
