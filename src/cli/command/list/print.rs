//! Rows in every format of `-o`.

use std::cmp::Ordering;

use serde_json::Value;

use super::Args;
use super::item::{Cell, ColumnVisibility, Item, View};
use crate::cli::error::Failure;
use crate::cli::output::jsonpath::{Path, compare};
use crate::cli::output::wish::{self, OutputFormat};
use crate::cli::output::{self, Format, columns, shape::List, table};
use crate::domain::snapshot::coverage::NotRead;

/// What is known of the list as a whole.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The one namespace, if it is one.
    pub scope: Option<&'a str>,
    /// There is a price catalogue.
    pub priced: bool,
    pub not_read: &'a [NotRead],
}

/// Prints the list.
///
/// # Errors
/// The reader has left.
pub fn print(args: &Args, view: &View, items: &[Item], page: Page<'_>) -> Result<(), Failure> {
    let rows = || items.iter().map(|item| &item.json).collect::<Vec<_>>();
    let list = || List::new(view.kind, rows()).without(page.not_read);
    match &args.output {
        OutputFormat::Format(Format::Json) => output::json(&list())?,
        OutputFormat::Format(Format::Yaml) => output::yaml(&list())?,
        OutputFormat::Format(Format::Name) => output::data(&names(items))?,
        OutputFormat::JsonPath(template) => {
            let root = serde_json::to_value(list()).map_err(anyhow::Error::from)?;
            output::data(&template.fill(&root))?;
        }
        OutputFormat::Columns(columns) => {
            let values: Vec<Value> = items.iter().map(|item| item.json.clone()).collect();
            output::data(&wish::draw(columns, &values, !args.no_headers))?;
        }
        OutputFormat::Format(Format::Table | Format::Wide) if items.is_empty() => {
            let place = page.scope.map(|namespace| format!(" in {namespace} namespace"));
            let place = place.unwrap_or_default();
            match (page.not_read.is_empty(), page.scope) {
                (true, Some(_)) => output::say(&format!("No resources found{place}.")),
                (true, None) => output::say("No resources found"),
                (false, _) => output::say(&format!(
                    "Nothing found{place} among the objects that could be \
                                                    read."
                )),
            }
        }
        OutputFormat::Format(Format::Table | Format::Wide) => {
            let drawn = draw(args, view, items, page, !args.no_headers);
            output::painted(&drawn)?;
        }
    }
    Ok(())
}

/// The same for rows that stand under others: no headings.
///
/// # Errors
/// As [`print`].
pub fn rows(args: &Args, view: &View, items: &[Item], page: Page<'_>) -> Result<(), Failure> {
    match &args.output {
        OutputFormat::Format(Format::Table | Format::Wide) => {
            let drawn = draw(args, view, items, page, false);
            Ok(output::painted(&drawn)?)
        }
        OutputFormat::Columns(columns) => {
            let values: Vec<Value> = items.iter().map(|item| item.json.clone()).collect();
            Ok(output::data(&wish::draw(columns, &values, false))?)
        }
        _ => print(args, view, items, page),
    }
}

/// `resource.group/name`, a line each.
pub fn names(items: &[Item]) -> String {
    let line = |item: &Item| {
        let names = item.kind.names();
        let kind = names.kind.to_lowercase();
        let group =
            if names.group.is_empty() { String::new() } else { format!(".{}", names.group) };
        format!("{kind}{group}/{}\n", table::visible(&item.name.name))
    };
    items.iter().map(line).collect()
}

fn draw(args: &Args, view: &View, items: &[Item], page: Page<'_>, headers: bool) -> String {
    let mut columns = Vec::new();
    columns.extend(page.scope.is_none().then_some(("NAMESPACE", ColumnVisibility::Always)));
    columns.extend(view.columns);
    columns.extend(args.show_labels.then_some(("LABELS", ColumnVisibility::Always)));
    let row = |item: &Item| {
        let mut row = Vec::new();
        row.extend(page.scope.is_none().then(|| Cell::from(&item.name.namespace)));
        row.extend(item.cells.iter().cloned());
        row.extend(args.show_labels.then(|| Cell::from(item.label_words())));
        row
    };
    let wide = args.output.is_wide();
    let table = columns::Page {
        columns: &columns,
        rows: items.iter().map(row).collect(),
        headers,
        wide,
        prices: page.priced && (wide || !args.catalog.is_empty()),
        goes_on: args.watch,
    };
    table.draw()
}

/// Orders the items by a field; those without it come last.
///
/// # Errors
/// A field that none of the items has.
pub fn sort(items: &mut [Item], path: &Path) -> Result<(), Failure> {
    let key = |item: &Item| path.find(&item.json).first().map(|value| (*value).clone());
    if !items.is_empty() && items.iter().all(|item| key(item).is_none()) {
        let fields = items[0].json.as_object();
        let fields: Vec<_> =
            fields.into_iter().flatten().map(|(name, _)| format!(".{name}")).collect();
        return Err(Failure::usage(format!(
            "no item has the field of --sort-by; available are {}",
            fields.join(", ")
        )));
    }
    items.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) => compare(&a, &b).unwrap_or(Ordering::Equal),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    Ok(())
}
