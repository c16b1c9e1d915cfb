//! AGW9006 kind-not-installed: CRD isn't installed.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::snapshot::Unread;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9006",
    slug: "kind-not-installed",
    severity: Severity::Error,
    title: "CRD isn't installed",
    what: "Gateway, HTTPRoute or AgentgatewayBackend isn't installed in the cluster.",
    why: "Without them the cluster can't have models behind a gateway.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
world: Cluster
notInstalled:
- AgentgatewayBackend
"#,
    right: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
world: Cluster
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let needed = [Kind::Gateway, Kind::HttpRoute, Kind::AgentgatewayBackend];
    let absent = |kind: &Kind| input.snapshot.unread.get(kind) == Some(&Unread::NotInstalled);
    let finding = |kind: Kind| {
        let next = match kind {
            Kind::AgentgatewayBackend => "install agentgateway, or `kubectl agw crds install`",
            _ => "install the Gateway API: https://gateway-api.sigs.k8s.io/guides/",
        };
        Finding::plain(format!("{} is not installed", kind.names().resource())).next(next)
    };
    needed.into_iter().filter(absent).map(finding).collect()
}
