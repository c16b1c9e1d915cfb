//! `list models`: what an application can ask for.

use serde_json::json;

use super::ListType;
use super::cells::{age_words, condition_words, distinct, key_cell, match_words, status_cell};
use super::item::{Cell, ColumnVisibility, Item, View};
use crate::cli::error::Failure;
use crate::domain::compile::Compiled;
use crate::domain::meter::catalog::{ModelPrices, Tier};
use crate::domain::meter::catalogs::Catalogs;
use crate::domain::meter::price::Price;
use crate::domain::registry::{self, RouteRow, Row};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The view.
pub const VIEW: View = View {
    what: ListType::Models,
    kind: "ModelList",
    selects: &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel],
    has_providers: true,
    columns: &[
        ("NAME", ColumnVisibility::Always),
        ("SOURCE", ColumnVisibility::Varied),
        ("PROVIDER", ColumnVisibility::Always),
        ("MODEL", ColumnVisibility::Always),
        ("FALLBACKS", ColumnVisibility::Present),
        ("ROUTES", ColumnVisibility::Always),
        ("GATEWAY", ColumnVisibility::Room),
        ("KEY", ColumnVisibility::Room),
        ("STATUS", ColumnVisibility::Always),
        ("ADDRESS", ColumnVisibility::Wide),
        ("HTTPROUTES", ColumnVisibility::Wide),
        ("DIALECT", ColumnVisibility::Wide),
        ("TAKES", ColumnVisibility::Wide),
        ("PRICE IN", ColumnVisibility::Priced),
        ("PRICE OUT", ColumnVisibility::Priced),
        ("CONTEXT", ColumnVisibility::Priced),
        ("LONG CONTEXT", ColumnVisibility::Priced),
        ("CONDITIONS", ColumnVisibility::Wide),
        ("AGE", ColumnVisibility::Wide),
    ],
    items,
};

fn items(compiled: &Compiled, catalogs: &Catalogs) -> Result<Vec<Item>, Failure> {
    registry::models(compiled).iter().map(|row| item(row, catalogs)).collect()
}

fn item(row: &Row, catalogs: &Catalogs) -> Result<Item, Failure> {
    let prices = prices(catalogs, row);
    let kind = row.source.kind();
    let name = ObjectName::new(&row.namespace, &row.name);
    let mut item = Item::new(kind, name, row, cells(row, prices))?.labelled(&row.labels);
    item.providers = row.provider.iter().cloned().collect();
    item.capabilities.clone_from(&row.capabilities);
    if let Some(prices) = prices {
        item.capabilities.extend(prices.tags.iter().cloned());
        item.json["price"] = json!({
            "unit": "USD per 1M tokens",
            "rates": prices.rates,
            "tiers": prices.tiers,
            "tags": prices.tags,
            "limits": prices.limits,
        });
    }
    Ok(item)
}

/// What the catalogues have of the model that is sent.
fn prices<'c>(catalogs: &'c Catalogs, row: &Row) -> Option<&'c ModelPrices> {
    let gateways = row.routes.iter().filter_map(|way| way.gateway.as_ref());
    catalogs.find(gateways, row.priced_as()?, row.model.as_deref()?)
}

fn cells(row: &Row, prices: Option<&ModelPrices>) -> Vec<Cell> {
    let text = |value: &Option<String>, none: &str| Cell::from(value.as_deref().unwrap_or(none));
    let rates = prices.map(|prices| prices.rates).unwrap_or_default();
    let window = prices.and_then(|prices| prices.limits.context_window);
    vec![
        Cell::from(&row.name),
        Cell::from(format!("{:?}", row.source)),
        text(&row.provider, ""),
        text(&row.model, "<caller's>"),
        Cell::several(&row.fallbacks),
        Cell::several(&distinct(&row.routes, match_words)),
        Cell::several(&distinct(&row.routes, RouteRow::gateway_words)),
        key_cell(&row.key),
        status_cell(&row.status),
        text(&row.address, ""),
        Cell::several(&distinct(&row.routes, RouteRow::route_words)),
        text(&row.dialect, "canonical"),
        Cell::several(&row.capabilities),
        Cell::from(price(rates.input)),
        Cell::from(price(rates.output)),
        Cell::from(window.map_or_else(|| UNKNOWN.to_owned(), |tokens| tokens.to_string())),
        Cell::from(prices.map_or_else(|| UNKNOWN.to_owned(), |prices| tier_words(&prices.tiers))),
        Cell::from(condition_words(&row.conditions)),
        Cell::from(age_words(row.created.as_ref())),
    ]
}

const UNKNOWN: &str = "<unknown>";

fn price(price: Option<Price>) -> String {
    price.map_or_else(|| UNKNOWN.to_owned(), |price| price.to_string())
}

/// `>200000: 5/22.5`: from how many tokens of context on other prices hold, and which.
fn tier_words(tiers: &[Tier]) -> String {
    let same =
        |price: Option<Price>| price.map_or_else(|| "same".to_owned(), |price| price.to_string());
    let words = tiers.iter().map(|tier| {
        let (input, output) = (same(tier.rates.input), same(tier.rates.output));
        format!(">{}: {input}/{output}", tier.context_over)
    });
    words.collect::<Vec<_>>().join(", ")
}
