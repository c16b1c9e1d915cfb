//! Which requests a kill stops, how long, and what is a state.

use std::time::Duration;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a time")
}

fn kill(kind: SubjectKind, name: &str, last: Option<u64>) -> Kill {
    let subject = Subject::read(kind, name, "default").expect("a subject");
    let cause = Cause { reason: "a leak".to_owned(), actor: "ann".to_owned() };
    Kill::new(subject, cause, at(0), last.map(Duration::from_secs)).expect("a kill")
}

fn state(kills: &[Kill]) -> Kills {
    let mut state = Kills::default();
    kills.iter().cloned().for_each(|kill| state.put(kill));
    state
}

fn everywhere(kills: Kills, now: Timestamp) -> InForce {
    InForce::of(&Records::one(Place::Everywhere, Ok(kills)), now)
}

fn passage() -> Passage {
    Passage {
        gateway: "n/g".to_owned(),
        route: "n/r.with.dots.3".to_owned(),
        backend: "n/b".to_owned(),
        provider: "openai",
        requested: "fast".to_owned(),
        renamed: "alias".to_owned(),
        model: "gpt-4o".to_owned(),
        client: Client { key: "k".to_owned(), subject: "s".to_owned(), user: "u".to_owned() },
    }
}

#[test]
fn a_request_is_stopped_by_each_thing_on_its_way_and_by_nothing_else() {
    use SubjectKind::{All, Backend, Gateway, Key, Model, Provider, Route};
    for (kind, name) in [
        (All, ""),
        (Gateway, "n/g"),
        (Route, "n/r.with.dots"),
        (Backend, "n/b"),
        (Provider, "openai"),
        (Model, "fast"),
        (Model, "alias"),
        (Model, "gpt-4o"),
        (Key, "k"),
        (Key, "s"),
        (Key, "u"),
    ] {
        let in_force = everywhere(state(&[kill(kind, name, None)]), at(1));
        let words = in_force.stops(&passage()).expect("stopped").words();
        assert!(words.starts_with("stopped by the kill switch: "), "{words}");
        assert!(words.ends_with(": a leak"), "{words}");
        let nothing_known = in_force.stops(&Passage::default());
        assert_eq!(nothing_known.is_some(), kind == All, "{kind:?} {name}");
    }
    for (kind, name) in [
        (Gateway, "n/other"),
        (Route, "n/r"),
        (Backend, "m/b"),
        (Provider, "anthropic"),
        (Model, "gpt-4o-mini"),
        (Model, "openai"),
        (Key, "n/g"),
    ] {
        let in_force = everywhere(state(&[kill(kind, name, None)]), at(1));
        assert_eq!(in_force.stops(&passage()), None, "{kind:?} {name}");
        assert!(!in_force.is_empty());
    }
}

#[test]
fn a_kill_holds_until_its_end_or_until_it_is_resumed() {
    let short = kill(SubjectKind::Model, "m", Some(10));
    assert!(short.holds(at(9)) && !short.holds(at(10)));
    assert_eq!(state(std::slice::from_ref(&short)).next_end(at(9)), Some(at(10)));
    assert_eq!(state(std::slice::from_ref(&short)).next_end(at(10)), None);
    assert!(short.words().ends_with("a leak (until 2027-01-15T08:00:10Z)"), "{}", short.words());
    let over = short.resumed("bob".to_owned(), at(5));
    assert!(!over.holds(at(6)));
    assert!(everywhere(state(std::slice::from_ref(&over)), at(6)).is_empty());
    let (mut old, week) = (state(&[over]), 7 * 24 * 3600);
    old.prune(at(5 + week));
    assert_eq!(old.iter().count(), 1);
    old.prune(at(6 + week));
    assert_eq!(old.iter().count(), 0);
}

