//! The listeners of Gateways, judged: which of them are served, and what the Gateway API says of those that are not.
//!
//! Source: `ListenerConditionType` and its reasons, <https://gateway-api.sigs.k8s.io/reference/spec/>.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{delegation, grant, listener_set};
use crate::domain::crd::gateway_api::{
    GatewaySpec, Listener, ListenerSetSpec, ObjectReference, TlsMode,
};
use crate::domain::route::certificate::{Certificate, Unusable};
use crate::domain::route::matcher::host::HostPattern;
use crate::domain::route::reason::{
    CertificateFault, ConditionFault, ConditionReason, ListenerFault, ListenerSetFault,
};
use crate::domain::route::table::BindKey;
use crate::domain::snapshot::{Object, SecretState, Snapshot, certificate_secret};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The listeners of every Gateway, in the order of the Gateways and then as they are written.
#[derive(Clone, Debug, Default)]
pub struct Listeners {
    gateways: BTreeMap<ObjectName, Vec<JudgedListener>>,
    /// The ListenerSets that no Gateway takes.
    pub unadmitted: BTreeMap<ObjectName, ListenerSetFault>,
    /// The HTTPRoutes that no listener takes by itself, because others delegate to them.
    pub delegated: BTreeSet<ObjectName>,
}

/// One listener, judged: whether it is served, and why not.
#[derive(Clone, Debug)]
pub struct JudgedListener {
    pub gateway: ObjectName,
    /// The ListenerSet that it is written in; `None` for the Gateway's own.
    pub set: Option<ObjectName>,
    pub written: Listener,
    /// Kinds of route that it accepts, of those in `allowedRoutes`.
    pub kinds: Vec<Kind>,
    /// Why it is not valid in itself.
    pub unaccepted: Option<ConditionFault>,
    /// The reference in it that does not resolve.
    pub unresolved: Option<ConditionFault>,
    /// The listener before it that it conflicts with.
    pub conflict: Option<ConditionFault>,
    /// Why this twin does not serve it, though a gateway may.
    pub unserved: Option<ConditionFault>,
    /// The certificate of an HTTPS listener.
    pub certificate: Option<Arc<Certificate>>,
    /// Another HTTPS listener of its port whose hostname means some of the same hosts: a client that reuses its
    /// connection for another host may come to the wrong one.
    pub overlaps: Option<String>,
}

/// Kinds that listeners of a served protocol support.
const CARRIED: &[Kind] = &[Kind::HttpRoute];
/// Kinds that they support where `allowedRoutes` names them.
const ASKED_FOR: &[Kind] = &[Kind::AgentgatewayModel];

impl Listeners {
    /// Judges all listeners of a snapshot.
    #[must_use]
    pub fn judge(snapshot: &Snapshot) -> Self {
        let gateways = snapshot.gateways.values();
        let gateways =
            gateways.map(|gateway| (gateway.name.clone(), of_gateway(snapshot, gateway)));
        let sets = snapshot.listener_sets.values();
        let unadmitted = sets.filter_map(|set| {
            Some((set.name.clone(), listener_set::admitted(snapshot, set).err()?))
        });
        let delegated = delegation::children(snapshot);
        Listeners { gateways: gateways.collect(), unadmitted: unadmitted.collect(), delegated }
    }

    /// Takes those out of service that show a certificate which turned out to be of no use.
    pub fn without(&mut self, unusable: &[Unusable]) {
        for judged in self.gateways.values_mut().flatten() {
            let shows =
                |bad: &&Unusable| judged.certificate.iter().any(|one| one.secret == bad.secret);
            if let Some(bad) = unusable.iter().find(shows) {
                judged.unresolved =
                    Some(ConditionFault::Certificate(CertificateFault::Unusable(bad.clone())));
            }
        }
    }

    /// Those of one ListenerSet.
    pub fn of_set(&self, set: &ObjectName) -> impl Iterator<Item = &JudgedListener> {
        self.all().filter(move |one| one.set.as_ref() == Some(set))
    }

