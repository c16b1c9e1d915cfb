//! CEL as policies use it: expressions that are compiled once, and what they see of a request. The only file that names
//! the `cel` crate, beside its functions.
//!
//! Source: variables and functions are named in `crates/agentgateway/src/cel/types.rs` and `crates/celx/src/lib.rs`
//! of agentgateway at 75b4e6ce6.

use crate::domain::route::reason::Reason;

mod bounds;
pub mod faults;
mod fuel;
pub mod functions;
mod needs;
mod patterns;
mod size;

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, LazyLock};

use cel::common::ast::{EntryExpr, Expr, IdedExpr, MapExpr, StructExpr};
use cel::context::VariableResolver;
use cel::objects::{Key, Map};
use cel::{Context, Program, Value};
use http::{HeaderMap, Method, Version};

use patterns::Patterns;

pub use fuel::Cost;
pub use needs::Needs;

/// An expression, ready to be asked.
///
/// ```
/// use kubectl_agw::domain::route::cel::{Expression, Facts};
///
/// let claims = serde_json::json!({"team": "search", "limit": 40});
/// let facts = Facts { jwt: Some(&claims), ..Facts::default() };
/// let rule = Expression::compile("jwt.team == 'search' && jwt.limit < 50")?;
/// assert!(rule.holds(&facts));
/// // What is not known is an error to the expression, and an error holds nothing.
/// assert!(!rule.holds(&Facts::default()));
/// assert!(Expression::compile("jwt.team ==").is_err());
/// # Ok::<(), String>(())
/// ```
pub struct Expression {
    /// None where it does not compile: then it fails whenever it is evaluated.
    program: Option<Evaluated>,
    source: String,
    needs: Needs,
}

/// What is evaluated of an expression: it pays for what it costs.
struct Evaluated {
    tree: IdedExpr,
    depth: usize,
    patterns: Patterns,
}

/// Why an expression is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// It does not compile, in the cluster neither.
    Syntax(String),
    /// It is too large, or names what this twin has not.
    NotSupported(Reason),
}

impl From<Invalid> for Reason {
    fn from(invalid: Invalid) -> Self {
        match invalid {
            Invalid::Syntax(why) => Reason::Invalid(why),
            Invalid::NotSupported(why) => why,
        }
    }
}

/// What an expression can see. What is not there yet is an unknown variable to it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    pub request: Option<RequestFacts<'a>>,
    pub response: Option<ResponseFacts<'a>>,
    /// None where it was not read.
    pub response_body: Option<&'a [u8]>,
    /// What transformations have noted.
    pub metadata: Option<&'a serde_json::Value>,
    pub source: Option<SocketAddr>,
    /// The claims of a verified token.
    pub jwt: Option<&'a serde_json::Value>,
    /// The metadata of an API key.
    pub api_key: Option<&'a serde_json::Value>,
    /// The user who authenticated by password.
    pub basic_auth: Option<&'a serde_json::Value>,
    /// The model asked for, and the provider.
    pub llm: Option<&'a serde_json::Value>,
    /// The body of a request to a language model.
    pub llm_request: Option<&'a serde_json::Value>,
    /// Uniform over 0 to 1: what `random()` gives.
    pub chance: f64,
    /// What all expressions of a request have cost so far, and whether that is too much.
    pub cost: Option<&'a Cost>,
}

/// A request as expressions see it.
#[derive(Clone, Copy, Debug)]
pub struct RequestFacts<'a> {
    pub method: &'a Method,
    pub version: Version,
    /// Whether the client speaks TLS.
    pub https: bool,
    pub host: &'a str,
    pub path: &'a str,
    pub query: Option<&'a str>,
    pub headers: &'a HeaderMap,
    /// None where it was not read.
    pub body: Option<&'a [u8]>,
}

/// A response as expressions see it.
#[derive(Clone, Copy, Debug)]
pub struct ResponseFacts<'a> {
    pub status: u16,
    pub headers: &'a HeaderMap,
}

