//! `kubectl-agw`: parse, run, exit code.

fn main() {}
