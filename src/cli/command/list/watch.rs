//! `list -w`: the list, and after it every row that changes.

use std::collections::BTreeMap;

use super::item::{Item, View};
use super::{Args, print};
use crate::cli::args::kill_switch::Watched;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::namespace_is_there;
use crate::cli::command::coverage::Coverage;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::wish::OutputFormat;
use crate::cli::output::{self, Format};
use crate::domain::meter::catalogs::Catalogs;
use crate::domain::snapshot::coverage::NotRead;
use crate::domain::value::object_ref::ObjectName;

/// The items by name, as text to compare.
type Texts = BTreeMap<ObjectName, String>;

fn texts(items: &[Item]) -> Texts {
    items.iter().map(|item| (item.name.clone(), item.json.to_string())).collect()
}

/// Lists until it is interrupted.
///
/// # Errors
/// As for a list.
pub async fn run(
    args: &Args,
    kube: &KubeArgs,
    view: &View,
    mut catalogs: Catalogs,
) -> Result<Exit, Failure> {
    let everywhere = args.all_namespaces || (args.source.is_files() && kube.namespace.is_none());
    let mut watched = Watched::begin(&args.source, kube, everywhere).await?;
    let namespace =
        watched.followed.connection.as_ref().map(|connection| connection.namespace.clone());
    let scope = if everywhere { None } else { namespace.or_else(|| kube.namespace.clone()) };
    let mut shown: Option<Texts> = None;
    let mut unread: Option<Vec<NotRead>> = None;
    while let Some(compiled) = watched.next().await? {
        let snapshot = &*compiled.snapshot;
        let connection = watched.followed.connection.as_ref();
        let selected = super::selected(args, view, connection, scope.as_deref()).await?;
        if shown.is_none() {
            super::add_prices_of_gateways(args, view, connection, snapshot, &mut catalogs).await?;
        }
        let items =
            super::items(args, view, &compiled, scope.as_deref(), selected.as_ref(), &catalogs)?;
        let coverage = Coverage::of(snapshot, super::needed(view));
        if unread.as_ref() != Some(&coverage.rows) {
            coverage.say();
            unread = Some(coverage.rows.clone());
        }
        let priced = !catalogs.is_empty();
        let page = print::Page { scope: scope.as_deref(), priced, not_read: &coverage.rows };
        let now = texts(&items);
        let Some(before) = shown.replace(now.clone()) else {
            super::say_what_was_not_read(snapshot);
            if let Some(connection) = connection.filter(|_| scope.is_some()) {
                namespace_is_there(connection, snapshot).await?;
            }
            if coverage.is_blind() {
                return Ok(coverage.exit(Exit::Done));
            }
            print::print(args, view, &items, page)?;
            continue;
        };
        let is_new = |item: &Item| before.get(&item.name) != now.get(&item.name);
        let changed: Vec<_> = items.into_iter().filter(is_new).collect();
        say_changes(args, view, &changed, page)?;
        if coverage.is_blind() {
            return Ok(coverage.exit(Exit::Done));
        }
        // What may not be read any more may still be there.
        if coverage.is_whole() {
            let gone = before.keys().filter(|name| !now.contains_key(name));
            gone.for_each(|gone| output::say(&format!("{gone} is gone")));
        }
    }
    Ok(Exit::Done)
}

/// Rows under the table that stands there, or a document of their own.
fn say_changes(
    args: &Args,
    view: &View,
    changed: &[Item],
    page: print::Page<'_>,
) -> Result<(), Failure> {
    if changed.is_empty() {
        return Ok(());
    }
    if args.output == OutputFormat::Format(Format::Yaml) {
        output::data("---\n")?;
    }
    print::rows(args, view, changed, page)
}
