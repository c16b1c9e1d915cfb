//! The kill switch: what is stopped, by whom, why, since when and until when, and which requests that stops. `serve` and
//! `explain` decide by it; `edge::kills` reads and writes the records.

pub mod in_force;
pub mod place;
pub mod state;
pub mod subject;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::audit::record::Client;
pub use in_force::{InForce, Stop};
pub use place::{Place, Records};
pub use state::{Kills, Unreadable};
pub use subject::{Subject, SubjectKind};

/// The longest reason. Bytes.
const REASON: usize = 500;

/// One thing that is killed, or was until somebody resumed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kill {
    kind: SubjectKind,
    /// Empty where everything is killed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    /// For the clients whose requests are refused, too.
    pub reason: String,
    /// Who killed it, as the kubeconfig and the system know them.
    pub actor: String,
    pub since: Timestamp,
    /// When it ends by itself; none where only `resume` ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// By whom it was resumed, and when; none while it is killed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumed: Option<Resumed>,
}

/// The end of a kill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resumed {
    pub actor: String,
    pub at: Timestamp,
}

/// Why something is killed, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    pub reason: String,
    pub actor: String,
}

impl Kill {
    /// A kill from now on, for `last` or until it is resumed.
    ///
    /// # Errors
    /// No reason, one that is too long, or an end beyond all calendars.
    pub fn new(
        subject: Subject,
        cause: Cause,
        now: Timestamp,
        last: Option<std::time::Duration>,
    ) -> Result<Self, String> {
        let reason = cause.reason.trim().to_owned();
        if reason.is_empty() {
            return Err("--reason is empty: say why".to_owned());
        }
        if reason.len() > REASON || reason.chars().any(char::is_control) {
            return Err(format!("--reason must be one line of {REASON} bytes at most"));
        }
        let end = |last| now.checked_add(last).map_err(|_| "--for is too long".to_owned());
        let until = last.map(end).transpose()?;
        let Subject { kind, name } = subject;
        Ok(Kill { kind, name, reason, actor: cause.actor, since: now, until, resumed: None })
    }

    /// The same, ended.
    #[must_use]
    pub fn resumed(self, actor: String, at: Timestamp) -> Self {
        Kill { resumed: Some(Resumed { actor, at }), ..self }
    }

    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject { kind: self.kind, name: self.name.clone() }
    }

    /// Whether it stops requests at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.resumed.is_none() && self.until.is_none_or(|until| now < until)
    }

    /// What a client is told.
    #[must_use]
    pub fn words(&self) -> String {
        let until = self.until.map(|until| format!(" (until {until:.0})")).unwrap_or_default();
        format!("stopped by the kill switch: {}: {}{until}", self.subject(), self.reason)
    }
}

/// The way of a request through the gateway, as far as it is known: by each of these it may be stopped. What is not known,
/// or has no name, is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// `namespace/name`; empty for the implied Gateway.
    pub gateway: String,
    /// `namespace/name.index` of the rule, as logs call it.
    pub route: String,
    /// `namespace/name` of the backend that is called.
    pub backend: String,
    /// The provider's key in `spec.ai.provider`.
    pub provider: &'static str,
    /// The model that the request names, where one of several AgentgatewayModels is chosen by it.
    pub requested: String,
    /// The model that the backend is asked for, where that is not the one that is sent.
    pub renamed: String,
    /// The model that is sent.
    pub model: String,
    pub client: Client,
}

impl Passage {
    /// The HTTPRoute of the rule.
    #[must_use]
    pub fn route_name(&self) -> &str {
        self.route.rsplit_once('.').map_or("", |(name, _)| name)
    }
}

#[cfg(test)]
mod tests;
