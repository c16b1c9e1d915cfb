//! Logs that are written, cut, hindered and gone on with, each checked afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::domain::audit::line::Line;
use crate::domain::audit::note::PublicKey;
use crate::domain::audit::record::{Coverage, TableChange};
use crate::domain::audit::verify::VerifyReport;
use crate::edge::audit::key::SigningKey;
use crate::edge::audit::read::{Unverified, lines, verify};
use crate::edge::audit::{AuditError, AuditLog, Folder, Overload, Settings};

struct Log {
    /// Removed when dropped.
    _home: tempfile::TempDir,
    settings: Settings,
}

impl Log {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let settings = Settings {
            folder: home.path().join("audit"),
            key: home.path().join("key"),
            overload: Overload::Wait,
            patience: Duration::from_millis(60),
            capacity: 64,
            segment_bytes: 1 << 20,
            segment_age: Duration::from_secs(3600),
            actor: "me".to_owned(),
        };
        Log { _home: home, settings }
    }

    fn start(&self) -> AuditLog {
        let log = AuditLog::start(self.settings.clone()).expect("it starts");
        let rules = "sha256:a".to_owned();
        let change =
            TableChange { rules: rules.clone(), before: None, changes: Vec::new(), reason: None };
        log.record(&[&change, &Coverage { rules, ..Coverage::default() }]);
        log
    }

    fn verify(&self) -> Result<VerifyReport, Unverified> {
        verify(&Folder::at(&self.settings.folder), None, None)
    }

    fn segment(&self, number: u64) -> PathBuf {
        Folder::at(&self.settings.folder).segment(number)
    }

    /// All lines, as text.
    fn text(&self) -> String {
        let folder = Folder::at(&self.settings.folder);
        let mut all = Vec::new();
        for segment in folder.segments().expect("read") {
            let add = |line: &[u8]| {
                all.extend_from_slice(line);
                Ok::<_, AuditError>(())
            };
            lines(&folder, segment, add).expect("read");
        }
        String::from_utf8(all).expect("text")
    }
}

fn request(number: u64) -> Line {
    let mut line = Line::new(0, "request", 64);
    line.number("exchange", number);
    line.exactly("rules", "sha256:a");
    line
}

/// So many requests, each of which finds room sooner or later.
fn ask(log: &AuditLog, count: usize) {
    for _ in 0..count {
        let slot = until(|| log.reserve());
        let line = request(slot.number());
        slot.push(line);
    }
}

fn until<T>(mut what: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(came) = what() {
            return came;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "it does not come");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn wait(log: &AuditLog) -> Result<u64, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let slot = runtime.expect("a runtime").block_on(log.wait())?;
    let number = slot.number();
    slot.push(request(number));
    Ok(number)
}

#[test]
fn sessions_follow_each_other_and_every_request_has_its_line() {
    let log = Log::new();
    for _ in 0..3 {
        let audit = log.start();
        ask(&audit, 500);
        audit.close().expect("written");
    }
    let report = log.verify().expect("whole");
    assert!(report.is_complete(), "{report:?}");
    assert_eq!((report.sessions, report.segments, report.requests), (3, 3, 1500));
}

#[test]
fn threads_that_end_at_once_lose_nothing_and_segments_end_by_size() {
    let mut log = Log::new();
    log.settings.segment_bytes = 20_000;
    let audit = log.start();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| ask(&audit, 500));
        }
    });
    audit.close().expect("written");
    let report = log.verify().expect("whole");
    assert!(report.is_complete() && report.segments > 5, "{report:?}");
    assert_eq!(report.requests, 2000);
    fs::remove_file(log.segment(3)).expect("removed");
    let fault = log.verify().expect_err("a segment is gone").to_string();
    assert!(fault.starts_with("000004.jsonl:1: missing: segment 3"), "{fault}");
}

#[test]
fn segments_end_by_age() {
    let mut log = Log::new();
    log.settings.segment_age = Duration::from_millis(1);
    let audit = log.start();
    for _ in 0..5 {
        ask(&audit, 1);
        std::thread::sleep(Duration::from_millis(15));
    }
    audit.close().expect("written");
    let report = log.verify().expect("whole");
    assert!(report.is_complete() && report.segments > 1, "{report:?}");
}

