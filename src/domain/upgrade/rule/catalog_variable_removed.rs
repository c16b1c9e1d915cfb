//! AGW7005 catalog-variable-removed: the variable MODEL_CATALOG_PATHS is no longer read.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::env::{self, Variable};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_5,
    effect: Impact::Breaks,
    source: "https://github.com/agentgateway/agentgateway/pull/2772",
    rule: Rule {
        code: "AGW7005",
        slug: "catalog-variable-removed",
        severity: Severity::Error,
        title: "the variable MODEL_CATALOG_PATHS is no longer read",
        what: "AgentgatewayParameters set the environment variable MODEL_CATALOG_PATHS.",
        why: "From 1.5 on the proxy ignores it: models have no prices, and budgets and `llm.cost` see none.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayParameters
metadata:
  name: edge
spec:
  env:
  - name: MODEL_CATALOG_PATHS
    value: /prices/catalog.json
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayParameters
metadata:
  name: edge
spec:
  modelCatalog:
    sources:
    - configMap:
        name: prices
"#,
        reads: &[Kind::AgentgatewayParameters],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |variable: Variable<'_>| {
        variable
            .finding("MODEL_CATALOG_PATHS is ignored from 1.5 on, and models have no prices")
            .next("put the catalog into a ConfigMap and name it in `spec.modelCatalog.sources`")
    };
    env::variables(input, "MODEL_CATALOG_PATHS").map(finding).collect()
}
