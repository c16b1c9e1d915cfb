//! Logs as they are written, and what may be done to them.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::domain::audit::line::Line;
use crate::domain::audit::record::{Act, Client, Decision, OngoingSession, Record};
use crate::domain::audit::tally;
use crate::domain::audit::{FORMAT, MECHANISM};

/// What writes a log in memory.
struct Writer {
    head: Head,
    segments: Vec<Vec<u8>>,
}

fn request(exchange: u64, rules: &str) -> Line {
    let client = Client::default();
    let request = Request {
        exchange,
        rules,
        decision: Decision::Allowed,
        field: "",
        policy: "",
        reason: "",
        error: "",
        client: &client,
        peer: "127.0.0.1:1".parse().expect("an address"),
        gateway: "n/g",
        listener: "http",
        route: "n/r.0",
        backend: "n/b",
        endpoint: "a:1",
        head: None,
        status: Some(200),
        provider: "openai",
        formats: ["completions", "completions"],
        model: "gpt-4o",
        answered_as: "",
        usage: None,
        cost: None,
        attempts: &[],
        sent: 12,
        first_byte: None,
        took: Duration::from_millis(3),
        first_token: None,
    };
    request.line(i64::try_from(exchange).expect("small") * 1000)
}

impl Writer {
    fn new() -> Self {
        Writer { head: Head::root(), segments: Vec::new() }
    }

    fn line(&mut self, line: &Line) {
        let segment = self.segments.last_mut().expect("a segment");
        self.head.append(line, segment);
    }

    fn record(&mut self, record: &impl Record) {
        self.line(&record.line(7));
    }

    fn segment(&mut self, carries: Option<OngoingSession>) {
        self.segments.push(Vec::new());
        self.record(&SegmentBegin {
            log: "l".to_owned(),
            segment: self.segments.len() as u64,
            previous: self.head.hash.as_str().to_owned(),
            format: FORMAT.to_owned(),
            mechanism: MECHANISM.to_owned(),
            carries,
        });
    }

    fn segment_ends(&mut self) {
        let segment = self.segments.len() as u64;
        self.record(&SegmentEnd { segment, reason: "size".to_owned() });
    }

    fn session(&mut self, session: u64) {
        self.record(&SessionBegin {
            session,
            program: "kubectl-agw".to_owned(),
            version: "0".to_owned(),
            actor: "me".to_owned(),
            overload: "wait".to_owned(),
            wait_ms: 1,
            capacity: 1,
            fsync: "never".to_owned(),
            public_key: String::new(),
        });
        self.table("sha256:a", None);
    }

    fn table(&mut self, rules: &str, before: Option<&str>) {
        self.record(&TableChange {
            rules: rules.to_owned(),
            before: before.map(str::to_owned),
            changes: Vec::new(),
            reason: None,
        });
        self.record(&Coverage { rules: rules.to_owned(), ..Coverage::default() });
    }

    fn ends(&mut self, session: u64, begun: u64, cut: bool) {
        self.record(&SessionEnd { session, begun, cut, torn: None });
    }

    fn loses(&mut self, session: u64, exchanges: &[[u64; 2]]) {
        self.record(&Loss {
            session,
            count: tally::count(exchanges),
            exchanges: exchanges.to_vec(),
            answered: "refused".to_owned(),
            reason: "full".to_owned(),
        });
    }
}

/// 200 lines in two segments, with two sessions.
fn whole() -> Writer {
    let mut log = Writer::new();
    log.segment(None);
    log.session(1);
    (1..=90)
        .filter(|number| *number != 40)
        .for_each(|number| log.line(&request(number, "sha256:a")));
    log.segment_ends();
    let rules = Some("sha256:a".to_owned());
    log.segment(Some(OngoingSession { session: 1, begun: 90, open: vec![[40, 40]], rules }));
    log.record(&Progress { session: 1, begun: 95 });
    log.table("sha256:b", Some("sha256:a"));
    log.line(&request(40, "sha256:a"));
    (91..=140).for_each(|number| log.line(&request(number, "sha256:b")));
    log.loses(1, &[[141, 150], [152, 152]]);
    log.line(&request(151, "sha256:b"));
    log.ends(1, 152, false);
    log.session(2);
    (1..=43).for_each(|number| log.line(&request(number, "sha256:a")));
    let act = Act { act: "serve.stop".to_owned(), actor: "me".to_owned(), reason: None };
    log.record(&act);
    log.ends(2, 43, false);
    log.segment_ends();
    log
}

