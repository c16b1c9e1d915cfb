//! How large a value is, in units of cost: what it costs to make it once and use it once, with everything in it.
//! Counting stops at what an evaluation may spend. A mechanism of this program, as is [`fuel`](super::fuel).

use cel::Value;
use cel::common::types::{CelBytes, CelList, CelMap, CelMapKey, CelOptional, CelString};
use cel::common::value::Val;
use cel::objects::{Key, OptionalValue};

/// The most that one evaluation may cost; a unit is about a tenth of a microsecond, or 64 bytes.
pub(super) const MOST: u64 = 500_000;
/// Bytes of a text or a body for one unit.
pub(super) const UNIT: usize = 64;

/// The cost of a member of a map, in addition to its name and its value.
const MEMBER: u64 = 2;

/// The cost of copying or reading this many bytes.
pub(super) fn of_bytes(bytes: usize) -> u64 {
    1 + u64::try_from(bytes / UNIT).unwrap_or(u64::MAX)
}

/// The size of a value in the form that functions take.
pub(super) fn of_value(value: &Value) -> u64 {
    let mut sum = 0;
    add_value(value, &mut sum);
    sum
}

/// The size of a value in the form that the interpreter uses.
pub(super) fn of_val(value: &dyn Val) -> u64 {
    let mut sum = 0;
    add_val(value, &mut sum);
    sum
}

/// The size of the value that this JSON becomes.
pub(super) fn of_json(value: &serde_json::Value) -> u64 {
    let mut sum = 0;
    add_json(value, &mut sum);
    sum
}

fn grow(sum: &mut u64, by: u64) {
    *sum = sum.saturating_add(by);
}

fn add_value(value: &Value, sum: &mut u64) {
    match value {
        Value::String(text) => return grow(sum, of_bytes(text.len())),
        Value::Bytes(bytes) => return grow(sum, of_bytes(bytes.len())),
        _ => grow(sum, 1),
    }
    if *sum > MOST {
        return;
    }
    match value {
        Value::List(items) => items.iter().for_each(|item| add_value(item, sum)),
        Value::Map(fields) => {
            for (name, value) in fields.map.iter() {
                grow(sum, MEMBER);
                if let Key::String(name) = name {
                    grow(sum, of_bytes(name.len()));
                }
                add_value(value, sum);
            }
        }
        Value::Opaque(opaque) => {
            let held = opaque.downcast_ref::<OptionalValue>().and_then(OptionalValue::value);
            held.iter().for_each(|held| add_value(held, sum));
        }
        _ => {}
    }
}

fn add_val(value: &dyn Val, sum: &mut u64) {
    grow(sum, 1);
    if *sum > MOST {
        return;
    }
    if let Some(text) = value.downcast_ref::<CelString>() {
        grow(sum, of_bytes(text.inner().len()) - 1);
    } else if let Some(bytes) = value.downcast_ref::<CelBytes>() {
        grow(sum, of_bytes(bytes.inner().len()) - 1);
    } else if let Some(items) = value.downcast_ref::<CelList>() {
        items.inner().iter().for_each(|item| add_val(item.as_ref(), sum));
    } else if let Some(fields) = value.downcast_ref::<CelMap>() {
        for (name, value) in fields.inner() {
            grow(sum, MEMBER);
            if let CelMapKey::String(name) = name {
                grow(sum, of_bytes(name.inner().len()));
            }
            add_val(value.as_ref(), sum);
        }
    } else if let Some(held) = value.downcast_ref::<CelOptional>().and_then(CelOptional::inner) {
        add_val(held, sum);
    }
}

fn add_json(value: &serde_json::Value, sum: &mut u64) {
    grow(sum, 1);
    if *sum > MOST {
        return;
    }
    match value {
        serde_json::Value::String(text) => grow(sum, of_bytes(text.len()) - 1),
        serde_json::Value::Array(items) => items.iter().for_each(|item| add_json(item, sum)),
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                grow(sum, MEMBER + of_bytes(name.len()));
                add_json(value, sum);
            }
        }
        _ => {}
    }
}
