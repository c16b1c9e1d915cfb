//! Whether an object works, and if not why.

use serde::{Serialize, Serializer};

use super::kill_row::KilledRow;
use crate::domain::route::reason::{KeyFault, Reason};
use crate::domain::snapshot::Snapshot;

/// Whether it works, and if not why.
#[derive(Clone, Default, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusRow {
    pub state: State,
    pub reason: StatusReason,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Whether the Secret of its key is the reason.
    #[serde(skip)]
    pub is_of_secret: bool,
    /// What the kill switch stops of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub killed: Option<KilledRow>,
}

/// The states of a model, best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum State {
    #[default]
    Ready,
    /// Usable, but something is said about it.
    Warning,
    NotReady,
    /// The kill switch stops all its requests.
    Killed,
}

/// Why an object is in its state; one CamelCase word for tables and scripts, as the reason of a condition is. The one
/// place of these words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusReason {
    #[default]
    Ready,
    /// What a controller wrote into a condition, unchanged.
    Reported(String),
    /// The word of a [`Reason`] that the route table has; a Secret that is missing or may not be read has a variant of
    /// its own, because commands ask for it.
    Table(&'static str),
    SecretNotFound,
    /// This user may not read the Secret, which says nothing of the object itself.
    SecretForbidden,
    SecretKeyInvalid,
    /// It has not been read yet.
    Pending,
    /// The object cannot be understood.
    Invalid,
    /// No route leads to the backend.
    NoRoute,
    RoutesUnread,
    GatewaysUnread,
    /// A route answers by itself where it should lead to the backend.
    RouteRefuses,
    /// No listener accepts the route.
    NotAttached,
    PartlyLeftOut,
    /// No controller has reported a status.
    NoStatus,
    /// The controller ignores objects of this kind.
    NotHonoured,
    /// The cluster does not have the kind.
    NotInstalled,
    /// Something names it, and it may not be read.
    NotRead,
    /// Something names it, and it does not exist.
    NotFound,
    Killed,
    /// The kill switch stops some of its requests.
    PartlyKilled,
}

impl StatusReason {
    /// The word.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            StatusReason::Ready => "Ready",
            StatusReason::Reported(word) => word,
            StatusReason::Table(word) => word,
            StatusReason::SecretNotFound => "SecretNotFound",
            StatusReason::SecretForbidden => "SecretForbidden",
            StatusReason::SecretKeyInvalid => "SecretKeyInvalid",
            StatusReason::Pending => "Pending",
            StatusReason::Invalid => "Invalid",
            StatusReason::NoRoute => "NoRoute",
            StatusReason::RoutesUnread => "RoutesUnread",
            StatusReason::GatewaysUnread => "GatewaysUnread",
            StatusReason::RouteRefuses => "RouteRefuses",
            StatusReason::NotAttached => "NotAttached",
            StatusReason::PartlyLeftOut => "PartlyLeftOut",
            StatusReason::NoStatus => "NoStatus",
            StatusReason::NotHonoured => "NotHonoured",
            StatusReason::NotInstalled => "NotInstalled",
            StatusReason::NotRead => "NotRead",
            StatusReason::NotFound => "NotFound",
            StatusReason::Killed => "Killed",
            StatusReason::PartlyKilled => "PartlyKilled",
        }
    }
}

impl From<&Reason> for StatusReason {
    fn from(reason: &Reason) -> Self {
        match reason.innermost() {
            Reason::Key(KeyFault::Forbidden(_)) => StatusReason::SecretForbidden,
            Reason::Key(KeyFault::SecretNotFound { .. }) => StatusReason::SecretNotFound,
            _ => StatusReason::Table(reason.word()),
        }
    }
}

impl Serialize for StatusReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl StatusRow {
    /// Nothing is wrong.
    #[must_use]
    pub fn ready() -> Self {
        StatusRow::default()
    }

    /// A state, and what the route table says of it.
    #[must_use]
    pub fn because(state: State, reason: &Reason, next: Option<String>) -> Self {
        let is_of_secret = reason.is_of_secret();
        StatusRow { next, is_of_secret, ..StatusRow::of(state, reason.into(), reason.to_string()) }
    }

    /// A state with its reason and its sentence.
    #[must_use]
    pub fn of(state: State, reason: StatusReason, message: impl Into<String>) -> Self {
        StatusRow { state, reason, message: message.into(), ..StatusRow::default() }
    }

    /// The same, with the next command.
    #[must_use]
    pub fn then(self, next: Option<String>) -> Self {
        StatusRow { next, ..self }
    }

    /// The status of an object of which this stops the requests. One that is not ready is so even where some of its requests
    /// are stopped.
    #[must_use]
    pub fn killed(self, killed: KilledRow) -> Self {
        let (state, reason) = match (killed.partly, self.state) {
            (false, _) => (State::Killed, StatusReason::Killed),
            (true, State::NotReady) => return StatusRow { killed: Some(killed), ..self },
            (true, _) => (State::Warning, StatusReason::PartlyKilled),
        };
        let row = StatusRow::of(state, reason, killed.to_string()).then(killed.resume.clone());
        StatusRow { killed: Some(killed), ..row }
    }

    /// Whether it is as it is because some of its requests are stopped.
    #[must_use]
    pub fn is_partly_killed(&self) -> bool {
        self.state == State::Warning && self.killed.is_some()
    }
}

/// Whether it is only that an object is kept elsewhere, as the Secrets of files in git are: among files without any of its
/// kind, one that is named is no fault of theirs. `check` judges by the same.
pub(super) fn is_kept_elsewhere(snapshot: &Snapshot, reason: &Reason) -> bool {
    reason.lacks().is_some_and(|kind| snapshot.leaves_out(kind))
}
