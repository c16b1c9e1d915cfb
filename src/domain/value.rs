//! Plain values everything else is made of. Depends on nothing in the house.

pub mod clip;
pub mod descriptors;
pub mod digest;
pub mod endpoint;
pub mod htpasswd;
pub mod key_shape;
pub mod near;
pub mod object_ref;
pub mod pattern;
pub mod quantity;
pub mod redaction;
pub mod secret;
pub mod shell;
pub mod typed;
pub mod usage;
pub mod yaml;
