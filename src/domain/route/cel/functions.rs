//! The functions that agentgateway adds to CEL.

mod strings;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cel::common::ast::{Expr, IdedExpr};
use cel::extractors::{Identifier, This};
use cel::objects::{Key, Map};
use cel::parser::Expression;
use cel::{Context, ExecutionError, FunctionContext, Value};

use super::json::{from_json, to_json};
use super::parts::walk;
use super::{fuel, patterns, size};
use crate::domain::llm::tree;
use strings::{char_at, index_of, join, last_index_of, replace, split, substring};

type Outcome = Result<Value, ExecutionError>;
type Text = Arc<String>;

/// The variable behind `random()`: no expression can write its name.
pub(super) const CHANCE: &str = "$chance";

/// The functions of the `cel` crate that expressions may call by name; operators begin with a sign.
const BUILT_IN: &[&str] = &[
    "contains",
    "size",
    "max",
    "min",
    "startsWith",
    "endsWith",
    "string",
    "bytes",
    "double",
    "int",
    "uint",
    "optional.none",
    "optional.of",
    "optional.ofNonZeroValue",
    "value",
    "hasValue",
    "or",
    "orValue",
    "matches",
    "duration",
    "timestamp",
    "getFullYear",
    "getMonth",
    "getDayOfYear",
    "getDayOfMonth",
    "getDate",
    "getDayOfWeek",
    "getHours",
    "getMinutes",
    "getSeconds",
    "getMilliseconds",
];

/// The functions of this file.
const OURS: &[&str] = &[
    "json",
    "jsonField",
    "toJson",
    "to_json",
    "with",
    "mapValues",
    "filterKeys",
    "removeKeys",
    "merge",
    "default",
    "coalesce",
    "random",
    "uuid",
    "fail",
    "regexReplace",
    "base64Encode",
    "base64Decode",
    "base64.encode",
    "base64.decode",
    "sha256.encode",
    "charAt",
    "indexOf",
    "lastIndexOf",
    "join",
    "lowerAscii",
    "upperAscii",
    "trim",
    "replace",
    "split",
    "substring",
    "stripPrefix",
    "stripSuffix",
];

/// Adds all of them.
pub(super) fn add_all(context: &mut Context<'_>) {
    use fuel::add;
    add_built_in(context);
    add(context, "matches", matches);
    add(context, "json", json);
    add(context, "jsonField", json_field);
    add(context, "toJson", to_json_text);
    add(context, "to_json", to_json_text);
    add(context, "with", with);
    add(context, "mapValues", map_values);
    add(context, "filterKeys", filter_keys);
    add(context, "removeKeys", remove_keys);
    add(context, "merge", merge);
    add(context, "default", default);
    add(context, "coalesce", coalesce);
    add(context, "random", random);
    add(context, "uuid", uuid);
    add(context, "fail", fail);
    add(context, "regexReplace", regex_replace);
    add(context, "base64Encode", base64_encode);
    add(context, "base64Decode", base64_decode);
    add(context, "base64.encode", base64_encode);
    add(context, "base64.decode", base64_decode);
    add(context, "sha256.encode", sha256);
    add(context, "charAt", char_at);
    add(context, "indexOf", index_of);
    add(context, "lastIndexOf", last_index_of);
    add(context, "join", join);
    add(context, "lowerAscii", |This(text): This<Text>| text.to_ascii_lowercase());
    add(context, "upperAscii", |This(text): This<Text>| text.to_ascii_uppercase());
    add(context, "trim", |This(text): This<Text>| text.trim().to_owned());
    add(context, "replace", replace);
    add(context, "split", split);
    add(context, "substring", substring);
    add(context, "stripPrefix", |This(text): This<Text>, prefix: Text| {
        text.strip_prefix(prefix.as_str()).unwrap_or(&text).to_owned()
    });
    add(context, "stripSuffix", |This(text): This<Text>, suffix: Text| {
        text.strip_suffix(suffix.as_str()).unwrap_or(&text).to_owned()
    });
}

type Conversion = fn(&FunctionContext<'_, '_>, This<Value>) -> Outcome;

/// The functions of the `cel` crate whose values may be large, so that they pay as well, and those that write out what
/// they do not support, so that they do not.
fn add_built_in(context: &mut Context<'_>) {
    use cel::functions as built_in;
    use fuel::add;
    add(context, "contains", contains);
    add(context, "max", built_in::max);
    add(context, "min", built_in::min);
    add(context, "bytes", built_in::bytes);
    add(context, "optional.of", built_in::optional_of);
    add(context, "optional.ofNonZeroValue", built_in::optional_of_non_zero_value);
    add(context, "value", built_in::optional_value);
    add(context, "or", built_in::optional_or_optional);
    add(context, "orValue", built_in::optional_or_value);
    let conversions: [(&str, Conversion); 4] = [
        ("string", built_in::string),
        ("double", built_in::double),
        ("int", built_in::int),
        ("uint", built_in::uint),
    ];
    for (name, convert) in conversions {
        add(context, name, move |ftx: &FunctionContext<'_, '_>, This(value): This<Value>| {
            match value {
                Value::List(_) | Value::Map(_) | Value::Opaque(_) => {
                    Err(ftx.error("lists, maps and optional values are not converted"))
                }
                value => convert(ftx, This(value)),
            }
        });
    }
    add(context, "size", |ftx: &FunctionContext<'_, '_>, This(value): This<Value>| match value {
        Value::Opaque(_) => Err(ftx.error("an optional value has no size")),
        value => built_in::size(ftx, This(value)).map(Value::Int),
    });
}

