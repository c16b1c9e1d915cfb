//! What is stopped at one instant, and of which requests.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Kill, Kills, Passage, Place, Records, SubjectKind, Unreadable};

/// What stops a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop<'k> {
    Killed(&'k Kill),
    /// A record that can't be read, which counts as a kill of everything: the sentence about it.
    Unreadable(&'k str),
}

impl Stop<'_> {
    /// What a client is told.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Stop::Killed(kill) => kill.words(),
            Stop::Unreadable(why) => (*why).to_owned(),
        }
    }
}

/// What is stopped, and where. The default stops nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InForce(BTreeMap<Place, Stopped>);

/// What one place stops.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stopped {
    /// Everything, because its state could not be read: the sentence for every request.
    Unreadable(String),
    Killed(BTreeMap<SubjectKind, BTreeMap<String, Kill>>),
}

impl InForce {
    /// What of the records is in force at `now`.
    #[must_use]
    pub fn of(records: &Records, now: Timestamp) -> Self {
        let unreadable = records.unreadable();
        let unreadable = unreadable
            .map(|(place, Unreadable(why))| (place.clone(), Stopped::Unreadable(why.clone())));
        let killed =
            records.read().filter_map(|(place, kills)| Some((place.clone(), held(kills, now)?)));
        InForce(unreadable.chain(killed).collect())
    }

    /// Everything is stopped, because of what this sentence says.
    #[must_use]
    pub fn unreadable(sentence: String) -> Self {
        InForce(BTreeMap::from([(Place::Everywhere, Stopped::Unreadable(sentence))]))
    }

    /// Whether nothing is stopped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the owner of some key is stopped.
    #[must_use]
    pub fn names_keys(&self) -> bool {
        self.0.values().any(|stopped| match stopped {
            Stopped::Unreadable(_) => false,
            Stopped::Killed(killed) => killed.contains_key(&SubjectKind::Key),
        })
    }

    /// The clients that are stopped at a Gateway.
    #[must_use]
    pub fn keys(&self, gateway: &str) -> Vec<&Kill> {
        self.at(gateway)
            .flat_map(|killed| killed.get(&SubjectKind::Key))
            .flat_map(BTreeMap::values)
            .collect()
    }

    /// Whether something of a kind is stopped at a Gateway.
    #[must_use]
    pub fn names(&self, kind: SubjectKind, gateway: &str) -> bool {
        self.at(gateway).any(|killed| killed.contains_key(&kind))
    }

    fn at(
        &self,
        gateway: &str,
    ) -> impl Iterator<Item = &BTreeMap<SubjectKind, BTreeMap<String, Kill>>> {
        let here = self.0.iter().filter(move |(place, _)| place.covers(gateway));
        here.filter_map(|(_, stopped)| match stopped {
            Stopped::Unreadable(_) => None,
            Stopped::Killed(killed) => Some(killed),
        })
    }

    /// What stops a request that comes this way; none where nothing does.
    #[must_use]
    pub fn stops(&self, passage: &Passage) -> Option<Stop<'_>> {
        let mut here = self.0.iter().filter(|(place, _)| place.covers(&passage.gateway));
        here.find_map(|(_, stopped)| stopped.stops(passage))
    }

    /// Everything that is stopped, with where.
    pub fn each(&self) -> impl Iterator<Item = (&Place, Stop<'_>)> {
        self.0.iter().flat_map(|(place, stopped)| {
            let (unreadable, killed) = match stopped {
                Stopped::Unreadable(why) => (Some(Stop::Unreadable(why)), None),
                Stopped::Killed(killed) => (None, Some(killed)),
            };
            let killed = killed.into_iter().flatten().flat_map(|(_, killed)| killed.values());
            unreadable.into_iter().chain(killed.map(Stop::Killed)).map(move |stop| (place, stop))
        })
    }
}

impl Stopped {
    fn stops(&self, passage: &Passage) -> Option<Stop<'_>> {
        match self {
            Stopped::Unreadable(why) => Some(Stop::Unreadable(why)),
            Stopped::Killed(killed) => killed.iter().find_map(|(kind, killed)| {
                let found = names(*kind, passage).into_iter().find_map(|name| killed.get(name?));
                found.map(Stop::Killed)
            }),
        }
    }
}

/// What of a state is in force; none where nothing is.
fn held(kills: &Kills, now: Timestamp) -> Option<Stopped> {
    let mut killed = BTreeMap::<_, BTreeMap<_, _>>::new();
    for kill in kills.iter().filter(|kill| kill.holds(now)) {
        let subject = kill.subject();
        killed.entry(subject.kind).or_default().insert(subject.name, kill.clone());
    }
    (!killed.is_empty()).then_some(Stopped::Killed(killed))
}

/// The names under which a request may be stopped. What is not known is not looked up.
fn names(kind: SubjectKind, passage: &Passage) -> [Option<&str>; 3] {
    let known = |name| Some(name).filter(|name: &&str| !name.is_empty());
    let Passage { gateway, backend, provider, client, .. } = passage;
    match kind {
        SubjectKind::All => [Some(""), None, None],
        SubjectKind::Gateway => [known(gateway), None, None],
        SubjectKind::Route => [known(passage.route_name()), None, None],
        SubjectKind::Key => [known(&client.key), known(&client.subject), known(&client.user)],
        SubjectKind::Backend => [known(backend), None, None],
        SubjectKind::Provider => [known(provider), None, None],
        SubjectKind::Model => {
            [known(&passage.requested), known(&passage.renamed), known(&passage.model)]
        }
    }
}
