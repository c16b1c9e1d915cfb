//! backendRefs, resolved: what each refers to, with its filters and mirrors, or why its requests fail.
//!
//! Source: HTTPBackendRef (<https://gateway-api.sigs.k8s.io/reference/spec/>); agentgateway's
//! `controller/pkg/agentgateway/translator/conversion.go` at 75b4e6ce6, `buildAgwHTTPDestination` and
//! `buildAgwDestination`.

use std::collections::HashMap;
use std::sync::Arc;

use super::{http_backend, provider_groups};
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::PolicyPath;
use crate::domain::compile::attached::on_backend::{self, BackendKey};
use crate::domain::compile::rejection::RejectionSubject;
use crate::domain::compile::{grant, unread};
use crate::domain::crd::gateway_api::BackendRef;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::filter::Filters;
use crate::domain::route::filter::mirror_spec::MirrorSpec;
use crate::domain::route::mirror::Mirror;
use crate::domain::route::reason::{Reason, RuleFault, Unsupported};
use crate::domain::route::target::{Reference, Target, WeightedTarget};
use crate::domain::snapshot::{Snapshot, kinds};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::shell::{CommandLine, word};

/// A target, with what is to be reported about it.
pub(in crate::domain::compile) struct Resolved {
    pub(in crate::domain::compile) target: WeightedTarget,
    /// Why its requests fail; none where they do not.
    pub(in crate::domain::compile) error: Option<BackendError>,
    /// Which part of the reference the error is about.
    pub(in crate::domain::compile) about: RejectionSubject,
    /// What is served differently than written.
    pub(in crate::domain::compile) notes: Vec<Reason>,
}

/// Resolves references. A backend is resolved once for all paths on which the same policies apply to it.
pub(in crate::domain::compile) struct Resolver<'s> {
    index: &'s PolicyIndex<'s>,
    backends: HashMap<(ObjectName, BackendKey), Result<Target, BackendError>>,
    services: HashMap<(ObjectName, Option<u16>, BackendKey), Result<Target, BackendError>>,
    /// The AgentgatewayBackends that were referred to, whether they exist or not.
    asked: Vec<ObjectName>,
}

impl<'s> Resolver<'s> {
    /// A resolver that has resolved nothing yet.
    pub(in crate::domain::compile) fn new(index: &'s PolicyIndex<'s>) -> Self {
        Resolver { index, backends: HashMap::new(), services: HashMap::new(), asked: Vec::new() }
    }

    /// The AgentgatewayBackends that were referred to since the last call.
    pub(in crate::domain::compile) fn take_asked(&mut self) -> Vec<ObjectName> {
        std::mem::take(&mut self.asked)
    }

    /// Resolves one reference of a route in namespace `from`, on the path `on`.
    pub(in crate::domain::compile) fn resolve(
        &mut self,
        from: &str,
        on: &PolicyPath<'_>,
        reference: &BackendRef,
    ) -> Resolved {
        let group = reference.group.as_deref().unwrap_or_default();
        let kind = reference.kind.as_deref().unwrap_or("Service");
        let namespace = reference.namespace.as_deref().unwrap_or(from);
        let name = ObjectName::new(namespace, &reference.name);
        let (mut notes, mut about) = (Vec::new(), RejectionSubject::Object);
        let outcome = match Filters::read_of_backend(reference.filters.as_deref().unwrap_or(&[])) {
            Err(why) => {
                about = RejectionSubject::Filter;
                Err(BackendError::unsupported(why))
            }
            Ok((filters, specs)) => {
                let mirrors = self.mirrors(from, specs, &mut notes);
                let port = reference.port.and_then(|port| u16::try_from(port).ok());
                let target = kind_of_backend(group, kind)
                    .and_then(|known| self.target(from, on, known, &name, port));
                target.map(|target| {
                    notes.extend(target.notes());
                    (filters.shared(), mirrors, target)
                })
            }
        };
        let (filters, mirrors, target, error) = match outcome {
            Ok((filters, mirrors, target)) => (filters, mirrors, target, None),
            Err(error) => {
                let target = Target::Refuse(error.answer());
                (Filters::none(), Vec::new(), target, Some(error))
            }
        };
        let weight = u32::try_from(reference.weight.unwrap_or(1)).unwrap_or_default();
        let service = || (group.is_empty() && kind == "Service").then_some(Kind::Service);
        let reference = match kinds::kind_of(group, kind).or_else(service) {
            Some(kind) => Reference::Object(ObjectRef::new(kind, name)),
            None => Reference::Foreign { kind: kind.to_owned(), name },
        };
        let target = WeightedTarget { weight, filters, mirrors, reference, target };
        Resolved { target, error, about, notes }
    }

    fn target(
        &mut self,
        from: &str,
        on: &PolicyPath<'_>,
        known: Kind,
        name: &ObjectName,
        port: Option<u16>,
    ) -> Result<Target, BackendError> {
        unread::of_upstream(self.index, from, known, name)?;
        if !grant::allows(self.index.snapshot, from, known, name) {
            let to = ObjectRef::new(known, name.clone());
            if !self.index.snapshot.sees(Kind::ReferenceGrant, &name.namespace) {
                return Err(Reason::GrantsUnread { from: from.to_owned(), to }.into());
            }
            let next = format!("create a ReferenceGrant in namespace {}", word(&name.namespace));
            let reason = Reason::RefNotPermitted { from: from.to_owned(), to };
            return Err(BackendError::from(reason).with_next(next));
        }
        match known {
            Kind::Service => self.service(on, name, port),
            _ => self.backend(on, name),
        }
    }

