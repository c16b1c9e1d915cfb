//! What a release of agentgateway does not have yet, of objects that use it.
//!
//! Source: the definitions at the tag v1.4.1 and at 75b4e6ce6; the notes of release 1.6 and the API reference that follows
//! it (<https://agentgateway.dev/docs/kubernetes/main/reference/api/>). What is marked with 1.6 was not there at 75b4e6ce6.

use serde_json::Value;

use super::release::Release;
use super::schema::{FaultKind, MOST, SchemaFault, below};
use super::shape::{self, SINCE};

/// The fields and values of an object that `release` does not know, and a later one does.
#[must_use]
pub fn than(release: Release, schema: &Value, object: &Value) -> Vec<SchemaFault> {
    let mut faults = Vec::new();
    let mut fault = |mark: &VersionedField<'_>| {
        if mark.since <= release || faults.len() >= MOST {
            return false;
        }
        let value = mark.value.map(|value| format!("{value:?} ")).unwrap_or_default();
        let reason =
            format!("{value}needs agentgateway {}; the gateway runs {release}", mark.since);
        faults.push(SchemaFault::of(FaultKind::Newer, mark.at, reason));
        true
    };
    if release != Release::NEWEST {
        walk(schema, object, "", &mut fault);
    }
    faults
}

/// Fields of 1.6 that `serve` has, by the end of their path; those of `frontend` are notes.
const SERVED: &[&str] = &[
    ".backend.authorization",
    ".backend.sessionAffinity",
    ".caCertificateRefs.key",
    ".custom.providerOverride",
    ".jwtAuthentication.preserveToken",
    ".jwtAuthentication.providers.validation",
    ".jwtAuthentication.providers.validation.requiredClaims",
    ".local.key",
    ".policies.authorization",
    ".policies.sessionAffinity",
    ".promptGuard.request.regex.action",
    ".promptGuard.response.regex.action",
    ".timeouts.responseIdle",
];

/// The first field or value of an object that is known from 1.6 on and that `serve` does not support.
#[must_use]
pub fn unserved(schema: &Value, object: &Value) -> Option<String> {
    let mut found = None;
    let mut first = |mark: &VersionedField<'_>| {
        let at = without_indices(mark.at);
        let is_served =
            at.starts_with("spec.frontend.") || SERVED.iter().any(|end| at.ends_with(end));
        let is_meant = found.is_none() && mark.since >= Release::V1_6 && !is_served;
        if is_meant {
            let value = mark.value.map(|value| format!(": {value}")).unwrap_or_default();
            found = Some(format!("{}{value}", mark.at));
        }
        is_meant
    };
    walk(schema, object, "", &mut first);
    found
}

/// `spec.rules[0].name` as `spec.rules.name`.
fn without_indices(at: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        depth = match c {
            '[' => depth + 1,
            ']' => depth.saturating_sub(1),
            _ => return depth == 0,
        };
        false
    };
    at.chars().filter(keep).collect()
}

/// Something in an object that not every release has.
struct VersionedField<'m> {
    at: &'m str,
    /// The release that brought it.
    since: Release,
    /// Set where the field is older than its value.
    value: Option<&'m str>,
}

/// Shows everything that is marked in an object, from the top down. What lies below a field for which `stops` is true is
/// not looked at.
fn walk(
    schema: &Value,
    value: &Value,
    at: &str,
    stops: &mut dyn FnMut(&VersionedField<'_>) -> bool,
) {
    let schema = shape::followed(schema);
    let release = |since: &Value| Release::read(since.as_str()?).ok();
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
                let Some(schema) = shape::property(schema, name) else { continue };
                let at = below(name, at);
                let since = schema.get(SINCE).and_then(release);
                let mark = since.map(|since| VersionedField { at: &at, since, value: None });
                if !mark.is_some_and(|mark| stops(&mark)) {
                    walk(schema, value, &at, stops);
                }
            }
        }
        Value::Array(items) => {
            let Some(schema) = schema.get("items") else { return };
            for (index, item) in items.iter().enumerate() {
                walk(schema, item, &format!("{at}[{index}]"), stops);
            }
        }
        Value::String(text) => {
            let since = schema.get(SINCE).and_then(|newer| release(newer.get(text)?));
            if let Some(since) = since {
                stops(&VersionedField { at, since, value: Some(text) });
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::object_ref::Kind;
    use serde_json::json;

    fn newer(kind: Kind, release: Release, spec: Value) -> Vec<String> {
        let schema = shape::schema(kind).expect("a schema");
        let faults = than(release, schema, &json!({"spec": spec}));
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_field_and_a_value_are_named_with_the_release_that_brought_them() {
        let policy = json!({
            "traffic": {"rateLimit": {"local": [{"requests": 1, "unit": "Hours", "key": "jwt.sub"}]}},
            "backend": {"tls": {"certificateSource": "Inline"}, "ai": {"promptGuard": {"request": [
                {"regex": {"action": "Audit", "builtins": ["Ssn"]}}]}}},
        });
        let of = |release| newer(Kind::AgentgatewayPolicy, release, policy.clone());
        let six = [
            "spec.backend.ai.promptGuard.request[0].regex.action: \"Audit\" needs agentgateway 1.6; the gateway runs ",
            "spec.traffic.rateLimit.local[0].key: needs agentgateway 1.6; the gateway runs ",
        ];
        assert_eq!(of(Release::V1_5), six.map(|text| format!("{text}1.5")));
        let mut four = six.map(|text| format!("{text}1.4")).to_vec();
        four.insert(
            1,
            "spec.backend.tls.certificateSource: needs agentgateway 1.5; the gateway runs 1.4"
                .to_owned(),
        );
        assert_eq!(of(Release::V1_4), four);
        assert_eq!(of(Release::V1_6), Vec::<String>::new());
    }

    #[test]
    fn what_every_release_has_is_newer_than_none() {
        let backend = json!({"ai": {"provider": {"openai": {"model": "m"}}},
            "policies": {"tls": {"sni": "h"}, "ai": {"routes": {"/v1/x.y": "Completions"}}}});
        assert_eq!(
            newer(Kind::AgentgatewayBackend, Release::OLDEST, backend),
            Vec::<String>::new()
        );
    }

    #[test]
    fn every_mark_names_a_release() {
        fn marks(schema: &Value, found: &mut Vec<String>) {
            match schema {
                Value::Object(parts) => {
                    for (name, part) in parts {
                        match (name == SINCE, part) {
                            (true, Value::String(release)) => found.push(release.clone()),
                            (true, Value::Object(values)) => {
                                found.extend(
                                    values.values().filter_map(Value::as_str).map(str::to_owned),
                                );
                            }
                            _ => marks(part, found),
                        }
                    }
                }
                Value::Array(parts) => parts.iter().for_each(|part| marks(part, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        for kind in [Kind::AgentgatewayPolicy, Kind::AgentgatewayBackend, Kind::AgentgatewayModel] {
            marks(shape::whole(kind).expect("a schema"), &mut found);
        }
        assert!(found.len() > 40, "{}", found.len());
        for release in found {
            assert!(
                Release::read(&release).is_ok_and(|known| known > Release::OLDEST),
                "{release}"
            );
        }
    }
}
