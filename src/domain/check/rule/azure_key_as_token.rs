//! AGW2011 azure-key-as-token: Azure API key is sent as a bearer token.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::check::sample::{documents, secret};
use crate::domain::llm::provider::AmbientCredential;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2011",
    slug: "azure-key-as-token",
    severity: Severity::Error,
    title: "Azure API key is sent as a bearer token",
    what: "An Azure backend reads its key from a Secret and doesn't set the header to send it in.",
    why: "Without `location` the key is sent as `Authorization: Bearer`, which Azure interprets as an Entra token and rejects with 401. API keys of a resource are sent as `api-key`.",
    wrong: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      azure:
        resourceName: my-resource
        resourceType: OpenAI
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-api-key
"#,
        secret!()
    ),
    right: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      azure:
        resourceName: my-resource
        resourceType: OpenAI
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-api-key
      location:
        header:
          name: api-key
"#,
        secret!()
    ),
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let unplaced = |provider: &ProviderOf<'_>| {
        let azure = provider.row().is_some_and(|row| row.ambient == AmbientCredential::Entra);
        azure
            && provider.auth().is_some_and(|auth| {
                (auth.key.is_some() || auth.secret_ref.is_some())
                    && !auth.others.contains_key("location")
            })
    };
    let finding = |provider: ProviderOf<'_>| {
        provider
            .finding(
                "its key is sent as `Authorization: Bearer`, which Azure interprets as an Entra token",
            )
            .next("set `policies.auth.location: {header: {name: api-key}}`")
    };
    input.providers().filter(unplaced).map(finding).collect()
}
