//! Data on stdout, everything else on stderr. The only place that writes to either.
//!
//! What looks like a key is masked in all of it ([`redaction`]), but not in manifests, which are written to be applied
//! ([`result`]), nor in what a server answered ([`verbatim`]).

pub mod age;
pub mod columns;
pub mod jsonpath;
pub mod paint;
pub mod plural;
pub mod shape;
pub mod table;
pub mod terminal;
pub mod wish;

use std::io::{self, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use serde::Serialize;

use crate::domain::value::{redaction, yaml};

/// `-o`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    #[default]
    Table,
    Wide,
    Json,
    Yaml,
    Name,
}

/// Writes data to stdout with keys masked and with control and invisible characters escaped: names and messages may
/// contain any text.
///
/// # Errors
/// The reader has left, or the disk is full.
pub fn data(text: &str) -> io::Result<()> {
    verbatim(&table::visible_lines(&redaction::without_keys(text)))
}

/// The same of lines that were made visible before they were given colors.
///
/// # Errors
/// As [`data`].
pub fn painted(text: &str) -> io::Result<()> {
    verbatim(&redaction::without_keys(text))
}

/// Writes a text to stdout as it is: a page of our own, or the reply of a server.
///
/// # Errors
/// As [`data`].
pub fn verbatim(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes what became of a write to the cluster. A reader who has left does not stop the writes that are still to come.
///
/// # Errors
/// The disk is full.
pub fn result(text: &str) -> io::Result<()> {
    match verbatim(text) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        told => told,
    }
}

/// Writes a value as indented JSON.
///
/// # Errors
/// As [`data`].
pub fn json(value: &impl Serialize) -> io::Result<()> {
    data(&json_text(value)?)
}

/// The same as text. What a terminal would obey stands in it as an escape, which is the same JSON.
///
/// # Errors
/// As [`data`].
pub fn json_text(value: &impl Serialize) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
    Ok(table::escape_json(&redaction::without_keys(&text)) + "\n")
}

/// Writes a value as JSON, or as YAML.
///
/// # Errors
/// As [`data`].
pub fn structured(value: &impl Serialize, as_yaml: bool) -> io::Result<()> {
    if as_yaml { yaml(value) } else { json(value) }
}

/// Writes a value as YAML.
///
/// # Errors
/// As [`data`].
pub fn yaml(value: &impl Serialize) -> io::Result<()> {
    data(&yaml_text(value)?)
}

/// The same as text. Where the YAML would hold what a terminal obeys, it is written as JSON, which is YAML too.
///
/// # Errors
/// As [`data`].
pub fn yaml_text(value: &impl Serialize) -> io::Result<String> {
    let mut value = serde_json::to_value(value).map_err(io::Error::other)?;
    redaction::mask(&mut value);
    let text = yaml::write(&value).map_err(io::Error::other)?;
    match text.lines().any(|line| line.contains(table::is_hidden)) {
        true => json_text(&value),
        false => Ok(text),
    }
}

/// Writes a line for people to stderr. Neither control characters nor keys in names and messages reach the terminal.
pub fn say(line: &str) {
    let line = table::visible_lines(&redaction::without_keys(line));
    match ASIDE.get() {
        // A reader that has fallen so far behind is not waited for: it would hold up what is served.
        Some(aside) => {
            let _ = aside.try_send(StderrMessage::Line(line));
            // In order with what goes to stdout, as long as somebody reads.
            if !IS_STUCK.load(Ordering::Relaxed) && !written(aside, PATIENCE) {
                IS_STUCK.store(true, Ordering::Relaxed);
            }
        }
        None => write_line(&line),
    }
}

fn write_line(line: &str) {
    // There is nobody left to tell. In one piece, so that lines of others cannot come between.
    let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// Lines that wait for a thread of their own to be written.
static ASIDE: OnceLock<SyncSender<StderrMessage>> = OnceLock::new();
/// The last line was not read in time; nobody waits before one is again.
static IS_STUCK: AtomicBool = AtomicBool::new(false);
/// So long a line may take.
const PATIENCE: Duration = Duration::from_millis(100);
/// As many may wait.
const WAITING: usize = 1024;
/// So long the last ones may take.
const FAREWELL: Duration = Duration::from_millis(500);

enum StderrMessage {
    Line(String),
    /// Answered when what was said before is written.
    Done(SyncSender<()>),
}

/// From now on nothing that is said waits for its reader: a terminal that is stopped, or a log that is not read, must not
/// keep a server from its work, nor from ending.
pub fn say_aside() {
    let (aside, said) = sync_channel(WAITING);
    let write = move |said: Receiver<StderrMessage>| {
        for one in said {
            match one {
                StderrMessage::Line(line) => {
                    write_line(&line);
                    IS_STUCK.store(false, Ordering::Relaxed);
                }
                // It may have stopped waiting.
                StderrMessage::Done(told) => {
                    let _ = told.try_send(());
                }
            }
        }
    };
    if std::thread::Builder::new().name("say".to_owned()).spawn(move || write(said)).is_ok() {
        // Twice is once.
        let _ = ASIDE.set(aside);
    }
}

/// Waits until everything that was said is written, but not for long.
pub fn farewell() {
    if let Some(aside) = ASIDE.get() {
        written(aside, FAREWELL);
    }
}

/// Waits until everything that was said is written; says whether it was in time.
fn written(aside: &SyncSender<StderrMessage>, limit: Duration) -> bool {
    let (told, done) = sync_channel(1);
    aside.try_send(StderrMessage::Done(told)).is_ok() && done.recv_timeout(limit).is_ok()
}

/// Writes a question for people, and leaves the cursor behind it.
pub fn ask(question: &str) {
    let mut out = io::stderr().lock();
    // Where nobody sees the question, somebody may still answer it.
    let _ = write!(out, "{}", table::visible_lines(question)).and_then(|()| out.flush());
}

/// The warnings that the API server sent, each once.
pub fn warn(warnings: &[String]) {
    for warning in warnings {
        say(&format!("Warning: {warning}"));
    }
}