/// As the `cel` crate has it, in time linear in both.
fn contains(This(this): This<Value>, wanted: Value) -> Outcome {
    match (&this, &wanted) {
        (Value::Bytes(bytes), Value::Bytes(wanted)) => {
            Ok(Value::Bool(memchr::memmem::find(bytes, wanted).is_some()))
        }
        _ => cel::functions::contains(This(this), wanted),
    }
}

/// The first function of an expression that is not known.
pub(super) fn unknown(expression: &IdedExpr) -> Option<String> {
    let mut found = None;
    walk(expression, &mut |part| {
        let Expr::Call(call) = &part.expr else { return };
        let name = call.func_name.as_str();
        let is_operator = !name.starts_with(|first: char| first.is_ascii_alphabetic());
        let known = |name: &str| BUILT_IN.contains(&name) || OURS.contains(&name);
        let qualified = call.target.as_ref().is_some_and(|target| match &target.expr {
            Expr::Ident(space) => known(&format!("{space}.{name}")),
            _ => false,
        });
        if !is_operator && !known(name) && !qualified {
            found.get_or_insert_with(|| name.to_owned());
        }
    });
    found
}

fn string(text: impl Into<String>) -> Value {
    Value::String(Arc::new(text.into()))
}

fn json(ftx: &FunctionContext<'_, '_>, value: Value) -> Outcome {
    let text = match &value {
        Value::String(text) => text.as_bytes(),
        Value::Bytes(bytes) => bytes.as_slice(),
        _ => return Err(ftx.error("neither text nor bytes")),
    };
    // Twice: as serde_json has it, and as CEL does.
    if tree::room(text, 2).is_none() {
        return Err(ftx.error("too many small JSON values"));
    }
    fuel::enough(fuel::covers(size::of_bytes(tree::weight(text))))?;
    let parsed: serde_json::Value =
        serde_json::from_slice(text).map_err(|error| ftx.error(error))?;
    fuel::enough(fuel::covers(size::of_json(&parsed)))?;
    Ok(from_json(&parsed))
}

fn to_json_text(ftx: &FunctionContext<'_, '_>, value: Value) -> Outcome {
    fuel::spend_value(&value)?;
    let json = to_json(&value).ok_or_else(|| ftx.error("JSON has no such value"))?;
    let mut text = fuel::Writer::default();
    serde_json::to_writer(&mut text, &json).map_err(|error| ftx.error(error))?;
    String::from_utf8(text.0).map(string).map_err(|error| ftx.error(error))
}

fn with(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Value>,
    name: Identifier,
    expression: Expression,
) -> Outcome {
    let mut inner = ftx.ptx.new_inner_scope();
    inner.add_variable_from_value(&name, this);
    inner.resolve(&expression)
}

fn map_values(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Value>,
    name: Identifier,
    expression: Expression,
) -> Outcome {
    let Value::Map(fields) = this else { return Err(ftx.error("not a map")) };
    let mut inner = ftx.ptx.new_inner_scope();
    let mapped = fields.map.iter().map(|(key, value)| {
        inner.add_variable_from_value(&name, value.clone());
        Ok((key.clone(), inner.resolve(&expression)?))
    });
    let mapped = mapped.collect::<Result<_, ExecutionError>>()?;
    Ok(Value::Map(Map { map: Arc::new(mapped) }))
}

fn merge(ftx: &FunctionContext<'_, '_>, This(this): This<Value>, other: Value) -> Outcome {
    let (Value::Map(under), Value::Map(over)) = (this, other) else {
        return Err(ftx.error("not two maps"));
    };
    let mut merged = under.map.as_ref().clone();
    merged.extend(over.map.iter().map(|(key, value)| (key.clone(), value.clone())));
    Ok(Value::Map(Map { map: Arc::new(merged) }))
}

/// The value of an expression; none where it names what is not there, or is null.
fn find(
    ftx: &FunctionContext<'_, '_>,
    expression: &Expression,
) -> Result<Option<Value>, ExecutionError> {
    match ftx.ptx.resolve(expression) {
        Ok(Value::Null)
        | Err(ExecutionError::NoSuchKey(_) | ExecutionError::UndeclaredReference(_)) => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(error) => Err(error),
    }
}

fn default(ftx: &FunctionContext<'_, '_>, expression: Expression, otherwise: Value) -> Outcome {
    Ok(find(ftx, &expression)?.unwrap_or(otherwise))
}

