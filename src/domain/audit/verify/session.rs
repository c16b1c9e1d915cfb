//! One session, as its lines add up.

use std::collections::BTreeSet;

use super::log_fault::{LogFaultKind, runs};
use crate::domain::audit::entry::Entry;
use crate::domain::audit::record::{Coverage, Loss, OngoingSession, Progress, TableChange};
use crate::domain::audit::tally::{self, Tally};

/// What was seen of a session so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    pub(super) number: u64,
    /// Exchanges that are known to have begun.
    pub(super) begun: u64,
    pub(super) tally: Tally,
    /// Digests of the rules that were in force; the last one is.
    rules: BTreeSet<String>,
    current: Option<String>,
    is_covered: bool,
    /// Its beginning was not read.
    is_partial: bool,
}

impl Session {
    pub(super) fn new(number: u64) -> Self {
        Session { number, ..Session::default() }
    }

    /// One whose beginning is in a segment that is not here.
    pub(super) fn carried(of: OngoingSession) -> Self {
        let mut tally = Tally::default();
        let mut next = 1;
        for [first, last] in &of.open {
            if next < *first {
                tally.take_all(next, first - 1);
            }
            next = last.saturating_add(1);
        }
        if next <= of.begun {
            tally.take_all(next, of.begun);
        }
        Session {
            number: of.session,
            begun: of.begun,
            tally,
            rules: of.rules.iter().cloned().collect(),
            is_covered: of.rules.is_some(),
            current: of.rules,
            is_partial: true,
        }
    }

    /// What the next segment has to say of it.
    pub(super) fn carries(&self) -> OngoingSession {
        OngoingSession {
            session: self.number,
            begun: self.begun,
            open: self.tally.open(self.begun),
            rules: self.current.clone(),
        }
    }

    pub(super) fn request(&mut self, entry: &Entry) -> Result<(), LogFaultKind> {
        if !self.is_covered {
            return Err(LogFaultKind::NotCovered);
        }
        let number = entry.number("exchange").filter(|number| *number > 0);
        let number =
            number.ok_or_else(|| LogFaultKind::Twice("a request without a number".to_owned()))?;
        if !self.tally.take(number) {
            return Err(LogFaultKind::Twice(format!("exchange {number}")));
        }
        self.begun = self.begun.max(number);
        let rules = entry.text("rules");
        match self.rules.contains(rules) || self.is_partial {
            true => Ok(()),
            false => Err(LogFaultKind::Rules(rules.to_owned())),
        }
    }

    pub(super) fn table(&mut self, change: TableChange) -> Result<(), LogFaultKind> {
        if change.before != self.current {
            let before = change.before.unwrap_or_else(|| "none".to_owned());
            return Err(LogFaultKind::Rules(before));
        }
        self.rules.insert(change.rules.clone());
        self.current = Some(change.rules);
        self.is_covered = false;
        Ok(())
    }

    /// It must be of the rules in force, and come before any request that they decide.
    pub(super) fn coverage(&mut self, coverage: &Coverage) -> Result<(), LogFaultKind> {
        if self.current.as_ref() != Some(&coverage.rules) {
            return Err(LogFaultKind::Rules(coverage.rules.clone()));
        }
        self.is_covered = true;
        Ok(())
    }

    pub(super) fn loss(&mut self, loss: &Loss) -> Result<(), LogFaultKind> {
        if loss.session != self.number {
            return Err(LogFaultKind::Session);
        }
        let is_well_formed = loss.exchanges.iter().all(|[first, last]| *first > 0 && first <= last);
        if !is_well_formed || tally::count(&loss.exchanges) != loss.count {
            return Err(LogFaultKind::Count(loss.count, tally::count(&loss.exchanges)));
        }
        for [first, last] in &loss.exchanges {
            if !self.tally.take_all(*first, *last) {
                return Err(LogFaultKind::Twice(format!("exchanges {}", runs(&[[*first, *last]]))));
            }
            self.begun = self.begun.max(*last);
        }
        Ok(())
    }

    pub(super) fn progress(&mut self, progress: Progress) -> Result<(), LogFaultKind> {
        if progress.session != self.number {
            return Err(LogFaultKind::Session);
        }
        match progress.begun < self.begun {
            true => Err(LogFaultKind::Count(progress.begun, self.begun)),
            false => {
                self.begun = progress.begun;
                Ok(())
            }
        }
    }
}
