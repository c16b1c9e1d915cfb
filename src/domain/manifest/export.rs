//! A live object as a person keeps it in git: without what the API server and controllers note down, without what they
//! would fill in again.

use serde_json::{Value, json};

use super::mask::LAST_APPLIED;

/// Fields of `metadata` that belong to one cluster.
const OF_THE_CLUSTER: &[&str] = &[
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// The object without them.
#[must_use]
pub fn git_ready(mut object: Value) -> Value {
    remove(&mut object, "status", |_| true);
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.retain(|field, _| !OF_THE_CLUSTER.contains(&field.as_str()));
        if let Some(notes) = metadata.get_mut("annotations").and_then(Value::as_object_mut) {
            notes.remove(LAST_APPLIED);
        }
        metadata.retain(|_, value| !is_empty(value));
    }
    match object.get("kind").and_then(Value::as_str) {
        Some("HTTPRoute") => route(&mut object["spec"]),
        Some("Gateway") => gateway(&mut object["spec"]),
        Some("Secret") => remove(&mut object, "type", |kind| kind == "Opaque"),
        Some("AgentgatewayBackend" | "AgentgatewayPolicy" | "AgentgatewayModel") => {
            agentgateway(&mut object["spec"], "spec");
        }
        _ => {}
    }
    object
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn remove(from: &mut Value, field: &str, when: impl Fn(&Value) -> bool) {
    if let Some(fields) = from.as_object_mut()
        && fields.get(field).is_some_and(when)
    {
        fields.remove(field);
    }
}

/// The mappings of a list.
fn each<'v>(of: &'v mut Value, field: &str) -> impl Iterator<Item = &'v mut Value> {
    of.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten()
}

/// The defaults of the HTTPRoute CRD (gateway-api v1).
fn route(spec: &mut Value) {
    for parent in each(spec, "parentRefs") {
        remove(parent, "group", |group| group == "gateway.networking.k8s.io");
        remove(parent, "kind", |kind| kind == "Gateway");
    }
    let everything = json!({"type": "PathPrefix", "value": "/"});
    for rule in each(spec, "rules") {
        for found in each(rule, "matches") {
            remove(found, "path", |path| *path == everything);
            if let Some(path) = found.get_mut("path") {
                remove(path, "value", |value| value == "/");
            }
            for kind in ["headers", "queryParams"] {
                each(found, kind).for_each(|one| remove(one, "type", |kind| kind == "Exact"));
            }
        }
        let all = |matches: &Value| matches.as_array().is_some_and(|all| all.iter().all(is_empty));
        remove(rule, "matches", all);
        for reference in each(rule, "backendRefs") {
            remove(reference, "weight", |weight| *weight == 1);
            remove(reference, "group", |group| group == "");
            remove(reference, "kind", |kind| kind == "Service");
        }
    }
}

/// The defaults of the Gateway CRD (gateway-api v1).
fn gateway(spec: &mut Value) {
    for listener in each(spec, "listeners") {
        if let Some(namespaces) = listener.pointer_mut("/allowedRoutes/namespaces") {
            remove(namespaces, "from", |from| from == "Same");
        }
        if let Some(allowed) = listener.get_mut("allowedRoutes") {
            remove(allowed, "namespaces", is_empty);
        }
        remove(listener, "allowedRoutes", is_empty);
        if let Some(tls) = listener.get_mut("tls") {
            remove(tls, "mode", |mode| mode == "Terminate");
            for certificate in each(tls, "certificateRefs") {
                remove(certificate, "group", |group| group == "");
                remove(certificate, "kind", |kind| kind == "Secret");
            }
        }
    }
}

