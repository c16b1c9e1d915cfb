//! Which requests of a log are meant: by time and by an expression.

use anyhow::Context as _;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::cli::args::kube::duration;
use crate::cli::error::Failure;
use crate::domain::audit::entry::Entry;
use crate::domain::audit::line::rfc3339;
use crate::domain::route::cel::{Activation, Expression};
use crate::edge::audit::Folder;
use crate::edge::audit::read::lines;

/// Flags that choose requests.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct PickArgs {
    /// Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(super) since: Option<Timestamp>,
    /// Only requests that ended before this time, in the same format as --since
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(super) until: Option<Timestamp>,
    /// Only requests for which this CEL expression is true, e.g. 'status >= 400 && model == \"gpt-4o\"'. Variables: status,
    /// model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens
    #[arg(long = "where", value_name = "CEL")]
    filter: Option<String>,
}

pub(super) fn time(text: &str) -> anyhow::Result<Timestamp> {
    if let Ok(time) = text.parse() {
        return Ok(time);
    }
    let before = duration(text).context("use a duration (90m) or a time (2026-11-30T09:00:00Z)")?;
    Timestamp::now().checked_sub(before).context("too long ago")
}

/// What chooses requests.
pub(super) struct Pick {
    since: Option<String>,
    until: Option<String>,
    filter: Option<Expression>,
}

impl PickArgs {
    /// Reads the expression.
    ///
    /// # Errors
    /// It is none.
    pub(super) fn read(&self) -> Result<Pick, Failure> {
        let filter = self.filter.as_deref().map(Expression::over);
        let filter = filter.transpose().map_err(|why| Failure::usage(format!("--where: {why}")))?;
        // Times of lines have one form, which sorts as they do.
        let text = |time: &Option<Timestamp>| time.map(|time| rfc3339(time.as_microsecond()));
        Ok(Pick { since: text(&self.since), until: text(&self.until), filter })
    }
}

impl Pick {
    /// Whether a line is a request that is meant.
    pub(super) fn takes(&self, entry: &Entry) -> bool {
        entry.kind == "request"
            && self.since.as_ref().is_none_or(|since| entry.time >= *since)
            && self.until.as_ref().is_none_or(|until| entry.time < *until)
            && self.filter.as_ref().is_none_or(|filter| {
                let variables = Value::Object(variables(entry));
                filter.holds(&Activation { variables: Some(&variables), ..Activation::default() })
            })
    }

    /// Shows the requests that are meant, each with its line. A line that cannot be read is passed over: `verify` says so.
    ///
    /// # Errors
    /// A segment cannot be read, or `see` says so.
    pub(super) fn each(
        &self,
        folder: &Folder,
        segments: &[u64],
        mut see: impl FnMut(Entry) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for segment in segments {
            lines::<Failure>(folder, *segment, |line| match Entry::read(line) {
                Ok(entry) if self.takes(&entry) => see(entry),
                _ => Ok(()),
            })?;
        }
        Ok(())
    }
}

/// Names that are short for members of a line.
const SHORT: &[(&str, &str)] = &[
    ("status", "http.status"),
    ("model", "gen_ai.request.model"),
    ("provider", "gen_ai.provider.name"),
    ("key", "api_key.name"),
    ("path", "http.path"),
    ("host", "http.host"),
    ("method", "http.method"),
];

/// The members of a line as an expression knows them: `http.status` is the member `status` of `http`.
fn variables(entry: &Entry) -> Map<String, Value> {
    let mut variables = Map::new();
    for (name, value) in &entry.members {
        put(&mut variables, name, value);
    }
    for (short, name) in SHORT {
        if let Some(value) = entry.members.get(*name) {
            variables.insert((*short).to_owned(), value.clone());
        }
    }
    if let Some(took) = entry.number("duration_us") {
        variables.insert("duration_ms".to_owned(), Value::from(took / 1000));
    }
    variables
}

fn put(into: &mut Map<String, Value>, name: &str, value: &Value) {
    match name.split_once('.') {
        None => drop(into.insert(name.to_owned(), value.clone())),
        Some((first, rest)) => {
            let inner = into.entry(first).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(filter: &str) -> bool {
        let line = br#"{"ordinal":1,"time":"2026-11-30T09:00:00.000000Z","type":"request","decision":"refused","http.status":403,"gen_ai.request.model":"gpt-4o","backend":"n/b","policy.field":"traffic.cors","duration_us":2500}
"#;
        let args = PickArgs { since: None, until: None, filter: Some(filter.to_owned()) };
        let entry = Entry::read(line).expect("a line");
        args.read().unwrap_or_else(|why| panic!("{filter}: {why}")).takes(&entry)
    }

    #[test]
    fn expressions_know_members_and_their_short_names() {
        for filter in [
            "status >= 400 && model == \"gpt-4o\"",
            "http.status == 403",
            "backend.startsWith('n/') && duration_ms < 3",
            "policy.field == 'traffic.cors' && decision == 'refused'",
            "gen_ai.request.model.contains('4o')",
        ] {
            assert!(pick(filter), "{filter}");
        }
        for filter in ["status < 400", "provider == 'openai'", "key == 'a'", "'text'"] {
            assert!(!pick(filter), "{filter}");
        }
    }

    #[test]
    fn times_are_durations_until_now_or_times() {
        assert_eq!(
            time("2026-11-30T09:00:00Z").expect("a time").to_string(),
            "2026-11-30T09:00:00Z"
        );
        assert!(time("1h").expect("a duration") < Timestamp::now());
        assert!(time("soon").is_err());
    }
}