    /// Those of one Gateway, with those of its ListenerSets; none where it does not exist.
    #[must_use]
    pub fn of(&self, gateway: &ObjectName) -> Option<&[JudgedListener]> {
        self.gateways.get(gateway).map(Vec::as_slice)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &JudgedListener> {
        self.gateways.values().flatten()
    }

    /// Whether there is no Gateway at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.gateways.is_empty()
    }
}

impl JudgedListener {
    /// The object that it is written in.
    #[must_use]
    pub fn home(&self) -> ObjectRef {
        match &self.set {
            Some(set) => ObjectRef::new(Kind::ListenerSet, set.clone()),
            None => ObjectRef::new(Kind::Gateway, self.gateway.clone()),
        }
    }

    /// Its name among the listeners of its Gateway: `http`, or `namespace/set/http` in a ListenerSet.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.set {
            Some(set) => format!("{set}/{}", self.written.name),
            None => self.written.name.clone(),
        }
    }

    /// Whether it speaks TLS.
    #[must_use]
    pub fn https(&self) -> bool {
        self.written.protocol == "HTTPS"
    }

    /// Where it is served.
    ///
    /// # Errors
    /// Why it is not.
    pub fn bind(&self) -> Result<BindKey, &ConditionFault> {
        let faults = [&self.conflict, &self.unaccepted, &self.unresolved, &self.unserved];
        // A kind of route that nobody knows leaves the others their listener; one that agentgateway knows leaves it
        // without routes of ours.
        let idle = self.kinds.is_empty() && !self.allows_grpc();
        let grave =
            |fault: &&ConditionFault| fault.reason() != ConditionReason::InvalidRouteKinds || idle;
        match faults.into_iter().flatten().find(grave) {
            Some(fault) => Err(fault),
            None => Ok(BindKey {
                gateway: Some(self.gateway.clone()),
                port: u16::try_from(self.written.port).unwrap_or_default(),
            }),
        }
    }

    /// Where it would be served, and why it is not: its hostname is rejected there, because no other listener of the
    /// port may answer for it. None where it is served, where the listener before it has its hostname, and where its
    /// protocol has no hostnames and none is written.
    #[must_use]
    pub fn shut(&self) -> Option<(BindKey, String)> {
        let fault = self.bind().err()?;
        let port = u16::try_from(self.written.port).ok().filter(|port| *port > 0)?;
        // Who writes a hostname all the same means that nobody else answers for it.
        let names_host = self.host() != HostPattern::Any;
        let of_hosts = names_host || !matches!(self.written.protocol.as_str(), "TCP" | "UDP");
        let taken = self
            .conflict
            .as_ref()
            .is_some_and(|one| one.reason() == ConditionReason::HostnameConflict);
        let name = &self.written.name;
        let why = format!("listener {name} of {} is not served: {}", self.home(), fault);
        let bind = BindKey { gateway: Some(self.gateway.clone()), port };
        (of_hosts && !taken).then_some((bind, why))
    }

    /// Whether it asks for GRPCRoutes, which agentgateway serves and this twin does not.
    fn allows_grpc(&self) -> bool {
        let rules = self.written.allowed_routes.as_ref();
        let mut kinds = rules.and_then(|rules| rules.kinds.as_ref()).into_iter().flatten();
        let group = Kind::HttpRoute.names().group;
        let is_grpc = |group_of: Option<&str>, kind: &str| {
            kind == "GRPCRoute" && group_of.unwrap_or(group) == group
        };
        let http = matches!(self.written.protocol.as_str(), "HTTP" | "HTTPS");
        http && kinds.any(|one| is_grpc(one.group.as_deref(), &one.kind))
    }

    /// Its hostname.
    #[must_use]
    pub fn host(&self) -> HostPattern {
        HostPattern::read(self.written.hostname.as_deref())
    }
}

