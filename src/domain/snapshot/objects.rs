//! The objects as they come and go, and the snapshot of them. A source holds one of these and changes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::coverage::CoverageScope;
use super::problem::{Problem, ProblemReason};
use super::selection::{Selection, SelectionState};
use super::status::Status;
use super::{
    Broken, Mark, Meta, Named, NamespaceState, Object, Origin, SecretState, ServiceState, Snapshot,
    Unread, World,
};
use crate::domain::crd::release::Release;
use crate::domain::crd::schema;
use crate::domain::crd::status::Condition;
use crate::domain::snapshot::json::{name_of, secret_data, texts};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::secret::Secret;
use crate::domain::value::typed::{self, FieldError};

mod guarded;
mod judged;

use judged::{CanonicalObject, Reader, Refused};

/// A changing set of objects. What cannot be understood is kept as [`Broken`] and takes nothing else down.
#[derive(Debug, Default)]
pub struct Objects {
    now: Snapshot,
}

impl Objects {
    /// No objects yet.
    #[must_use]
    pub fn new(world: World) -> Self {
        Objects { now: Snapshot { world, ..Snapshot::default() } }
    }

    /// The same, with keys that stand in for Secrets out of reach.
    #[must_use]
    pub fn with_environment(mut self, environment: BTreeMap<String, Secret>) -> Self {
        self.now.environment = environment;
        self
    }

    /// The same, for a cluster whose agentgateway is of this release.
    #[must_use]
    pub fn for_release(mut self, release: Release) -> Self {
        self.now.release = release;
        self
    }

