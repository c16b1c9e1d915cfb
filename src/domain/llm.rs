//! The wire formats of language models: what stands in a request and a reply, and who speaks what.

pub mod conversion;
pub mod error_format;
pub mod example;
pub mod family;
pub mod format;
pub mod multipart;
pub mod path_model;
pub mod peek;
pub mod preset;
pub mod provider;
pub mod rewrite;
pub mod splice;
pub mod sse;
pub mod strict;
pub mod texts;
pub mod translate;
pub mod tree;
