//! Functions on texts.
//!
//! Source: `crates/celx/src/strings.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use cel::extractors::{Arguments, This};
use cel::{FunctionContext, Value};

use super::super::{fuel, size};
use super::{Outcome, Text, string};

/// `charAt(i)`: the character at index `i`; empty at the end, an error beyond it.
pub(super) fn char_at(ftx: &FunctionContext<'_, '_>, This(this): This<Text>, at: i64) -> Outcome {
    let count = this.chars().count();
    match usize::try_from(at) {
        Ok(at) if at == count => Ok(string("")),
        Ok(at) if at < count => Ok(string(this.chars().skip(at).take(1).collect::<String>())),
        _ => Err(ftx.error("index out of range")),
    }
}

/// The index, in characters, of a byte; -1 where there is none.
pub(super) fn position(text: &str, byte: Option<usize>) -> Value {
    let at = byte.map(|byte| text[..byte].chars().count());
    Value::Int(at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1))
}

/// `indexOf(s)`: the index of its first occurrence, in characters, or -1.
pub(super) fn index_of(This(this): This<Text>, wanted: Text) -> Outcome {
    Ok(position(&this, this.find(wanted.as_str())))
}

/// `lastIndexOf(s)`: the index of its last occurrence, in characters, or -1.
pub(super) fn last_index_of(This(this): This<Text>, wanted: Text) -> Outcome {
    Ok(position(&this, this.rfind(wanted.as_str())))
}

/// `join()`, `join(separator)`: the strings of a list as one.
pub(super) fn join(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Arc<Vec<Value>>>,
    Arguments(arguments): Arguments,
) -> Outcome {
    let between = match arguments.first() {
        Some(Value::String(between)) => between.as_str(),
        None => "",
        Some(_) => return Err(ftx.error("the separator isn't text")),
    };
    let words = this.iter().map(|value| match value {
        Value::String(word) => Ok(word.as_str()),
        _ => Err(ftx.error("not a list of texts")),
    });
    let words = words.collect::<Result<Vec<_>, _>>()?;
    let length: usize = words.iter().map(|word| word.len() + between.len()).sum();
    fuel::spend_bytes(length)?;
    Ok(string(words.join(between)))
}

/// `replace(from, to)`: every occurrence replaced.
pub(super) fn replace(This(this): This<Text>, from: Text, to: Text) -> Outcome {
    let places = this.matches(from.as_str()).count();
    fuel::spend_bytes(this.len().saturating_add(places.saturating_mul(to.len())))?;
    Ok(string(this.replace(from.as_str(), to.as_str())))
}

/// `split(separator)`: the parts between the separators.
pub(super) fn split(This(this): This<Text>, by: Text) -> Outcome {
    // Each part is a value.
    let parts = this.matches(by.as_str()).count();
    fuel::spend_bytes(this.len().saturating_add(parts.saturating_mul(2 * size::UNIT)))?;
    Ok(Value::List(Arc::new(this.split(by.as_str()).map(string).collect())))
}

/// `substring(start)`, `substring(start, end)`: by indices in characters.
pub(super) fn substring(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Text>,
    Arguments(arguments): Arguments,
) -> Outcome {
    let number = |value: Option<&Value>| match value {
        Some(Value::Int(number)) => usize::try_from(*number).ok(),
        _ => None,
    };
    let count = this.chars().count();
    let start = number(arguments.first());
    let end = arguments.get(1).map_or(Some(count), |end| number(Some(end)));
    match (start, end) {
        (Some(start), Some(end)) if start <= end && end <= count => {
            Ok(string(this.chars().skip(start).take(end - start).collect::<String>()))
        }
        _ => Err(ftx.error("index out of range")),
    }
}
