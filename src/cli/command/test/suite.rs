//! `kubectl agw test model` and `test all`: one request to each model, and whether its reply is what was expected.

use super::super::coverage::Coverage;
use super::curl::PROMPT;
use super::expect::{Expectation, Reply};
use super::reply::ReplyText;
use super::report::{TestCase, TestFormat, TestResult, finish};
use super::request::{Request, SendArgs, example_body, failed};
use super::target::{Target, named, of_row};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::domain::compile::Compiled;
use crate::domain::llm::format::{self, RouteType};
use crate::domain::registry::{self, Row};
use crate::domain::value::object_ref::Kind;
use crate::edge::attempt::{self, Outcome};

/// Arguments of `test model`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The exit code is 0 if every reply is as expected, 1 if one isn't, and 3 if the proxy can't be reached.

Examples:
  # Test that a model answers
  kubectl agw test model openai-smart

  # Test which model answers, what it says and how soon
  kubectl agw test model openai-smart --prompt \"The capital of France?\" \\
      --expect status=200,model=gpt-4o,contains=Paris,ms=5000

  # Test it with a request of Anthropic's format
  kubectl agw test model claude --format messages")]
pub struct ModelArgs {
    /// Names of the models
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    suite: SuiteArgs,
}

/// Arguments of `test all`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The exit code is 0 if every reply is as expected, 1 if one isn't, and 3 if the proxy can't be reached.

Examples:
  # Test every model in this namespace
  kubectl agw test all

  # Test the models in manifests against `kubectl agw serve -f models`
  kubectl agw test all -f models -o junit > models.xml")]
pub struct AllArgs {
    /// If present, test the models in all namespaces
    #[arg(long, short = 'A')]
    all_namespaces: bool,
    #[command(flatten)]
    suite: SuiteArgs,
}

/// What both take.
#[derive(Debug, clap::Args)]
struct SuiteArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Prompt to send
    #[arg(long, value_name = "TEXT", default_value = PROMPT)]
    prompt: String,
    /// Format of the requests [default: the format of each model's route]
    #[arg(long, value_enum)]
    format: Option<RequestFormat>,
    /// What each reply must be: status=CODE, model=NAME, contains=TEXT, ms=NUMBER (comma-separated or repeated)
    #[arg(long, value_name = "NAME=VALUE", value_delimiter = ',', value_parser = Expectation::read,
          default_value = "status=200")]
    expect: Vec<Expectation>,
    #[command(flatten)]
    sending: SendArgs,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: TestFormat,
}

/// The format of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum RequestFormat {
    Completions,
    Messages,
    Responses,
    Embeddings,
}

impl RequestFormat {
    fn route_type(self) -> RouteType {
        match self {
            RequestFormat::Completions => RouteType::Completions,
            RequestFormat::Messages => RouteType::Messages,
            RequestFormat::Responses => RouteType::Responses,
            RequestFormat::Embeddings => RouteType::Embeddings,
        }
    }
}

/// Tests models by name.
///
/// # Errors
/// Files or a cluster that cannot be read, a name that no model has.
pub fn run_models(args: &ModelArgs, kube: &KubeArgs) -> Result<Exit, Failure> {
    run(&args.suite, kube, Some(&args.names), false)
}

/// Tests every model.
///
/// # Errors
/// Files or a cluster that cannot be read.
pub fn run_all(args: &AllArgs, kube: &KubeArgs) -> Result<Exit, Failure> {
    run(&args.suite, kube, None, args.all_namespaces)
}

fn run(
    suite: &SuiteArgs,
    kube: &KubeArgs,
    names: Option<&[String]>,
    everywhere: bool,
) -> Result<Exit, Failure> {
    super::super::block_on(async {
        let read = suite.source.read(kube).await?;
        let coverage = Coverage::of(&read.snapshot, Kind::LISTED);
        coverage.say();
        let compiled = read.compiled();
        let is_files = suite.source.is_files() && kube.namespace.is_none();
        let namespace = read.namespace.as_deref().filter(|_| !everywhere && !is_files);
        let mut models = registry::models(&compiled);
        models.retain(|row| namespace.is_none_or(|namespace| row.namespace == namespace));
        if let Some(names) = names {
            models = named(models, names)?;
        }
        let mut cases = Vec::new();
        for row in &models {
            cases.push(case(suite, &compiled, row).await?);
        }
        Ok(coverage.exit(finish(suite.output, "model", &cases)?))
    })
}

async fn case(suite: &SuiteArgs, compiled: &Compiled, row: &Row) -> Result<TestCase, Failure> {
    let name = format!("{}/{}", row.namespace, row.name);
    let ended = |result, message| TestCase::ended(&name, result, message);
    let target = match of_row(compiled, row) {
        Ok(target) => target,
        Err(why) => return Ok(ended(TestResult::Skipped, why.to_string())),
    };
    let ask = suite.sending.client.ask(request(suite, row, target))?;
    let reply = match attempt::send(ask, |_| {}).await {
        Ok(outcome) => reply(&outcome),
        Err(error) => return Ok(ended(TestResult::Unreachable, failed(&error).to_string())),
    };
    let faults: Vec<String> = suite.expect.iter().filter_map(|one| one.fault(&reply)).collect();
    let result = if faults.is_empty() { TestResult::Passed } else { TestResult::Failed };
    Ok(TestCase {
        status: Some(reply.status),
        model: reply.model,
        milliseconds: reply.milliseconds,
        ..ended(result, faults.join("; "))
    })
}

/// The request for a model: as its route reads it, unless a format is named, which has a path of its own.
fn request(suite: &SuiteArgs, row: &Row, target: Target) -> Request {
    let (format, path) = match suite.format.map(RequestFormat::route_type) {
        Some(format) => (format, format::path_of(format, &target.path)),
        None => (target.format, target.path),
    };
    let body = example_body(format, row.model.as_deref(), &suite.prompt);
    suite.sending.request(target.headers, &path, body)
}

/// What came back; all of the body where it has no text.
pub(super) fn reply(outcome: &Outcome) -> Reply {
    let said = ReplyText::read(outcome, false);
    let whole = || String::from_utf8_lossy(&outcome.body).into_owned();
    Reply {
        status: outcome.status.as_u16(),
        model: said.model,
        text: said.reply.unwrap_or_else(whole),
        milliseconds: u64::try_from(outcome.total.as_millis()).unwrap_or(u64::MAX),
    }
}
