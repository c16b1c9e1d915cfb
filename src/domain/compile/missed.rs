//! What AgentgatewayPolicies target that is not there: an object, or a section of one. Such a target does nothing, and
//! neither agentgateway nor an API server says so. The one verdict for `serve`, `list`, `status` and `check`.

use super::attached::astray::AstrayGuards;
use super::attached::merge::ONLY_PROVIDER;
use super::attached::targets::Policy;
use super::listener_set;
use super::rejection::{Effect, Rejection};
use crate::domain::crd::backend::BackendSpec;
use crate::domain::crd::gateway_api::Listener;
use crate::domain::crd::policy::TargetRef;
use crate::domain::route::reason::{Reason, TargetFault};
use crate::domain::snapshot::Snapshot;
use crate::domain::snapshot::kinds::target_kind;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// A target that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedTarget {
    pub policy: ObjectName,
    /// `spec.targetRefs[0]`, or its `sectionName`.
    pub at: String,
    why: TargetFault,
}

impl MissedTarget {
    /// The reason that everybody gives.
    #[must_use]
    pub fn reason(&self) -> Reason {
        Reason::TargetNotFound { at: self.at.clone(), why: Box::new(self.why.clone()) }
    }
}

/// A note for every target that is not there, but for those whose policy is in the wrong namespace: these refuse.
pub fn rejections(snapshot: &Snapshot, astray: &AstrayGuards) -> impl Iterator<Item = Rejection> {
    let is_astray = |missed: &MissedTarget| {
        astray.iter().any(|one| one.policy.name == missed.policy && one.at == missed.at)
    };
    let all = snapshot.policies.values().flat_map(|policy| of(snapshot, policy));
    all.filter(move |missed| !is_astray(missed)).map(|missed| {
        let policy = ObjectRef::new(Kind::AgentgatewayPolicy, missed.policy.clone());
        Rejection::new(policy, Effect::Note, missed.reason())
    })
}

/// Those of one policy.
#[must_use]
pub fn of(snapshot: &Snapshot, policy: &Policy) -> Vec<MissedTarget> {
    let missed = |at: String, why: TargetFault| {
        let policy = policy.name.clone();
        MissedTarget { policy, at, why }
    };
    let mut found = Vec::new();
    for (at, target) in policy.spec.target_refs.iter().enumerate() {
        let field = format!("spec.targetRefs[{at}]");
        if let Some(why) = absent(snapshot, policy, target) {
            found.push(missed(field, why));
            continue;
        }
        let kind = target_kind(&target.group, &target.kind);
        let (Some(kind), Some(section)) = (kind, &target.section_name) else { continue };
        let object = ObjectRef::new(kind, ObjectName::new(&policy.name.namespace, &target.name));
        let why = lacking(snapshot, &object, section);
        found.extend(why.map(|why| missed(format!("{field}.sectionName"), why)));
    }
    for (at, target) in policy.spec.target_selectors.iter().enumerate() {
        let kind = target_kind(&target.group, &target.kind);
        let (Some(kind), Some(section)) = (kind, &target.section_name) else { continue };
        let field = format!("spec.targetSelectors[{at}].sectionName");
        let own = |name: &&ObjectName| name.namespace == policy.name.namespace;
        for name in snapshot.names(kind).filter(own) {
            let object = ObjectRef::new(kind, name.clone());
            let labels = snapshot.meta(&object).map(|meta| &meta.labels);
            let has = |(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value);
            if target.match_labels.iter().all(has) {
                let why = lacking(snapshot, &object, section);
                found.extend(why.map(|why| missed(field.clone(), why)));
            }
        }
    }
    found
}

/// Targets of kinds that are not read here.
const UNREAD: &[(&str, &str)] =
    &[("gateway.networking.k8s.io", "GRPCRoute"), ("inference.networking.k8s.io", "InferencePool")];

/// Why a target is none.
fn absent(snapshot: &Snapshot, policy: &Policy, target: &TargetRef) -> Option<TargetFault> {
    let TargetRef { group, kind, name, .. } = target;
    let namespace = target.namespace.as_deref().unwrap_or(&policy.name.namespace);
    let object = match target_kind(group, kind) {
        // Services are read only where something else names them.
        Some(Kind::Service) => return None,
        Some(
            kind
            @ (Kind::Gateway | Kind::ListenerSet | Kind::HttpRoute | Kind::AgentgatewayBackend),
        ) => ObjectRef::new(kind, ObjectName::new(namespace, name)),
        _ if UNREAD.contains(&(group.as_str(), kind.as_str())) => return None,
        _ => {
            return Some(TargetFault::Kind { group: group.clone(), kind: kind.clone() });
        }
    };
    let is_absent = snapshot.knows(object.kind, Some(&object.name.namespace))
        && snapshot.origin(&object).is_none();
    is_absent.then_some(TargetFault::NotFound(object))
}

/// Why a section is none, where an object that is known has no such one.
fn lacking(snapshot: &Snapshot, object: &ObjectRef, section: &str) -> Option<TargetFault> {
    let (part, there) = sections(snapshot, object)?;
    let (object, section) = (object.clone(), section.to_owned());
    let is_there = there.contains(&section);
    (!is_there).then_some(TargetFault::Section { object, part, section, there })
}

/// The sections of an object that policies can name, and the word for one; none where the object is not known.
fn sections(snapshot: &Snapshot, object: &ObjectRef) -> Option<(&'static str, Vec<String>)> {
    let name = &object.name;
    let listeners = |all: &[Listener]| all.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    Some(match object.kind {
        Kind::Gateway => {
            let mut all = listeners(&snapshot.gateways.get(name)?.spec.listeners);
            // agentgateway knows the listeners of ListenerSets by their sections too.
            let of_sets = listener_set::of_gateway(snapshot, name).into_iter();
            all.extend(of_sets.flat_map(|set| listeners(&set.spec.listeners)));
            ("listener", all)
        }
        Kind::ListenerSet => {
            ("listener", listeners(&snapshot.listener_sets.get(name)?.spec.listeners))
        }
        Kind::HttpRoute => {
            let rules = snapshot.routes.get(name)?.spec.rules.iter().flatten();
            ("rule", rules.filter_map(|rule| rule.name.clone()).collect())
        }
        Kind::AgentgatewayBackend => ("provider", providers(&snapshot.backends.get(name)?.spec)),
        Kind::Service => {
            let ports = snapshot.service(name)?.spec.ports.iter();
            ("port", ports.map(|port| port.port.to_string()).collect())
        }
        _ => return None,
    })
}

fn providers(spec: &BackendSpec) -> Vec<String> {
    let ai = spec.ai.iter();
    let only = ai.clone().filter(|ai| ai.provider.is_some()).map(|_| ONLY_PROVIDER.to_owned());
    let groups = ai.flat_map(|ai| ai.groups.iter().flatten());
    let in_groups = groups.flat_map(|group| &group.providers).map(|one| one.name.clone());
    let tools = spec.mcp.iter().flat_map(|mcp| &mcp.targets).map(|target| target.name.clone());
    only.chain(in_groups).chain(tools).collect()
}
