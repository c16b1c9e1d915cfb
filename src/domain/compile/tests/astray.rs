//! Guards of files that are in another namespace than what they are for, or have no name: what they may guard refuses.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::*;
use crate::domain::route::policy::skip::Skips;
use crate::domain::route::target::Target;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{World, manifests};

/// A route `chat` to a backend in each of two namespaces, by a Gateway of a third, and a Service behind another route.
const WORLD: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: agentgateway
  listeners: [{name: web, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: gpt, namespace: shop}
spec: {ai: {provider: {openai: {}}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: chat, namespace: shop, labels: {team: web}}
spec:
  parentRefs: [{name: edge, namespace: infra}]
  rules:
  - backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}]
---
apiVersion: v1
kind: Service
metadata: {name: search, namespace: shop}
spec: {type: ExternalName, externalName: search.test, ports: [{port: 443}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: search, namespace: shop}
spec:
  parentRefs: [{name: edge, namespace: infra}]
  hostnames: [search.test]
  rules:
  - backendRefs: [{name: search, port: 443}]
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: other, namespace: prod}
spec: {ai: {provider: {openai: {}}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: other, namespace: prod}
spec:
  parentRefs: [{name: edge, namespace: infra}]
  hostnames: [other.test]
  rules:
  - backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: other}]
---
";

fn guard(metadata: &str, targets: &str) -> String {
    format!(
        "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayPolicy\nmetadata: {metadata}\n\
         spec:\n  {targets}\n  traffic: {{hostRewrite: {{mode: Auto}}}}\n"
    )
}

/// Of a policy for the upstream's side.
fn backend_guard(metadata: &str, targets: &str) -> String {
    guard(metadata, targets).replace("traffic: {hostRewrite: {mode: Auto}}", "backend: {tls: {}}")
}

fn route(name: &str) -> String {
    target("gateway.networking.k8s.io", "HTTPRoute", name)
}

fn target(group: &str, kind: &str, name: &str) -> String {
    format!("targetRefs: [{{group: {group:?}, kind: {kind}, name: {name}}}]")
}

/// By route, whether its requests are rejected with 503.
fn shut(policies: &str, skips: Skips) -> (BTreeMap<String, bool>, Vec<String>) {
    let mut objects = Objects::new(World::Files);
    let text = format!("{WORLD}{policies}");
    manifests::add(&mut objects, &Arc::from("all.yaml"), &text, "default");
    let compiled = Compiled::without(objects.snapshot(), skips);
    let mut found = BTreeMap::new();
    for (.., candidate) in compiled.table.candidates() {
        let rule = &candidate.rule;
        let target = &rule.targets.first().expect("a target").target;
        let of_target = match target {
            Target::Refuse(refusal) => Some(refusal.clone()),
            Target::Model(model) => model
                .members()
                .find_map(|one| one.upstream.as_ref().err().map(|t| t.refusal.clone())),
            _ => None,
        };
        let refusal = rule.refusal.clone().or(of_target);
        let name = rule.route.to_string();
        found.insert(name, refusal.is_some_and(|refusal| refusal.status == 503));
    }
    let said = compiled.rejections.iter().map(|one| format!("{}: {}", one.object, one.reason));
    (found, said.collect())
}

fn shut_routes(policies: &str) -> Vec<String> {
    let (found, _) = shut(policies, Skips::default());
    found.into_iter().filter(|(_, is_shut)| *is_shut).map(|(name, _)| name).collect()
}

