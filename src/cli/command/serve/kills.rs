//! The kill switch of `serve`: followed from before the first request, told on stderr and recorded in the audit log.

use std::time::Duration;

use jiff::Timestamp;

use super::Args;
use super::audit::Audit;
use crate::cli::actor;
use crate::cli::args::source::Followed;
use crate::cli::output;
use crate::domain::kill::state::Change;
use crate::domain::kill::{InForce, Place, Records, Unreadable};
use crate::edge::kills::Store;
use crate::edge::kills::follow::{Following, follow};
use crate::edge::proxy::KillSwitch;

/// How long the first state may take before it is served without one: everything counts as killed until it comes.
const PATIENCE: Duration = Duration::from_secs(5);

/// The kill switch, and what was told of it.
pub(super) struct KillState {
    switch: KillSwitch,
    /// None once it has ended.
    following: Option<Following>,
    told: Records,
}

impl KillState {
    /// Begins to follow what is recorded where the routes are.
    pub(super) fn start(args: &Args, followed: &Followed) -> Self {
        let store = match &followed.connection {
            None => Store::beside(&args.source.filenames),
            Some(connection) => {
                Store::Gateways(Box::new(connection.clone()), args.extent().namespaces)
            }
        };
        let switch = KillSwitch::default();
        let set = switch.clone();
        let following = Some(follow(store, args.give_up_after, move |now| set.set(now)));
        KillState { switch, following, told: Records::default() }
    }

    /// What the proxy asks.
    pub(super) fn switch(&self) -> KillSwitch {
        self.switch.clone()
    }

    /// Waits for the first state, so that nothing is served that is killed, and nothing refused that is not.
    pub(super) async fn first(&mut self) {
        let Some(following) = &mut self.following else { return };
        if following.first(PATIENCE).await.is_none() {
            output::say(
                "the kill switch has not been read yet: everything counts as killed until it is",
            );
        }
        // What is there already is told as soon as there is somebody to tell.
        following.seen.mark_changed();
    }

    /// Waits for records that were not told yet.
    pub(super) async fn changed(&mut self) -> Records {
        loop {
            let Some(following) = &mut self.following else { return std::future::pending().await };
            if following.seen.changed().await.is_err() {
                self.following = None;
                let why = "the kill switch isn't read any more, so everything counts as killed";
                self.switch.set(InForce::unreadable(why.to_owned()));
                return Records::one(Place::Everywhere, Err(Unreadable(why.to_owned())));
            }
            if let Some(seen) = following.seen.borrow_and_update().clone() {
                return seen;
            }
        }
    }

    /// Says what has changed, and records it.
    pub(super) fn tell(&mut self, seen: Records, audit: &Audit) {
        for (place, why) in seen.unreadable() {
            if self.told.0.get(place) != Some(&Err(why.clone())) {
                output::say(&why.0);
                audit.acts("kill.unreadable", &actor::local(), &why.0);
            }
        }
        for (place, _) in self.told.unreadable() {
            if matches!(seen.0.get(place), Some(Ok(_))) {
                output::say(&format!("resolved: the kill switch of {place} can be read"));
            }
        }
        for (Change { act, actor, words }, places) in seen.changes(&self.told, Timestamp::now()) {
            let places: Vec<_> =
                places.iter().filter(|place| ***place != Place::Everywhere).collect();
            let at = match &places[..] {
                [] => String::new(),
                places => {
                    let names: Vec<_> = places.iter().map(ToString::to_string).collect();
                    format!(" at {}", names.join(", "))
                }
            };
            output::say(&format!("{act}: {words}{at} (by {actor})"));
            audit.acts(act, &actor, &format!("{words}{at}"));
        }
        self.told = seen;
    }
}
