//! `kubectl agw list`: the registry, one row a model.

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::{Read, SourceArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, Format, shape::List, table};
use crate::domain::registry::{self, KeyRow, KeySource, RouteRow, Row, State};
use crate::domain::snapshot::{Origin, Snapshot, Unread};
use crate::domain::value::object_ref::Kind;

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
#[command(
    visible_alias = "ls",
    after_help = "\
Examples:
  # The models of this namespace
  kubectl agw list

  # Of all namespaces, with address, dialect and age
  kubectl agw list -A -o wide

  # Of manifests, without a cluster
  kubectl agw list -f examples/workshop

  # The names of those that do not work
  kubectl agw list -o json | jq -r '.items[] | select(.status.state == \"NotReady\") | .name'"
)]
pub struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// The models of all namespaces
    #[arg(long, short = 'A')]
    all_namespaces: bool,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
    /// Leave the headings out
    #[arg(long)]
    no_headers: bool,
}

/// Lists the models.
///
/// # Errors
/// Files or a cluster that cannot be read at all.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let read = super::block_on(args.source.read(kube))?;
    let said = say_what_was_not_read(&read.snapshot);
    let scope = scope(args, kube, &read);
    let mut rows = registry::rows(&read.snapshot);
    rows.retain(|row| scope.as_ref().is_none_or(|namespace| row.namespace == *namespace));
    print(args, &rows, scope.as_deref())?;
    Ok(if said { Exit::Findings } else { Exit::Done })
}

/// The one namespace that is shown, if it is one. Files are shown whole unless a namespace is asked for.
fn scope(args: &Args, kube: &KubeArgs, read: &Read) -> Option<String> {
    match args.all_namespaces || (args.source.is_files() && kube.namespace.is_none()) {
        true => None,
        false => read.namespace.clone(),
    }
}

/// Documents that are no objects, kinds that may not be read. Whether anything was wrong with the input.
pub(super) fn say_what_was_not_read(snapshot: &Snapshot) -> bool {
    for problem in &snapshot.problems {
        output::say(&format!("{}: {}", problem.origin, problem.reason));
    }
    for (object, broken) in &snapshot.broken {
        match &broken.origin {
            Origin::Cluster => output::say(&format!("{object}: {}", broken.reason)),
            file => output::say(&format!("{file}: {object}: {}", broken.reason)),
        }
    }
    for (kind, why) in &snapshot.unread {
        match why {
            Unread::Forbidden(message) => {
                output::say(&format!("{kind}: not permitted: {message}"));
            }
            // The others are optional; without this one there is nothing to list.
            Unread::NotInstalled if *kind == Kind::AgentgatewayBackend => output::say(&format!(
                "the cluster has no {}: see `kubectl agw crds install`",
                kind.names().resource()
            )),
            Unread::NotInstalled => {}
        }
    }
    !snapshot.problems.is_empty() || !snapshot.broken.is_empty()
}

fn print(args: &Args, rows: &[Row], scope: Option<&str>) -> Result<(), Failure> {
    match args.output {
        Format::Json => output::json(&List::new("ModelList", rows))?,
        Format::Yaml => output::yaml(&List::new("ModelList", rows))?,
        Format::Name => {
            let line = |row: &Row| format!("agentgatewaybackend.agentgateway.dev/{}\n", row.name);
            output::data(&rows.iter().map(line).collect::<String>())?;
        }
        Format::Table | Format::Wide if rows.is_empty() => match scope {
            Some(namespace) => {
                output::say(&format!("No resources found in {namespace} namespace."));
            }
            None => output::say("No resources found"),
        },
        Format::Table | Format::Wide => {
            let wide = args.output == Format::Wide;
            let namespaces = scope.is_none();
            let heading = heading(namespaces, wide);
            let cells: Vec<_> = rows.iter().map(|row| cells(row, namespaces, wide)).collect();
            let heading = (!args.no_headers).then_some(heading.as_slice());
            output::data(&table::draw(heading, &cells))?;
        }
    }
    Ok(())
}

