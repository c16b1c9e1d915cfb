//! What the Gateways of a snapshot record of the kill switch.

use super::Snapshot;
use crate::domain::kill::place::of_gateway;
use crate::domain::kill::{Place, Records};

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
}
