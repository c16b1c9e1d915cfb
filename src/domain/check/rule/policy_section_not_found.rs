//! AGW1015 policy-section-not-found: policy's section not found in its target.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, edit};
use crate::domain::compile::attached::merge::ONLY_PROVIDER;
use crate::domain::compile::attached::targets::Policy;
use crate::domain::compile::listener_set;
use crate::domain::crd::backend::BackendSpec;
use crate::domain::crd::gateway_api::Listener;
use crate::domain::snapshot::Snapshot;
use crate::domain::snapshot::kinds::target_kind;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1015",
    slug: "policy-section-not-found",
    severity: Severity::Error,
    title: "policy's section not found in its target",
    what: "The `sectionName` of an AgentgatewayPolicy isn't a listener of its Gateway or ListenerSet, a named rule of its HTTPRoute, a provider of its AgentgatewayBackend, or a port of its Service.",
    why: "The policy has no effect there: no limit, no authentication, no guard. Requests pass as if it didn't exist.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: staff-only
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
    sectionName: chats
  traffic:
    authorization:
      policy:
        matchExpressions:
        - request.headers["x-team"] == "staff"
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - name: chat
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: staff-only
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
    sectionName: chat
  traffic:
    authorization:
      policy:
        matchExpressions:
        - request.headers["x-team"] == "staff"
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - name: chat
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#,
    reads: &[Kind::AgentgatewayPolicy],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let snapshot = input.snapshot;
    let mut found = Vec::new();
    for policy in snapshot.policies.values() {
        let namespace = &policy.name.namespace;
        for (at, target) in policy.spec.target_refs.iter().enumerate() {
            let kind = target_kind(&target.group, &target.kind);
            let (Some(kind), Some(section)) = (kind, &target.section_name) else { continue };
            let object = ObjectRef::new(kind, ObjectName::new(namespace, &target.name));
            let field = format!("spec.targetRefs[{at}].sectionName");
            found.extend(lacking(snapshot, policy, &field, &object, section));
        }
        for (at, target) in policy.spec.target_selectors.iter().enumerate() {
            let kind = target_kind(&target.group, &target.kind);
            let (Some(kind), Some(section)) = (kind, &target.section_name) else { continue };
            let field = format!("spec.targetSelectors[{at}].sectionName");
            let named = names(snapshot, kind).filter(|name| name.namespace == *namespace);
            for name in named {
                let object = ObjectRef::new(kind, name.clone());
                let labels = snapshot.meta(&object).map(|meta| &meta.labels);
                let has = |(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value);
                if target.match_labels.iter().all(has) {
                    found.extend(lacking(snapshot, policy, &field, &object, section));
                }
            }
        }
    }
    found
}

/// The finding, where an object that is known has no such section.
fn lacking(
    snapshot: &Snapshot,
    policy: &Policy,
    field: &str,
    object: &ObjectRef,
    section: &str,
) -> Option<Finding> {
    let (word, there) = sections(snapshot, object)?;
    if there.iter().any(|one| one == section) {
        return None;
    }
    let there = match there.is_empty() {
        true => "none has a name".to_owned(),
        false => format!("available: {}", there.join(", ")),
    };
    let message = format!("`{field}`: {object} has no {word} {section} ({there})");
    let next = edit(Kind::AgentgatewayPolicy, &policy.name);
    Some(Finding::on(Kind::AgentgatewayPolicy, &policy.name, message).next(next))
}

/// The sections of an object that policies can name, and the word for one; none where the object is not known.
fn sections(snapshot: &Snapshot, object: &ObjectRef) -> Option<(&'static str, Vec<String>)> {
    let name = &object.name;
    let listeners = |all: &[Listener]| all.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    Some(match object.kind {
        Kind::Gateway => {
            let mut all = listeners(&snapshot.gateways.get(name)?.spec.listeners);
            // agentgateway knows the listeners of ListenerSets by their sections too.
            let of_sets = listener_set::of_gateway(snapshot, name).into_iter();
            all.extend(of_sets.flat_map(|set| listeners(&set.spec.listeners)));
            ("listener", all)
        }
        Kind::ListenerSet => {
            ("listener", listeners(&snapshot.listener_sets.get(name)?.spec.listeners))
        }
        Kind::HttpRoute => {
            let rules = snapshot.routes.get(name)?.spec.rules.iter().flatten();
            ("rule", rules.filter_map(|rule| rule.name.clone()).collect())
        }
        Kind::AgentgatewayBackend => ("provider", providers(&snapshot.backends.get(name)?.spec)),
        Kind::Service => {
            let ports = snapshot.service(name)?.spec.ports.iter();
            ("port", ports.map(|port| port.port.to_string()).collect())
        }
        _ => return None,
    })
}

