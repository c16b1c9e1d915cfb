//! What the Gateways of a snapshot record of the kill switch.

use std::collections::BTreeSet;

use super::Snapshot;
use crate::domain::kill::place::of_gateway;
use crate::domain::kill::{Place, Records};
use crate::domain::value::object_ref::ObjectName;

impl Snapshot {
    /// What is recorded on its Gateways.
    #[must_use]
    pub fn kills(&self) -> Records {
        let each = self.gateways.iter().map(|(name, gateway)| {
            let annotations = &gateway.meta.annotations;
            let annotations = annotations.iter().map(|(key, text)| (key.as_str(), text.as_str()));
            (Place::Gateway(name.text()), of_gateway(name, annotations))
        });
        Records(each.collect())
    }

    /// The same for a view of one namespace: of its Gateways, and of those that its routes and models name as parents. What
    /// another namespace has recorded says nothing of it.
    #[must_use]
    pub fn kills_of(&self, namespace: &str) -> Records {
        let Records(mut all) = self.kills();
        let parents = self.parents_in(namespace);
        all.retain(|place, _| match place {
            Place::Gateway(name) => {
                let is_own = name.split_once('/').is_some_and(|(own, _)| own == namespace);
                is_own || parents.contains(name)
            }
            Place::Everywhere | Place::Namespace(_) => true,
        });
        Records(all)
    }

    /// The Gateways that routes and models of a namespace attach to, directly or through a ListenerSet, as
    /// `namespace/name`.
    fn parents_in(&self, namespace: &str) -> BTreeSet<String> {
        let name = |of: Option<&str>, name: &str| ObjectName::new(of.unwrap_or(namespace), name);
        let routes = self.routes.values().filter(|route| route.name.namespace == namespace);
        let of_routes = routes.flat_map(|route| route.spec.parent_refs.iter().flatten());
        let of_routes = of_routes.map(|parent| name(parent.namespace.as_deref(), &parent.name));
        let models = self.models.values().filter(|model| model.name.namespace == namespace);
        let of_models = models.flat_map(|model| &model.spec.parent_refs);
        let of_models = of_models.map(|parent| name(parent.namespace.as_deref(), &parent.name));
        let of_set = |parent: ObjectName| match self.listener_sets.get(&parent) {
            Some(set) => {
                let of = &set.spec.parent_ref;
                let home = of.namespace.as_deref().unwrap_or(&parent.namespace);
                [ObjectName::new(home, &of.name).text(), parent.text()]
            }
            None => [parent.text(), parent.text()],
        };
        of_routes.chain(of_models).flat_map(of_set).collect()
    }
}
