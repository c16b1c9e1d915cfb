//! The fields of a policy as they are written, typed. A field that its type does not have is not supported, which is an
//! error: a guard with a misspelt field is worse than none. A rule of this program.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::route::reason::{PolicyFault, Reason};
use crate::domain::value::typed;

/// The list of cases that a policy may have instead of its other fields.
const CASES: &str = "conditional";

/// Reads the fields of a policy.
///
/// # Errors
/// The first field that is unknown or has the wrong type, with its path.
pub(in crate::domain) fn parse<'v, T: Deserialize<'v>>(written: &'v Value) -> Result<T, Reason> {
    Ok(typed::from_value(written)?)
}

/// Reads the fields of a policy that may have conditional cases.
///
/// # Errors
/// As [`parse`]; and a field next to the cases, which agentgateway's CRD does not allow and would be ignored.
pub(in crate::domain) fn read_cases<'v, T: Deserialize<'v>>(
    written: &'v Value,
) -> Result<T, Reason> {
    let fields = written.as_object().filter(|fields| fields.contains_key(CASES));
    match fields.into_iter().flat_map(|fields| fields.keys()).find(|name| *name != CASES) {
        Some(beside) => {
            Err(PolicyFault::BesideCases { field: beside.clone(), cases: CASES }.into())
        }
        None => parse(written),
    }
}
