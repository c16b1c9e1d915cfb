//! BackendTLSPolicy: which one speaks for a Service's port or a backend, whom it trusts, and what a controller would say
//! of it.
//!
//! Source: Gateway API, `BackendTLSPolicy` and its conditions; what that text leaves open, as agentgateway has it.

use std::collections::HashMap;

use super::client_certificate;
use crate::domain::crd::backend::Tls;
use crate::domain::crd::gateway_api::{
    AltNameType, AuthorityRef, BackendTlsPolicySpec, BackendTlsPolicyValidation as Validation,
    TlsTarget,
};
use crate::domain::crd::service::ServicePort;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::listeners::Fault;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::rejection::{Effect, Rejection};
use crate::domain::route::trust::{Trust, Verify};
use crate::domain::snapshot::{Object, Snapshot, authorities};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// A policy as it was written.
pub type TlsPolicy = Object<BackendTlsPolicySpec>;

/// A policy, and the section of its target that it means.
type OnSection<'s> = (Option<&'s str>, &'s TlsPolicy);

/// The policies of a snapshot by what they target.
#[derive(Debug, Default)]
pub struct TlsPolicies<'s> {
    /// The one that wins over the others comes first.
    by_target: HashMap<Kind, HashMap<ObjectName, Vec<OnSection<'s>>>>,
}

/// What a controller would say of a policy: the faults that make a condition False.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub unaccepted: Option<Fault>,
    pub unresolved: Option<Fault>,
}

impl<'s> TlsPolicies<'s> {
    /// Looks through all policies. They target objects of their own namespace only.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let mut policies = TlsPolicies::default();
        for policy in snapshot.tls_policies.values() {
            for target in &policy.spec.target_refs {
                let Some(object) = object(policy, target) else { continue };
                let entry = (target.section_name.as_deref(), &**policy);
                let of_kind = policies.by_target.entry(object.kind).or_default();
                of_kind.entry(object.name).or_default().push(entry);
            }
        }
        for found in policies.by_target.values_mut().flat_map(HashMap::values_mut) {
            found.sort_by_key(|(_, policy)| (policy.meta.created.as_deref(), &policy.name));
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
    pub fn on(
        &self,
        kind: Kind,
        object: &ObjectName,
        section: Option<&str>,
    ) -> Option<&'s TlsPolicy> {
        let found = self.by_target.get(&kind).and_then(|all| all.get(object)).into_iter().flatten();
        found.into_iter().find(|(of, _)| *of == section).map(|(_, policy)| *policy)
    }

    /// The policy on one port of a Service, by the port's name or its number.
    #[must_use]
    pub fn on_port(
        &self,
        snapshot: &Snapshot,
        service: &ObjectName,
        port: &str,
    ) -> Option<&'s TlsPolicy> {
        let known = snapshot.service(service).zip(port.parse().ok());
        let name = known.and_then(|(service, port)| service.spec.port(port)?.name.as_deref());
        let by_name = name.and_then(|name| self.on(Kind::Service, service, Some(name)));
        by_name.or_else(|| self.on(Kind::Service, service, Some(port)))
    }

    /// A policy on a port of a Service of which nobody knows the name: it may be the one that is called.
    #[must_use]
    pub fn on_unknown_port(
        &self,
        snapshot: &Snapshot,
        service: &ObjectName,
        port: u16,
    ) -> Option<&'s TlsPolicy> {
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
        let named = found.filter(|(section, _)| section.is_some_and(is_name));
        let by_number = self.on(Kind::Service, service, Some(&port.to_string()));
        named.map(|(_, policy)| *policy).next().filter(|_| by_number.is_none())
    }

    /// What is to be said of a policy.
    #[must_use]
    pub fn judge(&self, snapshot: &Snapshot, policy: &TlsPolicy) -> Verdict {
        let mut verdict = Verdict::default();
        if let Err(Untrusted { accepted, resolved }) = roots(snapshot, policy) {
            verdict = Verdict { unaccepted: Some(accepted), unresolved: resolved };
        }
        for target in &policy.spec.target_refs {
            let section = target.section_name.as_deref();
            let winner = object(policy, target)
                .and_then(|object| self.on(object.kind, &object.name, section))
                .filter(|winner| winner.name != policy.name);
            if let Some(winner) = winner {
                let words = format!(
                    "BackendTLSPolicy {} has the same target and is older, or the first by name",
                    winner.name
                );
                verdict.unaccepted = Some(Fault::new(CONFLICTED, words));
            }
        }
        verdict
    }
}

/// What policies ask for and do not get.
pub fn rejections(snapshot: &Snapshot, policies: &TlsPolicies<'_>) -> Vec<Rejection> {
    let of_policy = |policy: &TlsPolicy| {
        let Verdict { unaccepted, .. } = policies.judge(snapshot, policy);
        let fault = unaccepted.map(|fault| match fault.reason {
            CONFLICTED => (Effect::LeftOut, fault.message),
            reason => (Effect::Refuses, format!("{reason}: {}", fault.message)),
        });
        let targets = policy.spec.target_refs.iter();
        let targets = targets.filter_map(|target| astray(snapshot, policy, target));
        let object = ObjectRef::new(Kind::BackendTlsPolicy, policy.name.clone());
        let all = fault.into_iter().chain(targets.map(|reason| (Effect::LeftOut, reason)));
        all.map(move |(effect, reason)| Rejection {
            object: object.clone(),
            effect,
            reason,
            next: None,
        })
        .collect::<Vec<_>>()
    };
    snapshot.tls_policies.values().flat_map(|policy| of_policy(policy)).collect()
}

