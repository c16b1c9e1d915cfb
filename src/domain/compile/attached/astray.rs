//! Guards of files whose targets are in another namespace than they are, which is a slip in `metadata.namespace`: what
//! they were meant to guard refuses until that is mended.
//!
//! Policies target objects of their own namespace only (<https://gateway-api.sigs.k8s.io/geps/gep-713/>), so such a guard
//! holds nowhere in a cluster, and nothing says so. Of a cluster no guess is made: there everything is as it is written.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::tls_policies;
use crate::domain::crd::policy::TargetSelector;
use crate::domain::crd::schema::SchemaFault;
use crate::domain::route::policy::skip::Skips;
use crate::domain::snapshot::kinds::{is_guard, target_kind};
use crate::domain::snapshot::{Named, Object, Snapshot, World};
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// A guard, and a target that is not in its namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Astray {
    pub policy: ObjectRef,
    /// The field that names the target: `spec.targetRefs[0]`.
    pub at: String,
    /// What is not there, as a sentence begins.
    absent: String,
    /// What is there in other namespaces, and may be meant.
    meant: Vec<ObjectRef>,
    /// The one of their namespaces that is called most like the guard's.
    near: Option<String>,
}

impl fmt::Display for Astray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.meant.iter().map(ToString::to_string).collect();
        let does = if all.len() == 1 { "does" } else { "do" };
        write!(f, "{}, but {} {does}", self.absent, all.join(", "))?;
        match (&self.near, self.meant.as_slice()) {
            (Some(near), _) => write!(f, "; did you mean namespace {near}?"),
            (None, [only]) => write!(f, "; did you mean namespace {}?", only.name.namespace),
            (None, _) => f.write_str("; a policy only applies in its own namespace"),
        }
    }
}

/// The guards of a snapshot that are astray.
#[derive(Debug, Default)]
pub struct AstrayGuards {
    all: Vec<Astray>,
    /// Places in `all` by what may be meant.
    by_object: HashMap<ObjectRef, usize>,
    /// Invalid guards of which neither the targets are known nor anything that they could guard in their namespace.
    adrift: Vec<ObjectRef>,
}

impl AstrayGuards {
    /// Looks at every guard that the user does not want skipped.
    #[must_use]
    pub fn new(snapshot: &Snapshot, skips: &Skips) -> Self {
        if snapshot.world != World::Files {
            return AstrayGuards::default();
        }
        let mut found = AstrayGuards { all: find(snapshot), ..AstrayGuards::default() };
        found.all.retain(|astray| !skips.has_object(&astray.policy.name));
        for (at, astray) in found.all.iter().enumerate() {
            for object in &astray.meant {
                found.by_object.entry(object.clone()).or_insert(at);
            }
        }
        let guards = snapshot.broken.keys().filter(|object| is_guard(object.kind));
        let mut invalid = guards.peekable();
        if invalid.peek().is_some() {
            let there = Targets::of(snapshot);
            let lives = |object: &&ObjectRef| !there.has_any_in(&object.name.namespace);
            found.adrift = invalid.filter(lives).cloned().collect();
        }
        found
    }

    /// Whether there is none whose target is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Every guard that is astray, with its target.
    pub fn iter(&self) -> impl Iterator<Item = &Astray> {
        self.all.iter()
    }

    /// Invalid guards that may be for anything.
    pub fn adrift(&self) -> impl Iterator<Item = &ObjectRef> {
        self.adrift.iter()
    }

    /// A guard that may be meant for one of these objects.
    pub fn on<'n>(
        &self,
        objects: impl IntoIterator<Item = (Kind, &'n ObjectName)>,
    ) -> Option<&Astray> {
        if self.all.is_empty() {
            return None;
        }
        objects.into_iter().find_map(|(kind, name)| {
            let at = self.by_object.get(&ObjectRef::new(kind, name.clone()))?;
            self.all.get(*at)
        })
    }
}

/// Every guard with a target that is only in other namespaces.
fn find(snapshot: &Snapshot) -> Vec<Astray> {
    let search = Search { snapshot, there: OnceCell::new() };
    let mut found = Vec::new();
    for policy in snapshot.policies.values() {
        let guard = Guard::of(Kind::AgentgatewayPolicy, policy);
        for (at, target) in policy.spec.target_refs.iter().enumerate() {
            let Some(kind) = target_kind(&target.group, &target.kind) else { continue };
            let namespace = target.namespace.as_ref().unwrap_or(&policy.name.namespace);
            let target = ObjectRef::new(kind, ObjectName::new(namespace, &target.name));
            found.extend(search.named(&guard, at, &target));
        }
        for (at, selector) in policy.spec.target_selectors.iter().enumerate() {
            found.extend(search.selected(&guard, at, selector));
        }
    }
    for policy in snapshot.tls_policies.values() {
        let guard = Guard::of(Kind::BackendTlsPolicy, policy);
        for (at, target) in policy.spec.target_refs.iter().enumerate() {
            let target = tls_policies::object(policy, target);
            found.extend(target.and_then(|target| search.named(&guard, at, &target)));
        }
    }
    found
}

