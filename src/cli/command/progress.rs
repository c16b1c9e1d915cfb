//! How far a command has come with its writes: what it says when it is stopped or cut off in the middle.

use std::cell::RefCell;

use serde_json::Value;

use crate::cli::error::Failure;
use crate::domain::manifest::resource_name;
use crate::edge::cluster::ClusterError;

/// What a command does with its objects, in the words of its reports.
#[derive(Debug)]
pub(super) struct ProgressWords {
    /// `written to`: what was done, before the place.
    done: &'static str,
    /// `written`.
    word: &'static str,
    /// What to do about the rest.
    rest: &'static str,
    /// What is not known of objects that are all done.
    after: &'static str,
}

/// It writes them.
pub(super) const WRITES: ProgressWords = ProgressWords {
    done: "written to",
    word: "written",
    rest: "; run the same command again to write the rest",
    after: "; whether it is ready is unknown: see `kubectl agw list`",
};

/// It changes one that is there.
pub(super) const CHANGES: ProgressWords = ProgressWords {
    done: "changed in",
    word: "changed",
    rest: "; run the same command again to change it",
    after: "; whether it is ready is unknown: see `kubectl agw list`",
};

/// It removes them.
pub(super) const REMOVES: ProgressWords = ProgressWords {
    done: "removed from",
    word: "removed",
    rest: "; see `kubectl agw tree` for what is left",
    after: "",
};

/// What was done, and what is on its way.
#[derive(Debug)]
pub(super) struct Progress {
    doing: &'static ProgressWords,
    /// Where it is done.
    place: String,
    steps: RefCell<Steps>,
}

#[derive(Debug, Default)]
struct Steps {
    done: Vec<String>,
    sending: Option<String>,
}

impl Progress {
    /// None yet; `place` names the cluster that they go to.
    pub(super) fn of(doing: &'static ProgressWords, place: String) -> Progress {
        Progress { doing, place, steps: RefCell::default() }
    }

    /// An object goes out, to be kept.
    pub(super) fn sends(&self, object: &Value) {
        self.sends_named(resource_name(object));
    }

    /// The same for who knows its name alone.
    pub(super) fn sends_named(&self, object: String) {
        self.steps.borrow_mut().sending = Some(object);
    }

    /// The one that went out is done.
    pub(super) fn arrived(&self) {
        let mut steps = self.steps.borrow_mut();
        let sent = steps.sending.take();
        steps.done.extend(sent);
    }

    /// The one that went out needed nothing.
    pub(super) fn found_done(&self) {
        self.steps.borrow_mut().sending = None;
    }

    /// A failure of what is on its way, with what was done before it. Where the answer to a write was lost, nobody knows
    /// whether the write was; what a dry run sends is never kept.
    pub(super) fn failed(&self, error: ClusterError) -> Failure {
        let ProgressWords { done: verb, word, rest, .. } = self.doing;
        let (Steps { done, sending }, place) = (&*self.steps.borrow(), &self.place);
        let lost = error.is_lost() && sending.is_some();
        let mut failure = Failure::from(error);
        if done.is_empty() && !lost {
            failure = failure.and(format!("nothing was {verb} {place}"));
        }
        if !done.is_empty() {
            let done = done.join(", ");
            failure = failure.and(format!("{word} before that: {done} in {place}{rest}"));
        }
        if let Some(sent) = sending.as_ref().filter(|_| lost) {
            failure = failure.and(format!("it is unknown whether {sent} was {verb} {place}{rest}"));
        }
        failure
    }

    /// For who stops the command now.
    pub(super) fn words(&self) -> String {
        let ProgressWords { done: verb, word, rest, after } = self.doing;
        let (Steps { done, sending }, place) = (&*self.steps.borrow(), &self.place);
        let done_words = format!("{verb} {place}: {}", done.join(", "));
        match (done.is_empty(), sending) {
            (true, None) => format!("nothing was {word}"),
            (true, Some(sent)) => format!("it is unknown whether {sent} was {verb} {place}{rest}"),
            (false, Some(sent)) => {
                format!("{done_words}; it is unknown whether {sent} was{rest}")
            }
            (false, None) => format!("{done_words}{after}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use serde_json::json;

    fn route() -> Value {
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
            "metadata": {"name": "r"}})
    }

    fn secret() -> Value {
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}})
    }

    #[test]
    fn each_moment_has_its_words() {
        let progress = Progress::of(&WRITES, "p".to_owned());
        assert_eq!(progress.words(), "nothing was written");
        progress.sends(&secret());
        assert!(progress.words().starts_with("it is unknown whether secret/s was written to p"));
        progress.arrived();
        assert!(progress.words().starts_with("written to p: secret/s; whether it is ready"));
        progress.sends(&route());
        let words = progress.words();
        assert!(
            words.contains("written to p: secret/s; it is unknown whether httproute."),
            "{words}"
        );
    }

    #[test]
    fn what_fails_in_a_dry_run_changed_nothing_in_its_place() {
        for doing in [&WRITES, &CHANGES, &REMOVES] {
            let progress = Progress::of(doing, "namespace n".to_owned());
            let refused = ClusterError::Forbidden { message: "no".into() };
            let late = ClusterError::Timeout { server: "s".into(), after: Duration::from_secs(1) };
            for error in [refused, late] {
                let said = progress.failed(error).to_string();
                let nothing = format!("nothing was {} namespace n", doing.done);
                assert!(said.ends_with(&nothing), "{said}");
            }
        }
    }

    #[test]
    fn a_refusal_wrote_nothing_and_a_lost_answer_may_have() {
        let progress = Progress::of(&WRITES, "p".to_owned());
        progress.sends(&secret());
        progress.arrived();
        progress.sends(&route());
        let refused = ClusterError::Forbidden { message: "no".into() };
        let said = progress.failed(refused).to_string();
        assert!(said.contains("written before that: secret/s in p"), "{said}");
        assert!(!said.contains("is unknown"), "{said}");
        let lost = ClusterError::Unreachable {
            at: "s".into(),
            reason: "the connection broke off".into(),
            advice: "",
        };
        let said = progress.failed(lost).to_string();
        assert!(
            said.contains("whether httproute.gateway.networking.k8s.io/r was written"),
            "{said}"
        );
    }
}