/// Reads all segments.
fn read(segments: &[Vec<u8>]) -> Result<VerifyReport, LogFault> {
    let mut verifier = Verifier::default();
    for (index, segment) in segments.iter().enumerate() {
        verifier.begin(&format!("{index}"))?;
        feed(&mut verifier, segment)?;
    }
    Ok(verifier.finish())
}

fn feed(verifier: &mut Verifier, bytes: &[u8]) -> Result<(), LogFault> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    lines.try_for_each(|line| verifier.take(line).map(drop))
}

fn lines(segment: &[u8]) -> Vec<Vec<u8>> {
    segment.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// Whether what became of a log is seen: a fault, or a log that is not complete.
fn is_seen(segments: &[Vec<u8>]) -> bool {
    read(segments).map_or(true, |report| !report.is_complete())
}

#[test]
fn a_whole_log_is_complete_and_its_counts_close() {
    let log = whole();
    let report = read(&log.segments).expect("whole");
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(report.lines, log.head.ordinal);
    assert!(report.lines >= 200, "{}", report.lines);
    assert_eq!((report.segments, report.sessions), (2, 2));
    assert_eq!((report.requests, report.declared), (90 + 51 + 43, 11));
    assert_eq!(report.head, Some(log.head));
}

/// The verifier before each line, so that a change costs the lines after it alone.
fn before_each(log: &Writer, mut see: impl FnMut(usize, &Verifier, usize)) {
    let mut verifier = Verifier::default();
    for (index, segment) in log.segments.iter().enumerate() {
        verifier.begin(&format!("{index}")).expect("whole");
        let mut at = 0;
        for line in lines(segment) {
            see(index, &verifier, at);
            verifier.take(&line).expect("whole");
            at += line.len();
        }
    }
}

#[test]
fn every_change_of_a_single_byte_is_found_at_its_line() {
    let log = whole();
    before_each(&log, |index, verifier, at| {
        let segment = &log.segments[index];
        let length = memchr::memchr(b'\n', &segment[at..]).expect("a line") + 1;
        for byte in at..at + length {
            for changed in [segment[byte] ^ 1, segment[byte] ^ 0x20, segment[byte] ^ 0x80, b'\n'] {
                if changed == segment[byte] {
                    continue;
                }
                let mut line = segment[at..at + length].to_vec();
                line[byte - at] = changed;
                let mut after = verifier.clone();
                let fault = feed(&mut after, &line).expect_err("seen in the line itself");
                assert!(fault.line == verifier.line + 1, "{fault} at byte {byte}");
            }
        }
    });
}

#[test]
fn every_line_taken_out_or_put_twice_or_swapped_is_found_at_its_place() {
    let log = whole();
    for (index, segment) in log.segments.iter().enumerate() {
        let all = lines(segment);
        for at in 0..all.len() {
            let mut without = all.clone();
            without.remove(at);
            let mut segments = log.segments.clone();
            segments[index] = without.concat();
            assert!(is_seen(&segments), "without line {at}");
            if let Err(fault) = read(&segments) {
                assert!(fault.line <= at as u64 + 1, "without line {at}: {fault}");
            }
            let mut twice = all.clone();
            twice.insert(at, all[at].clone());
            segments[index] = twice.concat();
            read(&segments).expect_err("a line twice");
            if at + 1 < all.len() {
                let mut swapped = all.clone();
                swapped.swap(at, at + 1);
                segments[index] = swapped.concat();
                let fault = read(&segments).expect_err("two lines swapped");
                assert_eq!(fault.line, at as u64 + 1, "{fault}");
            }
        }
    }
}

#[test]
fn a_log_that_is_cut_anywhere_is_never_complete() {
    let log = whole();
    before_each(&log, |index, verifier, at| {
        let line = &lines(&log.segments[index][at..])[0];
        for cut in 0..line.len() {
            let mut after = verifier.clone();
            let seen = feed(&mut after, &line[..cut]).and_then(|()| {
                // Another segment follows, or nothing does.
                if index == 0 { after.begin("1") } else { Ok(()) }
            });
            assert!(seen.is_err() || !after.finish().is_complete() || (index, at) == (0, 0));
        }
    });
    let second = &log.segments[1];
    assert!(is_seen(std::slice::from_ref(second)) && read(&[]).expect("nothing").head.is_none());
    // A log without its beginning can still be read, and says what it is.
    let rest = read(std::slice::from_ref(second)).expect("bound from its first line on");
    assert!(rest.gaps[0].words.contains("begins with segment 2"), "{rest:?}");
}

#[test]
fn a_log_that_was_written_anew_has_another_head() {
    let log = whole();
    let mut other = Writer::new();
    for segment in &log.segments {
        other.segments.push(Vec::new());
        for line in lines(segment) {
            let (body, _) = crate::domain::audit::chain::parts(&line).expect("a line");
            let text = String::from_utf8(body.to_vec()).expect("text");
            let text = text.replace("gpt-4o", "gpt-4O");
            let text = match text.contains("\"type\":\"segment.begin\"") {
                true => {
                    let (start, rest) = text.split_once("\"previous\":\"").expect("bound");
                    format!("{start}\"previous\":\"{}{}", other.head.hash.as_str(), &rest[64..])
                }
                false => text,
            };
            other.head.ordinal += 1;
            other.head.hash = other.head.hash.then(text.as_bytes());
            let all = format!("{text},\"hash\":\"{}\"}}\n", other.head.hash.as_str());
            other.segments.last_mut().expect("a segment").extend_from_slice(all.as_bytes());
        }
    }
    let report = read(&other.segments).expect("it is a log");
    assert!(report.is_complete());
    assert_ne!(report.head, Some(log.head));
}

#[test]
fn names_that_occur_twice_are_rejected_though_the_chain_holds() {
    let mut log = Writer::new();
    log.segment(None);
    log.session(1);
    let mut line = Line::new(0, "act", 0);
    line.exactly("actor", "a");
    line.exactly("actor", "b");
    log.line(&line);
    let fault = read(&log.segments).expect_err("twice").to_string();
    assert!(fault.contains("duplicate field"), "{fault}");
}

#[test]
fn a_count_that_does_not_close_is_named() {
    let begin = || {
        let mut log = Writer::new();
        log.segment(None);
        log.session(1);
        log
    };
    let mut log = begin();
    [1, 3].iter().for_each(|number| log.line(&request(*number, "sha256:a")));
    log.ends(1, 4, false);
    let fault = read(&log.segments).expect_err("2 and 4 are nowhere");
    assert_eq!(fault.what, LogFaultKind::Undeclared(vec![[2, 2], [4, 4]]));
    for wrong in [&[[2, 1]][..], &[[0, 1]], &[[1, 2]], &[[2, 2], [2, 2]]] {
        let mut log = begin();
        log.line(&request(1, "sha256:a"));
        log.loses(1, wrong);
        assert!(read(&log.segments).is_err(), "{wrong:?}");
    }
    let mut log = begin();
    log.line(&request(1, "sha256:a"));
    log.line(&request(1, "sha256:a"));
    assert_eq!(
        read(&log.segments).expect_err("twice").what,
        LogFaultKind::Twice("exchange 1".to_owned())
    );
}

#[test]
fn decisions_name_rules_that_were_in_force_and_come_after_coverage() {
    let mut log = Writer::new();
    log.segment(None);
    log.session(1);
    log.line(&request(1, "sha256:b"));
    assert_eq!(
        read(&log.segments).expect_err("b").what,
        LogFaultKind::Rules("sha256:b".to_owned())
    );
    let mut log = Writer::new();
    log.segment(None);
    log.session(1);
    log.record(&TableChange {
        rules: "sha256:b".to_owned(),
        before: Some("sha256:a".to_owned()),
        changes: Vec::new(),
        reason: None,
    });
    log.line(&request(1, "sha256:b"));
    assert_eq!(read(&log.segments).expect_err("uncovered").what, LogFaultKind::NotCovered);
}

#[test]
fn a_session_that_was_cut_makes_a_log_that_is_not_complete() {
    let mut log = Writer::new();
    log.segment(None);
    log.session(1);
    log.line(&request(2, "sha256:a"));
    log.loses(1, &[[1, 1]]);
    log.ends(1, 2, true);
    log.segment_ends();
    let report = read(&log.segments).expect("bound");
    assert!(!report.is_complete());
    assert!(report.gaps[0].to_string().contains("session 1 was cut off"), "{report:?}");
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail_otherwise_than_by_a_fault(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&[bytes]);
    }
}
