//! `kubectl agw explain`: where a request goes and why, what a code of `check` means, what a provider needs.

pub mod curl;
pub(super) mod provider;
pub(super) mod request;
mod routing;
mod rule_page;
mod shell_words;

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::serving::ServingArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Explain which model answers a request, and why no other does
  kubectl agw explain --path /v1/chat/completions --header X-Model-Tier=smart

  # Do the same with manifests and a curl command line
  kubectl agw explain -f examples/workshop --curl \"curl http://gw/v1/chat/completions -H 'X-Model-Tier: smart' -d '{}'\"

  # Explain a check code
  kubectl agw explain AGW1003

  # Explain what a provider needs, with a sample
  kubectl agw explain provider anthropic")]
pub struct Args {
    /// A check code, or `provider` and its name; if omitted, explain a request
    #[arg(value_name = "CODE | provider NAME", num_args = 0..=2)]
    topic: Vec<String>,
    #[command(flatten)]
    request: request::RequestArgs,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    serving: ServingArgs,
    /// Explain what `serve --simulate` does, which needs no API keys
    #[arg(long)]
    simulate: bool,
    /// Output format
    #[arg(long, short, value_enum, default_value = "text")]
    output: ExplainFormat,
}

/// `-o` of `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ExplainFormat {
    Text,
    Json,
    Yaml,
}

/// Explains.
///
/// # Errors
/// A topic that does not exist; for a request, files or a cluster that cannot be read.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let topic: Vec<&str> = args.topic.iter().map(String::as_str).collect();
    if !topic.is_empty() && (args.request.is_given() || args.source.is_files()) {
        let text = "a code or a provider can't be combined with request flags or -f";
        return Err(Failure::usage(text));
    }
    match topic.as_slice() {
        [] if !args.request.is_given() => Err(Failure::usage(
            "nothing to explain: give a request (--path, --header, --curl …), a code (AGW1003) or `provider NAME`",
        )),
        [] => routing::run(args, kube),
        ["provider"] => provider::list(args.output),
        ["provider", name] => provider::run(name, args.output),
        [code] => rule_page::run(code, args.output),
        [first, ..] => Err(Failure::usage(format!(
            "can't explain `{first}` with a name after it; use `provider NAME`"
        ))),
    }
}
