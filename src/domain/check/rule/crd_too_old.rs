//! AGW9002 crd-too-old: installed CRD lacks fields.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use std::collections::BTreeSet;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9002",
    slug: "crd-too-old",
    severity: Severity::Warning,
    title: "installed CRD lacks fields",
    what: "The installed CRD of AgentgatewayBackend lacks fields that `kubectl agw` reads and writes.",
    why: "Objects with such a field are rejected, or lose it silently.",
    wrong: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  crdLacks:
    agentgatewaybackends.agentgateway.dev:
    - spec.ai.provider.pathPrefix
"#,
    right: r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
facts:
  crdLacks: {}
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |(crd, lacks): (&String, &BTreeSet<String>)| {
        let fields: Vec<_> = lacks.iter().map(String::as_str).collect();
        Finding::plain(format!("the cluster's {crd} lacks {}", fields.join(", "))).next(
            "upgrade agentgateway's CRDs; `kubectl agw crds install` is for clusters without them",
        )
    };
    let lacking = input.facts.crd_lacks.iter().filter(|(_, lacks)| !lacks.is_empty());
    lacking.map(finding).collect()
}