#[test]
fn what_a_guard_was_meant_for_is_shut_where_its_namespace_is_wrong() {
    let chat: &[&str] = &["shop/chat"];
    let all: &[&str] = &["prod/other", "shop/chat", "shop/search"];
    let labels = "targetSelectors: [{group: gateway.networking.k8s.io, kind: HTTPRoute, matchLabels: {team: web}}]";
    let elsewhere = "targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: chat, namespace: shop}]";
    let gateway = target("gateway.networking.k8s.io", "Gateway", "edge");
    let backend = target("agentgateway.dev", "AgentgatewayBackend", "gpt");
    let service = target("", "Service", "search");
    for (policy, shuts) in [
        (guard("{name: g, namespace: shop}", &route("chat")), &[][..]),
        (guard("{name: g, namespace: shpo}", &route("chat")), chat),
        (guard("{name: g, namespace: unlike}", &route("chat")), chat),
        (guard("{name: g}", &route("chat")), chat),
        (guard("{name: g, namespace: }", &route("chat")), chat),
        (guard("{name: g, namespce: shop}", &route("chat")), chat),
        (guard("{name: g, namespace: 7}", &route("chat")), chat),
        (guard("{name: g, namespace: Shop}", &route("chat")), chat),
        (guard("{namespace: shop}", &route("chat")), chat),
        (guard("{name: '', namespace: shop}", &route("chat")), chat),
        (guard("{name: 7, namespace: shop}", &route("chat")), chat),
        (guard("{generateName: g-, namespace: shop}", &route("chat")), chat),
        (guard("{namespace: shpo}", &route("chat")), chat),
        (guard("", &route("chat")), chat),
        (guard("guard", &route("chat")), chat),
        (guard("{name: g, namespace: shpo}", labels), chat),
        (guard("{name: g, namespace: prod}", labels), chat),
        (guard("{name: g, namespace: prod}", elsewhere), chat),
        (guard("{name: g, namespace: infr}", &gateway), all),
        (backend_guard("{name: g, namespace: prod}", &backend), chat),
        (backend_guard("{name: g, namespace: shpo}", &service), &["shop/search"]),
        // What is nowhere in the files is nothing to them.
        (guard("{name: g, namespace: shpo}", &route("else")), &[]),
        (guard("{name: g, namespace: shpo}", &labels.replace("web", "else")), &[]),
        // Nobody knows what these are for, nor where.
        (guard("{name: g, namespace: shpo}", "targetRef: {}"), all),
        (guard("{namespace: shpo}", ""), all),
        (guard("{name: g, namespace: shop}", "targetRef: {}"), &["shop/chat", "shop/search"]),
    ] {
        assert_eq!(shut_routes(&policy), shuts, "{policy}");
    }
}

#[test]
fn a_backend_tls_policy_shuts_what_it_was_meant_for_too() {
    let policy = |metadata: &str| {
        format!(
            "apiVersion: gateway.networking.k8s.io/v1\nkind: BackendTLSPolicy\nmetadata: {metadata}\n\
             spec:\n  targetRefs: [{{group: '', kind: Service, name: search}}]\n  \
             validation: {{hostname: search.test, wellKnownCACertificates: System}}\n"
        )
    };
    for (metadata, shuts) in [
        ("{name: t, namespace: shop}", &[][..]),
        ("{name: t, namespace: shpo}", &["shop/search"]),
        ("{name: t}", &["shop/search"]),
        ("{namespace: shop}", &["shop/search"]),
    ] {
        assert_eq!(shut_routes(&policy(metadata)), shuts, "{metadata}");
    }
}

#[test]
fn a_guard_that_is_astray_is_named_with_both_namespaces_and_skipped_by_its_name() {
    let policy = guard("{name: g, namespace: shpo}", &route("chat"));
    let (_, said) = shut(&policy, Skips::default());
    let sentence = "HTTPRoute shop/chat: AgentgatewayPolicy shpo/g: `spec.targetRefs[0]`: its target \
                    HTTPRoute shpo/chat does not exist, but HTTPRoute shop/chat does; did you mean \
                    namespace shop?";
    assert!(said.iter().any(|one| one == sentence), "{said:#?}");
    let unnamed = guard("{namespace: shop}", &route("chat"));
    let invalid = guard("{name: g, namespace: shop}", "targetRef: {}");
    for (policy, name) in [(&policy, "shpo/g"), (&invalid, "g"), (&invalid, "shop/g")] {
        let skips = || Skips::default().and_objects([name.to_owned()]);
        let (found, said) = shut(policy, skips());
        assert!(found.values().all(|is_shut| !is_shut), "{policy}{found:?}");
        assert!(said.iter().any(|one| one.contains("(--skip-policy)")), "{said:#?}");
        assert!(shut(&unnamed, skips()).0["shop/chat"], "another policy is not skipped");
    }
    let none = Skips::default().and_objects(["shop/none".to_owned()]);
    let (_, said) = shut("", none);
    assert!(said.iter().any(|one| one.contains("shop/none: not found")), "{said:#?}");
}
