//! What is said: arguments in, words and exit codes out.

pub mod command;
