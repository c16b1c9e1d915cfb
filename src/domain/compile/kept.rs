//! What one table leaves for the next: a change of a few routes, backends or keys among ten thousand makes the rules of
//! the others no different, and they are not made again.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

use super::rejection::Rejection;
use super::{Compiled, made};
use crate::domain::crd::gateway_api::HttpRouteSpec;
use crate::domain::route::matcher::host::HostPattern;
use crate::domain::route::policy::skip::Skips;
use crate::domain::route::table::{BindKey, Candidate};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::pattern::Patterns;

/// The last table that was made of one source, always with the same policies skipped.
#[derive(Debug, Default)]
pub struct Kept(Option<(Arc<Snapshot>, Shares)>);

impl Kept {
    /// Compiles a snapshot, with the rules of the last one where it is known that they are no different; the outcome is
    /// that of [`Compiled::without`]. `skips` are those of all calls.
    #[must_use]
    pub fn compile(&mut self, snapshot: &Arc<Snapshot>, skips: &Skips) -> Compiled {
        let earlier = self.0.take().and_then(|(before, shares)| {
            let changed = snapshot.backends_apart(&before)?;
            let is_usable = !shares.patterns.is_half_full();
            is_usable.then(|| Earlier {
                routes: shares.routes.into_iter().peekable(),
                patterns: shares.patterns,
                changed,
            })
        });
        let is_new = earlier.is_none();
        let made = |earlier| made(Arc::clone(snapshot), skips.clone(), earlier);
        let (mut compiled, mut shares) = made(earlier.unwrap_or_default());
        // Patterns of rules that are gone may have left no room for a new one.
        if !is_new && shares.patterns.is_half_full() {
            (compiled, shares) = made(Earlier::default());
        }
        self.0 = Some((Arc::clone(snapshot), shares));
        compiled
    }
}

/// What each route has brought to a table, by name.
#[derive(Debug)]
pub(super) struct Shares {
    pub(super) routes: Vec<Arc<Share>>,
    pub(super) patterns: Patterns,
}

/// A candidate of a route, with its bind, the place of its listener there, and its host.
pub(super) type Placed = (BindKey, usize, HostPattern, Arc<Candidate>);

/// What one route brings to a table.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) route: Arc<Object<HttpRouteSpec>>,
    pub(super) candidates: Vec<Placed>,
    pub(super) rejections: Vec<Rejection>,
    /// The AgentgatewayBackends that it asked for.
    pub(super) backends: Vec<ObjectName>,
    /// Whether one of them is not there: what is said of it lists those that are.
    pub(super) lacks_some: bool,
    /// Whether it asks for models, which several objects make.
    pub(super) asks_models: bool,
}

/// The shares of an earlier table, to be asked for in the order of their names.
#[derive(Debug)]
pub(super) struct Earlier {
    routes: Peekable<IntoIter<Arc<Share>>>,
    pub(super) patterns: Patterns,
    /// The backends that have changed since.
    changed: BTreeSet<ObjectName>,
}

impl Default for Earlier {
    fn default() -> Self {
        let (patterns, changed) = (Patterns::default(), BTreeSet::new());
        Earlier { routes: Vec::new().into_iter().peekable(), patterns, changed }
    }
}

impl Earlier {
    /// The share of a route, where it is the same.
    pub(super) fn of(&mut self, route: &Arc<Object<HttpRouteSpec>>) -> Option<Arc<Share>> {
        // Names are compared only where routes came, went or changed.
        let is_it = |share: &Arc<Share>| Arc::ptr_eq(&share.route, route);
        let is_before = |share: &Arc<Share>| !is_it(share) && share.route.name < route.name;
        while self.routes.next_if(is_before).is_some() {}
        self.routes.next_if(is_it).filter(|share| share.holds(&self.changed))
    }
}

impl Share {
    /// Whether it is no different after these backends have changed.
    fn holds(&self, changed: &BTreeSet<ObjectName>) -> bool {
        let touched = || self.lacks_some || self.backends.iter().any(|name| changed.contains(name));
        !self.asks_models && (changed.is_empty() || !touched())
    }
}

#[cfg(test)]
mod tests;
