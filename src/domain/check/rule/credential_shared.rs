//! AGW2005 credential-shared: one key is sent to several providers.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::KeyOf;
use crate::domain::check::sample::{backend_with_key, documents, secret};
use crate::domain::value::object_ref::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW2005",
    slug: "credential-shared",
    severity: Severity::Warning,
    title: "one key is sent to several providers",
    what: "Backends of different providers, or with different hosts, read their credential from the same data key of the same Secret.",
    why: "At most one of them can have issued the key: the others answer 401 and learn another provider's key.",
    wrong: documents!(
        backend_with_key!(),
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: claude
spec:
  ai:
    provider:
      anthropic:
        model: claude-sonnet-4-5
  policies:
    auth:
      secretRef:
        name: openai-api-key
"#,
        secret!()
    ),
    right: documents!(
        backend_with_key!(),
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: claude
spec:
  ai:
    provider:
      anthropic:
        model: claude-sonnet-4-5
  policies:
    auth:
      secretRef:
        name: anthropic-api-key
"#,
        secret!(),
        r#"apiVersion: v1
kind: Secret
metadata:
  name: anthropic-api-key
stringData:
  Authorization: sk-ant-key-of-anthropic
"#
    ),
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut uses: BTreeMap<_, (KeyOf<'_>, BTreeSet<&str>)> = BTreeMap::new();
    for key in input.keys() {
        let Some(row) = key.provider.row() else { continue };
        let to = key.provider.written.host.as_deref().unwrap_or(row.key);
        let entry = uses.entry((key.secret(), key.data_key()));
        entry.or_insert_with(|| (key, BTreeSet::new())).1.insert(to);
    }
    let shared = uses.into_values().filter(|(_, to)| to.len() > 1);
    let finding = |(key, to): (KeyOf<'_>, BTreeSet<&str>)| {
        let to = to.into_iter().collect::<Vec<_>>().join(", ");
        let message = format!("its key {} is sent to several providers: {to}", key.data_key());
        Finding::on(Kind::Secret, &key.secret(), message)
            .next("use a separate Secret for each provider")
    };
    shared.map(finding).collect()
}
