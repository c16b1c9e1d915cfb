//! What definitions do not take of the objects of a snapshot: the one verdict on every object, as findings.

use super::finding::Finding;
use crate::domain::crd::schema::{FaultKind, SchemaFault};
use crate::domain::snapshot::{Named, Origin, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// A fault of an object.
pub struct ShapeFault<'s> {
    object: ObjectRef,
    origin: Option<&'s Origin>,
    fault: &'s SchemaFault,
    is_misplaced: bool,
}

/// Every fault of every object, including those of objects that are not served.
pub fn faults(snapshot: &Snapshot) -> impl Iterator<Item = ShapeFault<'_>> {
    let broken = snapshot.broken.iter().flat_map(|(object, broken)| {
        broken.faults.iter().map(|fault| ShapeFault {
            object: object.clone(),
            origin: Some(&broken.origin),
            fault,
            is_misplaced: false,
        })
    });
    broken
        .chain(of(Kind::Gateway, &snapshot.gateways))
        .chain(of(Kind::ListenerSet, &snapshot.listener_sets))
        .chain(of(Kind::HttpRoute, &snapshot.routes))
        .chain(of(Kind::AgentgatewayBackend, &snapshot.backends))
        .chain(of(Kind::AgentgatewayModel, &snapshot.models))
        .chain(of(Kind::AgentgatewayPolicy, &snapshot.policies))
        .chain(of(Kind::BackendTlsPolicy, &snapshot.tls_policies))
}

/// The findings about the faults that a rule is for.
pub(super) fn findings(
    snapshot: &Snapshot,
    is_its: impl Fn(&ShapeFault<'_>) -> bool,
) -> Vec<Finding> {
    faults(snapshot).filter(is_its).map(|fault| fault.finding()).collect()
}

fn of<T>(kind: Kind, all: &Named<T>) -> impl Iterator<Item = ShapeFault<'_>> {
    all.values().flat_map(move |object| {
        object.faults.iter().map(move |fault| ShapeFault {
            object: ObjectRef::new(kind, ObjectName::clone(&object.name)),
            origin: Some(&object.origin),
            fault,
            is_misplaced: object.misplaced.iter().any(|field| field.path == fault.at),
        })
    })
}

impl ShapeFault<'_> {
    /// Whether nobody knows the field.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.fault.is_unknown()
    }

    /// What is wrong with the field.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        self.fault.kind
    }

    /// Whether it is in what guards others.
    #[must_use]
    pub fn is_of_guard(&self) -> bool {
        self.object.kind == Kind::AgentgatewayPolicy
            || self.fault.at.split('.').any(|step| step == "policies")
    }

    /// Whether another rule says where the field belongs.
    #[must_use]
    pub fn is_misplaced(&self) -> bool {
        self.is_misplaced
    }

    /// The finding, on the line of the field where that is known.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let ObjectRef { kind, name } = &self.object;
        let message = format!("`{}`: {}", self.fault.at, self.fault.reason);
        Finding { origin: self.place(), ..Finding::on(*kind, name, message) }
    }

    /// The line of the field where that is known, else the object's.
    fn place(&self) -> Option<Origin> {
        match (self.origin, self.fault.line) {
            (Some(Origin::File { path, .. }), Some(line)) => {
                Some(Origin::File { path: path.clone(), line })
            }
            (origin, _) => origin.cloned(),
        }
    }
}

impl std::fmt::Display for ShapeFault<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(place @ Origin::File { .. }) = self.place() {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}: `{}`: {}", self.object, self.fault.at, self.fault.reason)
    }
}
