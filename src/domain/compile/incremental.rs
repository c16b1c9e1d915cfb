//! Incremental compilation: a change of a few routes, backends or keys among ten thousand does not change the rules of
//! the other routes, so these are reused from the previous table. A mechanism of this program: its outcome is held by a
//! test to that of a compilation from scratch.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

use super::rejection::Rejection;
use super::{Compiled, delegation, made};
use crate::domain::crd::gateway_api::HttpRouteSpec;
use crate::domain::route::matcher::host::HostPattern;
use crate::domain::route::policy::skip::Skips;
use crate::domain::route::table::{BindKey, Candidate};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::pattern::Patterns;

/// Compiles successive snapshots of one source, always with the same policies skipped, and reuses what has not changed.
#[derive(Debug, Default)]
pub struct IncrementalCompiler(Option<(Arc<Snapshot>, CompiledRoutes)>);

impl IncrementalCompiler {
    /// Compiles a snapshot, reusing the previous rules that cannot have changed. The outcome is that of
    /// [`Compiled::without`]. `skips` must be the same in all calls.
    #[must_use]
    pub fn compile(&mut self, snapshot: &Arc<Snapshot>, skips: &Skips) -> Compiled {
        let previous = self.0.take().and_then(|(before, compiled)| {
            let changed = snapshot.backends_apart(&before)?;
            let is_usable = !compiled.patterns.is_half_full();
            is_usable.then(|| PreviousRoutes {
                routes: compiled.routes.into_iter().peekable(),
                patterns: compiled.patterns,
                changed,
            })
        });
        let is_new = previous.is_none();
        let made = |previous| made(Arc::clone(snapshot), skips.clone(), previous);
        let (mut compiled, mut routes) = made(previous.unwrap_or_default());
        // Patterns of rules that are gone may have left no room for a new one.
        if !is_new && routes.patterns.is_half_full() {
            (compiled, routes) = made(PreviousRoutes::default());
        }
        self.0 = Some((Arc::clone(snapshot), routes));
        compiled
    }
}

/// What each route has contributed to a table, ordered by the route's name, and the patterns they share.
#[derive(Debug)]
pub(super) struct CompiledRoutes {
    pub(super) routes: Vec<Arc<CompiledRoute>>,
    pub(super) patterns: Patterns,
}

/// A candidate of a route: its bind, the index of its listener there, and its host.
pub(super) type PlacedCandidate = (BindKey, usize, HostPattern, Arc<Candidate>);

/// What one route contributes to a table.
#[derive(Debug)]
pub(super) struct CompiledRoute {
    pub(super) route: Arc<Object<HttpRouteSpec>>,
    pub(super) candidates: Vec<PlacedCandidate>,
    pub(super) rejections: Vec<Rejection>,
    /// The AgentgatewayBackends that it refers to.
    pub(super) backends: Vec<ObjectName>,
    /// Whether one of them does not exist: its rejection lists those that do, and is made anew when that list changes.
    pub(super) lacks_some: bool,
    /// Whether a rule has AgentgatewayModels as its backend: many objects decide about these, so it is never reused.
    pub(super) asks_models: bool,
}

/// The compiled routes of the previous table, which are looked up in the order of their names.
#[derive(Debug)]
pub(super) struct PreviousRoutes {
    routes: Peekable<IntoIter<Arc<CompiledRoute>>>,
    pub(super) patterns: Patterns,
    /// The backends that have changed since.
    changed: BTreeSet<ObjectName>,
}

impl Default for PreviousRoutes {
    fn default() -> Self {
        let (patterns, changed) = (Patterns::default(), BTreeSet::new());
        PreviousRoutes { routes: Vec::new().into_iter().peekable(), patterns, changed }
    }
}

impl PreviousRoutes {
    /// The previous compilation of a route, if compiling it again would give the same.
    pub(super) fn of(&mut self, route: &Arc<Object<HttpRouteSpec>>) -> Option<Arc<CompiledRoute>> {
        // Names are compared only where routes came, went or changed.
        let is_it = |compiled: &Arc<CompiledRoute>| Arc::ptr_eq(&compiled.route, route);
        let is_before =
            |compiled: &Arc<CompiledRoute>| !is_it(compiled) && compiled.route.name < route.name;
        while self.routes.next_if(is_before).is_some() {}
        self.routes.next_if(is_it).filter(|compiled| compiled.holds(&self.changed))
    }
}

impl CompiledRoute {
    /// Whether it is still valid after these backends have changed. Whether a route without a listener of its own is
    /// delegated to is up to the other routes.
    fn holds(&self, changed: &BTreeSet<ObjectName>) -> bool {
        let touched = || self.lacks_some || self.backends.iter().any(|name| changed.contains(name));
        !self.asks_models
            && !delegation::has_no_listener(&self.route)
            && (changed.is_empty() || !touched())
    }
}

#[cfg(test)]
mod tests;