    /// The objects of this instant. Cheap: objects are shared.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.now.clone()
    }

    /// Reads of the state without copying it.
    #[must_use]
    pub fn current(&self) -> &Snapshot {
        &self.now
    }

    /// Adds an object or replaces the one of its name. `object` is the whole object; `kind` what it is.
    pub fn apply(&mut self, kind: Kind, object: Value, origin: Origin) {
        self.apply_located(kind, object, origin, Vec::new(), &|_| None);
    }

    /// The same of an object that is known to be wrong in some way, and of a text in which the lines of its fields can be
    /// found.
    pub(super) fn apply_located(
        &mut self,
        kind: Kind,
        object: Value,
        origin: Origin,
        known: Vec<schema::SchemaFault>,
        line: &dyn Fn(&str) -> Option<usize>,
    ) {
        let name = name_as(kind, &object);
        self.remove(kind, &name);
        let reader = Reader { world: self.now.world, release: self.now.release };
        let judged = judged::of(kind, object, reader, known, line);
        let outcome = judged.and_then(|judged| self.insert(&name, judged, &origin));
        if let Err(refused) = outcome {
            let (reason, faults) = refused.into_parts();
            let broken = Broken { origin, reason, faults };
            self.now.broken.insert(ObjectRef::new(kind, name), broken);
        }
    }

    fn insert(
        &mut self,
        name: &ObjectName,
        judged: CanonicalObject,
        origin: &Origin,
    ) -> Result<(), Refused> {
        let now = &mut self.now;
        let object = &judged.object;
        let mark = || Mark { origin: origin.clone(), meta: meta_of(object) };
        match judged.kind {
            Kind::Gateway => now.gateways.insert(read(name, &judged, origin)?),
            Kind::HttpRoute => now.routes.insert(read(name, &judged, origin)?),
            Kind::AgentgatewayBackend => now.backends.insert(read(name, &judged, origin)?),
            Kind::AgentgatewayModel => now.models.insert(read(name, &judged, origin)?),
            Kind::AgentgatewayPolicy => {
                now.policies.insert(guarded::policy(name, judged, origin)?);
            }
            Kind::ReferenceGrant => now.grants.insert(read(name, &judged, origin)?),
            Kind::ListenerSet => now.listener_sets.insert(read(name, &judged, origin)?),
            Kind::BackendTlsPolicy => {
                now.tls_policies.insert(guarded::tls_policy(name, judged, origin)?);
            }
            Kind::Secret => {
                let data =
                    secret_data(object).map_err(|why| FieldError::of_whole(why.to_string()))?;
                now.secrets.insert(name.clone(), SecretState::Read(data));
                now.secret_marks.insert(name.clone(), mark());
            }
            Kind::AgentgatewayParameters => now.parameters.insert(read(name, &judged, origin)?),
            Kind::ConfigMap => {
                now.config_maps.insert(name.clone(), texts(object));
                now.config_map_marks.insert(name.clone(), mark());
            }
            Kind::Service => {
                let service = ServiceState::Read(Arc::new(read(name, &judged, origin)?));
                now.services.insert(name.clone(), service);
            }
            Kind::Namespace => {
                now.namespaces.insert(name.clone(), NamespaceState::Read(Arc::new(mark())));
            }
        }
        Ok(())
    }

    /// Forgets an object.
    pub fn remove(&mut self, kind: Kind, name: &ObjectName) {
        let now = &mut self.now;
        now.broken.remove(&ObjectRef::new(kind, name.clone()));
        match kind {
            Kind::Gateway => now.gateways.remove(name),
            Kind::HttpRoute => now.routes.remove(name),
            Kind::AgentgatewayBackend => now.backends.remove(name),
            Kind::AgentgatewayModel => now.models.remove(name),
            Kind::AgentgatewayPolicy => now.policies.remove(name),
            Kind::ReferenceGrant => now.grants.remove(name),
            Kind::ListenerSet => now.listener_sets.remove(name),
            Kind::BackendTlsPolicy => now.tls_policies.remove(name),
            Kind::Secret => {
                now.secrets.remove(name);
                now.secret_marks.remove(name);
            }
            Kind::Service => drop(now.services.remove(name)),
            Kind::Namespace => drop(now.namespaces.remove(name)),
            Kind::AgentgatewayParameters => now.parameters.remove(name),
            Kind::ConfigMap => {
                now.config_maps.remove(name);
                now.config_map_marks.remove(name);
                now.awaited_maps.remove(name);
            }
        }
    }

    /// Says that an object cannot be read at all, and why.
    pub(super) fn unreadable(&mut self, object: ObjectRef, origin: Origin, reason: String) {
        self.now.broken.insert(object, Broken { origin, reason, faults: Vec::new() });
    }

    /// Says that something was no object.
    pub fn problem(&mut self, origin: Origin, reason: ProblemReason) {
        self.now.problems.push(Problem { origin, reason });
    }

    /// Says what there is in the cluster that nobody reads, in place of what was said before; whether that is news.
    pub fn others(&mut self, kinds: Vec<ProblemReason>) -> bool {
        let problem = |reason| Problem { origin: Origin::Cluster, reason };
        let (kept, before): (Vec<_>, Vec<_>) = std::mem::take(&mut self.now.problems)
            .into_iter()
            .partition(|one| one.origin != Origin::Cluster);
        let now: Vec<_> = kinds.into_iter().map(problem).collect();
        let news = now != before;
        self.now.problems = kept.into_iter().chain(now).collect();
        news
    }

    /// Replaces all objects of a kind: what a watch says after it began anew.
    pub fn replace(&mut self, kind: Kind, objects: Vec<Value>, origin: &Origin) {
        self.clear(kind);
        for object in objects {
            self.apply(kind, object, origin.clone());
        }
    }

    /// The same of one namespace, where a kind is read in some.
    pub fn replace_in(&mut self, kind: Kind, namespace: &str, objects: Vec<Value>) {
        let gone = self.names_in(kind, namespace);
        gone.iter().for_each(|name| self.remove(kind, name));
        self.now.unread.remove(&kind);
        let asked = CoverageScope::Namespace(namespace.to_owned());
        let partly = self.now.partly.entry(kind).or_default();
        partly.refused.remove(&asked);
        partly.namespaces.insert(namespace.to_owned());
        for object in objects {
            self.apply(kind, object, Origin::Cluster);
        }
    }

    /// The objects of a kind in a namespace, the broken ones too.
    fn names_in(&self, kind: Kind, namespace: &str) -> Vec<ObjectName> {
        fn of<T>(all: &Named<T>) -> Vec<&ObjectName> {
            all.keys().collect()
        }
        let now = &self.now;
        let read = match kind {
            Kind::Gateway => of(&now.gateways),
            Kind::HttpRoute => of(&now.routes),
            Kind::AgentgatewayBackend => of(&now.backends),
            Kind::AgentgatewayModel => of(&now.models),
            Kind::AgentgatewayPolicy => of(&now.policies),
            Kind::ReferenceGrant => of(&now.grants),
            Kind::ListenerSet => of(&now.listener_sets),
            Kind::BackendTlsPolicy => of(&now.tls_policies),
            // These are read by name.
            Kind::Secret
            | Kind::Service
            | Kind::Namespace
            | Kind::ConfigMap
            | Kind::AgentgatewayParameters => Vec::new(),
        };
        let broken = now.broken.keys().filter(|object| object.kind == kind);
        let all = read.into_iter().chain(broken.map(|object| &object.name));
        all.filter(|name| name.namespace == namespace).cloned().collect()
    }

    /// Says that a kind may not be read any more: what is known of it stays, so that it refuses instead of vanishing.
    pub fn give_up(&mut self, kind: Kind, namespace: Option<&str>, why: String) {
        match namespace {
            None => drop(self.now.unread.insert(kind, Unread::Forbidden(why))),
            Some(namespace) => {
                self.refuse(kind, CoverageScope::Namespace(namespace.to_owned()), why);
                if let Some(partly) = self.now.partly.get_mut(&kind) {
                    partly.namespaces.remove(namespace);
                }
            }
        }
    }

    /// Says that a kind cannot be read, and forgets its objects.
    pub fn unread(&mut self, kind: Kind, why: Unread) {
        self.clear(kind);
        self.now.unread.insert(kind, why);
    }

    /// Says that of a kind this namespace was read, and others only where the same is said of them.
    pub fn read_in(&mut self, kind: Kind, namespace: &str) {
        let partly = self.now.partly.entry(kind).or_default();
        partly.namespaces.insert(namespace.to_owned());
    }

    /// Says that a kind may not be listed there; what was read of it elsewhere stays.
    pub fn refuse(&mut self, kind: Kind, scope: CoverageScope, why: String) {
        self.now.partly.entry(kind).or_default().refused.insert(scope, why);
    }

    /// Says what is known of a Secret whose content did not come as an object.
    pub fn secret(&mut self, name: ObjectName, state: Option<SecretState>) {
        match state {
            Some(state) => self.now.secrets.insert(name, state),
            None => self.now.secrets.remove(&name),
        };
    }

    /// Says that an object which is read by name may not be read; false where that was known.
    pub fn forbid(&mut self, object: &ObjectRef) -> bool {
        let name = object.name.clone();
        let known = match object.kind {
            Kind::Secret => self.now.secrets.get(&name) == Some(&SecretState::Forbidden),
            Kind::Service => self.now.services.get(&name) == Some(&ServiceState::Forbidden),
            Kind::Namespace => self.now.namespaces.get(&name) == Some(&NamespaceState::Forbidden),
            Kind::ConfigMap => !self.now.awaited_maps.contains(&name),
            _ => true,
        };
        if known {
            return false;
        }
        self.remove(object.kind, &name);
        match object.kind {
            Kind::Service => drop(self.now.services.insert(name, ServiceState::Forbidden)),
            Kind::Namespace => drop(self.now.namespaces.insert(name, NamespaceState::Forbidden)),
            Kind::ConfigMap | Kind::AgentgatewayParameters => {}
            _ => drop(self.now.secrets.insert(name, SecretState::Forbidden)),
        }
        true
    }

    /// Says that an object which is read by name was asked for.
    pub fn await_named(&mut self, object: &ObjectRef) {
        let name = object.name.clone();
        match object.kind {
            Kind::Secret => drop(self.now.secrets.insert(name, SecretState::Pending)),
            Kind::Service => drop(self.now.services.insert(name, ServiceState::Pending)),
            Kind::Namespace => drop(self.now.namespaces.insert(name, NamespaceState::Pending)),
            Kind::ConfigMap => drop(self.now.awaited_maps.insert(name)),
            _ => {}
        }
    }

    /// What is known of a selection; one that nobody asked for before is pending from now on.
    pub fn selection(&mut self, selection: &Selection) -> &mut SelectionState {
        self.now.selections.entry(selection.clone()).or_default()
    }

    /// Forgets a selection.
    pub fn deselect(&mut self, selection: &Selection) {
        self.now.selections.remove(selection);
    }

    fn clear(&mut self, kind: Kind) {
        let now = &mut self.now;
        now.broken.retain(|object, _| object.kind != kind);
        now.unread.remove(&kind);
        now.partly.remove(&kind);
        match kind {
            Kind::Gateway => now.gateways.clear(),
            Kind::HttpRoute => now.routes.clear(),
            Kind::AgentgatewayBackend => now.backends.clear(),
            Kind::AgentgatewayModel => now.models.clear(),
            Kind::AgentgatewayPolicy => now.policies.clear(),
            Kind::ReferenceGrant => now.grants.clear(),
            Kind::ListenerSet => now.listener_sets.clear(),
            Kind::BackendTlsPolicy => now.tls_policies.clear(),
            Kind::Secret => {
                now.secrets.clear();
                now.secret_marks.clear();
            }
            Kind::Service => now.services.clear(),
            Kind::Namespace => now.namespaces.clear(),
            Kind::AgentgatewayParameters => now.parameters.clear(),
            Kind::ConfigMap => {
                now.config_maps.clear();
                now.config_map_marks.clear();
                now.awaited_maps.clear();
            }
        }
    }
}

