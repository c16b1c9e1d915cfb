//! What the kill switch stops of what is served: the ways that requests take, what of each stops, and what that makes of the
//! state of the objects on it. The drill of a kill and every view ask the same.

mod way;

use super::{KilledRow, Row, StatusRow};
use crate::domain::compile::Compiled;
use crate::domain::kill::{Passage, Stop};
use crate::domain::llm::provider;
use crate::domain::route::table::Rule;
use crate::domain::value::object_ref::{ObjectName, ObjectRef};
pub use way::{Effect, Way, ways};

/// What is killed of a compilation.
pub struct Killed<'c> {
    compiled: &'c Compiled,
    /// None where nothing is killed.
    ways: Option<Vec<Way<'c>>>,
}

impl<'c> Killed<'c> {
    /// What is in force on it.
    #[must_use]
    pub fn of(compiled: &'c Compiled) -> Self {
        let is_any = !compiled.in_force.is_empty();
        let ways = is_any.then(|| ways(&compiled.with_keys, &compiled.in_force).collect());
        Killed { compiled, ways }
    }

    /// A backend or a model as it is then.
    #[must_use]
    pub fn model(&self, mut row: Row) -> Row {
        if self.ways.is_none() {
            return row;
        }
        let name = ObjectName::new(&row.namespace, &row.name);
        let known = row.provider.as_deref().and_then(provider::named);
        // It counts where no route leads to it.
        let alone = Passage {
            backend: name.text(),
            provider: known.map_or("", |known| known.key),
            model: row.model.clone().unwrap_or_default(),
            ..Passage::default()
        };
        row.status = self.object(&ObjectRef::new(row.source.kind(), name), row.status, &alone);
        row
    }

    /// The status of an object that requests are sent to. `alone` is their way where no route leads to it.
    #[must_use]
    pub fn object(&self, object: &ObjectRef, status: StatusRow, alone: &Passage) -> StatusRow {
        self.of_ways(status, alone, |way| way.to.as_ref() == Some(object))
    }

    /// The status of an HTTPRoute.
    #[must_use]
    pub fn route(&self, name: &ObjectName, status: StatusRow) -> StatusRow {
        let alone = Passage { route: Rule::label_of(name, 0), ..Passage::default() };
        self.of_ways(status, &alone, |way| way.rule.route == *name)
    }

    /// The status of a Gateway.
    #[must_use]
    pub fn gateway(&self, name: &ObjectName, status: StatusRow) -> StatusRow {
        let passage = Passage { gateway: name.text(), ..Passage::default() };
        match self.compiled.in_force.stops(&passage) {
            Some(stop) => status.killed(KilledRow::of(stop)),
            None => status,
        }
    }

    /// The status of a provider, by its key in `spec.ai.provider`.
    #[must_use]
    pub fn provider(&self, key: &'static str) -> StatusRow {
        let passage = Passage { provider: key, ..Passage::default() };
        self.everywhere(StatusRow::ready(), &passage)
    }

    fn of_ways(
        &self,
        status: StatusRow,
        alone: &Passage,
        is_its: impl Fn(&Way<'_>) -> bool,
    ) -> StatusRow {
        let Some(ways) = &self.ways else { return status };
        let mut own = ways.iter().filter(|way| is_its(way)).peekable();
        match own.peek() {
            Some(_) => judged(status, own.map(|way| way.effect.clone())),
            None => self.everywhere(status, alone),
        }
    }

    /// The status of what is on no way, by what stops it at each Gateway.
    fn everywhere(&self, status: StatusRow, passage: &Passage) -> StatusRow {
        let gateways = &self.compiled.snapshot.gateways;
        let names = gateways.keys().map(ObjectName::text);
        let names = names.chain(gateways.is_empty().then(String::new));
        let stops = names.map(|gateway| {
            let here = Passage { gateway, ..passage.clone() };
            self.compiled.in_force.stops(&here).map(Effect::Stops)
        });
        judged(status, stops)
    }
}

/// A status, where this becomes of the ways to its object.
fn judged<'k>(status: StatusRow, effects: impl Iterator<Item = Option<Effect<'k>>>) -> StatusRow {
    let mut first: Option<(Stop<'k>, Vec<String>)> = None;
    let mut is_whole = true;
    for effect in effects {
        let (stop, left) = match effect {
            Some(Effect::Stops(stop)) => (stop, Vec::new()),
            Some(Effect::Continues(stop, left)) => {
                is_whole = false;
                (stop, left)
            }
            // What else it is asked for is served.
            Some(Effect::StopsNamed(_)) | None => {
                is_whole = false;
                continue;
            }
        };
        first.get_or_insert((stop, left));
    }
    match first {
        None => status,
        Some((stop, _)) if is_whole => status.killed(KilledRow::of(stop)),
        Some((stop, left)) => status.killed(KilledRow::partly(stop, left)),
    }
}

#[cfg(test)]
mod tests;