/// The variables by which expressions know all this.
const VARIABLES: &[&str] = &[
    "request",
    "response",
    "source",
    "jwt",
    "apiKey",
    "basicAuth",
    "llm",
    "llmRequest",
    "metadata",
];

/// Functions and operators are the same for every expression.
static ROOT: LazyLock<Context<'static>> = LazyLock::new(|| {
    let mut root = Context::default();
    functions::add_all(&mut root);
    fuel::add_all(&mut root);
    root
});

impl Expression {
    /// Compiles an expression for a place where nothing safe can be done with one that does not compile.
    ///
    /// # Errors
    /// Why it is none, or which function of it is not known here.
    pub fn compile(source: &str) -> Result<Self, Reason> {
        Ok(Expression::read(source)?)
    }

    /// Compiles an expression for a place where one that does not compile fails whenever it is evaluated, as in
    /// agentgateway; why it does not is noted.
    ///
    /// # Errors
    /// It is too large, or names what is not known here.
    pub fn permissive(source: &str, notes: &mut Vec<String>) -> Result<Self, Reason> {
        match Expression::read(source) {
            Err(Invalid::Syntax(why)) => {
                notes.push(format!("{why}; it fails for every request"));
                let needs = Needs::default();
                Ok(Expression { program: None, source: source.to_owned(), needs })
            }
            read => Ok(read?),
        }
    }

    /// The same for a place where no body has been read.
    ///
    /// # Errors
    /// As [`Expression::permissive`]; and that it looks into a body, which would be unknown to it.
    pub fn without_bodies(source: &str, notes: &mut Vec<String>) -> Result<Self, Reason> {
        let expression = Expression::permissive(source, notes)?;
        match expression.needs.request_body() || expression.needs.response_body() {
            true => Err(Reason::NotSupported(format!(
                "{source:?} looks into a body, which serve does not read for it"
            ))),
            false => Ok(expression),
        }
    }

    /// Compiles an expression, with the kind of what is wrong.
    ///
    /// # Errors
    /// As [`Expression::compile`].
    pub fn read(source: &str) -> Result<Self, Invalid> {
        let shown = shown(source);
        let too_large = |why: String| {
            Invalid::NotSupported(Reason::NotSupported(format!("CEL expression {shown} {why}")))
        };
        bounds::check(source).map_err(too_large)?;
        bounds::with_stack_to_parse(|| {
            let compiled = std::panic::catch_unwind(|| Program::compile(source));
            let program = match compiled {
                Ok(Ok(program)) => program,
                Ok(Err(errors)) => {
                    let words = errors.to_string();
                    let first = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    let first: String = first.chars().take(512).collect();
                    let why = format!("CEL expression {shown} does not compile: {first}");
                    return Err(Invalid::Syntax(why));
                }
                Err(_) => {
                    return Err(Invalid::Syntax(format!(
                        "CEL expression {shown} does not compile"
                    )));
                }
            };
            Expression::of(program.expression(), source, &shown).map_err(Invalid::NotSupported)
        })
    }

    fn of(parsed: &IdedExpr, source: &str, shown: &str) -> Result<Self, Reason> {
        if let Some(name) = functions::unknown(parsed) {
            let why = format!("function `{name}` of {shown} is not known to serve");
            return Err(Reason::NotSupported(why));
        }
        if let Some(name) = needs::not_carried(parsed) {
            return Err(Reason::not_supported(format_args!("`{name}` of {shown}")));
        }
        if has_message(parsed) {
            return Err(Reason::not_supported(format_args!("a message in {shown}")));
        }
        let needs = Needs::of(parsed);
        let mut tree = parsed.clone();
        let mut patterns = Patterns::default();
        patterns.take(&mut tree);
        fuel::metered(&mut tree);
        let depth = bounds::depth(&tree);
        if depth > 2 * bounds::DEPTH {
            return Err(Reason::NotSupported(format!("CEL expression {shown} is too deep")));
        }
        let program = Some(Evaluated { tree, depth, patterns });
        Ok(Expression { program, source: source.to_owned(), needs })
    }

