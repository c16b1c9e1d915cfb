//! What compiling had to leave out, refuse or leave undone, as data. `serve` says it at start, `list` beside the row.

use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::ObjectRef;

/// One thing the route table does not do as the objects ask.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejection {
    pub object: ObjectRef,
    pub about: About,
    /// The rule of a route that it is about, counted from 0.
    pub rule: Option<usize>,
    pub effect: Effect,
    pub reason: Reason,
    /// The command or the change that mends it.
    pub next: Option<String>,
}

impl Rejection {
    /// Of an object as a whole.
    pub fn new(object: ObjectRef, effect: Effect, reason: impl Into<Reason>) -> Self {
        let (about, rule) = (About::Object, None);
        Rejection { object, about, rule, effect, reason: reason.into(), next: None }
    }

    /// The rule and the reason with its word: `rule 0: SecretNotFound: Secret n/k does not exist`.
    #[must_use]
    pub fn words(&self) -> String {
        self.in_rule(&self.reason.with_word())
    }

    /// The same without the word.
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

/// What of an object, or on the way to it, a rejection is about: `check` tells rejections apart by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The object itself, what it refers to, or what its words say.
    #[default]
    Object,
    /// A listener of it that this twin does not support.
    Listener,
    /// A policy on the way to it.
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
    /// Requests that come here are answered with an error.
    Refuses,
    /// Served, without what is named.
    Note,
}

impl Effect {
    /// One or two words for a line of output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Effect::LeftOut => "left out",
            Effect::Refuses => "refuses",
            Effect::Note => "note",
        }
    }
}

/// Collects rejections, each once: a rule attached to three listeners is still one rule.
#[derive(Debug, Default)]
pub struct Rejections(std::collections::BTreeSet<Rejection>);

impl Rejections {
    /// Adds one.
    pub fn add(&mut self, rejection: Rejection) {
        self.0.insert(rejection);
    }

    /// All of them, ordered by object.
    #[must_use]
    pub fn into_vec(self) -> Vec<Rejection> {
        self.0.into_iter().collect()
    }
}
