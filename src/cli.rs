//! What is said: arguments in, words and exit codes out.

mod actor;
pub mod args;
pub mod command;
pub mod complete;
mod descriptors;
pub mod error;
pub mod exit_code;
mod help;
mod hidden_input;
pub mod interrupt;
mod object_words;
pub mod output;
mod refused_flag;
mod suggest;

use std::ffi::OsString;

use clap::{CommandFactory as _, FromArgMatches as _, Parser};

use command::Command;
use error::Failure;
use exit_code::Exit;

use crate::cli::output::table;
use crate::domain::value::redaction;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "kubectl-agw",
    bin_name = "kubectl agw",
    version,
    about = "Add, list, test and serve the language models behind agentgateway",
    after_help = EXAMPLES,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub kube: args::kube::KubeArgs,
    /// When to use colors and marks; auto uses them on a terminal unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        hide = true,
        value_enum,
        default_value = "auto",
        hide_possible_values = true,
        value_name = "auto|always|never",
        help_heading = "Output"
    )]
    pub color: output::paint::When,
}

const EXAMPLES: &str = "\
Examples:
  # List all models with their route, key and status
  kubectl agw list -A

  # Add a model: its backend and its route
  kubectl agw add-backend openai-smart --provider openai --model gpt-4o \\
      --secret openai-api-key --header X-Model-Tier=smart

  # Serve the cluster's routes on this machine
  kubectl agw serve

  # Send a real request
  kubectl agw test curl openai-smart \"In one word: name the most powerful OpenAI model.\"

Put flags after `agw`: kubectl doesn't accept flags before a plugin's name.";

/// Runs the program with these arguments, the first being its name.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(words) = complete::asked(&arguments) {
        complete::run(&words);
        return Exit::Done;
    }
    descriptors::raise();
    let arguments = object_words::read(arguments);
    let is_of_command = arguments.len() != 2 || !arguments[1].to_string_lossy().starts_with('-');
    let definition = help::arranged(Cli::command(), is_of_command);
    let parsed = definition.try_get_matches_from(&arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(mut error) => {
            if let Some(sentence) = refused_flag::why(&error, &arguments) {
                return report(&Failure::usage(sentence));
            }
            if help::is_short(&error, &arguments) {
                return help::short(&arguments);
            }
            suggest::improve(&mut error, &arguments);
            return usage(&error);
        }
    };
    cli.color.decide();
    let exit = match cli.command.run(&cli.kube) {
        Ok(exit) => exit,
        Err(failure) => report(&failure),
    };
    output::farewell();
    exit
}

/// The command line as a value: for parsing, help and completions.
#[must_use]
pub fn definition() -> clap::Command {
    help::arranged(Cli::command(), true)
}

/// Help and version are answers, everything else is a mistake in the arguments.
fn usage(error: &clap::Error) -> Exit {
    let plain = error.render().to_string();
    let is_odd = redaction::holds_key(&plain) || table::visible_lines(&plain) != plain;
    match is_odd && error.use_stderr() {
        true => output::say(plain.trim_end()),
        // Nobody is left to tell when the terminal itself is gone.
        false => drop(error.print()),
    }
    match error.kind() {
        clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion => Exit::Done,
        _ => Exit::Usage,
    }
}

fn report(failure: &Failure) -> Exit {
    if failure.is_broken_pipe() {
        return Exit::Done;
    }
    let word = if failure.exit() == Exit::Interrupted { "interrupted" } else { "error" };
    output::say(&format!("{word}: {failure}"));
    failure.exit()
}
