//! Finds, in the raw bytes of a request body, what the router needs without parsing the rest: the top-level keys, and
//! of a few of them the value. One pass; a conversation of half a megabyte is stepped over, not read.
//!
//! Source: RFC 8259; which keys count, `crates/llm/src/types` of agentgateway at 75b4e6ce6.

mod scan;

use std::ops::Range;

pub use scan::PeekError;
use scan::{Result, Scan};

use crate::domain::value::clip;

/// A top-level value that the router reads. Offsets are bytes into the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<T> {
    /// `None` where the body says `null`, which every provider reads as absent.
    pub value: Option<T>,
    /// The value as written; quotes included.
    pub span: Range<usize>,
}

/// Where a top-level member stands. Offsets are bytes into the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySpan {
    /// The key with its quotes.
    pub key: Range<usize>,
    /// Key, colon, value and the one comma that has to go with them.
    pub member: Range<usize>,
    /// The value is `null`.
    pub is_null: bool,
}

/// What the router needs to know of a request body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peek {
    pub model: Option<Field<String>>,
    pub stream: Option<Field<bool>>,
    pub stream_options: Option<Field<()>>,
    pub max_tokens: Option<KeySpan>,
    pub max_completion_tokens: Option<KeySpan>,
    /// Which of [`Required`] there are, by their bits.
    has: u8,
    /// What is wrong with `messages`, where they are no list.
    wrong_messages: Option<PeekError>,
    /// The index just after `{`: where a member can be put in.
    pub object_start: usize,
    /// The object has no member.
    pub is_empty: bool,
}

/// Members without which a body of some format is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    Messages = 1,
    Input = 2,
    Query = 4,
    Documents = 8,
}

impl Required {
    fn name(self) -> &'static str {
        match self {
            Required::Messages => "messages",
            Required::Input => "input",
            Required::Query => "query",
            Required::Documents => "documents",
        }
    }
}

impl Peek {
    /// Whether a member is there.
    #[must_use]
    pub fn has(&self, member: Required) -> bool {
        self.has & member as u8 != 0
    }

    /// Checks that a member is there, and that `messages` are a list.
    ///
    /// # Errors
    /// Why the body is none of its format, in serde's words.
    pub fn require(&self, member: Required) -> std::result::Result<(), String> {
        if !self.has(member) {
            return Err(format!("missing field `{}`", member.name()));
        }
        match &self.wrong_messages {
            Some(wrong) if member == Required::Messages => Err(wrong.to_string()),
            _ => Ok(()),
        }
    }

    /// The model that the body names.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.model.as_ref()?.value.as_deref()
    }

    /// Whether the body asks for a stream.
    #[must_use]
    pub fn streams(&self) -> bool {
        self.stream.as_ref().and_then(|field| field.value).unwrap_or_default()
    }
}

/// Keys that are read. None of them may stand twice: the proxy and the provider must not read different ones.
const NAMES: [&str; 9] = [
    "model",
    "stream",
    "stream_options",
    "max_tokens",
    "max_completion_tokens",
    "messages",
    "input",
    "query",
    "documents",
];

/// Peeks into `body`.
///
/// # Errors
/// Where the body is not one JSON object, one of the keys that are read stands twice, or `model` or `stream` is of
/// another type; in serde_json's words. What is inside other values is checked only for terminated strings and paired
/// brackets: judging it is the provider's.
pub fn peek(body: &[u8]) -> Result<Peek> {
    let mut scan = Scan::new(body);
    open(&mut scan)?;
    let mut peek = Peek { object_start: scan.at(), is_empty: true, ..Peek::default() };
    let mut seen = [false; NAMES.len()];
    let mut comma = None;
    while let Some(member) = member(&mut scan, comma)? {
        peek.is_empty = false;
        if let Some(index) = NAMES.iter().position(|name| *name == member.name) {
            if std::mem::replace(&mut seen[index], true) {
                let words = format!("duplicate field `{}`", member.name);
                return Err(scan.error(member.span.key.end, &words));
            }
            peek.note(&scan, member)?;
        }
        comma = (scan.next() == Some(b',')).then_some(scan.at());
        if comma.is_none() {
            break;
        }
        scan.bump();
    }
    scan.bump();
    match scan.next() {
        None => Ok(peek),
        Some(_) => Err(scan.unread("trailing characters")),
    }
}

