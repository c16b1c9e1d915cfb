//! The state of the kill switch: every kill, by what it is about, as it is written beside the
//! files or on a Gateway.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Kill, Subject};
use crate::domain::value::digest::sha256_hex;

/// The most that is read of a file. Bytes.
pub const MOST: usize = 1 << 20;
/// What is over for so long is not kept.
const KEPT: std::time::Duration = std::time::Duration::from_secs(7 * 24 * 3600);

/// Every kill, and what was one not long ago.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kills(BTreeMap<Subject, Kill>);

/// A state that cannot be understood: everything counts as killed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// Something that a person did to the state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// `kill` or `resume`.
    pub act: &'static str,
    pub actor: String,
    /// What, and why.
    pub words: String,
}

/// A file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kills: Vec<Kill>,
}

impl Kills {
    /// Reads a file.
    ///
    /// # Errors
    /// It is anything else than what [`text`](Self::text) writes.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        if text.len() > MOST {
            return Err(Unreadable(format!("it is larger than {MOST} bytes")));
        }
        let written: Written =
            serde_json::from_str(text).map_err(|error| Unreadable(error.to_string()))?;
        let mut kills = Kills::default();
        written.kills.into_iter().try_for_each(|kill| kills.add(kill))?;
        Ok(kills)
    }

    /// Reads the annotations of an object; those of others are not looked at.
    ///
    /// # Errors
    /// The name of one of ours that is anything else than what [`annotation`] writes, and why.
    pub fn of_annotations<'a>(
        annotations: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, (String, Unreadable)> {
        let mut kills = Kills::default();
        for (key, text) in annotations.filter(|(key, _)| key.starts_with(PREFIX)) {
            let of_entry =
                |why: &dyn std::fmt::Display| (key.to_owned(), Unreadable(why.to_string()));
            let kill: Kill = serde_json::from_str(text).map_err(|error| of_entry(&error))?;
            if key != key_of(&kill.subject()) {
                return Err(of_entry(&"its name belongs to another subject"));
            }
            kills.add(kill).map_err(|why| of_entry(&why))?;
        }
        Ok(kills)
    }

    /// Keeps of an earlier state by whom what is not there any more was resumed.
    pub fn keep_resumed(&mut self, before: &Kills) {
        let resumed = before.iter().filter(|kill| kill.resumed.is_some());
        for kill in resumed {
            self.0.entry(kill.subject()).or_insert_with(|| kill.clone());
        }
    }

    fn add(&mut self, kill: Kill) -> Result<(), Unreadable> {
        let subject = kill.subject();
        if let Some(fault) = subject.fault() {
            return Err(Unreadable(fault));
        }
        match self.0.insert(subject, kill) {
            None => Ok(()),
            Some(twice) => Err(Unreadable(format!("{} is there twice", twice.subject()))),
        }
    }

    /// Records a kill, replacing any other of the same subject.
    pub fn put(&mut self, kill: Kill) {
        self.0.insert(kill.subject(), kill);
    }

    /// Forgets what has been over for a week at `now`.
    pub fn prune(&mut self, now: Timestamp) {
        let is_old = |end: Timestamp| end.checked_add(KEPT).is_ok_and(|until| until < now);
        self.0.retain(|_, kill| {
            let end = kill.resumed.as_ref().map(|resumed| resumed.at).or(kill.until);
            !end.is_some_and(is_old)
        });
    }

    /// The kill of a subject, in force or over.
    #[must_use]
    pub fn get(&self, subject: &Subject) -> Option<&Kill> {
        self.0.get(subject)
    }

    /// Every one, in order of what it is about.
    pub fn iter(&self) -> impl Iterator<Item = &Kill> {
        self.0.values()
    }

    /// These and those of another place. Of two about the same, the one in force at `now` counts.
    #[must_use]
    pub fn and(mut self, other: Kills, now: Timestamp) -> Self {
        for (subject, kill) in other.0 {
            let is_held = self.0.get(&subject).is_some_and(|own| own.holds(now));
            if !is_held {
                self.0.insert(subject, kill);
            }
        }
        self
    }

    /// When the next one ends by itself after `now`.
    #[must_use]
    pub fn next_end(&self, now: Timestamp) -> Option<Timestamp> {
        let held = self.iter().filter(|kill| kill.holds(now));
        held.filter_map(|kill| kill.until).min()
    }

    /// What people have done since another state.
    #[must_use]
    pub fn changes(&self, before: &Kills, now: Timestamp) -> Vec<Change> {
        let held = |kill: &&Kill| kill.holds(now);
        let begun =
            self.iter().filter(held).filter(|kill| before.get(&kill.subject()) != Some(kill));
        let begun = begun.map(|kill| Change {
            act: "kill",
            actor: kill.actor.clone(),
            words: kill.words(),
        });
        let over = before.iter().filter(held).filter_map(|kill| {
            let subject = kill.subject();
            let after = self.get(&subject);
            if after.is_some_and(|after| after.holds(now)) {
                return None;
            }
            let resumed = after.and_then(|after| after.resumed.as_ref());
            let actor =
                resumed.map_or("unknown: its record was removed", |resumed| resumed.actor.as_str());
            Some(Change {
                act: "resume",
                actor: actor.to_owned(),
                words: format!("{subject} is served again"),
            })
        });
        begun.chain(over).collect()
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self) -> String {
        let written = Written { kills: self.iter().cloned().collect() };
        // Every field is text.
        serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
    }
}

/// What the annotations of kills begin with.
pub const PREFIX: &str = "kill.kubectl-agw.dev/";

/// The annotation of a kill: its key, and its text.
#[must_use]
pub fn annotation(kill: &Kill) -> (String, String) {
    (key_of(&kill.subject()), serde_json::to_string(kill).unwrap_or_default())
}

/// The key of a subject's annotation. Names have characters that no key may have.
#[must_use]
pub fn key_of(subject: &Subject) -> String {
    let digest = sha256_hex(subject.name.as_bytes());
    format!("{PREFIX}{}.{}", subject.kind.word(), &digest[..16])
}
