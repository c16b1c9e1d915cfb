//! JSON in which no name occurs twice. RFC 8259 §4 leaves open which of two members with one name counts, so a guard
//! that reads one of them would not see what a provider reads.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads a document.
///
/// # Errors
/// What is not JSON in UTF-8, is nested deeper than 128 levels, or names a member twice at any depth.
pub fn value(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice::<Strict>(bytes).map(|strict| strict.0)
}

/// Reads a document that is an object.
///
/// # Errors
/// As [`value`], and anything but an object.
pub fn object(bytes: &[u8]) -> Result<Map<String, Value>, serde_json::Error> {
    match value(bytes)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(serde_json::Error::custom("expected an object")),
    }
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Strict)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            read.push(item);
        }
        Ok(Value::Array(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let Strict(value) = fields.next_value()?;
            if read.contains_key(&name) {
                let start: String = name.chars().take(64).collect();
                return Err(A::Error::custom(format!("duplicate field {start:?}")));
            }
            read.insert(name, value);
        }
        Ok(Value::Object(read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_that_occurs_twice_is_invalid_at_every_depth_and_however_it_is_escaped() {
        for text in
            [r#"{"a":1,"a":2}"#, r#"{"a":1,"\u0061":2}"#, r#"[[{"x":{"a":[],"b":1,"a":[]}}]]"#]
        {
            let why = value(text.as_bytes()).expect_err(text).to_string();
            assert!(why.contains("duplicate field"), "{text}: {why}");
        }
        assert!(value(br#"{"a":{"a":1},"b":[{"a":1},{"a":1}]}"#).is_ok());
    }

    #[test]
    fn what_is_not_json_in_utf_8_is_invalid() {
        let utf16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let deep = "[".repeat(4096) + &"]".repeat(4096);
        for bytes in [
            &b"\xef\xbb\xbf{}"[..],
            &utf16,
            b"\"\xff\"",
            br#""\ud800""#,
            b"{} {}",
            b"",
            deep.as_bytes(),
        ] {
            assert!(value(bytes).is_err(), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn everything_else_reads_as_serde_json_reads_it(text in r#"[\[\]{}:,"a1.e \\-]{0,24}"#) {
            if let Ok(read) = value(text.as_bytes()) {
                prop_assert_eq!(read, serde_json::from_str::<Value>(&text).expect("the same"));
            }
        }
    }
}
