//! Objects that the examples of many rules have beside the one that matters, a macro each so that `concat!` can join them.

/// The documents of one manifest.
macro_rules! documents {
    ($first:expr $(, $more:expr)* $(,)?) => {
        concat!($first $(, "---\n", $more)*)
    };
}

/// The AgentgatewayBackend `gpt`.
macro_rules! backend {
    () => {
        "\
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
"
    };
}

/// The same with a key by reference.
macro_rules! backend_with_key {
    () => {
        "\
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-api-key
"
    };
}

/// Another one.
macro_rules! backend_mini {
    () => {
        "\
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: mini
spec:
  ai:
    provider:
      openai:
        model: gpt-4o-mini
"
    };
}

/// The HTTPRoute that leads to `gpt`.
macro_rules! route {
    () => {
        "\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"
    };
}

/// The Secret with the key of `gpt`.
macro_rules! secret {
    () => {
        "\
apiVersion: v1
kind: Secret
metadata:
  name: openai-api-key
stringData:
  Authorization: sk-key-of-openai
"
    };
}

/// The Gateway of the route.
macro_rules! gateway {
    () => {
        "\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
"
    };
}

pub(in crate::domain) use {
    backend, backend_mini, backend_with_key, documents, gateway, route, secret,
};
