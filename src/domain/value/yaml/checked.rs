//! A document as a tree in which no key has been lost: a mapping with a key twice keeps the last, and says so, and `<<` is
//! merged as kubectl does it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A value, and what of it was written twice.
pub(super) struct Checked {
    pub(super) value: Value,
    /// JSON pointers (RFC 6901), the first few.
    pub(super) twice: Vec<String>,
}

/// The most that are told of one document: it may have millions.
const MOST: usize = 8;

/// The key whose mapping is merged (<https://yaml.org/type/merge.html>).
const MERGE: &str = "<<";

impl Checked {
    fn plain(value: impl Into<Value>) -> Self {
        Checked { value: value.into(), twice: Vec::new() }
    }

    /// Takes over what a value below has twice.
    fn add(&mut self, step: &str, below: Vec<String>) {
        let room = MOST.saturating_sub(self.twice.len());
        let step = step.replace('~', "~0").replace('/', "~1");
        self.twice.extend(below.into_iter().take(room).map(|at| format!("/{step}{at}")));
    }
}

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Checked;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Checked, E> {
        Ok(Checked::plain(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Checked, E> {
        Ok(Checked::plain(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Checked, E> {
        Ok(Checked::plain(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Checked, E> {
        Ok(Checked::plain(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Checked, E> {
        Ok(Checked::plain(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Checked, E> {
        Ok(Checked::plain(value))
    }

    fn visit_unit<E>(self) -> Result<Checked, E> {
        Ok(Checked::plain(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Checked, E> {
        Ok(Checked::plain(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Checked, D::Error> {
        Checked::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Checked, A::Error> {
        let mut list = Vec::new();
        let mut whole = Checked::plain(Value::Null);
        while let Some(item) = items.next_element::<Checked>()? {
            if !item.twice.is_empty() {
                whole.add(&list.len().to_string(), item.twice);
            }
            list.push(item.value);
        }
        Ok(Checked { value: Value::Array(list), ..whole })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Checked, A::Error> {
        let mut fields = Map::new();
        let mut whole = Checked::plain(Value::Null);
        while let Some(Key(key)) = entries.next_key()? {
            let entry = entries.next_value::<Checked>()?;
            if !entry.twice.is_empty() {
                whole.add(&key, entry.twice);
            }
            if fields.contains_key(&key) {
                whole.add(&key, vec![String::new()]);
            }
            fields.insert(key, entry.value);
        }
        match fields.remove(MERGE) {
            Some(Value::Object(more)) => merge(&mut fields, more),
            Some(Value::Array(all)) if all.iter().all(Value::is_object) => {
                for more in all {
                    if let Value::Object(more) = more {
                        merge(&mut fields, more);
                    }
                }
            }
            Some(other) => drop(fields.insert(MERGE.to_owned(), other)),
            None => {}
        }
        Ok(Checked { value: Value::Object(fields), ..whole })
    }
}

/// What a mapping says itself counts before what is merged into it.
fn merge(fields: &mut Map<String, Value>, more: Map<String, Value>) {
    for (key, value) in more {
        fields.entry(key).or_insert(value);
    }
}

/// The key of a mapping, which JSON has as a text.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string key")
            }

            fn visit_str<E>(self, key: &str) -> Result<Key, E> {
                Ok(Key(key.to_owned()))
            }

            fn visit_string<E>(self, key: String) -> Result<Key, E> {
                Ok(Key(key))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
