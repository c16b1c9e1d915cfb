//! The functions that agentgateway adds to CEL.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cel::common::ast::{Expr, IdedExpr};
use cel::extractors::{Arguments, Identifier, This};
use cel::objects::{Key, Map};
use cel::parser::Expression;
use cel::{Context, ExecutionError, FunctionContext, Value};

use super::{from_json, fuel, to_json, walk};
use crate::domain::llm::tree;
use crate::domain::value::pattern;

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
    context.add_function("matches", matches);
    context.add_function("json", json);
    context.add_function("jsonField", json_field);
    context.add_function("toJson", to_json_text);
    context.add_function("to_json", to_json_text);
    context.add_function("with", with);
    context.add_function("mapValues", map_values);
    context.add_function("filterKeys", filter_keys);
    context.add_function("removeKeys", remove_keys);
    context.add_function("merge", merge);
    context.add_function("default", default);
    context.add_function("coalesce", coalesce);
    context.add_function("random", random);
    context.add_function("uuid", uuid);
    context.add_function("fail", fail);
    context.add_function("regexReplace", regex_replace);
    context.add_function("base64Encode", base64_encode);
    context.add_function("base64Decode", base64_decode);
    context.add_function("base64.encode", base64_encode);
    context.add_function("base64.decode", base64_decode);
    context.add_function("sha256.encode", sha256);
    context.add_function("charAt", char_at);
    context.add_function("indexOf", index_of);
    context.add_function("lastIndexOf", last_index_of);
    context.add_function("join", join);
    context.add_function("lowerAscii", |This(text): This<Text>| text.to_ascii_lowercase());
    context.add_function("upperAscii", |This(text): This<Text>| text.to_ascii_uppercase());
    context.add_function("trim", |This(text): This<Text>| text.trim().to_owned());
    context.add_function("replace", replace);
    context.add_function("split", split);
    context.add_function("substring", substring);
    context.add_function("stripPrefix", |This(text): This<Text>, prefix: Text| {
        text.strip_prefix(prefix.as_str()).unwrap_or(&text).to_owned()
    });
    context.add_function("stripSuffix", |This(text): This<Text>, suffix: Text| {
        text.strip_suffix(suffix.as_str()).unwrap_or(&text).to_owned()
    });
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
    let parsed: serde_json::Value =
        serde_json::from_slice(text).map_err(|error| ftx.error(error))?;
    let made = from_json(&parsed);
    fuel::spend_value(&made)?;
    Ok(made)
}

fn to_json_text(ftx: &FunctionContext<'_, '_>, value: Value) -> Outcome {
    fuel::spend_value(&value)?;
    let json = to_json(&value).ok_or_else(|| ftx.error("JSON has no such value"))?;
    Ok(string(json.to_string()))
}

fn with(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Value>,
    name: Identifier,
    expression: Expression,
) -> Outcome {
    fuel::spend_value(&this)?;
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
    let merged = Value::Map(Map { map: Arc::new(merged) });
    fuel::spend_value(&merged)?;
    Ok(merged)
}

/// The value of an expression; none where it names what is not there, or is null.
fn found(
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
    Ok(found(ftx, &expression)?.unwrap_or(otherwise))
}

/// The first of its arguments that is there; one that fails in any way is not.
fn coalesce(ftx: &FunctionContext<'_, '_>) -> Outcome {
    let values = ftx.args.iter().filter_map(|argument| found(ftx, argument).ok().flatten());
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
    pattern: Text,
    with: Text,
) -> Outcome {
    // Each `$` may stand for the whole text.
    let places = 1 + with.matches('$').count();
    fuel::spend_bytes(with.len().saturating_add(this.len().saturating_mul(places)))?;
    Ok(string(compiled(ftx, &pattern)?.replace(&this, with.as_str())))
}

