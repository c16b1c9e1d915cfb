//! The fields of a policy as they are written, typed. A field that its type has no place for is not supported, which is
//! an error: a guard with a misspelt field is worse than none.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::value::typed;

/// Reads the fields of a policy.
///
/// # Errors
/// The first field that is unknown or not of its type, with its path.
pub(in crate::domain) fn read<'v, T: Deserialize<'v>>(written: &'v Value) -> Result<T, String> {
    typed::read(written).map_err(|fault| fault.to_string())
}
