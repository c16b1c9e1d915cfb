//! AGW9008 kill-unreadable: record of the kill switch can't be read.

use crate::domain::check::Rule;
use crate::domain::check::facts::UnreadableKill;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9008",
    slug: "kill-unreadable",
    severity: Severity::Error,
    title: "record of the kill switch can't be read",
    what: "An annotation `kill.kubectl-agw.dev/…` of a Gateway, or the file `agw.kills`, isn't what `kubectl agw kill` writes.",
    why: "Everything that it could be about counts as killed: `serve` answers 503 to all requests through that Gateway, or to all.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  kills:
    unreadable:
    - gateway: agentgateway-system/agentgateway-proxy
      reason: its annotation kill.kubectl-agw.dev/note isn't a kill
"#,
    right: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  kills: {}
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    // The reason says how to fix it.
    let finding = |UnreadableKill { gateway, reason }: &UnreadableKill| match gateway {
        Some(gateway) => Finding::on(Kind::Gateway, &ObjectName::of_text(gateway), reason),
        None => Finding::plain(reason),
    };
    input.facts.kills.unreadable.iter().map(finding).collect()
}
