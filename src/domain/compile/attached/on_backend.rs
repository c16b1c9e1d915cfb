//! The policies of the upstream's side on one way, merged into one set: those that target the places of the way, the
//! backend's own, its provider's.
//!
//! Source: agentgateway's `crates/agentgateway/src/store/binds.rs` at 75b4e6ce6, `backend_policies`.

use std::sync::Arc;

use super::index::PolicyIndex;
use super::merge::{self, OnUpstream, PolicyPath};
use super::settings;
use super::support::{self, Support};
use super::targets::Policy;
use super::tls_policies;
use crate::domain::compile::expression_faults;
use crate::domain::crd::backend::{BackendSpec, Policies};
use crate::domain::crd::gateway_api;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::policy::transformation::{self, Transformation};
use crate::domain::route::reason::{FieldFault, PolicyField, Reason};
use crate::domain::route::refusal::Refusal;
use crate::domain::snapshot::Object;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::typed;

/// Merged policies, and what is not supported of them.
#[derive(Clone, Debug, Default)]
pub struct OnBackend {
    pub policies: Policies,
    /// `authorization`: the rules of all of them.
    pub authorization: Option<Arc<Authorization>>,
    /// Which object sets `policies.auth`: it decides where the Secret is looked up, and what a missing one means.
    pub auth: AuthOrigin,
    /// Where what `policies.tls` refers to is looked for.
    pub tls: TlsOrigin,
    /// Why requests are refused.
    pub refuses: Option<Reason>,
    /// Policies that are not applied: they are harmless to skip, or the user wants them skipped.
    pub notes: Vec<Reason>,
}

/// Who says how to authenticate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AuthOrigin {
    /// The backend: agentgateway drops it where the Secret is missing.
    #[default]
    Backend,
    /// A provider of it: agentgateway sends an empty key then.
    Provider,
    /// An AgentgatewayPolicy in this namespace: the same.
    Policy(String),
}

/// Holds where agentgateway's controller translates the `policies` of a backend.
///
/// # Errors
/// An expression that does not compile. Those of its providers and of AgentgatewayPolicies fail alone.
pub fn translated(backend: &Object<BackendSpec>) -> Result<(), BackendError> {
    if let Some(why) = backend.misread() {
        return Err(BackendError::unsupported(FieldFault::Schema(why)));
    }
    if let Some(field) = &backend.unserved {
        return Err(BackendError::unsupported(Reason::not_supported(field)));
    }
    let policies = backend.spec.policies.as_ref();
    expression_faults::translated(Kind::AgentgatewayBackend, policies)
        .map_err(|why| BackendError::new(Refusal::SERVICE_NOT_FOUND, why))
}

/// Merges the policies in force on a path to a backend and one of its providers.
#[must_use]
pub fn on_backend(
    index: &PolicyIndex<'_>,
    path: &PolicyPath<'_>,
    backend: Option<&Policies>,
    provider: Option<&Policies>,
) -> OnBackend {
    // Policies on the way to any backend refuse with the rule.
    let on_it = PolicyPath { gateway: None, route: None, ..*path };
    let mut merged = OnBackend { refuses: index.misread(&on_it), ..OnBackend::default() };
    let mut rules = Authorization::default();
    for policy in merge::backend_policies(index.snapshot, index.attached, path) {
        let policy = match policy {
            OnUpstream::Agentgateway(policy) => policy,
            OnUpstream::Tls(policy) => {
                merged.policies.tls = Some(tls_policies::tls(policy));
                merged.tls = TlsOrigin::BackendTls(policy.name.clone(), path.gateway.cloned());
                continue;
            }
        };
        match policies_of(policy) {
            Ok(policies) => {
                if policies.auth.is_some() {
                    merged.auth = AuthOrigin::Policy(policy.name.namespace.clone());
                }
                if policies.tls.is_some() && !index.skips.has("backend.tls") {
                    merged.tls = TlsOrigin::Policy(policy.name.namespace.clone());
                }
                merged.add_rules(index, &policies, &mut rules);
                merged.over(index, &policies, Some(&policy.name));
            }
            Err(why) => {
                let (field, policy) = ("backend".to_owned(), policy.name.clone());
                let policy = PolicyField::Of { field, policy };
                merged.refuses.get_or_insert(Reason::Policy { policy, why: Box::new(why) });
            }
        }
    }
    for (own, auth) in [(backend, AuthOrigin::Backend), (provider, AuthOrigin::Provider)] {
        let Some(policies) = own else { continue };
        if policies.auth.is_some() {
            merged.auth = auth;
        }
        if policies.tls.is_some() && !index.skips.has("backend.tls") {
            merged.tls = TlsOrigin::Backend;
        }
        merged.add_rules(index, policies, &mut rules);
        merged.over(index, policies, None);
    }
    let guards = rules.rules().next().is_some();
    merged.authorization = guards.then(|| Arc::new(rules));
    merged
}

/// The part of a path that decides how a backend is resolved: equal keys, equal outcome.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BackendKey {
    /// Policies of the path that apply to any backend.
    policies: Vec<ObjectName>,
    /// The Gateway, where it shows a certificate of its own.
    gateway: Option<ObjectName>,
}

