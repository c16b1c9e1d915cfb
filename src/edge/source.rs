//! A stream of snapshots: the objects of a cluster or of files, as they change.

pub mod files;
