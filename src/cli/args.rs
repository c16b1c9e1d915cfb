//! Flag groups that commands share.

pub mod kube;