/// The key of one path.
#[must_use]
pub fn key(index: &PolicyIndex<'_>, path: &PolicyPath<'_>) -> BackendKey {
    let shows = |gateway: &&ObjectName| {
        let gateway = index.snapshot.gateways.get(gateway);
        gateway.is_some_and(|gateway| gateway_api::client_certificate(&gateway.spec).is_some())
    };
    let gateway = path.gateway.filter(|_| !index.attached.tls.is_empty()).filter(shows);
    let path = PolicyPath { backend: None, provider: None, ..*path };
    let policies = merge::backend_policies(index.snapshot, index.attached, &path);
    let name = |policy: OnUpstream<'_>| match policy {
        OnUpstream::Agentgateway(policy) => policy.name.clone(),
        OnUpstream::Tls(policy) => policy.name.clone(),
    };
    BackendKey { policies: policies.into_iter().map(name).collect(), gateway: gateway.cloned() }
}

fn policies_of(policy: &Policy) -> Result<Policies, Reason> {
    let block = policy.spec.backend.as_ref();
    Ok(block.map(|block| typed::fields(&block.policies)).transpose()?.unwrap_or_default())
}

impl OnBackend {
    /// Adds the rules of `authorization`; those that cannot be read refuse.
    fn add_rules(&mut self, index: &PolicyIndex<'_>, of: &Policies, rules: &mut Authorization) {
        if index.skips.has("backend.authorization") {
            return;
        }
        if let Err(why) = rules.add_of_backend(&of.others, &mut self.notes) {
            let policy = PolicyField::OfAny("backend.authorization");
            self.refuses.get_or_insert(Reason::Policy { policy, why: Box::new(why) });
        }
    }

    /// `transformation`: what is made of requests to the backend, and of its replies.
    ///
    /// # Errors
    /// What of it this twin does not carry.
    pub fn transformations(
        policies: &Policies,
        notes: &mut Vec<Reason>,
    ) -> Result<Arc<[Transformation]>, Reason> {
        let read = transformation::of_policies(&policies.others, notes);
        let policy = PolicyField::OfAny("backend.transformation");
        let read = read.map_err(|why| Reason::Policy { policy, why: Box::new(why) });
        Ok(read?.into_iter().collect())
    }

    /// Lays stronger policies over these, field by field: those of an AgentgatewayPolicy, or the backend's own.
    fn over(&mut self, index: &PolicyIndex<'_>, policies: &Policies, of: Option<&ObjectName>) {
        for name in settings::names_of(policies) {
            let whole = format!("backend.{name}");
            let field = match of {
                Some(policy) => PolicyField::Of { field: whole.clone(), policy: policy.clone() },
                None => PolicyField::Own(format!("policies.{name}")),
            };
            if index.skips.has(&whole) {
                self.notes.push(Reason::PolicySkipped(field));
                continue;
            }
            match support::support(&whole) {
                Support::Noted => self.notes.push(Reason::PolicyNotSupported(field)),
                Support::Refused => {
                    self.refuses.get_or_insert(Reason::PolicyNotSupported(field));
                }
                Support::Unknown => {
                    self.refuses.get_or_insert(Reason::PolicyUnknown(field));
                }
                Support::Upstream | Support::Traffic => {}
            }
        }
        let under = &mut self.policies;
        let over = policies.clone();
        under.auth = over.auth.or(under.auth.take());
        let tls = over.tls.filter(|_| !index.skips.has("backend.tls"));
        under.tls = tls.or(under.tls.take());
        under.others.extend(over.others);
        under.ai = match (under.ai.take(), over.ai) {
            (Some(mut under), Some(over)) => {
                under.routes = over.routes.or(under.routes);
                under.model_aliases = over.model_aliases.or(under.model_aliases);
                under.others.extend(over.others);
                Some(under)
            }
            (under, over) => over.or(under),
        };
        self.leave_out(index);
    }

    /// Removes what the user wants skipped.
    fn leave_out(&mut self, index: &PolicyIndex<'_>) {
        let skips = index.skips;
        if skips.is_empty() {
            return;
        }
        let policies = &mut self.policies;
        policies.others.retain(|name, _| !skips.has(&format!("backend.{name}")));
        policies.auth.take_if(|_| skips.has("backend.auth"));
        if let Some(ai) = &mut policies.ai {
            ai.others.retain(|name, _| !skips.has(&format!("backend.ai.{name}")));
            ai.routes.take_if(|_| skips.has("backend.ai.routes"));
            ai.model_aliases.take_if(|_| skips.has("backend.ai.modelAliases"));
        }
    }
}

/// Where the `tls` settings in force were written, which is where their references are resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TlsOrigin {
    /// The backend, or a provider of it.
    #[default]
    Backend,
    /// An AgentgatewayPolicy in this namespace.
    Policy(String),
    /// A BackendTLSPolicy, on a path that begins at this Gateway.
    BackendTls(ObjectName, Option<ObjectName>),
}
