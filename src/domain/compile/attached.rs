//! Which policies apply where: those that are attached to an object, merged along a path from a listener to a backend.
//! Each file names its own source.

pub mod astray;
pub mod index;
pub mod merge;
pub mod on_backend;
pub mod settings;
pub mod support;
pub mod targets;
pub mod tls_policies;
