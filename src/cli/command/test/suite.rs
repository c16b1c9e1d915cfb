//! `kubectl agw test model` and `test all`: one request to each model, and whether its reply is what was expected.

use std::time::Duration;

use serde::Serialize;

use super::super::check::report::escape_xml;
use super::super::coverage::Coverage;
use super::curl::{PROMPT, Target};
use super::expect::{Expectation, Reply};
use super::reply::ReplyText;
use super::request::{Request, SendArgs, example_body, failed};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::columns::{Cell, Column, ColumnVisibility, Page};
use crate::cli::output::{self, shape::List};
use crate::domain::compile::Compiled;
use crate::domain::llm::format::{self, CHAT, RouteType};
use crate::domain::registry::{self, ModelSource, Row, State};
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName};
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

/// `-o`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum TestFormat {
    Table,
    Json,
    Junit,
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

/// One test, and how it ended.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TestCase {
    name: String,
    result: TestResult,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    milliseconds: u64,
    /// Why it failed or was skipped.
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum TestResult {
    Passed,
    Failed,
    /// Nobody answered.
    Unreachable,
    Skipped,
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
        print(suite.output, &cases)?;
        let has = |result| cases.iter().any(|case| case.result == result);
        let exit = match (has(TestResult::Failed), has(TestResult::Unreachable)) {
            (true, _) => Exit::Findings,
            (false, true) => Exit::Unreachable,
            _ => Exit::Done,
        };
        Ok(coverage.exit(exit))
    })
}

/// The models of these names.
fn named(models: Vec<Row>, names: &[String]) -> Result<Vec<Row>, Failure> {
    let is_of = |row: &Row, name: &str| {
        row.name == *name || format!("{}/{}", row.namespace, row.name) == *name
    };
    for name in names {
        if !models.iter().any(|row| is_of(row, name)) {
            let there = models.iter().map(|row| format!("{}/{}", row.namespace, row.name));
            let there = near::available(there.collect(), name);
            return Err(Failure::usage(format!(
                "no model named {name}{there}; see `kubectl agw list -A`"
            )));
        }
    }
    let is_meant = |row: &Row| names.iter().any(|name| is_of(row, name));
    Ok(models.into_iter().filter(is_meant).collect())
}

async fn case(suite: &SuiteArgs, compiled: &Compiled, row: &Row) -> Result<TestCase, Failure> {
    let name = format!("{}/{}", row.namespace, row.name);
    let ended = |result, message: String| TestCase {
        name: name.clone(),
        result,
        status: None,
        model: None,
        milliseconds: 0,
        message,
    };
    let target = match target(compiled, row) {
        Ok(target) => target,
        Err(why) => return Ok(ended(TestResult::Skipped, why.to_string())),
    };
    let ask = suite.sending.ask(request(suite, row, target))?;
    let reply = match attempt::send(ask, |_| {}).await {
        Ok(outcome) => reply(&outcome),
        Err(error) => return Ok(ended(TestResult::Unreachable, failed(&error).to_string())),
    };
    let faults: Vec<String> = suite.expect.iter().filter_map(|one| one.fault(&reply)).collect();
    let result = if faults.is_empty() { TestResult::Passed } else { TestResult::Failed };
    Ok(TestCase {
        status: Some(reply.status),
        model: reply.model,
        milliseconds: u64::try_from(reply.milliseconds).unwrap_or(u64::MAX),
        ..ended(result, faults.join("; "))
    })
}

/// What leads to a model: an AgentgatewayModel is asked for by its name alone.
fn target(compiled: &Compiled, row: &Row) -> Result<Target, Failure> {
    match row.source {
        ModelSource::Backend => Target::of(compiled, &ObjectName::new(&row.namespace, &row.name)),
        ModelSource::Model => Ok(Target {
            format: RouteType::Completions,
            headers: Vec::new(),
            path: CHAT.to_owned(),
            shared: None,
        }),
    }
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
fn reply(outcome: &Outcome) -> Reply {
    let said = ReplyText::read(outcome, false);
    let whole = || String::from_utf8_lossy(&outcome.body).into_owned();
    Reply {
        status: outcome.status.as_u16(),
        model: said.model,
        text: said.reply.unwrap_or_else(whole),
        milliseconds: outcome.total.as_millis(),
    }
}

fn print(format: TestFormat, cases: &[TestCase]) -> Result<(), Failure> {
    match format {
        TestFormat::Json => output::json(&List::new("TestResultList", cases))?,
        TestFormat::Junit => output::data(&junit(cases))?,
        TestFormat::Table => {
            output::painted(&table(cases))?;
            let count = |result| cases.iter().filter(|case| case.result == result).count();
            let failed = count(TestResult::Failed) + count(TestResult::Unreachable);
            let (passed, skipped) = (count(TestResult::Passed), count(TestResult::Skipped));
            output::say(&format!("{passed} passed, {failed} failed, {skipped} skipped"));
        }
    }
    Ok(())
}

const COLUMNS: &[Column] = &[
    ("NAME", ColumnVisibility::Always),
    ("RESULT", ColumnVisibility::Always),
    ("STATUS", ColumnVisibility::Always),
    ("MODEL", ColumnVisibility::Always),
    ("MS", ColumnVisibility::Always),
    ("MESSAGE", ColumnVisibility::Present),
];

fn table(cases: &[TestCase]) -> String {
    let row = |case: &TestCase| {
        let (word, state) = match case.result {
            TestResult::Passed => ("passed", State::Ready),
            TestResult::Failed => ("failed", State::NotReady),
            TestResult::Unreachable => ("unreachable", State::NotReady),
            TestResult::Skipped => ("skipped", State::Warning),
        };
        vec![
            Cell::from(&case.name),
            Cell { state: Some(state), ..Cell::from(word) },
            Cell::from(case.status.map(|status| status.to_string()).unwrap_or_default()),
            Cell::from(case.model.clone().unwrap_or_default()),
            Cell::from(case.milliseconds.to_string()),
            Cell::from(&case.message),
        ]
    };
    let rows = cases.iter().map(row).collect();
    let page =
        Page { columns: COLUMNS, rows, headers: true, wide: false, prices: false, goes_on: false };
    page.draw()
}

/// A test case for each model.
fn junit(cases: &[TestCase]) -> String {
    let case = |case: &TestCase| {
        let (name, message) = (escape_xml(&case.name), escape_xml(&case.message));
        let seconds = Duration::from_millis(case.milliseconds).as_secs_f64();
        let inside = match case.result {
            TestResult::Passed => String::new(),
            TestResult::Failed => format!("<failure message=\"{message}\"/>"),
            TestResult::Unreachable => format!("<error message=\"{message}\"/>"),
            TestResult::Skipped => format!("<skipped message=\"{message}\"/>"),
        };
        format!(
            "    <testcase classname=\"model\" name=\"{name}\" time=\"{seconds}\">{inside}</testcase>\n"
        )
    };
    let count = |result| cases.iter().filter(|case| case.result == result).count();
    let (failures, errors) = (count(TestResult::Failed), count(TestResult::Unreachable));
    let (tests, skipped) = (cases.len(), count(TestResult::Skipped));
    let cases: String = cases.iter().map(case).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"kubectl agw test\" \
         tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n{cases}  </testsuite>\n</testsuites>\n"
    )
}
