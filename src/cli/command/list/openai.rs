//! `list --openai`: what an OpenAI client gets from `/v1/models`.

use serde::Serialize;

use crate::domain::compile::Compiled;
use crate::domain::registry::{self, State};
use crate::domain::route::target::Target;

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

/// The models that can be asked for: those that `serve` lists at `/v1/models` of its listeners and HTTPRoutes, and then
/// those of backends, each name once. A backend that leaves the model to its caller takes any: `*`.
pub fn list(compiled: &Compiled, scope: Option<&str>) -> ModelList {
    let mut data: Vec<Model> = Vec::new();
    let mut add = |model: Model| {
        if data.iter().all(|there| there.id != model.id) {
            data.push(model);
        }
    };
    let within = |namespace: &str| scope.is_none_or(|scope| scope == namespace);
    for (.., candidate) in compiled.table.candidates() {
        let targets = candidate.rule.targets.iter();
        for router in targets.filter_map(|target| match &target.target {
            Target::Models(router) => Some(router),
            _ => None,
        }) {
            let objects: Vec<_> = router.objects().collect();
            let is_within = |id: &str| {
                objects.iter().any(|(object, name)| *name == id && within(&object.namespace))
            };
            for (id, created) in router.listed(|_| true).filter(|(id, _)| is_within(id)) {
                let created = i64::try_from(created).unwrap_or_default();
                let (id, owned_by) = (id.to_owned(), "openai".to_owned());
                add(Model { id, object: "model", created, owned_by });
            }
        }
    }
    for row in registry::rows(compiled) {
        if row.status.state == State::NotReady || !within(&row.namespace) {
            continue;
        }
        let created = row.created.as_deref().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        add(Model {
            id: row.model.clone().unwrap_or_else(|| "*".to_owned()),
            object: "model",
            created: created.map(jiff::Timestamp::as_second).unwrap_or_default(),
            owned_by: row.provider.clone().unwrap_or_else(|| "unknown".to_owned()),
        });
    }
    ModelList { object: "list", data }
}
