//! Flag groups that commands share.

pub mod catalog;
pub mod gateway_version;
pub mod header;
pub mod kill_switch;
pub mod kube;
pub mod provider;
pub mod providers;
pub mod select;
pub mod serving;
pub mod source;
pub mod submit;
pub mod write;
