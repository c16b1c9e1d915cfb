//! HTTPRoute: which requests of a Gateway go to a backend.

use serde_json::{Value, json};

use super::names::Header;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// What a route should be.
#[derive(Clone, Debug)]
pub struct RouteOptions {
    pub name: ObjectName,
    /// The Gateway that takes the requests.
    pub gateway: ObjectName,
    pub hostnames: Vec<String>,
    pub matching: Matching,
    /// AgentgatewayBackends, each with its share of the requests.
    pub backends: Vec<Share>,
}

/// What a request must have, all of it.
#[derive(Clone, Debug, Default)]
pub struct Matching {
    pub headers: Vec<Header>,
    pub path: Option<PathOption>,
    pub query: Vec<Header>,
    pub method: Option<String>,
}

/// A path and how it is compared: `PathPrefix`, `Exact` or `RegularExpression`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathOption {
    pub compared: &'static str,
    pub value: String,
}

impl PathOption {
    /// This path, or below it.
    #[must_use]
    pub fn prefix(value: &str) -> PathOption {
        PathOption { compared: "PathPrefix", value: value.to_owned() }
    }
}

/// A backend and its weight; one without is alone, or has the same as the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub backend: ObjectName,
    pub weight: Option<u32>,
}

impl RouteOptions {
    /// Whether it takes every request that no other route takes.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.matching.is_everything() && self.hostnames.is_empty()
    }
}

impl Matching {
    /// Whether every request has it.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        let everywhere = self
            .path
            .as_ref()
            .is_none_or(|path| path.compared == "PathPrefix" && path.value == "/");
        self.headers.is_empty() && self.query.is_empty() && self.method.is_none() && everywhere
    }

    /// The one match. None matches everything.
    fn object(&self) -> Option<Value> {
        let exact =
            |pair: &Header| json!({"type": "Exact", "name": pair.name, "value": pair.value});
        let mut matches = serde_json::Map::new();
        if let Some(path) = &self.path {
            matches.insert("path".into(), json!({"type": path.compared, "value": path.value}));
        }
        if !self.headers.is_empty() {
            matches.insert("headers".into(), self.headers.iter().map(exact).collect());
        }
        if !self.query.is_empty() {
            matches.insert("queryParams".into(), self.query.iter().map(exact).collect());
        }
        if let Some(method) = &self.method {
            matches.insert("method".into(), json!(method));
        }
        (!matches.is_empty()).then_some(Value::Object(matches))
    }
}

/// The object.
#[must_use]
pub fn route(wishes: &RouteOptions) -> Value {
    let names = Kind::HttpRoute.names();
    let own = &wishes.name.namespace;
    let target = Kind::AgentgatewayBackend.names();
    let backends = wishes.backends.iter().map(|share| {
        let backend =
            json!({"group": target.group, "kind": target.kind, "name": share.backend.name});
        let mut backend = elsewhere(backend, &share.backend, own);
        if let Some(weight) = share.weight {
            backend["weight"] = json!(weight);
        }
        backend
    });
    let mut rule = json!({"backendRefs": backends.collect::<Vec<_>>()});
    if let Some(matches) = wishes.matching.object() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::crd::gateway_api::HttpRouteSpec;

    fn wishes() -> RouteOptions {
        RouteOptions {
            name: ObjectName::new("ns", "smart"),
            gateway: ObjectName::new("ns", "agentgateway-proxy"),
            hostnames: Vec::new(),
            matching: Matching::default(),
            backends: vec![Share { backend: ObjectName::new("ns", "smart"), weight: None }],
        }
    }

    fn header(name: &str, value: &str) -> Header {
        Header { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn everything_that_is_asked_is_one_match() {
        let matching = Matching {
            headers: vec![header("X-Model-Tier", "smart"), header("X-Team", "a")],
            path: Some(PathOption::prefix("/llm")),
            query: vec![header("v", "2")],
            method: Some("POST".into()),
        };
        let object = route(&RouteOptions { matching, ..wishes() });
        let matches = &object["spec"]["rules"][0]["matches"];
        assert_eq!(matches.as_array().map(Vec::len), Some(1), "several would be alternatives");
        assert_eq!(
            matches[0]["headers"][1],
            json!({"type": "Exact", "name": "X-Team", "value": "a"})
        );
        assert_eq!(matches[0]["path"], json!({"type": "PathPrefix", "value": "/llm"}));
        assert_eq!(matches[0]["queryParams"][0]["name"], "v");
        assert_eq!(matches[0]["method"], "POST");
    }

    #[test]
    fn without_a_match_everything_matches() {
        let plain = wishes();
        assert!(plain.is_default());
        assert!(route(&plain)["spec"]["rules"][0].get("matches").is_none());
        let at = |path| {
            let matching = Matching { path: Some(path), ..Matching::default() };
            RouteOptions { matching, ..wishes() }.is_default()
        };
        assert!(at(PathOption::prefix("/")) && !at(PathOption::prefix("/llm")));
        assert!(!at(PathOption { compared: "Exact", value: "/".into() }));
        assert!(!RouteOptions { hostnames: vec!["h".into()], ..wishes() }.is_default());
    }

    #[test]
    fn a_namespace_is_written_only_where_it_differs() {
        let near = route(&wishes());
        assert_eq!(near["spec"]["parentRefs"], json!([{"name": "agentgateway-proxy"}]));
        let backend =
            json!([{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "smart"}]);
        assert_eq!(near["spec"]["rules"][0]["backendRefs"], backend);
        let far = route(&RouteOptions { gateway: ObjectName::new("infra", "gw"), ..wishes() });
        assert_eq!(far["spec"]["parentRefs"], json!([{"name": "gw", "namespace": "infra"}]));
    }

    #[test]
    fn weights_are_written_and_our_own_reader_reads_it() {
        let share = |name: &str, weight| Share { backend: ObjectName::new("ns", name), weight };
        let backends = vec![share("a", Some(90)), share("b", Some(10))];
        let hostnames = vec!["a.example".into()];
        let object = route(&RouteOptions { backends, hostnames, ..wishes() });
        let spec: HttpRouteSpec = serde_json::from_value(object["spec"].clone()).expect("read");
        assert_eq!(spec.hostnames, Some(vec!["a.example".to_owned()]));
        assert_eq!(object["spec"]["rules"][0]["backendRefs"][1]["weight"], 10);
    }
}