/// A guard that is looked at.
struct Guard {
    object: ObjectRef,
    /// Whether nobody can tell which namespace it is in.
    is_nowhere: bool,
}

impl Guard {
    fn of<T>(kind: Kind, policy: &Object<T>) -> Self {
        let hides_namespace = |fault: &SchemaFault| fault.at == "metadata.namespace";
        let is_nowhere = policy.faults.iter().any(hides_namespace);
        Guard { object: ObjectRef::new(kind, policy.name.clone()), is_nowhere }
    }

    fn astray(&self, at: String, absent: String, meant: Vec<ObjectRef>) -> Option<Astray> {
        let namespaces = meant.iter().map(|object| object.name.namespace.as_str());
        let near = near::nearest(namespaces, &self.object.name.namespace).map(str::to_owned);
        let policy = self.object.clone();
        (!meant.is_empty()).then_some(Astray { policy, at, absent, meant, near })
    }
}

/// Where targets are looked for.
struct Search<'s> {
    snapshot: &'s Snapshot,
    /// What there is, once it is asked for.
    there: OnceCell<Targets<'s>>,
}

impl<'s> Search<'s> {
    fn there(&self) -> &Targets<'s> {
        self.there.get_or_init(|| Targets::of(self.snapshot))
    }

    /// That a target is in other namespaces only.
    fn named(&self, guard: &Guard, at: usize, target: &ObjectRef) -> Option<Astray> {
        if !guard.is_nowhere && self.snapshot.origin(target).is_some() {
            return None;
        }
        let meant = self.there().called(target.kind, &target.name.name);
        let meant = meant.iter().map(|name| ObjectRef::new(target.kind, ObjectName::clone(name)));
        let absent = format!("its target {target} does not exist");
        guard.astray(format!("spec.targetRefs[{at}]"), absent, meant.collect())
    }

    /// That a selector finds nothing in its namespace, and something in others. One that takes everything is only astray
    /// where a namespace is called nearly so.
    fn selected(&self, guard: &Guard, at: usize, selector: &TargetSelector) -> Option<Astray> {
        let kind = target_kind(&selector.group, &selector.kind)?;
        let own = &guard.object.name.namespace;
        let mut all = self.there().with(kind, &selector.match_labels);
        if !guard.is_nowhere && all.iter().any(|name| name.namespace == *own) {
            return None;
        }
        if selector.match_labels.is_empty() && !guard.is_nowhere {
            let near = near::nearest(all.iter().map(|name| name.namespace.as_str()), own);
            let near = near.map(str::to_owned);
            all.retain(|name| Some(&name.namespace) == near.as_ref());
        }
        let meant = all.into_iter().map(|name| ObjectRef::new(kind, name.clone())).collect();
        let absent = format!("the {kind}s that it selects do not exist in namespace {own}");
        guard.astray(format!("spec.targetSelectors[{at}]"), absent, meant)
    }
}

/// What guards can target, of a snapshot.
struct Targets<'s> {
    by_name: HashMap<Kind, HashMap<&'s str, Vec<&'s ObjectName>>>,
    labels: Vec<(Kind, &'s ObjectName, &'s BTreeMap<String, String>)>,
}

impl<'s> Targets<'s> {
    fn of(snapshot: &'s Snapshot) -> Self {
        fn all<T>(kind: Kind, all: &Named<T>) -> impl Iterator<Item = Labelled<'_>> {
            all.values().map(move |object| (kind, &object.name, &object.meta.labels))
        }
        let services = snapshot.services.keys().filter_map(|name| {
            let service = snapshot.service(name)?;
            Some((Kind::Service, &service.name, &service.meta.labels))
        });
        let labels: Vec<_> = all(Kind::Gateway, &snapshot.gateways)
            .chain(all(Kind::ListenerSet, &snapshot.listener_sets))
            .chain(all(Kind::HttpRoute, &snapshot.routes))
            .chain(all(Kind::AgentgatewayBackend, &snapshot.backends))
            .chain(services)
            .collect();
        let mut by_name: HashMap<_, HashMap<_, Vec<_>>> = HashMap::new();
        for (kind, name, _) in &labels {
            let of_kind = by_name.entry(*kind).or_default();
            of_kind.entry(name.name.as_str()).or_default().push(*name);
        }
        Targets { by_name, labels }
    }

    fn called(&self, kind: Kind, name: &str) -> &[&'s ObjectName] {
        let of_kind = self.by_name.get(&kind).and_then(|names| names.get(name));
        of_kind.map_or(&[], Vec::as_slice)
    }

    fn with(&self, kind: Kind, labels: &BTreeMap<String, String>) -> Vec<&'s ObjectName> {
        let has = |own: &BTreeMap<String, String>| {
            labels.iter().all(|(key, value)| own.get(key) == Some(value))
        };
        let all = self.labels.iter().filter(|(of, _, own)| *of == kind && has(own));
        all.map(|(_, name, _)| *name).collect()
    }

    fn has_any_in(&self, namespace: &str) -> bool {
        self.labels.iter().any(|(_, name, _)| name.namespace == namespace)
    }
}

type Labelled<'s> = (Kind, &'s ObjectName, &'s BTreeMap<String, String>);
