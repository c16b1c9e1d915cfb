//! Manifests, good and bad, and the one verdict on each: what `docs/checks.md` shows and a test asks of every command and of
//! an API server.

use std::fmt::Write as _;

/// A manifest amid the objects of [`WORLD`], and what is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    pub api_version: &'static str,
    pub kind: &'static str,
    pub name: &'static str,
    /// What is behind its metadata. `TO` is a reference to the backend, `ON` one to the route.
    pub body: &'static str,
    /// What `check` says of it; none where an API server accepts it.
    pub code: Option<&'static str>,
    /// What a request gets from `serve`.
    pub status: u16,
}

/// The manifests that each one is tested with; it replaces the object of its own kind and name.
pub const WORLD: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: agentgateway, listeners: [{name: web, port: 8080, protocol: HTTP}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: chat, namespace: shop}
spec: {ai: {provider: {openai: {model: gpt-4o}}}, policies: {auth: {secretRef: {name: key}}}}
---
apiVersion: v1
kind: Secret
metadata: {name: key, namespace: shop}
stringData: {Authorization: sk-key-of-openai}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: chat, namespace: shop}
spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: chat}]}]}
";

const GATEWAY_API: &str = "gateway.networking.k8s.io/v1";
const AGENTGATEWAY: &str = "agentgateway.dev/v1alpha1";

const fn gateway(body: &'static str, code: Option<&'static str>, status: u16) -> Verdict {
    Verdict { api_version: GATEWAY_API, kind: "Gateway", name: "edge", body, code, status }
}

const fn route(body: &'static str, code: Option<&'static str>, status: u16) -> Verdict {
    Verdict { api_version: GATEWAY_API, kind: "HTTPRoute", name: "chat", body, code, status }
}

const fn backend(body: &'static str, code: Option<&'static str>, status: u16) -> Verdict {
    Verdict {
        api_version: AGENTGATEWAY,
        kind: "AgentgatewayBackend",
        name: "chat",
        body,
        code,
        status,
    }
}

const fn policy(body: &'static str, code: Option<&'static str>, status: u16) -> Verdict {
    Verdict {
        api_version: AGENTGATEWAY,
        kind: "AgentgatewayPolicy",
        name: "guard",
        body,
        code,
        status,
    }
}

const fn secret(body: &'static str, code: Option<&'static str>, status: u16) -> Verdict {
    Verdict { api_version: "v1", kind: "Secret", name: "key", body, code, status }
}

