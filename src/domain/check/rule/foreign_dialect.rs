//! AGW5009 foreign-dialect: backend isn't in agentgateway's own format.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::backend_with_key;
use crate::domain::crd::backend::BackendSpec;
use crate::domain::snapshot::{Object, Origin};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::shell::CommandLine;
use std::sync::Arc;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5009",
    slug: "foreign-dialect",
    severity: Severity::Info,
    title: "backend isn't in agentgateway's own format",
    what: "The backend isn't written as `spec.ai.provider.<name>` with `spec.policies`.",
    why: "`kubectl agw` understands it, but agentgateway's CRD rejects or prunes it: in a cluster it only works in agentgateway's own format.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    openAI:
      model: gpt-4o
      authHeaderRef:
        name: openai-api-key
        key: Authorization
"#,
    right: backend_with_key!(),
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |backend: &Arc<Object<BackendSpec>>| {
        let dialect = backend.dialect?;
        let message = format!("it uses the {dialect} format, which agentgateway's CRD rejects");
        let next = match &backend.origin {
            Origin::File { path, .. } if &**path != "-" => {
                Some(CommandLine::new("kubectl agw convert -f").arg(path).to_string())
            }
            _ => None,
        };
        Some(Finding::on(Kind::AgentgatewayBackend, &backend.name, message).next_if(next))
    };
    input.snapshot.backends.values().filter_map(finding).collect()
}
