//! Objects of one kind, ordered by name. A copy of ten thousand is ten thousand counters and no text: every change of one
//! object makes such a copy, because the snapshot before it stays as it was.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::Object;
use super::shared::Shared;
use crate::domain::value::object_ref::ObjectName;

/// Objects of one kind, each once.
pub struct Named<T>(Shared<BTreeSet<ByName<T>>>);

/// An object that is found by its name.
struct ByName<T>(Arc<Object<T>>);

impl<T> Named<T> {
    /// Whether both are one, so that a comparison is spared.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0.is(&other.0)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn get(&self, name: &ObjectName) -> Option<&Arc<Object<T>>> {
        self.0.get(name).map(|found| &found.0)
    }

    #[must_use]
    pub fn contains_key(&self, name: &ObjectName) -> bool {
        self.0.contains(name)
    }

    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<Object<T>>> + Clone {
        self.0.iter().map(|found| &found.0)
    }

    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &ObjectName> + Clone {
        self.values().map(|object| &object.name)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&ObjectName, &Arc<Object<T>>)> + Clone {
        self.values().map(|object| (&object.name, object))
    }

    /// Those from this name on.
    pub fn from(&self, first: &ObjectName) -> impl Iterator<Item = &Arc<Object<T>>> {
        self.0.range::<ObjectName, _>(first..).map(|found| &found.0)
    }

    /// The objects that differ between two maps, those of this one and those of the other. What both share is passed over
    /// without a look at it.
    #[must_use]
    pub fn apart<'n>(&'n self, other: &'n Self) -> [Vec<&'n Arc<Object<T>>>; 2] {
        let mut found = [Vec::new(), Vec::new()];
        if self.is(other) {
            return found;
        }
        let (mut one, mut other) = (self.values().peekable(), other.values().peekable());
        while let Some(order) = match (one.peek(), other.peek()) {
            (Some(a), Some(b)) if Arc::ptr_eq(a, b) => Some(Ordering::Equal),
            (Some(a), Some(b)) => Some(a.name.cmp(&b.name)),
            (Some(_), None) => Some(Ordering::Less),
            (None, Some(_)) => Some(Ordering::Greater),
            (None, None) => None,
        } {
            let a = one.next_if(|_| order.is_le());
            let b = other.next_if(|_| order.is_ge());
            if !a.zip(b).is_some_and(|(a, b)| Arc::ptr_eq(a, b)) {
                found[0].extend(a);
                found[1].extend(b);
            }
        }
        found
    }

    /// Puts an object in, in place of one of its name.
    pub fn insert(&mut self, object: Object<T>) {
        self.0.replace(ByName(Arc::new(object)));
    }

    pub fn remove(&mut self, name: &ObjectName) {
        // Without the question, what is not there would cost a copy of all that is.
        if self.contains_key(name) {
            self.0.remove(name);
        }
    }

    pub fn clear(&mut self) {
        *self = Named::default();
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named(Shared::default())
    }
}

impl<T> Clone for Named<T> {
    fn clone(&self) -> Self {
        Named(self.0.clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<T> Clone for ByName<T> {
    fn clone(&self) -> Self {
        ByName(Arc::clone(&self.0))
    }
}

impl<T> Borrow<ObjectName> for ByName<T> {
    fn borrow(&self) -> &ObjectName {
        &self.0.name
    }
}

impl<T> PartialEq for ByName<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl<T> Eq for ByName<T> {}

impl<T> PartialOrd for ByName<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for ByName<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.name.cmp(&other.0.name)
    }
}
