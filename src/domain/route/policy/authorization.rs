//! `authorization`: rules in CEL of who may pass, on the way of a request and of an AgentgatewayModel. Those of the way
//! add up over all places.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/authorization.rs` at 75b4e6ce6.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::spec;
use crate::domain::route::cel::{Activation, Cost, Expression};
use crate::domain::route::reason::{Reason, Unsupported};
use crate::domain::value::typed;

/// All rules in force on a path.
#[derive(Clone, Debug, Default)]
pub struct Authorization {
    allow: Vec<Expression>,
    deny: Vec<Expression>,
    require: Vec<Expression>,
}

/// The block of policies that contains it. The other policies there have their own readers.
#[derive(Deserialize)]
struct Block {
    authorization: Option<Spec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    #[serde(default)]
    action: Action,
    #[serde(default)]
    policy: Rules,
}

#[derive(Default, Deserialize)]
enum Action {
    #[default]
    Allow,
    Deny,
    Require,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Rules {
    #[serde(default)]
    match_expressions: Vec<String>,
}

impl Authorization {
    /// Whether a request may pass. A rule that fails is no match: of `Deny` it lets the request through. One that does
    /// not compile fails always: of `Deny` it lets nothing through, since nobody knows what it was to keep out.
    #[must_use]
    pub fn allows(&self, facts: &Activation<'_>) -> bool {
        let own = Cost::default();
        let cost = facts.cost.unwrap_or(&own);
        let allows = self.holds(&Activation { cost: Some(cost), ..*facts });
        // What a rule would have come to is not known.
        allows && !cost.is_exceeded()
    }

    fn holds(&self, facts: &Activation<'_>) -> bool {
        let holds = |rule: &Expression| rule.holds(facts);
        let denies = |rule: &Expression| !rule.compiles() || rule.holds(facts);
        if self.deny.iter().any(denies) || !self.require.iter().all(holds) {
            return false;
        }
        self.allow.is_empty() || self.allow.iter().any(holds)
    }

    /// Reads the policy among those of an AgentgatewayModel whose expressions all compile, for which no body is read;
    /// none where it is not there.
    ///
    /// # Errors
    /// As `traffic.authorization`; and that a rule looks into a body.
    pub fn of_model(all: &Map<String, Value>) -> Result<Option<Self>, Reason> {
        let Block { authorization } = typed::fields(all)?;
        let Some(written) = authorization else { return Ok(None) };
        let mut read = Authorization::default();
        read.add_rules(written, &mut Vec::new())?;
        read.looks_into_no_body()?;
        Ok(Some(read))
    }

    /// Adds the policy among those of a backend, if it is there.
    ///
    /// # Errors
    /// As `traffic.authorization`; and that a rule looks into a body.
    pub(in crate::domain) fn add_of_backend(
        &mut self,
        all: &Map<String, Value>,
        notes: &mut Vec<Reason>,
    ) -> Result<(), Reason> {
        let Block { authorization } = typed::fields(all)?;
        let Some(written) = authorization else { return Ok(()) };
        self.add_rules(written, notes)?;
        self.looks_into_no_body()
    }

    fn looks_into_no_body(&self) -> Result<(), Reason> {
        // A rule on `llmRequest`, which agentgateway does not have there either, would always fail: a `Deny` lets
        // everything through.
        let looks_in =
            |rule: &&Expression| rule.needs().request_body() || rule.needs().llm_request();
        if let Some(rule) = self.rules().find(looks_in) {
            return Err(Unsupported::AuthorizationByBody(rule.source().to_owned()).into());
        }
        Ok(())
    }

    /// Adds the rules of one policy, whose `action` says what they are for.
    ///
    /// # Errors
    /// An unknown action, or a rule that is too large or names what this twin has not.
    pub(in crate::domain) fn add(
        &mut self,
        written: &Value,
        notes: &mut Vec<Reason>,
    ) -> Result<(), Reason> {
        self.add_rules(spec::parse(written)?, notes)
    }

    fn add_rules(&mut self, written: Spec, notes: &mut Vec<Reason>) -> Result<(), Reason> {
        let Spec { action, policy } = written;
        let rules = match action {
            Action::Allow => &mut self.allow,
            Action::Deny => &mut self.deny,
            Action::Require => &mut self.require,
        };
        for expression in policy.match_expressions {
            rules.push(Expression::permissive(&expression, notes)?);
        }
        Ok(())
    }

    /// The rules of both.
    #[must_use]
    pub fn sum(own: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (own, other) {
            (Some(mut sum), Some(other)) => {
                sum.allow.extend(other.allow);
                sum.deny.extend(other.deny);
                sum.require.extend(other.require);
                Some(sum)
            }
            (own, other) => own.or(other),
        }
    }

    /// Every rule.
    pub fn rules(&self) -> impl Iterator<Item = &Expression> {
        self.allow.iter().chain(&self.deny).chain(&self.require)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_rule_of_a_model_that_could_never_hold_is_refused() {
        for (rule, supported) in [
            ("request.headers['x'] == 'a'", true),
            ("llmRequest.model == 'm'", false),
            ("has(llmRequest.tools)", false),
            ("json(request.body).model == 'm'", false),
        ] {
            for action in ["Allow", "Deny", "Require"] {
                let policy = json!({"matchExpressions": [rule]});
                let all = json!({"authorization": {"action": action, "policy": policy}});
                let read = Authorization::of_model(all.as_object().expect("fields"));
                assert_eq!(read.is_ok(), supported, "{action} {rule}: {read:?}");
            }
        }
    }
}
