//! Which names of models are told apart. Clients and upstreams choose them, so that there could be any number.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use super::labels::OTHER;
use crate::domain::meter::catalog::Catalog;
use crate::domain::value::clip;

/// Names that neither a route nor the built-in prices know.
const MOST: usize = 100;

/// The names that models have answered to so far.
#[derive(Debug, Default)]
pub(in crate::edge::telemetry) struct ModelNames(RwLock<HashSet<String>>);

/// A name of a model, and who says it.
pub(in crate::edge::telemetry) struct ModelName<'a> {
    pub(in crate::edge::telemetry) provider: &'a str,
    pub(in crate::edge::telemetry) name: String,
    /// A route has it in its configuration.
    pub(in crate::edge::telemetry) is_configured: bool,
    /// The model has answered.
    pub(in crate::edge::telemetry) has_answered: bool,
}

impl ModelNames {
    /// The name as a label: itself if a route, the built-in prices, or one of the first replies have it.
    pub(in crate::edge::telemetry) fn label(&self, of: ModelName<'_>) -> Cow<'static, str> {
        let ModelName { provider, mut name, is_configured, has_answered } = of;
        if name.len() > clip::MOST {
            name = clip::clipped(&name).into_owned();
        }
        let is_known = || {
            is_configured || self.has(&name) || Catalog::built_in().find(provider, &name).is_some()
        };
        if name.is_empty() || is_known() || (has_answered && self.add(&name)) {
            return Cow::Owned(name);
        }
        Cow::Borrowed(OTHER)
    }

    fn has(&self, name: &str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(name)
    }

    /// Whether there was room for it.
    fn add(&self, name: &str) -> bool {
        let mut names = self.0.write().unwrap_or_else(PoisonError::into_inner);
        names.contains(name) || (names.len() < MOST && names.insert(name.to_owned()))
    }
}
