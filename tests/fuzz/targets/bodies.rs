//! Any bytes as a request body.

#![no_main]

#[path = "../property.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|body: &[u8]| property::holds(body));