/// Why a target is none.
fn astray(snapshot: &Snapshot, policy: &TlsPolicy, target: &TlsTarget) -> Option<String> {
    let TlsTarget { group, kind, section_name, .. } = target;
    let Some(object) = object(policy, target) else {
        let group = if group.is_empty() { "core" } else { group };
        return Some(format!("its target is a {kind} of group {group}, which is never called"));
    };
    let section = section_name.as_deref()?;
    let service = snapshot.service(&object.name).filter(|_| object.kind == Kind::Service)?;
    let is_it = |port: &ServicePort| {
        port.name.as_deref() == Some(section) || port.port.to_string() == section
    };
    let missing = !service.spec.ports.iter().any(is_it);
    missing.then(|| format!("its target {object} has no port called {section}"))
}

/// The Gateway API's word for a policy that another one takes the target of.
const CONFLICTED: &str = "Conflicted";

/// The object that a target means; none of a kind that agentgateway takes none for.
#[must_use]
pub fn object(policy: &TlsPolicy, target: &TlsTarget) -> Option<ObjectRef> {
    let kinds = [Kind::Service, Kind::AgentgatewayBackend];
    let kind = kinds.into_iter().find(|kind| kind.is(&target.group, &target.kind))?;
    Some(ObjectRef::new(kind, ObjectName::new(&policy.name.namespace, &target.name)))
}

/// What the policy says about connections, beside whom it trusts.
#[must_use]
pub fn tls(policy: &TlsPolicy) -> Tls {
    Tls { sni: Some(policy.spec.validation.hostname.clone()), ..Tls::default() }
}

/// Whom connections trust under a policy, and what they show of the Gateway that they are made for.
///
/// # Errors
/// It trusts nobody: agentgateway connects, and no certificate is good enough for it. What the Gateway would show
/// cannot be shown.
pub fn trust(
    snapshot: &Snapshot,
    name: &ObjectName,
    gateway: Option<&ObjectName>,
) -> Result<Trust, BackendError> {
    let Some(policy) = snapshot.tls_policies.get(name) else { return Ok(Trust::default()) };
    let authorities = roots(snapshot, policy).map_err(|Untrusted { accepted, .. }| {
        let refusal = Refusal::upstream_failed("Connect: invalid peer certificate: UnknownIssuer");
        BackendError::new(refusal, format!("BackendTLSPolicy {name}: {}", accepted.message))
    })?;
    let names = alt_names(&policy.spec.validation);
    let verify = if names.is_empty() { Verify::Name } else { Verify::Names(names) };
    let gateway = gateway.and_then(|gateway| snapshot.gateways.get(gateway));
    let client = gateway.map(|gateway| client_certificate::of(snapshot, gateway)).transpose();
    let client = client.map_err(|fault| {
        let refusal =
            Refusal::upstream_failed("Connect: received fatal alert: CertificateRequired");
        BackendError::new(refusal, format!("`tls.backend` of the Gateway: {}", fault.message))
    })?;
    Ok(Trust { authorities, verify, client: client.flatten(), ..Trust::default() })
}

fn alt_names(validation: &Validation) -> Vec<String> {
    let names = validation.subject_alt_names.iter().flatten();
    let name = names.filter_map(|name| match name.r#type {
        AltNameType::Hostname => name.hostname.clone(),
        AltNameType::Uri => name.uri.clone(),
    });
    name.collect()
}

/// Why a policy trusts nobody.
struct Untrusted {
    accepted: Fault,
    resolved: Option<Fault>,
}

/// Certificates of authorities, PEM; none are the system's.
fn roots(snapshot: &Snapshot, policy: &TlsPolicy) -> Result<Option<String>, Untrusted> {
    let validation = &policy.spec.validation;
    match validation.well_known_ca_certificates.as_deref() {
        Some("System") => return Ok(None),
        Some(other) => return Err(nobody(format!("`wellKnownCACertificates` is {other:?}"), None)),
        None => {}
    }
    let refs = validation.ca_certificate_refs.as_deref().unwrap_or_default();
    if refs.is_empty() {
        let words = "neither `caCertificateRefs` nor `wellKnownCACertificates` is set";
        return Err(nobody(words.to_owned(), None));
    }
    let read = |reference| certificates(snapshot, &policy.name.namespace, reference);
    let all: Vec<_> = refs.iter().map(read).collect::<Result<_, _>>()?;
    Ok(Some(all.join("\n")))
}

fn certificates<'s>(
    snapshot: &'s Snapshot,
    namespace: &str,
    reference: &AuthorityRef,
) -> Result<&'s str, Untrusted> {
    let AuthorityRef { kind, name, .. } = reference;
    if !authorities::is_config_map(reference) {
        return Err(nobody(
            format!("{kind} {namespace}/{name} is no ConfigMap"),
            Some("InvalidKind"),
        ));
    }
    let map = snapshot.config_maps.get(&ObjectName::new(namespace, name));
    let found = map.and_then(|data| data.get(authorities::KEY));
    found.map(String::as_str).filter(|pem| pem.contains("BEGIN CERTIFICATE")).ok_or_else(|| {
        let words = authorities::missing(Kind::ConfigMap, namespace, name);
        nobody(words, Some("InvalidCACertificateRef"))
    })
}

fn nobody(message: String, unresolved: Option<&'static str>) -> Untrusted {
    let resolved = unresolved.map(|reason| Fault::new(reason, message.clone()));
    Untrusted { accepted: Fault::new("NoValidCACertificate", message), resolved }
}

#[cfg(test)]
mod tests;
