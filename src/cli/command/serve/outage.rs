//! What is said of a cluster that does not answer: when it is lost, now and then while it stays lost, and when it is back;
//! each time how old the routes are that go on being served.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::time::Instant;

use crate::cli::output::{self, age};
use crate::edge::source::Health;

/// A cluster that stays lost is spoken of again after this time, then after twice that, and so on.
const FIRST_REMINDER: Duration = Duration::from_secs(10);
/// The longest time without a word of it.
const MOST: Duration = Duration::from_mins(15);

/// Whether the cluster is away.
#[derive(Default)]
pub(super) struct Outage {
    lost: Option<OngoingOutage>,
    /// That something is not watched was said.
    polled: bool,
}

struct OngoingOutage {
    health: Health,
    remind: Instant,
    pause: Duration,
}

impl Outage {
    /// The source went away, came back, or is away for another reason than before.
    pub(super) fn hears(&mut self, health: Health) {
        if let Some(why) = health.polled.as_ref().filter(|_| !self.polled) {
            output::say(&format!("note: listed every few seconds instead of watched: {why}"));
        }
        self.polled = health.polled.is_some();
        match (&mut self.lost, health.connected) {
            (None, true) => {}
            (None, false) => {
                output::say(&format!("the cluster {}; {}", verb(&health), words(&health)));
                let remind = Instant::now() + FIRST_REMINDER;
                self.lost = Some(OngoingOutage { health, remind, pause: FIRST_REMINDER });
            }
            (Some(lost), false) => lost.health = health,
            (Some(lost), true) => {
                let away = lost.health.since.elapsed().as_secs();
                let away = age::short_duration(i64::try_from(away).unwrap_or(i64::MAX));
                output::say(&match (lost.health.refuses, health.given_up) {
                    (true, true) => format!(
                        "still no permission after {away}: objects that cannot be read have expired, and \
                         routes that depend on them answer 503"
                    ),
                    _ => format!(
                        "the cluster is reachable again after {away}: serving its current routes"
                    ),
                });
                self.lost = None;
            }
        }
    }

    /// Waits until it is time to speak of a lost cluster again; for ever where none is lost.
    pub(super) async fn due(&self) {
        match &self.lost {
            Some(lost) => tokio::time::sleep_until(lost.remind).await,
            None => std::future::pending().await,
        }
    }

    /// Speaks of it again.
    pub(super) fn remind(&mut self) {
        let Some(lost) = &mut self.lost else { return };
        let verb = if lost.health.refuses { REFUSES } else { "is still unreachable" };
        output::say(&format!("the cluster {verb}; {}", words(&lost.health)));
        lost.pause = (lost.pause * 2).min(MOST);
        lost.remind = Instant::now() + lost.pause;
    }
}

const REFUSES: &str = "no longer permits reading its objects";

fn verb(health: &Health) -> &'static str {
    if health.refuses { REFUSES } else { "is unreachable" }
}

fn words(health: &Health) -> String {
    let routes = routes(health.heard, SystemTime::now(), TimeZone::system());
    let reason = health.last_error.as_deref().unwrap_or("no reason given");
    format!("still serving {routes}: {reason}")
}

/// `the routes of 12:03:11, 4m old,`
fn routes(heard: SystemTime, now: SystemTime, zone: TimeZone) -> String {
    let age = ago(heard, now);
    match Timestamp::try_from(heard) {
        Ok(heard) => {
            format!("the routes of {} ({age} old)", heard.to_zoned(zone).strftime("%H:%M:%S"))
        }
        Err(_) => format!("the routes of {age} ago"),
    }
}

fn ago(then: SystemTime, now: SystemTime) -> String {
    let seconds = now.duration_since(then).unwrap_or_default().as_secs();
    age::short_duration(i64::try_from(seconds).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_say_of_when_they_are_and_how_old() {
        let heard = SystemTime::UNIX_EPOCH + Duration::from_secs(12 * 3600 + 3 * 60 + 11);
        let said = |later| routes(heard, heard + Duration::from_secs(later), TimeZone::UTC);
        assert_eq!(said(0), "the routes of 12:03:11 (0s old)");
        assert_eq!(said(240), "the routes of 12:03:11 (4m old)");
        assert_eq!(said(3 * 3600 + 60), "the routes of 12:03:11 (3h1m old)");
    }

    #[test]
    fn a_lost_cluster_is_spoken_of_less_and_less_and_never_not_at_all() {
        let health = |connected| Health::new(connected);
        let mut absence = Outage::default();
        absence.hears(health(true));
        assert!(absence.lost.is_none());
        absence.hears(health(false));
        let pauses = (0..9).map(|_| {
            let pause = absence.lost.as_ref().map(|lost| lost.pause.as_secs());
            absence.remind();
            pause.expect("lost")
        });
        assert_eq!(pauses.collect::<Vec<_>>(), [10, 20, 40, 80, 160, 320, 640, 900, 900]);
        absence.hears(health(true));
        assert!(absence.lost.is_none());
    }
}
