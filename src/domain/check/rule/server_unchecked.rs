//! AGW9004 server-unchecked: API server's certificate isn't verified.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9004",
    slug: "server-unchecked",
    severity: Severity::Warning,
    title: "API server's certificate isn't verified",
    what: "The kubeconfig sets `insecure-skip-tls-verify` for the server in use.",
    why: "Anyone between this machine and the server can read and change all traffic, including Secrets.",
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
        Finding::plain(format!("the certificate of {server} is not verified")).next(
            "set `certificate-authority` in the kubeconfig, and remove `insecure-skip-tls-verify`",
        )
    };
    input.facts.kubeconfig.unchecked_server.iter().map(finding).collect()
}