fn heading(namespaces: bool, wide: bool) -> Vec<&'static str> {
    let mut heading = if namespaces { vec!["NAMESPACE"] } else { Vec::new() };
    heading.extend(["NAME", "PROVIDER", "MODEL", "ROUTES", "GATEWAY", "KEY", "STATUS"]);
    if wide {
        heading.extend(["ADDRESS", "HTTPROUTES", "DIALECT", "AGE"]);
    }
    heading
}

fn cells(row: &Row, namespaces: bool, wide: bool) -> Vec<String> {
    let mut cells = if namespaces { vec![row.namespace.clone()] } else { Vec::new() };
    let text =
        |value: &Option<String>, none: &str| value.clone().unwrap_or_else(|| none.to_owned());
    cells.extend([
        row.name.clone(),
        text(&row.provider, ""),
        text(&row.model, "<caller's>"),
        distinct(&row.routes, route_words),
        distinct(&row.routes, |way| text(&way.gateway, "<implied>")),
        key_words(&row.key),
        status_words(row),
    ]);
    if wide {
        cells.extend([
            text(&row.address, ""),
            distinct(&row.routes, |way| way.route.clone()),
            text(&row.dialect, "canonical"),
            row.created.as_deref().and_then(age).unwrap_or_else(|| "<unknown>".to_owned()),
        ]);
    }
    cells
}

/// Each different word once, in the order of the routes.
fn distinct(routes: &[RouteRow], word: impl Fn(&RouteRow) -> String) -> String {
    let mut words: Vec<String> = Vec::new();
    for way in routes {
        let word = word(way);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(", ")
}

fn route_words(way: &RouteRow) -> String {
    match way.percent {
        100 => way.matches.clone(),
        percent => format!("{} ({percent}%)", way.matches),
    }
}

fn key_words(key: &KeyRow) -> String {
    let name = key.name.as_deref().unwrap_or_default();
    let data_key = key.data_key.as_deref().unwrap_or_default();
    match key.source {
        KeySource::Secret => format!("{name}/{data_key}"),
        KeySource::SecretForbidden => format!("{name}/{data_key} (not permitted)"),
        KeySource::Inline => "<inline>".to_owned(),
        KeySource::Environment => format!("${name}"),
        KeySource::Client => "<caller's>".to_owned(),
        KeySource::Unknown => "<unknown>".to_owned(),
    }
}

fn status_words(row: &Row) -> String {
    let status = &row.status;
    match (status.state, status.message.is_empty()) {
        (State::Ready, _) => "Ready".to_owned(),
        (_, true) => status.reason.clone(),
        (_, false) => format!("{}: {}", status.reason, status.message),
    }
}

/// How long ago, as kubectl says it: `5d3h`.
pub(super) fn age(created: &str) -> Option<String> {
    let created: jiff::Timestamp = created.parse().ok()?;
    let seconds = jiff::Timestamp::now().duration_since(created).as_secs().max(0);
    Some(short_duration(seconds))
}

fn short_duration(seconds: i64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    let two = |big: i64, unit: char, small: i64, small_unit: char| match small {
        0 => format!("{big}{unit}"),
        small => format!("{big}{unit}{small}{small_unit}"),
    };
    match () {
        () if seconds < 120 => format!("{seconds}s"),
        () if minutes < 10 => two(minutes, 'm', seconds % 60, 's'),
        () if minutes < 180 => format!("{minutes}m"),
        () if hours < 8 => two(hours, 'h', minutes % 60, 'm'),
        () if hours < 48 => format!("{hours}h"),
        () if days < 8 => two(days, 'd', hours % 24, 'h'),
        () if days < 730 => format!("{days}d"),
        () => two(days / 365, 'y', days % 365, 'd'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_kubectls() {
        for (seconds, words) in [
            (0, "0s"),
            (119, "119s"),
            (125, "2m5s"),
            (600, "10m"),
            (3 * 3600, "3h"),
            (3 * 3600 + 60, "3h1m"),
            (47 * 3600, "47h"),
            (3 * 86400, "3d"),
            (3 * 86400 + 7200, "3d2h"),
            (100 * 86400, "100d"),
            (731 * 86400, "2y1d"),
        ] {
            assert_eq!(short_duration(seconds), words);
        }
    }
}