fn matches(ftx: &FunctionContext<'_, '_>, This(this): This<Text>, pattern: Text) -> Outcome {
    fuel::spend_bytes(this.len())?;
    Ok(Value::Bool(compiled(ftx, &pattern)?.is_match(&this)))
}

/// What compiling a pattern costs, in units of [`fuel`].
const COMPILING: u64 = 5_000;
/// Patterns that a thread keeps.
const KEPT: usize = 64;

thread_local! {
    static PATTERNS: RefCell<HashMap<String, regex::Regex>> = RefCell::default();
}

/// A pattern, compiled within the bound of all patterns, and once for the thread.
fn compiled(ftx: &FunctionContext<'_, '_>, written: &str) -> Result<regex::Regex, ExecutionError> {
    if let Some(kept) = PATTERNS.with_borrow(|kept| kept.get(written).cloned()) {
        return Ok(kept);
    }
    if !fuel::spend(COMPILING) {
        return Err(ftx.error("the expression costs too much"));
    }
    let compiled = pattern::compile(written).map_err(|why| ftx.error(why))?;
    PATTERNS.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(written.to_owned(), compiled.clone());
    });
    Ok(compiled)
}

fn raw(ftx: &FunctionContext<'_, '_>, value: &Value) -> Result<Vec<u8>, ExecutionError> {
    match value {
        Value::String(text) => Ok(text.as_bytes().to_vec()),
        Value::Bytes(bytes) => Ok(bytes.to_vec()),
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
    Ok(string(STANDARD.encode(raw(ftx, &subject(ftx)?)?)))
}

fn base64_decode(ftx: &FunctionContext<'_, '_>) -> Outcome {
    let bytes = STANDARD.decode(raw(ftx, &subject(ftx)?)?).map_err(|error| ftx.error(error))?;
    Ok(Value::Bytes(Arc::new(bytes)))
}

fn sha256(ftx: &FunctionContext<'_, '_>) -> Outcome {
    Ok(string(crate::domain::value::digest::sha256_hex(&raw(ftx, &subject(ftx)?)?)))
}

fn char_at(ftx: &FunctionContext<'_, '_>, This(this): This<Text>, at: i64) -> Outcome {
    let count = this.chars().count();
    match usize::try_from(at) {
        Ok(at) if at == count => Ok(string("")),
        Ok(at) if at < count => Ok(string(this.chars().skip(at).take(1).collect::<String>())),
        _ => Err(ftx.error("index out of range")),
    }
}

/// Where a byte stands, counted in characters.
fn position(text: &str, byte: Option<usize>) -> Value {
    let at = byte.map(|byte| text[..byte].chars().count());
    Value::Int(at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1))
}

fn index_of(This(this): This<Text>, wanted: Text) -> Outcome {
    Ok(position(&this, this.find(wanted.as_str())))
}

fn last_index_of(This(this): This<Text>, wanted: Text) -> Outcome {
    Ok(position(&this, this.rfind(wanted.as_str())))
}

fn join(
    ftx: &FunctionContext<'_, '_>,
    This(this): This<Arc<Vec<Value>>>,
    Arguments(arguments): Arguments,
) -> Outcome {
    let between = match arguments.first() {
        Some(Value::String(between)) => between.as_str(),
        None => "",
        Some(_) => return Err(ftx.error("the separator is no text")),
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

fn replace(This(this): This<Text>, from: Text, to: Text) -> Outcome {
    let places = this.matches(from.as_str()).count();
    fuel::spend_bytes(this.len().saturating_add(places.saturating_mul(to.len())))?;
    Ok(string(this.replace(from.as_str(), to.as_str())))
}

fn split(This(this): This<Text>, by: Text) -> Outcome {
    // Each part is a value.
    let parts = this.matches(by.as_str()).count();
    fuel::spend_bytes(this.len().saturating_add(parts.saturating_mul(64)))?;
    Ok(Value::List(Arc::new(this.split(by.as_str()).map(string).collect())))
}

fn substring(
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
