//! An AgentgatewayBackend of language models: its providers, in groups of equal priority.
//! `compile::backend::provider_groups` makes it.
//!
//! Source: `AIBackend` in `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use super::upstream::{Credential, ModelUpstream};
use crate::domain::kill::{InForce, Passage, Stop};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::filter::header_modifier::HeaderPolicy;
use crate::domain::route::health::Health;
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::reason::Reason;
use crate::domain::route::session_affinity::SessionAffinity;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// A backend that can be called: at least one of its providers can.
#[derive(Clone, Debug)]
pub struct ModelBackend {
    /// AgentgatewayBackend or AgentgatewayModel.
    pub kind: Kind,
    pub name: ObjectName,
    /// In order of priority; none is empty. A single provider is one group of one.
    pub groups: Vec<Vec<Member>>,
    /// Which of a group's providers a request goes to; none where the better of two is drawn.
    pub affinity: Option<Arc<SessionAffinity>>,
    /// What is served differently from agentgateway.
    pub notes: Vec<Reason>,
}

/// One provider of a group.
#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    /// The trouble that meets requests which fall to this provider while the others serve.
    pub upstream: Result<Arc<ModelUpstream>, BackendError>,
    /// The policy `health`: its own, or the backend's.
    pub health: Option<Arc<Health>>,
    /// Changes to the headers of what goes to it and comes from it.
    pub headers: Option<Arc<HeaderPolicy>>,
    /// Who may call it; none where it is not checked here.
    pub authorization: Option<Arc<Authorization>>,
}

impl ModelBackend {
    /// Every provider, group by group.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.groups.iter().flatten()
    }

    /// Every provider that can be called, group by group.
    pub fn upstreams(&self) -> impl Iterator<Item = &Arc<ModelUpstream>> {
        self.members().filter_map(|member| member.upstream.as_ref().ok())
    }

    /// The object that it is.
    #[must_use]
    pub fn object(&self) -> ObjectRef {
        ObjectRef::new(self.kind, self.name.clone())
    }

    /// The first provider that cannot be called as it is meant to be, and why.
    #[must_use]
    pub fn error(&self) -> Option<BackendError> {
        self.members().find_map(|member| {
            let error = match &member.upstream {
                Err(error) => error.clone(),
                Ok(upstream) => empty_key(upstream)?,
            };
            let (provider, why) = (member.name.clone(), error.reason);
            let reason = Box::new(Reason::OfProvider { provider, why });
            Some(BackendError { reason, ..error })
        })
    }
}

/// What is left of a backend while the kill switch stops some of its providers.
pub struct Rest<'k> {
    pub backend: ModelBackend,
    /// What stops the first of them.
    pub without: Stop<'k>,
}

impl ModelBackend {
    /// What is left of it for a request, where the kill switch stops some of its providers; none where it stops none of
    /// them. `passage` is the request's way up to here.
    ///
    /// # Errors
    /// It stops all of them, or the backend itself.
    pub fn alive<'k>(
        &self,
        now: &'k InForce,
        passage: &Passage,
    ) -> Result<Option<Rest<'k>>, Stop<'k>> {
        // What an attempt before was about is of no meaning here.
        let here = Passage {
            backend: self.name.text(),
            provider: "",
            renamed: String::new(),
            model: String::new(),
            ..passage.clone()
        };
        if let Some(why) = now.stops(&here) {
            return Err(why);
        }
        let stops = |member: &Member| {
            let mut there = here.clone();
            member.upstream.as_ref().ok()?.note(&mut there);
            now.stops(&there)
        };
        let Some(without) = self.members().find_map(stops) else { return Ok(None) };
        let left = |group: &Vec<Member>| {
            group.iter().filter(|member| stops(member).is_none()).cloned().collect::<Vec<_>>()
        };
        let groups: Vec<_> =
            self.groups.iter().map(left).filter(|group| !group.is_empty()).collect();
        match groups.is_empty() {
            true => Err(without),
            false => Ok(Some(Rest { backend: ModelBackend { groups, ..self.clone() }, without })),
        }
    }
}

/// A provider that is called with an empty key.
pub(crate) fn empty_key(upstream: &ModelUpstream) -> Option<BackendError> {
    let Credential::Missing { reason, next, .. } = &upstream.credential else { return None };
    let reason = Reason::EmptyKey(Box::new(reason.clone()));
    Some(BackendError { next: next.clone(), ..BackendError::from(reason) })
}
