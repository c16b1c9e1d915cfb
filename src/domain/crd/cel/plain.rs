//! Rules that are seen to hold without an evaluator. What is not certain is not said: then the rule is evaluated.

use serde_json::Value;

use crate::domain::crd::shape::COUNTED;

/// Whether a rule certainly holds of a value.
pub(super) fn holds(rule: &Value, value: &Value) -> bool {
    if let Some(counted) = rule.get(COUNTED) {
        return counts(counted, value);
    }
    let text = rule.get("rule").and_then(Value::as_str).unwrap_or_default();
    match value {
        Value::Array(items) => of_list(text, items),
        Value::Object(_) => of_object(text, value),
        _ => false,
    }
}

/// `exactly one of`, `at most one of`, `at least one of`.
fn counts(counted: &Value, value: &Value) -> bool {
    let names = counted["fields"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let there = names.filter(|name| value.get(name).is_some()).count();
    match counted["is"].as_str() {
        Some("== 1") => there == 1,
        Some("<= 1") => there <= 1,
        Some(">= 1") => there >= 1,
        _ => false,
    }
}

fn of_list(rule: &str, items: &[Value]) -> bool {
    let of_type = |wanted: &str| items.iter().filter(|item| item["type"] == wanted).count();
    if let Some(rest) = rule.strip_prefix("self.filter(f, f.type == '") {
        return rest.strip_suffix("').size() <= 1").is_some_and(|wanted| of_type(wanted) <= 1);
    }
    if rule.starts_with("self.all(l1, !has(l1.name) ||") {
        return items.iter().all(|item| item.get("name").is_none());
    }
    if rule.starts_with("(self.size() > 0 ? self[0].matches.size() : 0) +") {
        let matches = |rule: &Value| Some(rule.get("matches")?.as_array()?.len());
        let counts: Option<Vec<_>> = items.iter().map(matches).collect();
        return items.len() <= 16 && counts.is_some_and(|all| all.iter().sum::<usize>() <= 128);
    }
    // Nothing beside itself is like it.
    let compares = ["self.all(p1, self.all(p2,", "self.all(p1, self.exists_one(p2,"];
    items.len() == 1
        && compares.iter().any(|compares| rule.starts_with(compares))
        && ["group", "kind", "name"].iter().all(|name| items[0].get(name).is_some())
}

fn of_object(rule: &str, value: &Value) -> bool {
    if rule.starts_with("(self.type in ['Exact','PathPrefix']) ?") {
        return is_plain_path(value);
    }
    if rule.starts_with("self.type in ['Exact','PathPrefix'] ||") {
        return value["type"] == "PathPrefix" || value["type"] == "Exact";
    }
    if rule.starts_with("(size(self.group) == 0 && self.kind == 'Service') ?") {
        let is_foreign = value["group"].as_str().is_some_and(|group| !group.is_empty());
        return is_foreign || value.get("port").is_some();
    }
    if let Some(rest) = rule.strip_prefix("!(has(self.")
        && let Some((field, wanted)) = rest.split_once(") && self.type != '")
        && let Some(wanted) = wanted.strip_suffix("')")
    {
        return value.get(field).is_none() || value["type"] == wanted;
    }
    if let Some(rest) = rule.strip_prefix("!(!has(self.")
        && let Some((field, wanted)) = rest.split_once(") && self.type == '")
        && let Some(wanted) = wanted.strip_suffix("')")
    {
        return value.get(field).is_some()
            || value["type"].as_str().is_some_and(|kind| kind != wanted);
    }
    let has_filters = value.get("filters").is_some();
    if rule.starts_with("(has(self.filters) && self.filters.exists_one(")
        || rule.starts_with(
            "(has(self.backendRefs) && size(self.backendRefs) > 0) ? (!has(self.filters)",
        )
    {
        return !has_filters;
    }
    if rule.starts_with("(has(self.backendRefs) && self.backendRefs.exists_one(b, (has(b.filters)")
    {
        let references = value["backendRefs"].as_array().into_iter().flatten();
        return references.into_iter().all(|reference| reference.get("filters").is_none());
    }
    false
}

/// A path of an exact or prefix match without anything that a rule could be about.
fn is_plain_path(found: &Value) -> bool {
    let is_plain = |path: &str| {
        let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
        path.starts_with('/') && !path.contains("//") && path.bytes().all(safe)
    };
    found["value"].as_str().is_some_and(is_plain)
        && (found["type"] == "PathPrefix" || found["type"] == "Exact")
}