fn of_gateway(snapshot: &Snapshot, gateway: &Object<GatewaySpec>) -> Vec<JudgedListener> {
    let mut judged: Vec<JudgedListener> = Vec::with_capacity(gateway.spec.listeners.len());
    for written in &gateway.spec.listeners {
        let one = judge(snapshot, gateway, None, written, &judged);
        judged.push(one);
    }
    for set in listener_set::of_gateway(snapshot, &gateway.name) {
        for written in &set.spec.listeners {
            let one = judge(snapshot, gateway, Some(set), written, &judged);
            judged.push(one);
        }
    }
    for at in 0..judged.len() {
        judged[at].overlaps = overlap(&judged[at], &judged).map(JudgedListener::name);
    }
    judged
}

fn judge(
    snapshot: &Snapshot,
    gateway: &Object<GatewaySpec>,
    set: Option<&Object<ListenerSetSpec>>,
    written: &Listener,
    before: &[JudgedListener],
) -> JudgedListener {
    let (kinds, unknown) = kinds(written);
    let home = match set {
        Some(set) => ObjectRef::new(Kind::ListenerSet, set.name.clone()),
        None => ObjectRef::new(Kind::Gateway, gateway.name.clone()),
    };
    let (certificate, without) = match shown(snapshot, &home, written) {
        Ok(certificate) => (certificate, None),
        Err(fault) => (None, Some(ConditionFault::Certificate(fault))),
    };
    JudgedListener {
        gateway: gateway.name.clone(),
        set: set.map(|set| set.name.clone()),
        written: written.clone(),
        kinds,
        unaccepted: acceptable(written).err().map(ConditionFault::from),
        // A listener without a certificate serves nobody; one that names a strange kind of route serves the others.
        unresolved: without.or(unknown.map(ConditionFault::from)),
        conflict: conflict(written, before).map(ConditionFault::from),
        unserved: clients_prove(gateway, written).map(ConditionFault::from),
        certificate,
        overlaps: None,
    }
}

/// A listener whose certificate is meant for some of the hosts of another.
fn overlap<'j>(of: &JudgedListener, all: &'j [JudgedListener]) -> Option<&'j JudgedListener> {
    let other = |one: &&JudgedListener| {
        one.name() != of.name()
            && one.written.port == of.written.port
            && one.written.protocol == of.written.protocol
            && of.host().meet(&one.host()).is_some()
    };
    (of.written.protocol == "HTTPS").then(|| all.iter().find(other)).flatten()
}

/// Whether a listener is one of those that are served at all.
fn acceptable(listener: &Listener) -> Result<(), ListenerFault> {
    if !(1..=65535).contains(&listener.port) {
        return Err(ListenerFault::Port(listener.port));
    }
    let mode = listener.tls.as_ref().and_then(|tls| tls.mode.as_ref());
    match listener.protocol.as_str() {
        "HTTPS" if mode == Some(&TlsMode::Passthrough) => Err(ListenerFault::Passthrough),
        "HTTP" | "HTTPS" => Ok(()),
        other => Err(ListenerFault::Protocol(other.to_owned())),
    }
}

/// The kinds of route that a listener takes, and the fault where it names one that it cannot.
fn kinds(listener: &Listener) -> (Vec<Kind>, Option<ListenerFault>) {
    let carried = match listener.protocol.as_str() {
        "HTTP" | "HTTPS" => CARRIED,
        _ => &[],
    };
    let asked = listener.allowed_routes.as_ref().and_then(|rules| rules.kinds.as_deref());
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else {
        return (carried.to_vec(), None);
    };
    let carries =
        |kind: &Kind| carried.contains(kind) || (!carried.is_empty() && ASKED_FOR.contains(kind));
    let mut kinds = Vec::new();
    let mut fault = None;
    for one in asked {
        let group = one.group.as_deref().unwrap_or(Kind::HttpRoute.names().group);
        match Kind::of(group, &one.kind).filter(carries) {
            Some(kind) => kinds.push(kind),
            None => fault = Some(ListenerFault::RouteKind(one.kind.clone())),
        }
    }
    (kinds, fault)
}

