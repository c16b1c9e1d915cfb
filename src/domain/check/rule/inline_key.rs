//! AGW2006 inline-key: key is inline in the object.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2006",
    slug: "inline-key",
    severity: Severity::Warning,
    title: "key is inline in the object",
    what: "`policies.auth.key` contains the key in plain text.",
    why: "Anyone who can read the backend, its manifest or its git history has the key. Access to a Secret is controlled separately.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
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
      key: sk-key-of-openai
"#,
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let inline = |provider: &ProviderOf<'_>| provider.auth().is_some_and(|auth| auth.key.is_some());
    let finding = |provider: ProviderOf<'_>| {
        provider.finding("its key is inline in `policies.auth.key`").next(
            "move it to a Secret, reference that in `policies.auth.secretRef`, and rotate the key",
        )
    };
    input.providers().filter(inline).map(finding).collect()
}
