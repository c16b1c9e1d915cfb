//! AGW5008 cloud-identity: provider uses the cluster's cloud identity.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::check::sample::{documents, secret};
use crate::domain::llm::provider::AmbientCredential;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5008",
    slug: "cloud-identity",
    severity: Severity::Info,
    title: "provider uses the cluster's cloud identity",
    what: "A cloud provider has no `policies.auth`.",
    why: "The gateway authenticates with its workload identity: Google's default credentials, the AWS credential chain or Entra ID. `serve` doesn't support them and rejects such requests.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      bedrock:
        model: anthropic.claude-sonnet-4-5
        region: us-east-1
"#,
    right: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      bedrock:
        model: anthropic.claude-sonnet-4-5
        region: us-east-1
  policies:
    auth:
      secretRef:
        name: openai-api-key
"#,
        secret!()
    ),
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let wrong = |provider: &ProviderOf<'_>| {
        let cloud = provider.row().is_some_and(|row| row.ambient != AmbientCredential::None);
        cloud && provider.auth().is_none() && provider.written.host.is_none()
    };
    let finding = |provider: ProviderOf<'_>| {
        provider.finding("it has no key, so it is called with the gateway's own cloud identity")
    };
    input.providers().filter(wrong).map(finding).collect()
}
