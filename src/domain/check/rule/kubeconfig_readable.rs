//! AGW9003 kubeconfig-readable: kubeconfig is readable by others.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::shell::CommandLine;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9003",
    slug: "kubeconfig-readable",
    severity: Severity::Warning,
    title: "kubeconfig is readable by others",
    what: "The kubeconfig's file permissions let other users of this machine read it.",
    why: "It contains credentials for the cluster.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  kubeconfig:
    readableByOthers:
    - /home/me/.kube/config
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
    let finding = |path: &String| {
        Finding::plain(format!("other users of this machine can read {path}"))
            .next(CommandLine::new("chmod 600").arg(path).to_string())
    };
    input.facts.kubeconfig.readable_by_others.iter().map(finding).collect()
}
