//! A view of the registry, and one thing in it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Args, ListType};
use crate::cli::error::Failure;
pub use crate::cli::output::columns::{Cell, Column, ColumnVisibility};
use crate::domain::compile::Compiled;
use crate::domain::meter::catalogs::Catalogs;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// One view: what it lists, and how a row of it looks.
pub struct View {
    pub what: ListType,
    /// The kind of the list in JSON.
    pub kind: &'static str,
    /// The kinds whose objects `-l` and `--field-selector` choose from.
    pub selects: &'static [Kind],
    pub has_providers: bool,
    pub columns: &'static [Column],
    pub items: fn(&Compiled, &Catalogs) -> Result<Vec<Item>, Failure>,
}

/// One row.
pub struct Item {
    pub kind: Kind,
    pub name: ObjectName,
    pub labels: BTreeMap<String, String>,
    pub providers: Vec<String>,
    pub capabilities: Vec<String>,
    /// One for each column.
    pub cells: Vec<Cell>,
    pub json: Value,
}

impl Item {
    /// A row with its shape in JSON.
    ///
    /// # Errors
    /// A row that is no JSON, which none is.
    pub fn new(
        kind: Kind,
        name: ObjectName,
        row: &impl Serialize,
        cells: Vec<Cell>,
    ) -> Result<Item, Failure> {
        let json = serde_json::to_value(row).map_err(anyhow::Error::from)?;
        let (labels, providers, capabilities) = (BTreeMap::new(), Vec::new(), Vec::new());
        Ok(Item { kind, name, labels, providers, capabilities, cells, json })
    }

    /// The same, with its labels.
    #[must_use]
    pub fn labelled(mut self, labels: &BTreeMap<String, String>) -> Item {
        self.labels.clone_from(labels);
        self
    }

    /// Whether the filters leave it.
    #[must_use]
    pub fn is_asked_for(&self, args: &Args) -> bool {
        let equal = |wanted: &String, own: &[String]| {
            own.iter().any(|own| own.eq_ignore_ascii_case(wanted))
        };
        let contains = |text: &String| {
            let text = text.to_lowercase();
            self.name.name.to_lowercase().contains(&text)
                || self.cells.iter().any(|cell| cell.full.to_lowercase().contains(&text))
        };
        args.provider.as_ref().is_none_or(|wanted| equal(wanted, &self.providers))
            && args.capability.as_ref().is_none_or(|wanted| equal(wanted, &self.capabilities))
            && args.query.as_ref().is_none_or(contains)
    }

    /// `key=value,key=value`, as `--show-labels` has it.
    #[must_use]
    pub fn label_words(&self) -> String {
        let words: Vec<_> =
            self.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        words.join(",")
    }
}
