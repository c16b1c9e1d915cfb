//! A document as a tree in which no key has been lost: a mapping with a key twice keeps the last, and says so, and `<<` is
//! merged as kubectl does it. What stands bare is what kubectl takes it for ([`scalar`]).

use std::collections::HashSet;
use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::scalar;

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
        Tree { yaml: None }.deserialize(deserializer)
    }
}

/// Reads a value.
#[derive(Clone, Copy)]
pub(super) struct Tree<'t> {
    /// The text that is read, where it is YAML: what stands bare in it is not told from what is quoted otherwise.
    pub(super) yaml: Option<&'t str>,
}

impl Tree<'_> {
    /// Whether a scalar, which is a part of the text, stands bare in it: without quotes, and without a tag.
    fn is_bare(self, scalar: &str) -> bool {
        let before = self.yaml.and_then(|text| {
            let offset = (scalar.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
            text.get(..offset)
        });
        before.is_some_and(|before| !before.ends_with(['"', '\'']) && !is_tagged(before))
    }
}

/// Whether a text ends with a tag (`!!str`), which says what comes next, whatever it looks like.
fn is_tagged(before: &str) -> bool {
    let mut rest = before.trim_end_matches([' ', '\t', '\n', '\r']);
    loop {
        let (above, word) = rest.rsplit_once([' ', '\t', '\n']).unwrap_or(("", rest));
        match word.bytes().next() {
            Some(b'!') => return true,
            // An anchor may stand between them.
            Some(b'&') => rest = above.trim_end_matches([' ', '\t']),
            _ => return false,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Checked;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Checked, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
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

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Checked, E> {
        let number = scalar::whole_or_not(value);
        number.map(Checked::plain).ok_or_else(|| E::custom(format_args!("JSON has no {value}")))
    }

    fn visit_str<E>(self, value: &str) -> Result<Checked, E> {
        Ok(Checked::plain(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Checked, E> {
        let other = self.is_bare(value).then(|| scalar::resolved(value)).flatten();
        Ok(other.map_or_else(|| Checked::plain(value), Checked::plain))
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
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Checked, A::Error> {
        let mut list = Vec::new();
        let mut whole = Checked::plain(Value::Null);
        while let Some(item) = items.next_element_seed(self)? {
            if !item.twice.is_empty() {
                whole.add(&list.len().to_string(), item.twice);
            }
            list.push(item.value);
        }
        Ok(Checked { value: Value::Array(list), ..whole })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Checked, A::Error> {
        let mut fields = Map::new();
        let mut own = HashSet::new();
        let mut whole = Checked::plain(Value::Null);
        while let Some(key) = entries.next_key_seed(Key(self))? {
            let entry = entries.next_value_seed(self)?;
            let Some(key) = key else {
                merge(&mut fields, entry.value).map_err(de::Error::custom)?;
                continue;
            };
            if !entry.twice.is_empty() {
                whole.add(&key, entry.twice);
            }
            if !own.insert(key.clone()) {
                whole.add(&key, vec![String::new()]);
            }
            fields.insert(key, entry.value);
        }
        Ok(Checked { value: Value::Object(fields), ..whole })
    }
}

/// Puts the fields of a mapping, or of several of which the first counts most, over those that stand before. kubectl's parser
/// does it so, and what stands behind is over both.
fn merge(fields: &mut Map<String, Value>, more: Value) -> Result<(), &'static str> {
    let all = match more {
        Value::Array(all) => all,
        one => vec![one],
    };
    for more in all.into_iter().rev() {
        let Value::Object(more) = more else {
            return Err("`<<` needs a mapping, or a list of them");
        };
        fields.extend(more);
    }
    Ok(())
}

/// The key of a mapping, which JSON has as a text; none for `<<`, which merges.
struct Key<'t>(Tree<'t>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Some(key.to_owned()))
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Self::Value, E> {
        match (key, self.0.is_bare(key)) {
            (MERGE, true) => Ok(None),
            ("~" | "null" | "Null" | "NULL", true) => Err(E::custom("a key that is null")),
            (_, true) => {
                Ok(Some(scalar::resolved(key).map_or_else(|| key.to_owned(), |it| it.to_string())))
            }
            (_, false) => Ok(Some(key.to_owned())),
        }
    }

    fn visit_string<E>(self, key: String) -> Result<Self::Value, E> {
        Ok(Some(key))
    }
}
