//! BackendTLSPolicy: which one applies to a Service's port or a backend, whom it trusts, and its conditions.
//!
//! Source: GEP-1897 (<https://gateway-api.sigs.k8s.io/geps/gep-1897/>), with the conditions and reasons of
//! BackendTLSPolicy in <https://gateway-api.sigs.k8s.io/reference/spec/>; what these leave open, as agentgateway's
//! `controller/pkg/agentgateway/plugins/backend_tls_plugin.go` has it at 75b4e6ce6.

use super::client_certificate;
use crate::domain::compile::attached::tls_policies::{TlsPolicies, TlsPolicy, object};
use crate::domain::compile::rejection::{Effect, Rejection};
use crate::domain::crd::gateway_api::{
    AltName, AuthorityRef, BackendTlsPolicyValidation as Validation, TlsTarget,
};
use crate::domain::crd::service::ServicePort;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::reason::{AuthorityFault, ConditionFault, Reason, TlsFault};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::trust::{Trust, Verify};
use crate::domain::snapshot::{Snapshot, authorities};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The conditions of a policy that a controller would set to False, each with its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsVerdict {
    /// Why `Accepted` is False; none where it is True.
    pub unaccepted: Option<ConditionFault>,
    /// Why `ResolvedRefs` is False; none where it is True.
    pub unresolved: Option<ConditionFault>,
}

/// Judges a policy, by itself and against the others with the same target.
#[must_use]
pub fn judge(policies: &TlsPolicies, snapshot: &Snapshot, policy: &TlsPolicy) -> TlsVerdict {
    let mut verdict = TlsVerdict::default();
    if let Some(why) = policy.misread() {
        verdict.unaccepted = Some(ConditionFault::PolicyMisread(why));
    } else if let Err(fault) = roots(snapshot, policy) {
        let of_reference = fault.is_of_reference().then(|| fault.clone());
        verdict.unresolved = of_reference.map(ConditionFault::Authority);
        verdict.unaccepted = Some(ConditionFault::TrustsNobody(fault));
    }
    for target in &policy.spec.target_refs {
        let section = target.section_name.as_deref();
        let winner = object(policy, target)
            .and_then(|object| policies.on(object.kind, &object.name, section))
            .filter(|winner| winner.name != policy.name);
        if let Some(winner) = winner {
            verdict.unaccepted = Some(ConditionFault::Conflicted(winner.name.clone()));
        }
    }
    verdict
}

/// A rejection for each policy, and each of its targets, that has no effect or makes calls fail.
pub fn rejections(snapshot: &Snapshot, policies: &TlsPolicies) -> Vec<Rejection> {
    let of_policy = |policy: &TlsPolicy| {
        let unaccepted = judge(policies, snapshot, policy).unaccepted;
        let fault = unaccepted.map(|fault| match fault {
            ConditionFault::TrustsNobody(fault) => {
                (Effect::Refuses, Reason::NoValidAuthority(fault.into()))
            }
            ConditionFault::Conflicted(_) => (Effect::LeftOut, Reason::Condition(fault.into())),
            fault => (Effect::Refuses, Reason::Condition(fault.into())),
        });
        let targets = policy.spec.target_refs.iter();
        let targets = targets.filter_map(|target| astray(snapshot, policy, target));
        let object = ObjectRef::new(Kind::BackendTlsPolicy, policy.name.clone());
        let all = fault.into_iter().chain(targets.map(|reason| (Effect::LeftOut, reason)));
        all.map(move |(effect, reason)| Rejection::new(object.clone(), effect, reason))
            .collect::<Vec<_>>()
    };
    snapshot.tls_policies.values().flat_map(|policy| of_policy(policy)).collect()
}

