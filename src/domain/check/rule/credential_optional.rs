//! AGW2012 credential-optional: policy checks credentials but accepts requests without any.

use std::collections::BTreeMap;

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, gateway, route};
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::credential_mode::Mode;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2012",
    slug: "credential-optional",
    severity: Severity::Warning,
    title: "policy checks credentials but accepts requests without any",
    what: "Every `jwtAuthentication`, `basicAuthentication` and `apiKeyAuthentication` that applies to a rule has `mode: Optional` or `Permissive`, and no `authorization` or `directResponse` there could reject the other requests.",
    why: "With `Optional` only wrong credentials get 401, and with `Permissive` not even those. A client without credentials can use the model with the Gateway's key.",
    wrong: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: clients
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  traffic:
    apiKeyAuthentication:
      mode: Optional
      secretRef:
        name: client-keys
---
apiVersion: v1
kind: Secret
metadata:
  name: client-keys
stringData:
  alice: key-of-alice
"#,
        backend!(),
        route!(),
        gateway!()
    ),
    right: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: clients
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  traffic:
    apiKeyAuthentication:
      secretRef:
        name: client-keys
---
apiVersion: v1
kind: Secret
metadata:
  name: client-keys
stringData:
  alice: key-of-alice
"#,
        backend!(),
        route!(),
        gateway!()
    ),
    reads: &[Kind::HttpRoute, Kind::AgentgatewayPolicy],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    // A rule has a candidate for each of its matches, at each of its listeners.
    let mut open = BTreeMap::new();
    for (_, listener, _, candidate) in input.table.candidates() {
        let rule = &candidate.rule;
        let passed = listener.before.as_deref().into_iter().chain(rule.policies.as_deref());
        if !candidate.is_of_models()
            && let Some(why) = optional(&passed.collect::<Vec<_>>())
        {
            open.insert((&rule.route, rule.index), why);
        }
    }
    let finding = |((route, index), why)| {
        let message = format!("rule {index}: requests without a credential are served ({why})");
        let next = "remove `mode` from the policy, or add `authorization` to restrict access";
        Finding::on(Kind::HttpRoute, route, message).next(next)
    };
    open.into_iter().map(finding).collect()
}

/// The policies that check credentials and ask for none, in words; none where a request may be rejected without one.
fn optional(policies: &[&RoutePolicies]) -> Option<String> {
    let mut lax = Vec::new();
    for policies in policies {
        let RoutePolicies { jwt, basic, api_keys, authorization, direct, refuses, .. } = policies;
        if authorization.is_some() || direct.is_some() || refuses.is_some() {
            return None;
        }
        let modes = [
            ("jwtAuthentication", jwt.as_ref().map(|jwt| jwt.mode)),
            ("basicAuthentication", basic.as_ref().map(|basic| basic.mode)),
            ("apiKeyAuthentication", api_keys.as_ref().map(|keys| keys.mode)),
        ];
        for (name, mode) in modes.into_iter().filter_map(|(name, mode)| Some((name, mode?))) {
            match mode {
                Mode::Strict => return None,
                Mode::Optional | Mode::Permissive => lax.push(format!("`{name}`: {mode:?}")),
            }
        }
    }
    (!lax.is_empty()).then(|| lax.join(", "))
}
