//! `kubectl agw upgrade`: which objects a newer release of agentgateway breaks, changes or deprecates.

use std::sync::Arc;

use super::check::report::ReportOptions;
use super::check::{self, CheckFormat, FailOn, Level};
use super::coverage::Coverage;
use super::list::say_what_was_not_read;
use crate::cli::args::gateway_version::release;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::{Read, SourceArgs, View};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::check::{Report, Rule, shape};
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
    /// Release to upgrade from: 1.4 or 1.5 (default: what the cluster's proxies run, else 1.4; with -f, the oldest that
    /// accepts all objects)
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
    // Objects are judged as what runs now judges them.
    let source = SourceArgs { version: args.from.into(), ..args.source.clone() };
    // In one runtime: a connection does not outlive the one that it was made in.
    let (mut read, running) = super::block_on(async {
        let read = source.read_kinds(kube, View::Whole, &kinds).await?;
        let running = match (&read.connection, args.from) {
            (Some(connection), None) => version::running(connection).await.release(),
            _ => None,
        };
        Ok((read, running))
    })?;
    let (from, why) = match (args.from, running) {
        (Some(from), _) => (from, None),
        (None, Some(running)) => (running, Some("which the cluster runs".to_owned())),
        (None, None) => oldest(&mut read, args.to)?,
    };
    if args.to <= from {
        let words = format!("--to {} is not newer than {from}", args.to);
        return Err(Failure::usage(format!("{words}; --from names the release that runs now")));
    }
    let misread = source.is_files() && say_what_was_not_read(&read.snapshot);
    let whole = args.all_namespaces || (args.source.is_files() && kube.namespace.is_none());
    let namespace = read.namespace.as_deref().filter(|_| !whole);
    let mut found = upgrade::run(&read.compiled(), from, args.to, namespace);
    if let Some(namespace) = namespace {
        check::keep_namespace(&mut found, namespace);
    }
    locate(&read, &mut found);
    if let Some(why) = why {
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
    let exit = check::finish(&found, &coverage, args.fail_on, &shown)?;
    Ok(if misread && exit == Exit::Done { Exit::Findings } else { exit })
}

/// The release that objects are taken to be written for, and why, where nobody knows what runs: of files, which are read
/// for it, the oldest before `to` that accepts all that any release accepts.
fn oldest(read: &mut Read, to: Release) -> Result<(Release, Option<String>), Failure> {
    let Some(files) = &mut read.files else {
        return Ok((Release::OLDEST, Some("the oldest known".to_owned())));
    };
    let mut all = Vec::new();
    for release in Release::ALL {
        let snapshot = files.read_for(*release)?;
        all.push((shape::faults(&snapshot).count(), *release, snapshot));
    }
    // The first of those with the fewest faults, which is the oldest.
    let best = all.into_iter().min_by_key(|(faults, ..)| *faults);
    match best {
        Some((_, release, snapshot)) if release < to => {
            read.snapshot = Arc::new(snapshot);
            Ok((release, Some("the oldest release that accepts all objects".to_owned())))
        }
        // What only `to` accepts is looked at all the same.
        _ => {
            read.snapshot = Arc::new(files.read_for(to)?);
            let why = format!("though no release before {to} accepts all objects");
            Ok((Release::OLDEST, Some(why)))
        }
    }
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
