//! What calls cost: prices as catalogues state them.

pub mod catalog;
pub mod catalogs;
pub mod cost;
pub mod import;
pub mod price;
