//! ReferenceGrants: whether a route or a Gateway may refer to an object of another namespace.
//!
//! Source: GEP-709 (<https://gateway-api.sigs.k8s.io/geps/gep-709/>); agentgateway's
//! `controller/pkg/agentgateway/translator/references_collection.go` at 75b4e6ce6, `referenceAllowed`.

use crate::domain::snapshot::{Snapshot, kinds};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// Whether HTTPRoutes of namespace `from` may refer to the object `to` of this kind. Within a namespace they always
/// may.
#[must_use]
pub fn allows(snapshot: &Snapshot, from: &str, kind: Kind, to: &ObjectName) -> bool {
    allows_from(snapshot, Kind::HttpRoute, from, kind, to)
}

/// As [`allows`], for references of objects of the kind `by`.
#[must_use]
pub fn allows_from(snapshot: &Snapshot, by: Kind, from: &str, kind: Kind, to: &ObjectName) -> bool {
    let by = by.names();
    from == to.namespace
        || snapshot.grants.values().filter(|grant| grant.name.namespace == to.namespace).any(|g| {
            g.spec.from.iter().any(|side| {
                side.group == by.group && side.kind == by.kind && side.namespace == from
            }) && g.spec.to.iter().any(|side| {
                is(kind, &side.group, &side.kind)
                    && side.name.as_ref().is_none_or(|name| *name == to.name)
            })
        })
}

/// Whether a grant means this kind, whose group and name may be those of another dialect.
fn is(kind: Kind, group: &str, name: &str) -> bool {
    let names = kind.names();
    (names.group == group && names.kind == name) || kinds::kind_of(group, name) == Some(kind)
}
