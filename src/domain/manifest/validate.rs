//! Whether an object can be, told without a cluster: by the schema and the CEL rules of the CRDs of agentgateway and of the
//! Gateway API, and by what Kubernetes asks of its own kinds. Every command asks here, and so does whoever reads objects
//! into a snapshot: there is no second opinion.

mod core;
mod metadata;

use serde_json::Value;

use crate::domain::crd::release::Release;
pub use crate::domain::crd::schema::{FaultKind, SchemaFault};
use crate::domain::crd::{cel, newer, schema, shape};
use crate::domain::value::object_ref::Kind;

/// Everything that a cluster would refuse of an object in its canonical form.
#[must_use]
pub fn faults(kind: Kind, object: &Value) -> Vec<SchemaFault> {
    let mut faults = Vec::new();
    metadata::check(kind, object, &mut faults);
    match shape::schema(kind) {
        Some(schema) => of_schema(schema, object, &mut faults),
        None => core::check(kind, object, &mut faults),
    }
    faults
}

/// The same of a cluster whose agentgateway is of this release.
#[must_use]
pub fn faults_for(release: Release, kind: Kind, object: &Value) -> Vec<SchemaFault> {
    let mut faults = faults(kind, object);
    faults.extend(
        shape::schema(kind)
            .map(|schema| newer::than(release, schema, object))
            .into_iter()
            .flatten(),
    );
    if release >= Release::V1_6 {
        faults.extend(twice::faults(kind, object));
    }
    faults
}

/// The same of a GRPCRoute, which is no kind that is read.
#[must_use]
pub fn grpc_route_faults(object: &Value) -> Vec<SchemaFault> {
    let mut faults = Vec::new();
    of_schema(shape::grpc_route(), object, &mut faults);
    faults
}

fn of_schema(schema: &Value, object: &Value, faults: &mut Vec<SchemaFault>) {
    schema::check(schema, object, faults);
    // A rule may rely on what the schema says: an object that is misshapen has said enough.
    if faults.iter().all(SchemaFault::is_unknown) {
        let object = schema::with_defaults(schema, object);
        let broken = cel::broken_rules(schema, &object).into_iter();
        faults.extend(broken.map(|(at, message)| SchemaFault::of(FaultKind::Rule, at, message)));
    }
}

pub mod twice;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::crd::dialect::route_types;
    use crate::domain::llm::format::RouteType;
    use serde_json::json;

    fn backend(spec: Value) -> Vec<String> {
        let object = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": "b", "namespace": "n"}, "spec": spec});
        faults(Kind::AgentgatewayBackend, &object).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_agentgateway_refuses_is_refused_with_the_path_of_the_field() {
        let provider = |fields: Value| json!({"ai": {"provider": fields}});
        let openai = |mut fields: Value| {
            fields["openai"] = json!({"model": "m"});
            provider(fields)
        };
        for (spec, at, reason) in [
            (openai(json!({"host": "h"})), "spec.ai.provider", "both host and port"),
            (openai(json!({"port": 443})), "spec.ai.provider", "both host and port"),
            (
                openai(json!({"host": "h", "port": 443, "path": "/a", "pathPrefix": "/b"})),
                "spec.ai.provider",
                "mutually exclusive",
            ),
            (openai(json!({"pathPrefix": "/b"})), "spec.ai.provider", "pathPrefix requires host"),
            (openai(json!({"anthropic": {}})), "spec.ai.provider", "exactly one of the fields"),
            (
                provider(json!({"custom": {"formats": [{"type": "Completions"}]}})),
                "spec.ai.provider",
                "exactly one of backendRef or host",
            ),
            (
                provider(json!({"custom": {}, "host": "h", "port": 1})),
                "spec.ai.provider.custom.formats",
                "is required",
            ),
            (
                provider(json!({"vertexai": {}})),
                "spec.ai.provider.vertexai.projectId",
                "is required",
            ),
            (openai(json!({"host": "h", "port": 70000})), "spec.ai.provider.port", "65535"),
            (openai(json!({"host": "h", "port": "443"})), "spec.ai.provider.port", "integer"),
            (
                provider(json!({"openai": {"modell": "m"}})),
                "spec.ai.provider.openai.modell",
                "unknown field",
            ),
            (
                json!({"ai": {"provider": {"openai": {}}}, "static": {"host": "h", "port": 1}}),
                "spec",
                "exactly one of the fields",
            ),
            (
                json!({"static": {"host": "h", "port": 1}, "policies": {"ai": {}}}),
                "spec",
                "AI policies",
            ),
            (
                json!({"ai": {"provider": {"openai": {}}}, "policies": {"ai": {"routes": {"*": "Chat"}}}}),
                "spec.policies.ai.routes[\"*\"]",
                "Completions",
            ),
            (
                json!({"ai": {"provider": {"openai": {}}}, "policies": {"auth": {"secretRef": {"name": "s"}, "key": "k"}}}),
                "spec.policies.auth",
                "at most one",
            ),
            (
                json!({"ai": {"groups": [{"providers": [{"name": "a", "openai": {}}, {"name": "a", "openai": {}}]}]}}),
                "spec.ai.groups[0].providers",
                "unique",
            ),
        ] {
            let found = backend(spec.clone());
            let hit = found
                .iter()
                .any(|fault| fault.starts_with(&format!("{at}: ")) && fault.contains(reason));
            assert!(hit, "{spec}\n{at}: {reason}\nbut {found:#?}");
        }
    }

    #[test]
    fn a_fault_points_to_its_field() {
        let pointer = |at: &str| SchemaFault::new(at, "").pointer();
        assert_eq!(pointer("spec.rules[0].weight"), "/spec/rules/0/weight");
        assert_eq!(pointer("spec.ai.routes[\"/v1/x.y\"]"), "/spec/ai/routes/~1v1~1x.y");
        assert_eq!(pointer(""), "");
    }

    #[test]
    fn what_agentgateway_takes_is_taken() {
        for spec in [
            json!({"ai": {"provider": {"openai": {"model": "m"}}}}),
            json!({"ai": {"provider": {"openai": {}, "host": "h", "port": 443, "pathPrefix": "/v1"}},
                   "policies": {"tls": {"sni": "h.example"}, "auth": {"secretRef": {"name": "s"}}}}),
            json!({"static": {"host": "h", "port": 1}}),
            json!({"ai": {"groups": [{"providers": [{"name": "a", "openai": {}}]}, {"providers": [{"name": "b", "anthropic": {}}]}]},
                   "policies": {"health": {"eviction": {"duration": "10s"}}}}),
        ] {
            assert_eq!(backend(spec.clone()), Vec::<String>::new(), "{spec}");
        }
    }

    #[test]
    fn the_route_types_are_those_that_are_carried() {
        for name in route_types::NAMES {
            assert!(RouteType::from_crd(name).is_some(), "{name}");
        }
        assert_eq!(route_types::NAMES.len(), RouteType::ALL.len());
    }
}
