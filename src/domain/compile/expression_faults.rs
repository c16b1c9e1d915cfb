//! The CEL expressions of an object that do not compile, in every field whose schema says that it is one.
//!
//! Source: agentgateway's controller parses them with `isCEL` in
//! `controller/pkg/agentgateway/plugins/traffic_plugin.go` at 75b4e6ce6; a backend with an error is not translated
//! (`TranslateAgwBackend` in `controller/pkg/syncer/backend/backend_plugin.go`).

use serde::Serialize;
use serde_json::Value;

use crate::domain::crd::backend::Policies;
use crate::domain::crd::shape;
use crate::domain::route::cel::{Expression, InvalidExpression};
use crate::domain::route::duration;
use crate::domain::route::reason::{ExpressionFault, Reason};
use crate::domain::value::object_ref::Kind;

/// The field and the error of each expression with a syntax error, below `path` (`spec`, `spec.policies`) of an object;
/// `written` is the value there. A function or variable that only `serve` does not know is not reported.
#[must_use]
pub fn faults(kind: Kind, path: &str, written: &impl Serialize) -> Vec<(String, ExpressionFault)> {
    let mut faults = Vec::new();
    if let (Some(schema), Ok(written)) = (shape::schema(kind), serde_json::to_value(written)) {
        let schema = path.split('.').try_fold(schema, shape::field);
        schema.into_iter().for_each(|schema| walk(schema, &written, path, &mut faults));
    }
    faults
}

/// Checks that every expression in the `policies` of an AgentgatewayBackend or AgentgatewayModel compiles. Otherwise
/// agentgateway's controller does not translate the object.
///
/// # Errors
/// The first expression that does not compile, with its field.
pub fn translated(kind: Kind, policies: Option<&Policies>) -> Result<(), Reason> {
    // Most have a key and TLS alone, of which serve supports nothing that takes an expression.
    let takes_some = |policies: &&Policies| policies.ai.is_some() || !policies.others.is_empty();
    let Some(policies) = policies.filter(takes_some) else { return Ok(()) };
    match faults(kind, "spec.policies", policies).into_iter().next() {
        None => Ok(()),
        Some((field, why)) => {
            Err(ExpressionFault::Untranslated { field, why: Box::new(why), kind }.into())
        }
    }
}

/// Fields that take a duration as well as an expression that returns one (`ttl` of `extAuth.cache`, `traffic.delay.duration`).
const DURATIONS: [&str; 2] = ["duration", "ttl"];

fn is_duration(field: &str, text: &str) -> bool {
    let name = field.rsplit('.').next().unwrap_or_default();
    DURATIONS.contains(&name) && duration::parse(text).is_some()
}

fn walk(schema: &Value, value: &Value, field: &str, faults: &mut Vec<(String, ExpressionFault)>) {
    let schema = shape::followed(schema);
    match value {
        Value::String(text) if shape::is_expression(schema) && !is_duration(field, text) => {
            if let Err(InvalidExpression::Syntax(why)) = Expression::read(text) {
                faults.push((field.to_owned(), why));
            }
        }
        Value::Object(fields) => {
            for (name, below) in fields {
                let Some(schema) = shape::field(schema, name) else { continue };
                walk(schema, below, &format!("{field}.{name}"), faults);
            }
        }
        Value::Array(items) => {
            let Some(schema) = shape::item(schema) else { return };
            for (at, below) in items.iter().enumerate() {
                walk(schema, below, &format!("{field}[{at}]"), faults);
            }
        }
        _ => {}
    }
}
