//! Translations between the formats of chats: one row for each pair, from what a client asks in to what its provider
//! speaks, and the way back for whole replies, errors and streams.
//!
//! Source: `crates/llm/src/conversion` of agentgateway at 75b4e6ce6.

mod completions_to_messages;
mod messages_to_completions;
mod untranslatable;

pub use untranslatable::Untranslatable;

use serde_json::{Map, Value};

use super::conversion::ChatFormat;
use super::format::RouteType;
use super::sse::Splitter;
use super::tree;

/// The longest event of a stream that is translated. Bytes.
const MAX_EVENT: usize = 2 * 1024 * 1024;

/// One pair of formats.
pub struct Translation {
    /// The client's.
    pub from: RouteType,
    pub to: ChatFormat,
    /// As what the provider is asked.
    pub asked_as: RouteType,
    /// What the provider is asked, from what the client asks; or what is wrong with that.
    pub request: fn(Object) -> Result<Object, Untranslatable>,
    /// A whole reply in the client's format; or what is wrong with the provider's.
    pub reply: fn(Value, UnixSeconds) -> Result<Value, Untranslatable>,
    /// The body of an error, of this status, in the client's format.
    pub error: fn(u16, &[u8]) -> Value,
    /// A stream that begins.
    events: fn(UnixSeconds) -> Box<dyn Events>,
}

/// A body of JSON.
pub type Object = Map<String, Value>;

/// Seconds since 1970: some formats say when a reply was made, and others leave that out.
pub type UnixSeconds = u64;

/// Every translation.
pub const TRANSLATIONS: &[Translation] =
    &[completions_to_messages::TRANSLATION, messages_to_completions::TRANSLATION];

/// How a request of this type becomes one in `to`; none where nothing here translates it.
#[must_use]
pub fn find(from: RouteType, to: ChatFormat) -> Option<&'static Translation> {
    TRANSLATIONS.iter().find(|row| row.from == from && row.to == to)
}

impl Translation {
    /// A stream that begins.
    #[must_use]
    pub fn stream(&self, now: UnixSeconds) -> Stream {
        Stream { splitter: Splitter::new(MAX_EVENT), events: (self.events)(now), broken: None }
    }
}

/// One stream on its way back, event by event.
trait Events: Send {
    /// Writes what the client gets for one event. What was written goes on, also beside an error.
    ///
    /// # Errors
    /// Why the stream cannot go on.
    fn event(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Untranslatable>;

    /// Writes what comes at the end.
    ///
    /// # Errors
    /// Why that was no end.
    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), Untranslatable>;
}

/// A provider's stream that becomes the client's, in whatever pieces it comes.
pub struct Stream {
    splitter: Splitter,
    events: Box<dyn Events>,
    broken: Option<Untranslatable>,
}

impl Stream {
    /// Takes the next bytes of the provider's and adds the client's to `out`.
    ///
    /// # Errors
    /// Why the stream cannot go on, once what is in `out` has been sent.
    pub fn feed(&mut self, chunk: &[u8], out: &mut Vec<u8>) -> Result<(), Untranslatable> {
        let Stream { splitter, events, broken } = self;
        splitter.feed(chunk, &mut |data| take(&mut **events, broken, data, out));
        broken.clone().map_or(Ok(()), Err)
    }

    /// Takes the end of the provider's.
    ///
    /// # Errors
    /// Why that was no end, once what is in `out` has been sent.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), Untranslatable> {
        let Stream { splitter, events, broken } = self;
        splitter.finish(&mut |data| take(&mut **events, broken, data, out));
        match broken.clone() {
            None => events.end(out),
            Some(why) => Err(why),
        }
    }
}

fn take(
    events: &mut dyn Events,
    broken: &mut Option<Untranslatable>,
    data: Option<&[u8]>,
    out: &mut Vec<u8>,
) {
    if broken.is_some() {
        return;
    }
    let taken = match data {
        Some(data) if tree::room(data, 2).is_none() => Err(Untranslatable::TooManyValues),
        Some(data) => events.event(data, out),
        None => Err(Untranslatable::EventTooLong),
    };
    *broken = taken.err();
}

/// Adds an event to a stream, with its name where the format has names.
fn write(name: Option<&str>, data: &impl serde::Serialize, out: &mut Vec<u8>) {
    if let Some(name) = name {
        out.extend_from_slice(b"event: ");
        out.extend_from_slice(name.as_bytes());
        out.push(b'\n');
    }
    out.extend_from_slice(b"data: ");
    // Writing to memory cannot fail, and what is written has no keys but strings.
    let _ = serde_json::to_writer(&mut *out, data);
    out.extend_from_slice(b"\n\n");
}

/// A string in a field.
fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.get(field).and_then(Value::as_str)
}

/// The items of a field that is a list.
fn list(value: Value, field: &str) -> Result<Vec<Value>, Untranslatable> {
    match value {
        Value::Array(items) => Ok(items),
        _ => Err(Untranslatable::field(field, "must be a list")),
    }
}

/// What each item becomes. A fault is named with the item's place in `field`.
fn each<T>(
    items: Vec<Value>,
    field: &str,
    mut item: impl FnMut(Value) -> Result<T, Untranslatable>,
) -> Result<Vec<T>, Untranslatable> {
    let made = |(index, value)| {
        item(value).map_err(|wrong| wrong.within(format_args!("{field}[{index}]")))
    };
    items.into_iter().enumerate().map(made).collect()
}

/// A count that is set.
fn count(body: &Object, field: &str) -> Result<Option<u64>, Untranslatable> {
    match body.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64() {
            Some(count) => Ok(Some(count)),
            None => Err(Untranslatable::field(field, "must be a whole number of at least 0")),
        },
    }
}

/// A field that a reply must have.
fn required(found: Option<Value>, field: &'static str) -> Result<Value, Untranslatable> {
    found.filter(|value| !value.is_null()).ok_or(Untranslatable::Missing(field))
}

/// What a tool is called with, out of its JSON text. Nothing stands for no arguments; what is no JSON stays as it is,
/// for the other side to judge.
fn arguments(text: &str) -> Value {
    if text.is_empty() {
        return Value::Object(Map::new());
    }
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}
