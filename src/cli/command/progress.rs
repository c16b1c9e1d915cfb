//! How far a command has come with its writes: what it says when it is stopped or cut off in the middle.

use std::cell::RefCell;

use serde_json::Value;

use crate::cli::error::Failure;
use crate::domain::manifest::resource_name;
use crate::edge::cluster::ClusterError;

/// What was written, and what is on its way.
#[derive(Debug, Default)]
pub(super) struct Progress(RefCell<Steps>);

#[derive(Debug, Default)]
struct Steps {
    place: String,
    written: Vec<String>,
    sending: Option<String>,
}

const COMPLETES: &str = "the same command writes the rest once it can";

impl Progress {
    /// An object goes out to the cluster that `place` names.
    pub(super) fn sends(&self, object: &Value, place: &str) {
        let mut steps = self.0.borrow_mut();
        place.clone_into(&mut steps.place);
        steps.sending = Some(resource_name(object));
    }

    /// The one that went out is there.
    pub(super) fn arrived(&self) {
        let mut steps = self.0.borrow_mut();
        let sent = steps.sending.take();
        steps.written.extend(sent);
    }

    /// A failure of the write that is on its way, with what was written before it. Where the answer was lost, nobody
    /// knows whether the write was.
    pub(super) fn failed(&self, error: ClusterError) -> Failure {
        let lost = match &error {
            ClusterError::Unreachable { reason, .. } => reason != "connection refused",
            ClusterError::Timeout { .. } | ClusterError::NotKubernetes { .. } => true,
            _ => false,
        };
        let steps = self.0.borrow();
        let mut failure = Failure::from(error);
        if steps.written.is_empty() && !lost {
            failure = failure.and(format!("nothing was written to {}", steps.place));
        }
        if !steps.written.is_empty() {
            let written = steps.written.join(", ");
            let place = &steps.place;
            failure =
                failure.and(format!("written before that: {written} in {place}; {COMPLETES}"));
        }
        if let Some(sent) = steps.sending.as_ref().filter(|_| lost) {
            let place = &steps.place;
            failure = failure
                .and(format!("whether {sent} was written to {place} is not known; {COMPLETES}"));
        }
        failure
    }

    /// For who stops the command now.
    pub(super) fn words(&self) -> String {
        let Steps { place, written, sending } = &*self.0.borrow();
        let written_words = format!("written to {place}: {}", written.join(", "));
        match (written.is_empty(), sending) {
            (true, None) => "nothing was written".to_owned(),
            (true, Some(sent)) => {
                format!("whether {sent} was written to {place} is not known; {COMPLETES}")
            }
            (false, Some(sent)) => {
                format!("{written_words}; whether {sent} was is not known; {COMPLETES}")
            }
            (false, None) => {
                format!("{written_words}; whether it is ready is not known: see `kubectl agw list`")
            }
        }
    }
}

#[cfg(test)]
mod tests {
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
        let progress = Progress::default();
        assert_eq!(progress.words(), "nothing was written");
        progress.sends(&secret(), "p");
        assert!(progress.words().starts_with("whether secret/s was written to p is not known"));
        progress.arrived();
        assert!(progress.words().starts_with("written to p: secret/s; whether it is ready"));
        progress.sends(&route(), "p");
        let words = progress.words();
        assert!(words.contains("written to p: secret/s; whether httproute."), "{words}");
    }

    #[test]
    fn a_refusal_wrote_nothing_and_a_lost_answer_may_have() {
        let progress = Progress::default();
        progress.sends(&secret(), "p");
        progress.arrived();
        progress.sends(&route(), "p");
        let refused = ClusterError::Forbidden { message: "no".into() };
        let said = progress.failed(refused).to_string();
        assert!(said.contains("written before that: secret/s in p"), "{said}");
        assert!(!said.contains("not known"), "{said}");
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