/// kubectl's copy of the whole object, which of a Secret is the key itself: never kept.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The name of an object of this kind: a Namespace lives in none.
#[must_use]
pub fn name_as(kind: Kind, object: &Value) -> ObjectName {
    let mut name = name_of(object);
    if kind == Kind::Namespace {
        name.namespace.clear();
    }
    name
}

/// Reads an object with what was found out about it.
fn read<T: DeserializeOwned>(
    name: &ObjectName,
    judged: &CanonicalObject,
    origin: &Origin,
) -> Result<Object<T>, Refused> {
    let read = read_object(name, &judged.object, origin);
    let read = read.map_err(|fault| match judged.faults.is_empty() {
        true => Refused::Unreadable(fault),
        false => Refused::Invalid(judged.faults.clone()),
    })?;
    Ok(Object {
        dialect: judged.dialect,
        misplaced: judged.misplaced.clone(),
        unserved: judged.unserved.clone(),
        faults: judged.faults.clone(),
        ..read
    })
}

fn read_object<T: DeserializeOwned>(
    name: &ObjectName,
    object: &Value,
    origin: &Origin,
) -> Result<Object<T>, FieldError> {
    let spec = object.get("spec").ok_or_else(|| FieldError::of_whole("it has no `spec`"))?;
    let spec = typed::from_value(spec).map_err(|fault| fault.within("spec"))?;
    Ok(Object {
        name: name.clone(),
        origin: origin.clone(),
        spec,
        meta: meta_of(object),
        conditions: conditions_of(object),
        status: Status::read(object),
        dialect: None,
        misplaced: Vec::new(),
        unserved: None,
        faults: Vec::new(),
    })
}

fn meta_of(object: &Value) -> Meta {
    let texts = |path| {
        let map = object.pointer(path).and_then(Value::as_object);
        let text =
            |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
        let kept = |(key, _): &(String, String)| key != LAST_APPLIED;
        map.into_iter().flatten().filter_map(text).filter(kept).collect()
    };
    Meta {
        created: object
            .pointer("/metadata/creationTimestamp")
            .and_then(Value::as_str)
            .map(str::to_owned),
        generation: object.pointer("/metadata/generation").and_then(Value::as_i64),
        labels: texts("/metadata/labels"),
        annotations: texts("/metadata/annotations"),
    }
}

/// The conditions of `status`, and of each of its parents. One that cannot be read says nothing.
fn conditions_of(object: &Value) -> Vec<Condition> {
    let own = object.pointer("/status/conditions").and_then(Value::as_array);
    let parents = object.pointer("/status/parents").and_then(Value::as_array);
    let of_parents = parents.into_iter().flatten().filter_map(|p| p.get("conditions")?.as_array());
    own.into_iter()
        .chain(of_parents)
        .flatten()
        .filter_map(|condition| serde_json::from_value(condition.clone()).ok())
        .collect()
}

#[cfg(test)]
mod tests;