#[test]
fn one_process_writes_a_log_at_a_time() {
    let log = Log::new();
    let audit = log.start();
    assert!(Folder::at(&log.settings.folder).is_in_use());
    let second = AuditLog::start(log.settings.clone()).err();
    assert!(matches!(second, Some(AuditError::InUse(_))), "{second:?}");
    audit.close().expect("written");
    assert!(!Folder::at(&log.settings.folder).is_in_use());
}

/// What a process leaves that is killed now, in a folder of its own.
fn killed(log: &Log, cut: usize) -> Log {
    let left = Log::new();
    copy(&log.settings.folder, &left.settings.folder);
    fs::copy(&log.settings.key, &left.settings.key).expect("copied");
    let segment = left.segment(1);
    let bytes = fs::read(&segment).expect("read");
    fs::write(&segment, &bytes[..bytes.len() - cut]).expect("cut");
    left
}

fn copy(from: &Path, to: &Path) {
    crate::edge::audit::folder::private(to).expect("made");
    for entry in fs::read_dir(from).expect("read").map(|entry| entry.expect("an entry")) {
        let to = to.join(entry.file_name());
        match entry.file_type().expect("a type").is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).expect("copied")),
        }
    }
}

#[test]
fn what_a_killed_process_leaves_is_sealed_and_says_what_is_open() {
    let log = Log::new();
    let audit = log.start();
    let open = audit.reserve().expect("room");
    ask(&audit, 9);
    // The numbers that were begun are told once a second at the latest.
    let more = audit.reserve().expect("room");
    until(|| log.text().contains("\"type\":\"progress\"").then_some(()));
    for cut in [0, 1, 40, 200, 1000] {
        let left = killed(&log, cut);
        let before = left.verify().is_ok_and(|report| report.is_complete());
        assert!(!before, "it was not ended");
        let again = left.start();
        ask(&again, 2);
        again.close().expect("written");
        let report = left.verify().expect("sealed");
        assert!(!report.is_complete() && !report.is_open, "{report:?}");
        assert!(report.gaps[0].words.contains("session 1 was cut off"), "{report:?}");
        assert_eq!(left.text().contains("\"torn\":"), cut > 0, "{cut}");
        if cut == 0 {
            let named = "\"count\":2,\"exchanges\":[[1,1],[11,11]],\"answered\":\"unknown\"";
            assert!(left.text().contains(named), "{}", left.text());
        }
    }
    drop((open, more));
    audit.close().expect("written");
}

#[test]
fn a_log_that_was_changed_is_not_gone_on_with() {
    let log = Log::new();
    let audit = log.start();
    ask(&audit, 9);
    audit.close().expect("written");
    let text = fs::read_to_string(log.segment(1)).expect("read");
    fs::write(log.segment(1), text.replacen("sha256:a", "sha256:b", 1)).expect("changed");
    let refused = AuditLog::start(log.settings.clone()).err();
    assert!(matches!(refused, Some(AuditError::Broken(_))), "{refused:?}");
}

#[test]
fn a_log_that_is_signed_by_another_key_does_not_hold() {
    let log = Log::new();
    let audit = log.start();
    ask(&audit, 1);
    audit.close().expect("written");
    let folder = Folder::at(&log.settings.folder);
    let own = SigningKey::read(&log.settings.key).expect("made").public();
    verify(&folder, Some(&own), None).expect("signed");
    let other = PublicKey::new(&[7; 32]);
    let fault = verify(&folder, Some(&other), None).expect_err("not by that one").to_string();
    assert!(fault.contains("000001.head: it has no signature by"), "{fault}");
    let head = log.verify().expect("whole").head.expect("lines").hash;
    verify(&folder, None, Some(&head)).expect("it is there");
    let elsewhere = head.then(b"x");
    let fault = verify(&folder, None, Some(&elsewhere)).expect_err("it is not").to_string();
    assert!(fault.contains("re-rooted or truncated"), "{fault}");
    fs::remove_file(folder.head(1)).expect("removed");
    assert!(verify(&folder, None, None).is_err());
}

