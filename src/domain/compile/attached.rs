//! Which policies hold where: those that are attached to an object, merged over a path from a listener to a backend.

pub mod astray;
pub mod index;
pub mod merge;
pub mod on_backend;
pub mod settings;
pub mod support;
pub mod targets;
pub mod tls_policies;
