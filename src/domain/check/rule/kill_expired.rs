//! AGW9007 kill-expired: expired kill is still recorded.

use crate::domain::check::Rule;
use crate::domain::check::facts::ExpiredKill;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::shell::CommandLine;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9007",
    slug: "kill-expired",
    severity: Severity::Info,
    title: "expired kill is still recorded",
    what: "The kill switch has a record of a kill that ended by itself (`--for`).",
    why: "Requests are served again, and who reads the record may think that they aren't.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  kills:
    expired:
    - gateway: agentgateway-system/agentgateway-proxy
      target: model gpt-4o
      until: 2026-11-30T12:00:00Z
      annotation: kill.kubectl-agw.dev/model.2f1c8a4b7d9e0356
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
    input.facts.kills.expired.iter().map(finding).collect()
}

fn finding(kill: &ExpiredKill) -> Finding {
    let ExpiredKill { gateway, target, until, annotation } = kill;
    let message =
        format!("the kill of {target} ended at {until:.0}, and its record is still there");
    match gateway.as_deref().map(ObjectName::of_text) {
        Some(gateway) => {
            let remove = CommandLine::new("kubectl annotate gateway")
                .namespace(&gateway.namespace)
                .arg(&gateway.name)
                .arg(&format!("{annotation}-"));
            Finding::on(Kind::Gateway, &gateway, message).next(remove.to_string())
        }
        None => Finding::plain(message)
            .next("remove it from agw.kills; `kubectl agw kill` and `resume` do so after a week"),
    }
}
