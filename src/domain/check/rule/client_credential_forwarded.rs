//! AGW2010 client-credential-forwarded: backend without a key forwards the client's.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::check::sample::{backend, backend_with_key, documents, secret};
use crate::domain::llm::provider::AmbientCredential;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2010",
    slug: "client-credential-forwarded",
    severity: Severity::Info,
    title: "backend without a key forwards the client's",
    what: "The backend has no `policies.auth` and calls its provider's own host.",
    why: "The client's `Authorization` is forwarded to the provider unchanged. That is right if clients have their own keys; otherwise requests get 401.",
    wrong: backend!(),
    right: documents!(backend_with_key!(), secret!()),
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let open = |provider: &ProviderOf<'_>| {
        let own_host = provider.written.host.is_none();
        let nobody = provider.row().is_some_and(|row| row.ambient == AmbientCredential::None);
        own_host && nobody && provider.auth().is_none()
    };
    let finding = |provider: ProviderOf<'_>| {
        provider
            .finding("it has no key, so the client's `Authorization` is forwarded to the provider")
    };
    input.providers().filter(open).map(finding).collect()
}
