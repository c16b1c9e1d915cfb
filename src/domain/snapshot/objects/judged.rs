//! What is found out about an object before it is read: its canonical form, and everything that a cluster would refuse.

use serde_json::Value;

use crate::domain::crd::release::Release;
use crate::domain::crd::schema::{self, FaultKind};
use crate::domain::crd::{dialect, misplaced, newer, shape};
use crate::domain::manifest::validate;
use crate::domain::snapshot::World;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::typed::FieldError;

/// An object in its canonical form.
pub(super) struct CanonicalObject {
    pub(super) kind: Kind,
    pub(super) object: Value,
    pub(super) dialect: Option<&'static str>,
    pub(super) misplaced: Vec<misplaced::Misplaced>,
    pub(super) faults: Vec<schema::SchemaFault>,
    pub(super) unserved: Option<String>,
}

/// Who is to take an object: a cluster that has taken it already, or one of that release.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) world: World,
    pub(super) release: Release,
}

/// Why an object is not among the others.
pub(super) enum Refused {
    /// It cannot be read.
    Unreadable(FieldError),
    /// Its definition does not take it.
    Invalid(Vec<schema::SchemaFault>),
}

impl Refused {
    /// The sentence, and what its definition does not take.
    pub(super) fn into_parts(self) -> (String, Vec<schema::SchemaFault>) {
        match self {
            Refused::Unreadable(fault) => (fault.to_string(), Vec::new()),
            Refused::Invalid(faults) => (faults.first().map(sentence).unwrap_or_default(), faults),
        }
    }
}

impl From<FieldError> for Refused {
    fn from(fault: FieldError) -> Self {
        Refused::Unreadable(fault)
    }
}

/// One fault, as a sentence.
pub(super) fn sentence(fault: &schema::SchemaFault) -> String {
    format!("`{}`: {}", fault.at, fault.reason)
}

/// Judges an object. One of the kinds that are looked for by others is refused as a whole where no cluster would take it;
/// of the rest the faults are kept, and what depends on them refuses.
///
/// # Errors
/// Why the object is left out.
pub(super) fn of(
    kind: Kind,
    object: Value,
    reader: Reader,
    known: Vec<schema::SchemaFault>,
    line: &dyn Fn(&str) -> Option<usize>,
) -> Result<CanonicalObject, Refused> {
    let mut judged = CanonicalObject {
        kind,
        object,
        dialect: None,
        misplaced: Vec::new(),
        faults: Vec::new(),
        unserved: None,
    };
    if kind == Kind::AgentgatewayBackend {
        judged.misplaced = misplaced::of(&judged.object);
        let canonical = dialect::canonical(std::mem::take(&mut judged.object))
            .map_err(|why| FieldError::of_whole(why.to_string()))?;
        judged.object = canonical.object;
        judged.dialect = canonical.dialect;
        // What another dialect has in places of its own is not misplaced: it was read.
        if canonical.has_own_places {
            judged.misplaced.clear();
        }
    }
    let schema = shape::schema(kind);
    judged.unserved = schema.and_then(|schema| newer::unserved(schema, &judged.object));
    judged.faults = known;
    let Reader { world, release } = reader;
    judged.faults.extend(match world {
        World::Files => validate::faults_for(release, kind, &judged.object),
        World::Cluster => of_cluster(kind, &judged.object),
    });
    if world == World::Files {
        judged.faults.extend(misplaced(&judged));
    }
    judged.faults.iter_mut().for_each(|fault| fault.line = line(&fault.pointer()));
    let is_left_out = match kind {
        // These are refused where they are looked for: `Object::misread`.
        Kind::HttpRoute
        | Kind::AgentgatewayBackend
        | Kind::AgentgatewayModel
        | Kind::AgentgatewayPolicy
        | Kind::BackendTlsPolicy => false,
        Kind::Gateway | Kind::ListenerSet => world == World::Files,
        _ => true,
    };
    match is_left_out && !judged.faults.is_empty() {
        true => Err(Refused::Invalid(judged.faults)),
        false => Ok(judged),
    }
}

/// What of its fields stands in the wrong place, where that was mended while reading: no cluster takes them there.
fn misplaced(judged: &CanonicalObject) -> Vec<schema::SchemaFault> {
    let is_said = |at: &str| judged.faults.iter().any(|fault| fault.at == at);
    let unsaid = judged.misplaced.iter().filter(|field| !is_said(&field.path));
    let fault = |field: &misplaced::Misplaced| {
        let place = field.belongs.as_ref().map(|place| format!("; it belongs at `{place}`"));
        let reason = format!("unknown field{}", place.unwrap_or_default());
        schema::SchemaFault::of(FaultKind::Unknown, &field.path, reason)
    };
    unsaid.map(fault).collect()
}

/// What a cluster has taken, and is not known here: its definitions are newer. Of what may guard others, also what its
/// definition here does not take.
fn of_cluster(kind: Kind, object: &Value) -> Vec<schema::SchemaFault> {
    let mut faults = schema::faults(kind, object);
    let is_guard = |fault: &schema::SchemaFault| {
        kind == Kind::AgentgatewayPolicy || fault.at.split('.').any(|step| step == "policies")
    };
    // A value that the cluster's own definition takes is newer than this program, and not wrong.
    for fault in faults.iter_mut().filter(|fault| fault.kind == FaultKind::Choice) {
        let reason = "its value is unknown to this release of `kubectl agw`";
        *fault = schema::SchemaFault::of(FaultKind::Unknown, fault.at.as_str(), reason);
    }
    faults.retain(|fault| fault.kind == FaultKind::Unknown || is_guard(fault));
    faults
}
