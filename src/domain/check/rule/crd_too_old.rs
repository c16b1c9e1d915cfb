//! AGW9002 crd-too-old: a CRD of the cluster does not know fields that are written.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use std::collections::BTreeSet;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW9002",
    slug: "crd-too-old",
    severity: Severity::Warning,
    title: "a CRD of the cluster does not know fields that are written",
    what: "The installed definition of AgentgatewayBackend lacks fields that this program reads and writes.",
    why: "Objects with such a field are refused, or lose it without a word.",
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
        Finding::plain(format!("the cluster's {crd} does not know {}", fields.join(", "))).next(
            "upgrade agentgateway's CRDs; `kubectl agw crds install` is for clusters without any",
        )
    };
    let lacking = input.facts.crd_lacks.iter().filter(|(_, lacks)| !lacks.is_empty());
    lacking.map(finding).collect()
}
