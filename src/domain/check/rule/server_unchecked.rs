//! AGW9004 server-unchecked: the API server's certificate is not checked.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9004",
    slug: "server-unchecked",
    severity: Severity::Warning,
    title: "the API server's certificate is not checked",
    what: "The kubeconfig sets `insecure-skip-tls-verify` for the server in use.",
    why: "Whoever sits between can read and change everything, Secrets included.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  kubeconfig:
    uncheckedServer: https://10.0.0.1:6443
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
    let finding = |server: &String| {
        Finding::plain(format!("the certificate of {server} is not checked"))
            .next("set `certificate-authority` in the kubeconfig, and take `insecure-skip-tls-verify` out")
    };
    input.facts.kubeconfig.unchecked_server.iter().map(finding).collect()
}
