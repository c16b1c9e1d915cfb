//! `traffic.authorization`: rules in CEL of who may pass. They add up over all places.
//!
//! Source: reference/agentgateway.md §5.2, §13.

use super::cel::{Expression, Facts};
use super::merge::Setting;
use super::{Reading, Traffic};

/// All rules in force on a way.
#[derive(Debug, Default)]
pub struct Authorization {
    allow: Vec<Expression>,
    deny: Vec<Expression>,
    require: Vec<Expression>,
}

impl Authorization {
    /// Whether a request may pass. A rule that fails is no match: of `Deny` it lets the request through.
    #[must_use]
    pub fn allows(&self, facts: &Facts<'_>) -> bool {
        let holds = |rule: &Expression| rule.holds(facts);
        if self.deny.iter().any(holds) || !self.require.iter().all(holds) {
            return false;
        }
        self.allow.is_empty() || self.allow.iter().any(holds)
    }

    /// Every rule.
    pub fn rules(&self) -> impl Iterator<Item = &Expression> {
        self.allow.iter().chain(&self.deny).chain(&self.require)
    }
}

/// Reads the policy.
///
/// # Errors
/// A rule that does not compile, or an unknown action.
pub fn read(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    let mut read = Authorization::default();
    for written in settings.iter().filter_map(|setting| setting.value) {
        let action = written.get("action").and_then(|action| action.as_str()).unwrap_or("Allow");
        let rules = match action {
            "Allow" => &mut read.allow,
            "Deny" => &mut read.deny,
            "Require" => &mut read.require,
            other => return Err(format!("{other:?} is no action")),
        };
        let expressions = written.pointer("/policy/matchExpressions").and_then(|v| v.as_array());
        for expression in expressions.into_iter().flatten() {
            let text = expression.as_str().ok_or("an expression is no text")?;
            rules.push(Expression::compile(text)?);
        }
    }
    into.authorization = Some(read);
    Ok(())
}