    /// Whether it compiles.
    #[must_use]
    pub fn compiles(&self) -> bool {
        self.program.is_some()
    }

    /// What it looks at.
    #[must_use]
    pub fn needs(&self) -> &Needs {
        &self.needs
    }

    /// As it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it comes to `true`; an expression that fails does not.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        matches!(self.value(facts), Some(Value::Bool(true)))
    }

    /// What it comes to as text, as a header carries it; none where it fails or is no scalar.
    #[must_use]
    pub fn text(&self, facts: &Facts<'_>) -> Option<String> {
        match self.value(facts)? {
            Value::String(text) => Some(text.as_str().to_owned()),
            Value::Bytes(bytes) => String::from_utf8(bytes.to_vec()).ok(),
            Value::Int(number) => Some(number.to_string()),
            Value::UInt(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Bool(yes) => Some(yes.to_string()),
            _ => None,
        }
    }

    /// What it comes to as a body: text and bytes as they are, everything else as JSON.
    #[must_use]
    pub fn bytes(&self, facts: &Facts<'_>) -> Option<Vec<u8>> {
        match self.value(facts)? {
            Value::String(text) => Some(text.as_bytes().to_vec()),
            Value::Bytes(bytes) => Some(bytes.to_vec()),
            other => serde_json::to_vec(&to_json(&other)?).ok(),
        }
    }

    /// What it comes to as JSON.
    #[must_use]
    pub fn json(&self, facts: &Facts<'_>) -> Option<serde_json::Value> {
        to_json(&self.value(facts)?)
    }

    /// What it comes to as a time in milliseconds: a duration, or a number.
    #[must_use]
    pub fn millis(&self, facts: &Facts<'_>) -> Option<i64> {
        match self.value(facts)? {
            Value::Duration(duration) => Some(duration.num_milliseconds()),
            Value::Int(number) => Some(number),
            Value::UInt(number) => i64::try_from(number).ok(),
            // Saturates, which is what is wanted of a wait.
            Value::Float(number) => Some(number as i64),
            _ => None,
        }
    }

    fn value(&self, facts: &Facts<'_>) -> Option<Value> {
        let Evaluated { tree, depth, patterns } = self.program.as_ref()?;
        let scope = Scope { facts, needs: &self.needs, patterns };
        let mut context = ROOT.new_inner_scope();
        context.set_variable_resolver(&scope);
        let evaluate = || bounds::with_stack(*depth, || context.resolve(tree));
        // The crate gives up on some values by a panic: they are what nobody can pay for.
        let evaluate = || {
            let came = std::panic::catch_unwind(AssertUnwindSafe(evaluate)).ok();
            if came.is_none() {
                fuel::spend(u64::MAX);
            }
            came
        };
        fuel::burn(facts.cost, evaluate)??.ok()
    }
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Expression({:?})", self.source)
    }
}

/// Builds a variable when it is asked for, with the fields that the expression looks at.
struct Scope<'a> {
    facts: &'a Facts<'a>,
    needs: &'a Needs,
    patterns: &'a Patterns,
}

impl VariableResolver for Scope<'_> {
    fn resolve(&self, variable: &str) -> Option<Value> {
        let value = self.built(variable)?;
        // What is built anew each time is paid for each time.
        fuel::spend_value(&value).ok()?;
        Some(value)
    }
}