/// The defaults of agentgateway's CRDs: the mapping's name, the field, its default.
const DEFAULTS: &[(&str, &str, &str)] = &[
    ("apiKeyAuthentication", "mode", "Strict"),
    ("authorization", "action", "Allow"),
    ("backendRef", "group", ""),
    ("backendRef", "kind", "Service"),
    ("basicAuthentication", "mode", "Strict"),
    ("bedrock", "region", "us-east-1"),
    ("caCertificateRefs", "kind", "ConfigMap"),
    ("eviction", "duration", "3s"),
    ("googleModelArmor", "location", "us-central1"),
    ("jwtAuthentication", "mode", "Strict"),
    ("networkAuthorization", "action", "Allow"),
    ("parentRefs", "group", "gateway.networking.k8s.io"),
    ("parentRefs", "kind", "Gateway"),
    ("regex", "action", "Mask"),
    ("response", "message", "The request was rejected due to inappropriate content"),
    ("spec", "visibility", "Public"),
    ("tls", "certificateSource", "Inline"),
    ("vertexai", "region", "global"),
];

/// Removes the defaults of agentgateway's kinds under the mapping or list called `name`.
fn agentgateway(value: &mut Value, name: &str) {
    match value {
        Value::Object(fields) => {
            for (_, field, default) in DEFAULTS.iter().filter(|row| row.0 == name) {
                if fields.get(*field).is_some_and(|value| value == default) {
                    fields.remove(*field);
                }
            }
            for (key, below) in fields {
                agentgateway(below, key);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| agentgateway(item, name)),
        _ => {}
    }
}

/// A file's name for an object: `httproute-openai.yaml`. None where its name is none that Kubernetes gives: a server may
/// say anything, and a name becomes a path.
#[must_use]
pub fn file_name(object: &Value) -> Option<String> {
    let text = |path| object.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let (kind, name) = (text("/kind").to_ascii_lowercase(), text("/metadata/name"));
    (is_plain(&kind) && is_plain(name)).then(|| format!("{kind}-{name}.yaml"))
}

/// Whether a name is one segment of a path, on every system, and nothing else: a DNS subdomain (RFC 1123), as the names
/// of objects and of namespaces are.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    !name.is_empty()
        && name.len() <= 200
        && name.starts_with(inner)
        && name.ends_with(inner)
        && name.chars().all(|c| inner(c) || c == '-' || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_kubernetes_gives_becomes_a_files_name() {
        let named =
            |name: &str| file_name(&json!({"kind": "HTTPRoute", "metadata": {"name": name}}));
        assert_eq!(named("a.b-1").as_deref(), Some("httproute-a.b-1.yaml"));
        let long = "x".repeat(300);
        for name in
            ["", ".", "..", "a/b", "../a", "/a", "a\\b", "a\0", "A", "a:b", "-a", "a.", &long]
        {
            assert_eq!(named(name), None, "{name}");
        }
        assert_eq!(file_name(&json!({"kind": "../x", "metadata": {"name": "a"}})), None);
    }

    #[test]
    fn a_live_route_is_what_a_person_wrote() {
        let live = json!({
            "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
            "metadata": {"name": "r", "namespace": "n", "uid": "u", "resourceVersion": "1", "generation": 2,
                "creationTimestamp": "2026-01-01T00:00:00Z", "managedFields": [], "labels": {"a": "b"},
                "annotations": {LAST_APPLIED: "{}"}},
            "spec": {
                "parentRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "g"}],
                "rules": [
                    {"matches": [{"path": {"type": "PathPrefix", "value": "/"},
                                  "headers": [{"type": "Exact", "name": "x", "value": "y"}]}],
                     "backendRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b", "weight": 1}]},
                    {"matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                     "backendRefs": [{"group": "", "kind": "Service", "name": "s", "port": 80, "weight": 2}]},
                ]},
            "status": {"parents": []}});
        let written = json!({
        "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": {"name": "r", "namespace": "n", "labels": {"a": "b"}},
        "spec": {
            "parentRefs": [{"name": "g"}],
            "rules": [
                {"matches": [{"headers": [{"name": "x", "value": "y"}]}],
                 "backendRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}]},
                {"backendRefs": [{"name": "s", "port": 80, "weight": 2}]},
            ]}});
        assert_eq!(git_ready(live), written);
    }
}
