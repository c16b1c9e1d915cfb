//! AGW1017 policy-secret-not-found: policy's Secret not found.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, edit};
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::snapshot::authorities;
use crate::domain::snapshot::policy_secrets;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1017",
    slug: "policy-secret-not-found",
    severity: Severity::Error,
    title: "policy's Secret not found",
    what: "An AgentgatewayPolicy or AgentgatewayModel reads keys, users or a certificate from a Secret that doesn't exist in its own namespace. Secrets in other namespaces are never used. With files, this is only reported if they contain other Secrets.",
    why: "`apiKeyAuthentication` and `basicAuthentication` accept no client: every request gets 401. With `auth`, agentgateway sends an empty key, and the provider answers 401.",
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
      secretRef:
        name: client-keys
---
apiVersion: v1
kind: Secret
metadata:
  name: clients-keys
stringData:
  alice: key-of-alice
"#,
        backend!(),
        route!()
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
        route!()
    ),
    reads: &[Kind::Secret],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    if !input.knows_secrets() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for policy in input.snapshot.policies.values() {
        let mut named: Vec<_> = policy_secrets(&policy.spec)
            .into_iter()
            .map(|(of, name)| (format!("spec.{of}.secretRef"), name.to_owned()))
            .collect();
        let tls = policy.spec.backend.iter().filter_map(|block| block.policies.get("tls"));
        let fields = tls.filter_map(|tls| serde_json::from_value(tls.clone()).ok());
        let of_tls = fields.flat_map(|fields| authorities::wanted(&policy.name.namespace, &fields));
        named.extend(secrets(of_tls).map(|name| ("spec.backend.tls".to_owned(), name)));
        found.extend(absent(input, Kind::AgentgatewayPolicy, &policy.name, named));
    }
    for model in input.snapshot.models.values() {
        let Some(policies) = &model.spec.policies else { continue };
        let of_auth = policies.auth.iter().filter_map(|auth| auth.secret_ref.as_ref());
        let field = |reference: &crate::domain::crd::backend::SecretRef| {
            ("spec.policies.auth.secretRef".to_owned(), reference.name.clone())
        };
        let mut named: Vec<_> = of_auth.map(field).collect();
        let tls = policies.tls.iter();
        let of_tls = tls.flat_map(|tls| authorities::wanted(&model.name.namespace, &tls.others));
        named.extend(secrets(of_tls).map(|name| ("spec.policies.tls".to_owned(), name)));
        found.extend(absent(input, Kind::AgentgatewayModel, &model.name, named));
    }
    found
}

fn secrets(wanted: impl Iterator<Item = ObjectRef>) -> impl Iterator<Item = String> {
    wanted.filter(|object| object.kind == Kind::Secret).map(|object| object.name.name)
}

/// The findings about those of an object's Secrets, each with its field, that do not exist.
fn absent(
    input: &Input<'_>,
    kind: Kind,
    object: &ObjectName,
    named: Vec<(String, String)>,
) -> Vec<Finding> {
    let missing = |(_, name): &(String, String)| {
        let secret = ObjectName::new(&object.namespace, name);
        let broken = ObjectRef::new(Kind::Secret, secret.clone());
        !input.snapshot.secrets.contains_key(&secret)
            && !input.snapshot.broken.contains_key(&broken)
    };
    let finding = |(field, name): (String, String)| {
        let namespace = &object.namespace;
        let message = format!("`{field}`: Secret {namespace}/{name} not found");
        Finding::on(kind, object, message).next(edit(kind, object))
    };
    named.into_iter().filter(missing).map(finding).collect()
}
