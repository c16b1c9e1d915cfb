//! What of a snapshot is not served as it is written, as data: skipped, answered with an error, or served without a
//! part. `serve` reports it at startup, `list` next to the row. The form is this program's own.

use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::ObjectRef;

/// One thing the route table does not do as the objects ask.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejection {
    pub object: ObjectRef,
    /// Which part of the object.
    pub about: RejectionSubject,
    /// The rule of a route that it is about, counted from 0.
    pub rule: Option<usize>,
    /// What it means for requests.
    pub effect: Effect,
    pub reason: Reason,
    /// The command, or the change of a field, that fixes it.
    pub next: Option<String>,
}

impl Rejection {
    /// A rejection of a whole object.
    pub fn new(object: ObjectRef, effect: Effect, reason: impl Into<Reason>) -> Self {
        let (about, rule) = (RejectionSubject::Object, None);
        Rejection { object, about, rule, effect, reason: reason.into(), next: None }
    }

    /// The rule and the reason with its word: `rule 0: SecretNotFound: Secret n/k does not exist`.
    #[must_use]
    pub fn words(&self) -> String {
        self.in_rule(&self.reason.with_word())
    }

    /// As [`Rejection::words`], without the reason's word: `rule 0: Secret n/k does not exist`.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.in_rule(&self.reason.to_string())
    }

    fn in_rule(&self, words: &str) -> String {
        match self.rule {
            Some(rule) => format!("rule {rule}: {words}"),
            None => words.to_owned(),
        }
    }
}

/// Which part of an object, or what on the path to it, a rejection is about. `check` assigns its codes by this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RejectionSubject {
    /// The object itself, what it refers to, or the value of one of its fields.
    #[default]
    Object,
    /// One of its listeners, which `serve` does not support.
    Listener,
    /// A policy that applies to it.
    Policy,
    /// An entry of `matches`.
    Match,
    /// An entry of `filters`.
    Filter,
    /// Another field of a rule.
    Field,
}

/// What a rejection means for requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The object, or a part of it, is not in the table: requests go elsewhere or get 404.
    LeftOut,
    /// Requests for it are answered with an error.
    Refuses,
    /// It is served, without the part that the reason names.
    Note,
}

impl Effect {
    /// One or two words for JSON, which scripts compare: `left out`, `refuses`, `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Effect::LeftOut => "left out",
            Effect::Refuses => "refuses",
            Effect::Note => "note",
        }
    }

    /// One word for a line of output.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Effect::LeftOut => "ignored",
            Effect::Refuses => "rejects",
            Effect::Note => "note",
        }
    }
}

/// Collects rejections, each once: a rule attached to three listeners is still one rule.
#[derive(Debug, Default)]
pub struct Rejections(std::collections::BTreeSet<Rejection>);

impl Rejections {
    /// Adds one, unless it is there already.
    pub fn add(&mut self, rejection: Rejection) {
        self.0.insert(rejection);
    }

    /// All of them, ordered by object.
    #[must_use]
    pub fn into_vec(self) -> Vec<Rejection> {
        self.0.into_iter().collect()
    }
}
