//! JSON → a type, with the place of a fault. The one reader for the types of objects: each further kind of reader
//! that a type is compiled for brings its code into the program once more.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use super::redaction;

/// Why a value is not of a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldError {
    /// `rules[0].matches`; empty where the value itself is meant.
    pub at: String,
    pub reason: String,
    /// The field is only unknown to its type.
    pub unknown: bool,
}

/// Reads a value as a type.
///
/// # Errors
/// What is wrong with it, and where.
pub fn from_value<'v, T: Deserialize<'v>>(value: &'v Value) -> Result<T, FieldError> {
    T::deserialize(Reader(value))
}

/// Reads the fields of an object as a type: what another type has no place for, and keeps by name.
///
/// # Errors
/// As [`from_value`].
pub fn fields<'v, T: Deserialize<'v>>(fields: &'v Map<String, Value>) -> Result<T, FieldError> {
    T::deserialize(MapAccessDeserializer::new(Fields::of(fields)))
}

impl FieldError {
    /// A fault of the value itself.
    pub fn of_whole(reason: impl Into<String>) -> Self {
        FieldError { at: String::new(), reason: reason.into(), unknown: false }
    }

    /// The same fault, seen from what holds the faulty value under this name or index.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        // A key may have been written as a field's name.
        let place = redaction::without_keys(place);
        let point = if self.at.is_empty() || self.at.starts_with('[') { "" } else { "." };
        self.at = format!("{place}{point}{}", self.at);
        self
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at.as_str() {
            "" => f.write_str(&self.reason),
            at => write!(f, "`{at}`: {}", self.reason),
        }
    }
}

impl std::error::Error for FieldError {}

