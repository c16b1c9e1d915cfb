//! Changes to one field of an object that is there: JSON patches (RFC 6902) that first test that they still mean what
//! they meant when the object was looked at, so that nothing is written back that was merely read.

use json_patch::jsonptr::PointerBuf;
use json_patch::{AddOperation, PatchErrorKind, PatchOperation, ReplaceOperation, TestOperation};
use serde_json::{Value, json};

use super::names::Header;
use crate::domain::llm::provider::PROVIDERS;

pub use json_patch::Patch;

/// An object that a change does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unpatchable {
    /// The rule by its number, counted from 1.
    #[error("all weights of rule {0} would be 0, so every request would fail")]
    NoWeight(usize),
    /// A backend that no rule names, with those that they do name.
    #[error("no rule refers to backend {backend}; available are {}", listed(there))]
    NoSuchBackend { backend: String, there: Vec<String> },
    #[error("it has no provider")]
    NoProvider,
    #[error("it has several providers; choose one with --of: {}", .0.join(", "))]
    SeveralProviders(Vec<String>),
    #[error("its provider {0} is of an unknown kind")]
    UnknownProvider(String),
    #[error("it has no rules")]
    NoRules,
    #[error("it has {0} rules; choose one with --rule 1 to {0}")]
    SeveralRules(usize),
    /// What was there when the patch was made.
    #[error("{path} is no longer {value}")]
    Changed { path: String, value: Value },
    #[error("{0} not found")]
    NoSuchPath(String),
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}

