//! BackendTLSPolicies by what they target, and which of several counts.
//!
//! Source: Gateway API, BackendTLSPolicy (<https://gateway-api.sigs.k8s.io/reference/spec/>).

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::crd::backend::Tls;
use crate::domain::crd::gateway_api::{BackendTlsPolicySpec, TlsTarget};
use crate::domain::route::policy::skip::Skips;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// A policy as it was written.
pub type TlsPolicy = Object<BackendTlsPolicySpec>;

/// A policy, and the section of its target that it means.
type OnSection = (Option<String>, Arc<TlsPolicy>);

/// The policies of a snapshot by what they target.
#[derive(Debug, Default)]
pub struct TlsPolicies {
    /// The one that wins over the others comes first.
    by_target: HashMap<Kind, HashMap<ObjectName, Vec<OnSection>>>,
}

impl TlsPolicies {
    /// Looks through all policies that the user does not want skipped. They target objects of their own namespace only.
    #[must_use]
    pub fn new(snapshot: &Snapshot, skips: &Skips) -> Self {
        let mut policies = TlsPolicies::default();
        for policy in snapshot.tls_policies.values().filter(|one| !skips.has_object(&one.name)) {
            for target in &policy.spec.target_refs {
                let Some(object) = object(policy, target) else { continue };
                let entry = (target.section_name.clone(), Arc::clone(policy));
                let of_kind = policies.by_target.entry(object.kind).or_default();
                of_kind.entry(object.name).or_default().push(entry);
            }
        }
        for found in policies.by_target.values_mut().flat_map(HashMap::values_mut) {
            found.sort_by(|(_, a), (_, b)| {
                (&a.meta.created, &a.name).cmp(&(&b.meta.created, &b.name))
            });
        }
        policies
    }

    /// Whether there is no policy at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_target.is_empty()
    }

    /// The policy on an object, or on one section of it: of several the oldest, and of those the first by name.
    #[must_use]
    pub fn on(&self, kind: Kind, object: &ObjectName, section: Option<&str>) -> Option<&TlsPolicy> {
        let found = self.by_target.get(&kind).and_then(|all| all.get(object)).into_iter().flatten();
        found.into_iter().find(|(of, _)| of.as_deref() == section).map(|(_, policy)| &**policy)
    }

    /// The policy on one port of a Service, by the port's name or its number.
    #[must_use]
    pub fn on_port(
        &self,
        snapshot: &Snapshot,
        service: &ObjectName,
        port: &str,
    ) -> Option<&TlsPolicy> {
        let known = snapshot.service(service).zip(port.parse().ok());
        let name = known.and_then(|(service, port)| service.spec.port(port)?.name.as_deref());
        let by_name = name.and_then(|name| self.on(Kind::Service, service, Some(name)));
        by_name.or_else(|| self.on(Kind::Service, service, Some(port)))
    }

    /// A policy on a named port of a Service whose port names are unknown: it may apply to the port that is called.
    #[must_use]
    pub fn on_unknown_port(
        &self,
        snapshot: &Snapshot,
        service: &ObjectName,
        port: u16,
    ) -> Option<&TlsPolicy> {
        if snapshot.service(service).is_some() {
            return None;
        }
        let found = self
            .by_target
            .get(&Kind::Service)
            .and_then(|all| all.get(service))
            .into_iter()
            .flatten();
        let is_name = |section: &str| section.parse::<u16>().is_err();
        let named = found.filter(|(section, _)| section.as_deref().is_some_and(is_name));
        let by_number = self.on(Kind::Service, service, Some(&port.to_string()));
        named.map(|(_, policy)| &**policy).next().filter(|_| by_number.is_none())
    }
}

/// The object that a target means; none of a kind that agentgateway takes none for.
#[must_use]
pub fn object(policy: &TlsPolicy, target: &TlsTarget) -> Option<ObjectRef> {
    let kinds = [Kind::Service, Kind::AgentgatewayBackend];
    let kind = kinds.into_iter().find(|kind| kind.is(&target.group, &target.kind))?;
    let namespace = target.namespace.as_ref().unwrap_or(&policy.name.namespace);
    Some(ObjectRef::new(kind, ObjectName::new(namespace, &target.name)))
}

/// The settings of connections in the policy, besides whom they trust.
#[must_use]
pub fn tls(policy: &TlsPolicy) -> Tls {
    Tls { sni: Some(policy.spec.validation.hostname.clone()), ..Tls::default() }
}