impl Scope<'_> {
    fn built(&self, variable: &str) -> Option<Value> {
        let facts = self.facts;
        match variable {
            "request" => facts.request.as_ref().map(|request| self.request(request)),
            "response" => facts.response.as_ref().map(|response| self.response(response)),
            "source" => facts.source.map(source),
            "jwt" => facts.jwt.and_then(paid),
            "apiKey" => facts.api_key.and_then(paid),
            "basicAuth" => facts.basic_auth.and_then(paid),
            "llm" => facts.llm.and_then(paid),
            "llmRequest" => facts.llm_request.and_then(paid),
            "metadata" => facts.metadata.and_then(paid),
            functions::CHANCE => Some(Value::Float(facts.chance)),
            _ => self.patterns.get(variable),
        }
    }

    fn request(&self, request: &RequestFacts<'_>) -> Value {
        let asks = |field: &str| self.needs.asks("request", field);
        let with_query = || match request.query {
            Some(query) => format!("{}?{query}", request.path),
            None => request.path.to_owned(),
        };
        let scheme = if request.https { "https" } else { "http" };
        let fields: [(&str, &dyn Fn() -> Option<Value>); 9] = [
            ("method", &|| Some(text(request.method.as_str()))),
            ("scheme", &|| Some(text(scheme))),
            ("host", &|| Some(text(request.host))),
            ("path", &|| Some(text(request.path))),
            ("pathAndQuery", &|| Some(text(&with_query()))),
            ("uri", &|| Some(text(&format!("{scheme}://{}{}", request.host, with_query())))),
            ("version", &|| Some(text(&format!("{:?}", request.version)))),
            ("headers", &|| Some(headers(request.headers))),
            ("body", &|| request.body.and_then(bytes)),
        ];
        object(fields.iter().filter(|(name, _)| asks(name)))
    }

    fn response(&self, response: &ResponseFacts<'_>) -> Value {
        let asks = |field: &str| self.needs.asks("response", field);
        let body = self.facts.response_body;
        let fields: [(&str, &dyn Fn() -> Option<Value>); 3] = [
            ("code", &|| Some(Value::Int(response.status.into()))),
            ("headers", &|| Some(headers(response.headers))),
            ("body", &|| body.and_then(bytes)),
        ];
        object(fields.iter().filter(|(name, _)| asks(name)))
    }
}

fn object<'a>(fields: impl Iterator<Item = &'a (&'a str, &'a dyn Fn() -> Option<Value>)>) -> Value {
    map(fields.filter_map(|(name, value)| Some(((*name).to_owned(), value()?))))
}

fn map(fields: impl Iterator<Item = (String, Value)>) -> Value {
    let fields = fields.map(|(name, value)| (Key::String(Arc::new(name)), value));
    Value::Map(Map { map: Arc::new(fields.collect()) })
}

fn text(text: &str) -> Value {
    Value::String(Arc::new(text.to_owned()))
}

/// A body; none where nobody can pay for it.
fn bytes(body: &[u8]) -> Option<Value> {
    fuel::covers(size::of_bytes(body.len())).then(|| Value::Bytes(Arc::new(body.to_vec())))
}

/// The same of JSON.
fn paid(value: &serde_json::Value) -> Option<Value> {
    fuel::covers(size::of_json(value)).then(|| from_json(value))
}

fn source(peer: SocketAddr) -> Value {
    // Nothing stands before serve that speaks for a client.
    let (address, port) = (text(&peer.ip().to_string()), Value::Int(peer.port().into()));
    let fields = [
        ("address", address.clone()),
        ("port", port.clone()),
        ("rawAddress", address),
        ("rawPort", port),
    ];
    map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

/// By name in lower case; of a header given several times the values joined by commas.
fn headers(headers: &HeaderMap) -> Value {
    map(headers.keys().map(|name| {
        let values = headers.get_all(name).iter();
        let values: Vec<_> = values.map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        (name.as_str().to_owned(), text(&values.join(",")))
    }))
}

/// JSON as CEL has it: whole numbers are `int`, so that they compare with what is written in an expression.
pub(super) fn from_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(yes) => Value::Bool(*yes),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::Int(number),
            (None, Some(number)) => Value::UInt(number),
            (None, None) => Value::Float(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(word) => text(word),
        serde_json::Value::Array(items) => {
            Value::List(Arc::new(items.iter().map(from_json).collect()))
        }
        serde_json::Value::Object(fields) => {
            map(fields.iter().map(|(name, value)| (name.clone(), from_json(value))))
        }
    }
}

