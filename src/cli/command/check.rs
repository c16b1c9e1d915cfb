//! `kubectl agw check`: what is wrong, with stable codes, before a request finds out.

mod report;
mod surroundings;

use anyhow::ensure;

use super::coverage::Coverage;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::domain::check::finding::Severity;
use crate::domain::check::rule::RULES;
use crate::domain::check::{self, Report, Rule};
use crate::domain::value::object_ref::Kind;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Everything in this namespace
  kubectl agw check

  # Manifests before they are applied; warnings do not fail the build
  kubectl agw check -f manifests/ --fail-on error

  # For a code review
  kubectl agw check -f manifests/ -o sarif > findings.sarif

  # All families but one rule
  kubectl agw check -A --skip AGW4001

  # What a code means
  kubectl agw explain AGW1003

The exit code is 1 where there is a finding of --fail-on or worse, in every format, or where something could not be \
read, and 3 where nothing could be. An object's owner takes a finding \
back with the annotation kubectl-agw.dev/suppress: AGW3001,AGW4002.")]
pub struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// All namespaces
    #[arg(long, short = 'A')]
    all_namespaces: bool,
    /// Only these rules: codes with commas between, or the beginning of codes (AGW1)
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = code)]
    only: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = code)]
    skip: Vec<String>,
    /// Exit with 1 from this severity on
    #[arg(long, value_enum, default_value = "warning", value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Show findings from this severity on
    #[arg(long, value_enum, default_value = "warning", value_name = "SEVERITY")]
    level: Level,
    /// Output format: short is a line a finding; junit and sarif are for pipelines
    #[arg(long, short, value_enum, default_value = "table")]
    output: CheckFormat,
}

/// `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    Warning,
    Error,
}

/// `--level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Level {
    Info,
    Warning,
    Error,
}

/// `-o` of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum CheckFormat {
    Table,
    Short,
    Json,
    Junit,
    Sarif,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Level::Info => Severity::Info,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        }
    }
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            FailOn::Warning => Severity::Warning,
            FailOn::Error => Severity::Error,
        }
    }
}

/// A code, or the beginning of some.
fn code(text: &str) -> anyhow::Result<String> {
    let upper = text.trim().to_ascii_uppercase();
    let is_known = upper.len() > 3 && RULES.iter().any(|rule| rule.code.starts_with(&upper));
    ensure!(
        is_known,
        "no rule has a code that begins with {text:?}; docs/checks.md lists them, AGW1001 is one"
    );
    Ok(upper)
}

/// Checks.
///
/// # Errors
/// Files or a cluster that cannot be read at all.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let wanted = |rule: &Rule| {
        let begins = |codes: &[String]| codes.iter().any(|code| rule.code.starts_with(code));
        (args.only.is_empty() || begins(&args.only)) && !begins(&args.skip)
    };
    // In one runtime: a connection does not outlive the one that it was made in.
    let (read, facts) = super::block_on(async {
        let read = args.source.read(kube).await?;
        let facts = surroundings::facts(read.connection.as_ref(), &kube.wishes(false)).await?;
        Ok((read, facts))
    })?;
    let whole = args.all_namespaces || (args.source.is_files() && kube.namespace.is_none());
    let namespace = read.namespace.as_deref().filter(|_| !whole);
    let mut found = check::run(&read.compiled(), &facts, namespace, wanted);
    if let Some(namespace) = namespace {
        keep_namespace(&mut found, namespace);
    }
    // The answer to --fail-on stands before anything is shown, so that no format and no level changes it.
    let worst = found.findings.iter().map(|found| found.rule.severity).max();
    let fails = worst.is_some_and(|worst| worst >= args.fail_on.severity());
    let coverage = Coverage::of(&read.snapshot, Kind::LISTED).within(&read.snapshot, namespace);
    report::show(&found, &coverage, args.output, args.level.severity())?;
    Ok(coverage.exit(if fails { Exit::Findings } else { Exit::Done }))
}

/// Findings about other namespaces are somebody else's; those about no object stay.
fn keep_namespace(report: &mut Report, namespace: &str) {
    for findings in [&mut report.findings, &mut report.suppressed] {
        findings.retain(|found| {
            let object = found.finding.object.as_ref();
            object.is_none_or(|object| object.name.namespace == namespace)
        });
    }
}