/// All of them.
pub const VERDICTS: &[Verdict] = &[
    gateway(
        "spec: {gatewayClassName: agentgateway, listeners: [{name: web, port: 8080, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]}",
        None,
        200,
    ),
    gateway(
        "spec: {gatewayClassName: agentgateway, listeners: [{name: web, port: 8080, protocol: HTTP, allowedRoute: {namespaces: {from: All}}}]}",
        Some("AGW6001"),
        404,
    ),
    gateway(
        "spec: {gatewayClassName: agentgateway, listeners: [{name: web, port: 8080, protocol: HTTP, allowedRoutes: {namespaces: {from: all}}}]}",
        Some("AGW6002"),
        404,
    ),
    gateway(
        "spec: {gatewayClassName: agentgateway, listeners: [{name: web, port: \"8080\", protocol: HTTP}]}",
        Some("AGW6002"),
        404,
    ),
    gateway(
        "spec: {gatewayClassName: agentgateway, listeners: [{name: web, port: 8080}]}",
        Some("AGW6003"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{matches: [{path: {type: PathPrefix, value: /v1}}], backendRefs: [TO]}]}",
        None,
        200,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{matches: null, backendRefs: [TO]}]}",
        None,
        200,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{timeouts: {request: 1m30s}, backendRefs: [TO]}]}",
        None,
        200,
    ),
    route(
        "spec: {parentRefs: [{name: edge, port: 0x1f90}], rules: [{backendRefs: [TO]}]}",
        None,
        200,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{match: [{path: {value: /x}}], backendRefs: [TO]}]}",
        Some("AGW6001"),
        404,
    ),
    route("spec: {parentRef: [{name: edge}], rules: [{backendRefs: [TO]}]}", Some("AGW6001"), 404),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{matches: [{path: {type: Prefix, value: /v1}}], backendRefs: [TO]}]}",
        Some("AGW6002"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{matches: [{path: {value: v1}}], backendRefs: [TO]}]}",
        Some("AGW6004"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{matches: [{headers: [{name: x-beta, value: yes}]}], backendRefs: [TO]}]}",
        Some("AGW6002"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{matches: [{headers: [{name: x-beta, value: \"\"}]}], backendRefs: [TO]}]}",
        Some("AGW6002"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{matches: [{headers: [{name: x beta, value: a}]}], backendRefs: [TO]}]}",
        Some("AGW6002"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{timeouts: {request: 1.5s}, backendRefs: [TO]}]}",
        Some("AGW6002"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{timeouts: {request: 10s, backendRequest: 20s}, backendRefs: [TO]}]}",
        Some("AGW6004"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], hostnames: [\"shop.example:443\"], rules: [{backendRefs: [TO]}]}",
        Some("AGW6002"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{filters: [{type: URLRewrite, requestHeaderModifier: {set: [{name: a, value: b}]}}], backendRefs: [TO]}]}",
        Some("AGW6004"),
        404,
    ),
    route(
        "spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: files, port: http}]}]}",
        Some("AGW6002"),
        404,
    ),
    Verdict {
        api_version: "gateway.networking.k8s.io/v1beta1",
        ..route("spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [TO]}]}", None, 200)
    },
    Verdict {
        api_version: "gateway.networking.k8s.io/v2",
        ..route(
            "spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [TO]}]}",
            Some("AGW6006"),
            404,
        )
    },
    Verdict {
        kind: "HttpRoute",
        ..route(
            "spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [TO]}]}",
            Some("AGW6006"),
            404,
        )
    },
    backend(
        "spec: {ai: {provider: {anthropic: {model: claude-sonnet-4-5}}}, policies: {auth: {secretRef: {name: key}}}}",
        None,
        200,
    ),
    backend(
        "spec: {ai: {provider: {openai: {model: \"on\"}, host: models.example, port: 8443.0, pathPrefix: /v1}}, policies: {auth: {passthrough: {}}}}",
        None,
        200,
    ),
    backend("spec: {ai: {provider: {openai: {model: on}}}}", Some("AGW6002"), 500),
    backend("spec: {ai: {provider: {openai: {modell: gpt-4o}}}}", Some("AGW6001"), 501),
    backend(
        "spec: {ai: {provider: {openai: {model: gpt-4o}, host: models.example}}}",
        Some("AGW6004"),
        501,
    ),
    backend("spec: {ai: {provider: {openai: {}, anthropic: {}}}}", Some("AGW6004"), 501),
    backend(
        "spec: {ai: {provider: {openai: {}}}, policies: {auth: {secretref: {name: key}}}}",
        Some("AGW6001"),
        501,
    ),
    backend(
        "spec: {ai: {provider: {openai: {}}}, policies: {health: {eviction: {duration: soon}}}}",
        Some("AGW1018"),
        501,
    ),
    Verdict {
        api_version: "agentgateway.dev/v1",
        ..backend("spec: {ai: {provider: {openai: {}}}}", Some("AGW6006"), 501)
    },
    policy("spec: {targetRefs: [ON], traffic: {timeouts: {request: 30s}}}", None, 200),
    policy(
        "spec: {targetRefs: [ON], traffic: {authorization: {action: Deny, policy: {matchExpressions: [\"true\"]}}}}",
        None,
        403,
    ),
    policy(
        "spec: {targetRefs: [ON], traffic: {rateLimit: {local: [{requests: 100, unit: Minutes}]}}}",
        None,
        200,
    ),
    policy(
        "spec: {targetRefs: [ON], backend: {ai: {promptGuard: {request: [{regex: {action: Reject, matches: [hello]}}]}}}}",
        None,
        403,
    ),
    policy(
        "spec: {targetRefs: [ON], authorization: {action: Deny, policy: {matchExpressions: [\"true\"]}}}",
        Some("AGW6001"),
        503,
    ),
    policy(
        "spec: {targetRefs: [ON], traffic: {authorization: {action: deny, policy: {matchExpressions: [\"true\"]}}}}",
        Some("AGW1018"),
        503,
    ),
    policy(
        "spec: {targetRefs: [ON], traffic: {apiKeyAuthentication: {mod: Strict, secretRef: {name: key}}}}",
        Some("AGW6001"),
        503,
    ),
    policy(
        "spec: {targetRefs: [ON], traffic: {rateLimit: {local: [{requests: 1, unit: Minute}]}}}",
        Some("AGW1018"),
        503,
    ),
    policy(
        "spec: {targetRefs: [ON], traffic: {retry: {attempts: 2, backoff: 1 sec}}}",
        Some("AGW1018"),
        503,
    ),
    policy("spec: {targetRef: ON, traffic: {timeouts: {request: 30s}}}", Some("AGW6001"), 503),
    policy(
        "spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: httproute, name: chat}], traffic: {timeouts: {request: 30s}}}",
        Some("AGW1018"),
        503,
    ),
    policy("spec: {targetRefs: [ON]}", Some("AGW1018"), 503),
    Verdict {
        kind: "AgentGatewayPolicy",
        ..policy(
            "spec: {targetRefs: [ON], traffic: {timeouts: {request: 30s}}}",
            Some("AGW6006"),
            503,
        )
    },
    secret("data: {Authorization: c2sta2V5LW9mLW9wZW5haQ==}", None, 200),
    secret("data: {Authorization: sk-key-of-openai}", Some("AGW6002"), 200),
    secret("stringdata: {Authorization: sk-key-of-openai}", Some("AGW6001"), 200),
    secret("stringData: {Authorization: 1234}", Some("AGW6002"), 200),
];

impl Verdict {
    /// The manifest, in the namespace of [`WORLD`].
    #[must_use]
    pub fn manifest(&self) -> String {
        let to = "{group: agentgateway.dev, kind: AgentgatewayBackend, name: chat}";
        let on = "{group: gateway.networking.k8s.io, kind: HTTPRoute, name: chat}";
        let body = self.body.replace("TO]", &format!("{to}]")).replace("ON", on);
        let Verdict { api_version, kind, name, .. } = self;
        format!(
            "apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: {name}, namespace: shop}}\n{body}\n"
        )
    }
}

/// The part of the page about them.
pub(super) fn section() -> String {
    let mut section = String::from(
        "\n## One verdict\n\nWhat an API server rejects with `--validate=strict`, every command rejects, and nothing else: a test runs all of them \
         on each of these manifests, amid a Gateway `edge`, a Secret `key`, an AgentgatewayBackend and an HTTPRoute `chat`, and sends `serve` a request. \
         (`TO` is a reference to the backend, `ON` one to the route; with `--simulate` no key is needed.) Rejected means: `list` and `status` name the field and exit with 1, `apply`, \
         `plan` and `convert` with 2 or 1.\n\n\
         | object | written | API server | check | list, status, apply, plan, convert | serve |\n|---|---|---|---|---|---|\n",
    );
    for one in VERDICTS {
        let Verdict { api_version, kind, body, code, status, .. } = one;
        let code = code.map_or("–".to_owned(), |code| code.to_string());
        let (server, commands) = match one.code {
            Some(_) => ("rejects", "rejected"),
            None => ("accepts", "accepted"),
        };
        let _ = writeln!(
            section,
            "| {kind} of {api_version} | `{body}` | {server} | {code} | {commands} | {status} |"
        );
    }
    section
}
