//! What agentgateway's CRD refuses in an AgentgatewayBackend, said over again in ours: bounds, names and CEL rules, for an
//! API server that has our definitions. Where there is no API server, `shape` is asked.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_backend_types.go` of agentgateway at 75b4e6ce6. The
//! words of a refusal are its own.

use serde_json::{Value, json};

use super::backend::PROVIDERS;
use super::dialect::route_types;

/// Tightens the derived schema of an AgentgatewayBackend's `spec`. The derive knows one set of fields for all
/// providers; here each is left with its own.
pub(super) fn tighten(spec: &mut Value) {
    lay(spec, backend());
    let own = provider();
    for union in ["/properties/ai/properties/provider", MEMBER] {
        for name in PROVIDERS {
            let at = format!("/properties/{name}/properties");
            let Some(known) = own.pointer(&at).and_then(Value::as_object) else { continue };
            let fields = spec.pointer_mut(&format!("{union}{at}")).and_then(Value::as_object_mut);
            fields
                .into_iter()
                .for_each(|fields| fields.retain(|field, _| known.contains_key(field)));
        }
    }
}

/// A provider in a group.
const MEMBER: &str = "/properties/ai/properties/groups/items/properties/providers/items";

/// Laid over the derived schema: mappings are joined, everything else is replaced.
fn backend() -> Value {
    let object = || json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    let mut member = provider();
    member["properties"]["name"] = text(253);
    member["properties"]["policies"] = policies();
    json!({
        "properties": {
            "a2a": object(), "aws": object(), "dynamicForwardProxy": object(), "mcp": object(),
            "ai": {"properties": {
                "provider": provider(),
                "groups": {"items": {"properties": {"providers": {
                    "items": member,
                    "x-kubernetes-validations": [rule(
                        "self.all(p1, self.exists_one(p2, p1.name == p2.name))",
                        "provider names must be unique within a group",
                    )],
                }}}},
            }},
            "static": {"properties": {"host": text(256)}},
            "policies": policies(),
        },
        "x-kubernetes-validations": [
            rule("has(self.policies) && has(self.policies.ai) ? has(self.ai) : true",
                 "AI policies require AI backend"),
            exactly_one(&["ai", "static", "dynamicForwardProxy", "mcp", "aws", "a2a"]),
        ],
    })
}

/// Formats that a custom provider may declare.
const CUSTOM_FORMATS: &[&str] = &[
    "AnthropicTokenCount",
    "Completions",
    "Embeddings",
    "Messages",
    "Realtime",
    "Rerank",
    "Responses",
];

fn provider() -> Value {
    let open = || json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    let model = || json!({"properties": {"model": text(256)}});
    json!({
        "properties": {
            "host": text(256), "path": text(1024), "pathPrefix": text(1024),
            "openai": {"properties": {"model": text(256), "moderation": open()}},
            "anthropic": model(), "gemini": model(),
            "azureopenai": {
                "properties": {"endpoint": text(256), "deploymentName": text(256), "apiVersion": text(64)},
                "required": ["endpoint"],
                "x-kubernetes-validations": [rule(
                    "!has(self.apiVersion) || self.apiVersion == 'v1' ? true : has(self.deploymentName)",
                    "deploymentName is required for this apiVersion",
                )],
            },
            "azure": azure(),
            "vertexai": {
                "properties": {"model": text(256), "projectId": text(64), "region": text(64)},
                "required": ["projectId"],
            },
            "bedrock": {"properties": {
                "model": text(256), "guardrail": open(),
                "region": {"type": "string", "minLength": 1, "maxLength": 63, "pattern": "^[a-z0-9-]+$"},
            }},
            "custom": custom(),
        },
        "x-kubernetes-validations": [
            rule("has(self.host) || has(self.port) ? has(self.host) && has(self.port) : true",
                 "both host and port must be set together"),
            rule("has(self.custom) ? has(self.custom.backendRef) != has(self.host) : true",
                 "custom providers must specify exactly one of backendRef or host and port"),
            rule("!(has(self.path) && has(self.pathPrefix))", "path and pathPrefix are mutually exclusive"),
            rule("!(has(self.custom) && self.custom.formats.exists(f, has(f.path)) && (has(self.path) || has(self.pathPrefix)))",
                 "path, pathPrefix, and custom format paths are mutually exclusive"),
            rule("has(self.pathPrefix) ? has(self.host) : true", "pathPrefix requires host to be set"),
            exactly_one(PROVIDERS),
        ],
    })
}