/// Takes all bytes out of the file that is written, and puts them back.
fn hindered(log: &Log, meanwhile: impl FnOnce()) {
    let path = log.segment(1);
    let bytes = fs::read(&path).expect("read");
    let file = fs::File::options().write(true).open(&path).expect("opened");
    file.set_len(0).expect("cut");
    meanwhile();
    fs::write(&path, bytes).expect("put back");
}

#[test]
fn while_nothing_can_be_written_no_request_is_let_in_and_all_are_accounted_for() {
    for overload in [Overload::Wait, Overload::Refuse] {
        let mut log = Log::new();
        log.settings.overload = overload;
        let audit = log.start();
        ask(&audit, 3);
        until(|| log.text().contains("\"exchange\":3").then_some(()));
        hindered(&log, || {
            ask(&audit, 1);
            let why = until(|| audit.failing());
            assert!(why.contains("segment was truncated"), "{why}");
            assert!(audit.reserve().is_none());
            for _ in 0..2 {
                let since = Instant::now();
                let why = wait(&audit).expect_err("no room");
                assert!(why.contains("segment was truncated"), "{why}");
                let waits = since.elapsed() >= log.settings.patience;
                assert_eq!(waits, overload == Overload::Wait);
            }
            audit.answered(request);
        });
        until(|| audit.failing().is_none().then_some(()));
        ask(&audit, 2);
        audit.close().expect("written");
        let report = log.verify().expect("whole");
        assert!(report.is_complete(), "{report:?}");
        assert_eq!((report.requests, report.declared), (6, 3), "{}", log.text());
    }
}

#[test]
fn requests_wait_for_room_and_have_it_when_lines_are_written() {
    let mut log = Log::new();
    log.settings.capacity = 2;
    log.settings.patience = Duration::from_secs(20);
    let audit = log.start();
    let (first, second) = (audit.reserve().expect("room"), audit.reserve().expect("room"));
    assert!(audit.reserve().is_none());
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| wait(&audit));
        std::thread::sleep(Duration::from_millis(30));
        first.push(request(1));
        assert_eq!(waiting.join().expect("ended"), Ok(3));
    });
    // One that ends without a line is declared.
    drop(second);
    audit.close().expect("written");
    let report = log.verify().expect("whole");
    assert_eq!((report.is_complete(), report.declared), (true, 1), "{}", log.text());
}

#[test]
fn exchanges_that_run_when_the_program_ends_are_declared() {
    let log = Log::new();
    let audit = log.start();
    let running = audit.reserve().expect("room");
    ask(&audit, 1);
    audit.close().expect("written");
    drop(running);
    assert!(audit.reserve().is_none());
    let report = log.verify().expect("whole");
    assert_eq!((report.is_complete(), report.declared), (true, 1));
    assert!(log.text().contains("\"answered\":\"running\""));
}

#[cfg(unix)]
#[test]
fn everything_is_its_owners_alone_and_links_are_not_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let log = Log::new();
    log.start().close().expect("written");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&log.settings.folder), 0o700);
    for entry in fs::read_dir(&log.settings.folder).expect("read") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(&path), if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
    let open = |folder: PathBuf| {
        AuditLog::start(Settings { folder, ..log.settings.clone() })
            .err()
            .map(|why| why.to_string())
    };
    let home = log.settings.folder.parent().expect("a parent").to_owned();
    symlink(&log.settings.folder, home.join("link")).expect("linked");
    assert!(open(home.join("link")).is_some_and(|why| why.contains("links are not followed")));
    fs::set_permissions(&log.settings.folder, fs::Permissions::from_mode(0o750)).expect("opened");
    assert!(open(log.settings.folder.clone()).is_some_and(|why| why.contains("chmod")));
    // A segment to come that leads elsewhere.
    let other = Log::new();
    crate::edge::audit::folder::private(&other.settings.folder).expect("made");
    symlink(home.join("target"), other.segment(1)).expect("linked");
    assert!(AuditLog::start(other.settings.clone()).is_err());
    assert!(!home.join("target").exists());
}
