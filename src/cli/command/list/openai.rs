//! `list --openai`: what an OpenAI client gets from `/v1/models`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::compile::Compiled;
use crate::domain::registry::{self, Row, State};

/// The list of the OpenAI API.
#[derive(Debug, Serialize)]
pub struct ModelList {
    object: &'static str,
    data: Vec<Model>,
}

#[derive(Debug, Serialize)]
struct Model {
    id: String,
    object: &'static str,
    /// Seconds since 1970.
    created: i64,
    owned_by: String,
}

/// The models that can be asked for.
pub fn rows(compiled: &Compiled, scope: Option<&str>) -> Vec<Row> {
    let mut rows = registry::models(compiled);
    rows.retain(|row| {
        row.status.state != State::NotReady
            && scope.is_none_or(|namespace| row.namespace == namespace)
    });
    rows
}

/// The list of these models, each name once. A backend that leaves the model to its caller takes any: `*`.
pub fn list(rows: &[Row]) -> ModelList {
    let mut models: BTreeMap<String, Model> = BTreeMap::new();
    for row in rows {
        let id = row.model.clone().unwrap_or_else(|| "*".to_owned());
        let created = row.created.as_deref().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        models.entry(id.clone()).or_insert(Model {
            id,
            object: "model",
            created: created.map(jiff::Timestamp::as_second).unwrap_or_default(),
            owned_by: row.provider.clone().unwrap_or_else(|| "unknown".to_owned()),
        });
    }
    ModelList { object: "list", data: models.into_values().collect() }
}