struct Member<'a> {
    name: std::borrow::Cow<'a, str>,
    span: KeySpan,
    value: Range<usize>,
}

fn open(scan: &mut Scan<'_>) -> Result<()> {
    match scan.next() {
        Some(b'{') => {
            scan.bump();
            Ok(())
        }
        _ => {
            let value = scan.value()?;
            Err(wrong_type(scan, &value, "a JSON object"))
        }
    }
}

/// Reads the next member up to the comma or bracket behind it; `None` at the end of the object. `comma` is where the
/// comma before it stands.
fn member<'a>(scan: &mut Scan<'a>, comma: Option<usize>) -> Result<Option<Member<'a>>> {
    match (scan.next(), comma) {
        (Some(b'"'), _) => {}
        (Some(b'}'), None) => return Ok(None),
        (Some(b'}'), Some(_)) => return Err(scan.unread("trailing comma")),
        (Some(_), _) => return Err(scan.unread("key must be a string")),
        (None, None) => return Err(scan.unread("EOF while parsing an object")),
        (None, Some(_)) => return Err(scan.unread("EOF while parsing a value")),
    }
    let key = scan.string()?;
    let name = scan.text(&key)?;
    match scan.next() {
        Some(b':') => scan.bump(),
        Some(_) => return Err(scan.unread("expected `:`")),
        None => return Err(scan.unread("EOF while parsing an object")),
    }
    let value = scan.value()?;
    let is_followed = match scan.next() {
        Some(b',') => true,
        Some(b'}') => false,
        Some(_) => return Err(scan.unread("expected `,` or `}`")),
        None => return Err(scan.unread("EOF while parsing an object")),
    };
    let member = match comma {
        Some(comma) => comma..value.end,
        None if is_followed => key.start..scan.at() + 1,
        None => key.start..value.end,
    };
    let is_null = scan.slice(&value) == b"null";
    Ok(Some(Member { name, span: KeySpan { key, member, is_null }, value }))
}

impl Peek {
    fn note(&mut self, scan: &Scan<'_>, member: Member<'_>) -> Result<()> {
        let Member { name, span: place, value: span } = member;
        let raw = scan.slice(&span);
        match &*name {
            "model" => {
                let value = match raw.first() {
                    Some(b'"') => Some(scan.text(&span)?.into_owned()),
                    Some(b'n') => None,
                    _ => return Err(wrong_type(scan, &span, "a string")),
                };
                self.model = Some(Field { value, span });
            }
            "stream" => {
                let value = match raw.first() {
                    Some(b't') => Some(true),
                    Some(b'f') => Some(false),
                    Some(b'n') => None,
                    _ => return Err(wrong_type(scan, &span, "a boolean")),
                };
                self.stream = Some(Field { value, span });
            }
            "stream_options" => {
                self.stream_options = Some(Field { value: (!place.is_null).then_some(()), span });
            }
            "max_tokens" => self.max_tokens = Some(place),
            "max_completion_tokens" => self.max_completion_tokens = Some(place),
            "messages" => {
                self.has |= Required::Messages as u8;
                if raw.first() != Some(&b'[') {
                    self.wrong_messages = Some(wrong_type(scan, &span, "a sequence"));
                }
            }
            "input" => self.has |= Required::Input as u8,
            "query" => self.has |= Required::Query as u8,
            _ => self.has |= Required::Documents as u8,
        }
        Ok(())
    }
}

/// serde's sentence for a value of another type.
fn wrong_type(scan: &Scan<'_>, span: &Range<usize>, expected: &str) -> PeekError {
    let raw = scan.slice(span);
    let written = String::from_utf8_lossy(raw);
    let written = clip::clipped(&written);
    let found = match raw.first() {
        Some(b'"') => match scan.text(span) {
            Ok(text) => format!("string {:?}", clip::clipped(&text)),
            Err(error) => return error,
        },
        Some(b'[') => "sequence".to_owned(),
        Some(b'{') => "map".to_owned(),
        Some(b't' | b'f') => format!("boolean `{written}`"),
        Some(b'n') => "null".to_owned(),
        _ if raw.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E')) => {
            format!("floating point `{written}`")
        }
        _ => format!("integer `{written}`"),
    };
    scan.error(span.end, &format!("invalid type: {found}, expected {expected}"))
}

#[cfg(test)]
pub(crate) mod tests;
