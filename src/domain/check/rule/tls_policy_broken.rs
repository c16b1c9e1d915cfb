//! AGW1014 tls-policy-broken: BackendTLSPolicy has no usable CA, or no valid target.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::{Kind, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1014",
    slug: "tls-policy-broken",
    severity: Severity::Error,
    title: "BackendTLSPolicy has no usable CA, or no valid target",
    what: "A BackendTLSPolicy has no readable CA certificates, another one has the same target, or its target isn't something that can be called.",
    why: "Without a CA every request to the Service fails with 503. A policy with an invalid target, or with one that belongs to another policy, has no effect, and a Service without a policy is called without TLS.",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata:
  name: models
spec:
  targetRefs:
  - group: ""
    kind: Service
    name: models
  validation:
    hostname: models.example.com
    caCertificateRefs:
    - group: ""
      kind: Secret
      name: authority
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: authority
data:
  ca.crt: |
    -----BEGIN CERTIFICATE-----
    MAA=
    -----END CERTIFICATE-----
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - name: models
      port: 443
"#,
    right: r#"apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata:
  name: models
spec:
  targetRefs:
  - group: ""
    kind: Service
    name: models
  validation:
    hostname: models.example.com
    caCertificateRefs:
    - group: ""
      kind: ConfigMap
      name: authority
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: authority
data:
  ca.crt: |
    -----BEGIN CERTIFICATE-----
    MAA=
    -----END CERTIFICATE-----
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - name: models
      port: 443
"#,
    reads: &[Kind::BackendTlsPolicy],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let is_broken = |reason: &Reason| !input.is_kept_elsewhere(reason);
    let mut found = input.rejected(Kind::BackendTlsPolicy, is_broken);
    // What its definition does not take is found by the rules about shapes.
    let is_valid = |policy: &ObjectRef| {
        let known = input.snapshot.tls_policies.get(&policy.name);
        known.is_some_and(|known| known.faults.is_empty())
    };
    found.retain(|one| one.object.as_ref().is_none_or(is_valid));
    found
}
