//! Which kind an object of any group is read as.

use crate::domain::crd::dialect::reference;
use crate::domain::value::object_ref::Kind;

/// The kind that an object is read as: another product's backend is one in another dialect.
#[must_use]
pub fn kind_of(group: &str, kind: &str) -> Option<Kind> {
    let foreign = || reference::is_backend(group, kind).then_some(Kind::AgentgatewayBackend);
    Kind::of(group, kind).or_else(foreign)
}

/// The kind of a policy's target, which may be a Service.
#[must_use]
pub fn target_kind(group: &str, name: &str) -> Option<Kind> {
    Kind::of(group, name).or(Kind::Service.is(group, name).then_some(Kind::Service))
}
