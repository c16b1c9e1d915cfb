//! Which release of agentgateway a cluster has, by the definitions that its API server publishes: the newest one that
//! brought a field or a value which they know. Everybody who is known to a cluster may read them.
//!
//! Source: the OpenAPI of an API server, `/openapi/v3` (<https://kubernetes.io/docs/concepts/overview/kubernetes-api/>).

use serde_json::Value;

use super::release::Release;
use super::shape::{self, SINCE};
use crate::domain::value::object_ref::Kind;

/// The kinds that have fields of several releases.
const KINDS: [Kind; 3] =
    [Kind::AgentgatewayPolicy, Kind::AgentgatewayBackend, Kind::AgentgatewayModel];

/// The release, by the OpenAPI document of agentgateway's group. None where it has none of its kinds.
#[must_use]
pub fn by_definitions(document: &Value) -> Option<Release> {
    let mut found = None;
    for kind in KINDS {
        let Some(theirs) = definition(document, kind) else { continue };
        found = found.max(Some(Release::OLDEST));
        let own = shape::schema(kind).into_iter();
        own.for_each(|own| look(own, theirs, &mut found));
    }
    found
}

/// The schema of a kind in a document.
fn definition(document: &Value, kind: Kind) -> Option<&Value> {
    let schemas = document.pointer("/components/schemas")?.as_object()?;
    let names = kind.names();
    let is_it = |schema: &&Value| {
        let kinds = schema.get("x-kubernetes-group-version-kind").and_then(Value::as_array);
        let mut kinds = kinds.into_iter().flatten();
        kinds.any(|one| one["group"] == names.group && one["kind"] == names.kind)
    };
    schemas.values().find(is_it)
}

/// Goes down both schemas as far as both go.
fn look(own: &Value, theirs: &Value, found: &mut Option<Release>) {
    let own = shape::followed(own);
    let release = |since: &Value| Release::read(since.as_str()?).ok();
    if let (Some(Value::Object(since)), Some(values)) =
        (own.get(SINCE), theirs.get("enum").and_then(Value::as_array))
    {
        for value in values.iter().filter_map(Value::as_str) {
            *found = (*found).max(since.get(value).and_then(release));
        }
    }
    let fields = own.get("properties").and_then(Value::as_object).into_iter().flatten();
    for (name, own) in fields {
        let Some(theirs) = theirs.get("properties").and_then(|all| all.get(name)) else { continue };
        *found = (*found).max(own.get(SINCE).and_then(release));
        look(own, theirs, found);
    }
    for below in ["items", "additionalProperties"] {
        if let (Some(own), Some(theirs)) = (own.get(below), theirs.get(below)) {
            look(own, theirs, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The document of a cluster in which a policy has these fields.
    fn document(spec: &Value) -> Value {
        json!({"components": {"schemas": {"dev.agentgateway.v1alpha1.AgentgatewayPolicy": {
            "type": "object",
            "x-kubernetes-group-version-kind": [
                {"group": "agentgateway.dev", "kind": "AgentgatewayPolicy", "version": "v1alpha1"}],
            "properties": {"spec": spec}}}}})
    }

    #[test]
    fn the_newest_field_or_value_tells_the_release() {
        let plain = json!({"properties": {"traffic": {"properties": {"delay": {}}}}});
        let key = json!({"properties": {"traffic": {"properties": {"rateLimit": {"properties":
            {"local": {"items": {"properties": {"requests": {}, "key": {}}}}}}}}}});
        let source = json!({"properties": {"backend": {"properties": {"tls": {"properties":
            {"certificateSource": {}}}}}}});
        for (spec, release) in
            [(plain, Release::V1_4), (source, Release::V1_5), (key, Release::V1_6)]
        {
            assert_eq!(by_definitions(&document(&spec)), Some(release), "{spec}");
        }
        let action = json!({"properties": {"backend": {"properties": {"ai": {"properties":
            {"promptGuard": {"properties": {"request": {"items": {"properties": {"regex":
            {"properties": {"action": {"enum": ["Mask", "Audit"]}}}}}}}}}}}}}});
        assert_eq!(by_definitions(&document(&action)), Some(Release::V1_6));
    }

    #[test]
    fn where_there_is_none_of_its_kinds_nothing_is_told() {
        for document in [json!({}), json!({"components": {"schemas": {"x": {"type": "object"}}}})] {
            assert_eq!(by_definitions(&document), None, "{document}");
        }
    }
}