/// The first of its arguments that has a value; one that fails has none.
fn coalesce(ftx: &FunctionContext<'_, '_>) -> Outcome {
    let values = ftx.args.iter().filter_map(|argument| find(ftx, argument).ok().flatten());
    Ok(values.into_iter().next().unwrap_or(Value::Null))
}

fn random(ftx: &FunctionContext<'_, '_>) -> Outcome {
    ftx.ptx.resolve(&IdedExpr { id: 0, expr: Expr::Ident(CHANCE.to_owned()) })
}

/// A UUID of version 4, out of what `random()` gives: one expression has one. Source: RFC 9562 §5.4.
fn uuid(ftx: &FunctionContext<'_, '_>) -> Outcome {
    let Value::Float(chance) = random(ftx)? else { return Err(ftx.error("no chance")) };
    let hex = crate::domain::value::digest::sha256_hex(&chance.to_bits().to_be_bytes());
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    let (a, b, c, d, e) = (part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32));
    Ok(string(format!("{a}-{b}-4{c}-8{d}-{e}")))
}

fn fail(ftx: &FunctionContext<'_, '_>, why: Text) -> Outcome {
    Err(ftx.error(format!("fail() called: {why}")))
}

fn json_field(ftx: &FunctionContext<'_, '_>, value: Value, name: Text) -> Outcome {
    let Value::Map(fields) = json(ftx, value)? else { return Err(ftx.error("no object")) };
    let found = fields.map.get(&Key::String(Arc::clone(&name))).cloned();
    found.ok_or(ExecutionError::NoSuchKey(name))
}

fn keys_that(
    ftx: &FunctionContext<'_, '_>,
    this: Value,
    name: &Identifier,
    expression: &Expression,
    wanted: bool,
) -> Outcome {
    let Value::Map(fields) = this else { return Err(ftx.error("not a map")) };
    let mut inner = ftx.ptx.new_inner_scope();
    let mut kept = std::collections::HashMap::new();
    for (key, value) in fields.map.iter() {
        inner.add_variable_from_value(name, Value::from(key.clone()));
        match inner.resolve(expression)? {
            Value::Bool(holds) if holds == wanted => drop(kept.insert(key.clone(), value.clone())),
            Value::Bool(_) => {}
            _ => return Err(ftx.error("neither true nor false")),
        }
    }
    Ok(Value::Map(Map { map: Arc::new(kept) }))
}

fn filter_keys(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Value>,
    name: Identifier,
    expression: Expression,
) -> Outcome {
    keys_that(ftx, this, &name, &expression, true)
}

fn remove_keys(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Value>,
    name: Identifier,
    expression: Expression,
) -> Outcome {
    keys_that(ftx, this, &name, &expression, false)
}

fn regex_replace(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Text>,
    pattern: Value,
    with: Text,
) -> Outcome {
    // Each `$` may stand for the whole text.
    let places = 1 + with.matches('$').count();
    fuel::spend_bytes(with.len().saturating_add(this.len().saturating_mul(places)))?;
    let pattern = patterns::compiled(ftx, &pattern)?;
    pattern.read(&this)?;
    Ok(string(pattern.regex.replace(&this, with.as_str())))
}

fn matches(ftx: &FunctionContext<'_, '_>, This(this): This<Text>, pattern: Value) -> Outcome {
    let pattern = patterns::compiled(ftx, &pattern)?;
    pattern.read(&this)?;
    Ok(Value::Bool(pattern.regex.is_match(&this)))
}

fn raw<'v>(ftx: &FunctionContext<'_, '_>, value: &'v Value) -> Result<&'v [u8], ExecutionError> {
    match value {
        Value::String(text) => Ok(text.as_bytes()),
        Value::Bytes(bytes) => Ok(bytes),
        _ => Err(ftx.error("neither text nor bytes")),
    }
}

/// The argument of `base64.encode(x)` and the like, or what `x.base64Encode()` is called on.
fn subject(ftx: &FunctionContext<'_, '_>) -> Outcome {
    match (ftx.args.first(), &ftx.this) {
        (Some(argument), _) => ftx.ptx.resolve(argument),
        (None, Some(this)) => Ok(this.clone()),
        (None, None) => Err(ftx.error("it needs an argument")),
    }
}

fn base64_encode(ftx: &FunctionContext<'_, '_>) -> Outcome {
    let subject = subject(ftx)?;
    let bytes = raw(ftx, &subject)?;
    fuel::spend_bytes(bytes.len().saturating_mul(2))?;
    Ok(string(STANDARD.encode(bytes)))
}

fn base64_decode(ftx: &FunctionContext<'_, '_>) -> Outcome {
    let subject = subject(ftx)?;
    let bytes = STANDARD.decode(raw(ftx, &subject)?).map_err(|error| ftx.error(error))?;
    Ok(Value::Bytes(Arc::new(bytes)))
}

fn sha256(ftx: &FunctionContext<'_, '_>) -> Outcome {
    let subject = subject(ftx)?;
    let bytes = raw(ftx, &subject)?;
    // Slower than copying.
    fuel::spend_bytes(bytes.len().saturating_mul(4))?;
    Ok(string(crate::domain::value::digest::sha256_hex(bytes)))
}
