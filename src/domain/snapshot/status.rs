//! What controllers said of an object, with who said it: `status` as far as it is shown.

use serde_json::Value;

use crate::domain::crd::status::Condition;

/// The part of `status` that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Addresses of a Gateway.
    pub addresses: Vec<String>,
    /// Every condition, in the order of the object.
    pub said: Vec<ConditionOf>,
}

/// One condition and its place in `status`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionOf {
    /// `Gateway n/g`, `listener http`; empty where the object itself is meant.
    pub of: String,
    pub condition: Condition,
}

impl Status {
    /// Reads `status` of a whole object. What cannot be read says nothing.
    #[must_use]
    pub fn read(object: &Value) -> Status {
        let Some(status) = object.get("status") else { return Status::default() };
        let own = object.pointer("/metadata/namespace").and_then(Value::as_str);
        let own = own.unwrap_or("default");
        let list = |name: &str| status.get(name).and_then(Value::as_array).into_iter().flatten();
        let mut said: Vec<ConditionOf> = conditions(status, "").collect();
        for parent in list("parents") {
            said.extend(conditions(parent, &reference(parent.get("parentRef"), own)));
        }
        for ancestor in list("ancestors") {
            said.extend(conditions(ancestor, &reference(ancestor.get("ancestorRef"), own)));
        }
        for listener in list("listeners") {
            let name = listener.get("name").and_then(Value::as_str).unwrap_or_default();
            said.extend(conditions(listener, &format!("listener {name}")));
        }
        let address = |address: &Value| address.get("value")?.as_str().map(str::to_owned);
        Status { addresses: list("addresses").filter_map(address).collect(), said }
    }
}

fn conditions<'a>(holder: &'a Value, of: &'a str) -> impl Iterator<Item = ConditionOf> + 'a {
    let all = holder.get("conditions").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(move |condition| {
        let condition = serde_json::from_value(condition.clone()).ok()?;
        Some(ConditionOf { of: of.to_owned(), condition })
    })
}

fn reference(reference: Option<&Value>, own: &str) -> String {
    let text = |name| reference.and_then(|r| r.get(name)).and_then(Value::as_str);
    let section = text("sectionName").map(|name| format!(" {name}")).unwrap_or_default();
    format!(
        "{} {}/{}{section}",
        text("kind").unwrap_or("Gateway"),
        text("namespace").unwrap_or(own),
        text("name").unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_condition_says_whose_it_is() {
        let condition = json!([{"type": "Accepted", "status": "True", "reason": "Accepted"}]);
        let object = json!({"metadata": {"namespace": "n"}, "status": {
            "conditions": condition,
            "parents": [{"parentRef": {"name": "g", "sectionName": "http"}, "conditions": condition}],
            "listeners": [{"name": "http", "conditions": condition}],
            "addresses": [{"type": "IPAddress", "value": "10.0.0.1"}]}});
        let status = Status::read(&object);
        let of: Vec<_> = status.said.iter().map(|said| said.of.as_str()).collect();
        assert_eq!(of, ["", "Gateway n/g http", "listener http"]);
        assert_eq!(status.addresses, ["10.0.0.1"]);
        assert_eq!(Status::read(&json!({})), Status::default());
    }
}
