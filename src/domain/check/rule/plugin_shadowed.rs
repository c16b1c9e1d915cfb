//! AGW9001 plugin-shadowed: another plugin shadows a command.

use crate::domain::check::Rule;
use crate::domain::check::facts::Shadow;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::shell::word;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9001",
    slug: "plugin-shadowed",
    severity: Severity::Warning,
    title: "another plugin shadows a command",
    what: "kubectl looks for the longest plugin name first: `kubectl-agw-list` on PATH is run for `kubectl agw list`, and another `kubectl-agw` earlier on PATH for everything.",
    why: "The command runs a different program.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  shadows:
  - path: /usr/local/bin/kubectl-agw-list
    takes: agw list
"#,
    right: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  shadows: []
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |shadow: &Shadow| {
        Finding::plain(format!("{} is run for `kubectl {}`", shadow.path, shadow.takes))
            .next(format!("remove or rename {}", word(&shadow.path)))
    };
    input.facts.shadows.iter().map(finding).collect()
}