/// CEL as JSON has it; none for what JSON has not.
pub(super) fn to_json(value: &Value) -> Option<serde_json::Value> {
    use base64::Engine as _;
    Some(match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(yes) => (*yes).into(),
        Value::Int(number) => (*number).into(),
        Value::UInt(number) => (*number).into(),
        Value::Float(number) => serde_json::Number::from_f64(*number)?.into(),
        Value::String(text) => text.as_str().into(),
        Value::Bytes(bytes) => {
            base64::engine::general_purpose::STANDARD.encode(bytes.as_slice()).into()
        }
        Value::List(items) => {
            serde_json::Value::Array(items.iter().map(to_json).collect::<Option<_>>()?)
        }
        Value::Map(fields) => {
            let fields = fields.map.iter();
            let fields = fields.map(|(name, value)| Some((name.to_string(), to_json(value)?)));
            serde_json::Value::Object(fields.collect::<Option<_>>()?)
        }
        Value::Timestamp(time) => time.to_rfc3339().into(),
        Value::Duration(duration) => format!("{}s", duration.as_seconds_f64()).into(),
        Value::Function(..) | Value::Opaque(_) => return None,
    })
}

/// An expression as errors quote it.
fn shown(source: &str) -> String {
    let start: String = source.chars().take(200).collect();
    match start.len() < source.len() {
        true => format!("{start:?}… ({} bytes)", source.len()),
        false => format!("{source:?}"),
    }
}

/// Whether an expression makes a message, which the `cel` crate cannot evaluate.
fn has_message(expression: &IdedExpr) -> bool {
    let mut found = false;
    walk(expression, &mut |part| found |= matches!(part.expr, Expr::Struct(_) | Expr::Unspecified));
    found
}

/// Every part of an expression.
fn walk<'e>(expression: &'e IdedExpr, see: &mut dyn FnMut(&'e IdedExpr)) {
    see(expression);
    children(expression, &mut |child| walk(child, see));
}

/// The parts right under an expression.
fn children<'e>(expression: &'e IdedExpr, see: &mut dyn FnMut(&'e IdedExpr)) {
    match &expression.expr {
        Expr::Call(call) => {
            call.target.iter().for_each(|target| see(target));
            call.args.iter().for_each(see);
        }
        Expr::Comprehension(turns) => {
            see(&turns.iter_range);
            see(&turns.accu_init);
            see(&turns.loop_cond);
            see(&turns.loop_step);
            see(&turns.result);
        }
        Expr::List(list) => list.elements.iter().for_each(see),
        Expr::Map(MapExpr { entries }) | Expr::Struct(StructExpr { entries, .. }) => {
            for entry in entries {
                match &entry.expr {
                    EntryExpr::StructField(field) => see(&field.value),
                    EntryExpr::MapEntry(entry) => {
                        see(&entry.key);
                        see(&entry.value);
                    }
                }
            }
        }
        Expr::Select(select) => see(&select.operand),
        Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {}
    }
}

/// The same, to be changed.
fn children_mut(expression: &mut IdedExpr, see: &mut dyn FnMut(&mut IdedExpr)) {
    match &mut expression.expr {
        Expr::Call(call) => {
            call.target.iter_mut().for_each(|target| see(target));
            call.args.iter_mut().for_each(see);
        }
        Expr::Comprehension(turns) => {
            see(&mut turns.iter_range);
            see(&mut turns.accu_init);
            see(&mut turns.loop_cond);
            see(&mut turns.loop_step);
            see(&mut turns.result);
        }
        Expr::List(list) => list.elements.iter_mut().for_each(see),
        Expr::Map(MapExpr { entries }) | Expr::Struct(StructExpr { entries, .. }) => {
            for entry in entries {
                match &mut entry.expr {
                    EntryExpr::StructField(field) => see(&mut field.value),
                    EntryExpr::MapEntry(entry) => {
                        see(&mut entry.key);
                        see(&mut entry.value);
                    }
                }
            }
        }
        Expr::Select(select) => see(&mut select.operand),
        Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {}
    }
}

#[cfg(test)]
mod tests;
