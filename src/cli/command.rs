//! The commands, one file each: its arguments and `run`.

pub mod generate;
