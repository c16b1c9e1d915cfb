//! The program: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    kubectl_agw::cli::run(std::env::args_os()).into()
}
