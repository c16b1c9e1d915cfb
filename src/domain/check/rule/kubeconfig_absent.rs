//! AGW9005 kubeconfig-absent: KUBECONFIG names a file that doesn't exist.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9005",
    slug: "kubeconfig-absent",
    severity: Severity::Warning,
    title: "KUBECONFIG names a file that doesn't exist",
    what: "$KUBECONFIG lists a file that doesn't exist.",
    why: "The file is silently ignored, and so are the contexts that it should define.",
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
        |path: &String| Finding::plain(format!("$KUBECONFIG lists {path}, which does not exist"));
    input.facts.kubeconfig.absent.iter().map(finding).collect()
}