#[test]
fn a_state_is_read_back_and_nothing_else_is() {
    let kills = state(&[
        kill(SubjectKind::All, "", None),
        kill(SubjectKind::Model, "a \"b\" ü", Some(60)),
        kill(SubjectKind::Route, "r", None).resumed("bob".to_owned(), at(3)),
    ]);
    assert_eq!(Kills::read(&kills.text()), Ok(kills.clone()));
    let entries: Vec<_> = kills.iter().map(state::annotation).collect();
    let all = entries.iter().map(|(key, text)| (key.as_str(), text.as_str()));
    let others = [("example.com/kill", "all"), ("kill", "")];
    assert_eq!(Kills::of_annotations(all.chain(others)), Ok(kills.clone()));
    for name in entries.iter().filter_map(|(key, _)| key.strip_prefix(state::PREFIX)) {
        assert!(name.len() < 64, "{name}");
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)), "{name}");
    }
    let swapped = entries.iter().rev().zip(&entries).map(|(a, b)| (a.0.as_str(), b.1.as_str()));
    assert!(Kills::of_annotations(swapped).is_err());
    let long = format!("{{\"{}\": 1}}", "sk-proj-0123456789abcdefghijklmnop".repeat(99));
    let name = crate::domain::value::object_ref::ObjectName::new("n", "g");
    let broken =
        place::of_gateway(&name, [("kill.kubectl-agw.dev/model.0", long.as_str())].into_iter());
    let Unreadable(why) = broken.expect_err("no record");
    assert!(why.len() < 600 && !why.contains("0123456789"), "{why}");
    assert!(why.contains("annotate gateway -n n g kill.kubectl-agw.dev/model.0-"), "{why}");
    let text = kills.text();
    for wrong in [
        String::new(),
        "{}".to_owned(),
        "[]".to_owned(),
        text[..text.len() / 2].to_owned(),
        text.replace("\"kills\"", "\"kill\""),
        text.replace("\"actor\"", "\"aktor\""),
        text.replace("\"model\"", "\"modell\""),
        text.replace("default/r", "r"),
        text.replace("\"since\": \"2027", "\"since\": \"today"),
        text.clone() + "x",
        " ".repeat(state::MOST + 1),
    ] {
        assert!(Kills::read(&wrong).is_err(), "{wrong}");
    }
    let one = kill(SubjectKind::Model, "m", None);
    let one = serde_json::to_string(&one).expect("text");
    let twice = Kills::read(&format!("{{\"kills\":[{one},{one}]}}"));
    assert_eq!(twice, Err(Unreadable("model m is there twice".to_owned())));
}

#[test]
fn what_cannot_be_read_stops_everything_and_says_so() {
    let in_force = InForce::unreadable("the state is broken".to_owned());
    assert!(!in_force.is_empty());
    for passage in [Passage::default(), passage()] {
        assert_eq!(in_force.stops(&passage), Some(Stop::Unreadable("the state is broken")));
    }
}

#[test]
fn of_two_places_the_kill_counts_wherever_it_is() {
    let held = kill(SubjectKind::Model, "m", None);
    let over = held.clone().resumed("bob".to_owned(), at(1));
    for (one, other) in [(&held, &over), (&over, &held)] {
        let both = state(std::slice::from_ref(one)).and(state(std::slice::from_ref(other)), at(2));
        assert!(!everywhere(both, at(2)).is_empty());
    }
}

#[test]
fn a_subject_that_cannot_be_is_refused() {
    use SubjectKind::{All, Backend, Model, Provider, Route};
    for (kind, name) in [
        (All, "x"),
        (Model, ""),
        (Model, "a\nb"),
        (Route, ""),
        (Route, "a/b/c"),
        (Backend, "/b"),
        (Provider, "openia"),
    ] {
        assert!(Subject::read(kind, name, "default").is_err(), "{kind:?} {name:?}");
    }
    let route = Subject::read(Route, "r", "team").expect("a route");
    assert_eq!(route.to_string(), "route team/r");
    let cause = |reason: &str| Cause { reason: reason.to_owned(), actor: String::new() };
    let all = || Subject::read(All, "", "").expect("all");
    for reason in ["", "  ", "two\nlines", &"x".repeat(501)] {
        assert!(Kill::new(all(), cause(reason), at(0), None).is_err(), "{reason:?}");
    }
    assert!(Kill::new(all(), cause("r"), at(0), Some(Duration::MAX)).is_err());
}

#[test]
fn a_record_on_a_gateway_stops_what_comes_through_it_and_nothing_else() {
    let through = |gateway: &str| Passage { gateway: gateway.to_owned(), ..passage() };
    let all = || state(&[kill(SubjectKind::All, "", None)]);
    for (place, stopped) in [
        (Place::Everywhere, [true, true, true, true]),
        (Place::Namespace("n".to_owned()), [true, true, false, false]),
        (Place::Gateway("n/g".to_owned()), [true, false, false, false]),
    ] {
        for found in [Ok(all()), Err(Unreadable("broken".to_owned()))] {
            let in_force = InForce::of(&Records::one(place.clone(), found), at(1));
            let now = ["n/g", "n/other", "nn/g", ""]
                .map(|gateway| in_force.stops(&through(gateway)).is_some());
            assert_eq!(now, stopped, "{place:?}");
        }
    }
}

#[test]
fn a_change_is_told_once_with_each_gateway_that_it_is_at() {
    let place = |name: &str| Place::Gateway(name.to_owned());
    let held = state(&[kill(SubjectKind::Model, "m", None)]);
    let none = Records([place("n/a"), place("n/b")].map(|at| (at, Ok(Kills::default()))).into());
    let both = Records([place("n/a"), place("n/b")].map(|at| (at, Ok(held.clone()))).into());
    let changes = both.changes(&none, at(1));
    let [(change, places)] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((change.act, places.len()), ("kill", 2));
    assert_eq!(both.changes(&both, at(1)), []);
    // A Gateway that is gone takes its records along.
    let one = Records::one(place("n/a"), Ok(held));
    let changes = one.changes(&both, at(1));
    let [(change, places)] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((change.act, &places[..]), ("resume", &[&place("n/b")][..]));
    assert!(change.actor.contains("its record was removed"), "{change:?}");
}
