//! HTTPRoute: which requests of a Gateway go to a backend.

use serde_json::{Value, json};

use super::names::Header;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// What a route should be. It stands beside its backend and has the backend's name unless it is given one.
#[derive(Clone, Debug)]
pub struct RouteWishes {
    pub name: ObjectName,
    /// The Gateway that takes the requests.
    pub gateway: ObjectName,
    pub hostnames: Vec<String>,
    /// All of them must be in the request.
    pub headers: Vec<Header>,
    /// The request's path is this or below it.
    pub path: Option<String>,
    /// The AgentgatewayBackend.
    pub backend: ObjectName,
}

impl RouteWishes {
    /// Whether it takes every request that no other route takes.
    #[must_use]
    pub fn is_default(&self) -> bool {
        let everywhere = self.path.as_deref().is_none_or(|path| path == "/");
        self.headers.is_empty() && everywhere && self.hostnames.is_empty()
    }
}

/// The object.
#[must_use]
pub fn route(wishes: &RouteWishes) -> Value {
    let names = Kind::HttpRoute.names();
    let own = &wishes.name.namespace;
    let target = Kind::AgentgatewayBackend.names();
    let backend = json!({"group": target.group, "kind": target.kind, "name": wishes.backend.name});
    let mut rule = json!({"backendRefs": [elsewhere(backend, &wishes.backend, own)]});
    if let Some(matches) = matches(wishes) {
        rule["matches"] = json!([matches]);
    }
    let parent = elsewhere(json!({"name": wishes.gateway.name}), &wishes.gateway, own);
    let mut spec = json!({"parentRefs": [parent], "rules": [rule]});
    if !wishes.hostnames.is_empty() {
        spec["hostnames"] = json!(wishes.hostnames);
    }
    json!({
        "apiVersion": names.api_version(),
        "kind": names.kind,
        "metadata": {"name": wishes.name.name, "namespace": own},
        "spec": spec,
    })
}

/// A reference with a namespace only where it leads out of `own`.
fn elsewhere(mut reference: Value, to: &ObjectName, own: &str) -> Value {
    if to.namespace != own {
        reference["namespace"] = json!(to.namespace);
    }
    reference
}

/// The one match: path and every header together. None matches everything.
fn matches(wishes: &RouteWishes) -> Option<Value> {
    let mut matches = serde_json::Map::new();
    if let Some(path) = &wishes.path {
        matches.insert("path".into(), json!({"type": "PathPrefix", "value": path}));
    }
    if !wishes.headers.is_empty() {
        let exact =
            |header: &Header| json!({"type": "Exact", "name": header.name, "value": header.value});
        matches.insert("headers".into(), wishes.headers.iter().map(exact).collect());
    }
    (!matches.is_empty()).then_some(Value::Object(matches))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::crd::gateway_api::HttpRouteSpec;

    fn wishes() -> RouteWishes {
        RouteWishes {
            name: ObjectName::new("ns", "smart"),
            gateway: ObjectName::new("ns", "agentgateway-proxy"),
            hostnames: Vec::new(),
            headers: Vec::new(),
            path: None,
            backend: ObjectName::new("ns", "smart"),
        }
    }

    fn header(name: &str, value: &str) -> Header {
        Header { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn headers_and_path_are_one_match() {
        let headers = vec![header("X-Model-Tier", "smart"), header("X-Team", "a")];
        let object = route(&RouteWishes { headers, path: Some("/llm".into()), ..wishes() });
        let matches = &object["spec"]["rules"][0]["matches"];
        assert_eq!(matches.as_array().map(Vec::len), Some(1), "several would be alternatives");
        assert_eq!(
            matches[0]["headers"][1],
            json!({"type": "Exact", "name": "X-Team", "value": "a"})
        );
        assert_eq!(matches[0]["path"], json!({"type": "PathPrefix", "value": "/llm"}));
    }

    #[test]
    fn without_headers_and_path_everything_matches() {
        let plain = wishes();
        assert!(plain.is_default());
        assert!(route(&plain)["spec"]["rules"][0].get("matches").is_none());
        assert!(!RouteWishes { path: Some("/llm".into()), ..wishes() }.is_default());
        assert!(RouteWishes { path: Some("/".into()), ..wishes() }.is_default());
        assert!(!RouteWishes { hostnames: vec!["h".into()], ..wishes() }.is_default());
    }

    #[test]
    fn a_namespace_is_written_only_where_it_differs() {
        let near = route(&wishes());
        assert_eq!(near["spec"]["parentRefs"], json!([{"name": "agentgateway-proxy"}]));
        let backend =
            json!([{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "smart"}]);
        assert_eq!(near["spec"]["rules"][0]["backendRefs"], backend);
        let far = route(&RouteWishes { gateway: ObjectName::new("infra", "gw"), ..wishes() });
        assert_eq!(far["spec"]["parentRefs"], json!([{"name": "gw", "namespace": "infra"}]));
    }

    #[test]
    fn our_own_reader_reads_it() {
        let headers = vec![header("X-Model-Tier", "smart")];
        let object =
            route(&RouteWishes { headers, hostnames: vec!["a.example".into()], ..wishes() });
        let spec: HttpRouteSpec = serde_json::from_value(object["spec"].clone()).expect("read");
        assert_eq!(spec.hostnames, Some(vec!["a.example".to_owned()]));
    }
}