fn array<'a>(object: &'a Value, path: &str) -> impl Iterator<Item = (usize, &'a Value)> {
    object.pointer(path).and_then(Value::as_array).into_iter().flatten().enumerate()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A path of names that need no escape.
fn at(path: &str) -> PointerBuf {
    PointerBuf::from_tokens(path.split('/').skip(1))
}

fn test(path: &str, value: &Value) -> PatchOperation {
    PatchOperation::Test(TestOperation { path: at(path), value: value.clone() })
}

/// `add` replaces what is there, and makes what is not.
fn put(path: &str, value: Value) -> PatchOperation {
    PatchOperation::Add(AddOperation { path: at(path), value })
}

fn replace(path: &str, value: Value) -> PatchOperation {
    PatchOperation::Replace(ReplaceOperation { path: at(path), value })
}

/// The place that an operation changes, and what it puts there; none of one that only tests.
fn change(operation: &PatchOperation) -> Option<(&str, &Value)> {
    match operation {
        PatchOperation::Add(AddOperation { path, value })
        | PatchOperation::Replace(ReplaceOperation { path, value }) => Some((path.as_str(), value)),
        _ => None,
    }
}

/// The weights of a route's backends, in every rule that has them.
///
/// # Errors
/// A backend that no rule names, with those there are; a rule of which no backend would weigh anything.
pub fn weights(route: &Value, wanted: &[(String, u32)]) -> Result<Patch, Unpatchable> {
    let mut patch = Vec::new();
    let mut found = Vec::new();
    let mut present = Vec::new();
    for (rule, _) in array(route, "/spec/rules") {
        let refs = format!("/spec/rules/{rule}/backendRefs");
        let (mut sum, mut is_changed) = (0, false);
        for (index, reference) in array(route, &refs) {
            let name = text(reference, "name");
            present.push(name.to_owned());
            let Some((_, weight)) = wanted.iter().find(|(wanted, _)| wanted == name) else {
                sum += reference.get("weight").and_then(Value::as_u64).unwrap_or(1);
                continue;
            };
            sum += u64::from(*weight);
            is_changed = true;
            found.push(name.to_owned());
            patch.push(test(&format!("{refs}/{index}/name"), &json!(name)));
            patch.push(put(&format!("{refs}/{index}/weight"), json!(weight)));
        }
        if is_changed && sum == 0 {
            return Err(Unpatchable::NoWeight(rule + 1));
        }
    }
    present.sort();
    present.dedup();
    match wanted.iter().find(|(name, _)| !found.contains(name)) {
        Some((missing, _)) => {
            Err(Unpatchable::NoSuchBackend { backend: missing.clone(), there: present })
        }
        None => Ok(Patch(patch)),
    }
}

/// The model of a backend's provider; of several, of the one called `named`.
///
/// # Errors
/// A backend without a provider, or with several where none is named, by their names.
pub fn model(backend: &Value, model: &str, named: Option<&str>) -> Result<Patch, Unpatchable> {
    if backend.pointer("/spec/ai/openAI").is_some() {
        return Ok(Patch(vec![put("/spec/ai/openAI/model", json!(model))]));
    }
    let of = |path: &str| {
        let provider = backend.pointer(path)?;
        let row = PROVIDERS.iter().find(|row| provider.get(row.key).is_some())?;
        let (key, field) = (row.key, row.model_field);
        let block = format!("{path}/{key}");
        Some(match provider.pointer(&format!("/{key}/{field}")) {
            Some(old) => vec![
                test(&format!("{block}/{field}"), old),
                put(&format!("{block}/{field}"), json!(model)),
            ],
            None => vec![put(&format!("{block}/{field}"), json!(model))],
        })
    };
    if let Some(patch) = of("/spec/ai/provider") {
        return Ok(Patch(patch));
    }
    let mut entries = Vec::new();
    for (group, _) in array(backend, "/spec/ai/groups") {
        let providers = format!("/spec/ai/groups/{group}/providers");
        for (index, entry) in array(backend, &providers) {
            entries.push((text(entry, "name").to_owned(), format!("{providers}/{index}")));
        }
    }
    let chosen = match (named, entries.as_slice()) {
        (_, []) => return Err(Unpatchable::NoProvider),
        (Some(named), _) => entries.iter().find(|(name, _)| name == named),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    let (name, path) = chosen.ok_or_else(|| {
        Unpatchable::SeveralProviders(entries.iter().map(|(name, _)| name.clone()).collect())
    })?;
    let change = of(path).ok_or_else(|| Unpatchable::UnknownProvider(name.clone()))?;
    Ok(Patch([vec![test(&format!("{path}/name"), &json!(name))], change].concat()))
}

/// A header of every match of one rule: its value where it is matched already, else one more to match.
///
/// # Errors
/// A route with several rules where none is chosen; one without rules.
pub fn header(route: &Value, header: &Header, rule: Option<usize>) -> Result<Patch, Unpatchable> {
    let count = array(route, "/spec/rules").count();
    let rule = match (rule, count) {
        (_, 0) => return Err(Unpatchable::NoRules),
        (Some(rule), _) if (1..=count).contains(&rule) => rule - 1,
        (None, 1) => 0,
        _ => return Err(Unpatchable::SeveralRules(count)),
    };
    let wanted = json!({"type": "Exact", "name": header.name, "value": header.value});
    let matches = format!("/spec/rules/{rule}/matches");
    let mut patch = Vec::new();
    for (index, one) in array(route, &matches) {
        let headers = format!("{matches}/{index}/headers");
        let known = array(one, "/headers")
            .find(|(_, known)| text(known, "name").eq_ignore_ascii_case(&header.name));
        match (known, one.get("headers")) {
            (Some((at, known)), _) => {
                patch.push(test(&format!("{headers}/{at}/name"), &json!(text(known, "name"))));
                patch.push(replace(&format!("{headers}/{at}"), wanted.clone()));
            }
            (None, Some(_)) => patch.push(put(&format!("{headers}/-"), wanted.clone())),
            (None, None) => patch.push(put(&headers, json!([wanted]))),
        }
    }
    if patch.is_empty() {
        patch.push(put(&matches, json!([{"headers": [wanted]}])));
    }
    Ok(Patch(patch))
}

/// Whether the object is another one after the patch.
#[must_use]
pub fn changes(object: &Value, patch: &[PatchOperation]) -> bool {
    patch.iter().any(|operation| changed(object, operation).is_some())
}

/// Where the operation changes something of the object, the path of it.
#[must_use]
pub fn changed<'p>(object: &Value, operation: &'p PatchOperation) -> Option<&'p str> {
    let (path, value) = change(operation)?;
    (object.pointer(path) != Some(value)).then_some(path)
}