/// Why a target has no effect; none where it has one.
fn astray(snapshot: &Snapshot, policy: &TlsPolicy, target: &TlsTarget) -> Option<Reason> {
    let TlsTarget { group, kind, section_name, .. } = target;
    let Some(object) = object(policy, target) else {
        let (group, kind) = (group.clone(), kind.clone());
        return Some(TlsFault::NotCallable { group, kind }.into());
    };
    let section = section_name.as_deref()?;
    let service = snapshot.service(&object.name).filter(|_| object.kind == Kind::Service)?;
    let is_it = |port: &ServicePort| {
        port.name.as_deref() == Some(section) || port.port.to_string() == section
    };
    let missing = !service.spec.ports.iter().any(is_it);
    missing.then(|| TlsFault::NoSuchPort { target: object, port: section.to_owned() }.into())
}

/// Which certificates connections trust under a policy, and the client certificate of the Gateway that they are made
/// for.
///
/// # Errors
/// A field of the policy is unknown; or it trusts nobody, in which case agentgateway connects and no certificate is
/// accepted; or the Gateway's client certificate cannot be used.
pub fn trust(
    snapshot: &Snapshot,
    name: &ObjectName,
    gateway: Option<&ObjectName>,
) -> Result<Trust, BackendError> {
    let Some(policy) = snapshot.tls_policies.get(name) else { return Ok(Trust::default()) };
    if let Some(why) = policy.misread() {
        let policy = ObjectRef::new(Kind::BackendTlsPolicy, name.clone());
        return Err(Reason::PolicyMisread { policy, why }.into());
    }
    let authorities = roots(snapshot, policy).map_err(|why| {
        let refusal = Refusal::upstream_failed("Connect: invalid peer certificate: UnknownIssuer");
        BackendError::new(refusal, TlsFault::TrustsNobody { policy: name.clone(), why: why.into() })
    })?;
    let names = alt_names(&policy.spec.validation);
    let verify = if names.is_empty() { Verify::Name } else { Verify::Names(names) };
    let gateway = gateway.and_then(|gateway| snapshot.gateways.get(gateway));
    let client = gateway.map(|gateway| client_certificate::of(snapshot, gateway)).transpose();
    let client = client.map_err(|fault| {
        let refusal =
            Refusal::upstream_failed("Connect: received fatal alert: CertificateRequired");
        BackendError::new(refusal, TlsFault::GatewayCertificate(fault.into()))
    })?;
    Ok(Trust { authorities, verify, client: client.flatten(), ..Trust::default() })
}

fn alt_names(validation: &Validation) -> Vec<String> {
    let names = validation.subject_alt_names.iter().flatten();
    let name = names.map(|name| match name {
        AltName::Hostname { hostname } => hostname.clone(),
        AltName::Uri { uri } => uri.clone(),
    });
    name.collect()
}

/// The CA certificates of a policy, as PEM; none for those of the system.
fn roots(snapshot: &Snapshot, policy: &TlsPolicy) -> Result<Option<String>, AuthorityFault> {
    let validation = &policy.spec.validation;
    match validation.well_known_ca_certificates.as_deref() {
        Some("System") => return Ok(None),
        Some(other) => return Err(AuthorityFault::WellKnown(other.to_owned())),
        None => {}
    }
    let refs = validation.ca_certificate_refs.as_deref().unwrap_or_default();
    if refs.is_empty() {
        return Err(AuthorityFault::NotSet);
    }
    let read = |reference| certificates(snapshot, &policy.name.namespace, reference);
    let all: Vec<_> = refs.iter().map(read).collect::<Result<_, _>>()?;
    Ok(Some(all.join("\n")))
}

fn certificates<'s>(
    snapshot: &'s Snapshot,
    namespace: &str,
    reference: &AuthorityRef,
) -> Result<&'s str, AuthorityFault> {
    let name = ObjectName::new(namespace, &reference.name);
    if !authorities::is_config_map(reference) {
        return Err(AuthorityFault::NotAConfigMap { kind: reference.kind.clone(), name });
    }
    let map = snapshot.config_maps.get(&name);
    let found = map.and_then(|data| data.get(authorities::KEY));
    let found = found.map(String::as_str).filter(|pem| pem.contains("BEGIN CERTIFICATE"));
    found.ok_or_else(|| AuthorityFault::no_certificates(Kind::ConfigMap, name, authorities::KEY))
}

#[cfg(test)]
mod tests;
