//! `host`, `port`, `path` and `pathPrefix` a level too high (`spec.ai.host`) or too low (`spec.ai.provider.openai.host`):
//! they stand beside the provider's name. agentgateway's CRD drops or refuses them where they are.

use serde_json::{Map, Value};

use super::Unconvertible;
use super::{Changes, Dialect};

/// The row.
pub const DIALECT: Dialect =
    Dialect { name: "misplaced", speaks, has_own_places: false, canonical };

const FIELDS: &[&str] = &["host", "port", "path", "pathPrefix"];

/// The fields of `from` that stand in the wrong place.
fn misplaced(from: Option<&Value>) -> bool {
    from.is_some_and(|from| FIELDS.iter().any(|field| from.get(*field).is_some()))
}

fn speaks(object: &Value) -> bool {
    let provider = object.pointer("/spec/ai/provider");
    let configs = provider.and_then(Value::as_object).into_iter().flatten();
    misplaced(object.pointer("/spec/ai"))
        || configs
            .filter(|(_, config)| config.is_object())
            .any(|(_, config)| misplaced(Some(config)))
}

fn canonical(mut object: Value, changes: &mut Changes) -> Result<Value, Unconvertible> {
    let ai = object
        .pointer_mut("/spec/ai")
        .and_then(Value::as_object_mut)
        .ok_or_else(|| Unconvertible::NotMapping("spec.ai".to_owned()))?;
    let mut moved = take(ai, "/spec/ai");
    let Some(provider) = ai.get_mut("provider").and_then(Value::as_object_mut) else {
        let field = moved.first().map_or("host", |(field, ..)| *field);
        return Err(Unconvertible::NoProvider(field));
    };
    for (name, config) in provider.iter_mut() {
        if let Some(config) = config.as_object_mut() {
            moved.extend(take(config, &format!("/spec/ai/provider/{name}")));
        }
    }
    for (field, at, value) in moved {
        if provider.get(field).is_some_and(|there| *there != value) {
            return Err(Unconvertible::Disagree(field));
        }
        changes.rewritten(&at, format!("moved to `spec.ai.provider.{field}`"));
        provider.insert(field.to_owned(), value);
    }
    let is_443 = provider.get("port").and_then(Value::as_u64) == Some(443);
    if is_443 && object.pointer("/spec/policies/tls").is_none() {
        let said = "a custom host is called with plain HTTP, even on 443, unless `spec.policies.tls` is set";
        changes.note("/spec/ai", said);
    }
    Ok(object)
}

/// Takes the fields out of `from`, each with where it stood.
fn take(from: &mut Map<String, Value>, at: &str) -> Vec<(&'static str, String, Value)> {
    let taken = FIELDS.iter().filter_map(|field| {
        let value = from.remove(*field)?;
        Some((*field, format!("{at}/{field}"), value))
    });
    taken.collect()
}