/// `azure`: a resource of Foundry or OpenAI.
fn azure() -> Value {
    json!({
        "properties": {
            "model": text(256), "resourceName": text(256), "projectName": text(256),
            "apiVersion": text(64),
            "resourceType": {"type": "string", "enum": ["Foundry", "OpenAI"]},
        },
        "required": ["resourceName", "resourceType"],
        "x-kubernetes-validations": [rule(
            "self.resourceType != 'Foundry' || has(self.projectName)",
            "projectName is required when resourceType is Foundry",
        )],
    })
}

/// `custom`: formats and their paths.
fn custom() -> Value {
    let open = || json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    json!({
        "properties": {
            "model": text(256),
            "backendRef": open(),
            "formats": {
                "type": "array", "minItems": 1, "maxItems": 6,
                "items": {
                    "type": "object",
                    "properties": {
                        "path": text(1024),
                        "type": {"type": "string", "enum": CUSTOM_FORMATS},
                    },
                    "required": ["type"],
                    "x-kubernetes-validations": [rule(
                        "!has(self.path) || self.path.startsWith('/')", "path must start with /",
                    )],
                },
            },
        },
        "required": ["formats"],
    })
}

/// Ways to authenticate, of which there may be one.
const AUTH: &[&str] = &[
    "key",
    "secretRef",
    "passthrough",
    "aws",
    "azure",
    "gcp",
    "oauthTokenExchange",
    "crossAppAccess",
    "jwtSign",
];

fn policies() -> Value {
    let open = || json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    let percent = || json!({"type": "integer", "minimum": 0, "maximum": 100});
    let mut auth = json!({
        "properties": {
            "key": {"maxLength": 2048},
            "secretRef": {"properties": {"name": text(253), "key": text(253)}},
            "location": open(),
            "credentials": {"type": "array", "minItems": 1, "maxItems": 8, "items": open()},
        },
        "x-kubernetes-validations": [
            at_most_one(AUTH),
            rule(
                &format!("has(self.credentials) || {}", has(AUTH).join(" || ")),
                "must specify credentials, or one of key/secretRef/passthrough/aws/azure/gcp/oauthTokenExchange/crossAppAccess/jwtSign",
            ),
            rule("has(self.location) ? has(self.key) || has(self.secretRef) || has(self.passthrough) : true",
                 "location may only be set for key, secretRef, or passthrough auth"),
        ],
    });
    for name in AUTH.iter().filter(|name| !["key", "secretRef"].contains(name)) {
        auth["properties"][*name] = open();
    }
    json!({"properties": {
        "auth": auth,
        "ai": {"properties": {
            "routes": {"additionalProperties": {"type": "string", "enum": route_types::NAMES}},
            "modelAliases": {"maxProperties": 64},
        }},
        "tls": {"properties": {"sni": {
            "type": "string", "minLength": 1, "maxLength": 253,
            "pattern": r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        }}},
        "health": {"type": "object", "properties": {
            "unhealthyCondition": text(16384),
            "eviction": {"type": "object", "properties": {
                "duration": {"type": "string", "maxLength": 32, "pattern": "^([0-9]{1,5}(h|m|s|ms)){1,4}$"},
                "consecutiveFailures": {"type": "integer", "minimum": 0},
                "healthThreshold": percent(), "restoreHealth": percent(),
            }},
        }},
    }})
}

fn text(longest: u32) -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": longest})
}

fn rule(rule: &str, message: &str) -> Value {
    json!({"rule": rule, "message": message})
}

fn has(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("has(self.{name})")).collect()
}

fn exactly_one(names: &[&str]) -> Value {
    let counted = format!("[{}].filter(x,x==true).size() == 1", has(names).join(","));
    rule(&counted, &format!("exactly one of the fields in [{}] must be set", names.join(" ")))
}

fn at_most_one(names: &[&str]) -> Value {
    let counted = format!("[{}].filter(x,x==true).size() <= 1", has(names).join(","));
    rule(&counted, &format!("at most one of the fields in [{}] may be set", names.join(" ")))
}

/// Lays `over` on `schema`: mappings are joined, everything else is replaced.
fn lay(schema: &mut Value, over: Value) {
    match (schema, over) {
        (Value::Object(schema), Value::Object(over)) => {
            for (key, value) in over {
                lay(schema.entry(key).or_insert(Value::Null), value);
            }
        }
        (schema, over) => *schema = over,
    }
}