impl de::Error for FieldError {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        let reason = redaction::without_keys(&reason.to_string()).into_owned();
        FieldError { at: String::new(), reason, unknown: false }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let known = match expected {
            [] => "there are no fields".to_owned(),
            [one] => format!("expected `{one}`"),
            [one, other] => format!("expected `{one}` or `{other}`"),
            all => format!("expected one of `{}`", all.join("`, `")),
        };
        let fault: FieldError = de::Error::custom(format!("unknown field `{field}`, {known}"));
        FieldError { unknown: true, ..fault }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        de::Error::custom(format!("invalid type: {}, expected {expected}", word(found, expected)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        de::Error::custom(format!("invalid value: {}, expected {expected}", word(found, expected)))
    }
}

/// What was found, in JSON's words. A text where a structure belongs may be a key, whatever it looks like.
fn word(found: Unexpected<'_>, expected: &dyn Expected) -> String {
    match found {
        Unexpected::Unit => "null".to_owned(),
        Unexpected::Str(_) if is_structure(&expected.to_string()) => "a string".to_owned(),
        Unexpected::Bytes(_) => "bytes".to_owned(),
        Unexpected::Float(value) => format!("floating point `{}`", Value::from(value)),
        found => found.to_string(),
    }
}

fn is_structure(expected: &str) -> bool {
    ["struct", "map", "sequence", "tuple", "unit"].iter().any(|word| expected.contains(word))
}

struct Reader<'v>(&'v Value);

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = FieldError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(value) => match (value.as_u64(), value.as_i64()) {
                (Some(value), _) => visitor.visit_u64(value),
                (None, Some(value)) => visitor.visit_i64(value),
                (None, None) => visitor.visit_f64(value.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(values) => visitor.visit_seq(Items { values, next: 0 }),
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// A list is no structure, though each of its items may be of the type of a field.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
            other => Err(de::Error::invalid_type(unexpected(other), &visitor)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        match self.0 {
            Value::String(variant) => visitor.visit_enum(BorrowedStrDeserializer::new(variant)),
            Value::Object(fields) if fields.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(Fields::of(fields)))
            }
            Value::Object(_) => {
                Err(de::Error::invalid_value(Unexpected::Map, &"map with a single key"))
            }
            other => Err(de::Error::invalid_type(unexpected(other), &"string or map")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(value) => match (value.as_u64(), value.as_i64()) {
            (Some(value), _) => Unexpected::Unsigned(value),
            (None, Some(value)) => Unexpected::Signed(value),
            (None, None) => Unexpected::Float(value.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

struct Items<'v> {
    values: &'v [Value],
    next: usize,
}

impl<'v> SeqAccess<'v> for Items<'v> {
    type Error = FieldError;

    fn next_element_seed<S: DeserializeSeed<'v>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, FieldError> {
        let index = self.next;
        let Some(value) = self.values.get(index) else { return Ok(None) };
        self.next += 1;
        seed.deserialize(Reader(value))
            .map(Some)
            .map_err(|fault| fault.within(&format!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.values.len() - self.next)
    }
}

struct Fields<'v> {
    rest: serde_json::map::Iter<'v>,
    /// The one whose name was read last.
    open: Option<(&'v str, &'v Value)>,
}

impl<'v> Fields<'v> {
    fn of(fields: &'v Map<String, Value>) -> Self {
        Fields { rest: fields.iter(), open: None }
    }
}

impl<'v> MapAccess<'v> for Fields<'v> {
    type Error = FieldError;

    fn next_key_seed<S: DeserializeSeed<'v>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, FieldError> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.open = Some((name, value));
        let read = seed.deserialize(BorrowedStrDeserializer::<FieldError>::new(name));
        read.map(Some).map_err(|fault| fault.within(name))
    }

    fn next_value_seed<S: DeserializeSeed<'v>>(&mut self, seed: S) -> Result<S::Value, FieldError> {
        let (name, value) = self.open.take().unwrap_or(("", &Value::Null));
        seed.deserialize(Reader(value)).map_err(|fault| fault.within(name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Outer {
        inner: Vec<Inner>,
        kind: Option<Kind>,
        #[serde(default)]
        texts: BTreeMap<String, String>,
        #[serde(flatten)]
        others: Map<String, Value>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        port: u16,
        share: Option<f64>,
        offset: Option<i32>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    enum Kind {
        Plain,
        Of(u8),
        With { on: bool },
    }

    fn fault(value: &Value) -> String {
        from_value::<Outer>(value).expect_err("a fault").to_string()
    }

    #[test]
    fn a_fault_says_its_place() {
        let words = fault(&json!({"inner": [{"port": 1}, {"port": "x"}]}));
        assert_eq!(words, "`inner[1].port`: invalid type: string \"x\", expected u16");
        let words = fault(&json!({"inner": [{"port": 1, "prot": 2}]}));
        assert!(words.starts_with("`inner[0].prot`: unknown field `prot`"), "{words}");
        assert_eq!(fault(&json!({"inner": [{}]})), "`inner[0]`: missing field `port`");
        assert_eq!(fault(&json!({})), "missing field `inner`");
        let words = fault(&json!({"inner": null}));
        assert_eq!(words, "`inner`: invalid type: null, expected a sequence");
        let words = fault(&json!({"inner": [], "kind": "Odd"}));
        assert!(words.starts_with("`kind`: unknown variant `Odd`"), "{words}");
    }

    /// Values that are nearly right.
    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (0..70_000_u32).prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "[a-c]".prop_map(Value::from),
            Just(json!("Plain")),
            Just(json!({"Of": 7})),
            Just(json!({"With": {"on": true}})),
            Just(json!({"Of": 7, "With": 1})),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            let name = proptest::sample::select(vec![
                "inner", "kind", "texts", "port", "share", "offset", "x",
            ]);
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(name, inner, 0..5)
                    .prop_map(|fields| fields.into_iter().collect::<Value>()),
            ]
        })
    }

    proptest! {
        /// What is read, and the words of what is not, are serde_json's; but a list is no structure.
        #[test]
        fn it_reads_as_serde_json_does(inner in value(), kind in value(), more in value()) {
            let value = json!({"inner": inner, "kind": kind, "texts": {}, "more": more});
            if inner.as_array().is_some_and(|items| items.iter().any(Value::is_array)) {
                prop_assert!(from_value::<Outer>(&value).is_err() && from_value::<Vec<Inner>>(&inner).is_err());
                return Ok(());
            }
            // But for texts where structures belong, which serde_json repeats.
            let quoted = regex::Regex::new(r#"string "[^"]*"(, expected (?:struct|a sequence|a map))"#).expect("a pattern");
            let words = |error: serde_json::Error| {
                quoted.replace(&error.to_string(), "a string$1").into_owned()
            };
            let theirs = serde_json::from_value::<Outer>(value.clone()).map_err(words);
            let ours = from_value::<Outer>(&value).map_err(|fault| fault.reason);
            prop_assert_eq!(ours, theirs);
            let theirs = serde_json::from_value::<Vec<Inner>>(inner.clone()).map_err(words);
            prop_assert_eq!(from_value::<Vec<Inner>>(&inner).map_err(|fault| fault.reason), theirs);
            let theirs = serde_json::from_value::<Kind>(kind.clone()).map_err(words);
            prop_assert_eq!(from_value::<Kind>(&kind).map_err(|fault| fault.reason), theirs);
        }
    }
}
