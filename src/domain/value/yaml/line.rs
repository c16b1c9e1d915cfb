//! On which line of a YAML document a field stands, for words about it.
//!
//! The parser keeps no positions in its values, but says where an error happened: the document is read once more by a
//! reader that follows the path and fails on purpose when it has arrived.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The line in `part`, counted from 0, on which the field at `pointer` (RFC 6901) begins; none where there is no such
/// field.
pub(super) fn of(part: &str, pointer: &str) -> Option<usize> {
    let steps: Vec<String> =
        pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let follow = Follow { steps: &steps };
    let error = follow.deserialize(serde_yaml::Deserializer::from_str(part)).err()?;
    let arrived = error.to_string().contains(ARRIVED);
    error.location().filter(|_| arrived).map(|place| place.line().saturating_sub(1))
}

const ARRIVED: &str = "the field is here";

/// Reads to the end of the path.
#[derive(Clone, Copy)]
struct Follow<'s> {
    steps: &'s [String],
}

impl<'de> DeserializeSeed<'de> for Follow<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A mapping's key, which is compared.
struct Key<'s> {
    wanted: &'s str,
    /// Whether finding it is arriving.
    is_last: bool,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<bool, E> {
        match (key == self.wanted, self.is_last) {
            (true, true) => Err(E::custom(ARRIVED)),
            (found, _) => Ok(found),
        }
    }
}

impl<'de> Visitor<'de> for Follow<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((wanted, rest)) = self.steps.split_first() else {
            return Err(de::Error::custom(ARRIVED));
        };
        while let Some(found) = map.next_key_seed(Key { wanted, is_last: rest.is_empty() })? {
            match found {
                true => map.next_value_seed(Follow { steps: rest })?,
                false => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some((wanted, rest)) = self.steps.split_first() else {
            return Err(de::Error::custom(ARRIVED));
        };
        let mut index = 0;
        loop {
            let found = wanted.parse() == Ok(index);
            let more = match found {
                true => list.next_element_seed(Follow { steps: rest })?.is_some(),
                false => list.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                return Ok(());
            }
            index += 1;
        }
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        self.scalar()
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        self.scalar()
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.scalar()
    }
}

impl Follow<'_> {
    fn scalar<E: de::Error>(self) -> Result<(), E> {
        match self.steps.is_empty() {
            true => Err(E::custom(ARRIVED)),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_field_is_found_on_the_line_of_its_key() {
        let text =
            "\nspec:\n  a: 1\n  list:\n  - x: 1\n    y: [2,\n        3]\n  - text\n  /k: v\n";
        for (pointer, line) in [
            ("/spec", 1),
            ("/spec/a", 2),
            ("/spec/list", 3),
            ("/spec/list/0", 4),
            ("/spec/list/0/y", 5),
            ("/spec/list/0/y/1", 6),
            ("/spec/list/1", 7),
            ("/spec/~1k", 8),
        ] {
            assert_eq!(of(text, pointer), Some(line), "{pointer}");
        }
        for nothing in ["/spec/b", "/spec/list/2", "/spec/a/b"] {
            assert_eq!(of(text, nothing), None, "{nothing}");
        }
    }
}