    /// Resolves the mirrors of a route in namespace `from`. Those that cannot be resolved are skipped and noted.
    pub(in crate::domain::compile) fn mirrors(
        &mut self,
        from: &str,
        specs: Vec<MirrorSpec>,
        notes: &mut Vec<Reason>,
    ) -> Vec<Mirror> {
        // Of the policies on a mirror only its own count, as in agentgateway.
        let on = PolicyPath::default();
        let mut mirrors = Vec::with_capacity(specs.len());
        for MirrorSpec { group, kind, namespace, name, port, share } in specs {
            let name = ObjectName::new(namespace.as_deref().unwrap_or(from), name);
            let target = kind_of_backend(&group, &kind)
                .and_then(|known| self.target(from, &on, known, &name, port));
            let why = match target {
                Ok(Target::Http(upstream)) => {
                    mirrors.push(Mirror { upstream, share });
                    continue;
                }
                Ok(_) => Box::new(RuleFault::MirrorsModel.into()),
                Err(error) => error.reason,
            };
            notes.push(Reason::NotMirrored { to: format!("{kind} {name}"), why });
        }
        mirrors
    }

    fn service(
        &mut self,
        on: &PolicyPath<'_>,
        name: &ObjectName,
        port: Option<u16>,
    ) -> Result<Target, BackendError> {
        let key = (name.clone(), port, on_backend::key(self.index, on));
        if let Some(known) = self.services.get(&key) {
            return known.clone();
        }
        let resolved = http_backend::of_service(self.index, on, name, port);
        let resolved = resolved.map(|upstream| Target::Http(Arc::new(upstream)));
        self.services.insert(key, resolved.clone());
        resolved
    }

    fn backend(&mut self, on: &PolicyPath<'_>, name: &ObjectName) -> Result<Target, BackendError> {
        self.asked.push(name.clone());
        let key = (name.clone(), on_backend::key(self.index, on));
        if let Some(known) = self.backends.get(&key) {
            return known.clone();
        }
        let resolved = match self.index.snapshot.backends.get(name) {
            Some(backend) if backend.spec.ai.is_none() => {
                let resolved = http_backend::of_backend(self.index, on, backend);
                resolved.map(|upstream| Target::Http(Arc::new(upstream)))
            }
            Some(backend) => {
                let resolved = provider_groups::resolve_on(self.index, on, backend);
                resolved.map(|backend| Target::Model(Arc::new(backend)))
            }
            None => Err(missing(self.index.snapshot, name)),
        };
        self.backends.insert(key, resolved.clone());
        resolved
    }
}

/// The kind of a reference.
///
/// # Errors
/// `InvalidKind`: it is neither a Service nor an AgentgatewayBackend.
fn kind_of_backend(group: &str, kind: &str) -> Result<Kind, BackendError> {
    match kinds::kind_of(group, kind) {
        Some(Kind::AgentgatewayBackend) => Ok(Kind::AgentgatewayBackend),
        None if group.is_empty() && kind == Kind::Service.names().kind => Ok(Kind::Service),
        _ if is_known_elsewhere(group, kind) => {
            let (group, kind) = (group.to_owned(), kind.to_owned());
            Err(Reason::from(Unsupported::BackendKind { group, kind }).into())
        }
        _ => Err(Reason::InvalidKind { group: group.to_owned(), kind: kind.to_owned() }.into()),
    }
}

/// Whether agentgateway knows a kind of backends that is not served here: pools of the inference extension, and routes
/// that are delegated to.
fn is_known_elsewhere(group: &str, kind: &str) -> bool {
    let pools = ["inference.networking.k8s.io", "inference.networking.x-k8s.io"];
    kind == "InferencePool" && pools.contains(&group) || Kind::HttpRoute.is(group, kind)
}

fn missing(snapshot: &Snapshot, name: &ObjectName) -> BackendError {
    let backend = ObjectRef::new(Kind::AgentgatewayBackend, name.clone());
    if let Some(broken) = snapshot.broken.get(&backend) {
        return Reason::BackendBroken { backend, why: broken.reason.clone() }.into();
    }
    if !snapshot.sees(Kind::AgentgatewayBackend, &name.namespace) {
        return Reason::BackendUnread(backend).into();
    }
    let first = ObjectName::new(&name.namespace, "");
    let near = snapshot.backends.from(&first).map(|other| &other.name);
    let near = near.take_while(|other| other.namespace == name.namespace);
    let there = near.map(|other| other.name.clone()).take(8).collect();
    BackendError::from(Reason::BackendNotFound { backend, there }).with_next(
        CommandLine::new("kubectl agw add-backend")
            .arg(&name.name)
            .namespace(&name.namespace)
            .plain("--provider … --model …")
            .to_string(),
    )
}
