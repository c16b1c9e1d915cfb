//! Watches of a scripted API server: what they make of its answers, and how often they ask.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::course::GONE_FOR;
use super::course::pause;
use super::*;
use crate::edge::cluster::scripted::{Answer, RecordedRequest, Server};

#[test]
fn pauses_grow_from_a_second_and_stay_bearable() {
    let pauses: Vec<u64> = (1..6).map(|failures| pause(failures).as_secs()).collect();
    assert_eq!(pauses, [1, 2, 4, 5, 5]);
    assert_eq!(pause(u32::MAX).as_secs(), 5);
}

fn gateways() -> WatchTarget {
    WatchTarget::Kind { kind: Kind::Gateway, namespace: None }
}

fn list() -> Answer {
    let object =
        json!({"metadata": {"name": "g", "namespace": "n", "resourceVersion": "1"}, "spec": {}});
    Answer::list(vec![object])
}

fn is_watch(asked: &RecordedRequest) -> bool {
    asked.query.contains("watch=true")
}

/// What each watch gets.
type Answers = fn() -> Answer;

/// When something was asked.
type Times = Arc<Mutex<Vec<Instant>>>;

/// A watch of Gateways against a script, and the changes that it says.
async fn watching(
    script: impl Fn(&RecordedRequest) -> Answer + Send + Sync + 'static,
) -> (Server, mpsc::Receiver<(WatchTarget, WatchUpdate)>, JoinSet<()>) {
    let server = Server::start(move |asked| script(&asked)).await;
    let connection = server.connection(|_| ()).await;
    let (out, changes) = mpsc::channel(64);
    let mut tasks = JoinSet::new();
    tasks.spawn(async move { watch(&connection, gateways(), out).await });
    (server, changes, tasks)
}

async fn soon(changes: &mut mpsc::Receiver<(WatchTarget, WatchUpdate)>) -> WatchUpdate {
    let change = tokio::time::timeout(Duration::from_secs(20), changes.recv()).await;
    change.expect("in time").expect("a change").1
}

/// How often in eight seconds a watch asks an API server whose lists work and whose watches get this answer; with the
/// changes that it says.
async fn asked_of(answer: Answers) -> (usize, Vec<WatchUpdate>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let (_server, mut changes, _tasks) = watching(move |asked| {
        counted.fetch_add(1, Ordering::Relaxed);
        if is_watch(asked) { answer() } else { list() }
    })
    .await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    let mut said = Vec::new();
    while let Ok((_, change)) = changes.try_recv() {
        said.push(change);
    }
    (count.load(Ordering::Relaxed), said)
}

#[tokio::test]
async fn a_watch_that_ends_at_once_or_is_refused_while_lists_work_is_no_storm() {
    let answers: [(&str, Answers); 8] = [
        ("200 and nothing", || {
            Answer::Headed(200, ("content-type", "application/json"), String::new())
        }),
        ("410", || Answer::status(410, "Expired", "too old")),
        ("410 in an event", || {
            let gone = json!({"type": "ERROR", "object": {"kind": "Status", "code": 410}});
            Answer::Headed(200, ("content-type", "application/json"), format!("{gone}\n"))
        }),
        ("401", || Answer::status(401, "Unauthorized", "Unauthorized")),
        ("403", || Answer::status(403, "Forbidden", "no watch for you")),
        ("404", || Answer::status(404, "NotFound", "the server could not find it")),
        ("500", || Answer::status(500, "InternalError", "broken")),
        ("HTML", || Answer::Headed(200, ("content-type", "text/html"), "<p>".into())),
    ];
    let all = answers.map(|(name, answer)| async move { (name, asked_of(answer).await) });
    for (name, (asked, said)) in futures::future::join_all(all).await {
        assert!((3..=9).contains(&asked), "{name}: {asked} requests in 8 s");
        let lists = said.iter().filter(|change| matches!(change, WatchUpdate::Listed(_))).count();
        assert_eq!(lists, 1, "{name}: nothing changed after the first: {said:?}");
        assert!(
            !said.iter().any(|change| matches!(change, WatchUpdate::Disturbed(_))),
            "{name}: {said:?}"
        );
    }
}

#[tokio::test]
async fn an_api_server_that_asks_for_time_is_given_it() {
    for busy_watch in [false, true] {
        let times = Times::default();
        let kept = Arc::clone(&times);
        let (_server, mut changes, _tasks) = watching(move |asked| {
            if is_watch(asked) != busy_watch {
                return if busy_watch { list() } else { Answer::Never };
            }
            let mut times = kept.lock().expect("times");
            times.push(Instant::now());
            match times.len() {
                1 | 2 => Answer::Headed(429, ("retry-after", "3"), "too many requests".into()),
                _ if busy_watch => Answer::Never,
                _ => list(),
            }
        })
        .await;
        if !busy_watch {
            assert!(matches!(soon(&mut changes).await, WatchUpdate::Disturbed(_)));
        }
        let third = async {
            while times.lock().expect("times").len() < 3 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(15), third).await.expect("it asks again");
        let times = times.lock().expect("times").clone();
        for pair in times.windows(2) {
            let waited = pair[1] - pair[0];
            assert!(
                waited >= Duration::from_secs(3) && waited < Duration::from_secs(6),
                "{waited:?}"
            );
        }
    }
}

