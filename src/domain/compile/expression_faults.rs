//! The expressions of an object that do not compile, wherever its shape has one.

use serde::Serialize;
use serde_json::Value;

use crate::domain::crd::backend::Policies;
use crate::domain::crd::shape;
use crate::domain::route::cel::{Expression, Invalid};
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::Kind;

/// Each with its field and why, below `path` (`spec`, `spec.policies`) of an object, where `written` is. What compiles
/// and serve alone does not know is none of the author's faults.
#[must_use]
pub fn faults(kind: Kind, path: &str, written: &impl Serialize) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    if let (Some(schema), Ok(written)) = (shape::schema(kind), serde_json::to_value(written)) {
        let schema = path.split('.').try_fold(schema, shape::field);
        schema.into_iter().for_each(|schema| look(schema, &written, path, &mut faults));
    }
    faults
}

/// Holds where every expression in the `policies` of an AgentgatewayBackend or AgentgatewayModel compiles: agentgateway's
/// controller does not translate the object otherwise.
///
/// # Errors
/// The first that does not, with its field.
pub fn translated(kind: Kind, policies: Option<&Policies>) -> Result<(), Reason> {
    // Most have a key and TLS alone, of which serve supports nothing that takes an expression.
    let takes_some = |policies: &&Policies| policies.ai.is_some() || !policies.others.is_empty();
    let Some(policies) = policies.filter(takes_some) else { return Ok(()) };
    match faults(kind, "spec.policies", policies).into_iter().next() {
        None => Ok(()),
        Some((field, why)) => {
            let kind = kind.names().kind;
            Err(format!("`{field}`: {why}; agentgateway rejects the whole {kind}").into())
        }
    }
}

fn look(schema: &Value, value: &Value, field: &str, faults: &mut Vec<(String, String)>) {
    let schema = shape::followed(schema);
    match value {
        Value::String(text) if shape::is_expression(schema) => {
            if let Err(Invalid::Syntax(why)) = Expression::read(text) {
                faults.push((field.to_owned(), why));
            }
        }
        Value::Object(fields) => {
            for (name, below) in fields {
                let Some(schema) = shape::field(schema, name) else { continue };
                look(schema, below, &format!("{field}.{name}"), faults);
            }
        }
        Value::Array(items) => {
            let Some(schema) = shape::item(schema) else { return };
            for (at, below) in items.iter().enumerate() {
                look(schema, below, &format!("{field}[{at}]"), faults);
            }
        }
        _ => {}
    }
}
