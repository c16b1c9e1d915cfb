//! Conditions as they are shown, with reason and message; and what they mean for the state of their object.

use serde::Serialize;

use super::{State, StatusReason, StatusRow};
use crate::domain::crd::status::{Condition, is_partly_valid};
use crate::domain::snapshot::status::Status;
use crate::domain::snapshot::{Broken, World};

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionRow {
    /// `Gateway n/g`, `listener http`; empty where the object itself is meant.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub of: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub status: String,
    pub reason: String,
    pub message: String,
}

/// The conditions of a status, in its order.
#[must_use]
pub fn rows(status: &Status) -> Vec<ConditionRow> {
    let row = |said: &crate::domain::snapshot::status::ConditionOf| ConditionRow {
        of: said.of.clone(),
        kind: said.condition.kind.clone(),
        status: said.condition.status.clone(),
        reason: said.condition.reason.clone(),
        message: said.condition.message.clone(),
    };
    status.said.iter().map(row).collect()
}

/// Conditions that no controller wrote and that were computed. `of` says whose they are.
pub fn computed<'c>(
    of: &str,
    conditions: &'c [Condition],
) -> impl Iterator<Item = ConditionRow> + 'c {
    let of = of.to_owned();
    conditions.iter().map(move |condition| ConditionRow {
        of: of.clone(),
        kind: condition.kind.clone(),
        status: condition.status.clone(),
        reason: condition.reason.clone(),
        message: condition.message.clone(),
    })
}

/// Conditions that are well when they are true; the others (`Conflicted`, …) are well when they are false.
const GOOD: &[&str] = &["Accepted", "Attached", "Programmed", "ResolvedRefs", "Ready"];

/// What conditions mean: the worst of them, in its own words. An object of a cluster that no controller said
/// anything of is a warning, because nobody may be there to run it.
#[must_use]
pub fn judge(world: World, conditions: &[ConditionRow]) -> StatusRow {
    let good = || conditions.iter().filter(|condition| GOOD.contains(&condition.kind.as_str()));
    let said = |state, condition: &ConditionRow| {
        let of =
            if condition.of.is_empty() { String::new() } else { format!("{}: ", condition.of) };
        let message = match condition.message.is_empty() {
            true => format!("{of}{} is {}", condition.kind, condition.status),
            false => format!("{of}{}", condition.message),
        };
        let reason = if condition.reason.is_empty() { &condition.kind } else { &condition.reason };
        StatusRow::of(state, StatusReason::Reported(reason.clone()), message)
    };
    if let Some(refused) = good().find(|condition| condition.status == "False") {
        return said(State::NotReady, refused);
    }
    if let Some(pending) = good().find(|condition| condition.status != "True") {
        return said(State::Warning, pending);
    }
    if let Some(partly) = good().find(|one| is_partly_valid(&one.kind, &one.reason)) {
        return said(State::Warning, partly);
    }
    match world {
        World::Cluster if conditions.is_empty() => {
            let message = "no controller has reported a status";
            StatusRow::of(State::Warning, StatusReason::NoStatus, message)
        }
        _ => StatusRow::ready(),
    }
}

/// The status of an object that could not be read.
#[must_use]
pub fn broken(broken: &Broken) -> StatusRow {
    StatusRow::of(State::NotReady, StatusReason::Invalid, &broken.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(kind: &str, status: &str, reason: &str, message: &str) -> ConditionRow {
        let [kind, status, reason, message] = [kind, status, reason, message].map(str::to_owned);
        ConditionRow { of: String::new(), kind, status, reason, message }
    }

    #[test]
    fn the_worst_condition_speaks_with_its_reason_and_message() {
        let fine = condition("Accepted", "True", "Accepted", "");
        let waits = condition("Programmed", "Unknown", "Pending", "waiting");
        let wrong = condition("ResolvedRefs", "False", "RefNotPermitted", "why");
        let judged = judge(World::Cluster, &[fine.clone(), waits.clone(), wrong]);
        assert_eq!((judged.state, judged.reason.word()), (State::NotReady, "RefNotPermitted"));
        assert_eq!(judge(World::Cluster, &[fine.clone(), waits]).message, "waiting");
        assert_eq!(judge(World::Cluster, &[fine]).state, State::Ready);
    }

    #[test]
    fn silence_is_a_warning_in_a_cluster_and_nothing_in_files() {
        assert_eq!(judge(World::Cluster, &[]).reason, StatusReason::NoStatus);
        assert_eq!(judge(World::Files, &[]).state, State::Ready);
        let conflicted = condition("Conflicted", "False", "NoConflicts", "");
        assert_eq!(judge(World::Cluster, &[conflicted]).state, State::Ready);
    }
}
