//! AGW7107 credit-cards-by-check-digit: the guard for credit cards looks at the check digit.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::site::{self, FieldSite};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Changes,
    source: "https://github.com/agentgateway/agentgateway/releases/tag/v1.6.0",
    rule: Rule {
        code: "AGW7107",
        slug: "credit-cards-by-check-digit",
        severity: Severity::Warning,
        title: "the guard for credit cards looks at the check digit",
        what: "A prompt guard uses the built-in pattern `CreditCard`.",
        why: "Before 1.6 any number of the right form was masked or rejected. From then on one whose check digit is wrong passes.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  backend:
    ai:
      promptGuard:
        request:
        - regex:
            builtins:
            - CreditCard
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  backend:
    ai:
      promptGuard:
        request:
        - regex:
            builtins:
            - Email
"#,
        reads: &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::AgentgatewayPolicy],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let patterns = site::fields(input, "builtins").into_iter().flat_map(|list| list.items());
    let cards = patterns.filter(|pattern| pattern.value == "CreditCard");
    let finding = |card: FieldSite| {
        card.finding("from 1.6 on numbers with a wrong check digit pass this guard")
            .next("where test numbers must be caught too, add a pattern of your own to `matches`")
    };
    cards.map(finding).collect()
}
