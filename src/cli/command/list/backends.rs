//! `list backends`: every AgentgatewayBackend, language model or not.

use std::sync::Arc;

use super::What;
use super::cells::{age_words, condition_words, key_words, status_words};
use super::item::{Item, Shown, View};
use crate::domain::compile::Compiled;
use crate::domain::registry::backend::{self, BackendRow};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The view.
pub const VIEW: View = View {
    what: What::Backends,
    kind: "BackendList",
    selects: &[Kind::AgentgatewayBackend],
    has_providers: true,
    columns: &[
        ("NAME", Shown::Always),
        ("TYPE", Shown::Always),
        ("PROVIDERS", Shown::Always),
        ("ADDRESS", Shown::Always),
        ("ROUTES", Shown::Always),
        ("STATUS", Shown::Always),
        ("KEY", Shown::Wide),
        ("POLICIES", Shown::Wide),
        ("DIALECT", Shown::Wide),
        ("CONDITIONS", Shown::Wide),
        ("AGE", Shown::Wide),
    ],
    items: |snapshot, _| {
        let item = |row: &BackendRow| {
            let name = ObjectName::new(&row.namespace, &row.name);
            let item = Item::new(Kind::AgentgatewayBackend, name, row, cells(row))?;
            let own = row
                .providers
                .iter()
                .map(|provider| provider.rsplit(':').next().unwrap_or(provider).to_owned());
            Ok(Item { providers: own.collect(), ..item.labelled(&row.labels) })
        };
        backend::rows(&Compiled::of(Arc::clone(snapshot))).iter().map(item).collect()
    },
};

fn cells(row: &BackendRow) -> Vec<String> {
    vec![
        row.name.clone(),
        row.kind.to_owned(),
        row.providers.join(", "),
        row.address.clone().unwrap_or_default(),
        row.routes.join(", "),
        status_words(&row.status),
        row.key.as_ref().map(key_words).unwrap_or_default(),
        row.policies.join(", "),
        row.dialect.clone().unwrap_or_else(|| "canonical".to_owned()),
        condition_words(&row.conditions),
        age_words(row.created.as_ref()),
    ]
}