fn providers(spec: &BackendSpec) -> Vec<String> {
    let ai = spec.ai.iter();
    let only = ai.clone().filter(|ai| ai.provider.is_some()).map(|_| ONLY_PROVIDER.to_owned());
    let groups = ai.flat_map(|ai| ai.groups.iter().flatten());
    let in_groups = groups.flat_map(|group| &group.providers).map(|one| one.name.clone());
    let tools = spec.mcp.iter().flat_map(|mcp| &mcp.targets).map(|target| target.name.clone());
    only.chain(in_groups).chain(tools).collect()
}

/// The objects of a kind that a selector can choose.
fn names(snapshot: &Snapshot, kind: Kind) -> Box<dyn Iterator<Item = &ObjectName> + '_> {
    match kind {
        Kind::Gateway => Box::new(snapshot.gateways.keys()),
        Kind::ListenerSet => Box::new(snapshot.listener_sets.keys()),
        Kind::HttpRoute => Box::new(snapshot.routes.keys()),
        Kind::AgentgatewayBackend => Box::new(snapshot.backends.keys()),
        Kind::Service => Box::new(snapshot.services.keys()),
        _ => Box::new(std::iter::empty()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::*;
    use crate::domain::check::facts::Facts;
    use crate::domain::compile::Compiled;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{World, manifests};

    fn said(target: Value) -> Vec<String> {
        let gateway_api = "gateway.networking.k8s.io/v1";
        let listener = |name: &str| json!({"name": name, "port": 80, "protocol": "HTTP", "hostname": format!("{name}.test")});
        let objects = [
            json!({"apiVersion": gateway_api, "kind": "Gateway", "metadata": {"name": "g", "labels": {"a": "b"}},
                "spec": {"gatewayClassName": "c", "listeners": [listener("own")],
                    "allowedListeners": {"namespaces": {"from": "Same"}}}}),
            json!({"apiVersion": gateway_api, "kind": "ListenerSet", "metadata": {"name": "s"},
                "spec": {"parentRef": {"name": "g"}, "listeners": [listener("extra")]}}),
            json!({"apiVersion": gateway_api, "kind": "HTTPRoute", "metadata": {"name": "r"},
                "spec": {"parentRefs": [{"name": "g"}], "rules": [{"name": "chat"}, {}]}}),
            json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend", "metadata": {"name": "one"},
                "spec": {"ai": {"provider": {"openai": {}}}}}),
            json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend", "metadata": {"name": "many"},
                "spec": {"ai": {"groups": [{"providers": [{"name": "p", "openai": {}}]}]}}}),
            json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy", "metadata": {"name": "p"},
                "spec": target}),
        ];
        let mut all = Objects::new(World::Files);
        for object in objects {
            manifests::add(&mut all, &Arc::from("test.yaml"), &object.to_string(), "n");
        }
        let snapshot = all.snapshot();
        assert!(snapshot.broken.is_empty(), "{:?}", snapshot.broken);
        let facts = Facts::default();
        let found = check(&Input::new(&Compiled::of(snapshot), &facts));
        found.into_iter().map(|one| one.message).collect()
    }

    fn on(kind: &str, name: &str, section: &str) -> Vec<String> {
        let group = match kind {
            "AgentgatewayBackend" => "agentgateway.dev",
            _ => "gateway.networking.k8s.io",
        };
        said(
            json!({"targetRefs": [{"group": group, "kind": kind, "name": name, "sectionName": section}]}),
        )
    }

    #[test]
    fn each_kind_of_target_has_sections_of_its_own() {
        for (kind, name, there) in [
            ("Gateway", "g", "own"),
            ("Gateway", "g", "extra"),
            ("ListenerSet", "s", "extra"),
            ("HTTPRoute", "r", "chat"),
            ("AgentgatewayBackend", "one", "backend"),
            ("AgentgatewayBackend", "many", "p"),
        ] {
            assert_eq!(on(kind, name, there), [""; 0], "{kind} {name}");
            let said = on(kind, name, "typo");
            let words = format!("`spec.targetRefs[0].sectionName`: {kind} n/{name} has no ");
            assert!(said.len() == 1 && said[0].starts_with(&words), "{said:?}");
            assert!(said[0].contains(there), "{said:?}");
        }
        // A set knows its own listeners alone, and an object that is not there has another rule.
        assert_eq!(on("ListenerSet", "s", "own").len(), 1);
        assert_eq!(on("HTTPRoute", "gone", "x"), [""; 0]);
    }

    #[test]
    fn a_selector_means_a_section_of_each_object_that_it_chooses() {
        let of = |labels: Value| {
            said(
                json!({"targetSelectors": [{"group": "gateway.networking.k8s.io", "kind": "Gateway",
                "matchLabels": labels, "sectionName": "typo"}]}),
            )
        };
        assert_eq!(of(json!({"a": "b"})).len(), 1);
        assert_eq!(of(json!({"a": "c"})).len(), 0);
    }
}
