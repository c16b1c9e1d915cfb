//! Flag groups that commands share.

pub mod kube;
pub mod select;
pub mod source;
pub mod write;
