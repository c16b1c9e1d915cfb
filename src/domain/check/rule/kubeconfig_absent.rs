//! AGW9005 kubeconfig-absent: KUBECONFIG names a file that does not exist.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9005",
    slug: "kubeconfig-absent",
    severity: Severity::Warning,
    title: "KUBECONFIG names a file that does not exist",
    what: "$KUBECONFIG lists a file that is not there.",
    why: "It is left out in silence, with the contexts that were meant to come from it.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  kubeconfig:
    absent:
    - /home/me/.kube/team
"#,
    right: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  kubeconfig: {}
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding =
        |path: &String| Finding::plain(format!("$KUBECONFIG names {path}, which does not exist"));
    input.facts.kubeconfig.absent.iter().map(finding).collect()
}
