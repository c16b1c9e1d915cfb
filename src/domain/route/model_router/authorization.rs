//! `policies.authorization` of a model: who may ask for it.
//!
//! Source: reference/agentgateway.md §5.2, §6.1.

use serde_json::Value;

use crate::domain::route::policy::cel::{Expression, Facts};

/// One rule.
#[derive(Debug)]
pub struct Authorization {
    denies: bool,
    expressions: Vec<Expression>,
}

impl Authorization {
    /// Reads the policy.
    ///
    /// # Errors
    /// An expression that does not compile, or an action that is none, in words.
    pub fn read(written: &Value) -> Result<Self, String> {
        let denies = match written.get("action").and_then(Value::as_str).unwrap_or("Allow") {
            "Allow" | "Require" => false,
            "Deny" => true,
            other => return Err(format!("`authorization.action` is {other:?}, which is none")),
        };
        let all = written.pointer("/policy/matchExpressions").and_then(Value::as_array);
        let texts = all.into_iter().flatten().filter_map(Value::as_str);
        let expressions = texts.map(Expression::compile).collect::<Result<_, _>>()?;
        Ok(Authorization { denies, expressions })
    }

    /// Whether a request may pass. The expressions of a rule must all hold for it to match; one that fails does not
    /// hold, so that what fails to deny allows.
    #[must_use]
    pub fn allows(&self, facts: &Facts<'_>) -> bool {
        let matches = self.expressions.iter().all(|expression| expression.holds(facts));
        matches != self.denies
    }
}
