//! AGW7002 delegation-needs-grant: delegation to another namespace needs a ReferenceGrant.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::compile::{delegation, grant};
use crate::domain::crd::gateway_api::BackendRef;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::ObjectName;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_5,
    effect: Impact::Breaks,
    source: "https://github.com/agentgateway/agentgateway/pull/3110",
    rule: Rule {
        code: "AGW7002",
        slug: "delegation-needs-grant",
        severity: Severity::Error,
        title: "delegation to another namespace needs a ReferenceGrant",
        what: "An HTTPRoute delegates to HTTPRoutes of another namespace that have no `parentRefs`, and no ReferenceGrant there allows it.",
        why: "From 1.5 on such a child is not attached, and its requests get 404. A child whose `parentRefs` name the parent needs no grant.",
        wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: parent
  namespace: infra
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - group: gateway.networking.k8s.io
      kind: HTTPRoute
      name: team
      namespace: team
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: team
  namespace: team
spec:
  rules:
  - backendRefs:
    - name: svc
      port: 80
"#,
        right: r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: parent
  namespace: infra
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - group: gateway.networking.k8s.io
      kind: HTTPRoute
      name: team
      namespace: team
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: team
  namespace: team
spec:
  rules:
  - backendRefs:
    - name: svc
      port: 80
---
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata:
  name: from-infra
  namespace: team
spec:
  from:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    namespace: infra
  to:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
"#,
        reads: &[Kind::HttpRoute, Kind::ReferenceGrant],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for route in input.snapshot.routes.values() {
        for (rule, index) in route.spec.rules.iter().flatten().zip(0..) {
            let refs = rule.backend_refs.iter().flatten().zip(0..);
            for (to, place) in refs.filter(|(to, _)| delegation::is_delegation(to)) {
                let at = format!("spec.rules[{index}].backendRefs[{place}]");
                let denied = denied(input, &route.name, to);
                found.extend(denied.map(|child| finding(&route.name, &child).at(at)));
            }
        }
    }
    found
}

/// The first child that the parent is not allowed to adopt: by its name, or for `*` and `label=value` any of its
/// namespace. One that was not read may have no parent.
fn denied(input: &Input<'_>, parent: &ObjectName, to: &BackendRef) -> Option<ObjectName> {
    let namespace = to.namespace.as_deref().filter(|own| **own != *parent.namespace)?;
    let (routes, allows) = (&input.snapshot.routes, |child: &ObjectName| {
        grant::allows(input.snapshot, &parent.namespace, Kind::HttpRoute, child)
    });
    if to.name != "*" && !to.name.contains('=') {
        let child = ObjectName::new(namespace, &to.name);
        let has_parents = routes.get(&child).is_some_and(|child| child.spec.parent_refs.is_some());
        return (!has_parents && !allows(&child)).then_some(child);
    }
    let mut children = routes.values().filter(|child| {
        child.name.namespace == namespace
            && child.spec.parent_refs.is_none()
            && delegation::means(&to.name, child)
    });
    children.find(|child| !allows(&child.name)).map(|child| child.name.clone())
}

fn finding(parent: &ObjectName, child: &ObjectName) -> Finding {
    let message = format!(
        "from 1.5 on delegation to HTTPRoute {child} needs a ReferenceGrant in namespace {}; without it requests get 404",
        child.namespace
    );
    let next = format!(
        "add a ReferenceGrant in {} from HTTPRoutes of {} to HTTPRoutes, or name the parent in the child's `parentRefs`",
        child.namespace, parent.namespace
    );
    Finding::on(Kind::HttpRoute, parent, message).next(next)
}
