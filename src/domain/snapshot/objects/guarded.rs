//! Objects that guard others, and what of them nobody understands: what they may guard refuses.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::read_object;
use crate::domain::crd::gateway_api::BackendTlsPolicySpec;
use crate::domain::crd::policy::PolicySpec;
use crate::domain::crd::schema;
use crate::domain::snapshot::{Object, Origin};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::typed::{self, Fault};

impl<T> Object<T> {
    /// Why nobody can tell what its policies guard, in a sentence; none where all of them are understood.
    #[must_use]
    pub fn misread(&self) -> Option<String> {
        self.faults.first().map(|fault| format!("`{}`: {}", fault.at, fault.reason))
    }
}

/// Reads a policy. Of one that cannot be read whole, the targets still say what refuses by it.
pub(super) fn policy(
    name: &ObjectName,
    mut object: Value,
    origin: &Origin,
) -> Result<Object<PolicySpec>, Fault> {
    let kind = Kind::AgentgatewayPolicy;
    // A null in `backend` may be a value that is put into a body.
    let blocks = ["/spec/traffic", "/spec/frontend"];
    blocks.iter().for_each(|block| object.pointer_mut(block).into_iter().for_each(drop_nulls));
    let whole = read(kind, name, &object, origin);
    let Err(why) = whole else { return whole };
    let mut targets = object;
    if let Some(spec) = targets.get_mut("spec").and_then(Value::as_object_mut) {
        spec.retain(|field, _| ["targetRefs", "targetSelectors"].contains(&field.as_str()));
    }
    match read::<PolicySpec>(kind, name, &targets, origin) {
        Ok(read) if !read.spec.target_refs.is_empty() || !read.spec.target_selectors.is_empty() => {
            let at = if why.at.is_empty() { "spec" } else { &why.at };
            Ok(Object { faults: vec![schema::Fault::new(at, why.reason)], ..read })
        }
        _ => Err(why),
    }
}

/// Reads a BackendTLSPolicy. Of one that cannot be read whole, the targets still say what refuses by it.
pub(super) fn tls_policy(
    name: &ObjectName,
    mut object: Value,
    origin: &Origin,
) -> Result<Object<BackendTlsPolicySpec>, Fault> {
    let spec = object.get("spec").ok_or_else(|| Fault::of_whole("it has no `spec`"))?;
    let Err(fault) = typed::read::<BackendTlsPolicySpec>(spec) else {
        return read_object(name, &object, origin);
    };
    let fault = fault.within("spec");
    if let Some(spec) = object.get_mut("spec").and_then(Value::as_object_mut) {
        spec.retain(|field, _| field == "targetRefs");
        spec.insert("validation".to_owned(), json!({"hostname": ""}));
    }
    let Ok(targets) = read_object(name, &object, origin) else { return Err(fault) };
    Ok(Object { faults: vec![schema::Fault::new(fault.at, fault.reason)], ..targets })
}

/// Reads an object that has policies, with what of them its definition does not take.
pub(super) fn read<T: DeserializeOwned>(
    kind: Kind,
    name: &ObjectName,
    object: &Value,
    origin: &Origin,
) -> Result<Object<T>, Fault> {
    let is_guard = |fault: &schema::Fault| {
        kind == Kind::AgentgatewayPolicy || fault.at.split('.').any(|step| step == "policies")
    };
    // Most backends have none, and the definition need not be read for them.
    let mut faults = match kind == Kind::AgentgatewayPolicy || has_policies(object) {
        true => schema::faults(kind, object),
        false => Vec::new(),
    };
    faults.retain(is_guard);
    Ok(Object { faults, ..read_object(name, object, origin)? })
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

fn has_policies(of: &Value) -> bool {
    match of {
        Value::Object(fields) => {
            fields.contains_key("policies") || fields.values().any(has_policies)
        }
        Value::Array(items) => items.iter().any(has_policies),
        _ => false,
    }
}
