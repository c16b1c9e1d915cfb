//! Route types in other letters (`completions`, `anthropicTokenCount`): kgateway 2.1's and standalone agentgateway's
//! way. The CRD knows them as `Completions`, `AnthropicTokenCount`.

use serde_json::Value;

use super::{Changes, Dialect};

/// The row.
pub const DIALECT: Dialect = Dialect {
    name: "route-types",
    speaks: |object| maps(object).iter().any(|at| misspelled(object, at)),
    has_own_places: false,
    canonical: |mut object, changes| {
        respell(&mut object, changes);
        Ok(object)
    },
};

/// The names that the CRD takes, as `llm::format` has them too.
pub const NAMES: &[&str] = &[
    "AnthropicTokenCount",
    "Completions",
    "Detect",
    "Embeddings",
    "GeminiCountTokens",
    "GenerateContent",
    "Messages",
    "Models",
    "Passthrough",
    "Realtime",
    "Rerank",
    "Responses",
];

/// The CRD's name for a route type written in other letters; none where it is right, or nothing we know.
fn right(name: &str) -> Option<&'static str> {
    let bare = |text: &str| text.replace(['-', '_'], "").to_ascii_lowercase();
    let right = NAMES.iter().find(|known| bare(known) == bare(name))?;
    (*right != name).then_some(right)
}

/// Pointers to every `routes` map of a backend or a policy.
fn maps(object: &Value) -> Vec<String> {
    let mut maps =
        vec!["/spec/policies/ai/routes".to_owned(), "/spec/backend/ai/routes".to_owned()];
    let groups = object.pointer("/spec/ai/groups").and_then(Value::as_array);
    for (group, value) in groups.into_iter().flatten().enumerate() {
        let providers = value.get("providers").and_then(Value::as_array).map_or(0, Vec::len);
        let of = |at| format!("/spec/ai/groups/{group}/providers/{at}/policies/ai/routes");
        maps.extend((0..providers).map(of));
    }
    maps
}

fn misspelled(object: &Value, at: &str) -> bool {
    let types = object.pointer(at).and_then(Value::as_object).into_iter().flatten();
    types.filter_map(|(_, name)| name.as_str()).any(|name| right(name).is_some())
}

/// Puts the CRD's names in the place of other spellings, in backends and policies.
pub(super) fn respell(object: &mut Value, changes: &mut Changes) {
    for at in maps(object) {
        if let Some(routes) = object.pointer_mut(&at) {
            respell_map(routes, &at, changes);
        }
    }
}

/// The same for one map, which stands at `at`.
pub(super) fn respell_map(routes: &mut Value, at: &str, changes: &mut Changes) {
    for (suffix, name) in routes.as_object_mut().into_iter().flatten() {
        if let Some(right) = name.as_str().and_then(right) {
            let suffix = suffix.replace('~', "~0").replace('/', "~1");
            changes.rewritten(&format!("{at}/{suffix}"), format!("{name} is renamed to {right}"));
            *name = Value::from(right);
        }
    }
}
