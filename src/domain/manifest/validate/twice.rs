//! AI transformations that name a field of the request twice, which the definitions of 1.6 reject.
//!
//! Source: <https://github.com/agentgateway/agentgateway/releases/tag/v1.6.0>; the definitions of 1.5 take them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::crd::schema::{FaultKind, SchemaFault, below};
use crate::domain::value::object_ref::Kind;

/// The lists of transformations, each item of which has a `field`.
pub const LISTS: [&str; 2] = ["transformations", "finalTransformations"];

/// A fault for each field that is transformed twice.
pub(super) fn faults(kind: Kind, object: &Value) -> Vec<SchemaFault> {
    let mut faults = Vec::new();
    let kinds = [Kind::AgentgatewayPolicy, Kind::AgentgatewayBackend, Kind::AgentgatewayModel];
    if let Some(spec) = object.get("spec").filter(|_| kinds.contains(&kind)) {
        look(spec, "spec", &mut faults);
    }
    faults
}

fn look(value: &Value, at: &str, faults: &mut Vec<SchemaFault>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let at = below(name, at);
                if LISTS.contains(&name.as_str()) {
                    faults.extend(doubled(value).into_iter().map(|(index, field)| {
                        let reason = format!(
                            "`{field}` is transformed twice, which agentgateway 1.6 rejects"
                        );
                        SchemaFault::of(FaultKind::Rule, format!("{at}[{index}]"), reason)
                    }));
                }
                look(value, &at, faults);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                look(item, &format!("{at}[{index}]"), faults);
            }
        }
        _ => {}
    }
}

/// The items of a list of transformations whose field an item before them has: their places in it, and the field.
pub fn doubled(list: &Value) -> Vec<(usize, &str)> {
    let mut seen = BTreeSet::new();
    let items = list.as_array().into_iter().flatten().enumerate();
    let fields = items.filter_map(|(index, item)| Some((index, item.get("field")?.as_str()?)));
    fields.filter(|(_, field)| !seen.insert(*field)).collect()
}
