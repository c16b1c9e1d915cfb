//! `kubectl agw upgrade`: which objects a newer release of agentgateway breaks, changes or deprecates.

use super::check::report::ReportOptions;
use super::check::{self, CheckFormat, FailOn, Level};
use super::coverage::Coverage;
use crate::cli::args::gateway_version::release;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::{Read, SourceArgs, View};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::check::{Report, Rule};
use crate::domain::crd::release::Release;
use crate::domain::upgrade::{self, rule::CHANGES};
use crate::domain::value::object_ref::Kind;
use crate::edge::cluster::version;

/// Arguments of `upgrade`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Show what 1.6 changes for the objects in this namespace
  kubectl agw upgrade --to 1.6

  # Check manifests before they are deployed with the next release
  kubectl agw upgrade --from 1.5 --to 1.6 -f manifests/ -R

  # Write SARIF for a code review
  kubectl agw upgrade --to 1.6 -f manifests/ -o sarif > upgrade.sarif

  # Show what a code means
  kubectl agw explain AGW7101

The exit code is 1 if there is a finding at or above --fail-on, in every format, or if something couldn't be read, \
and 3 if nothing could be read. To suppress findings of an object, annotate it: \
kubectl-agw.dev/suppress: AGW7101.")]
pub struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// If present, check all namespaces
    #[arg(long, short = 'A')]
    all_namespaces: bool,
    /// Release to upgrade to: 1.5 or 1.6
    #[arg(long, value_name = "RELEASE", value_parser = release, conflicts_with = "gateway_version")]
    to: Release,
    /// Release to upgrade from (default: what the cluster's proxies run, else 1.4, the oldest known)
    #[arg(long, value_name = "RELEASE", value_parser = release)]
    from: Option<Release>,
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

/// The kinds that changes look at.
fn kinds() -> Vec<Kind> {
    Kind::LISTED.iter().copied().chain([Kind::AgentgatewayParameters]).collect()
}

/// Finds them.
///
/// # Errors
/// Releases in the wrong order; files or a cluster that cannot be read at all.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let kinds = kinds();
    // In one runtime: a connection does not outlive the one that it was made in.
    let (read, running) = super::block_on(async {
        let read = args.source.read_kinds(kube, View::Whole, &kinds).await?;
        let running = match (&read.connection, args.from) {
            (Some(connection), None) => version::running(connection).await.release(),
            _ => None,
        };
        Ok((read, running))
    })?;
    let from = args.from.or(running).unwrap_or(Release::OLDEST);
    if args.to <= from {
        let words = format!("--to {} is not newer than {from}", args.to);
        return Err(Failure::usage(format!("{words}; --from names the release that runs now")));
    }
    let whole = args.all_namespaces || (args.source.is_files() && kube.namespace.is_none());
    let namespace = read.namespace.as_deref().filter(|_| !whole);
    let mut found = upgrade::run(&read.compiled(), from, args.to, namespace);
    if let Some(namespace) = namespace {
        check::keep_namespace(&mut found, namespace);
    }
    locate(&read, &mut found);
    if args.from.is_none() {
        let why = if running.is_some() { "which the cluster runs" } else { "the oldest known" };
        output::say(&format!("from {from}, {why}, to {} (--from names another release)", args.to));
    }
    let coverage = Coverage::of(&read.snapshot, &kinds).within(&read.snapshot, namespace);
    let rules: Vec<&Rule> = CHANGES.iter().map(|change| &change.rule).collect();
    let shown = ReportOptions {
        kind: "UpgradeReport",
        command: "agw upgrade",
        page: "upgrade.md",
        rules: &rules,
        format: args.output,
        level: args.level.severity(),
    };
    check::finish(&found, &coverage, args.fail_on, &shown)
}

/// Gives findings the lines of the fields that they are about.
fn locate(read: &Read, report: &mut Report) {
    let Some(files) = &read.files else { return };
    let lines = files.lines();
    for found in report.findings.iter_mut().chain(&mut report.suppressed) {
        let finding = &mut found.finding;
        if let (Some(object), Some(origin), Some(field)) =
            (&finding.object, &finding.origin, &finding.field)
        {
            finding.origin = Some(lines.of(origin, object, field));
        }
    }
}
