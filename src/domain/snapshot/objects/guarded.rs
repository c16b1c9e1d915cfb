//! Objects that guard others, and what of them nobody understands: what they may guard refuses.

use serde_json::{Value, json};

use super::judged::{CanonicalObject, Refused, sentence};
use crate::domain::crd::gateway_api::BackendTlsPolicySpec;
use crate::domain::crd::policy::PolicySpec;
use crate::domain::crd::schema;
use crate::domain::snapshot::{Object, Origin};
use crate::domain::value::near;
use crate::domain::value::object_ref::ObjectName;

impl<T> Object<T> {
    /// Why nobody can tell what its policies guard, in a sentence; none where all of them are understood.
    #[must_use]
    pub fn misread(&self) -> Option<String> {
        self.faults.first().map(sentence)
    }
}

/// Reads a policy. Of one that cannot be read whole, the targets still say what refuses by it.
pub(super) fn policy(
    name: &ObjectName,
    mut judged: CanonicalObject,
    origin: &Origin,
) -> Result<Object<PolicySpec>, Refused> {
    // A null in `backend` may be a value that is put into a body.
    let object = &mut judged.object;
    let blocks = ["/spec/traffic", "/spec/frontend"];
    blocks.iter().for_each(|block| object.pointer_mut(block).into_iter().for_each(drop_nulls));
    if judged.faults.iter().any(hides_targets) {
        return Err(Refused::Invalid(judged.faults));
    }
    let why = match super::read::<PolicySpec>(name, &judged, origin) {
        Ok(read) if read.faults.is_empty() || has_targets(&read.spec) => return Ok(read),
        Ok(_) => return Err(Refused::Invalid(judged.faults)),
        Err(why) => why,
    };
    if let Some(spec) = judged.object.get_mut("spec").and_then(Value::as_object_mut) {
        spec.retain(|field, _| TARGETS.contains(&field.as_str()));
    }
    match super::read::<PolicySpec>(name, &judged, origin) {
        Ok(read) if has_targets(&read.spec) => Ok(with_fault(read, why)),
        _ => Err(why),
    }
}

/// The fields that say what a policy is for.
const TARGETS: [&str; 2] = ["targetRefs", "targetSelectors"];

/// Whether it cannot be told by a fault what a policy is for. A field too many in a target hides nothing.
fn hides_targets(fault: &schema::SchemaFault) -> bool {
    let field = fault.at.strip_prefix("spec.").unwrap_or_default();
    match fault.is_unknown() {
        true => !field.contains(['.', '[']) && near::nearest(TARGETS, field).is_some(),
        false => TARGETS.iter().any(|name| field.starts_with(name)),
    }
}

fn has_targets(spec: &PolicySpec) -> bool {
    !spec.target_refs.is_empty() || !spec.target_selectors.is_empty()
}

/// The same object with the reason why it could not be read whole, unless that is known.
fn with_fault<T>(mut read: Object<T>, why: Refused) -> Object<T> {
    if let Refused::Unreadable(why) = why {
        let at = if why.at.is_empty() { "spec" } else { &why.at };
        read.faults.push(schema::SchemaFault::new(at, why.reason));
    }
    read
}

/// Reads a BackendTLSPolicy. Of one that cannot be read whole, the targets still say what refuses by it.
pub(super) fn tls_policy(
    name: &ObjectName,
    mut judged: CanonicalObject,
    origin: &Origin,
) -> Result<Object<BackendTlsPolicySpec>, Refused> {
    if judged.faults.iter().any(hides_targets) {
        return Err(Refused::Invalid(judged.faults));
    }
    let why = match super::read(name, &judged, origin) {
        Ok(read) => return Ok(read),
        Err(why) => why,
    };
    if let Some(spec) = judged.object.get_mut("spec").and_then(Value::as_object_mut) {
        spec.retain(|field, _| field == "targetRefs");
        spec.insert("validation".to_owned(), json!({"hostname": ""}));
    }
    match super::read(name, &judged, origin) {
        Ok(targets) => Ok(with_fault(targets, why)),
        Err(_) => Err(why),
    }
}

/// Drops the fields without a value: an API server takes a null for no field at all, and so does whoever reads files.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