/// The object as it would be after the patch.
///
/// # Errors
/// What is tested is not so, or a path leads nowhere.
pub fn applied(mut object: Value, patch: &[PatchOperation]) -> Result<Value, Unpatchable> {
    // One that does not fit leaves an object that nobody sees.
    let outcome = json_patch::patch_unsafe(&mut object, patch);
    outcome.map_err(|error| match (&error.kind, patch.get(error.operation)) {
        (PatchErrorKind::TestFailed, Some(PatchOperation::Test(test))) => {
            Unpatchable::Changed { path: test.path.to_string(), value: test.value.clone() }
        }
        _ => Unpatchable::NoSuchPath(error.path.to_string()),
    })?;
    Ok(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route() -> Value {
        json!({"spec": {"rules": [{
            "matches": [{"path": {"type": "PathPrefix", "value": "/"},
                         "headers": [{"type": "Exact", "name": "x-tier", "value": "a"}]}],
            "backendRefs": [{"name": "a", "weight": 1}, {"name": "b"}]}]}})
    }

    #[test]
    fn only_the_weights_that_are_named_change_and_each_is_tested_first() {
        let patch = weights(&route(), &[("b".into(), 10)]).expect("possible");
        assert_eq!(
            json!(patch),
            json!([{"op": "test", "path": "/spec/rules/0/backendRefs/1/name", "value": "b"},
                   {"op": "add", "path": "/spec/rules/0/backendRefs/1/weight", "value": 10}])
        );
        let missing = weights(&route(), &[("c".into(), 1)]).expect_err("none");
        assert_eq!(missing.to_string(), "no rule refers to backend c; available are a, b");
        let none = [("a".into(), 0), ("b".into(), 0)];
        assert_eq!(weights(&route(), &none).expect_err("none"), Unpatchable::NoWeight(1));
        let same = weights(&route(), &[("a".into(), 1)]).expect("possible");
        assert!(!changes(&route(), &same) && changes(&route(), &patch));
    }

    #[test]
    fn a_model_is_found_in_every_shape() {
        let path = |backend: Value, named| {
            model(&backend, "new", named)
                .map(|patch| patch[patch.len() - 1].path().as_str().to_owned())
        };
        let plain = json!({"spec": {"ai": {"provider": {"anthropic": {"model": "old"}}}}});
        assert_eq!(path(plain, None), Ok("/spec/ai/provider/anthropic/model".into()));
        let workshop = json!({"spec": {"ai": {"openAI": {}}}});
        assert_eq!(path(workshop, None), Ok("/spec/ai/openAI/model".into()));
        let groups = json!({"spec": {"ai": {"groups": [
            {"providers": [{"name": "a", "openai": {}}]}, {"providers": [{"name": "b", "azureopenai": {}}]}]}}});
        assert!(path(groups.clone(), None).expect_err("several").to_string().ends_with("a, b"));
        assert_eq!(
            path(groups, Some("b")),
            Ok("/spec/ai/groups/1/providers/0/azureopenai/deploymentName".into())
        );
    }

    #[test]
    fn what_a_patch_makes_is_what_the_api_server_would() {
        let patch = weights(&route(), &[("b".into(), 10)]).expect("possible");
        let after = applied(route(), &patch).expect("it fits");
        assert_eq!(after["spec"]["rules"][0]["backendRefs"][1], json!({"name": "b", "weight": 10}));
        let wish = |name: &str| Header { name: name.into(), value: "v".into() };
        let replaced = header(&route(), &wish("X-Tier"), None).expect("possible");
        let headers = |patch: Patch| {
            let after = applied(route(), &patch).expect("it fits");
            after["spec"]["rules"][0]["matches"][0]["headers"].clone()
        };
        assert_eq!(headers(replaced)[0]["value"], "v");
        let added = header(&route(), &wish("X-Team"), None).expect("possible");
        assert_eq!(headers(added)[1]["name"], "X-Team");
        let mut moved = route();
        moved["spec"]["rules"][0]["backendRefs"][1]["name"] = json!("c");
        assert!(
            applied(moved, &patch)
                .expect_err("a test fails")
                .to_string()
                .contains("is no longer \"b\"")
        );
    }

    #[test]
    fn a_header_is_replaced_by_name_or_added() {
        let set = |name: &str| {
            let header_wish = Header { name: name.into(), value: "v".into() };
            let patch = header(&route(), &header_wish, None).expect("possible");
            patch[patch.len() - 1].path().as_str().to_owned()
        };
        assert_eq!(set("X-Tier"), "/spec/rules/0/matches/0/headers/0");
        assert_eq!(set("X-Team"), "/spec/rules/0/matches/0/headers/-");
        assert!(
            header(&route(), &Header { name: "a".into(), value: "b".into() }, Some(2)).is_err()
        );
    }
}