#[tokio::test]
async fn refusals_of_an_api_server_that_starts_are_over_in_seconds() {
    let began = Instant::now();
    let (_server, mut changes, _tasks) = watching(move |asked| match asked {
        asked if is_watch(asked) => Answer::Never,
        _ if began.elapsed() < Duration::from_millis(1500) => {
            Answer::status(403, "Forbidden", "gateways is forbidden")
        }
        _ => list(),
    })
    .await;
    let mut refusals = 0;
    while soon(&mut changes).await == WatchUpdate::Refused("gateways is forbidden".into()) {
        refusals += 1;
    }
    assert!((1..=3).contains(&refusals), "{refusals}");
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
}

#[tokio::test]
async fn what_may_be_listed_and_not_watched_is_listed_every_few_seconds() {
    let lists = AtomicUsize::new(0);
    let (_server, mut changes, _tasks) = watching(move |asked| {
        if is_watch(asked) {
            return Answer::status(403, "Forbidden", "no watch for you");
        }
        match lists.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => list(),
            _ => Answer::list(Vec::new()),
        }
    })
    .await;
    assert!(matches!(soon(&mut changes).await, WatchUpdate::Listed(found) if found.len() == 1));
    assert!(
        matches!(soon(&mut changes).await, WatchUpdate::Polled(why) if why.contains("no watch for you"))
    );
    assert_eq!(soon(&mut changes).await, WatchUpdate::Steady, "as it was");
    assert!(matches!(soon(&mut changes).await, WatchUpdate::Listed(found) if found.is_empty()));
}

/// A cluster whose CRD is gone from the second list on, as its 404 and its discovery say.
fn without_crd(ready: u16) -> impl Fn(&RecordedRequest) -> Answer + Send + Sync + 'static {
    let lists = AtomicUsize::new(0);
    move |asked| {
        let is_list = asked.path.ends_with("/gateways");
        match () {
            () if is_watch(asked) => Answer::no_such_path(),
            () if asked.path == "/readyz" => {
                Answer::Headed(ready, ("content-type", "text/plain"), "x".into())
            }
            () if is_list && lists.fetch_add(1, Ordering::Relaxed) == 0 => list(),
            () => Answer::no_such_path(),
        }
    }
}

#[tokio::test]
async fn a_kind_is_gone_when_the_api_server_has_said_so_for_some_seconds() {
    let (_server, mut changes, _tasks) = watching(without_crd(200)).await;
    assert!(matches!(soon(&mut changes).await, WatchUpdate::Listed(_)));
    let began = Instant::now();
    let mut doubts = 0;
    while let WatchUpdate::Disturbed(words) = soon(&mut changes).await {
        assert!(words.contains("no longer has gateways.gateway.networking.k8s.io"), "{words}");
        doubts += 1;
    }
    assert!(doubts >= 2 && began.elapsed() >= GONE_FOR, "{doubts} in {:?}", began.elapsed());
}

#[tokio::test]
async fn an_api_server_that_is_not_ready_is_not_believed_that_a_kind_is_gone() {
    let (_server, mut changes, _tasks) = watching(without_crd(500)).await;
    assert!(matches!(soon(&mut changes).await, WatchUpdate::Listed(_)));
    let began = Instant::now();
    while began.elapsed() < GONE_FOR * 2 {
        let change = soon(&mut changes).await;
        assert_eq!(change, WatchUpdate::Disturbed("the API server is not ready yet".into()));
    }
}

#[tokio::test]
async fn renewed_credentials_are_seen_within_ten_seconds_by_what_is_seldom_tried_too() {
    const RENEWED_AFTER: Duration = Duration::from_secs(13);
    let began = Instant::now();
    let server =
        Server::start(move |asked| match (began.elapsed() < RENEWED_AFTER, is_watch(&asked)) {
            (true, _) => Answer::status(401, "Unauthorized", "Unauthorized"),
            (false, true) => Answer::Never,
            (false, false) => list(),
        })
        .await;
    let connection = server.connection(|_| ()).await;
    let (out, mut changes) = mpsc::channel(64);
    let secret = WatchTarget::Object { kind: Kind::Secret, name: ObjectName::new("n", "g") };
    let mut tasks = JoinSet::new();
    for watched in [gateways(), secret.clone()] {
        let (connection, out) = (connection.clone(), out.clone());
        tasks.spawn(async move { watch(&connection, watched, out).await });
    }
    let mut tries = 0;
    loop {
        let (watched, change) = changes.recv().await.expect("a change");
        match change {
            WatchUpdate::Listed(_) if watched == secret => break,
            _ if watched == secret => tries += 1,
            _ => {}
        }
        assert!(began.elapsed() < RENEWED_AFTER + Duration::from_secs(10), "it is seen too late");
    }
    assert!(began.elapsed() < RENEWED_AFTER + Duration::from_secs(10), "it was seen too late");
    assert!((3..=6).contains(&tries), "{tries} tries in 13 s");
}
