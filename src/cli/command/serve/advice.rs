//! What `serve` says of rights that are missing, beyond naming them: the command that does without, and the listeners
//! whose routes `-n` leaves unread.

use crate::cli::error::Failure;
use crate::domain::compile::rejection::{Effect, Rejection};
use crate::domain::compile::unread;
use crate::domain::crd::gateway_api::NamespacesFrom;
use crate::domain::route::reason::Note;
use crate::domain::snapshot::kinds::is_guard;
use crate::domain::snapshot::{Snapshot, Unread};
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::domain::value::{redaction, shell};
use crate::edge::cluster::Connection;
use crate::edge::cluster::read::may_list;

/// What is known when `serve` starts.
pub(super) struct Advice {
    /// The words of this command, as they were given.
    words: Vec<String>,
    /// Whether only some namespaces are read.
    is_partial: bool,
    /// The context's namespace, where that may be read and the cluster may not.
    own: Option<String>,
}

impl Advice {
    /// Asks the cluster whether `-n` with the context's namespace would do, where listing everything may not be.
    pub(super) async fn new(
        is_partial: bool,
        snapshot: &Snapshot,
        connection: Option<&Connection>,
    ) -> Self {
        let mut own = None;
        if let Some(connection) = connection.filter(|_| !is_partial && is_shut_out(snapshot)) {
            let namespace = connection.namespace.as_str();
            // It is only a hint: whatever else goes wrong has been said.
            let may = may_list(connection, Kind::HttpRoute, Some(namespace)).await;
            own = may.unwrap_or(false).then(|| namespace.to_owned());
        }
        let words = std::env::args_os().skip(1);
        let words = words.map(|word| word.to_string_lossy().into_owned()).collect();
        Advice { words, is_partial, own }
    }

    /// Adds to what is said of a table.
    pub(super) fn add(&self, snapshot: &Snapshot, rejections: &mut Vec<Rejection>) {
        let is_unread = |one: &&mut Rejection| {
            one.object.name.name == unread::ANY && one.effect == Effect::Refuses
        };
        let mut unread = rejections.iter_mut().filter(is_unread);
        if !self.is_partial && is_shut_out(snapshot) {
            if let Some(first) = unread.next() {
                first.next = Some(self.with_namespace());
            }
        } else if let Some(policies) = unread.find(|one| is_guard(one.object.kind)) {
            policies.next = Some(again(&self.words, "--without-policies"));
        }
        if self.is_partial {
            rejections.extend(shared(snapshot));
        }
    }

    /// Why a program has nothing to talk to: no listener could be read.
    pub(super) fn nothing_served(&self, snapshot: &Snapshot) -> Option<Failure> {
        let missing = snapshot.not_read().into_iter().next()?;
        let failure = format!("no listener could be read: {missing}");
        let next = (!self.is_partial && is_shut_out(snapshot)).then(|| self.with_namespace());
        let next = next.unwrap_or_else(|| "kubectl auth can-i --list".to_owned());
        Some(Failure::unreachable(failure).and(format!("  try: {next}")))
    }

    fn with_namespace(&self) -> String {
        match &self.own {
            Some(own) => again(&self.words, &format!("-n {}", shell::word(own))),
            None => format!(
                "{}   # a namespace that you can read; see `kubectl auth can-i --list -n NAMESPACE`",
                again(&self.words, "-n NAMESPACE")
            ),
        }
    }
}

/// Whether routes or Gateways may not be listed in the whole cluster.
fn is_shut_out(snapshot: &Snapshot) -> bool {
    let forbidden = |kind: &Kind| matches!(snapshot.unread.get(kind), Some(Unread::Forbidden(_)));
    [Kind::Gateway, Kind::HttpRoute].iter().any(forbidden)
}

/// This command with another flag, before the program that it runs. What looks like a key is masked.
fn again(words: &[String], flag: &str) -> String {
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let (ours, program) = words.split_at(end);
    let words = ours.iter().map(|word| shell::word(word));
    let program = program.iter().map(|word| shell::word(word));
    let all = words.chain([flag.into()]).chain(program).collect::<Vec<_>>().join(" ");
    redaction::without_keys(&format!("kubectl agw {all}")).into_owned()
}

/// The listeners that take routes of namespaces which are not read.
fn shared(snapshot: &Snapshot) -> Vec<Rejection> {
    let of_gateways = snapshot.gateways.values().flat_map(|gateway| {
        let object = ObjectRef::new(Kind::Gateway, gateway.name.clone());
        gateway.spec.listeners.iter().map(move |listener| (object.clone(), listener))
    });
    let of_sets = snapshot.listener_sets.values().flat_map(|set| {
        let object = ObjectRef::new(Kind::ListenerSet, set.name.clone());
        set.spec.listeners.iter().map(move |listener| (object.clone(), listener))
    });
    let shared = of_gateways.chain(of_sets).filter(|(_, listener)| {
        let rules = listener.allowed_routes.as_ref();
        let namespaces = rules.and_then(|rules| rules.namespaces.as_ref());
        let from = namespaces.and_then(|namespaces| namespaces.from.as_ref());
        matches!(from, Some(NamespacesFrom::All | NamespacesFrom::Selector))
    });
    let note = |(object, listener): (ObjectRef, &crate::domain::crd::gateway_api::Listener)| {
        Rejection::new(object, Effect::Note, Note::OtherNamespaces(listener.name.clone()))
    };
    shared.map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_repeated_with_the_flag_before_the_program_and_without_keys() {
        let words = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            again(&words("serve|--simulate|--context|a b|--|python|app.py"), "--without-policies"),
            "kubectl agw serve --simulate --context 'a b' --without-policies -- python app.py"
        );
        assert_eq!(again(&words("serve"), "-n team-a"), "kubectl agw serve -n team-a");
        let key = "sk-proj-0123456789abcdefghijklmnopqrstuvwxyz";
        let masked = again(&words(&format!("serve|--|app|--key|{key}")), "-n a");
        assert!(!masked.contains(key), "{masked}");
    }
}
