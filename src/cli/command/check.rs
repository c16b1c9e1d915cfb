//! `kubectl agw check`: what is wrong, with stable codes, before a request finds out.

pub(super) mod report;
mod surroundings;

use anyhow::ensure;
use jiff::Timestamp;

use super::coverage::Coverage;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::check::facts::{Environment, KillFacts};
use crate::domain::check::finding::Severity;
use crate::domain::check::rule::RULES;
use crate::domain::check::{self, Report, Rule};
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;
use report::ReportOptions;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Check everything in this namespace
  kubectl agw check

  # Check manifests before applying them; warnings don't fail the build
  kubectl agw check -f manifests/ --fail-on error

  # Write findings for code review as SARIF
  kubectl agw check -f manifests/ -o sarif > findings.sarif

  # Run all rules but one, in all namespaces
  kubectl agw check -A --skip AGW4001

  # Show what a code means
  kubectl agw explain AGW1003

The exit code is 1 if there is a finding at or above --fail-on, in every format, or if something couldn't be read, \
and 3 if nothing could be read. To suppress findings of an object, annotate it: \
kubectl-agw.dev/suppress: AGW3001,AGW4002.")]
pub struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// If present, check all namespaces
    #[arg(long, short = 'A')]
    all_namespaces: bool,
    /// Rules to run: comma-separated codes or prefixes of codes, e.g. AGW1003,AGW2
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = code)]
    only: Vec<String>,
    /// Rules to skip, in the same format as --only
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = code)]
    skip: Vec<String>,
    /// Minimum severity that makes the exit code 1
    #[arg(long, value_enum, default_value = "warning", value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Minimum severity to show
    #[arg(long, value_enum, default_value = "warning", value_name = "SEVERITY")]
    level: Level,
    /// Output format; short prints one line per finding, junit and sarif are for pipelines
    #[arg(long, short, value_enum, default_value = "table")]
    output: CheckFormat,
}

/// `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FailOn {
    Warning,
    Error,
}

/// `--level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Level {
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
    Yaml,
    Junit,
    Sarif,
}

impl Level {
    pub(super) fn severity(self) -> Severity {
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
    let words = RULES.iter().flat_map(|rule| [rule.code, rule.slug]);
    let meant = near::nearest(words, text.trim())
        .and_then(|near| RULES.iter().find(|rule| rule.code == near || rule.slug == near));
    let hint = meant.map(|rule| format!("; did you mean {} ({})?", rule.code, rule.slug));
    ensure!(
        is_known,
        "no rule has a code that starts with {text:?}{}; see docs/checks.md for all codes, e.g. AGW1001",
        hint.unwrap_or_default()
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
        let kills = KillFacts::of(&read.kills, Timestamp::now());
        let facts = Environment { kills, ..facts };
        Ok((read, facts))
    })?;
    if read.connection.is_some() {
        output::say(&format!("checked for {} (override with --gateway-version)", read.version));
    }
    let whole = args.all_namespaces || (args.source.is_files() && kube.namespace.is_none());
    let namespace = read.namespace.as_deref().filter(|_| !whole);
    let mut found = check::run(&read.compiled(), &facts, namespace, wanted);
    let rules: Vec<&Rule> = RULES.iter().collect();
    let shown = ReportOptions {
        kind: "CheckReport",
        command: "agw check",
        page: "checks.md",
        rules: &rules,
        format: args.output,
        level: args.level.severity(),
    };
    let coverage = Coverage::of(&read.snapshot, Kind::LISTED).within(&read.snapshot, namespace);
    if let Some(namespace) = namespace {
        keep_namespace(&mut found, namespace);
    }
    finish(&found, &coverage, args.fail_on, &shown)
}

/// Shows a report, and what it comes to.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn finish(
    found: &Report,
    coverage: &Coverage,
    fail_on: FailOn,
    shown: &ReportOptions<'_>,
) -> Result<Exit, Failure> {
    // The answer to --fail-on stands before anything is shown, so that no format and no level changes it.
    let worst = found.findings.iter().map(|found| found.rule.severity).max();
    let fails = worst.is_some_and(|worst| worst >= fail_on.severity());
    report::show(found, coverage, shown)?;
    Ok(coverage.exit(if fails { Exit::Findings } else { Exit::Done }))
}

/// Findings about other namespaces are somebody else's; those about no object stay.
pub(super) fn keep_namespace(report: &mut Report, namespace: &str) {
    for findings in [&mut report.findings, &mut report.suppressed] {
        findings.retain(|found| {
            let object = found.finding.object.as_ref();
            object.is_none_or(|object| object.name.namespace == namespace)
        });
    }
}
