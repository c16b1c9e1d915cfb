//! References to a backend by the name of another dialect's kind: routes, grants and policies that name kgateway's
//! `Backend` mean the AgentgatewayBackend that it becomes.

use serde_json::Value;

use super::{Canonical, Changes, kgateway, route_types};

/// Whether `group` and `kind` are another dialect's name for an AgentgatewayBackend.
#[must_use]
pub fn is_backend(group: &str, kind: &str) -> bool {
    group == kgateway::GROUP && kind == kgateway::KIND
}

/// An object beside the backends with its references, and what else of dialects it has, made canonical.
#[must_use]
pub fn canonical(mut object: Value) -> Canonical {
    let mut changes = Changes::default();
    rewrite(&mut object, "", &mut changes);
    route_types::respell(&mut object, &mut changes);
    let changes = changes.into_vec();
    Canonical { object, dialect: None, has_own_places: false, changes }
}

fn rewrite(value: &mut Value, at: &str, changes: &mut Changes) {
    match value {
        Value::Object(fields) => {
            let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
            if is_backend(text("group"), text("kind")) {
                fields.insert("group".to_owned(), "agentgateway.dev".into());
                fields.insert("kind".to_owned(), "AgentgatewayBackend".into());
                changes.rewritten(&format!("{at}/kind"), "AgentgatewayBackend of agentgateway.dev");
            }
            for (key, below) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                rewrite(below, &format!("{at}/{key}"), changes);
            }
        }
        Value::Array(items) => {
            for (index, below) in items.iter_mut().enumerate() {
                rewrite(below, &format!("{at}/{index}"), changes);
            }
        }
        _ => {}
    }
}
