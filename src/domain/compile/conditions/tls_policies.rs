//! The status of BackendTLSPolicies: the same for every Gateway through which one of their targets is called.

use std::collections::{BTreeSet, HashMap};

use super::unless;
use crate::domain::compile::attach::Attachment;
use crate::domain::compile::attached::tls_policies::{self, TlsPolicies};
use crate::domain::compile::tls::backend_tls::{self, TlsVerdict};
use crate::domain::crd::gateway_api::{self, HttpRouteSpec, ParentRef};
use crate::domain::crd::status::Condition;
use crate::domain::route::reason::Unattached;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The status of a BackendTLSPolicy.
/// <https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/>
#[derive(Clone, Debug)]
pub struct BackendTlsPolicyStatus {
    pub name: ObjectName,
    /// The `generation` of the object that was judged.
    pub generation: Option<i64>,
    /// Gateways; empty where no route calls its targets.
    pub ancestors: Vec<ParentRef>,
    /// The conditions of each ancestor.
    pub conditions: Vec<Condition>,
}

/// The Gateways through which an object is called.
#[derive(Debug, Default)]
pub(super) struct CallingGateways(HashMap<ObjectRef, BTreeSet<ObjectName>>);

impl CallingGateways {
    /// Counts what a route calls.
    pub(super) fn add(
        &mut self,
        route: &Object<HttpRouteSpec>,
        outcomes: &[Result<Vec<Attachment>, Unattached>],
    ) {
        let gateways: BTreeSet<_> =
            outcomes.iter().flatten().flatten().filter_map(|one| one.gateway.clone()).collect();
        for rule in route.spec.rules.iter().flatten() {
            let own = &route.name.namespace;
            let services = gateway_api::services(rule).map(|(namespace, name)| {
                let name = ObjectName::new(namespace.unwrap_or(own), name);
                ObjectRef::new(Kind::Service, name)
            });
            let backends = rule.backend_refs.iter().flatten().filter_map(|to| {
                let kind = Kind::of(to.group.as_deref()?, to.kind.as_deref()?)?;
                let name = ObjectName::new(to.namespace.as_ref().unwrap_or(own), &to.name);
                Some(ObjectRef::new(kind, name))
            });
            for object in services.chain(backends) {
                self.0.entry(object).or_default().extend(gateways.iter().cloned());
            }
        }
    }
}

/// The status of every policy.
pub(super) fn of(
    snapshot: &Snapshot,
    policies: &TlsPolicies,
    callers: &CallingGateways,
) -> Vec<BackendTlsPolicyStatus> {
    let of_policy = |policy: &tls_policies::TlsPolicy| {
        let targets = policy.spec.target_refs.iter();
        let objects = targets.filter_map(|target| tls_policies::object(policy, target));
        let gateways: BTreeSet<_> =
            objects.filter_map(|object| callers.0.get(&object)).flatten().collect();
        let TlsVerdict { unaccepted, unresolved } = backend_tls::judge(policies, snapshot, policy);
        BackendTlsPolicyStatus {
            name: policy.name.clone(),
            generation: policy.meta.generation,
            ancestors: gateways.into_iter().map(ancestor).collect(),
            conditions: vec![
                unless("Accepted", "Accepted", unaccepted.as_ref()),
                unless("ResolvedRefs", "ResolvedRefs", unresolved.as_ref()),
            ],
        }
    };
    snapshot.tls_policies.values().map(|policy| of_policy(policy)).collect()
}

fn ancestor(gateway: &ObjectName) -> ParentRef {
    let names = Kind::Gateway.names();
    ParentRef {
        group: Some(names.group.to_owned()),
        kind: Some(names.kind.to_owned()),
        namespace: Some(gateway.namespace.clone()),
        name: gateway.name.clone(),
        ..ParentRef::default()
    }
}
