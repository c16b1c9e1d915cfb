//! Keys, states and conditions in a few words.

use crate::cli::output::age::age;
use crate::cli::output::columns::Cell;
use crate::domain::registry::condition::ConditionRow;
use crate::domain::registry::{KeyRow, KeySource, RouteRow, State, StatusRow};
use crate::domain::value::secret::DEFAULT_DATA_KEY;

/// Each different word once, in the order of the routes.
pub fn distinct(routes: &[RouteRow], word: impl Fn(&RouteRow) -> String) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for way in routes {
        let word = word(way);
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The name of an object, without its namespace where that is the one of whoever names it.
pub fn within(namespace: &str, name: &str) -> String {
    let own = name.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('/'));
    own.unwrap_or(name).to_owned()
}

/// A match, with its share where that is not the whole.
pub fn match_words(way: &RouteRow) -> String {
    match way.percent {
        100 => way.matches.clone(),
        percent => format!("{} ({percent}%)", way.matches),
    }
}

/// A key by its names.
pub fn key_words(key: &KeyRow) -> String {
    let name = key.name.as_deref().unwrap_or_default();
    let data_key = key.data_key.as_deref().unwrap_or_default();
    match key.source {
        KeySource::Secret => format!("{name}/{data_key}"),
        KeySource::SecretForbidden => format!("{name}/{data_key} (no permission)"),
        KeySource::Inline => "<inline>".to_owned(),
        KeySource::Environment => format!("${name}"),
        KeySource::Client => "<caller's>".to_owned(),
        KeySource::Unknown => "<unknown>".to_owned(),
    }
}

/// The same, in short without the data key that most Secrets have.
pub fn key_cell(key: &KeyRow) -> Cell {
    let full = key_words(key);
    let short = full.replacen(&format!("/{DEFAULT_DATA_KEY}"), "", 1);
    Cell::shortened(full, short)
}

/// `Ready`, or the reason; whole with the message.
pub fn status_cell(status: &StatusRow) -> Cell {
    let short = match status.state {
        State::Ready => "Ready",
        _ => status.reason.word(),
    };
    Cell { state: Some(status.state), ..Cell::shortened(status_words(status), short) }
}

/// `Ready`, or the reason and the message.
pub fn status_words(status: &StatusRow) -> String {
    match (status.state, status.message.is_empty()) {
        (State::Ready, true) => "Ready".to_owned(),
        (State::Ready, false) => format!("Ready ({})", status.message),
        (_, true) => status.reason.word().to_owned(),
        (_, false) => format!("{}: {}", status.reason.word(), status.message),
    }
}

/// `Accepted=True (Valid)`, with the message of those that are not true.
pub fn condition_words(conditions: &[ConditionRow]) -> String {
    let words = |condition: &ConditionRow| {
        let ConditionRow { of, kind, status, reason, message } = condition;
        let of = if of.is_empty() { String::new() } else { format!("{of}: ") };
        match message.is_empty() || status == "True" {
            true => format!("{of}{kind}={status} ({reason})"),
            false => format!("{of}{kind}={status} ({reason}: {message})"),
        }
    };
    conditions.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// The age of something created then.
pub fn age_words(created: Option<&String>) -> String {
    created.and_then(|created| age(created)).unwrap_or_else(|| "<unknown>".to_owned())
}
