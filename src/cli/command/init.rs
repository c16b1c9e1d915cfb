//! `kubectl agw init`: the questions behind a first model, and the command line that answers them all.

mod questions;

use std::io::{BufRead as _, IsTerminal as _};

use clap::FromArgMatches as _;

use super::add_backend;
use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::value::redaction;
use questions::{Answers, QUESTIONS, Question, THEN, command_line};

/// How often a question is asked again.
const TRIES: usize = 3;

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Answer a few questions, and get the manifests of a model
  kubectl agw init

  # Answer all of them with flags
  kubectl agw init --provider openai --model gpt-4o --name openai-smart --secret openai-api-key \\
      --gateway agentgateway-proxy --route X-Model-Tier=smart --then export

It ends in the command line of add-backend that does the same without questions.")]
pub struct Args {
    /// Provider, as in add-backend
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Model to send to the provider
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// Name of the backend and its route
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Secret with the provider's API key, or none
    #[arg(long, value_name = "NAME|none")]
    secret: Option<String>,
    /// Gateway to attach to
    #[arg(long, value_name = "[NAMESPACE/]NAME")]
    gateway: Option<String>,
    /// Requests to route to it: a path, e.g. /gpt, a header, e.g. X-Model-Tier=smart, or default for all others
    #[arg(long, value_name = "PATH|NAME=VALUE|default")]
    route: Option<String>,
    /// What to do with the manifests: export prints them, apply writes them to the cluster
    #[arg(long, value_name = "export|apply", value_parser = THEN, hide_possible_values = true)]
    then: Option<String>,
}

impl Args {
    /// The answers that were given as flags, in the order of the questions.
    fn given(&self) -> [&Option<String>; QUESTIONS.len()] {
        [
            &self.provider,
            &self.model,
            &self.name,
            &self.secret,
            &self.gateway,
            &self.route,
            &self.then,
        ]
    }
}

/// Asks for what the flags leave open, then runs the resulting command.
///
/// # Errors
/// An invalid or missing answer, and every error of that command.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let mut answers = Answers::default();
    let given = args.given();
    let is_terminal = std::io::stdin().is_terminal();
    let missing = QUESTIONS.iter().zip(given).filter(|(_, answer)| answer.is_none());
    let missing: Vec<_> = missing.map(|(question, _)| question.flag).collect();
    if !missing.is_empty() && !is_terminal {
        return Err(Failure::usage(format!(
            "standard input is not a terminal, so init can't ask\nhint: answer with flags: {}",
            missing.join(", ")
        )));
    }
    for (question, answer) in QUESTIONS.iter().zip(given) {
        let answer = match answer {
            Some(answer) => (question.check)(answer, &answers)
                .map_err(|why| Failure::usage(format!("{}: {why}", question.flag)))?,
            None => ask(question, &answers)?,
        };
        answers.push(answer);
    }
    let words = command_line(&answers, kube.namespace.as_deref());
    output::say(&format!("\nthe same without questions:\n  {}\n", words.shown));
    if let Some(key) = &words.key {
        output::say(&format!("write the key to its Secret first:\n  {key}\n"));
    }
    let command = clap::Command::new("add-backend").no_binary_name(true);
    let command = <add_backend::Args as clap::Args>::augment_args(command);
    let parsed = command.try_get_matches_from(words.words);
    let parsed = parsed.and_then(|matches| add_backend::Args::from_arg_matches(&matches));
    let parsed =
        parsed.map_err(|error| Failure::usage(redaction::without_keys(&error.to_string())))?;
    add_backend::run(&parsed, kube)
}

/// Repeats the question until the answer is valid, a limited number of times.
fn ask(question: &Question, before: &Answers) -> Result<String, Failure> {
    let usual = (question.usual)(before);
    let usual_shown = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
    for _ in 0..TRIES {
        output::ask(&format!("{}{usual_shown}: ", question.text));
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            output::ask("\n");
            return Err(Failure::usage(format!(
                "no answer\nhint: answer with a flag: {}",
                question.flag
            )));
        }
        let answer = if line.trim().is_empty() { usual.as_str() } else { line.trim() };
        match (question.check)(answer, before) {
            Ok(answer) => return Ok(answer),
            Err(why) => output::say(&format!("  {why}")),
        }
    }
    Err(Failure::usage(format!("no valid answer\nhint: answer with a flag: {}", question.flag)))
}
