//! What controllers say of an object that was written.

use serde_json::Value;

/// How far controllers are with an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// No controller has said anything of this generation.
    Silent,
    /// Something was said, not everything.
    Partial,
    Ready,
    /// `Reason: message` of each condition that is False.
    Rejected(Vec<String>),
}

/// Conditions whose False means that an object does not work.
const DECISIVE: &[&str] = &["Accepted", "Attached", "ResolvedRefs"];

/// Reads the conditions of `object`, and of its parents where it is a route, or of its ancestors where it is a policy; `wanted` must all be True. What was
/// said of an older generation was said of something else.
#[must_use]
pub fn readiness(object: &Value, wanted: &[&str]) -> Readiness {
    let generation = object.pointer("/metadata/generation").and_then(Value::as_i64);
    let text = |condition: &Value, field: &str| {
        condition.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let is_current = |condition: &&Value| {
        let observed = condition.get("observedGeneration").and_then(Value::as_i64);
        observed.zip(generation).is_none_or(|(observed, wanted)| observed >= wanted)
    };
    // Unknown is what a CRD's defaults say before any controller does.
    let said: Vec<(String, bool, &Value)> = conditions(object)
        .filter(is_current)
        .filter_map(|condition| match text(condition, "status").as_str() {
            "True" => Some((text(condition, "type"), true, condition)),
            "False" => Some((text(condition, "type"), false, condition)),
            _ => None,
        })
        .collect();
    let mut refused: Vec<String> = said
        .iter()
        .filter(|(kind, good, _)| !good && DECISIVE.contains(&kind.as_str()))
        .map(|(kind, _, condition)| {
            let (reason, message) = (text(condition, "reason"), text(condition, "message"));
            match message.is_empty() {
                true => format!("{kind} is False: {reason}"),
                false => format!("{kind} is False: {reason}: {message}"),
            }
        })
        .collect();
    refused.dedup();
    match () {
        () if said.is_empty() => Readiness::Silent,
        () if !refused.is_empty() => Readiness::Rejected(refused),
        () if wanted.iter().all(|kind| said.iter().any(|row| row.0 == *kind)) => Readiness::Ready,
        () => Readiness::Partial,
    }
}

fn conditions(object: &Value) -> impl Iterator<Item = &Value> {
    let above = ["/status/parents", "/status/ancestors"];
    let above = above.into_iter().filter_map(|at| object.pointer(at).and_then(Value::as_array));
    let of_these = above.flatten().filter_map(|one| one.get("conditions"));
    let lists = object.pointer("/status/conditions").into_iter().chain(of_these);
    lists.filter_map(Value::as_array).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn condition(kind: &str, status: &str, observed: i64) -> Value {
        json!({"type": kind, "status": status, "reason": "R", "message": "m", "observedGeneration": observed})
    }

    fn object(conditions: Value) -> Value {
        json!({"metadata": {"generation": 2}, "status": {"conditions": conditions}})
    }

    #[test]
    fn what_was_said_of_an_older_generation_does_not_count() {
        let old = object(json!([condition("Accepted", "True", 1)]));
        assert_eq!(readiness(&old, &["Accepted"]), Readiness::Silent);
        let new = object(json!([condition("Accepted", "True", 2)]));
        assert_eq!(readiness(&new, &["Accepted"]), Readiness::Ready);
    }

    #[test]
    fn a_false_condition_is_worded_and_a_missing_one_waited_for() {
        let refused = object(json!([condition("Accepted", "False", 2)]));
        let words = vec!["Accepted is False: R: m".to_owned()];
        assert_eq!(readiness(&refused, &["Accepted"]), Readiness::Rejected(words));
        let unknown = object(json!([condition("Accepted", "Unknown", 2)]));
        assert_eq!(readiness(&unknown, &["Accepted"]), Readiness::Silent);
        let half = json!({"metadata": {"generation": 1},
            "status": {"parents": [{"conditions": [condition("Accepted", "True", 1)]}]}});
        assert_eq!(readiness(&half, &["Accepted", "ResolvedRefs"]), Readiness::Partial);
        assert_eq!(readiness(&json!({}), &["Accepted"]), Readiness::Silent);
        let policy = json!({"metadata": {"generation": 1},
            "status": {"ancestors": [{"conditions": [condition("Attached", "False", 1)]}]}});
        let words = vec!["Attached is False: R: m".to_owned()];
        assert_eq!(readiness(&policy, &["Accepted"]), Readiness::Rejected(words));
    }
}