/// Whether clients of a listener must present certificates, which `serve` does not verify.
fn clients_prove(gateway: &Object<GatewaySpec>, listener: &Listener) -> Option<ListenerFault> {
    let frontend = gateway.spec.tls.as_ref()?.frontend.as_ref()?;
    let of_port = frontend.per_port.iter().flatten().find(|one| one.port == listener.port);
    let proves = match of_port {
        Some(of_port) => of_port.tls.validation.is_some(),
        None => frontend.default.validation.is_some(),
    };
    (proves && listener.protocol == "HTTPS").then_some(ListenerFault::ClientCertificates)
}

/// Listeners of one port must speak one protocol and differ in their hostnames; the first one stays.
fn conflict(listener: &Listener, before: &[JudgedListener]) -> Option<ListenerFault> {
    let on_port = |one: &&JudgedListener| {
        one.written.port == listener.port && one.unaccepted.is_none() && one.conflict.is_none()
    };
    before.iter().filter(on_port).find_map(|one| {
        if one.written.protocol != listener.protocol {
            let (port, protocol) = (listener.port, one.written.protocol.clone());
            return Some(ListenerFault::ProtocolConflict { listener: one.name(), port, protocol });
        }
        let same = one.host() == HostPattern::read(listener.hostname.as_deref());
        same.then(|| ListenerFault::HostnameConflict(one.name()))
    })
}

/// The certificate of an HTTPS listener. agentgateway takes exactly one.
fn shown(
    snapshot: &Snapshot,
    home: &ObjectRef,
    listener: &Listener,
) -> Result<Option<Arc<Certificate>>, CertificateFault> {
    if listener.protocol != "HTTPS" {
        return Ok(None);
    }
    let tls = listener.tls.as_ref();
    if tls.and_then(|tls| tls.mode.as_ref()) == Some(&TlsMode::Passthrough) {
        return Ok(None);
    }
    match tls.and_then(|tls| tls.certificate_refs.as_deref()).unwrap_or(&[]) {
        [] => Err(CertificateFault::Missing),
        [one] => certificate(snapshot, home, one).map(Some),
        several => Err(CertificateFault::Several(several.len())),
    }
}

/// The certificate that `home` refers to.
///
/// # Errors
/// It does not exist, is invalid, or no ReferenceGrant allows the reference.
pub(super) fn certificate(
    snapshot: &Snapshot,
    home: &ObjectRef,
    reference: &ObjectReference,
) -> Result<Arc<Certificate>, CertificateFault> {
    let Some(name) = certificate_secret(&home.name.namespace, reference) else {
        let kind = reference.kind.as_deref().unwrap_or("Secret").to_owned();
        return Err(CertificateFault::NotASecret { kind, name: reference.name.clone() });
    };
    if !grant::allows_from(snapshot, home.kind, &home.name.namespace, Kind::Secret, &name) {
        return Err(CertificateFault::NotPermitted { from: home.clone(), secret: name });
    }
    let data = match snapshot.secrets.get(&name) {
        Some(SecretState::Read(data)) => data,
        Some(SecretState::Forbidden) => return Err(CertificateFault::Forbidden(name)),
        Some(SecretState::Pending) => return Err(CertificateFault::Pending(name)),
        None => return Err(CertificateFault::NotFound(name)),
    };
    let pem = |key, label| {
        let bytes = data.get(key).filter(|bytes| bytes.is_pem(label)).cloned();
        let secret = || name.clone();
        bytes.ok_or_else(|| CertificateFault::NotPem { secret: secret(), key, label })
    };
    let (chain, key) = (pem("tls.crt", "CERTIFICATE")?, pem("tls.key", "PRIVATE KEY")?);
    Ok(Arc::new(Certificate { secret: name, chain, key }))
}
